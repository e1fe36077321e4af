"""Quantities of a fast entry: what is ordered, and what the scale says of what is left over."""

from __future__ import annotations

from db.errors import Refusal, StockShort, SurplusShort, WeightUnreadable
from db.values.scale import read_weight
from i18n import formats
from i18n.language import _
from widgets.quantity_entry import LONGEST, Outcome, QuantityEntry, Sold
from widgets.weight_words import unit_behind

FEW = 20  # grams, millilitres: whoever types less as a number alone may mean kilos, litres


class OrderedEntry(QuantityEntry):
    """`left`: thousandths that are still to be had, None where nobody counts them."""

    def __init__(self, sold: Sold, listed: int, left: int | None) -> None:
        super().__init__(sold, listed)
        self._left = left

    def _against(self, quantity: int) -> Refusal | None:
        against = super()._against(quantity)
        if against is None and self._left is not None and quantity > self._left:
            sold = self.sold
            return StockShort(
                product=sold.name, product_id=sold.product_id, unit=sold.unit, left=max(self._left, 0), wanted=quantity
            )
        return against

    def press(self, key: str, character: str | None) -> Outcome:
        if character == "-" and not self.text:
            self.text = "-"  # a negative number is refused when it is whole, and never read as another one
            return "typed"
        return super().press(key, character)

    def echo(self) -> tuple[str, str]:
        strong, keys = super().echo()
        if self.choices or not self.text:
            return strong, keys if self.choices else ""
        if self.typed() == 0:
            return _("0: not on the list"), _("Enter: leave it out")
        return strong, keys if self.typed() is None and strong else _("Enter: on the list   + -: step   Esc: cancel")


class WeighedEntry(QuantityEntry):
    """At a scale: `250` is grams, `192+67` adds up, `0,412-0,180` takes the jar off."""

    def __init__(self, sold: Sold, listed: int, left: int) -> None:
        super().__init__(sold, listed)
        self._left = left

    def press(self, key: str, character: str | None) -> Outcome:
        if character in ("+", "-") and len(self.text) < LONGEST:
            self.text += character
            self._again()
            return "typed"
        return "ignored" if character == "=" else super().press(key, character)

    def take(self) -> Outcome:
        if self.text.strip() == "0":
            self.quantity = 0
            return "taken"
        try:
            weight = read_weight(self.text, self.sold.unit).net
        except Refusal as refused:
            self.refusal = refused
            return "refused"
        if weight < FEW and self.text.strip().isdecimal() and self.sold.unit != "piece":
            self.choices, self.refusal = (weight * 1_000, weight), None
            return "typed"
        return self._check(weight)

    def _against(self, quantity: int) -> Refusal | None:
        sold = self.sold
        if quantity > self._left:
            return SurplusShort(product=sold.name, unit=sold.unit, left=max(self._left, 0), wanted=quantity)
        return None

    def typed(self) -> int | None:
        try:
            return read_weight(self.text, self.sold.unit).net
        except WeightUnreadable:
            return None

    def echo(self) -> tuple[str, str]:
        if self.choices:
            return self._question()
        if not self.text:
            return "", ""
        if self.text.strip() == "0":
            return _("0: not on the list"), _("Enter: leave it out")
        read = self.typed()
        if read is None:
            return "", _("192+67 adds up   412-180 takes the jar off")
        return self.sold.meaning(read), _("Enter: on the list   Esc: cancel")

    def unit_behind(self) -> str:
        return unit_behind(self.text, self.sold.unit)

    def badge(self) -> str:
        read = self.typed()
        return f"× {formats.quantity(read, self.sold.unit)}" if read is not None else f"× {self.text[:12]}"
