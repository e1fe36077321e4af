"""Text that would command a terminal, pass for markup or hide: in an old or foreign book, and typed into fields.

Nothing of it reaches the terminal but as text, nothing crashes, and no field takes it in silence.
"""

from __future__ import annotations

import itertools
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.clock import SetClock
from db.values.text import shown
from tests import walk
from tests.conftest import NOW
from tests.screens.drivers import AtTheCounter, at_the_counter
from tests.terminal import Terminal
from widgets.field import Field

ESC, BEL, CSI = "\x1b", "\x07", "\x9b"

# What an old book or a foreign one may hold.
MARKUP = ["[/]", "[/red]", "[x]", "[red]rouge[/red]", "[@click=app.quit]ici[/]", "[type=x, v={'a[0]'}]"]
MARKUP += ["\\[x]", "[[x]]", "[b"]
COMMANDS = [
    f"{ESC}]0;titre{BEL}Ali",
    f"{ESC}[2Jvide",
    f"{ESC}[31mrouge",
    f"{ESC}c",
    f"{ESC}P+q{ESC}\\x",
    f"cloche{BEL}",
]
COMMANDS += [f"{CSI}31m", "nul\x00nul", "retour\rdebut", "ligne\nautre", "tab\tulé", "\x7feffacé", f"{ESC}[?1049l"]
COMMANDS += [f"{ESC}]52;c;Zm9v{BEL}"]
INVISIBLE = ["ab\u202ecd", "ab\u200bcd", "\u2066ab\u2069", "\ufeffab", "a\u2060b", "a\u00adb", "x\u2028y", "\ue000"]
INVISIBLE += ["a\U000e0041b", "a\u3164b"]
HARMLESS_BUT_ODD = ["=1+1", "+1", "-1", "@a", '"guillemets"', "l'apo'strophe", "<b>gras</b>", "&amp;", "C:\\dossier\\n"]
HARMLESS_BUT_ODD += [
    "%s %d {n} {0}",
    "$PATH",
    "Zoë" + "\u0301" * 40,
    "日本語の名前" * 6,
    "🍋" * 30,
    "x" * 400,
    "mot " * 100,
]
HARMLESS_BUT_ODD += ["ﬁn", "É" * 79, "{member}", "> >", "…"]
STORED = MARKUP + COMMANDS + INVISIBLE + HARMLESS_BUT_ODD

# What a person, or a paste, may put into a field: it must be refused, wherever it is typed.
REFUSED = [
    "ab\u202ecd",
    "ab\u200bcd",
    f"a{ESC}[31mb",
    f"a{BEL}b",
    "a\x00b",
    f"a{CSI}b",
    "a\u2028b",
    "\ufffd",
    "\u2066a",
    "a\x7fb",
]


# --- In the book ----------------------------------------------------------------------------------------------------

COLUMNS = {
    "groups": ("name", "welcome", "contact"),
    "place": ("name", "address", "postcode", "city"),
    "member": ("first_name", "last_name", "first_name2", "last_name2", "address1", "address2", "postcode", "city"),
    "product": ("name", "reference", "category", "producer", "labels", "allergens"),
    "order_line": ("name", "reference"),
    "note": ("text",),
}


def poison(path: Path, start: int = 0) -> None:
    """Put hostile text into every text that people write, past all that would refuse it."""
    import sqlcipher3

    book = sqlcipher3.connect(str(path))
    guards = book.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        book.execute(f'DROP TRIGGER "{name}"')
    texts = itertools.islice(itertools.cycle(STORED), start, None)
    for table, columns in COLUMNS.items():
        for (row,) in book.execute(f'SELECT id FROM "{table}" ORDER BY id').fetchall():
            values = [next(texts) for _ in columns]
            changes = ", ".join(f"{column} = ?" for column in columns)
            book.execute(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*values, row))
    # Sarah is who walks: her name says what must be seen, and her phone and e-mail let her in.
    book.execute("UPDATE member SET first_name = '[/]', last_name = '[x]' WHERE email = ?", (walk.SARAH,))
    for _, sql in guards:
        book.execute(sql)
    book.commit()
    book.close()


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walk.make_demo(tmp_path_factory.mktemp("hostile"))


def poisoned(template: Path, folder: Path, start: int) -> Path:
    shutil.copytree(template, folder)
    poison(folder / "demo.db", start)
    return folder


