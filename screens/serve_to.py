"""Somebody else has come for an order: a member, or a name that nobody here has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.errors import Refusal
from db.people_search import Found, search
from db.values.counter import Served
from db.values.text import clean
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.serve_person import Taker
from widgets import actions
from widgets.actions import Action
from widgets.part import Line
from widgets.person_finder import PersonFinder
from widgets.row_list import Row, name
from widgets.text import cut_middle, user_text

MOST = 6
FREE, OWN = "free", "own"


class ServeTo(CounterPage[Taker]):
    """Dismisses with who takes it, a `Taker` without a name when it is the member after all, or None."""

    HELP = N_(
        "Type the name of who has come. A member of the group is found by a few letters; another name is taken as it "
        "is written.\n"
        "From then on the screen shows this order alone: neither the account nor anything else of this person."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("This person takes the order.")),
        Action("move", "down", "", N_("Other person"), key_label="↑ ↓"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "ServeTo #people { margin: 1 0 0 0; }"

    def __init__(self, one: Served, brought_by: Taker | None) -> None:
        super().__init__()
        self._one, self._brought_by = one, brought_by
        self._found: tuple[Found, ...] = ()

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield PersonFinder(N_("Who?"), N_("name of who has come"), lambda _typed: self._show(), id="people")

    def on_mount(self) -> None:
        self._show()
        self.finder.focus()

    @property
    def finder(self) -> PersonFinder:
        return self.query_one("#people", PersonFinder)

    def _title(self) -> str:
        return _("Who takes the order of {name}?").format(name=user_text(self._one.name).plain)

    def facts_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        typed = self.finder.typed.strip()
        by, group = self.session.person.id, self.session.group.id
        self._found = tuple(one for one in search(self.book, by, group, typed, MOST) if one.id != self._one.member_id)
        rows = [Row(partial(_member, one), f"{one.id}") for one in self._found]
        if typed:
            rows.append(Row(partial(_free, typed), FREE))
        else:
            if self._brought_by is not None:
                rows.append(Row(partial(_brings, self._brought_by.name), f"{self._brought_by.member_id}"))
            rows.append(Row(partial(_own, self._one.name), OWN))
        self.finder.show(rows, lambda width: ())

    def on_person_finder_not_found(self, message: PersonFinder.NotFound) -> None:
        self.say(N_("Type the name of who has come."))

    def on_row_list_taken(self, message: PersonFinder.Taken) -> None:
        if message.id == OWN:
            self.dismiss(Taker(""))
            return
        if message.id != FREE:
            chosen = {str(one.id): Taker(one.name, one.id) for one in self._found}
            if self._brought_by is not None:
                chosen.setdefault(str(self._brought_by.member_id), self._brought_by)
            self.dismiss(chosen[message.id])
            return
        try:
            self.dismiss(Taker(clean(self.finder.typed, field="name")))
        except Refusal as refusal:
            self.refuse(partial(sentence, refusal))


def _member(one: Found, width: int, here: bool) -> Content:
    row = name(cut_middle(user_text(one.name).plain, 40), here)
    number = _("no. {number}").format(number=one.number)
    return Content.assemble("   ", row, " " * max(1, 46 - row.cell_length), (number, "$muted-text"))


def _free(typed: str, width: int, here: bool) -> Content:
    said = _("{name}, who is not in the list").format(name=cut_middle(user_text(typed).plain, 40))
    return Content.assemble("   ", name(said, here))


def _brings(called: str, width: int, here: bool) -> Content:
    row = name(cut_middle(user_text(called).plain, 40), here)
    return Content.assemble("   ", row, "   ", (_("said that they would bring it"), "$muted-text"))


def _own(called: str, width: int, here: bool) -> Content:
    row = name(cut_middle(user_text(called).plain, 40), here)
    return Content.assemble("   ", row, "   ", (_("in person after all"), "$muted-text"))
