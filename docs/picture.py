"""Pictures of terminal screens: from a Textual app, or from any program in a pty, to SVG and PNG.

Every cell is 10 × 20 pixels, so that two pictures of the same size can be laid side by side. Letters are DejaVu
Sans Mono; lines of boxes are drawn, because a font leaves gaps between cells. PNG is made by `rsvg-convert`.

    python -m docs.picture OUT.png [--size 120x40] [--term linux] [--do STEP]... -- PROGRAM [ARGUMENT]...

A step is a key (`enter`, `f8`, `ctrl+p`), `type:words` or `wait:words`; the picture is taken once all is quiet.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyte
    from rich.color import Color
    from textual.app import App

WIDTH, HEIGHT, BASELINE = 10, 20, 15
FONT_SIZE = WIDTH / (1233 / 2048)  # DejaVu Sans Mono is 1233/2048 em wide: a letter fills exactly one cell

# What the console of a PC shows for the sixteen colours.
VGA = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
COLOUR_NAMES = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")

# Arms of a box sign, clockwise from the top: 1 a single line, 2 a double one.
ARMS = {
    "─": (0, 1, 0, 1), "│": (1, 0, 1, 0), "┌": (0, 1, 1, 0), "┐": (0, 0, 1, 1), "└": (1, 1, 0, 0), "┘": (1, 0, 0, 1),
    "├": (1, 1, 1, 0), "┤": (1, 0, 1, 1), "┬": (0, 1, 1, 1), "┴": (1, 1, 0, 1), "┼": (1, 1, 1, 1),
    "═": (0, 2, 0, 2), "║": (2, 0, 2, 0), "╔": (0, 2, 2, 0), "╗": (0, 0, 2, 2), "╚": (2, 2, 0, 0), "╝": (2, 0, 0, 2),
}  # fmt: skip
# The Linux console has no double lines and no big dot.
CONSOLE_SIGNS = str.maketrans("═║╔╗╚╝●", "─│┌┐└┘•")


class CannotDraw(Exception):
    """`rsvg-convert` is not on this machine (Debian: librsvg2-bin)."""


class Cell(NamedTuple):
    """One column of a row; the second column of a wide sign is an empty sign."""

    sign: str
    ink: str
    paper: str
    bold: bool = False
    underline: bool = False
    italic: bool = False


Rows = Sequence[Sequence[Cell]]


# -- where cells come from ----------------------------------------------------


def of_app(app: App[Any], ink: str = VGA[7], paper: str = VGA[0]) -> Rows:
    """The cells a running (headless) app shows now. `ink` and `paper` are the terminal's own colours."""
    from rich.cells import cell_len

    rows = []
    # The compositor is Textual's own, but the public export draws another font at another size.
    for strip in app.screen._compositor.render_strips(app.size):
        row: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            front = _rich_colour(style.color if style else None, ink)
            back = _rich_colour(style.bgcolor if style else None, paper)
            if style and style.reverse:
                front, back = back, front
            if style and style.dim:
                front = _between(front, back)
            look = (bool(style and style.bold), bool(style and style.underline), bool(style and style.italic))
            for sign in text:
                row.append(Cell(sign, front, back, *look))
                row.extend(Cell("", front, back, *look) for _ in range(cell_len(sign) - 1))
        rows.append(row)
    return rows


def of_screen(screen: pyte.Screen, console: bool = False) -> Rows:
    """The cells of an emulated terminal. `console` shows what the Linux console makes of them: bold is a brighter
    colour and not a heavier letter, backgrounds are dark, double lines are single."""
    rows = []
    for y in range(screen.lines):
        row = []
        for x in range(screen.columns):
            char = screen.buffer[y][x]
            front = _pyte_colour(char.fg, VGA[7], bright=console and char.bold)
            back = _pyte_colour(char.bg.removeprefix("bright") if console else char.bg, VGA[0])
            if char.reverse:
                front, back = back, front
            if not screen.cursor.hidden and (x, y) == (screen.cursor.x, screen.cursor.y):
                front, back = back, front
            sign = char.data.translate(CONSOLE_SIGNS) if console else char.data
            row.append(Cell(sign, front, back, char.bold and not console, char.underscore, char.italics))
        rows.append(row)
    return rows


def _rich_colour(colour: Color | None, default: str) -> str:
    from rich.color import ColorType

    if colour is None or colour.type is ColorType.DEFAULT:
        return default
    if colour.type in (ColorType.STANDARD, ColorType.WINDOWS) and colour.number is not None:
        return VGA[colour.number]
    return colour.get_truecolor().hex


def _pyte_colour(name: str, default: str, bright: bool = False) -> str:
    if name == "default":
        return VGA[15] if bright else default
    plain = name.removeprefix("bright").removeprefix("bfight")  # pyte misspells one of its names
    if plain not in COLOUR_NAMES:
        return f"#{name}"
    return VGA[COLOUR_NAMES.index(plain) + (8 if bright or plain != name else 0)]


