"""Documents without the interface: files, text, the printer; and under whose name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from db import accounts, prints
from db.access import hash_secret
from db.delivery_steps import take
from db.values.prints import Printed
from printing import printers
from printing.errand import Errand, Trouble
from tests.conftest import NOW
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import PHONE, Neighbours
from tests.db.world import RICE, SOAP, World
from tests.screens.fake_printer import Salon
from tests.tui.test_cli import SECRET, Ran, Shell
from tests.tui.test_cli import shell as shell  # the fixture
from tui import preferences
from tui.commands.printing import _KINDS


class Day:
    """A distribution with two baskets: Sarah's, who needs delivery, and another one."""

    def __init__(self, shell: Shell) -> None:
        from db import opening

        self.shell = shell
        book = opening.create(shell.home / "comptoir.db", shell.home, clock=shell.clock)
        self.world: World = small.make(book)
        self.at: Neighbours = neighbourhood.make(book, self.world)
        small.order(book, self.world, self.world.others[0], (RICE, 500))
        known = hash_secret(SECRET)
        people = (self.at.helper, self.at.other, self.at.sarah, self.at.volunteer)
        for member in people:
            accounts.change_secret(book, member, member, known)
        self.number = {member: accounts.person(book, member).number for member in people}
        book.close()

    def __call__(self, kind: str, *words: str, who: int = 0) -> Ran:
        return self.shell(
            "print", kind, "--distribution", str(self.at.open), *words, who=self.number[who] if who else ""
        )

    def prints(self) -> tuple[Printed, ...]:
        book = self.shell.open()
        try:
            return prints.prints(book, self.at.volunteer, self.at.open)
        finally:
            book.close()


@pytest.fixture
def day(shell: Shell) -> Day:
    return Day(shell)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


OPEN_KINDS = ("signoff", "picking-products", "picking-people", "table", "cards", "totals", "till", "labels")


@pytest.mark.parametrize("kind", OPEN_KINDS)
def test_names_and_numbers_are_printed_without_signing_in_as_other_commands_do(day: Day, kind: str) -> None:
    ran = day(kind, "--to", "-")
    assert ran.code == 0
    assert len(ran.out) > 20
    assert [secret for secret in (PHONE, "rue des Lilas") if secret in ran.out] == []
    assert "livraison" not in ran.out.lower()
    assert day.prints() == ()  # what is only read was not printed


def test_who_is_in_need_is_printed_for_the_team_and_for_oneself(day: Day) -> None:
    for kind in ("orders", "order", "slip"):
        assert (day(kind, "--to", "-").code, day(kind, "--to", "-").out) == (4, "")
    assert "Sarah VARDA" in day("orders", "--to", "-", who=day.at.volunteer).out
    mine = day("order", "--to", "-", who=day.at.sarah)
    assert "Sarah VARDA" in mine.out
    assert "demandée" in mine.out or "Besoin" in mine.out
    assert day("order", "--basket", "2", "--to", "-", who=day.at.sarah).code == 4
    assert day("orders", "--to", "-", who=day.at.sarah).code == 4
    assert day("order", "--basket", "2", "--to", "-", who=day.at.volunteer).code == 0
    assert day("receipt", "--member", "Sarah Varda", "--to", "-").code == 0


def test_a_slip_is_for_its_deliverer_and_each_contact_is_written_down(day: Day, folder: Path) -> None:
    book = day.shell.open()
    take(book, day.at.helper, day.at.basket)
    book.close()
    ran = day("slip", "--to", str(folder / "slip.txt"), who=day.at.helper)
    assert ran.code == 0
    assert "3 rue des Lilas" in (folder / "slip.txt").read_text()
    assert (folder / "slip.txt").stat().st_mode & 0o777 == 0o600
    assert "supprimez-le après les livraisons" in ran.err
    [one] = day.prints()
    assert (one.kind, one.subject, one.by_id) == ("delivery_slip", day.at.helper, day.at.helper)
    other = day("slip", "--member", day.number[day.at.helper], "--to", "-", who=day.at.other)
    assert (other.code, other.out) == (4, "")


