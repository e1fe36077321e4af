"""What changed since a paper left the printer: to be kept with that paper, which is not printed again."""

from __future__ import annotations

from db.database import Book
from db.prints import changed_since
from db.values.prints import BasketChange, Changes, Printed, Side
from i18n import formats
from i18n.language import N_, _
from printing.document import TICK, Block, Column, Document, Heading, Paragraph, Row, Table
from printing.documents.parts import document, safe
from printing.titles import title_of

# What of a basket stands on each paper. What is not on it cannot be wrong on it.
_ON_PAPER = {
    "order_sheet": ("lines", "total", "paid"),
    "receipt": ("lines", "total", "paid"),
    "signoff": ("total", "paid", "slot"),
    "picking_products": ("lines",),
    "picking_people": ("lines",),
    "cross_table": ("lines",),
    "labels": (),
}
FOLLOWED = tuple(_ON_PAPER)  # kinds of which changes can be told
_STATES = {"new": N_("new basket"), "gone": N_("nothing is left of it")}


def changes(book: Book, printed: Printed, *, now: int) -> Document:
    """Baskets that are not as `printed` says, each with what differs, before and now. Refuses with Unknown."""
    return of(changed_since(book, printed.distribution_id, printed), now=now)


def of(found: Changes, *, now: int) -> Document:
    """As `changes`, for what was read."""
    printed, one = found.printed, found.distribution
    tz = one.place.timezone
    paper = title_of(printed.kind, printed.subject)
    since = formats.day_and_time(printed.at, tz)
    if printed.number:
        about = _("{paper}, file no. {number}, printed on {day}").format(paper=paper, number=printed.number, day=since)
    else:
        about = _("{paper}, printed on {day}").format(paper=paper, day=since)
    title = _("What changed since")
    blocks: list[Block] = [Heading(title, 1), Paragraph(about, strong=True)]
    rows = [row for change in found.baskets for row in _basket(change, printed.kind, tz)]
    if rows:
        columns = (
            Column(""),
            Column(_("What differs"), share=1),
            Column(_("On the paper"), "right"),
            Column(_("Now"), "right", strong=True),
        )
        blocks.append(Table(columns, tuple(rows)))
    else:
        blocks.append(Paragraph(_("Nothing changed: this paper is still right.")))
    name = _("what changed since, {paper}").format(paper=paper.lower())
    return document("changes", title, name, one, [tuple(blocks)], now, points=11)


def _basket(change: BasketChange, kind: str, tz: str) -> list[Row]:
    told = _ON_PAPER[kind]
    rows = _lines(change) if "lines" in told else []
    if "total" in told and change.before.total != change.after.total:
        rows.append(_row(_("Total"), _money(change, change.before), _money(change, change.after)))
    if "paid" in told and change.paid_differs:
        rows.append(_row(_("Payment"), _paid(change.before), _paid(change.after)))
    if "slot" in told and change.before.slot != change.after.slot:
        rows.append(_row(_("Slot"), _slot(change.before, tz), _slot(change.after, tz)))
    state = _(_STATES[change.state]) if change.state in _STATES else ""
    if not rows and not state:
        return []
    head = "   ".join(part for part in (change.basket, safe(change.name), state) if part)
    return [Row((head,), "group"), *rows]


def _lines(change: BasketChange) -> list[Row]:
    return [
        _row(
            safe(line.name),
            formats.quantity(line.before, line.unit) if line.before else "",
            formats.quantity(line.after, line.unit) if line.after else _("nothing"),
        )
        for line in change.lines
    ]


def _row(what: str, before: str, now: str) -> Row:
    return Row((TICK, what, before, now))


def _money(change: BasketChange, side: Side) -> str:
    return "" if side is change.before and change.state == "new" else formats.money(side.total)


def _paid(side: Side) -> str:
    left = side.total - side.paid
    if not side.total and not side.paid:
        return ""
    if left == 0:
        return _("paid")
    if left < 0:
        return _("overpaid: {amount}").format(amount=formats.money(-left))
    return _("left to pay: {amount}").format(amount=formats.money(left)) if side.paid else _("to pay")


def _slot(side: Side, tz: str) -> str:
    return "" if side.slot is None else formats.time_of_day(side.slot, tz)
