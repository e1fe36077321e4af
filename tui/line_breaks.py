"""Lines are not broken at a no-break blank.

Rich, which cuts lines for Textual, takes it for a blank like others: « 0,25 kg » would be torn apart, and a French line
could begin with « : ».
"""

from __future__ import annotations

import re

import rich._wrap

BLANK = r"[^\S\u00a0]"  # any but the no-break one
WORD = re.compile(rf"{BLANK}*(?:\S|\u00a0)+{BLANK}*")


def keep_no_break_blanks() -> None:
    """From now on, everywhere: all that cuts lines looks up this one pattern."""
    rich._wrap.re_word = WORD
