"""« Vous pouvez également imprimer votre liste »: on every order, for the team, and whatever the printer does."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from db import prints
from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.distributions import distributions
from db.orders import all_orders
from printing import drawing
from printing.document import Document
from printing.pdf import pdf
from screens.papers import Paper
from screens.print_menu import PrintMenu
from screens.printing import PrintPage
from screens.sheet import Sheet
from tests.conftest import NOW
from tests.db import world as worlds
from tests.screens.conftest import Start
from tests.screens.deliverer_drivers import Street, deliverer, make
from tests.screens.demo_world import on_the_demo
from tests.screens.desk_drivers import VOLUNTEER, at_the_desk, team, views
from tests.screens.drivers import AtTheCounter
from tests.screens.fake_printer import Salon

posix = pytest.mark.skipif(os.name != "posix", reason="lp is of POSIX")


async def to_the_order(person: AtTheCounter) -> None:
    await person.presses("f4", "enter")
    assert person.page == "OrderPage"


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.glob("papers/*/*"))


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """`programs("lp", "exit 1")` is what the system has for `lp`; there is nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("LPDEST", "PRINTER"):
        monkeypatch.delenv(name, raising=False)

    def there(name: str, does: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)

    return there


SALON = "echo 'SALON accepting requests since Wed Dec  2 09:00:00 2026'"


# --- A member's own order -----------------------------------------------------------------------------------------


async def test_a_member_prints_their_order_with_ctrl_p(tmp_path: Path) -> None:
    """« Vous pouvez également imprimer votre liste en cliquant sur « ma commande » puis « imprimer ma commande » et
    « imprimer » » ; « Astuce : vous pouvez aussi appuyez sur « Ctrl » + « P » pour imprimer ! »"""
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p")
        assert sarah.page == "PrintPage"
        assert sarah.reads("Abricots bruns secs 0,25 kg 6,10 €/kg 1,53 €")
        assert sarah.reads("Pas encore imprimé.")
        assert files(tmp_path) == [], "looking at it prints nothing"
        await sarah.presses("enter")
        assert sarah.reads("● ENREGISTRÉ")
        assert sarah.reads("Pas d'imprimante choisie. p : en choisir une.")
        [file] = files(tmp_path)
        assert sarah.reads(f"Fichier : {file}")
        assert sarah.reads("2026-12-03 BELLEFONTAINE")
        assert sarah.reads("Impression demandée")
        await sarah.presses("escape")
        assert sarah.page == "OrderPage"
    [path] = tmp_path.glob("papers/*/*.pdf")
    assert path.read_bytes().startswith(b"%PDF")