def test_a_file_is_a_pdf_or_a_text_and_never_written_over_unasked(day: Day, folder: Path) -> None:
    file = folder / "signoff.pdf"
    assert day("signoff", "--to", str(file)).code == 0
    first = file.read_bytes()
    assert first.startswith(b"%PDF")
    ran = day("labels", "--to", str(file))
    assert (ran.code, ran.out) == (1, "")
    assert "--over" in ran.err
    assert file.read_bytes() == first
    assert day("labels", "--to", str(file), "--over").code == 0
    assert file.read_bytes() != first
    assert [one.kind for one in day.prints()] == ["labels", "signoff"]
    assert list(folder.glob("*.new")) == []
    assert day("signoff", "--to", str(folder / "signoff.doc")).code == 2
    ran = day("signoff", "--to", str(folder / "nowhere" / "a.pdf"))
    assert (ran.code, ran.err) == (1, f"Il n'y a pas de dossier {folder / 'nowhere'}.\n")


def test_whatever_is_wrong_is_one_sentence(day: Day, folder: Path) -> None:
    there = str(folder / "a.pdf")
    for words, who, code, said in (
        (("signoff", "--distribution", "12345"), 0, 1, "Aucune distribution ne correspond à « 12345 »."),
        (("slip",), day.at.volunteer, 1, "Cette personne ne livre personne : il n'y a pas de bon à imprimer."),
        (("slip", "--member", "personne"), day.at.volunteer, 1, "Aucun·e adhérent·e ne correspond à « personne »."),
        (("order", "--basket", "99"), day.at.volunteer, 1, "Aucune commande ne correspond à « 99 »."),
        (("orders",), day.at.sarah, 4, "Seuls les bénévoles peuvent faire cela."),
        (("orders",), 0, 4, "Dites qui vous êtes"),
    ):
        ran = day(*words, "--to", there, who=who)
        assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), words
        assert said in ran.err.replace("\N{NO-BREAK SPACE}", " ")
    assert not (folder / "a.pdf").exists()
    assert day.prints() == ()


def test_only_what_changed_is_printed_and_something_to_compare_with_is_asked_for(day: Day, folder: Path) -> None:
    ran = day("picking-people", "--changes", "--to", "-")
    assert (ran.code, "pas encore été imprimé" in ran.err) == (1, True)
    assert day("picking-people", "--to", str(folder / "list.pdf")).code == 0
    assert "Rien n'a changé" in day("picking-people", "--changes", "--to", "-").out
    book = day.shell.open()
    small.order(book, day.world, day.world.others[0], (SOAP, 1000))
    book.close()
    ran = day("picking-people", "--changes", "--to", "-")
    assert "Savon" in ran.out
    assert "Riz" not in ran.out
    assert "Sarah" not in ran.out
    assert day("till", "--changes", "--to", "-").code == 2


def test_the_printer_of_the_laptop_gets_a_file_that_is_kept_and_numbered(day: Day, folder: Path) -> None:
    copies = folder / "copies"
    copies.mkdir()
    preferences.save(day.shell.home, preferences.Preferences(printer=f"folder:{copies}"))
    ran = day("signoff", "--to", "printer", who=day.at.volunteer)
    assert (ran.code, ran.out) == (0, "")
    [kept] = (day.shell.home / "papers").glob("*/001 *.pdf")
    assert str(kept) in ran.err
    assert [copy.read_bytes() for copy in copies.iterdir()] == [kept.read_bytes()]
    [one] = day.prints()
    assert (one.number, one.by_id) == (1, day.at.volunteer)
    preferences.save(day.shell.home, preferences.Preferences(printer=f"folder:{folder / 'out of it'}"))
    ran = day("signoff", "--to", "printer")
    assert ran.code == 1
    assert "002 " in ran.err
    assert len(day.prints()) == 1  # what no printer took was not printed


@pytest.mark.parametrize("stopped_by_hand", [False, True])
def test_what_broke_off_after_it_began_does_not_count_as_printed(
    day: Day, monkeypatch: pytest.MonkeyPatch, stopped_by_hand: bool
) -> None:
    """The printer took the beginning within the time that is waited for, so it was noted; then it stopped."""
    salon, waited, go_on = Salon(), Errand.wait, Event()

    def give(errand: Errand, *_: object, raw: bool) -> str:
        errand.begin()
        assert go_on.wait(20)
        raise Trouble("cut")

    def wait(errand: Errand, seconds: float) -> bool:
        if seconds <= printers.ANSWER:
            return waited(errand, seconds)
        assert len(day.prints()) == 1
        if stopped_by_hand:
            raise KeyboardInterrupt
        go_on.set()
        return waited(errand, seconds)

    monkeypatch.setattr(salon, "_give", give)
    monkeypatch.setattr(printers, "ANSWER", 0.5)
    monkeypatch.setattr(Errand, "wait", wait)
    preferences.save(day.shell.home, preferences.Preferences(printer="system:SALON"))
    with salon.plugged_in():
        ran = day("signoff", "--to", "printer", who=day.at.volunteer)
    go_on.set()
    assert (ran.code, ran.out) == (130 if stopped_by_hand else 1, "")
    assert stopped_by_hand or "« SALON » s'est interrompue" in ran.err.replace("\N{NO-BREAK SPACE}", " ")
    assert day.prints() == ()


