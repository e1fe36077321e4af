"""The stand of one product, painted: what there is of it, and a row for everybody who ordered it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from textual.content import Content

from db.values.counter import Left, StandLine
from db.values.text import shown
from i18n import formats
from i18n.language import _
from widgets.entry_table import EntryRow, Typing
from widgets.lines_table import right
from widgets.part import Part
from widgets.text import cut_middle, spread, user_text
from widgets.weight_words import amount, unit_behind

MOST_WIDTH = 92
NUMBER, FIELD = 5, 11  # where the numbers end; how many signs the field shows


class Columns:
    """Where the columns end, in a table of `width` cells: what a wide screen has more goes to the names."""

    def __init__(self, width: int) -> None:
        more = min(width, MOST_WIDTH) - 78
        self.width = 78 + more
        self.names = 7
        self.ordered = 32 + more
        self.weighed = 53 + more
        self.total = 63 + more
        self.tare = 66 + more

    @property
    def room(self) -> int:
        """For a name between its two blanks."""
        return self.ordered - self.names - 10


# --- Names ------------------------------------------------------------------------------------------------------------


def full_name(line: StandLine) -> str:
    """« Sarah VARDA », with the member's number where somebody else is called so."""
    return " ".join(filter(None, (line.first_name, line.last_name.upper(), line.homonym)))


class Called(NamedTuple):
    """How somebody is called among those of a stand; `with_price` where they have the product at two."""

    name: str
    with_price: bool


def how_called(lines: Sequence[StandLine]) -> dict[int, Called]:
    """By basket: « Amina B. », and the whole name where two would read the same."""
    people = {line.position.basket_id: line for line in lines}
    brief = {basket: _brief(line) for basket, line in people.items()}
    same, prices = Counter(brief.values()), Counter(line.position.basket_id for line in lines)
    return {
        basket: Called(name if same[name] == 1 else full_name(people[basket]), prices[basket] > 1)
        for basket, name in brief.items()
    }


def _brief(line: StandLine) -> str:
    first, last = line.first_name.strip(), line.last_name.strip()
    if not first or line.homonym:
        return full_name(line)
    return f"{first} {last[0].upper()}." if last else first


# --- What there is ----------------------------------------------------------------------------------------------------


def state_of(left: Left) -> tuple[str, str, str]:
    """Badge, tint and what there is to say: enough for everybody, too little, or nobody said yet what came."""
    if left.received is None:
        awaited = formats.quantity(left.expected, left.unit)
        return (
            _("… NOT NOTED YET"),
            "closed",
            _("{awaited} should come. Arrivals notes what came.").format(awaited=awaited),
        )
    if left.left < 0:
        less = formats.quantity(-left.left, left.unit)
        return _("! IT WILL RUN SHORT"), "danger", _("{less} will be missing.").format(less=less)
    return _("● ENOUGH FOR EVERYBODY"), "open", ""


class Balance(Part):
    """« reçu - pesé - encore promis = reste », its state in the border. Always in sight."""

    DEFAULT_CSS = "Balance { height: 4; }"

    left: Left | None = None

    def show(self, left: Left) -> None:
        if left != self.left:
            self.left = left
            self.refresh()

    def lines(self, width: int) -> list[Content]:
        left = self.left
        if left is None:
            return []
        badge, kind, said = state_of(left)
        edge = f"${'closed-line' if kind == 'closed' else kind} on ${kind}-tint"
        told = Content.styled(f" {badge} ", f"${kind}-badge")
        top = Content.assemble(("┌" + "─" * (width - told.cell_length - 4), edge), told, ("──┐", edge))
        foot = Content.styled(f" {said} ", f"bold ${kind}-text on ${kind}-tint") if said else Content("")
        bottom = Content.assemble(("└─", edge), foot, ("─" * (width - foot.cell_length - 3) + "┘", edge))
        labels, values = self._columns(left)
        rows = [self._inside(row, width, kind, edge) for row in (labels, values)]
        return [top, *rows, bottom]

    def _columns(self, left: Left) -> tuple[Content, Content]:
        unit = left.unit
        came = _("not noted") if left.received is None else formats.quantity(left.received, unit)
        short = left.left < 0
        columns = [
            (2, _("received"), came, "", "bold $ink-text"),
            (18, _("weighed"), formats.quantity(left.weighed, unit), "–", "bold $ink-text"),
            (34, _("still promised"), formats.quantity(left.promised, unit), "–", "bold $ink-text"),
        ]
        if left.received is not None:
            name, style = (_("missing"), "bold $danger-text") if short else (_("left over"), "bold $open-text")
            columns.append((55, name, formats.quantity(abs(left.left), unit), "=", style))
        labels, values = Content(""), Content("")
        for at, label, value, sign, style in columns:
            if sign:
                values = Content.assemble(values, " " * (at - 4 - values.cell_length), sign)
            labels = Content.assemble(labels, " " * (at - labels.cell_length), (label, "$muted-text"))
            values = Content.assemble(values, " " * (at - values.cell_length), (value, style))
        return labels, values

    def _inside(self, row: Content, width: int, kind: str, edge: str) -> Content:
        row = row.pad_right(max(0, width - 2 - row.cell_length)).stylize_before(f"$ink on ${kind}-tint")
        return Content.assemble(("│", edge), row, ("│", edge))


