"""What a fast entry paints: for whom in large letters, and the lines with their total."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from db.desk_offer import Form
from db.people_search import Found
from db.values.orders import Line
from i18n import formats
from i18n.language import _, ngettext
from widgets.lines_table import Columns, right
from widgets.part import Part
from widgets.row_list import name
from widgets.text import cut_middle, spread, user_text

MOST_WIDTH = 90


class ForWhom(Part):
    """The name in spaced capitals on a dark ground, with the member number; below it what tells homonyms apart."""

    def __init__(self, label: str, member: Found, homonym: bool, about: Callable[[], str]) -> None:
        super().__init__()
        self._label, self._member, self._homonym, self._about = label, member, homonym, about

    def lines(self, width: int) -> list[Content]:
        member = self._member
        number = _("no. {number}").format(number=user_text(member.number).plain)
        label = f"  {_(self._label)}   "
        room = max(10, width - len(label) - len(number) - 4)
        capitals = user_text(member.name).plain.upper()
        spaced = " ".join(capitals)
        shown = spaced if len(spaced) <= room else cut_middle(capitals, room)
        line = spread(Content(label + shown), Content(f"{number}  "), width)
        dark = [Content.styled(text.ljust(width), "$focus-text") for text in ("", line.plain, "")]
        said = Content.assemble("  ", (self._about(), "$muted-text"))
        if member.second:
            second = _("and {name}").format(name=user_text(member.second).plain)
            said = Content.assemble(said, "   ", (second, "$muted-text"))
        if self._homonym:
            said = Content.assemble(
                "  ", (_("! Somebody else has this name: is the number right?"), "bold $amber-text"), "   ", said
            )
        return [*dark, said.truncate(width, ellipsis=True)]


def head_of(width: int) -> list[Content]:
    columns = Columns(min(width, MOST_WIDTH))
    head = Content("  " + _("Product"))
    for title, end in ((_("Quantity"), columns.quantity), (_("Price"), columns.price), (_("Total"), columns.total)):
        head = right(Content(title), head, end)
    return [head.stylize_before("$muted-text")]


def row_of(line: Line, width: int, here: bool) -> Content:
    columns = Columns(min(width, MOST_WIDTH))
    row = name(cut_middle(user_text(line.name).plain, columns.name_room - 1), here)
    row = right(Content.styled(formats.quantity(line.quantity, line.unit), "$ink-text"), row, columns.quantity)
    row = right(Content.styled(formats.unit_price(line.price, line.unit), "$muted-text"), row, columns.price)
    return right(Content.styled(formats.money(line.amount), "bold $money-text"), row, columns.total)


def total_of(found: Form, record: str) -> Content:
    count = ngettext("{n} product", "{n} products", len(found.lines)).format(n=len(found.lines))
    return Content.assemble(
        "  ", (count, "$ink-text"), "   ", (_("Total"), "bold $ink-text"), " ",
        (formats.money(found.total), "bold $money-text"), "   ", ("F8", "bold $ink-text"), " ",
        (_(record), "$muted-text"),
    )  # fmt: skip
