"""A document as PDF: sheets drawn with an embedded font, so that every printer shows the same letters.

The same document makes the same bytes; the only date in them is the document's own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from printing.document import Document
from printing.joined import joined, letters_of
from printing.layout import sheets
from printing.marks import Frame, Mark, Words

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
_FAMILY = "paper"
_MISSING = "\N{REPLACEMENT CHARACTER}"  # for a letter that the font lacks: seen, never silently gone


def pdf(document: Document, progress: Callable[[int], None] = lambda sheets: None) -> bytes:
    """The bytes of a PDF. `progress` is told how many sheets are drawn, after each; it may raise to give up."""
    paper = _blank()
    paper.set_title(document.title)
    paper.set_lang(document.language)
    paper.set_creator("Comptoir")
    paper.set_creation_date(datetime.fromtimestamp(document.made_at, UTC))
    face = Face(paper)
    for number, sheet in enumerate(sheets(document, face), 1):
        paper.add_page(format=(sheet.width, sheet.height))
        _draw(paper, face, sheet.marks)
        progress(number)
    face.tell_letters()
    return bytes(paper.output())


def face() -> Face:
    """To measure with: how documents will fall into sheets is known before they are drawn."""
    return Face(_blank())


def _blank() -> FPDF:
    from fpdf import FPDF  # half a second: only who prints waits for it

    paper = FPDF(unit="mm")
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.c_margin = 0
    paper.add_font(_FAMILY, "", FONTS / "DejaVuSansCondensed.ttf")
    paper.add_font(_FAMILY, "B", FONTS / "DejaVuSansCondensed-Bold.ttf")
    return paper


class Face:
    """Widths and letters of the two fonts; what was measured once is remembered."""

    def __init__(self, paper: FPDF) -> None:
        from fpdf.fonts import TTFFont

        faces = [paper.fonts[f"{_FAMILY}{style}"] for style in ("", "B")]
        plain, strong = self._faces = [face for face in faces if isinstance(face, TTFFont)]
        self._widths = (plain.cw, strong.cw)
        self._known = frozenset(plain.cmap) & frozenset(strong.cmap)
        self._measured: dict[tuple[str, bool], float] = {}
        self._written: dict[str, str] = {}

    def width(self, text: str, size: float, strong: bool) -> float:
        """Millimetres."""
        key = (text, strong)
        found = self._measured.get(key)
        if found is None:
            widths = self._widths[strong]
            found = sum([widths[ord(sign)] for sign in self.written(text)]) * 0.001 * 25.4 / 72
            self._measured[key] = found
        return found * size

    def written(self, text: str) -> str:
        """As it is drawn: letters that the fonts lack replaced, joined and from right to left where they are so."""
        if text.isascii():
            return text
        found = self._written.get(text)
        if found is None:
            leftward = any(map(_reads_left, text))
            letters = joined(text, self._known) if leftward else text
            found = "".join(sign if ord(sign) in self._known else _MISSING for sign in letters)
            if leftward:
                found = _in_drawing_order(found)
            self._written[text] = found
        return found

    def tell_letters(self) -> None:
        """Whoever searches or copies finds letters, whatever form they were drawn in. Once all is drawn."""
        for face in self._faces:
            for glyph, _place in face.subset.items():
                if glyph is not None and isinstance(glyph.unicode, tuple) and len(glyph.unicode) == 1:
                    letters = letters_of(chr(glyph.unicode[0]))[::-1]  # as all of it: readers turn the whole round
                    glyph.unicode = tuple(map(ord, letters)) or glyph.unicode


@cache
def _reads_left(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in ("R", "AL", "AN")


def _in_drawing_order(text: str) -> str:
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    return BidiParagraph(text=text, base_direction=TextDirection.LTR).get_reordered_string()


def _draw(paper: FPDF, face: Face, marks: Iterable[tuple[float, float, Iterable[Mark]]]) -> None:
    size, strong, thick = 0.0, False, 0.0
    for left, top, group in marks:
        for mark in group:
            if isinstance(mark, Words):
                if mark.size != size or mark.strong != strong:
                    size, strong = mark.size, mark.strong
                    paper.set_font(_FAMILY, "B" if strong else "", size)
                x, y = left + mark.x, top + mark.y
                if mark.upright:
                    with paper.rotation(90, x, y):
                        paper.text(x, y, face.written(mark.text))
                else:
                    paper.text(x, y, face.written(mark.text))
                continue
            if mark.thick != thick:
                thick = mark.thick
                paper.set_line_width(thick)
            if isinstance(mark, Frame):
                paper.rect(left + mark.x, top + mark.y, mark.width, mark.height)
                continue
            if mark.dashed:
                paper.set_dash_pattern(dash=1.5, gap=2)
            paper.line(left + mark.x1, top + mark.y1, left + mark.x2, top + mark.y2)
            if mark.dashed:
                paper.set_dash_pattern()
