"""Where a line may end: never inside « 0,25 kg », never before a French « : »."""

from __future__ import annotations

import pytest
from rich._wrap import divide_line
from textual.content import Content

from i18n import language
from i18n.language import _
from tui.line_breaks import keep_no_break_blanks


@pytest.fixture(autouse=True)
def kept() -> None:
    keep_no_break_blanks()


def lines(text: str, width: int) -> list[str]:
    return [line.plain.rstrip(" ") for line in Content(text).wrap(width)]


def test_a_quantity_and_its_unit_stay_on_one_line() -> None:
    assert lines("Il reste 0,25\u00a0kg de riz", 15) == ["Il reste", "0,25\u00a0kg de riz"]


def test_ordinary_blanks_break_lines_as_before() -> None:
    for text in ("Il reste deux kilos de riz", "  une  ligne  qui commence loin ", "x" * 30, "", "   "):
        assert divide_line(text, 12) == _as_rich_does(text, 12)


def test_no_line_begins_with_a_french_sign_or_ends_with_an_opening_quote() -> None:
    language.use("fr")
    said = _("If the hour is right, a coordinator confirms it for one command: --clock-is-right")
    assert "\u00a0:" in said
    for width in range(12, 80):
        for line in lines(said, width):
            assert not line.startswith((":", ";", "?", "!", "»"))
            assert not line.endswith("«")


def _as_rich_does(text: str, width: int) -> list[int]:
    import re

    import rich._wrap

    ours = rich._wrap.re_word
    rich._wrap.re_word = re.compile(r"\s*\S+\s*")
    try:
        return divide_line(text, width)
    finally:
        rich._wrap.re_word = ours
