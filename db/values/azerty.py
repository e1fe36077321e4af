"""The row of digits of an AZERTY keyboard typed without Shift, read as what was meant."""

from __future__ import annotations

import unicodedata

_DIGITS = {"&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "è": "7", "_": "8", "ç": "9", "à": "0"}


def digit_of(character: str, *, minus_is_six: bool) -> str | None:
    """The digit on the same key, or None. `-` is 6 only where it cannot mean less: phone, reference, money, code."""
    if character == "-":
        return "6" if minus_is_six else None
    return _DIGITS.get(character)


def read_secret(text: str) -> str:
    """A secret as it is hashed, at sign-up and sign-in alike: made only of signs of the digit row, it is its digits."""
    plain = unicodedata.normalize("NFC", text.strip(" "))
    digits = [digit_of(character, minus_is_six=True) for character in plain]
    return plain if None in digits else "".join(digit for digit in digits if digit)