def dangers(person: AtTheCounter) -> Iterator[str]:
    """What must never be in the rows that are written to the terminal."""
    for number, line in enumerate(person.lines):
        if shown(line) != line:
            yield f"row {number} holds a sign that commands or hides: {line!r}"
        if cell_len(line) > person.app.size.width:
            yield f"row {number} is {cell_len(line)} columns wide: {line!r}"
    if person.page != "Waiting" and person.app.focused is None:
        yield "the mark is nowhere"


@pytest.mark.parametrize(
    ("route", "start"),
    [("member", 0), ("member", 17), ("member", 34), ("visitor", 0), ("visitor", 17), ("coordinator", 34)],
)
async def test_a_hostile_book_reaches_the_terminal_as_text_on_every_screen(
    route: str, start: int, demo_book: Path, tmp_path: Path
) -> None:
    found: list[str] = []
    template = poisoned(demo_book, tmp_path / "poisoned", start)
    size = (120, 40) if start == 17 else (80, 24)
    async for stop, person in walk.walk(route, template, tmp_path / "walked", size=size):
        found += [f"{stop.name} ({stop.page}): {danger}" for danger in dangers(person)]
        if route == "member" and stop.page in ("Distributions", "Account", "Shop"):
            assert "[/] [X]" in person.lines[0], f"{stop.name}: {person.lines[0]}"
    assert not found, "\n" + "\n".join(found)


async def test_brackets_are_shown_as_they_are(demo_book: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_book, tmp_path / "book")
    walk.with_raw(tmp_path / "book" / "demo.db", "UPDATE product SET name = '[x] ' || name || ' [/]'")
    async with at_the_counter(tmp_path / "book" / "demo.db", tmp_path / "book" / "home", SetClock(NOW)) as person:
        await person.signs_in(walk.SARAH)
        await person.presses("enter")
        assert "[x] Farine de blé T65" in person.text
        await person.types("1", "enter", "f6")
        assert "[x] Farine de blé T65 [/]" in person.text


async def test_a_long_name_never_hides_the_balance(demo_book: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_book, tmp_path / "book")
    change = f"UPDATE member SET last_name = '{'Longue ' * 11}' WHERE email LIKE 'sarah%'"
    walk.with_raw(tmp_path / "book" / "demo.db", change)
    async with at_the_counter(tmp_path / "book" / "demo.db", tmp_path / "book" / "home", SetClock(NOW)) as person:
        await person.signs_in(walk.SARAH)
        header = person.lines[0]
        assert header.startswith(" Comptoir  BELLEFONTAINE")
        assert header.endswith("solde -1,53\u00a0€")
        assert "Sarah LONGUE" in header


async def test_a_text_that_is_no_text_is_a_damage_that_is_said(demo_book: Path, tmp_path: Path) -> None:
    """Bytes that no encoding explains, where the book keeps a name."""
    shutil.copytree(demo_book, tmp_path / "book")
    walk.with_raw(
        tmp_path / "book" / "demo.db",
        "UPDATE member SET first_name = CAST(x'EDA080' AS TEXT) WHERE email LIKE 'sarah%'",
    )
    async with at_the_counter(tmp_path / "book" / "demo.db", tmp_path / "book" / "home", SetClock(NOW)) as person:
        await person.signs_in(walk.SARAH)
        assert person.page == "SignIn"
        assert person.reads("abîmé"), person.text


