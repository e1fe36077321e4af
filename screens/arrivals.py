"""« Arrivée »: what suppliers should bring beside what came, product by product; what is short is shared out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import arrivals, leftovers
from db.errors import Refusal
from db.values.counter import Left
from db.values.scale import read_arrival
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.arrivals_price import NewPrice
from screens.arrivals_rows import by_producer, facts, head, meaning, row, rows, wanted
from screens.arrivals_share import ShareOut
from screens.desk_tab import DeskTab
from screens.typed_here import TypedHere
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.entry_table import EntryTable
from widgets.question import Fact, Question
from widgets.text import Words, cut_middle, user_text, words

HUNDRED = 100  # times what was ordered, more or less: somebody missed the comma
NAME_ROOM = 24  # of a product, beside what Enter does with the next one


class Arrivals(DeskTab):
    """A table of products with a field for what came."""

    TAB = "arrivals"
    HELP = N_(
        "Type what came of a product and press Enter. Enter alone: just what should come.\n"
        "A number alone is kilos, litres or pieces: 5,25. Sacks: 3x25. Several: 25+5,5.\n"
        "Where something is missing, Enter shows who would get what. n: it did not come at all. x: another price.\n"
        "Ctrl+Z takes back the last thing you did here."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("It came"), N_("Note what came; where it is short, share it out.")),
        Action("none", "n", "nothing_came", N_("Nothing came"), N_("Nothing of this product came: for nobody.")),
        Action("price", "x", "new_price", N_("Price"), N_("Another price of this product, for everybody today.")),
        actions.UNDO,
        actions.HELP,
        actions.BACK,
    )

    def __init__(self, distribution_id: int) -> None:
        super().__init__(distribution_id)
        self._done: Words = ""
        self._waiting = TypedHere(self, "arrivals")

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield EntryTable(taken=self._enter, changed=self._say_what_to_do, letters="nx", id="products")

    def on_mount(self) -> None:
        self.table.show(rows(self.board), head)
        self.table.focus()
        held = self._waiting.held()
        product, _sign, text = self._waiting.waiting().partition("|")
        if held is not None:
            product, text = held.row, held.text
        if product:
            self.table.go(product)
            self.table.text = text if self.table.current == product else ""
        else:
            self._to_next(first=True)
        self._say_what_to_do()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        """What is typed stays, and so does the mark."""
        self._read()
        self.table.show(rows(self.board), head)
        self._say_what_to_do()

    def _read(self) -> None:
        self.board = by_producer(leftovers.board(self.book, self.session.person.id, self.distribution_id))

    @property
    def table(self) -> EntryTable:
        return self.query_one("#products", EntryTable)

    @property
    def one(self) -> Left | None:
        """The product under the mark."""
        here = self.table.current
        return next((one for one in self.board if str(one.product_id) == here), None)

    def note(self, kind: str, badge: Words, text: Words) -> None:
        super().note(kind, badge, text)
        from widgets.band import Note

        self.query_one(Note).set_class(self.table.row_of_mark() >= self.table.size.height - 4, "-high")

    def say(self, text: Words) -> None:
        self._done = text  # it stays until the next number is typed
        super().say(text)

    def _say_what_to_do(self) -> None:
        one, text = self.one, self.table.text
        if text:
            self._done = ""
        self._waiting.hold("came", self.table.current, text)
        self._waiting.keep(f"{self.table.current}|{text}" if text else "")
        if one is None:
            self.echo("", N_("Nobody has ordered anything yet."))
        elif text:
            wrong = partial(wanted, text, one)
            self.echo(lambda: meaning(text, one) or wrong(), "" if wrong() else N_("Enter: note it   Esc: clear"))
        else:
            self.echo(lambda: self._hints(one)[0], lambda: self._hints(one)[1])

    def _hints(self, one: Left) -> tuple[str, str]:
        """What Enter does, then what was done or what the product is; only what was done where both are too long."""
        quick, done = self._quick(one), words(self._done).plain
        if done and Content(quick + done).cell_length > self.size.width - 5:
            return done, ""
        return quick, done or facts(one)

    def _quick(self, one: Left) -> str:
        if one.received is None:
            return _("Enter: all of it came, {quantity}").format(quantity=formats.quantity(one.expected, one.unit))
        if one.left < 0:
            less = formats.quantity(-one.left, one.unit)
            return _("Missing {quantity}. Enter: share it out").format(quantity=less)
        return ""

    # --- What came --------------------------------------------------------------------------------------------------

    def _enter(self, text: str) -> None:
        self.try_to(lambda: self._take(text))

    def _take(self, text: str) -> None:
        one = self.one
        if one is None:
            return
        if not text.strip():
            if one.received is None:
                self._receive(one, one.expected)
            elif one.left < 0:
                self._share(one)
            else:
                self._to_next()
            return
        came = read_arrival(text, one.unit)
        if one.expected and came and not one.expected <= came * HUNDRED <= one.expected * HUNDRED * HUNDRED:
            self._ask_far_off(one, came)
        else:
            self._receive(one, came)

    def _ask_far_off(self, one: Left, came: int) -> None:
        said = _("{came} came, but {expected} should come. Enter: it is right   Esc: correct it")
        self.table.ask(
            lambda: self.note(
                "pending",
                N_("! is it right?"),
                lambda: said.format(
                    came=formats.quantity(came, one.unit), expected=formats.quantity(one.expected, one.unit)
                ),
            ),
            lambda: self._receive(one, came),
        )

    def _receive(self, one: Left, came: int) -> None:
        write(
            self,
            lambda: arrivals.receive(self.book, self.station, one.product_id, came),
            lambda _id: self._received(one, came),
            self.not_done,
        )

    def _received(self, one: Left, came: int) -> None:
        name = cut_middle(user_text(one.name).plain, NAME_ROOM)
        self._done = lambda: _("● {name}: {weight}").format(name=name, weight=formats.quantity(came, one.unit))
        now = leftovers.left_of(self.book, self.distribution_id, one.product_id)
        self.board = [now if each.product_id == one.product_id else each for each in self.board]
        self.table.replace(row(now))
        self.table.text = ""
        if now.left < 0:  # it stays: what is missing is shared out first, or later
            self._say_what_to_do()
        else:
            self._to_next()

    def not_done(self, refusal: Refusal) -> None:
        self.table.doubt()
        one, text = self.one, self.table.text
        if one is not None and wanted(text, one):
            self.refuse(lambda: f"{wanted(text, one)} {_('Nothing is changed.')}")
        else:
            self.refuse(lambda: sentence(refusal))

    def _to_next(self, first: bool = False) -> None:
        """The mark to the next product of which nothing is noted, from the top again after the last."""
        at = -1 if first else next((n for n, one in enumerate(self.board) if one == self.one), -1)
        following = [*self.board[at + 1 :], *self.board[: at + 1]]
        found = next((one for one in following if one.received is None), None)
        if found is not None:
            self.table.go(str(found.product_id))
        else:
            self._say_what_to_do()
            if self.board and not first:
                self.note("recorded", N_("● ALL NOTED"), self._all_noted)

    def _all_noted(self) -> str:
        short = sum(one.left < 0 for one in self.board)
        if not short:
            return _("What came of every product is noted, and it is enough for everybody.")
        return ngettext(
            "What came of every product is noted. {n} product is short.",
            "What came of every product is noted. {n} products are short.",
            short,
        ).format(n=short)

    # --- What is short, what did not come, what costs something else ------------------------------------------------

    def _share(self, one: Left) -> None:
        self.open(ShareOut(self.station, one.product_id), self._shared)

    def _shared(self, said: Words | None) -> None:
        if said is not None:
            self.say(said)

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("none", "price") and self.one is None:
            return N_("Nobody has ordered anything yet.")
        if action_id == "none" and self.one is not None and self.one.received == 0 and not self.one.promised:
            return N_("It is written down already that nothing came.")
        return None

    def nothing_came(self) -> None:
        """« N'est pas venu »: noted, and nobody gets any nor pays for it, in one gesture."""
        one = self.one
        if one is None:
            return
        cuts = arrivals.shares(self.book, self.station.by, self.distribution_id, one.product_id, "proportional")

        def answered(yes: bool | None) -> None:
            if yes:
                write(
                    self,
                    lambda: arrivals.share_out(
                        self.book, self.station, one.product_id, "proportional", received=one.weighed
                    ),
                    lambda _id: self._none_came(one),
                    self.not_done,
                )

        people = len({cut.position.basket_id for cut in cuts})
        self.open(
            Question(
                N_("It did not come at all?"),
                [
                    [
                        Fact(
                            lambda: user_text(one.name), lambda: formats.quantity(one.promised, one.unit), strong=True
                        ),
                        Fact(
                            lambda: ngettext(
                                "{n} person gets none of it, and pays nothing for it.",
                                "{n} people get none of it, and pay nothing for it.",
                                people,
                            ).format(n=people)
                        ),
                    ]
                ],
                N_("It did not come"),
            ),
            answered,
        )

    def _none_came(self, one: Left) -> None:
        name = cut_middle(user_text(one.name).plain, NAME_ROOM)
        self.facts_changed()
        self.say(lambda: _("× {name}: did not come").format(name=name))
        self._to_next()

    def new_price(self) -> None:
        one = self.one
        if one is not None:
            self.open(NewPrice(self.station, one), self._shared)

    def undone(self, gesture: int | None, said: Words) -> None:
        before = {one.product_id: one for one in self.board}
        super().undone(gesture, said)
        changed = [str(one.product_id) for one in self.board if one != before.get(one.product_id)]
        if changed and not self.table.typing:
            self.table.go(changed[0])
