"""Colours are checked as they are painted: what the themes say, not what a table says about them."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.markup import parse_style

from tests.widgets.stage import Stage, page_of
from tui import themes

# What the 16 colours look like on the console of a PC (the kernel's own palette).
VGA = (
    *("#000000", "#AA0000", "#00AA00", "#AA5500", "#0000AA", "#AA00AA", "#00AAAA", "#AAAAAA"),
    *("#555555", "#FF5555", "#55FF55", "#FFFF55", "#5555FF", "#FF55FF", "#55FFFF", "#FFFFFF"),
)
GROUNDS = ("paper", "surface-box", "kraft", "open-tint", "closed-tint", "pending-tint", "danger-tint")
# Where a text may stand besides paper and surface: its own tint, and the grounds of ink and labels.
TEXTS = {
    "ink-text": GROUNDS,
    "muted-text": GROUNDS,
    "open-text": ("paper", "surface-box", "open-tint"),
    "closed-text": ("paper", "surface-box", "closed-tint"),
    "amber-text": ("paper", "surface-box", "open-tint", "closed-tint", "pending-tint"),
    "money-text": GROUNDS,
    "danger-text": ("paper", "surface-box", "danger-tint", "closed-tint"),
    "band-text": ("pending-tint",),
    "mark-text": GROUNDS,
}
LINES = {
    "line": ("paper", "surface-box"),
    "open": ("paper", "open-tint"),
    "closed-line": ("closed-tint",),
    "amber": ("pending-tint",),
    "danger": ("paper", "surface-box"),
    "focus": ("paper", "surface-box"),
}
FILLED = tuple(name for name in themes.STYLES if " on " in themes.STYLES[name].kraft)
COLOURED = (themes.KRAFT, themes.CONSOLE, themes.CONTRAST)


def seen(color: Color) -> Color:
    """The colour on the glass."""
    return color if color.ansi is None else Color.parse(VGA[color.ansi])


def luminance(color: Color) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(color.r) + 0.7152 * part(color.g) + 0.0722 * part(color.b)


def ratio(one: Color, other: Color) -> float:
    low, high = sorted((luminance(seen(one)), luminance(seen(other))))
    return (high + 0.05) / (low + 0.05)


def least(look: str) -> float:
    return 7.0 if look == themes.CONTRAST else 4.5


@pytest.mark.parametrize("look", COLOURED)
def test_every_text_can_be_read_on_every_ground_it_stands_on(look: str) -> None:
    words = themes.variables(look)
    for text, grounds in TEXTS.items():
        front = parse_style(words[text], {}).foreground
        for ground in grounds:
            found = ratio(front, Color.parse(words[ground]))
            assert found >= least(look), f"{text} on {ground}: {found:.1f}"


@pytest.mark.parametrize("look", COLOURED)
def test_every_badge_and_reversed_text_can_be_read(look: str) -> None:
    for name in FILLED:
        style = parse_style(themes.variables(look)[name], {})
        found = ratio(style.foreground, style.background)
        # White on the console's brown is 5.2: enough for a badge there, and the best that console has.
        assert found >= least(look), f"{name}: {found:.1f}"


@pytest.mark.parametrize("look", COLOURED)
def test_every_line_stands_out_from_its_ground(look: str) -> None:
    words = themes.variables(look)
    for line, grounds in LINES.items():
        for ground in grounds:
            found = ratio(Color.parse(words[line]), Color.parse(words[ground]))
            assert found >= 3, f"{line} on {ground}: {found:.1f}"


def test_the_sixteen_colours_keep_to_what_the_linux_console_shows() -> None:
    for name in themes.STYLES:
        style = parse_style(themes.variables(themes.CONSOLE)[name], {})
        assert style.foreground is not None
        assert style.foreground.ansi != 8, f"{name}: dark grey is unreadable there"
        if style.background is not None and style.background.ansi is not None:
            assert style.background.ansi < 8, f"{name}: backgrounds are 0 to 7"
        assert not style.reverse, f"{name}: the explicit pair, never reverse"


@pytest.mark.parametrize("look", themes.NAMES)
def test_no_theme_uses_what_terminals_lose(look: str) -> None:
    for name in themes.STYLES:
        style = parse_style(themes.variables(look)[name], {})
        assert not any((style.dim, style.italic, style.underline, style.blink)), name


def test_without_colours_states_differ_by_reverse_and_bold_alone() -> None:
    words = themes.variables(themes.MONO)
    assert all("#" not in value for value in words.values())
    assert words["open-badge"] == words["pending-badge"] == "reverse"
    assert words["closed-badge"] == "bold"
    assert words["focus-text"] == "reverse"


@pytest.mark.parametrize(
    ("environment", "colours", "preference", "chosen"),
    [
        ({"NO_COLOR": "1"}, 2**24, "kraft", "mono"),
        ({"NO_COLOR": ""}, 2**24, "", "mono"),
        ({"TERM": "linux"}, 16, "", "console"),
        ({"TERM": "xterm"}, 16, "", "console"),
        ({"TERM": "xterm-256color"}, 256, "", "kraft"),
        ({"TERM": "linux"}, 16, "contrast", "contrast"),
        ({}, 2**24, "an old name", "kraft"),
    ],
)
def test_the_look_follows_no_color_then_the_preference_then_the_terminal(
    environment: dict[str, str], colours: int, preference: str, chosen: str
) -> None:
    assert themes.choose(environment, colours, preference) == chosen


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "linux"}, 16),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 2**24),
        ({"WT_SESSION": "1"}, 2**24),
        ({}, 16),
    ],
)
def test_colours_are_counted_from_what_the_terminal_promises(environment: dict[str, str], colours: int) -> None:
    assert themes.colours_of(environment) == colours


async def test_the_look_changes_while_the_program_runs() -> None:
    app = Stage(page_of())
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.screen.styles.background
        themes.dress(app, themes.CONTRAST)
        await pilot.pause()
        assert app.screen.styles.background != before
        assert app.screen.styles.background == Color.parse("#000000")
