"""Four looks, one meaning: colours and styles named for what they say, never for how they look.

A theme gives two kinds of variables. *Colours* (`$paper`, `$line`, `$open-tint`…) serve in style sheets and in
`Content` alike. *Styles* (names ending in `-text` or `-badge`) may hold bold and reverse beside colours; they serve in
`Content` only: `Content.styled(text, "$open-badge")`. Text is always painted by a style, so that a theme without
colours can still tell an amount, a badge and the focus apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme

KRAFT, CONSOLE, CONTRAST, MONO = NAMES = ("kraft", "console", "contrast", "mono")


class Tone(NamedTuple):
    """One meaning in the four looks. Colours in hexadecimal, Textual's names (`ansi_…`), or a whole style."""

    kraft: str
    console: str
    contrast: str
    mono: str = "ansi_default"


# The 16 colours keep to what the Linux console shows well: backgrounds 0 to 7, never dim, never colour 8, and never
# bold with reverse (dark grey on grey there): the focus is the explicit pair black on white.
COLOURS: Mapping[str, Tone] = {
    "paper": Tone("#F6EFE0", "ansi_black", "#000000"),
    "surface-box": Tone("#FFFBF2", "ansi_black", "#000000"),
    "kraft": Tone("#E8DABD", "ansi_black", "#000000"),
    "bar": Tone("#33271B", "ansi_white", "#FFFFFF"),
    "on-bar": Tone("#F6EFE0", "ansi_black", "#000000"),
    "on-bar-muted": Tone("#D9C7A6", "ansi_black", "#000000"),
    "ink": Tone("#2B2118", "ansi_white", "#FFFFFF"),
    "muted": Tone("#655542", "ansi_white", "#FFFFFF"),
    "line": Tone("#9A8360", "ansi_white", "#FFFFFF"),
    "open": Tone("#1E6A3C", "ansi_bright_green", "#7DFF9B"),
    "open-tint": Tone("#E4EED9", "ansi_black", "#000000"),
    "closed": Tone("#7A4A22", "ansi_white", "#FFC98A"),
    "closed-line": Tone("#7A4A22", "ansi_yellow", "#FFC98A"),
    "closed-tint": Tone("#EFE3CF", "ansi_black", "#000000"),
    "pending": Tone("#F3B63A", "ansi_white", "#FFE45C"),
    "pending-tint": Tone("#FBE6B4", "ansi_black", "#000000"),
    "amber": Tone("#7A4F00", "ansi_bright_yellow", "#FFE45C"),
    "money": Tone("#6A2350", "ansi_bright_white", "#FFFFFF"),
    "danger": Tone("#A4201B", "ansi_bright_red", "#FF9C8F"),
    "danger-tint": Tone("#F9E0D8", "ansi_black", "#000000"),
    "focus": Tone("#2B2118", "ansi_white", "#FFFFFF"),
    "on-focus": Tone("#FFFBF2", "ansi_black", "#000000"),
}

