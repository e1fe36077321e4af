"""Sharing out what is short: a rule, who would lose how much, and F8."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import arrivals, leftovers
from db.errors import Refusal, SharesChanged
from db.values.counter import Cut, Station
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.lines_table import right
from widgets.part import Line
from widgets.row_list import Row, RowList
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 78
NAME_ROOM = 34  # of a product, in what is said to be done
RULES = (
    Option("proportional", N_("In proportion"), note=N_("who ordered more loses more")),
    Option("something", N_("A little for everybody"), note=N_("a step for each first, the rest in proportion")),
    Option("first_come", N_("First come"), note=N_("who ordered first gets everything")),
)
APPLY = actions.VALIDATE._replace(id="apply", method="apply", label=N_("Share out"), tip=N_("Give these shares."))


class ShareOut(CounterPage[Words]):
    """Dismisses with what was done, in words, or None."""

    HELP = N_(
        "Less came than was ordered. Choose a rule: below stands who would get what, and how much each loses.\n"
        "1 2 3 or the arrows choose the rule, F8 shares out like that. What each loses is not to be paid.\n"
        "Shares are whole steps of the product; what is under a step is left over. Ctrl+Z takes all of it back."
    )
    ACTIONS = (
        APPLY,
        Action("rule", "up", "", N_("Other rule"), key_label="1 2 3"),
        Action("people", "tab", "focus_following", N_("List"), N_("To the list of people.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    ShareOut #rules, ShareOut #sums { margin: 1 0 0 0; }
    ShareOut #people { margin: 1 0 0 0; }
    """

    def __init__(self, station: Station, product_id: int) -> None:
        super().__init__()
        self._station, self._product_id = station, product_id

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, id="title")
        yield Choice(RULES, radio=True, taken=RULES[0].id, id="rules")
        yield Line(self._sums, id="sums")
        yield RowList(id="people")

    def on_mount(self) -> None:
        self.facts_changed()
        self.query_one(Choice).focus()

    def facts_changed(self) -> None:
        self.left = leftovers.left_of(self.book, self._station.distribution_id, self._product_id)
        self.cuts = arrivals.shares(
            self.book, self._station.by, self._station.distribution_id, self._product_id, self.rule
        )
        for part in self.query(Line):
            part.refresh(layout=True)
        self.query_one(RowList).show(
            [Row(partial(_row, cut), f"{cut.position.basket_id} {cut.position.price}") for cut in self.cuts], _head
        )

    @property
    def rule(self) -> str:
        return self.query_one(Choice).taken

    def _title(self) -> Content:
        left = self.left
        came = _("{came} came, {promised} needed").format(
            came=formats.quantity((left.received or 0) - left.weighed, left.unit),
            promised=formats.quantity(left.promised, left.unit),
        )
        less = _("missing {quantity}").format(quantity=formats.quantity(max(-left.left, 0), left.unit))
        name = cut_middle(user_text(left.name.upper()).plain, MOST_WIDTH)
        return Content.assemble((name, "bold $ink-text"), f"\n{came}   ", (less, "bold $danger-text"))

    def _sums(self) -> Content:
        unit = self.left.unit
        given = sum(cut.gets for cut in self.cuts)
        less = sum(cut.loses for cut in self.cuts)
        over = (self.left.received or 0) - self.left.weighed - given
        said = _("given {given}   lost {less}   left over {over}").format(
            given=formats.quantity(given, unit), less=formats.quantity(less, unit), over=formats.quantity(over, unit)
        )
        return Content.styled(said, "bold $ink-text")

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_choice_moved(self, message: Choice.Moved) -> None:
        message.choice.taken = message.option.id
        self.facts_changed()
        message.choice.refresh()

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.facts_changed()
        self.say(N_("F8 shares out like this."))

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "apply" and self.left.left >= 0:
            return N_("Nothing is missing: there is enough for everybody.")
        return None

    def apply(self) -> None:
        cuts = self.cuts
        write(
            self,
            lambda: arrivals.share_out(self.book, self._station, self._product_id, self.rule, shown=cuts),
            lambda _id: self._shared(cuts),
            self._not_shared,
        )

    def _shared(self, cuts: tuple[Cut, ...]) -> None:
        name, unit = cut_middle(user_text(self.left.name).plain, NAME_ROOM), self.left.unit
        given = sum(cut.gets for cut in cuts)
        self.dismiss(
            lambda: _("● {name}: {given} shared out   Ctrl+Z: undo").format(
                name=name, given=formats.quantity(given, unit)
            )
        )

    def _not_shared(self, refusal: Refusal) -> None:
        if isinstance(refusal, SharesChanged):
            self.facts_changed()
        self.refuse(lambda: sentence(refusal))


def _head(width: int) -> list[Content]:
    width = min(width, MOST_WIDTH)
    line = right(Content(_("No.")), Content(""), 5)
    line = Content.assemble(line, "  ", _("Who"))
    for label, end in ((_("Ordered"), width - 32), (_("Gets"), width - 18), (_("Loses"), width - 4)):
        line = right(Content(label), line, end)
    return [line.stylize_before("$muted-text"), Content.styled("─" * width, "$line-text")]


def _row(cut: Cut, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    unit = cut.position.unit
    row = right(Content.styled(shown(cut.basket), "bold $ink-text"), Content(""), 5)
    name = cut_middle(user_text(cut.name).plain, width - 54)
    mark = (">", "$mark-text") if here else " "
    row = Content.assemble(row, mark, (f" {name} ", "$focus-text" if here else "$ink-text"))
    row = right(Content.styled(formats.quantity(cut.position.quantity, unit), "$muted-text"), row, width - 32)
    gets = Content.styled(formats.quantity(cut.gets, unit), "bold $ink-text")
    row = right(gets, row, width - 18)
    if not cut.loses:
        return right(Content.styled("–", "$muted-text"), row, width - 4)
    return right(Content.styled(f"- {formats.quantity(cut.loses, unit)}", "bold $danger-text"), row, width - 4)
