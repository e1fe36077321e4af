"""What is known of somebody one helps, line by line."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from db.values.contact import show_phone
from db.values.delivery import Contact
from i18n import formats
from i18n.language import N_, _
from widgets.row_list import Row, RowList
from widgets.text import user_text

LABEL = 12  # columns


class Facts(RowList):
    """What is known of the person, line by line; where there are more lines than rows, the arrows go through them."""


def contact_rows(one: Contact, width: int) -> list[Row]:
    """Address, phone, wish, note, order, and the person's word after a change; what is empty is left out."""
    order = _("basket {number}, {weight}, {amount}").format(
        number=one.basket, weight=formats.quantity(one.grams, "kg"), amount=formats.money(one.amount)
    )
    facts = [
        (N_("Address"), _lines("\n".join(one.address)), "$ink-text"),
        (N_("Phone"), user_text(show_phone(one.phone)), "bold $ink-text"),
        (N_("Wish"), user_text(one.times), "$ink-text"),
        (N_("Note"), _lines(one.note), "$ink-text"),
        (N_("The order"), Content(order), "$ink-text"),
        (N_("A word"), _lines(one.word), "bold $amber-text"),
    ]
    return [row for label, text, style in facts if text for row in _fact(label, text, style, width)]


def _lines(text: str) -> Content:
    return Content("\n").join([user_text(line) for line in text.split("\n")])


def _fact(label: str, text: Content, style: str, width: int) -> list[Row]:
    lines = [line for part in text.split("\n") for line in part.wrap(max(10, width - LABEL - 1)) or [part]]
    return [
        Row(partial(_fact_line, label if at == 0 else "", line, style), f"{label}{at}") for at, line in enumerate(lines)
    ]


def _fact_line(label: str, text: Content, style: str, width: int, here: bool) -> Content:
    head = _(label) if label else ""
    gap = " " * max(1, LABEL - len(head))
    if here:
        return Content.assemble(
            (">", "$mark-text"), (head, "$muted-text"), gap, Content.styled(text.plain, "$focus-text")
        )
    return Content.assemble(" ", (head, "$muted-text"), gap, text.stylize_before(style))
