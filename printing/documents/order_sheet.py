"""A member's own sheet: carried from stand to stand, each line ticked at its scale. A page, or a quarter of one."""

from __future__ import annotations

from collections.abc import Mapping

from db.database import Book
from db.delivery_mine import my_deliveries
from db.reports import Day, Sale, day
from db.reports import sale as read_sale
from db.slot_survey import my_slot
from db.values.catalogue import Product
from db.values.delivery import MyDelivery
from db.values.orders import Order
from i18n import delivery_words, formats, slot_words
from i18n.language import _, ngettext
from printing.document import TICK, Boxed, Column, Document, Facts, Page, Paragraph, Plate, Row, Table
from printing.documents.parts import WAYS, capital, document, nothing_ordered, safe, when_and_where, with_allergens

_POINTS = 12  # the least that everybody reads

Products = Mapping[int, Product]


def order_sheet(book: Book, basket_id: int, *, now: int) -> Document:
    """One member's order on a page of its own, with who brings it and when, or when they come. Refuses with Unknown."""
    found, products = read_sale(book, basket_id)
    order, one = found.order, found.order.distribution
    deliveries = my_deliveries(book, found.member_id, one.group_id)
    delivery = delivery_words.delivery(order.way, deliveries.get(one.id, MyDelivery()), one.place.timezone)
    mine = my_slot(book, basket_id)
    slot = slot_words.slot_of(mine, one.place.timezone) if mine is not None else ""
    return of(order, found.name, found.tariff, products, now=now, delivery=delivery, slot=slot, left=found.left)


def of(
    order: Order,
    name: str,
    tariff: str,
    products: Products,
    *,
    now: int,
    delivery: str = "",
    slot: str = "",
    left: int | None = None,
) -> Document:
    """As `order_sheet`, for an order that was read; `tariff` is its letter, `left` cents still to pay."""
    title = _("Basket no. {number}").format(number=order.basket)
    page = _page(order, name, tariff, products, delivery, slot, left)
    return document(
        "order_sheet",
        f"{title}, {safe(name)}",
        _("order, basket {number}").format(number=order.basket),
        order.distribution,
        [page],
        now,
        points=_POINTS,
    )


def order_sheets(book: Book, distribution_id: int, *, now: int) -> Document:
    """Everybody's, four on a sheet, by basket number. Refuses with Unknown."""
    return of_all(day(book, distribution_id), now=now)


def of_all(found: Day, *, now: int) -> Document:
    """As `order_sheets`, for a distribution that was read."""
    pages = [_quarter(sale, found.products) for sale in found.sales]
    return document(
        "order_sheet",
        _("Order sheets"),
        _("order sheets"),
        found.distribution,
        pages or [(nothing_ordered(),)],
        now,
        sheet="quarters",
        points=_POINTS,
    )


def _page(order: Order, name: str, tariff: str, products: Products, delivery: str, slot: str, left: int | None) -> Page:
    columns = (
        Column(""),
        Column(_("Product"), share=1),
        Column(_("Quantity"), "right", strong=True),
        Column(_("Price"), "right"),
        Column(_("Total"), "right"),
    )
    rows = tuple(
        Row(
            (
                TICK,
                with_allergens(line.name, products.get(line.product_id)),
                formats.quantity(line.quantity, line.unit),
                formats.unit_price(line.price, line.unit),
                formats.money(line.amount),
            )
        )
        for line in order.lines
    )
    facts = (
        (_("Products"), formats.number(len(order.lines))),
        (_("Payment"), _payment(order, left)),
        (_("Collection"), _(WAYS[order.way]) if order.way in WAYS else _("not chosen yet")),
        (_("Slot"), safe(slot)),
        (_("Delivery"), safe(delivery)),
        (_("Tariff"), tariff),
    )
    return (
        Plate(order.basket, safe(name), when_and_where(order.distribution)),
        *_table(columns, rows),
        Boxed(_("Total"), formats.money(order.total)),
        Facts(tuple(fact for fact in facts if fact[1])),
    )


def _quarter(sale: Sale, products: Products) -> Page:
    order = sale.order
    columns = (
        Column(""),
        Column(_("Product"), share=1),
        Column(_("Quantity"), "right", strong=True),
        Column(_("Total"), "right"),
    )
    rows = tuple(
        Row(
            (
                TICK,
                with_allergens(line.name, products.get(line.product_id)),
                formats.quantity(line.quantity, line.unit),
                formats.money(line.amount),
            )
        )
        for line in order.lines
    )
    count = ngettext("{n} product", "{n} products", len(order.lines)).format(n=len(order.lines))
    told = [f"{count}, {_('tariff {letter}').format(letter=sale.tariff)}", capital(_payment(order, sale.left))]
    if sale.slot is not None:
        time = formats.time_of_day(sale.slot, order.distribution.place.timezone)
        told.append(capital(_("time slot {time}").format(time=time)))
    if order.way == "needs_delivery":
        told.append(_(WAYS[order.way]))
    return (
        Plate(order.basket, safe(sale.name), tuple(told)),
        *_table(columns, rows),
        Boxed(_("Total"), formats.money(order.total)),
    )


def _table(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Page:
    return (Table(columns, rows),) if rows else (Paragraph(_("Everything was taken out.")),)


def _payment(order: Order, left: int | None) -> str:
    if order.paid:
        return _("paid")
    if left is not None and 0 < left < order.total:
        return _("left to pay: {amount}").format(amount=formats.money(left))
    return _("to pay on site")