def _between(one: str, other: str) -> str:
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{(a + b) // 2:02x}" for a, b in pairs)


# -- drawing ------------------------------------------------------------------


def svg(rows: Rows) -> str:
    """The picture as SVG text."""
    wide, high = max(map(len, rows), default=0) * WIDTH, len(rows) * HEIGHT
    body = [part for y, row in enumerate(rows) for part in _row(row, y * HEIGHT)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'font-family="DejaVu Sans Mono" font-size="{FONT_SIZE:.4f}" xml:space="preserve">'
        f'<g shape-rendering="crispEdges">{"".join(p for p in body if not p.startswith("<text"))}</g>'
        f"{''.join(p for p in body if p.startswith('<text'))}</svg>"
    )


def _row(row: Sequence[Cell], top: int) -> Iterator[str]:
    x = 0
    for paper, cells in groupby(row, key=lambda cell: cell.paper):
        width = sum(1 for _ in cells) * WIDTH
        yield f'<rect x="{x}" y="{top}" width="{width}" height="{HEIGHT}" fill="{paper}"/>'
        x += width
    x = 0
    for cell, text in _runs(row):
        if arms := ARMS.get(text):
            yield f'<path d="{_box(arms, x, top)}" stroke="{cell.ink}" fill="none"/>'
        elif text == "█":
            yield f'<rect x="{x}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="{cell.ink}"/>'
        elif text.strip() or cell.underline:
            look = ' font-weight="bold"' * cell.bold + ' font-style="italic"' * cell.italic
            look += ' text-decoration="underline"' * cell.underline
            yield f'<text x="{x}" y="{top + BASELINE}" fill="{cell.ink}"{look}>{_printable(text)}</text>'
        x += WIDTH * max(1, len(text))


def _runs(row: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """Plain letters of one look together; every other sign alone, in case the font lacks it and widths differ."""

    def key(numbered: tuple[int, Cell]) -> tuple[object, ...]:
        place, cell = numbered
        return (cell._replace(sign=""), -1 if cell.sign.isascii() and cell.sign else place)

    for _, cells in groupby(enumerate(row), key=key):
        run = [cell for _, cell in cells]
        yield run[0], "".join(cell.sign for cell in run)


def _printable(text: str) -> str:
    return escape("".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text))


def _box(arms: tuple[int, int, int, int], x: int, y: int) -> str:
    """Lines from the middle of the cell to its sides; of a double line, the outer one turns further out."""
    up, right, down, left = arms
    double = 2 in arms
    middle_x, middle_y = x + WIDTH // 2 + 0.5, y + HEIGHT // 2 + 0.5
    path = []
    for off in (-2, 2) if double else (0,):
        turn = off if (right and down) or (left and up) else -off
        corner = bool(up) != bool(down)
        line_x = middle_x + (turn if double and corner else off if double and up else 0)
        line_y = middle_y + off if right or left else middle_y
        if up:
            path.append(f"M{line_x} {y}V{line_y if corner else y + HEIGHT}")
        if down:
            path.append(f"M{line_x} {line_y if corner else y}V{y + HEIGHT}")
        if left:
            path.append(f"M{x} {line_y}H{line_x if not right else x + WIDTH}")
        if right:
            path.append(f"M{line_x if not left else x} {line_y}H{x + WIDTH}")
    return "".join(path)


def write(rows: Rows, path: Path | str) -> Path:
    """Write an SVG, or a PNG by its ending. `CannotDraw` where a PNG is wanted and `rsvg-convert` is missing."""
    path = Path(path)
    drawing = svg(rows)
    if path.suffix == ".svg":
        path.write_text(drawing, encoding="utf-8")
        return path
    program = shutil.which("rsvg-convert")
    if program is None:
        raise CannotDraw("rsvg-convert is not installed (Debian: apt install librsvg2-bin fonts-dejavu-core)")
    subprocess.run([program, "--output", str(path)], input=drawing.encode(), check=True)
    return path


async def take(app: App[Any], path: Path | str, *keys: str, size: tuple[int, int] = (80, 24)) -> Path:
    """Run the app without a terminal, press the keys, write its picture."""
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return write(of_app(app), path)


def main(arguments: Sequence[str]) -> int:
    from tests.terminal import Terminal

    parser = argparse.ArgumentParser(prog="python -m docs.picture", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--term", default="xterm-256color")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--do", action="append", default=[], metavar="STEP")
    parser.add_argument("program", nargs="+", metavar="PROGRAM")
    given = parser.parse_args(arguments)
    columns, rows = map(int, given.size.split("x"))
    env = dict(pair.split("=", 1) for pair in given.env)
    with Terminal(given.program, (columns, rows), env, term=given.term) as terminal:
        terminal.settle(0.5)
        for step in given.do:
            kind, _, words = step.partition(":")
            if kind == "wait":
                terminal.wait_for(words)
            elif kind == "type":
                terminal.type(words)
            else:
                terminal.press(step)
            terminal.settle(0.2)
        write(of_screen(terminal.screen, console=given.term == "linux"), given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
