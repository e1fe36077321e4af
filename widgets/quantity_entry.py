"""A quantity being typed for one product: what was typed, what it means, and what stands against it. Paints nothing."""

from __future__ import annotations

from typing import Literal, NamedTuple

from db.errors import QuantityAmbiguous, QuantityOffStep, Refusal
from db.values.money import line_amount
from db.values.quantity import check_quantity, read_quantity, step_down, step_up
from i18n import formats
from i18n.language import _
from widgets.digits import digit

LONGEST = 20  # signs; what is longer is never a quantity
PLENTY = 100_000  # thousandths: nobody is asked whether they want that much, who does types its unit

# A keypad whose Num Lock is off sends these instead of digits.
KEYPAD = frozenset({"insert", "delete", "home", "end", "pageup", "pagedown", "up", "down", "left", "right", "clear"})

Outcome = Literal["typed", "taken", "cancelled", "refused", "keypad", "ignored"]


class Sold(NamedTuple):
    """What an entry must know of a product. Price in cents per unit, the rest in thousandths."""

    product_id: int
    name: str
    unit: str
    price: int
    minimum: int
    step: int
    recorded: int = 0

    def meaning(self, quantity: int) -> str:
        """« 0,25 kg = 250 g = 1,53 € »."""
        amount = formats.money(line_amount(quantity, self.price))
        whole, small = formats.quantity(quantity, self.unit), formats.quantity_small(quantity, self.unit)
        return f"{whole} = {amount}" if whole == small else f"{whole} = {small} = {amount}"


def sign_typed(character: str | None) -> str:
    """What a key adds to a quantity: a digit (upper row of an AZERTY keyboard included), a mark, a letter, or ''."""
    if not character or len(character) != 1:
        return ""
    if number := digit(character):
        return number
    return character if character in ",./ ½¼¾" or (character.isascii() and character.isalpha()) else ""


def starts_quantity(character: str | None) -> bool:
    """Whether a key begins a quantity on a card where nothing is typed yet: a digit or a comma, never a letter."""
    sign = sign_typed(character)
    return bool(sign) and (sign in ",.½¼¾" or sign.isdigit())


