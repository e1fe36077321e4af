"""What should come beside what came: a row for each product, under its producer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from db.errors import Refusal
from db.values.counter import Left
from db.values.scale import read_arrival
from db.values.text import fold, shown
from i18n import formats
from i18n.language import _, ngettext
from widgets.entry_table import EntryRow, Typing
from widgets.lines_table import right
from widgets.text import cut_middle, user_text
from widgets.weight_words import misread

MOST_WIDTH = 92
FIELD = 10  # signs that the field shows
_SACKS = str.maketrans("x×*X", "++++")  # « 3x25 » is three sacks


class Columns:
    """Where the columns end; what a wide screen has more goes to the names."""

    def __init__(self, width: int) -> None:
        more = min(width, MOST_WIDTH) - 78
        self.width = 78 + more
        self.expected = 36 + more
        self.came = 57 + more
        self.state = 61 + more

    @property
    def room(self) -> int:
        return self.expected - 12


def by_producer(board: Sequence[Left]) -> list[Left]:
    """Producers by name, their products in the order of the catalogue."""
    return sorted(board, key=lambda one: fold(one.producer))


def head(width: int) -> list[Content]:
    columns = Columns(width)
    line = right(Content(_("Should come")), Content("  " + _("Product")), columns.expected)
    line = right(Content(_("What came")), line, columns.came)
    return [line.stylize_before("$muted-text"), Content.styled("─" * columns.width, "$line-text")]


def rows(board: Sequence[Left]) -> list[EntryRow]:
    """Each producer's name stands above what they bring."""
    found: list[EntryRow] = []
    producer = None
    for one in board:
        if one.producer != producer:
            producer = one.producer
            found.append(EntryRow(partial(_producer, producer)))
        found.append(row(one))
    return found


def row(one: Left) -> EntryRow:
    return EntryRow(partial(_paint, one), str(one.product_id), quick=one.received is None or one.left < 0)


def _producer(name: str, width: int, here: bool, typing: Typing | None) -> Content:
    said = shown(name) or _("producer not known")
    return Content.styled(f" {cut_middle(said, max(8, width - 2))}", "bold $ink-text")


def _paint(one: Left, width: int, here: bool, typing: Typing | None) -> Content:
    columns = Columns(width)
    name = cut_middle(user_text(one.name).plain, columns.room)
    text = Content.assemble(" ", (f" {name} ", "$focus-text" if here else "$ink-text"))
    text = right(Content.styled(formats.quantity(one.expected, one.unit), "$ink-text"), text, columns.expected)
    if typing is not None:
        bare = not any(sign.isalpha() and sign != "x" for sign in typing.text.split("+")[-1])
        behind = formats.unit_name(one.unit) if bare else ""
        text = Content.assemble(text, " ", typing.field(FIELD), " ", (behind, "$muted-text"))
    else:
        came = _("to note") if one.received is None else formats.quantity(one.received, one.unit)
        text = right(
            Content.styled(came, "$muted-text" if one.received is None else "bold $ink-text"), text, columns.came
        )
    return Content.assemble(text, " " * max(1, columns.state - text.cell_length), state(one)).truncate(
        max(1, width), ellipsis=True
    )


def state(one: Left) -> Content:
    """What that means for those who ordered: enough, too little, or more than was ordered."""
    if one.received is None:
        return Content("")
    if one.left < 0:
        less = formats.quantity(-one.left, one.unit)
        return Content.styled(_("! missing {quantity}").format(quantity=less), "bold $danger-text")
    if one.left == 0:
        return Content.styled(_("● just right"), "$open-text")
    return Content.styled(_("● {quantity} over").format(quantity=formats.quantity(one.left, one.unit)), "$open-text")


def facts(one: Left) -> str:
    """« FRU01   6,10 €/kg   12 personnes »"""
    people = ngettext("{n} person", "{n} people", one.people).format(n=one.people)
    return "   ".join(filter(None, (shown(one.reference), formats.unit_price(one.price, one.unit), people)))


def wanted(text: str, one: Left) -> str:
    """That this is nothing that came, with an example; '' while it still may be something."""
    example = _("12 or 2x6") if one.unit == "piece" else _("5.25 or 3x25")
    return misread(text.translate(_SACKS), example)


def meaning(text: str, one: Left) -> str:
    """« 2 x 12,5 = 25 kg, attendu 25,5 kg »; empty while it means nothing."""
    try:
        came = read_arrival(text.rstrip(" +x×*"), one.unit)
    except Refusal:
        return ""
    return _("{came} came, {expected} expected").format(
        came=formats.quantity(came, one.unit), expected=formats.quantity(one.expected, one.unit)
    )