def test_a_printing_that_was_cancelled_is_not_told_as_a_success(day: Day) -> None:
    salon = Salon()
    salon.state = "cancelled"
    with salon.plugged_in():
        ran = day("signoff", "--to", "printer", who=day.at.volunteer)
    assert (ran.code, day.prints()) == (1, ())


def test_some_labels_and_cards_can_be_chosen_and_what_does_not_fit_is_refused(day: Day) -> None:
    ran = day("labels", "--basket", "2", "--to", "-")
    assert "NOM0" in ran.out
    assert "VARDA" not in ran.out
    cards = day("cards", "--product", "savon", "--to", "-")
    assert "Savon" in cards.out
    assert "Riz" not in cards.out
    for words, code in (
        (("labels", "--basket", "99"), 1),
        (("cards", "--product", "rien"), 1),
        (("signoff", "--basket", "2"), 2),
        (("signoff", "--product", "savon"), 2),
        (("receipt",), 2),
        (("receipt", "--basket", "1", "--basket", "2"), 2),
        (("labels", "--basket", "2", "--changes"), 2),
        (("posters",), 2),
    ):
        ran = day(*words, "--to", "-")
        assert (ran.code, ran.out) == (code, ""), words


def test_some_labels_are_not_taken_for_all_of_them(day: Day, folder: Path) -> None:
    assert day("labels", "--basket", "2", "--to", str(folder / "one.pdf")).code == 0
    assert day("labels", "--changes", "--to", "-").code == 1


def test_help_shows_each_document_and_examples(shell: Shell) -> None:
    ran = shell("print", "--help")
    assert ran.code == 0
    assert all(kind in ran.out for kind in (*OPEN_KINDS, "orders", "order", "slip", "receipt", "printer"))
    assert "comptoir print signoff" in ran.out


HEAVY = {"fpdf", "escpos", "PIL", "fontTools", "printing.lp", "printing.receipt_printer", "textual", "rich"}


def test_the_command_line_loads_no_printing_library_before_it_prints() -> None:
    asked = (
        "import sys; from tui.commands.parser import whole_parser; whole_parser(); import printing.jobs; "
        f"print(sorted({HEAVY} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_nothing_on_paper_needs_the_interface() -> None:
    """No module of printing, whatever is printed, wherever it goes."""
    asked = (
        "import importlib, pkgutil, sys, printing; "
        "[importlib.import_module(one.name) for one in pkgutil.walk_packages(printing.__path__, 'printing.')]; "
        "print(sorted({'textual', 'rich', 'screens', 'widgets'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


PRINT_ALL = """
import sys
from db.clock import SetClock
from tui import cli
from tui.commands import desk

desk._CLOCK = SetClock(int(sys.argv[1]))
for command in sys.argv[2:]:
    assert cli.main(command.split(chr(9))) == 0, command
print(chr(12).join(sorted({'textual', 'rich', 'screens', 'widgets'} & set(sys.modules))), file=sys.stderr)
"""


def test_no_document_loads_the_interface(day: Day, folder: Path) -> None:
    book = day.shell.open()
    take(book, day.at.helper, day.at.basket)
    book.close()
    secret = day.shell.file("secret", SECRET + "\n")
    who = {"orders": day.at.volunteer, "order": day.at.sarah, "slip": day.at.helper, "receipt": day.at.sarah}
    commands = []
    for kind in _KINDS:
        command = ["print", kind, "--distribution", str(day.at.open), "--to", str(folder / f"{kind}.pdf")]
        if kind in who:
            command += ["--as", day.number[who[kind]], "--secret-file", secret]
        commands.append("\t".join(command))
    ran = subprocess.run(
        [sys.executable, "-c", PRINT_ALL, str(NOW), *commands], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (0, ""), ran.stderr
    assert len(list(folder.glob("*.pdf"))) == len(_KINDS)
