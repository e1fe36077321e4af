"""One product as cells of the grid, or as one line of the compact layout: runs of text with their styles."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from db.values.catalogue import ProductCard
from db.values.money import line_amount
from db.values.text import shown
from i18n import formats
from i18n.language import _
from widgets.quantity_entry import QuantityEntry
from widgets.text import cut_middle, split_two_lines

CELL_HEIGHT = 6
INSIDE = range(1, 5)  # the rows of a cell within its border
NUMBER = range(4, 5)  # the one where its state stands, and its number is typed


def first_row(height: int) -> int:
    """Rows above the first cells in a grid of `height`: one blank where there is room to spare."""
    return int(height % CELL_HEIGHT >= 2)


Run = tuple[str, str]
"""A text and its style, named by theme variables: ("6,10 €/kg", "bold $money-text")."""


class Shape(NamedTuple):
    """How a cell stands: the colour of its border, its ground, and its border signs (corners, dash, side)."""

    edge: str
    ground: str
    signs: tuple[str, ...]  # top left, dash, top right, side, lower left, lower right


SOLID, DOUBLE = tuple("┌─┐│└┘"), tuple("╔═╗║╚╝")
SHUTTER, SHUTTER_DOUBLE = tuple("─── ──"), tuple("═══ ══")


def shape(card: ProductCard, quantity: int, here: bool, entry: QuantityEntry | None) -> Shape:
    """The look of a cell by its state; focus only changes lines, never sizes."""
    if entry is not None:
        return Shape("$danger" if entry.refusal else "$focus", "$surface-box", DOUBLE if here else SOLID)
    if not card.available:
        return Shape("$focus" if here else "$line", "$paper", SHUTTER_DOUBLE if here else SHUTTER)
    if quantity:
        return Shape("$focus" if here else "$open", "$open-tint", DOUBLE if here else SOLID)
    return Shape("$focus" if here else "$line", "$paper", DOUBLE if here else SOLID)


def cell(card: ProductCard, quantity: int, here: bool, entry: QuantityEntry | None, width: int) -> list[list[Run]]:
    """The six rows of a cell, each exactly `width` columns. `here`: the cursor is on it and the grid has the focus."""
    look = shape(card, quantity, here, entry)
    top_left, dash, top_right, side, low_left, low_right = look.signs
    on_paper = f"{look.edge} on $paper"
    inner = width - 2
    first, second = split_two_lines(shown(card.name), inner - 2)
    rows = [
        _name(first, here, entry is not None, card.available),
        _name(second, here, entry is not None, card.available, mark=False),
        _price(card, inner - 2),
        _state(card, quantity, here, entry, inner - 2),
    ]
    border = [(side, on_paper)]
    return [
        [(top_left + dash * inner + top_right, on_paper)],
        *([*border, *fill(row, inner, look.ground), *border] for row in rows),
        [(low_left + dash * inner + low_right, on_paper)],
    ]


def fill(runs: list[Run], width: int, ground: str) -> list[Run]:
    """`runs` on `ground`, filled with blanks to `width`."""
    room = width - sum(cell_len(text) for text, _style in runs)
    grounded = [
        (text, style if " on " in style or style == "$focus-text" else f"{style} on {ground}") for text, style in runs
    ]
    return [*grounded, (" " * max(0, room), f"$ink on {ground}")]


def _name(text: str, here: bool, editing: bool, available: bool, mark: bool = True) -> list[Run]:
    if not text:
        return []
    if editing:  # the mark has moved to the number
        return [(f" {text} ", "$focus-text")]
    if here:
        return [(">" if mark else " ", "$mark-text"), (f"{text} ", "$focus-text")]
    return [(" ", "$ink-text"), (text, "bold $ink-text" if available else "$muted-text")]


def _price(card: ProductCard, room: int) -> list[Run]:
    price = formats.unit_price(card.price, card.unit)
    labels = labels_in(card.labels, room - cell_len(price) - 1)
    gap = " " * (room - cell_len(price) - cell_len(labels))
    style = "bold $money-text" if card.available else "$muted-text"
    return [(" ", "$ink-text"), (price, style), (gap, "$ink-text"), (labels, "$muted-text")]


def labels_in(labels: tuple[str, ...], room: int) -> str:
    """« AB Équitable », or « AB +1 » where there is no room for all; '' where there is none at all."""
    if not labels:
        return ""
    for kept in range(len(labels), 0, -1):
        more = len(labels) - kept
        text = " ".join(shown(label) for label in labels[:kept]) + (f" +{more}" if more else "")
        if cell_len(text) <= room:
            return text
    return ""


def _state(card: ProductCard, quantity: int, here: bool, entry: QuantityEntry | None, room: int) -> list[Run]:
    if entry is not None:
        return _typed(entry, here, room)
    lead: Run = (" ", "$ink-text")
    if not card.available:
        return [lead, (_("× unavailable"), "$muted-text")]
    if quantity:
        amount = formats.money(line_amount(quantity, card.price))
        text = f"● {formats.quantity(quantity, card.unit)}"
        gap = " " * max(1, min(3, room - cell_len(text) - cell_len(amount)))
        return [lead, (text, "bold $open-text"), (gap, "$ink-text"), (amount, "bold $money-text")]
    return [lead, (cut_middle(hint(card), room), "$muted-text")]


def hint(card: ProductCard) -> str:
    """What helps to choose: what is ordered already, what was taken the last time, or the step."""
    if card.recorded:
        return _("ordered {quantity}").format(quantity=formats.quantity(card.recorded, card.unit))
    if card.last_time:
        return _("last time {quantity}").format(quantity=formats.quantity(card.last_time, card.unit))
    return _("by {quantity}").format(quantity=formats.quantity(card.step, card.unit))


def _typed(entry: QuantityEntry, here: bool, room: int) -> list[Run]:
    unit = formats.unit_name(entry.sold.unit)
    # Who types the unit too (« 500g ») does not need it again.
    unit = "" if entry.text[-1:].isalpha() else f" {unit}"
    typed = entry.text[-(room - 4) :]
    # A number stays while the focus is elsewhere (the footer), but the mark goes with the focus.
    runs: list[Run] = [("> " if here else "  ", "$mark-text"), (typed, "bold $ink-text"), (" ", "$focus-text")]
    left = room + 1 - 3 - cell_len(typed)
    if entry.refusal is not None:
        tail = [(unit, "$ink-text"), ("   ", "$ink-text"), (_("× refused"), "bold $danger-text")]
        short = [(" ", "$ink-text"), (_("× refused"), "bold $danger-text")]
        return runs + next((each for each in (tail, short) if _wide(each) <= left), [])
    amount = entry.amount()
    if amount is None or entry.choices:
        return [*runs, (unit, "$ink-text")] if cell_len(unit) <= left else runs
    tail = [(f"{unit} = ", "$ink-text"), (formats.money(amount), "bold $money-text")]
    short = [(" = ", "$ink-text"), (formats.money(amount), "bold $money-text")]
    return runs + next((each for each in (tail, short) if _wide(each) <= left), [])


def _wide(runs: list[Run]) -> int:
    return sum(cell_len(text) for text, _style in runs)


# --- Compact: one line a product ------------------------------------------------------------------------------------


class Columns(NamedTuple):
    """Where columns of the compact layout end (labels: start), in a grid of so many columns. No labels below 78."""

    name: int  # its room
    price: int
    labels: int
    quantity: int
    total: int


def columns(width: int) -> Columns:
    """The columns for a grid of `width`."""
    if width >= 78:
        # What is more than 78 columns goes to the name.
        more = min(width, 92) - 78
        return Columns(28 + more, 42 + more, 44 + more, 69 + more, 78 + more)
    return Columns(width - 42, width - 27, 0, width - 9, width)


def compact_head(width: int) -> list[list[Run]]:
    """Two rows: the titles of the columns, and a rule."""
    at = columns(width)
    titles: list[tuple[str, int]] = [(_("Price"), at.price)]
    line = "  " + _("Product")
    line = line.ljust(at.price - len(titles[0][0])) + titles[0][0]
    if at.labels:
        line = line.ljust(at.labels) + _("Labels")
    for title, end in ((_("Quantity"), at.quantity), (_("Total"), at.total)):
        line = line.ljust(end - len(title)) + title
    return [
        fill([(line, "$muted-text")], width, "$paper"),
        fill([("─" * at.total, "$line-text")], width, "$paper"),
    ]


def compact(card: ProductCard, quantity: int, here: bool, entry: QuantityEntry | None, width: int) -> list[Run]:
    """One product on one line."""
    at = columns(width)
    name = cut_middle(shown(card.name), at.name - 1)
    runs: list[Run]
    if entry is not None:
        runs = [(" ", "$ink-text"), (f" {name} ", "$focus-text")]
    elif here:
        runs = [(">", "$mark-text"), (f" {name} ", "$focus-text")]
    else:
        runs = [("  ", "$ink-text"), (name, "$ink-text" if card.available else "$muted-text")]
    _until(runs, formats.unit_price(card.price, card.unit), at.price, "$ink-text" if card.available else "$muted-text")
    if at.labels:
        labels = labels_in(card.labels, 12)
        runs += [(" " * (at.labels - _wide(runs)), "$ink-text"), (labels, "$muted-text")]
    if entry is not None:
        _compact_entry(runs, here, entry, at)
    elif not card.available:
        _until(runs, _("× unavailable"), at.total, "$muted-text")
    elif quantity:
        _until(runs, f"● {formats.quantity(quantity, card.unit)}", at.quantity, "bold $open-text")
        _until(runs, formats.money(line_amount(quantity, card.price)), at.total, "bold $money-text")
    elif card.recorded or card.last_time:
        _until(runs, hint(card), at.total, "$muted-text")
    return fill(runs, width, "$paper")


def _compact_entry(runs: list[Run], here: bool, entry: QuantityEntry, at: Columns) -> None:
    unit = formats.unit_name(entry.sold.unit)
    typed = entry.text[-7:]
    start = at.quantity - cell_len(unit) - 11
    style = "bold $danger-text" if entry.refusal else "bold $ink-text"
    runs += [
        (" " * max(1, start - _wide(runs)), "$ink-text"),
        ("> [" if here else "  [", "$mark-text"),
        (typed.rjust(5), style),
        (" ", "$focus-text"),
        (f"] {unit}", "$ink-text"),
    ]
    amount = entry.amount()
    if entry.refusal is not None:
        _until(runs, "×", at.total, "bold $danger-text")
    elif amount is not None and not entry.choices:
        _until(runs, formats.money(amount), at.total, "bold $money-text")


def _until(runs: list[Run], text: str, end: int, style: str) -> None:
    """`text` so that it ends at column `end`, one blank at least before it."""
    runs += [(" " * max(1, end - _wide(runs) - cell_len(text)), "$ink-text"), (text, style)]
