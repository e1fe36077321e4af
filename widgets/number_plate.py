"""The basket number, large: digits of 3 × 5 pixels, a pixel being two reversed blanks. No font has to know them."""

from __future__ import annotations

from textual.content import Content

from widgets.part import Part

# Five rows of three pixels. Letters are the prefixes of other laptops' series: B1, C1…
PIXELS = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "A": ".#. #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": ".## #.. #.. #.. .##",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".## #.. #.# #.# .##",
    "H": "#.# #.# ### #.# #.#",
}
BLANK = "... ... ... ... ..."


class NumberPlate(Part):
    """`number` as the book gives it: « 12 », « B3 »."""

    DEFAULT_CSS = "NumberPlate { width: auto; height: 5; }"

    def __init__(self, number: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.number = number

    def show(self, number: str) -> None:
        self.number = number
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        signs = [PIXELS.get(sign, BLANK).split(" ") for sign in self.number]
        rows: list[Content] = []
        for y in range(5):
            pixels = ".".join(sign[y] for sign in signs)
            rows.append(
                Content.assemble(*(("  ", "$focus-text") if pixel == "#" else Content("  ") for pixel in pixels))
            )
        return rows

    def get_content_width(self, container: object, viewport: object) -> int:
        return max(0, 8 * len(self.number) - 2)