STYLES: Mapping[str, Tone] = {
    "bar-text": Tone("#F6EFE0 on #33271B", "ansi_black on ansi_white", "#000000 on #FFFFFF", "reverse"),
    "bar-title": Tone("bold #F6EFE0 on #33271B", "ansi_black on ansi_white", "bold #000000 on #FFFFFF", "reverse"),
    "bar-muted": Tone("#D9C7A6 on #33271B", "ansi_black on ansi_white", "#000000 on #FFFFFF", "reverse"),
    "ink-text": Tone("#2B2118", "ansi_white", "#FFFFFF"),
    "muted-text": Tone("#655542", "ansi_white", "#FFFFFF"),
    "line-text": Tone("#9A8360", "ansi_white", "#FFFFFF"),
    "open-text": Tone("#1E6A3C", "ansi_bright_green", "#7DFF9B"),
    "closed-text": Tone("#7A4A22", "ansi_white", "#FFC98A"),
    "amber-text": Tone("#7A4F00", "ansi_bright_yellow", "#FFE45C", "bold"),
    "money-text": Tone("#6A2350", "bold ansi_bright_white", "bold #FFFFFF", "bold"),
    "danger-text": Tone("#A4201B", "ansi_bright_red", "#FF9C8F", "bold"),
    "band-text": Tone("#2B2118", "ansi_bright_yellow", "#FFFFFF"),
    "open-badge": Tone("bold #FFFFFF on #1E6A3C", "ansi_black on ansi_green", "bold #000000 on #7DFF9B", "reverse"),
    "closed-badge": Tone(
        "bold #FFFFFF on #7A4A22", "ansi_bright_white on ansi_yellow", "bold #000000 on #FFC98A", "bold"
    ),
    "pending-badge": Tone("bold #2B2118 on #F3B63A", "ansi_black on ansi_white", "bold #000000 on #FFE45C", "reverse"),
    "danger-badge": Tone(
        "bold #FFFFFF on #A4201B", "ansi_bright_white on ansi_red", "bold #000000 on #FF9C8F", "bold reverse"
    ),
    "money-badge": Tone(
        "bold #FFFFFF on #6A2350", "ansi_bright_white on ansi_magenta", "bold #000000 on #FFFFFF", "bold reverse"
    ),
    "focus-text": Tone("bold #FFFBF2 on #2B2118", "ansi_black on ansi_white", "bold #000000 on #FFFFFF", "reverse"),
    "mark-text": Tone("bold #2B2118", "bold ansi_white", "bold #FFFFFF", "bold"),
}


def variables(name: str) -> dict[str, str]:
    """All variables of the theme `name`, as Textual takes them."""
    column = NAMES.index(name)
    return {meaning: tone[column] for table in (COLOURS, STYLES) for meaning, tone in table.items()}


def theme(name: str) -> Theme:
    """The Textual theme `name`."""
    from textual.theme import Theme

    words = variables(name)
    ansi = is_ansi(name)
    if ansi:
        # Textual's own style sheet asks an ansi theme for these.
        words |= {"ansi-background": words["paper"], "ansi-foreground": words["ink"]}
    return Theme(
        name=name,
        primary=words["focus"],
        warning=words["amber"],
        error=words["danger"],
        success=words["open"],
        foreground=words["ink"],
        background=words["paper"],
        # An ansi theme may not mix colours; these two are never painted there.
        surface=None if ansi else words["surface-box"],
        panel=None if ansi else words["kraft"],
        dark=name != KRAFT,
        ansi=ansi,
        variables=words,
    )


def choose(environment: Mapping[str, str], colours: int, preference: str = "") -> str:
    """The look for this terminal: no colour wished wins, then the laptop's preference, then what it can show.

    `colours` is how many the terminal has (16, 256 or 2**24). To be asked before the App is made: Textual takes
    `NO_COLOR` out of the environment.
    """
    if "NO_COLOR" in environment:
        return MONO
    if preference in NAMES:
        return preference
    return KRAFT if colours > 16 else CONSOLE


def colours_of(environment: Mapping[str, str]) -> int:
    """How many colours the terminal promises by its environment: 16, 256 or 2**24."""
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return 2**24
    term = environment.get("TERM", "")
    # Windows Terminal says itself; the classic console of Windows 10 and later shows true colours too.
    if environment.get("WT_SESSION") or environment.get("OS") == "Windows_NT":
        return 2**24
    if term.endswith(("-256color", "-direct", "-kitty")):
        return 256
    return 16


def is_ansi(name: str) -> bool:
    """Whether `name` speaks the terminal's own colours; to be told to `App(ansi_color=…)`."""
    return name in (CONSOLE, MONO)


def dress(app: App[Any], name: str) -> None:
    """Put on `name`. Called once at the end of `App.__init__`, and again whenever the laptop's preference changes."""
    if name not in app.available_themes:
        app.register_theme(theme(name))
    if app.is_running:
        app.ansi_color = is_ansi(name) or None
        app.theme = name
    # Pages mounted from now on are styled at once, not at the next turn.
    app.set_reactive(type(app).theme, name)
    app.stylesheet.set_variables(app.get_css_variables())
