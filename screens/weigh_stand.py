"""« Peser », at the stand: one product, everybody who ordered it. Digits, Enter, next."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from db import leftovers, weighing
from db.errors import Refusal, WeighedMeanwhile, WeightDiffers, WeightImplausible, WeightUnreadable
from db.values.counter import Left, Stand, StandLine
from db.values.money import line_amount
from db.values.scale import Weight, read_weight
from i18n import formats
from i18n.gesture_words import REASONS
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.weigh_lacking import Lacking
from screens.weigh_rows import Balance, full_name, id_of, row
from screens.weigh_stall import Stall
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.text import Words, user_text
from widgets.weight_words import takes_its_place

SENT = 0.015  # seconds after which what was painted has left for the terminal: work of ours would hold it back


class WeighStand(Stall):
    """Opened by « Peser » with a product."""

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

    _written: StandLine | None = None  # weighed a moment ago, as it was before
    _soon: Timer | None = None

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
        self._catch_up()  # with the one before, where somebody is that fast
        one = line.position
        name = user_text(full_name(line)).plain
        self._done = lambda: _("● {name}: {weight}").format(name=name, weight=formats.quantity(net, one.unit))
        if len(one.lines) > 1:  # what was added besides stays, and is in the sum
            self._renew(line)
        else:
            weighed = one._replace(quantity=net, amount=line_amount(net, one.price), state="weighed")
            self._change(line._replace(position=weighed))
            self._written = line
        self._to_next()
        self._look_again_soon()

    def _change(self, line: StandLine) -> None:
        """One line is another now: only its row is painted."""
        key = id_of(line)
        lines = tuple(line if id_of(each) == key else each for each in self.stand.lines)
        self.stand = self.stand._replace(lines=lines)
        self.table.replace(row(line, self.called[line.position.basket_id]))

    def _renew(self, line: StandLine) -> None:
        """After a gesture of this terminal: one line is read again."""
        now = weighing.renewed(self.book, line)
        if now is None:
            self.facts_changed()
        else:
            self._change(now)

    def _read(self) -> None:
        self._written = None  # it is read with all the others
        super()._read()

    @property
    def line(self) -> StandLine | None:
        if self._written is not None and id_of(self._written) == self.table.current:
            self._catch_up()
        return super().line

    def _catch_up(self) -> None:
        """What was painted as it was written is read, too: the next line is on the screen without waiting for that."""
        if self._written is not None:
            line, self._written = self._written, None
            self._renew(line)

    def _look_again_soon(self) -> None:
        if self._soon is None:
            self._soon = self.set_timer(SENT, self._look_again)
        else:
            self._soon.reset()

    def _look_again(self) -> None:
        self._soon = None
        self._catch_up()
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
        self._look_again_soon()

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

    def undone(self, gesture: int | None, said: Words) -> None:
        before = _given(self.stand)
        self._done = ""
        super().undone(gesture, said)
        changed = [key for key, given in _given(self.stand).items() if given != before.get(key)]
        if changed and not self.table.typing:
            self.table.go(changed[0])


def _given(stand: Stand) -> dict[str, tuple[str, int]]:
    """What everybody gets, weighed or not."""
    return {id_of(line): (line.position.state, line.position.quantity) for line in stand.lines}
