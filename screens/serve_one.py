"""« Servir », one person: their products, what they pay, and the hand-over."""

from __future__ import annotations

from collections.abc import Iterable

from db import gestures
from db.accounts import person
from db.people_search import Found
from i18n.language import N_, current
from screens.serve_money import Money
from widgets import actions
from widgets.actions import Action
from widgets.text import Words

PAY = Action("pay", "enter", "", N_("Cash up"), N_("Take the money and hand over, in one."))
WEIGH = Action("weigh", "enter", "", N_("Weigh"), N_("Record this weight, and on to the next product."))


class ServeOne(Money):
    """Opened by « Servir » for somebody; dismissed when the next person comes."""

    HELP = N_(
        "Products that are still to weigh are loud: type what the scale says, Enter, and on to the next.\n"
        "= takes all that is left just as ordered. m: nothing to give of it. a: add something that is left over. "
        "s takes out, r replaces.\n"
        "Then the money: type what is given, Enter takes it and hands over; Enter again: the next person. "
        "← and → choose how they pay. For several, one after the other.\n"
        "n: somebody else takes it; they see nothing of the account. p: only a part today. b: goods are brought back.\n"
        "Ctrl+Z takes the last gesture back, a whole hand-over too, and comes back to that person. Ctrl+P: the receipt."
    )
    ACTIONS = (
        WEIGH,
        PAY._replace(shown=False),
        Action("as_ordered", "equals_sign", "as_ordered", N_("All as ordered"),
               N_("All that is not weighed yet, just as it was ordered."), key_label="="),
        Action("lack", "m", "lack", N_("Missing"), N_("There is nothing to give of this product: say why.")),
        Action("add", "a,plus", "add", N_("Add"), N_("Something that is left over."), shown=False),
        Action("to", "n", "to_somebody", N_("Somebody else"), N_("Another person has come for it."), shown=False),
        Action("take_out", "s", "take_out", N_("Take out"), N_("They do not want this after all: say why."),
               shown=False),
        Action("replace", "r", "replace", N_("Replace"), N_("Something else in its place: say why."), shown=False),
        Action("part", "p", "in_part", N_("In part"), N_("The rest is fetched later."), shown=False),
        Action("tare", "t", "take_off", N_("Tare"), N_("Take off their jar, as it weighed before."), shown=False),
        Action("keep", "l", "keep_over", N_("On the account"), N_("What is too much stays on their account."),
               shown=False),
        Action("brought", "b", "bring_back", N_("Brought back"), N_("Goods of an earlier order come back."),
               shown=False),
        Action("round", "v", "open_round", N_("For neighbours"), N_("The orders that they take to neighbours."),
               shown=False),
        Action("fee", "c", "take_fee", N_("Membership"), N_("They pay the membership of the year."), shown=False),
        actions.UNDO,
        actions.PRINT._replace(label=N_("Receipt"), tip=N_("The receipt of this order."), shown=False),
        actions.HELP,
        actions.BACK,
    )  # fmt: skip
    DEFAULT_CSS = """
    ServeOne #one { layout: vertical; height: 1fr; }
    ServeOne #goods { height: 1fr; }
    ServeOne #pay { margin: 1 0 0 0; }
    ServeOne.-weighing #pay { margin: 0; }
    ServeOne.-w120 #one { layout: horizontal; }
    ServeOne.-w120 #goods { width: 82; }
    ServeOne.-w120 #pay { width: 34; margin: 0 0 0 2; }
    ServeOne.-w120.-h30 #surplus { display: block; }
    """

    def on_mount(self) -> None:
        self._language = current()

    def looks_right(self) -> bool:
        """Whether this page, which is not seen, can be shown as it is: in this window and in this language."""
        return self.is_attached and not self.kept_shut and self.size == self.app.size and self._language == current()

    def on_descendant_focus(self, event: object) -> None:
        self._say_what_to_do()
        self.refresh_frame()

    def footer(self) -> Iterable[Action]:
        paying = self.box.has_focus
        last = (actions.UNDO, actions.HELP, actions.BACK)
        if not paying:
            return (*(one for one in self.ACTIONS if one.shown and one not in last), *last)
        if self.box.done:
            return (PAY._replace(label=N_("Next person")), self._of("print"), *last)
        means = Action("means", "left", "", N_("Means"), key_label="← →")
        goods = Action("goods", "up", "", N_("Products"))
        return (PAY, means, goods, *last)

    def _of(self, id: str) -> Action:
        return next(one for one in self.ACTIONS if one.id == id)

    def why_not(self, action_id: str) -> Words | None:
        one = self.position
        if action_id == "as_ordered" and not self.to_weigh:
            return N_("Everything is weighed.")
        if action_id in ("lack", "take_out", "replace"):
            if one is None:
                return N_("Everything was taken out of this order.")
            if one.state == "lacking":
                return N_("It is written down already that there is nothing to give.")
        if action_id == "tare":
            if one is None or one.unit == "piece":
                return N_("Pieces are counted: there is no jar to take off.")
            if not self.one.tare:
                return N_("This person's jar was not weighed today. Type for example 412-180.")
        if action_id == "keep" and not self.box.text:
            return N_("First type what was given.")
        if action_id == "fee" and self.one.fee_paid:
            return N_("Their membership is paid.")
        if action_id == "fee" and self.hides:
            return N_("Somebody else has come: the membership is for the member to pay.")
        if action_id == "round" and not self.carries:
            return N_("They have come for no order of somebody else.")
        if action_id in ("part", "to") and self.handed:
            return N_("This order is handed over. Ctrl+Z takes that back.")
        if action_id in ("add", "replace") and not self.surplus():
            return N_("Nothing is left over: all of it is promised to people who ordered it.")
        return None

    # --- Keys that lead elsewhere -----------------------------------------------------------------------------------

    def print_page(self) -> None:
        from screens.papers import Paper
        from screens.printing import PrintPage

        self.open(PrintPage(Paper("receipt", self.distribution_id, self.basket_id)))

    def bring_back(self) -> None:
        from screens.serve_back import ServeBack

        self.open(ServeBack(self.distribution_id, self.one))

    def take_fee(self) -> None:
        from screens.fee import TakeFee

        one = self.one
        number = person(self.book, one.member_id).number
        member = Found(one.member_id, number, one.name, one.second)
        self.open(TakeFee(self.distribution_id, member, N_("Do they pay the membership of the year today?")), self._fee)

    def _fee(self, paid: bool | None) -> None:
        if paid:
            self._told = N_("● The membership is paid.")
            self._renew()

    def open_round(self) -> None:
        from screens.serve_round import ServeRound

        self.open(ServeRound(self.distribution_id, self.one.member_id))

    def undone(self, gesture: int | None, said: Words) -> None:
        """As everywhere; and the person whose gesture it was is on the screen again."""
        basket = gestures.basket_of(self.book, gesture) if gesture else None
        if basket is not None and basket != self.basket_id and self._is_here(basket):
            self._waiting.forget()
            self.basket_id = basket
            self.to, self.later_at, self.brought_by, self.carries = None, None, None, 0
        self._finished = False
        self._told = said
        self.table.text = ""
        self._read()
        self.box.begin(self._usual_means())
        self._show()
        self._focus()

    def _is_here(self, basket_id: int) -> bool:
        from db.orders import order

        return order(self.book, basket_id).distribution.id == self.distribution_id