def title(left: Left, place: int, of: int, width: int) -> Content:
    """« ABRICOTS BRUNS SECS  FRU01  6,10 €/kg  par 0,25 kg … produit 34 sur 113 »."""
    where = Content.styled(_("product {n} of {all}").format(n=place, all=of), "$muted-text") if of else Content("")
    facts = [
        cut_middle(shown(left.reference), 8),
        formats.unit_price(left.price, left.unit),
        _("by {quantity}").format(quantity=formats.quantity(left.step, left.unit)),
    ]
    told = Content.styled("   ".join(filter(None, facts)), "$muted-text")
    room = max(8, width - told.cell_length - where.cell_length - 6)
    name = Content.styled(cut_middle(user_text(left.name.upper()).plain, room), "bold $ink-text")
    return spread(Content.assemble(name, "   ", told), where, width)


# --- Rows -------------------------------------------------------------------------------------------------------------


def head(width: int) -> list[Content]:
    columns = Columns(width)
    line = right(Content(_("No.")), Content(""), NUMBER)
    line = Content.assemble(line, " " * (columns.names - line.cell_length), _("Who"))
    for words, end in ((_("Ordered"), columns.ordered), (_("Weighed"), columns.weighed), (_("Total"), columns.total)):
        line = right(Content(words), line, end)
    line = Content.assemble(line, " " * (columns.tare - line.cell_length), _("Tare"))
    return [line.stylize_before("$muted-text"), Content.styled("─" * columns.width, "$line-text")]


def id_of(line: StandLine) -> str:
    return f"{line.position.basket_id} {line.position.price}"


def rows(lines: Sequence[StandLine], calls: Mapping[int, Called]) -> list[EntryRow]:
    """One for each position, by basket number; who has the product at two prices has two."""
    return [row(line, calls[line.position.basket_id]) for line in lines]


def row(line: StandLine, called: Called) -> EntryRow:
    quick = line.position.unit == "piece" and line.position.state == "to_weigh"
    return EntryRow(partial(_paint, line, called), id_of(line), quick)


def _paint(line: StandLine, how: Called, width: int, here: bool, typing: Typing | None) -> Content:
    one, columns = line.position, Columns(width)
    done = one.state != "to_weigh"
    ink = "$muted-text" if done else "$ink-text"
    called = full_name(line) if typing is not None else how.name
    if how.with_price:
        called = f"{called} {formats.unit_price(one.price, one.unit)}"
    called = cut_middle(user_text(called).plain, columns.room)
    text = right(Content.styled(shown(line.basket), "bold $ink-text"), Content(""), NUMBER)
    text = Content.assemble(text, " " * (columns.names - 1 - text.cell_length))
    text = Content.assemble(text, (f" {called} ", "$focus-text" if here else ink))
    text = right(Content.styled(formats.quantity(one.ordered, one.unit), ink), text, columns.ordered)
    typed = ""
    if typing is not None:
        typed = typing.text
        behind = Content.assemble(" ", (unit_behind(typed, one.unit), "$muted-text"))
        text = Content.assemble(text, " ", typing.field(FIELD), behind)
    else:
        text = right(_weighed(line), text, columns.weighed)
    cents = amount(typed, one.unit, one.price) if typed else one.amount if done else None
    if cents is not None:
        text = right(
            Content.styled(formats.money(cents), "bold $money-text" if typed else "$money-text"), text, columns.total
        )
    state = _state(line)
    return Content.assemble(text, " " * max(1, columns.tare - text.cell_length), state).truncate(
        max(1, width), ellipsis=True
    )


def _weighed(line: StandLine) -> Content:
    one = line.position
    match one.state:
        case "weighed":
            return Content.styled(formats.quantity(one.quantity, one.unit), "bold $ink-text")
        case "lacking":
            return Content.styled(_("nothing"), "bold $danger-text")
    return Content.styled(_("to count") if one.unit == "piece" else _("to weigh"), "$muted-text")


def _state(line: StandLine) -> Content:
    if line.served:
        return Content.styled(_("● handed over"), "$muted-text")
    match line.position.state:
        case "weighed":
            return Content.styled(_("● counted") if line.position.unit == "piece" else _("● weighed"), "$open-text")
        case "lacking":
            return Content.styled(_("× missing"), "$danger-text")
    if line.tare and line.position.unit != "piece":
        return Content.styled(
            _("jar {weight}").format(weight=formats.quantity_small(line.tare, line.position.unit)), "$muted-text"
        )
    return Content("")