# All that the program itself sends: styles, moves, modes, questions, the shape of a mouse pointer.
OWN_SEQUENCES = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[\d*[A-KXb]|\x1b\[\?\d+[hl]|\x1b\[[<>=?]?[0-9;]*[uc]|\x1b\[\?\d+\$p"
    r"|\x1b\[>q|\x1b\[\d* q|\x1b\]1[01];\?(?:\x07|\x1b\\)|\x1b\]22;[a-z]*\x07|\x1b\[>\d+m|\x1b\[\d+[tn]|\x1b[78]"
)


@pytest.mark.terminal
@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_what_a_hostile_book_writes_to_a_real_terminal_is_only_text(term: str, tmp_path: Path) -> None:
    from db.clock import SystemClock
    from tui import demo

    path, home = tmp_path / "demo.db", tmp_path / "home"
    demo.make(path, home, SystemClock())
    poison(path, start=9)
    command = [sys.executable, "-m", "tui.cli", "--book", path]
    with Terminal(command, env={"COMPTOIR_HOME": str(home)}, term=term) as terminal:
        terminal.wait_for("Code secret")
        terminal.type(walk.SARAH)
        terminal.press("enter")
        terminal.type("246810")
        terminal.press("enter")
        terminal.wait_for("[/] [X]")
        terminal.press("enter")
        terminal.wait_for("F3 Rechercher")
        for key in ("down", "right", "f4", "t", "escape", "escape", "escape", "f5"):
            terminal.press(key)
            terminal.settle()
        written = terminal.written.decode("utf-8")
    left = OWN_SEQUENCES.sub("", written)
    assert ESC not in left, repr(left[max(0, left.index(ESC) - 30) : left.index(ESC) + 30])
    strange = {sign for sign in left if shown(sign) != sign} - {"\n", "\r", "\b"}
    assert not strange, strange


# --- In fields ------------------------------------------------------------------------------------------------------


def rows(person: AtTheCounter) -> dict[str, int]:
    """How many rows each table of people's text has, and what they say together."""
    book = person.app.book
    return {
        table: hash(tuple(book.db.execute_sql(f'SELECT * FROM "{table}" ORDER BY id').fetchall()))
        for table in ("groups", "place", "member", "membership", "note", "correctionasked", "waychosen")
        if book.db.table_exists(table)
    }


class Place:
    """Where a field is: how to get there, and how it is called."""

    def __init__(self, name: str, come: walk.Come, field: str, send: tuple[str, ...] = ("f8",)) -> None:
        self.name, self.come, self.field, self.send = name, come, field, send


names = walk.both(walk.keys("f4", "3", "enter"))  # a group that asks for an address
contact = walk.both(names, walk.typed("Nora", "Petit"))
address = walk.both(contact, walk.typed("nora@example.org", ""))
secret = walk.both(address, walk.typed("3 rue des Lilas", "", "31500", "Toulouse"))
details = walk.both(walk.signs_in(walk.SARAH), walk.keys("f4", "m"))
way = walk.both(walk.signs_in(walk.SARAH), walk.keys("right", "enter", "r", "1", "enter"))
correction = walk.both(walk.signs_in(walk.SARAH), walk.keys("right", "enter", "c", "enter"))

FIELDS = [
    *(Place(f"sign up: {field}", names, field) for field in ("first_name", "last_name")),
    *(Place(f"sign up: {field}", contact, field) for field in ("email", "phone")),
    *(Place(f"sign up: {field}", address, field) for field in ("address1", "address2", "postcode", "city")),
    *(Place(f"sign up: {field}", secret, field) for field in ("secret",)),
    *(
        Place(f"details: {field}", details, field)
        for field in ("first_name", "last_name", "first_name2", "last_name2", "email", "phone")
    ),
    *(Place(f"details: {field}", details, field) for field in ("address1", "address2", "postcode", "city")),
    *(Place(f"how it leaves: {field}", way, field) for field in ("address", "phone-needs", "times", "note")),
    Place("correction: why", correction, "why"),
]


@pytest.mark.parametrize("place", FIELDS, ids=lambda place: place.name)
async def test_a_field_refuses_what_nobody_can_see_keeps_it_and_changes_nothing(
    place: Place, demo_book: Path, tmp_path: Path
) -> None:
    shutil.copytree(demo_book, tmp_path / "book")
    async with at_the_counter(tmp_path / "book" / "demo.db", tmp_path / "book" / "home", SetClock(NOW)) as person:
        await place.come(person)
        field = person.app.screen.query_one(f"#{place.field}", Field)
        before, page = rows(person), person.page
        for text in REFUSED:
            field.focus()
            await person.presses("ctrl+u")
            await person.pastes(text)
            assert field.value == text, f"{text!a} became {field.value!a}"
            await person.presses(*place.send)
            assert person.page == page, f"{text!a} was taken"
            assert field.error, f"{text!a} was not refused"
            assert field.value == text
            assert "×" in person.text
            assert rows(person) == before
            assert not list(dangers(person))


@pytest.mark.parametrize("text", ["\ud800", *REFUSED[:4], *MARKUP[:5], "x" * 400], ids=ascii)
async def test_nothing_that_is_typed_at_the_door_does_harm(text: str, demo_book: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_book, tmp_path / "book")
    async with at_the_counter(tmp_path / "book" / "demo.db", tmp_path / "book" / "home", SetClock(NOW)) as person:
        await person.pastes(text)
        await person.presses("enter")
        await person.pastes(text)
        await person.presses("enter")
        assert person.page == "SignIn"
        assert not list(dangers(person))
        await person.presses("f3", "escape", "f2", "enter", "enter", "f3")
        await person.pastes(text)
        assert person.page == "Shop"
        assert not list(dangers(person))
