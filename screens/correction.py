"""« Demander une correction »: recorded lines stay; the team is asked, or the member takes less where they may."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from db import corrections, orders
from db.errors import Refusal, TextMissing, TextRefused, TextTooLong
from db.values.orders import Line as OrderLine
from db.values.orders import Order
from db.values.quantity import step_down, step_up
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import order_words
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.field import Field
from widgets.lines_table import right
from widgets.part import Part
from widgets.question import Fact, Question
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 92
LIMIT = 500  # characters of the reason, as the book keeps them

NEXT = Action("next", "enter", "", N_("Next"), N_("To the reason, then to the button that sends."))
TICK = Action("tick", "space", "tick", N_("Tick"), N_("This product is to be corrected, or not after all."))
LESS = Action("less", "minus", "less", N_("Quantity"), N_("Less of this product, then as before."), key_label="- +")
MORE = Action("more", "plus", "more", N_("Quantity"), N_("As before."), shown=False)
REMOVE = Action("remove", "delete", "take_out", N_("Remove"), N_("Take this product out."))
TEAM = Action("team", "c", "ask_team", N_("Team"), N_("Ask the team for all that cannot be done by taking less."))
SEND = actions.VALIDATE._replace(id="send", method="send", label=N_("Send"), tip=N_("Send this to the team."))


class Wish(NamedTuple):
    """One line of the order: whether it is ticked, and how much of it is wanted (thousandths)."""

    line: OrderLine
    ticked: bool
    quantity: int

    @property
    def id(self) -> str:
        return f"{self.line.product_id}:{self.line.price}"

    @property
    def changed(self) -> bool:
        return self.quantity != self.line.quantity


class AskCorrection(CounterPage[str]):
    """Dismisses with 'asked' or 'reduced', or None when nothing was sent."""

    HELP = N_(
        "Recorded lines cannot be removed: the team may have ordered them from the producer already.\n"
        "Space ticks the products concerned. Say why in a few words, then F8 sends it to the team.\n"
        "Their answer shows on your order and on the card of the distribution.\n"
        "Where your group lets you take less while orders are open: - and + change the quantity, F8 records it."
    )
    ACTIONS: ClassVar[tuple[Action, ...]] = (NEXT, TICK, LESS, MORE, REMOVE, SEND, TEAM, actions.HELP, actions.BACK)
    DEFAULT_CSS = """
    AskCorrection #lines { margin: 1 0 0 0; height: auto; max-height: 45%; }
    AskCorrection.-reducing #lines { max-height: 70%; }
    AskCorrection #asking { height: auto; margin: 1 0 0 0; }
    AskCorrection #send { margin: 1 0 0 0; }
    """

    def __init__(self, basket_id: int, ticked: tuple[int, ...] = ()) -> None:
        """`ticked` are the products to begin with."""
        super().__init__()
        self.basket_id = basket_id
        self._ticked = ticked
        self._reducing: bool | None = None

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.order = orders.order(self.book, self.basket_id)
        self.wishes = [Wish(line, line.product_id in self._ticked, line.quantity) for line in self.order.lines]
        if self._reducing is None:
            self._reducing = self._may_reduce
        yield self.title_part()
        yield RowList(id="lines")
        yield Vertical(Field(N_("Why?"), width=MOST_WIDTH, limit=LIMIT, id="why"), id="asking")
        yield Button(self._send_label, key="F8", main=True, action="send", id="send")

    def title_part(self) -> Part:
        """What this is for, above the lines."""
        return Title(self)

    def on_mount(self) -> None:
        self._show()
        self.query_one("#lines").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self.order = orders.order(self.book, self.basket_id)
        known = {wish.id: wish for wish in self.wishes}
        fresh = [Wish(line, False, line.quantity) for line in self.order.lines]
        self.wishes = [
            wish._replace(ticked=old.ticked, quantity=min(old.quantity, wish.quantity))
            if (old := known.get(wish.id))
            else wish
            for wish in fresh
        ]
        # Orders closed meanwhile: what could be done alone is the team's now.
        self._reducing = self._reducing and self._may_reduce
        self._show()

    @property
    def _may_reduce(self) -> bool:
        return corrections.may_reduce(self.book, self.session.person.id, self.basket_id)

    @property
    def reducing(self) -> bool:
        return bool(self._reducing)

    def _show(self) -> None:
        table = self.query_one("#lines", RowList)
        table.show([Row(partial(_row, wish, self.reducing), wish.id) for wish in self.wishes], self._head)
        self.set_class(self.reducing, "-reducing")
        self.query_one("#asking").display = not self.reducing
        self.query_one("#title").refresh(layout=True)
        self.query_one("#send").refresh(layout=True)
        self.refresh_frame()

    def _head(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        question = _("Take less of what?") if self.reducing else _("Which products?")
        head = Content.assemble("  ", (question, "bold $ink-text"))
        for title, end in ((_("Quantity"), width - 12), (_("Total"), width)):
            head = right(Content.styled(title, "$muted-text"), head, end)
        return [head, Content.styled("─" * width, "$line-text")]

    def _send_label(self) -> str:
        return _("Record the smaller quantities") if self.reducing else _("Send the request to the team")

    @property
    def _why(self) -> Field:
        return self.query_one("#why", Field)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        if self.reducing:
            return (LESS, REMOVE, SEND._replace(label=N_("Record")), TEAM, actions.HELP, actions.BACK)
        return (NEXT, TICK, SEND, actions.HELP, actions.BACK)

    def why_not(self, action_id: str) -> Words | None:
        if not self.wishes and action_id not in ("help", "back", "team"):
            return N_("There is nothing left in this order to correct.")
        if action_id in ("less", "more", "remove", "team") and not self.reducing:
            return N_("Recorded lines cannot be removed. Tick the products, say why: the team answers.")
        if action_id == "tick" and self.reducing:
            return N_("- and + change the quantity, F8 records it.")
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        (self.query_one("#send") if self.reducing else self._why).focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        self.query_one("#send").focus()

    def _here(self) -> int:
        current = self.query_one("#lines", RowList).current
        return next(index for index, wish in enumerate(self.wishes) if wish.id == current)

    @property
    def wish(self) -> Wish:
        """The line under the mark."""
        return self.wishes[self._here()]

    def _change(self, wish: Wish) -> None:
        self.wishes[self._here()] = wish
        self._show()

    def tick(self) -> None:
        self._change(self.wish._replace(ticked=not self.wish.ticked))

    def less(self) -> None:
        wish = self.wish
        self._change(wish._replace(quantity=step_down(wish.quantity, wish.line.minimum, wish.line.step)))

    def more(self) -> None:
        """Back up to what was recorded: more than that is a new order."""
        wish = self.wish
        if not wish.changed:
            self.refuse(N_("More of it is a new order on the same basket: Esc, then add products."), N_("× not here"))
            return
        more = step_up(wish.quantity, wish.line.minimum, wish.line.step)
        self._change(wish._replace(quantity=min(more, wish.line.quantity)))

    def take_out(self) -> None:
        self._change(self.wish._replace(quantity=0))

    def ask_team(self) -> None:
        """The other way: whatever cannot be done by taking less."""
        self._reducing = False
        self._show()

    # --- Sending ----------------------------------------------------------------------------------------------------

    def send(self) -> None:
        if self.reducing:
            self._ask_to_reduce()
            return
        products = tuple(dict.fromkeys(wish.line.product_id for wish in self.wishes if wish.ticked))
        why, by = self._why.value, self.session.person.id
        write(
            self,
            lambda: corrections.ask(self.book, by, self.basket_id, products, why),
            lambda _id: self._sent("asked"),
            self._refused,
        )

    def _ask_to_reduce(self) -> None:
        changed = [wish for wish in self.wishes if wish.changed]
        if not changed:
            self.refuse(N_("No quantity has changed yet. - takes less, Del takes a product out."), N_("× not now"))
            return
        facts = [Fact(user_text(cut_middle(wish.line.name, 32)), partial(_change_words, wish)) for wish in changed]
        question = Question(
            N_("Take less?"), [facts[:8], [Fact(N_("The others stay as they are."), muted=True)]], N_("Record")
        )
        self.app.push_screen(question, lambda yes: self._reduce(changed) if yes else None)

    def _reduce(self, changed: list[Wish]) -> None:
        wanted = [(wish.line.product_id, wish.line.price, wish.quantity) for wish in changed]
        by = self.session.person.id
        write(
            self,
            lambda: corrections.reduce(self.book, by, self.basket_id, wanted),
            lambda _: self._sent("reduced"),
            self._refused,
        )

    def _sent(self, how: str) -> None:
        self.program.renew_session()
        self.dismiss(how)

    def _refused(self, refusal: Refusal) -> None:
        """Said where it was typed; all stays."""
        if isinstance(refusal, TextMissing) and refusal.field == "products":
            self.refuse(N_("Tick the products with Space first."), N_("! which ones"))
            self.query_one("#lines").focus()
        elif isinstance(refusal, (TextMissing, TextRefused, TextTooLong)):
            self._why.error = lambda: sentence(refusal)
            self._why.focus()
        else:
            self.refuse(lambda: sentence(refusal))

    def go_back(self) -> None:
        if not self.reducing and not self._why.value.strip():
            self.dismiss(None)
            return
        if self.reducing and not any(wish.changed for wish in self.wishes):
            self.dismiss(None)
            return
        question = Question(
            N_("Leave without sending?"),
            [[Fact(N_("Nothing has been sent. Your order is as it was."))]],
            N_("Leave"),
            yes_key=N_("Leave"),
            no_key=N_("Go on"),
            no=N_("Go on"),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(question, answered)

    @property
    def typing(self) -> bool:
        """Whether somebody is in the middle of a field: the lock waits."""
        return self._why.has_focus and self._why.typing


class Title(Part):
    """What this is for, and how it goes on."""

    def __init__(self, page: AskCorrection) -> None:
        super().__init__(id="title")
        self._page = page

    def lines(self, width: int) -> list[Content]:
        order: Order = self._page.order
        reducing = self._page.reducing
        title = _("Take less") if reducing else _("Ask for a correction")
        number = order_words.basket_number(order)
        said = (
            _("Your group lets you take less of what you recorded, as long as orders are open.")
            if reducing
            else _(
                "Recorded lines cannot be removed. Tick those to correct and say why: "
                "the team answers here and on the card of the distribution."
            )
        )
        head = Content.assemble((title, "bold $ink-text"), "   ", (number, "$muted-text"))
        return [head, *Content.styled(said, "$ink-text").wrap(min(width, MOST_WIDTH))]


def _row(wish: Wish, reducing: bool, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    line = wish.line
    box = "" if reducing else ("[x] " if wish.ticked else "[ ] ")
    row = name(box + cut_middle(user_text(line.name).plain, width - 46), here)
    if reducing and wish.changed:
        quantity = Content.styled(_change_words(wish), "bold $amber-text")
    else:
        quantity = Content.styled(formats.quantity(line.quantity, line.unit), "$ink-text")
    row = right(quantity, row, width - 12)
    amount = Content.styled(formats.money(line.amount), "bold $money-text")
    return row if reducing and wish.changed else right(amount, row, width)


def _change_words(wish: Wish) -> str:
    """« 0,5 kg → 0,25 kg », or that it is taken out."""
    before = formats.quantity(wish.line.quantity, wish.line.unit)
    if not wish.quantity:
        return _("{before} → taken out").format(before=before)
    return f"{before} → {formats.quantity(wish.quantity, wish.line.unit)}"
