"""The first start, on no book, an empty book, or a file that is not one."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from db.database import Book
from db.groups import groups, places
from db.opening import open_book
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter

OWN = "739156"


async def answers_everything(person: AtTheCounter) -> None:
    """Up to the question whether all is right."""
    await person.presses("enter")
    await person.types("BELLEFONTAINE", "enter")
    await person.types("Centre social", "enter")
    await person.types("1 rue du Marché", "enter")
    await person.types("31100", "enter")
    await person.types("Toulouse", "enter", "enter")
    await person.types("Camille", "enter")
    await person.types("Roux", "enter")
    await person.types("camille@example.org", "enter", "enter")
    await person.types(OWN, "enter")
    await person.types(OWN, "enter")


def recovery_code(person: AtTheCounter) -> str:
    found = re.search("[A-Z]{5}(-[A-Z]{5}){3}", person.text)
    assert found is not None
    return found.group()


async def test_where_there_is_no_book_it_is_made_only_at_the_end(tmp_path: Path, home: Path, start: Start) -> None:
    path = tmp_path / "new" / "book.db"
    async with start(path) as camille:
        assert camille.reads("Ce livre est encore vide. Que voulez-vous faire ?")
        await answers_everything(camille)
        assert camille.reads("Groupe BELLEFONTAINE")
        assert camille.reads("Lieu Centre social Adresse 1 rue du Marché, Toulouse")
        assert not path.exists()
        await camille.presses("enter")
        assert camille.reads("Écrivez ce code sur papier, maintenant.")
        code = recovery_code(camille)
        await camille.presses("escape")
        assert camille.reads("Écrivez d'abord le code sur papier")
        await camille.presses("enter")
        assert camille.page == "Distributions"
        assert "Camille ROUX, coordination" in camille.lines[0]
        await camille.presses("f12")
        assert camille.page == "SignIn"
        # The paper lets in, a new secret is chosen, and a new code is written down.
        await camille.signs_in("camille@example.org", code.lower().replace("-", " "))
        assert camille.page == "ChooseSecret"
        await camille.types("852137", "enter")
        await camille.types("852137", "enter")
        assert recovery_code(camille) != code
        await camille.presses("enter")
        assert camille.page == "Distributions"
    book = open_book(path, home)
    try:
        [group] = groups(book)
        assert group.name == "BELLEFONTAINE"
        assert [place.timezone for place in places(book, group.id)] == ["Europe/Paris"]
    finally:
        book.close()


async def test_an_empty_book_is_set_up_too(book: Book, start: Start) -> None:
    async with start() as camille:
        await answers_everything(camille)
        await camille.presses("enter", "enter")
        assert camille.page == "Distributions"
    assert [group.name for group in groups(book)] == ["BELLEFONTAINE"]


async def test_leaning_on_enter_neither_makes_the_book_nor_passes_the_recovery_code(book: Book, start: Start) -> None:
    async with start() as camille:
        await answers_everything(camille)
        await camille.leans_on("enter")
        assert camille.page == "Question"
        assert groups(book) == ()
        await camille.presses("enter")
        await camille.leans_on("enter")
        assert recovery_code(camille)


async def test_what_cannot_be_kept_is_refused_at_its_field(book: Book, start: Start) -> None:
    async with start() as camille:
        await camille.presses("1", "enter", "enter")
        assert camille.reads("× Indiquez le nom.")
        await camille.types("BELLEFONTAINE", "enter")
        await camille.types("Centre social", "tab", "tab")
        await camille.types("abc", "tab", "tab", "ctrl+u")
        await camille.types("Mars/Olympus", "f8")
        assert camille.reads("n'est pas un code postal")
        assert camille.reads("Mars/Olympus")
        assert camille.marks == 1
    assert groups(book) == ()


async def test_escape_goes_back_and_keeps_what_was_typed(start: Start, book_path: Path) -> None:
    async with start() as camille:
        await camille.presses("enter")
        await camille.types("BELLEFONTAINE", "enter", "escape")
        assert camille.reads("> BELLEFONTAINE")
        await camille.presses("escape")
        assert camille.reads("Que voulez-vous faire ?")


def make_bad(kind: str, path: Path) -> None:
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "foreign":
        path.write_bytes(b"some text " * 50)
    elif kind == "newer":
        content = bytearray(path.read_bytes())
        content[60:64] = (99).to_bytes(4, "big")
        path.write_bytes(content)
    elif kind == "damaged":
        content = bytearray(path.read_bytes())
        content[4096:] = b"\x07" * (len(content) - 4096)
        path.write_bytes(content)
    elif kind == "folder":
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("empty", "est vide : une copie interrompue, ou un disque plein."),
        ("foreign", "n'est pas un livre de Comptoir."),
        ("newer", "a été écrit par un Comptoir plus récent"),
        ("damaged", "est abîmé"),
        ("folder", "n'est pas un livre de Comptoir."),
    ],
)
async def test_a_file_that_cannot_be_opened_is_left_alone_and_said(
    book_path: Path, start: Start, kind: str, sentence: str
) -> None:
    make_bad(kind, book_path)
    before = book_path.read_bytes() if book_path.is_file() else b""
    async with start() as someone:
        assert someone.page == "NoBook"
        assert someone.reads(sentence)
        assert someone.reads("Aucune sauvegarde dans le dossier « backups »")
        assert someone.marks == 1
        assert "Ctrl+Q Quitter" in someone.footer
        await someone.presses("f2", "f4", "f8", "escape", "enter")
        assert someone.page == "NoBook"
    assert (book_path.read_bytes() if book_path.is_file() else b"") == before


async def test_the_latest_backup_is_named_and_a_mended_file_is_opened(
    book_path: Path, tmp_path: Path, start: Start
) -> None:
    whole = shutil.copy(book_path, tmp_path / "whole.db")
    backups = book_path.parent / "backups"
    backups.mkdir()
    for day, name in enumerate(("book-old.db", "book-latest.db")):
        shutil.copy(whole, backups / name)
        os.utime(backups / name, (1_000_000 + day, 1_000_000 + day))
    book_path.write_bytes(b"")
    async with start() as someone:
        assert someone.reads("La dernière sauvegarde")
        assert "book-latest.db" in someone.text.replace("\n", "").replace(" ", "").replace("│", "")
        shutil.copy(whole, book_path)
        await someone.presses("1", "enter")
        assert someone.page == "SetUp"


@pytest.mark.parametrize("words", ["fr", "en", "de"])
async def test_each_question_has_one_mark_and_a_footer_that_fits(start: Start, book: Book, words: str) -> None:
    async with start(words=words) as camille:
        seen = set()
        for keys in (["enter"], ["f8"], [*"BELLE", "enter"], ["f8"], [*"Cs", "f8"], ["f8"]):
            await camille.presses(*keys)
            assert camille.marks == 1
            assert len(camille.footer) <= 78
            assert not camille.lines[-2].strip()
            seen.add(camille.lines[3])
        assert len(seen) == 3
