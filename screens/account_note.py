"""« Mon compte » in a few words beside the cards, and the last orders below them where there is room."""

from __future__ import annotations

from textual.content import Content

from db.values.orders import DistributionCard
from i18n import formats
from i18n.language import _, ngettext
from screens import order_words
from screens.distribution_facts import Known
from widgets.actions import key_name
from widgets.distribution_card import capital
from widgets.part import Part
from widgets.text import user_text

LAST_ORDERS = 6
ROWS = 7  # of the account, in its box


class AccountNote(Part):
    """« Mon compte » in a few words; for a visitor, how to begin."""

    DEFAULT_CSS = "AccountNote { padding: 1 2 0 3; height: 8; }"

    def __init__(self, known: Known) -> None:
        super().__init__()
        self._known = known

    def lines(self, width: int) -> list[Content]:
        return self._how_to_begin() if self._known().visitor else self._account(width)

    def _how_to_begin(self) -> list[Content]:
        return [
            Content.styled(_("To order"), "bold $ink-text"),
            Content.styled(_("Sign in, or sign up in this group."), "$ink-text"),
            _key("f12", _("To sign in")),
            _key("f4", _("Sign up")),
        ]

    def _account(self, width: int) -> list[Content]:
        facts = self._known()
        amount = Content.styled(formats.money(facts.balance), "bold $money-text")
        balance = Content.assemble((_("Balance"), "$ink-text"), " ", amount)
        due = Content.styled(self._due(), "$muted-text")
        beside = Content.assemble(balance, "  ", due)
        lines = [
            Content.styled(_("My account"), "bold $ink-text"),
            *([beside] if beside.cell_length <= width else [balance, due]),
            Content.styled(self._orders(), "$ink-text"),
            _key("f4", _("My orders and my payments")),
        ]
        if facts.others:
            names = user_text(", ".join(facts.others))
            lines += [
                *([Content("")] if len(lines) < ROWS - 2 else []),
                Content.assemble((_("Groups"), "bold $ink-text"), " ", names.stylize_before("$muted-text")),
            ]
        return lines

    def _due(self) -> str:
        """« à payer mardi », or « dont 1,53 € à payer mardi »: at the next distribution where something is not paid."""
        facts = self._known()
        if facts.balance >= 0:
            return ""
        unpaid = [card.distribution for card in facts.current if card.distribution.id in facts.left]
        first = min(unpaid, key=lambda one: one.starts_at, default=None)
        # What was paid for no order in particular may be meant for this one: then no day is named.
        if first is None or facts.left[first.id] > -facts.balance:
            return _("to pay")
        day = formats.near_day(first.starts_at, facts.now, first.place.timezone)
        if facts.left[first.id] == -facts.balance:
            return _("to pay on {day}").format(day=day)
        return _("of which {amount} to pay on {day}").format(amount=formats.money(facts.left[first.id]), day=day)

    def _orders(self) -> str:
        coming = sum(1 for card in self._known().current if card.basket)
        past = sum(1 for card in self._known().past if card.basket)
        to_come = ngettext("{n} order to come", "{n} orders to come", coming).format(n=coming)
        return f"{to_come}, " + ngettext("{n} past", "{n} past ones", past).format(n=past)


def _key(key: str, label: str) -> Content:
    return Content.assemble((key_name(key), "bold $ink-text"), " ", (label, "$muted-text"))


class LastOrders(Part):
    """The latest past orders, where there is room for them."""

    def __init__(self, known: Known, *, id: str) -> None:
        super().__init__(id=id)
        self._known = known

    def lines(self, width: int) -> list[Content]:
        past = [card for card in self._known().past if card.basket][:LAST_ORDERS]
        if not past:
            return []
        head = Content.styled(_("My last orders"), "bold $ink-text")
        return [head, Content.styled("─" * min(width, 91), "$line-text"), *(self._row(card) for card in past)]

    def _row(self, card: DistributionCard) -> Content:
        one = card.distribution
        day = capital(formats.short_day(one.starts_at, one.place.timezone))
        row = Content.assemble("  ", (day, "$ink-text")).pad_right(max(1, 23 - 2 - len(day)))
        number = _("basket {number}").format(number=card.basket)
        row = Content.assemble(row, (number, "$muted-text")).pad_right(max(1, 16 - len(number)))
        products = ngettext("{n} product", "{n} products", card.products).format(n=card.products)
        row = Content.assemble(row, (products, "$muted-text"))
        amount = formats.money(card.ordered)
        row = row.pad_right(max(1, 69 - row.cell_length - len(amount)))
        rest = self._known().left.get(card.distribution.id, 0)
        paid = _("paid") if card.paid else _("not paid")
        if not card.paid and rest < card.ordered:
            paid = order_words.left_to_pay(rest)
        return Content.assemble(row, (amount, "bold $money-text"), " " * 6, (paid, "$muted-text"))
