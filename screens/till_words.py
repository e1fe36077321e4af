"""What the till says: the box of cash, the other means, and how a difference is told."""

from __future__ import annotations

from textual.content import Content

from db.reports import MEANS
from db.values.counter import Till
from i18n import formats
from i18n.language import N_, _, ngettext
from widgets.part import Part
from widgets.text import spread, words

NAMES = {"cash": N_("Cash"), "cheque": N_("Cheques"), "card": N_("Card"), "transfer": N_("Transfer")}


def difference(cents: int) -> str:
    """« Il manque 10 centimes. »"""
    if not cents:
        return _("Exactly what should be there.")
    amount = formats.money(abs(cents))
    if abs(cents) < 100:
        amount = ngettext("{n} cent", "{n} cents", abs(cents)).format(n=abs(cents)).replace(" ", formats.NO_BREAK)
    said = _("{amount} is missing.") if cents < 0 else _("{amount} too much.")
    return said.format(amount=amount)


class CashBox(Part):
    """Float, taken, expected, counted, and what lies between: `till` as it stands, `counted` as typed so far."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.till: Till | None = None
        self.counted: int | None = None  # None while nothing is counted

    def show(self, till: Till, counted: int | None) -> None:
        self.till, self.counted = till, counted
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        till = self.till
        if till is None:
            return []
        if till.state == "not_opened":
            return [_line(N_("Counted"), self.counted or 0, width, strong=True)]
        rows = [
            _line(N_("Float"), till.float_, width),
            _line(N_("Taken in"), till.taken.get("cash", 0), width),
            _line(N_("Expected"), till.expected, width, strong=True),
        ]
        if self.counted is None:
            return [*rows, Content.styled("─" * width, "$line-text"), *_wrapped(_("Count what is in the till."), width)]
        gap = till.difference(self.counted)
        rows.append(_line(N_("Counted"), self.counted, width, strong=True))
        rows.append(Content.styled("─" * width, "$line-text"))
        if gap:
            badge = Content.styled(" " + _("! DIFFERENCE") + " ", "$danger-badge")
            rows.append(spread(badge, Content.styled(formats.money(gap), "bold $danger-text"), width))
        else:
            rows.append(spread(Content.styled(" " + _("● RIGHT") + " ", "$open-badge"), _amount(0), width))
        if till.state == "closed":  # how much, by whom and why stands in the band above
            return rows
        key = _("F8: say why.") if gap else _("F8: close the till.")
        return [*rows, Content(""), *_wrapped(difference(gap), width), Content.styled(key, "$muted-text")]


class OtherMeans(Part):
    """Cheques, card, transfer: how many, and how much."""

    till: Till | None = None

    def show(self, till: Till) -> None:
        self.till = till
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        if self.till is None or self.till.state == "not_opened":
            return []
        rows = []
        for code in MEANS[1:]:
            name = Content.styled(_(NAMES[code]), "$ink-text").pad_right(10)
            name = Content.assemble(
                name.truncate(10), (f"{formats.number(self.till.counts.get(code, 0)):>3}", "$ink-text")
            )
            rows.append(spread(name, _amount(self.till.taken.get(code, 0)), width))
        return rows


def _line(label: str, cents: int, width: int, *, strong: bool = False) -> Content:
    name = words(label).stylize_before("bold $ink-text" if strong else "$ink-text")
    return spread(name, _amount(cents, strong), width)


def _amount(cents: int, strong: bool = False) -> Content:
    return Content.styled(formats.money(cents), "bold $money-text" if strong else "$money-text")


def _wrapped(text: str, width: int) -> list[Content]:
    return [line.stylize_before("$ink-text") for line in Content(text).wrap(max(10, width))]
