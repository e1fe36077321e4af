"""Digits from whatever row of keys they came: `é` is 2 on a French keyboard."""

from __future__ import annotations


def digit(character: str | None, minus_is_six: bool = False) -> str:
    """The ASCII digit that `character` stands for, or ''. With `minus_is_six`, `-` is one too (phone, code, money)."""
    if not character or len(character) != 1:
        return ""
    if character in "0123456789":
        return character
    from db.values.azerty import digit_of

    return digit_of(character, minus_is_six=minus_is_six) or ""


def number_meant(text: str) -> str:
    """« &é » is 12 from the upper row of a French keyboard; '' for what is no number, and for one in digits already."""
    digits = "".join(digit(sign) or sign for sign in text.strip())
    return digits if digits.isdigit() and digits != text.strip() else ""
