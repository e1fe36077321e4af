"""Large figures for paper: three signs wide and five high, drawn with the figure itself, so that any printer can."""

from __future__ import annotations

_PIXELS = {
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
    "B": "##. #.# ##. #.# ##.",
    "C": ".## #.. #.. #.. .##",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".## #.. #.# #.# .##",
    "H": "#.# #.# ### #.# #.#",
}


def large(number: str) -> list[str]:
    """A basket number, « 12 » or « B3 », as five lines. A sign without a drawing stands as itself in the middle."""
    signs = [_PIXELS.get(sign, f"... ... .{sign}. ... ...").split(" ") for sign in number]
    return [
        "  ".join(row.replace(".", " ").replace("#", sign) for sign, row in zip(number, rows, strict=True)).rstrip()
        for rows in zip(*signs, strict=True)
    ] or [""] * 5
