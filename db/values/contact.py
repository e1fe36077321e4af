"""How to reach someone: phone, e-mail, postcode, each with one written form."""

from __future__ import annotations

import re
import unicodedata

from db.errors import AddressMissing, EmailInvalid, PhoneInvalid, PostcodeInvalid

_LONGEST_PHONE = 30
_LONGEST_EMAIL = 254
_BETWEEN_DIGITS = re.compile(r"[\s.\-/]+")
_ADDRESS = re.compile(r"(?P<street>.*[^\s,])[\s,]+(?P<postcode>[0-9]{4,5})\s+(?P<city>\S.*)")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
# Country codes (ITU E.164): these have one or two digits, all others three.
_COUNTRY = re.compile(r"\+(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3})")


def read_phone(text: str) -> str:
    """`0639981234`, or `+CC…` outside metropolitan France. Takes spaces, dots, +33, 0033 and a lost first 0.

    PhoneInvalid says how many digits are missing, when that is what is wrong.
    """
    number = _BETWEEN_DIGITS.sub("", text.replace("(0)", "")).replace("(", "").replace(")", "")
    if number.startswith("00"):
        number = "+" + number[2:]
    plus, digits = number.startswith("+"), number.removeprefix("+")
    if len(text) > _LONGEST_PHONE or not re.fullmatch("[0-9]*", digits):
        raise PhoneInvalid(text=text, missing=0)
    if digits.startswith("33") and (plus or len(digits) == 11):
        plus, digits = False, "0" + digits[2:].removeprefix("0")
    if plus:
        if re.fullmatch("[1-9][0-9]{6,14}", digits):
            return "+" + digits
        raise PhoneInvalid(text=text, missing=0)
    if digits and digits[0] != "0" and len(digits) < 10:
        digits = "0" + digits  # a spreadsheet took it for a number
    if re.fullmatch("0[1-9][0-9]{8}", digits):
        return digits
    raise PhoneInvalid(text=text, missing=10 - len(digits) if digits[:1] in ("", "0") else 0)


def show_phone(phone: str) -> str:
    """`06 39 98 12 34`: what `read_phone` returned, by two digits."""
    country = _COUNTRY.match(phone)
    start = country.end() if country else 0
    rest = phone[start:]
    odd = len(rest) % 2 and 3  # an odd number of digits begins with three
    groups = ([phone[:start]] if start else []) + ([rest[:odd]] if odd else [])
    return " ".join(groups + [rest[at : at + 2] for at in range(odd, len(rest), 2)])


def read_email(text: str) -> str:
    """The address trimmed, its domain in lower case (IDNA). EmailInvalid for anything that is not plainly one."""
    plain = text.strip(" ")
    local, at, domain = plain.rpartition("@")
    if not at or len(plain) > _LONGEST_EMAIL or unicodedata.normalize("NFKC", plain) != plain:
        raise EmailInvalid(text=text)
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            raise EmailInvalid(text=text) from None
    domain = domain.lower()
    if len(local) > 64 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise EmailInvalid(text=text)
    return f"{local}@{domain}"


def email_key(email: str) -> str:
    """What must be unique: nobody keeps two addresses that differ only by case. Takes any text, never raises."""
    try:
        return read_email(email).casefold()
    except EmailInvalid:
        return email.strip().casefold()


def read_postcode(text: str) -> str:
    """Four or five digits, as text: `31500`. PostcodeInvalid for anything else."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch("[0-9]{4,5}", digits):
        raise PostcodeInvalid(text=text)
    return digits


def read_address(text: str) -> tuple[str, str, str]:
    """Street, postcode and town from one line: « 12 rue des Lilas, 31100 Toulouse ». AddressMissing for all else."""
    found = _ADDRESS.fullmatch(text.strip(" "))
    if found is None:
        raise AddressMissing()
    return found["street"], found["postcode"], found["city"]