class QuantityEntry:
    """One number on its way. `press` takes a key and says what came of it; after 'taken', `quantity` holds."""

    def __init__(self, sold: Sold, in_basket: int = 0) -> None:
        self.sold, self.in_basket = sold, in_basket
        self.text = ""
        self.quantity = 0
        self.refusal: Refusal | None = None
        self.choices: tuple[int, ...] = ()

    def press(self, key: str, character: str | None) -> Outcome:
        """What a key does to the number."""
        if key == "escape":
            if self.choices or self.refusal:
                self._again()
                return "typed"
            return "cancelled"
        if self.choices:
            return self._answer(digit(character))
        if key == "enter":
            return self.take()
        if key == "backspace":
            self.text = self.text[:-1]
            self._again()
            return "typed" if self.text else "cancelled"
        if character in ("+", "=", "-"):
            return self._step(character != "-")
        if key in KEYPAD:
            return "keypad"
        sign = sign_typed(character)
        if not sign or len(self.text) >= LONGEST:
            return "ignored"
        self.text += sign
        self._again()
        return "typed"

    def take(self) -> Outcome:
        """Read and check what was typed: Enter, or going on with F8."""
        try:
            return self._check(read_quantity(self.text, self.sold.unit))
        except QuantityAmbiguous as asked:
            likelier, other = asked.choices
            if self._against(likelier) and (other >= PLENTY or self._against(other)):
                return self._check(likelier)  # there is nothing to choose: why it will not do helps more
            self.choices, self.refusal = asked.choices, None
            return "typed"
        except Refusal as refused:
            self.refusal = refused
            return "refused"

    def _check(self, quantity: int) -> Outcome:
        self.refusal, self.choices = self._against(quantity), ()
        if self.refusal is not None:
            return "refused"
        self.quantity = quantity
        return "taken"

    def _against(self, quantity: int) -> Refusal | None:
        """What the rules have against a quantity; None when it will do."""
        sold = self.sold
        try:
            if quantity:
                check_quantity(quantity, minimum=sold.minimum, step=sold.step, unit=sold.unit, recorded=sold.recorded)
        except Refusal as refused:
            return refused
        return None

    def _answer(self, number: str) -> Outcome:
        if number not in ("1", "2"):
            return "ignored"
        quantity = self.choices[int(number) - 1]
        self.text = plain(quantity, self.sold.unit)
        return self._check(quantity)

    def _step(self, up: bool) -> Outcome:
        sold = self.sold
        if isinstance(self.refusal, QuantityOffStep):
            nearest = self.refusal.upper if up else self.refusal.lower
            if nearest is None:
                return "ignored"
        else:
            try:
                typed = read_quantity(self.text, sold.unit)
            except Refusal:
                return "ignored"
            nearest = (step_up if up else step_down)(typed, sold.minimum, sold.step, sold.recorded)
        self.text = plain(nearest, sold.unit)
        self._again()
        return "typed"

    def _again(self) -> None:
        self.refusal, self.choices = None, ()

    # --- Words ------------------------------------------------------------------------------------------------------

    def amount(self) -> int | None:
        """Cents for what is typed so far, or None while it means nothing (or two things)."""
        read = self.typed()
        return None if read is None else line_amount(read, self.sold.price)

    def typed(self) -> int | None:
        """Thousandths for what is typed so far, unchecked; None while it means nothing (or two things)."""
        try:
            return read_quantity(self.text, self.sold.unit)
        except Refusal:
            return None

    def echo(self) -> tuple[str, str]:
        """What the number means, and the keys of this moment."""
        if self.choices:
            return self._question()
        keys = _("Enter: to the basket   + -: step   Esc: cancel")
        try:
            read = read_quantity(self.text, self.sold.unit)
        except QuantityAmbiguous as asked:
            return self._asked(asked.choices), _("Enter: choose   Esc: cancel")
        except Refusal:
            return "", keys
        if read == 0:
            return _("0: takes it out of the basket"), _("Enter: take out   Esc: cancel")
        return self.sold.meaning(read), keys

    def _asked(self, choices: tuple[int, ...]) -> str:
        likelier, other = (formats.quantity_spoken(choice, self.sold.unit) for choice in choices)
        return _("{other} or {likelier}?").format(other=other, likelier=likelier)

    def _question(self) -> tuple[str, str]:
        """« 500 kg ou 500 g ? 1 : 500 g = 3,05 €   2 : 500 kg »; what would be refused is said after, not offered."""
        offered: list[str] = []
        refused: list[str] = []
        for number, choice in enumerate(self.choices, 1):
            told = _("{number}: {quantity}").format(
                number=number, quantity=formats.quantity_spoken(choice, self.sold.unit)
            )
            against = self._against(choice)
            if against is not None:
                refused.append(f"{told}, {self._in_short(against)}")
            elif offered:
                offered.append(told)
            else:  # the amount of one of them is enough to tell them apart
                offered.append(f"{told} = {formats.money(line_amount(choice, self.sold.price))}")
        return f"{self._asked(self.choices)} {'   '.join(offered)}", "   ".join(refused)

    def _in_short(self, refusal: Refusal) -> str:
        """Why a reading would be refused, in the room there is beside the other."""
        sold = self.sold
        if isinstance(refusal, QuantityOffStep) and refusal.lower is None:
            return _("less than {quantity}").format(quantity=formats.quantity(refusal.upper, sold.unit))
        if isinstance(refusal, QuantityOffStep):
            return _("not a multiple of {quantity}").format(quantity=formats.quantity(sold.step, sold.unit))
        return _("too much")

    def unit_behind(self) -> str:
        """What a number alone is in: it stands behind the field."""
        return formats.unit_name(self.sold.unit)

    def badge(self) -> str:
        """The refused number as the badge of its refusal: « × 0,3 kg »."""
        read = self.typed()
        return f"× {formats.quantity(read, self.sold.unit)}" if read is not None else f"× {self.text[:12]}"


def plain(quantity: int, unit: str) -> str:
    """A quantity as one types it: `0,25`."""
    whole, rest = divmod(quantity, 1_000)
    return f"{whole},{rest:03d}".rstrip("0") if rest else str(whole)