async def test_the_order_is_printed_from_every_page_that_shows_it(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        for way in (("f4",), ("f4", "t"), ("f4", "p")):
            await sarah.presses("f2", *way, "ctrl+p")
            assert sarah.page == "PrintPage", way
            assert sarah.reads("Sarah VARDA")


async def test_the_order_of_a_card_is_printed_from_the_first_page(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f2", "ctrl+p")
        assert sarah.page == "Distributions"
        assert sarah.reads("Vous n'avez rien commandé dans cette distribution.")
        await sarah.presses("right", "ctrl+p")
        assert sarah.page == "PrintPage"
        assert sarah.reads("Sarah VARDA")
        await sarah.presses("escape")
        assert sarah.page == "Distributions"


async def test_what_is_not_recorded_yet_is_not_printed_and_the_way_to_paper_is_said(tmp_path: Path) -> None:
    said = "Une commande s'imprime une fois enregistrée : F2, puis Ctrl+P."
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f2", "enter", "ctrl+p")
        assert sarah.page == "Shop"
        assert sarah.reads(said)
        await sarah.presses("1", "enter", "f6", "ctrl+p")
        assert sarah.page == "BasketPage"
        assert sarah.reads(said)
        await sarah.presses("f8", "ctrl+p")
        assert sarah.page == "Payment"
        assert sarah.reads(said)


async def test_the_receipt_of_an_order_is_one_key_from_its_sheet(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p")
        assert "t Reçu" in sarah.footer
        await sarah.presses("t")
        assert sarah.reads("Imprimer Reçu")
        assert "t Feuille" in sarah.footer
        await sarah.presses("enter")
        [file] = files(tmp_path)
        assert "reçu" in file
        await sarah.presses("t")
        assert "t Reçu" in sarah.footer
        assert not sarah.reads("ENREGISTRÉ"), "the sheet was not printed"
        await sarah.presses("escape", "f4", "p", "ctrl+p")
        assert sarah.reads("Imprimer Reçu"), "payments are of a receipt"


async def test_leaning_on_enter_prints_once_and_says_which_key_prints_again(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        await sarah.leans_on("enter")
        await sarah.presses("enter")
        assert sarah.reads("r : réimprimer")
        assert len(files(tmp_path)) == 1


async def test_nothing_is_printed_again_that_was_not_printed(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "r")
        assert sarah.reads("Rien n'a encore été imprimé ici. Entrée : imprimer.")
        await sarah.types("zqù!9")
        assert files(tmp_path) == []
        await sarah.presses("ctrl+p")
        assert len(files(tmp_path)) == 1, "the key that led here prints, as Enter does"


@posix
async def test_enter_prints_what_is_on_the_screen_and_r_the_paper_that_went(
    tmp_path: Path, programs: Callable[[str, str], None]
) -> None:
    programs("lpstat", SALON)
    programs("lp", f'for word; do last=$word; done; echo "$last" >> {tmp_path}/sent; echo "request id is SALON-7"')
    async with at_the_desk(tmp_path, "ctrl+p", "3", "enter", printers=True) as nadia:
        nadia.app.keep(printer="system:SALON")
        await nadia.presses("enter")
        page = nadia.app.screen
        assert isinstance(page, PrintPage)
        page.facts_changed()
        await nadia.settles()
        assert not nadia.reads("CHANGÉ DEPUIS"), "only the hour would be another"
        await nadia.presses("enter")
        assert nadia.reads("Il est déjà parti à l'imprimante. r : réimprimer.")
        somebody_orders_less(nadia.app.book, page.paper.distribution_id)
        page.facts_changed()
        await nadia.settles()
        assert nadia.reads("! CHANGÉ DEPUIS")
        assert nadia.reads("r : réimprimer le papier 001")
        await nadia.presses("r")
        assert nadia.reads("! CHANGÉ DEPUIS")
        await nadia.presses("enter")
        assert nadia.reads("Envoyé à l'imprimante SALON.")
        assert not nadia.reads("CHANGÉ DEPUIS")
        one, two = files(tmp_path)
    sent = [Path(line).name for line in (tmp_path / "sent").read_text().split("\n")[:-1]]
    assert sent == [one, one, two]


@posix
async def test_what_the_printer_took_and_gave_up_is_said_later_and_is_not_printed(
    tmp_path: Path, programs: Callable[[str, str], None]
) -> None:
    job = "echo 'SALON-7  nadia  1024  now'"
    programs("lpstat", f"{SALON}; {job}; echo ' Alerts: job-printing'")
    programs("lp", 'echo "request id is SALON-7 (1 file(s))"')
    async with on_the_demo(tmp_path, printers=True) as sarah:
        sarah.app.keep(printer="system:SALON")
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("● ENVOYÉ")
        assert sarah.reads("Impression demandée")
        programs("lpstat", f'case "$*" in *completed*) {job}; echo " Alerts: aborted-by-system";; *) {SALON};; esac')
        page = sarah.app.screen
        assert isinstance(page, PrintPage)
        assert page.went is not None
        page._ask(page.book, page.session.person.id, page.went, 0)  # as it does by itself after two seconds
        await sarah.settles()
        assert sarah.reads("× PAS IMPRIMÉ")
        assert sarah.reads("r : réimprimer, ou le fichier en bas.")
        assert sarah.reads("Pas encore imprimé.")
        await sarah.presses("r")
        assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("leaves", [False, True])
async def test_what_fails_after_the_page_was_left_is_told_to_who_printed_it_and_to_nobody_else(
    tmp_path: Path, leaves: bool
) -> None:
    salon = Salon()
    salon.state = "jam"
    with salon.plugged_in():
        async with on_the_demo(tmp_path) as sarah:
            await to_the_order(sarah)
            await sarah.presses("ctrl+p", "enter")
            assert sarah.reads("Retirez-le : l'impression continue.")
            page = sarah.app.screen
            assert isinstance(page, PrintPage)
            assert page.went is not None
            book, by, went, paper = page.book, page.session.person.id, page.went, page.paper
            await sarah.presses("f12" if leaves else "escape")
            salon.turns_out("failed")
            page._ask(book, by, went, 0)  # as it does by itself, more and more seldom
            await sarah.settles()
            assert sarah.reads("L'imprimante a abandonné") is not leaves
            assert prints.last(book, paper.distribution_id, paper.kind, paper.subject) is None


def somebody_orders_less(book: Book, distribution_id: int) -> None:
    """What a paper says of a basket changes."""
    one = next(one for one in all_orders(book, distribution_id) if len(one.order.lines) > 1)
    line = one.order.lines[0]
    correct(book, team(book)[0], one.order.basket_id, line.product_id, line.price, 0)


async def test_a_file_alone_is_kept_and_counts_as_not_printed(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "f")
        assert len(files(tmp_path)) == 1
        assert sarah.reads("Le document est gardé dans un fichier.")
        assert sarah.reads("Pas encore imprimé.")
        assert "Entrée Imprimer" in sarah.footer


async def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("a file stands in the way")
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("Comptoir ne peut pas écrire dans le dossier")
        assert sarah.page == "PrintPage"


async def test_a_member_at_a_kiosk_reads_the_name_of_the_file_and_no_folder(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path, kiosk=True) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("Fichier : 001 commande, panier")
        assert not sarah.reads("Dossier")
        assert str(tmp_path) not in sarah.text
        await sarah.presses("p")
        assert sarah.reads("L'équipe choisit l'imprimante de cet ordinateur.")
        assert sarah.page == "PrintPage"


# --- Printers -----------------------------------------------------------------------------------------------------


@posix
async def test_sent_is_not_printed_and_r_sends_the_same_file_again(
    tmp_path: Path, programs: Callable[[str, str], None]
) -> None:
    programs("lpstat", SALON)
    programs("lp", f'for word; do last=$word; done; echo "$last" >> {tmp_path}/sent; echo "request id is SALON-7"')
    async with on_the_demo(tmp_path, printers=True) as sarah:
        sarah.app.keep(printer="system:SALON")
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("Envoyé à l'imprimante SALON.")
        assert sarah.reads("S'il ne sort rien : r réimprimer, ou le fichier en bas.")
        await sarah.presses("r")
        await sarah.leans_on("r")
        assert len(files(tmp_path)) == 1
        [page] = [page for page in sarah.app.screen_stack if isinstance(page, PrintPage)]
        assert page.found is not None
        seen = prints.last(sarah.app.book, page.paper.distribution_id, "order_sheet", page.paper.subject)
        assert seen is not None
        assert (seen.number, seen.by) == (1, "Sarah VARDA")
    sent = (tmp_path / "sent").read_text().split("\n")[:-1]
    assert len(sent) == 2, "a held r prints again once"
    assert sent[0] == sent[1]


@posix
async def test_a_printer_that_refuses_is_said_in_a_sentence_and_the_file_is_where_it_says(
    tmp_path: Path, programs: Callable[[str, str], None]
) -> None:
    programs("lpstat", SALON)
    programs("lp", "exit 1")
    async with on_the_demo(tmp_path, printers=True) as sarah:
        sarah.app.keep(printer="system:SALON")
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("× PAS IMPRIMÉ")
        assert sarah.reads("L'imprimante « SALON » a refusé le document.")
        [file] = files(tmp_path)
        assert sarah.reads(f"Fichier : {file}")
        assert sarah.reads("Pas encore imprimé."), "the book is not told of what did not go"
        programs("lp", 'echo "request id is SALON-8 (1 file(s))"')
        await sarah.presses("r")
        assert sarah.reads("Envoyé à l'imprimante SALON.")
        assert files(tmp_path) == [file]


@posix
async def test_where_several_printers_are_and_none_is_chosen_the_key_that_chooses_is_said(
    tmp_path: Path, programs: Callable[[str, str], None]
) -> None:
    programs("lpstat", f"{SALON}; {SALON.replace('SALON', 'BUREAU')}")
    programs("lp", "exit 1")
    async with on_the_demo(tmp_path, printers=True) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("Cet ordinateur a plusieurs imprimantes, et aucune n'est choisie pour Comptoir.")
        assert sarah.reads("p : en choisir une, ou un dossier.")
        programs("lpstat", "exit 0")
        await sarah.presses("r")
        assert sarah.reads("Aucune imprimante n'est installée sur cet ordinateur. p : en choisir une, ou un dossier.")


@posix
async def test_a_printer_is_chosen_once_among_those_that_are_found(
    tmp_path: Path, programs: Callable[[str, str], None]
) -> None:
    programs("lpstat", f'[ "$1" = -e ] && echo SALON || {SALON}')
    programs("lp", 'echo "request id is SALON-7 (1 file(s))"')
    async with on_the_demo(tmp_path, printers=True) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "p", "enter")
        assert sarah.page == "ChoosePrinter"
        assert sarah.reads("1 ( ) SALON imprimante du système")
        await sarah.presses("enter")
        assert sarah.app.kept.printer == "system:SALON"
        await sarah.presses("t")
        assert sarah.reads("● ENVOYÉ")
        assert sarah.reads("S'il ne sort rien : t encore une fois, ou Entrée pour en changer.")
        await sarah.presses("escape")
        assert sarah.reads("imprimante SALON")


async def test_an_address_that_is_none_is_said_at_its_field(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "p", "down", "enter", "1", "enter")
        await sarah.presses("enter")
        assert sarah.reads("Tapez-la d'abord")
        await sarah.types("http://x y", "enter")
        assert sarah.page == "ChoosePrinter"
        assert sarah.reads("n'est pas l'adresse d'une imprimante")
        assert sarah.reads("http://x y"), "what was typed stays"
        await sarah.presses("ctrl+u")
        await sarah.types("192.168.1.50", "enter")
        assert sarah.page == "Printers"
        assert sarah.app.kept.receipt_printer == "receipt_network:192.168.1.50"


async def test_a_folder_that_is_not_there_is_said_at_its_field(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "p", "enter", "2", "enter")
        await sarah.types("/nowhere/stick", "enter")
        assert sarah.page == "ChoosePrinter"
        assert sarah.reads("/nowhere/stick n'est pas là.")
        await sarah.presses("ctrl+u")
        await sarah.types(str(tmp_path), "enter")
        assert sarah.app.kept.printer == f"folder:{tmp_path}"


async def test_another_folder_gets_a_copy(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with on_the_demo(tmp_path) as sarah:
        sarah.app.keep(printer=f"folder:{stick}")
        await to_the_order(sarah)
        await sarah.presses("ctrl+p", "enter")
        assert sarah.reads("● ENREGISTRÉ")
    assert [path.name for path in stick.iterdir()] == files(tmp_path)


# --- A long document ----------------------------------------------------------------------------------------------


class SlowDrawing:
    """Draws when it is told to, and says how far it is."""

    def __init__(self) -> None:
        self.begun, self.go_on = Event(), Event()

    def __call__(self, document: Document, progress: Callable[[int], None]) -> bytes:
        progress(5)
        self.begun.set()
        assert self.go_on.wait(30)
        return pdf(document)


async def presses_meanwhile(person: AtTheCounter, *keys: str) -> None:
    """Without waiting for what goes on in threads."""
    for key in keys:
        person._send(key, key if len(key) == 1 else None)
        await person.pilot.pause()
        await person.pilot.pause()


async def test_a_paper_is_looked_at_sheet_by_sheet_as_it_comes_out(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p", "3", "enter") as nadia:
        assert nadia.reads("page 1 sur 2")
        await nadia.presses("right")
        assert nadia.reads("N° Nom"), "the titles stand again"
        await nadia.presses("f", "escape", "2", "enter")
        assert nadia.reads("1 sur 39, feuille 1 sur 10")
        await nadia.presses("end")
        assert nadia.reads("39 sur 39, feuille 10 sur 10")
    [path] = tmp_path.glob("papers/*/*.pdf")
    assert path.read_bytes().count(b"/Type /Page\n") == 2


async def test_keys_are_answered_and_progress_is_told_while_two_hundred_sheets_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowDrawing()
    monkeypatch.setattr(drawing, "drawn", slow)
    async with at_the_desk(tmp_path, "ctrl+p", "2", "enter") as nadia:
        assert nadia.page == "PrintPage"
        page = nadia.app.screen
        assert isinstance(page, PrintPage)
        await presses_meanwhile(nadia, "enter")
        assert slow.begun.wait(10)
        page._tell_progress()
        await nadia.pilot.pause()
        assert nadia.reads("Le document se prépare : 5 feuilles sur 10"), nadia.text
        before = page.query_one(Sheet).top, page.query_one(Sheet).at
        await presses_meanwhile(nadia, "down", "right")
        assert (page.query_one(Sheet).top, page.query_one(Sheet).at) != before
        await presses_meanwhile(nadia, "f")
        assert nadia.reads("Un instant : le document se prépare.")
        await presses_meanwhile(nadia, "escape")
        assert nadia.page == "PrintMenu"
        slow.go_on.set()
        await nadia.settles()
        assert len(files(tmp_path)) == 1, "what was under way went on"


# --- The team -----------------------------------------------------------------------------------------------------


async def test_the_team_finds_every_paper_and_who_printed_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p") as nadia:
        assert nadia.page == "PrintMenu"
        await nadia.presses("c")
        assert nadia.reads("Changements") or nadia.reads("ne sont pas suivis")
        await nadia.presses("3", "c")
        assert nadia.reads("Ce document n'a pas encore été imprimé : rien à comparer.")
        await nadia.presses("enter")
        assert nadia.reads("Imprimer Feuille d'émargement")
        await nadia.presses("enter", "escape")
        assert nadia.reads("● demandé")
        assert nadia.reads("Nadia KERBAL")
        await nadia.presses("c")
        assert nadia.reads("Rien n'a changé") or nadia.reads("Ce qui a changé depuis")


async def test_the_papers_are_those_of_the_day_that_the_menu_names(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "1", "2", "enter") as nadia:
        assert nadia.page == "PrintMenu"
        nearest = day_of(nadia)
        await nadia.presses("escape", "d", "2", "enter")
        assert nadia.page == "Desk"
        await nadia.presses("1", "2", "enter")
        assert day_of(nadia) != nearest
        await nadia.presses("f7", "1", "enter", "ctrl+p")
        assert nadia.page == "PrintMenu"


def day_of(person: AtTheCounter) -> int:
    assert isinstance(person.app.screen, PrintMenu)
    return person.app.screen.distribution_id


async def test_every_paper_of_the_menu_is_shown_and_kept(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p") as nadia:
        for number in "123456789":
            await nadia.presses(number, "enter")
            assert nadia.page == "PrintPage", number
            await nadia.presses("pagedown", "pageup", "end", "home", "right", "left", "f")
            assert nadia.marks == 1, nadia.text
            await nadia.presses("escape")
            assert nadia.page == "PrintMenu"
    assert len(files(tmp_path)) == 9


async def test_members_never_reach_the_papers_of_the_team(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f7")
        assert sarah.page != "Desk"
        one = sarah.app.book.db.execute_sql("SELECT id FROM distribution ORDER BY id DESC").fetchone()[0]
        sarah.app.push_screen(PrintPage(Paper("signoff", one)))
        await sarah.settles()
        assert sarah.page != "PrintPage"
        assert not sarah.reads("Feuille d'émargement")


# --- Delivery slips -----------------------------------------------------------------------------------------------


@pytest.fixture
def street(book: Book) -> Street:
    return make(book, worlds.make(book))


async def test_a_deliverer_prints_the_slip_of_their_own_people(start: Start, street: Street, tmp_path: Path) -> None:
    async with deliverer(start, street, papers=tmp_path / "papers") as nora:
        await nora.presses("ctrl+p")
        assert nora.reads("Prenez d'abord une commande")
        await nora.takes()
        seen = views(nora.app.book)
        await nora.presses("ctrl+p")
        assert nora.page == "PrintPage"
        assert nora.reads("14 rue des Lilas")
        assert nora.reads("06 39 98 12 01")
        assert not nora.reads("Jeanne")
        assert views(nora.app.book) == seen + 1, "who saw it is written down"
        page = nora.app.screen
        assert isinstance(page, PrintPage)
        await nora.presses("f1", "escape")
        assert views(nora.app.book) == seen + 1, "coming back to it is not another look"
        await nora.presses("enter")
        [path] = tmp_path.glob("papers/*/*.pdf")
        assert path.stat().st_mode & 0o777 == 0o600
        await nora.presses("escape")
        assert nora.page == "Neighbours"
        assert page.found is None


async def test_a_slip_whose_people_are_another_s_now_is_closed(start: Start, street: Street) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        await nora.presses("ctrl+p")
        assert nora.reads("06 39 98 12 01")
        from db.delivery_steps import release

        release(nora.app.book, street.nora, nora.mine[0].basket_id, "Je ne peux plus.")
        assert isinstance(nora.app.screen, PrintPage)
        nora.app.screen.facts_changed()
        await nora.settles()
        assert nora.page == "Neighbours"
        assert not nora.reads("06 39 98 12 01")


async def test_the_team_prints_the_slip_of_a_deliverer(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p", "9", "down", "enter") as nadia:
        if nadia.page == "WhichDeliverer":
            await nadia.presses("enter")
        assert nadia.page == "PrintPage"
        assert nadia.reads("Bon de livraison")


async def test_the_language_changes_on_the_paper_too(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path, VOLUNTEER) as nadia:
        await nadia.presses("f7", "ctrl+p", "3", "enter")
        assert nadia.reads("Feuille d'émargement")
        nadia.app.speak("de")
        await nadia.settles()
        assert nadia.reads("Unterschrift")


# --- Past distributions, and papers of one person ------------------------------------------------------------------


async def test_the_papers_of_a_day_that_is_over_are_reached_with_few_keys(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p", "d") as nadia:
        assert nadia.page == "WhichDistribution"
        assert nadia.reads("Distributions passées")
        await nadia.presses("4", "enter")
        assert nadia.page == "PastDistributions"
        await nadia.presses("enter")
        assert nadia.page == "PrintMenu"
        over = nadia.app.screen
        assert isinstance(over, PrintMenu)
        assert over.one.state(NOW) == "past"
        here = distributions(nadia.app.book, team(nadia.app.book)[1])
        latest = max(one.starts_at for one in here if one.state(NOW) == "past")
        assert over.one.starts_at == latest
        await nadia.presses("9", "enter")
        assert nadia.reads("Imprimer Rapport de caisse")
        await nadia.presses("escape", "d", "1", "enter")
        assert nadia.page == "PrintMenu"
        assert over.one.state(NOW) != "past"


async def test_the_till_of_the_evening_is_at_hand_when_the_distribution_has_just_ended(tmp_path: Path) -> None:
    over = SetClock(NOW)
    async with at_the_desk(tmp_path, clock=over) as nadia:
        here = distributions(nadia.app.book, team(nadia.app.book)[1])
        one = next(one for one in here if one.state(NOW) == "closed")
        over.at = one.ends_at + 600
        await nadia.presses("ctrl+p", "d")
        assert nadia.page == "WhichDistribution"
        assert nadia.reads("terminée")
        await nadia.presses("escape")
        menu = nadia.app.screen
        assert isinstance(menu, PrintMenu)
        assert menu.distribution_id == one.id


async def test_the_team_prints_the_receipt_of_one_person(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p", "9", "down", "down", "enter") as nadia:
        assert nadia.page == "WhichBasket"
        await nadia.presses("z", "z", "enter")
        assert nadia.reads("Personne ici n'a ce numéro ni ces lettres.")
        await nadia.presses("ctrl+u")
        await nadia.types("varda", "enter")
        assert nadia.page == "PrintPage"
        assert nadia.reads("Imprimer Reçu")
        assert nadia.reads("Sarah VARDA")
        await nadia.presses("t")
        assert nadia.reads("Sarah VARDA")
        assert "t Reçu" in nadia.footer
        await nadia.presses("escape", "enter")
        await nadia.types("2", "enter")
        assert nadia.page == "PrintPage", "the basket of this very number, whatever others begin with it"


async def test_the_width_of_the_roll_is_chosen_where_its_printer_is(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p", "p") as nadia:
        assert nadia.page == "Printers"
        assert nadia.reads("Largeur du rouleau 80 mm : la plupart des imprimantes à tickets")
        await nadia.presses("3", "enter")
        assert nadia.reads("58 mm : petites imprimantes, portables")
        assert nadia.app.kept.receipt_width == 58
        await nadia.presses("enter")
        assert nadia.app.kept.receipt_width == 80


async def test_who_signs_out_above_a_paper_in_a_window_that_was_made_larger_is_out(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+p", "enter", "enter", "escape", "enter", "p", "enter") as nadia:
        assert nadia.page == "ChoosePrinter"
        await nadia.resizes(120, 40)
        await nadia.presses("f12")
        assert nadia.page == "SignIn"
