"""What a secret must be: six digits or more, or a passphrase, and not the first thing someone else would try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from db.errors import SecretTooWeak, TextTooLong
from db.values.azerty import read_secret
from db.values.text import clean, fold

LONGEST = 128

_FEWEST_DIGITS = 6
_FEWEST_SIGNS = 8
_OWN_PART = 4  # signs that must remain once what is known about the person is taken out

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "qwertzuiop", "asdfghjkl")
# Patterns of the keypad and words at the top of every published list of leaked secrets.
_COMMON = """
123321 112233 332211 111222 222111 112211 123654 654123 123789 159753 159357 147258 147852 258456 789456 456123
741852 852456 963852 102030 100000 000001 520520 147258369 369258147 789456123 963852741 159951 1234567890
123456a a123456 azerty12 azerty123 azerty1234 azertyui qwerty12 qwerty123 qwerty1234 qwertz123 abcd1234 abc12345
password password1 password123 passwort passwort1 motdepasse motdepasse1 bonjour1 bonjour123 soleil123 doudou123
chouchou loulou123 iloveyou jetaime1 jetaime123 princesse football sunshine superman marseille toulouse toulouse31
doudoune comptoir comptoir1 vracvrac administrateur benevole coordination bienvenue changeme letmein1 welcome1
hallo123 schatz123
"""


def check_secret(text: str, personal: tuple[str, ...] = ()) -> str:
    """The secret to hash. `personal` is what others know: names, phone, postcode, e-mail.

    SecretTooWeak says why not, TextTooLong over 128 characters, TextRefused for a sign nobody could type again.
    """
    secret = read_secret(text)
    if len(secret) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    clean(secret, 2 * LONGEST)
    reason = "" if _is_long_enough(secret) else "short"
    plain = secret.casefold()
    reason = reason or _pattern(plain) or ("common" if plain in _COMMON.split() else "")
    if reason or _is_known(plain, personal):
        raise SecretTooWeak(reason=reason or "personal")
    return secret


def _is_long_enough(secret: str) -> bool:
    if re.fullmatch("[0-9]+", secret):
        return len(secret) >= _FEWEST_DIGITS
    return len(secret) >= _FEWEST_SIGNS and any(sign.isalpha() for sign in secret)


def _pattern(secret: str) -> str:
    if len(set(secret)) < 3 or re.fullmatch(r"(.+)\1+", secret, re.DOTALL):
        return "repeated"
    digits = max(re.findall("[0-9]*", secret), key=len)
    if len(digits) >= _FEWEST_DIGITS and len(secret) - len(digits) <= 2:  # « 123456ab » adds nothing to 123456
        steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
        return "sequence" if len(steps) == 1 else ""
    letters = secret.rstrip("0123456789")  # nor does « azertyuiop1 »
    if len(letters) >= 4 and any(letters in row or letters[::-1] in row for row in _ROWS):
        return "sequence"
    return ""


def _is_known(secret: str, personal: tuple[str, ...]) -> bool:
    own = re.sub(r"\W", "", fold(secret))
    known = sorted(set(_known(personal)), key=len, reverse=True)
    if own.isdigit() and any(own in digits for digits in known):  # the end of one's phone number
        return True
    rest = own
    for part in known:
        rest = rest.replace(part, "")
    return rest != own and len(rest) < _OWN_PART


def _known(personal: tuple[str, ...]) -> Iterator[str]:
    for text in personal:
        digits = re.sub("[^0-9]", "", text)
        if len(digits) >= 4:
            yield digits
        yield from (word for word in re.split(r"\W+", fold(text)) if len(word) >= 3)
