"""What must be true of every screen, whatever it shows: sentences that tests collect, empty when all is well."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

from rich.cells import cell_len

from tests.screens.drivers import AtTheCounter
from widgets.page import Page
from widgets.text import words

# What the console font of Debian (Lat15) has, of the signs that `docs` and the looks allow.
LATIN = {chr(code) for code in range(0x20, 0x7F)} | {bytes([code]).decode("iso8859-15") for code in range(0xA0, 0x100)}
SIGNS = set("●×…•–—‘’‚“”„«»‹›·↑↓←→") | set("─│┌┐└┘├┤┬┴┼═║╔╗╚╝") | {"\u00a0", "\u202f"}
GLYPHS = (LATIN | SIGNS) - {"\u00ad"}

FOOTER_KEYS, FOOTER_COLUMNS = 6, 78
# Nothing can be done on it, and it goes by itself.
WITHOUT_KEYS = {"Waiting"}

# A French number with decimals is an amount with its sign, or a quantity with its unit; a typed one is in its field.
_NUMBER = re.compile(r"\d,\d+")
_ITS_UNIT = re.compile(r"[\s\]]*(?:€|kg|g\b|L\b|ml|pièces?|%|×)")


def faults(person: AtTheCounter) -> Iterator[str]:
    """What is wrong with the screen as it is painted now."""
    page, lines = person.app.screen, person.lines
    width, height = person.app.size
    if person.page not in WITHOUT_KEYS and person.marks != 1:
        yield f"{person.marks} marks instead of one"
    if len(lines) != height:
        yield f"{len(lines)} rows on {height}"
    for number, line in enumerate(lines):
        if cell_len(line) > width:
            yield f"row {number} is {cell_len(line)} columns wide"
        if strange := set(line) - GLYPHS:
            yield f"row {number} has signs that the console lacks: {sorted(strange)}"
        for found in _NUMBER.finditer(line):
            if not _ITS_UNIT.match(line, found.end()):
                yield f"row {number}: {found[0]} stands without its unit, or is cut: {line!r}"
    if isinstance(page, Page):
        yield from _footer_faults(page, person.footer)


def _footer_faults(page: Page[object], footer: str) -> Iterator[str]:
    from widgets.keys_line import KeysLine

    line = page.query_one(KeysLine)
    shown = line.shown(line.size.width)
    wanted = line.wanted()
    if len(wanted) > FOOTER_KEYS:
        yield f"{len(wanted)} keys for the footer"
    if len(shown) < len(wanted):
        yield f"the footer has no room for {[a.id for a in wanted if a not in shown]}"
    if cell_len(footer) > FOOTER_COLUMNS:
        yield f"the footer is {cell_len(footer)} columns wide"


def dead_keys(page: Page[object]) -> Iterator[str]:
    """Greyed keys that do not say why when they are pressed."""
    from widgets.band import Note

    for action in page.every_action():
        reason = page.reason_against(action)
        if reason is None:
            continue
        page.run(action)
        said = page.query_one(Note).message
        if said is None or words(said.text).plain != words(reason).plain:
            yield f"{action.id} is greyed and does not say why"
        page.clear_message()


def hidden_keys(page: Page[object]) -> Iterator[str]:
    """F-keys that neither the footer nor the list of actions offers to who has none."""
    from widgets.keys_line import KeysLine
    from widgets.palette_page import ActionList

    line = page.query_one(KeysLine)
    every = page.every_action()
    offered = {(action.method, action.id) for action in line.shown(line.size.width)}
    if any(action.id == "palette" for action in every):
        offered |= {(action.method, action.id) for action in ActionList(page).hits()}
    methods = {method for method, _ in offered}
    for action in every:
        if re.fullmatch(r"f\d+", action.key) and action.method and action.method not in methods:
            yield f"{action.key} ({action.id}) is out of reach without F-keys"


# --- Words ----------------------------------------------------------------------------------------------------------

# Greek letters of the same shape or sound: as wide as the Latin ones, and never in anybody's data.
_GREEK = str.maketrans(string.ascii_letters, "αβγδεφγηιξκλμνοπθρστυβωχψζ" + "ΑΒΓΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΒΩΧΨΖ")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_COMMAND = re.compile(r"comptoir [a-z ]+ --[a-z-]+")  # to be typed in a shell: the same in every language
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]+")


class Greek(NullTranslations):
    """A catalogue that writes every message in Greek letters: Latin ones on the screen never went through it."""

    def gettext(self, message: str) -> str:
        end, parts = 0, []
        for placeholder in _PLACEHOLDER.finditer(message):
            parts += [message[end : placeholder.start()].translate(_GREEK), placeholder[0]]
            end = placeholder.end()
        return "".join(parts) + message[end:].translate(_GREEK)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n < 2 else many)


# The name of the program, names of keys and languages, units, and what the walk types.
_OURS = """
Comptoir COMPTOIR F Ctrl O P Q Z Langue Language Sprache Français English Deutsch
kg g L l ml h n pièce pièces
personne example org zzz hui Nora Petit PETIT Paul Lilas rue des Toulouse nora petit GROUPE DU LAC Salle du lac Lac
c m o p r s t v a x SALON TAB ABCDE FGHJK LMNPQ RSTUV COCUS Europe Paris tmp papers txt
"""


_LARGE = re.compile(r"\b(?:[A-ZÀ-Þ] )+[A-ZÀ-Þ]\b")  # a name in large letters: « S A R A H »


class KnownWords:
    """Every word that may stand on a screen without a catalogue: the book's own text, days and months."""

    def __init__(self, *texts: str) -> None:
        self.words = set(_WORD.findall(_OURS)) | {word for text in texts for word in _WORD.findall(text)}
        self.words |= {word.upper() for word in self.words} | {word.capitalize() for word in self.words}

    def leaks(self, person: AtTheCounter) -> Iterator[str]:
        """Words on the screen that came from no catalogue and from nobody's data."""
        known = self.words | set(_WORD.findall(_of_papers(person)))
        for line in person.lines:
            line = _COMMAND.sub("", line)
            line = _LARGE.sub(lambda large: large[0].replace(" ", ""), line)
            for found in _WORD.finditer(line):
                word = found[0]
                if word in known or (len(word) == 1 and line.startswith(".", found.end())):  # « Jeanne L. »
                    continue
                if line[found.end() :].startswith("…") and any(whole.startswith(word) for whole in known):
                    continue
                if line[: found.start()].endswith("…") and any(whole.endswith(word) for whole in known):
                    continue
                yield f"{word!r} in {line.strip()!r}"


def _of_papers(person: AtTheCounter) -> str:
    """Files have the language in which they were made; so have slips, of which each reading is written down."""
    text = "\n".join(path.name for path in person.app.papers.rglob("*"))
    found = getattr(person.app.screen, "found", None)
    document = getattr(found, "document", None)
    if document is not None and document.holds_contacts:
        from printing.plain import plain

        text += document.title + plain(document)
    return text


def words_of_book(path: Path) -> str:
    """All text in the book, of every table."""
    import sqlcipher3

    book = sqlcipher3.connect(str(path))
    try:
        tables = [name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(
            str(value)
            for table in tables
            for row in book.execute(f'SELECT * FROM "{table}"')
            for value in row
            if isinstance(value, str)
        )
    finally:
        book.close()
