"""« Peser », at the stand: one product, everybody who ordered it. Digits, Enter, next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import gestures, leftovers, weighing
from db.errors import Refusal, WeighedMeanwhile, WeightDiffers, WeightImplausible, WeightUnreadable
from db.values.counter import Left, Stand, StandLine
from db.values.scale import Weight, read_weight
from i18n import formats
from i18n.gesture_words import REASONS
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.desk_tab import DeskTab
from screens.typed_here import TypedHere
from screens.weigh_lacking import Lacking
from screens.weigh_rows import Balance, full_name, head, id_of, rows, title
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.entry_table import EntryTable
from widgets.part import Part
from widgets.text import Words, user_text, words
from widgets.weight_words import changed_words, compared, meaning, misread, so_far, takes_its_place

NOT_NOW = N_("× not now")


class ProductLine(Part):
    """What stands here, and which of all products it is."""

    def lines(self, width: int) -> list[Content]:
        page = self.page
        assert isinstance(page, WeighStand)
        return [title(page.left, page.place, len(page.board), width)]


class WeighStand(DeskTab):
    """Opened by « Peser » with a product; `typed` is what a power cut left, with the row it belongs to."""

    TAB = "weigh"
    HELP = N_(
        "Type what the scale says and press Enter: it is recorded, and the mark goes to the next person.\n"
        "A number alone is grams (or millilitres). Several jars: 192+67. With the jar on the scale: 412-180.\n"
        "t takes off the jar of this person, = gives just what was ordered, m says that there is nothing to give.\n"
        "The box says what is left once everybody is served. Ctrl+Z takes back the last weight."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("Record this weight, and on to the next person.")),
        Action("lack", "m", "lack", N_("Missing"), N_("Nothing can be given to this person: say why.")),
        Action("tare", "t", "take_off", N_("Tare"), N_("Take off this person's jar, as it weighed before.")),
        actions.UNDO,
        Action("as_ordered", "equals_sign", "as_ordered", N_("As ordered"),
               N_("Just what was ordered: prepared before, or counted."), shown=False, key_label="="),
        Action("following", "p", "next_product", N_("Next product"), N_("The next product that is still to weigh."),
               shown=False),
        actions.SEARCH._replace(method="go_back", label=N_("Other product"), tip=N_("Choose another product."),
                                shown=False),
        actions.HELP,
        actions.BACK,
    )  # fmt: skip
    DEFAULT_CSS = """
    WeighStand #people { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, product_id: int, typed: str = "") -> None:
        super().__init__(distribution_id)
        self.product_id = product_id
        self.to_desk = False
        self.place = 0
        self.board: tuple[Left, ...] = ()
        self._typed = typed
        self._done: Words = ""
        self._overtaken = ""  # the person whom somebody else weighed while their weight was typed here
        self._waiting = TypedHere(self, "weigh")

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield ProductLine(id="what")
        yield Balance(id="balance")
        yield EntryTable(taken=self._enter, changed=self._say_what_to_do, letters="mp=", always="t", id="people")

    def on_mount(self) -> None:
        self._show_all()
        self.table.focus()
        row, _sign, text = self._typed.partition("|")
        self._begin(row, text)

    def _begin(self, row: str = "", text: str = "") -> None:
        """At what was typed here and not recorded, or at the first who is to be weighed."""
        held = self._waiting.held(str(self.product_id))
        if not text and held is not None:
            row, text = held.row, held.text
        if any(id_of(line) == row for line in self.stand.lines):
            self.table.go(row)
            self.table.text = text
        else:
            self._to_first()
        self._say_what_to_do()
        line = self.line
        if self.table.typing and line is not None and line.position.state != "to_weigh":
            self._tell_changed(line)  # while somebody was elsewhere

    def facts_changed(self) -> None:
        """Somebody else weighed: what is typed stays, and so does the mark."""
        before = {id_of(line): line.position for line in self.stand.lines}
        self._read()
        self._show_all()
        here = self.line
        if here is not None and self.table.typing and here.position != before.get(self.table.current):
            self._tell_changed(here)
        self._say_what_to_do()

    def _tell_changed(self, line: StandLine) -> None:
        """A weight stands where one is typed: it takes its place only after a question."""
        self._overtaken = id_of(line)
        self.note("pending", N_("! weighed meanwhile"), partial(changed_words, line.position))

    def _read(self) -> None:
        by = self.session.person.id
        self.stand: Stand = weighing.stand(self.book, by, self.distribution_id, self.product_id)
        self.board = leftovers.board(self.book, by, self.distribution_id)
        self.place = next((n for n, one in enumerate(self.board, 1) if one.product_id == self.product_id), 0)

    def _show_all(self) -> None:
        self.table.show(rows(self.stand), head)
        self.query_one(Balance).show(self.left)
        self.query_one(ProductLine).refresh()

    @property
    def table(self) -> EntryTable:
        return self.query_one("#people", EntryTable)

    @property
    def left(self) -> Left:
        return self.stand.left

    @property
    def line(self) -> StandLine | None:
        """The person under the mark."""
        here = self.table.current
        return next((line for line in self.stand.lines if id_of(line) == here), None)

    def say(self, text: Words) -> None:
        self._done = text  # it stays until the next number is typed
        super().say(text)

    def note(self, kind: str, badge: Words, text: Words) -> None:
        super().note(kind, badge, text)
        from widgets.band import Note

        # The mark is never covered: near the lower edge the note stands under the header.
        low = self.table.row_of_mark() >= self.table.size.height - 4
        self.query_one(Note).set_class(low, "-high")

    # --- The echo line ----------------------------------------------------------------------------------------------

    def _say_what_to_do(self) -> None:
        line, text = self.line, self.table.text
        if text:
            self._done = ""
        if not text or self._overtaken != self.table.current:
            self._overtaken = ""
        self._waiting.hold(str(self.product_id), self.table.current, text)
        self._waiting.keep(f"{self.product_id}|{self.table.current}|{text}")
        if line is None:
            self.echo("", N_("Nobody ordered this."))
        elif text:
            self.echo(lambda: self._meaning(line, text), lambda: self._beside(line, text))
        else:
            self.echo(lambda: self._quick(line) or _said(self._done), lambda: self._hint(line))

    @staticmethod
    def _meaning(line: StandLine, text: str) -> str:
        one = line.position
        return meaning(text, one.unit, one.price) or misread(text, one.unit)

    def _beside(self, line: StandLine, text: str) -> str:
        one, weight = line.position, so_far(text, line.position.unit)
        if misread(text, one.unit):
            return ""
        if weight is None:
            return _("Enter: weigh   Esc: clear")
        return compared(weight.net, one.ordered, one.unit)

    def _quick(self, line: StandLine) -> str:
        one = line.position
        if one.state == "to_weigh" and one.unit == "piece":
            return _("Enter: {quantity} as ordered").format(quantity=formats.quantity(one.ordered, one.unit))
        return ""

    def _hint(self, line: StandLine) -> str:
        one, done = line.position, bool(self._done)
        if one.state == "weighed":
            return _("Weighed already: {weight}. Another weight takes its place.").format(
                weight=formats.quantity(one.quantity, one.unit)
            )
        if one.state == "lacking":
            return _("Nothing was given. If there is some after all, type its weight.")
        if self._quick(line):
            return _said(self._done) or _("or type another number")
        if done:
            return _("Ctrl+Z: undo")
        if line.tare:
            jar = formats.quantity_small(line.tare, one.unit)
            return _("t: less the jar of {weight}   =: as ordered   p: next product").format(weight=jar)
        return _("Type what the scale says.   =: as ordered   p: next product")

    # --- Weighing ---------------------------------------------------------------------------------------------------

    def _enter(self, text: str) -> None:
        self.try_to(lambda: self._take(text))

    def _take(self, text: str) -> None:
        line = self.line
        if line is None:
            return
        if not text.strip():
            if self.table.rows[self.table.at].quick:
                self.as_ordered()
            elif line.position.state != "to_weigh":
                self._to_next()
            else:
                self.not_done(WeightUnreadable(text="", unit=line.position.unit))
            return
        weight = read_weight(text, line.position.unit)
        if line.served:
            self._ask(
                N_("This order is handed over: what is to be paid will change. Enter: weigh again   Esc: leave it"),
                lambda: self._weigh(line, weight),
            )
        elif self._overtaken == self.table.current:
            self._ask(lambda: takes_its_place(line.position), lambda: self._weigh(line, weight))
        else:
            self._weigh(line, weight)

    def _weigh(self, line: StandLine, weight: Weight, sure: bool = False) -> None:
        write(
            self,
            lambda: weighing.weigh(self.book, self.station, line.position, weight, sure=sure),
            lambda _id: self._weighed(line, weight.net),
            lambda refusal: self._not_weighed(refusal, line, weight),
        )

    def _weighed(self, line: StandLine, net: int) -> None:
        one = line.position
        name = user_text(full_name(line)).plain
        self._done = lambda: _("● {name}: {weight}").format(name=name, weight=formats.quantity(net, one.unit))
        self._renew(line)
        self._to_next()

    def _renew(self, line: StandLine) -> None:
        """After a gesture of this terminal: one line is read and painted; the box follows."""
        key = id_of(line)
        now = weighing.renewed(self.book, line)
        if now is None:
            self.facts_changed()
            return
        lines = tuple(now if id_of(each) == key else each for each in self.stand.lines)
        self.stand = self.stand._replace(lines=lines)
        self.table.replace(next(row for row in rows(self.stand) if row.id == key))
        self.call_after_refresh(self._look_what_is_left)

    def _look_what_is_left(self) -> None:
        left = leftovers.left_of(self.book, self.distribution_id, self.product_id)
        self.stand = self.stand._replace(left=left)
        self.query_one(Balance).show(left)

    def _not_weighed(self, refusal: Refusal, line: StandLine, weight: Weight) -> None:
        match refusal:
            case WeightImplausible(likely=int() as likely):
                meant = Weight(likely + weight.tare, weight.tare)
                self._ask(lambda: sentence(refusal), lambda: self._weigh(line, meant))
            case WeightDiffers():
                self._ask(lambda: sentence(refusal), lambda: self._weigh(line, weight, sure=True))
            case WeighedMeanwhile():
                self.table.text = ""
                self._read()
                self._show_all()
                self._say_what_to_do()
                self.refuse(lambda: sentence(refusal), N_("! weighed meanwhile"))
            case _:
                self.not_done(refusal)

    def not_done(self, refusal: Refusal) -> None:
        self.table.doubt()
        self.refuse(lambda: sentence(refusal))

    def _ask(self, text: Words, yes: Callable[[], object]) -> None:
        self.table.ask(lambda: self.note("pending", N_("! is it right?"), text), yes)

    def _to_first(self) -> None:
        found = next((line for line in self.stand.lines if line.position.state == "to_weigh"), None)
        if found is not None:
            self.table.go(id_of(found))

    def _to_next(self) -> None:
        """The mark to the next who is still to be weighed, from the top again after the last."""
        lines = self.stand.lines
        at = next((n for n, line in enumerate(lines) if id_of(line) == self.table.current), -1)
        following = [*lines[at + 1 :], *lines[: at + 1]]
        found = next((line for line in following if line.position.state == "to_weigh"), None)
        if found is None:
            self.table.text = ""
            self._say_what_to_do()
            self._all_weighed()
        else:
            self.table.go(id_of(found))

    def _all_weighed(self) -> None:
        following = self._following()
        if following is None:
            self.note("recorded", N_("● ALL WEIGHED"), N_("Every product is weighed. Esc: back to the list."))
            return
        name = user_text(following.name).plain
        self.note(
            "recorded",
            N_("● ALL WEIGHED"),
            lambda: _("Everybody has this product. p: next product, {product}   Esc: choose another").format(
                product=name
            ),
        )

    # --- Other keys -------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        line = self.line
        if action_id in ("lack", "tare", "as_ordered"):
            if line is None:
                return N_("Nobody ordered this.")
            if action_id == "lack" and line.position.state == "lacking":
                return N_("It is written down already that there is nothing to give.")
            if action_id == "tare" and line.position.unit == "piece":
                return N_("Pieces are counted: there is no jar to take off.")
            if action_id == "tare" and not line.tare:
                return N_("This person's jar was not weighed today. Type for example 412-180.")
        return None

    def take_off(self) -> None:
        """« -310 » behind what is typed: the jar, as it last weighed."""
        line = self.line
        if line is not None:
            self.table.text = f"{self.table.text.rstrip(' +-')}-{line.tare}"

    def as_ordered(self) -> None:
        line = self.line
        if line is None:
            return
        one = line.position
        write(
            self,
            lambda: weighing.as_ordered(self.book, self.station, [one]),
            lambda _id: self._weighed(line, one.ordered),
            lambda refusal: self._not_weighed(refusal, line, Weight(one.ordered, 0)),
        )

    def lack(self) -> None:
        line = self.line
        if line is None:
            return

        def chosen(why: tuple[str, str] | None) -> None:
            if why is None:
                return
            write(
                self,
                lambda: weighing.lack(self.book, self.station, line.position, *why),
                lambda _id: self._lacked(line, why[0]),
                lambda refusal: self._not_weighed(refusal, line, Weight(0, 0)),
            )

        self.open(Lacking(line), chosen)

    def _lacked(self, line: StandLine, reason: str) -> None:
        name = user_text(full_name(line)).plain
        self._done = lambda: _("× {name}: nothing, {reason}").format(name=name, reason=_(REASONS[reason]))
        self._renew(line)
        self._to_next()

    def _following(self) -> Left | None:
        """The next product of the catalogue that is still to weigh."""
        self.board = leftovers.board(self.book, self.session.person.id, self.distribution_id)
        at = next((n for n, one in enumerate(self.board) if one.product_id == self.product_id), -1)
        following = [*self.board[at + 1 :], *self.board[: max(at, 0)]]
        return next((one for one in following if one.promised > 0), None)

    def next_product(self) -> None:
        following = self._following()
        if following is None:
            self.say(N_("Every other product is weighed."))
            return
        self.product_id, self._done = following.product_id, ""
        self._read()
        self.table.at = -1
        self._show_all()
        self._begin()

    def undo(self) -> None:
        before = {id_of(line): line.position for line in self.stand.lines}
        found = gestures.last(self.book, self.station)
        self._done = ""
        super().undo()
        changed = [id_of(line) for line in self.stand.lines if line.position != before.get(id_of(line))]
        if changed and not self.table.typing and gestures.last(self.book, self.station) != found:
            self.table.go(changed[0])

    # --- Leaving ----------------------------------------------------------------------------------------------------

    def go_back(self) -> None:
        self._waiting.forget()
        super().go_back()

    def show_desk(self) -> None:
        self.to_desk = True
        self._waiting.forget()
        super().show_desk()


def _said(text: Words) -> str:
    return words(text).plain
