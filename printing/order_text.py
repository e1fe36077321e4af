"""An order as a page of text: for the member's fridge door, and for the volunteer who fills the basket."""

from __future__ import annotations

import unicodedata

from db.values.orders import Line, Order
from db.values.slots import MySlot
from db.values.text import cells, shown
from i18n import formats, slot_words
from i18n.language import _, ngettext
from printing.large import large

WIDTH = 72
_WAYS = {
    "needs_delivery": "Delivery needed",
    "can_deliver": "Delivery offered",
    "pickup_only": "Collect my order only",
}


def order_text(order: Order, name: str, tariff: str, now: int, delivery: str = "", mine: MySlot | None = None) -> str:
    """The order of `name` in 72 columns and the language of this moment; `tariff` is its letter, `now` UTC seconds,
    `delivery` who brings it and when, in words, `mine` when they come where there are time slots.

    It names the member and nothing that reaches them: paper lies about.
    """
    one, place = order.distribution, order.distribution.place
    tz = place.timezone
    head = [
        _safe(name),
        "",
        _capital(f"{formats.day(one.starts_at, tz)}, {formats.hours(one.starts_at, one.ends_at, tz)}"),
        _safe(place.name),
        _safe(f"{place.address}, {place.postcode} {place.city}"),
    ]
    number = large(order.basket)
    room = max(map(len, number), default=0) + 4
    page = [
        _both(_safe(one.group), _("Basket no. {number}").format(number=order.basket)),
        "═" * WIDTH,
        "",
        *(_cut(f"{drawn:<{room}}{text}", WIDTH) for drawn, text in zip(number, head, strict=True)),
        "",
        *_table(order.lines),
        "",
        *_boxed(_("Total"), formats.money(order.total)),
        "",
    ]
    products = ngettext("{n} product", "{n} products", len(order.lines)).format(n=len(order.lines))
    facts = [
        (_("Payment"), _("paid") if order.paid else _("to pay on site")),
        (_("Collection"), _(_WAYS[order.way]) if order.way in _WAYS else _("not chosen yet")),
        (_("Delivery"), _safe(delivery)),
        (_("Time slot"), slot_words.slot_of(mine, tz) if mine is not None else ""),
        (_("Tariff"), tariff),
    ]
    page += [f"{label:<12}{said}" for label, said in facts if said]
    page += ["", "─" * WIDTH, _both(products, formats.day_and_time(now, tz))]
    return "\n".join(line.rstrip() for line in page) + "\n"


_AMOUNT, _PRICE, _QUANTITY = WIDTH, WIDTH - 12, WIDTH - 27


def _table(lines: tuple[Line, ...]) -> list[str]:
    heads = ((_("Quantity"), _QUANTITY), (_("Price"), _PRICE), (_("Total"), _AMOUNT))
    head = "    " + _("Product")
    for title, end in heads:
        head = _right(head, title, end)
    rows = [head, "─" * WIDTH]
    for line in lines:
        row = f"[ ] {_cut(_safe(line.name), _QUANTITY - 16)}"
        row = _right(row, formats.quantity(line.quantity, line.unit), _QUANTITY)
        row = _right(row, formats.unit_price(line.price, line.unit), _PRICE)
        rows.append(_right(row, formats.money(line.amount), _AMOUNT))
    return rows if lines else [*rows, "    " + _("Everything was taken out.")]


def _boxed(label: str, amount: str) -> list[str]:
    inside = f" {label}   {amount} "
    left = " " * (WIDTH - cells(inside) - 2)
    bar = "─" * cells(inside)
    return [f"{left}┌{bar}┐", f"{left}│{inside}│", f"{left}└{bar}┘"]


def _both(left: str, right: str) -> str:
    """One at each end of the line."""
    left = _cut(left, WIDTH - cells(right) - 2)
    return left + " " * (WIDTH - cells(left) - cells(right)) + right


def _right(line: str, text: str, end: int) -> str:
    """`text` added so that it ends at column `end`."""
    return line + " " * max(1, end - cells(line) - cells(text)) + text


def _cut(text: str, room: int) -> str:
    """In at most `room` columns: the middle gives way, the end (size, bottle) stays."""
    if cells(text) <= room:
        return text
    start, end = text, ""
    while cells(end) < room // 2:
        start, end = start[:-1], start[-1] + end
    while cells(start) + cells(end) + 1 > room:
        start = start[:-1]
    return f"{start.rstrip()}…{end.lstrip()}"


def _safe(text: str) -> str:
    """People's text on paper: on one line, and nothing that a printer could take for a command."""
    return unicodedata.normalize("NFC", shown(text)).replace("\n", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
