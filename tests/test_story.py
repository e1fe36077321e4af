"""The installed program in a real terminal, with keys alone, read as a person reads: from an empty computer to an
order that is collected, on the console of a PC too, and through kills."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

COMPTOIR = Path(sys.executable).parent / "comptoir"
COORDINATION, SECRET = "nora.petit@example.org", "739204"
CATALOGUE = Path(__file__).parent.parent / "tui" / "demo_data" / "catalogue.csv"
RECORDED = re.compile(r"Votre commande est enregistrée, panier n° (\d+)\.")


class Laptop:
    """A machine's folder, and the program started in it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @contextmanager
    def screen(self, *options: str, term: str = "xterm-256color", **environ: str) -> Iterator[Terminal]:
        env = {"COMPTOIR_HOME": str(self.home), **environ}
        with Terminal([COMPTOIR, *options], env=env, term=term) as terminal:
            yield terminal

    def command(self, *words: str) -> str:
        environ = {**os.environ, "COMPTOIR_HOME": str(self.home)}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        run = subprocess.run([COMPTOIR, *words], env=environ, input=SECRET + "\n", capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout


def waits_for(terminal: Terminal, words: str) -> float:
    """Wait until the words are on the screen, with whatever blanks between them."""
    return terminal.wait_for(lambda seen: words in seen.text.replace("\u00a0", " ").replace("\u202f", " "))


def reads(terminal: Terminal, words: str) -> None:
    """Wait for words and read them: what is pressed sooner than anybody could read a question does not answer it."""
    waits_for(terminal, words)
    terminal.settle(quiet=0.25)


def answers(terminal: Terminal, question: str, *typed: str) -> None:
    """Read the question, then type each answer with Enter."""
    waits_for(terminal, question)
    for text in typed:
        terminal.type(text)
        terminal.press("enter")


def signs_in(terminal: Terminal, name: str, secret: str = SECRET) -> None:
    answers(terminal, "Code secret", name, secret)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop as a group begins with it: set up on the screen, catalogue and distribution from the command line."""
    laptop = Laptop(tmp_path_factory.mktemp("laptop"))
    with laptop.screen() as terminal:
        reads(terminal, "Commencer le livre de notre groupe")
        terminal.press("enter")
        answers(terminal, "Comment s'appelle votre groupe", "BELLEFONTAINE")
        answers(terminal, "Fuseau", "Salle du lac", "1 rue du Lac", "31000", "Toulouse", "")
        answers(terminal, "Nom de famille", "Nora", "Petit")
        answers(terminal, "E-mail", COORDINATION, "")
        answers(terminal, "Encore une fois", SECRET, SECRET)
        reads(terminal, "C'est bien cela ?")
        terminal.press("enter")
        reads(terminal, "Écrivez ce code sur papier")
        terminal.press("enter")
        waits_for(terminal, "Nora PETIT, coordination")
        terminal.press("ctrl+q")
        reads(terminal, "Quitter Comptoir ?")
        terminal.press("enter")
        assert terminal.wait_for_exit() == 0
    team = ("--as", COORDINATION, "--secret-file", "-")
    laptop.command("import", "catalogue", str(CATALOGUE), "--group", "BELLEFONTAINE", *team)
    today = date.today()
    laptop.command(
        "distribution", "add", "--group", "BELLEFONTAINE", "--day", str(today + timedelta(days=6)),
        "--hours", "13:00-20:00", "--opens", f"{today - timedelta(days=2)} 08:00",
        "--closes", f"{today + timedelta(days=3)} 12:00", *team,
    )  # fmt: skip
    return laptop.home


@pytest.fixture
def laptop(made: Path, tmp_path: Path) -> Laptop:
    shutil.copytree(made, tmp_path / "laptop")
    return Laptop(tmp_path / "laptop")


def signs_up(terminal: Terminal, first: str, last: str, email: str) -> None:
    waits_for(terminal, "S'inscrire")
    terminal.press("f4")
    answers(terminal, "Comment vous appelez-vous ?", first, last)
    answers(terminal, "Comment peut-on vous joindre ?", email, "")
    answers(terminal, "Choisissez un code secret.", SECRET, SECRET)
    reads(terminal, "C'est bien cela ?")
    terminal.press("enter")
    waits_for(terminal, f"{first} {last.upper()}")


def fills_a_basket(terminal: Terminal) -> None:
    """0,25 kg of « Abricots bruns secs », found by its name."""
    waits_for(terminal, "Entrée Commander")
    terminal.press("enter")
    waits_for(terminal, "F3 Rechercher")
    terminal.press("f3")
    terminal.type("abricots br")
    waits_for(terminal, "2 produits")
    terminal.press("enter")
    terminal.type(",25")
    waits_for(terminal, "0,25 kg = 250 g = 1,53 €")
    terminal.press("enter")
    waits_for(terminal, "Dans le panier")


def confirms(terminal: Terminal) -> str:
    """From the basket to « enregistrée »; its number."""
    terminal.press("f8")
    waits_for(terminal, "EN ATTENTE")
    reads(terminal, "Comment payez-vous ?")
    terminal.press("enter")
    reads(terminal, "Plus qu'une touche")
    terminal.press("enter")
    terminal.wait_for(RECORDED)
    found = RECORDED.search(terminal.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_a_member_orders_alone_at_the_keyboard_from_sign_up_to_signing_out(laptop: Laptop, term: str) -> None:
    with laptop.screen(term=term) as terminal:
        signs_up(terminal, "Ali", "Ferrand", "ali.ferrand@example.org")
        fills_a_basket(terminal)
        assert confirms(terminal) == "1"
        terminal.press("enter")
        waits_for(terminal, "Comment récupérez-vous votre commande ?")
        terminal.press("3", "enter")
        waits_for(terminal, "Récupérer sa commande uniquement. C'est noté.")
        terminal.press("f12")
        waits_for(terminal, "Code secret")
        assert "FERRAND" not in terminal.text
        written = bytes(terminal.written)
    if term == "linux":
        for colours in (b"38;2;", b"48;2;", b"38;5;", b"48;5;"):
            assert colours not in written
    assert laptop.command("orders", "--distribution", str(date.today() + timedelta(days=6)), "--json").count('"') > 10


def test_without_colours_no_colour_is_sent(laptop: Laptop) -> None:
    with laptop.screen(NO_COLOR="1") as terminal:
        signs_in(terminal, COORDINATION)
        waits_for(terminal, "● OUVERTE")
        terminal.press("enter")
        waits_for(terminal, "F3 Rechercher")
        terminal.press("f4")
        waits_for(terminal, "Mon compte")
        codes = re.findall(rb"\x1b\[([0-9;]*)m", bytes(terminal.written))
    used = {code for each in codes for code in each.split(b";")}
    assert not {code for code in used if re.fullmatch(rb"[349][0-7]|10[0-7]|38|48", code)}, used
    assert used & {b"1", b"7"}, "bold and reverse still tell things apart"


def test_killed_in_the_middle_of_typing_the_basket_is_there_at_the_next_start(laptop: Laptop) -> None:
    with laptop.screen() as terminal:
        signs_up(terminal, "Ali", "Ferrand", "ali.ferrand@example.org")
        fills_a_basket(terminal)
        terminal.type("0,7")  # of the same product, and never taken
        waits_for(terminal, "> 0,7")
        terminal.kill()
    with laptop.screen() as terminal:
        signs_in(terminal, "ali.ferrand@example.org")
        waits_for(terminal, "! non validé")
        terminal.press("enter")
        waits_for(terminal, "Panier : 1 produit")
        assert confirms(terminal) == "1"


# The installed program, but for the moment between its commit and its next painting.
KILLED_ONCE_RECORDED = """
import os, signal, sys
from screens.payment import Payment
Payment._recorded = lambda page, receipt: os.kill(os.getpid(), signal.SIGKILL)
from tui.cli import main
sys.exit(main())
"""


def test_killed_between_recording_and_saying_so_the_next_start_says_it(laptop: Laptop) -> None:
    with Terminal([sys.executable, "-c", KILLED_ONCE_RECORDED], env={"COMPTOIR_HOME": str(laptop.home)}) as terminal:
        signs_up(terminal, "Ali", "Ferrand", "ali.ferrand@example.org")
        fills_a_basket(terminal)
        terminal.press("f8")
        reads(terminal, "Comment payez-vous ?")
        terminal.press("enter")
        reads(terminal, "Plus qu'une touche")
        terminal.press("enter")
        assert terminal.wait_for_exit() == -signal.SIGKILL
        assert not RECORDED.search(terminal.text)
    with laptop.screen() as terminal:
        signs_in(terminal, "ali.ferrand@example.org")
        terminal.wait_for(re.compile(r"Votre commande de \d\d:\d\d est bien enregistrée, panier n° 1"))


def test_what_another_process_records_is_seen_within_two_seconds(laptop: Laptop) -> None:
    with laptop.screen() as terminal:
        signs_in(terminal, COORDINATION)
        waits_for(terminal, "● OUVERTE")
        assert "31001 Toulouse" not in terminal.text
        laptop.command(
            "group", "set", "BELLEFONTAINE", "--place", "Salle du lac", "--address", "99 quai Neuf",
            "--as", COORDINATION, "--secret-file", "-",
        )  # fmt: skip
        done = time.perf_counter()
        seen = waits_for(terminal, "99 quai Neuf")
        assert seen - done < 2


def test_keys_and_bytes_that_end_other_programs_do_no_harm(laptop: Laptop) -> None:
    with laptop.screen() as terminal:
        waits_for(terminal, "Code secret")
        terminal.type("nora")
        for harmless in (
            b"\x03",
            b"\x1a",
            b"\x1c",
            b"\x04",
            b"\x13",
            b"\xe9\xff\xfe",
            b"\x1b[200~ali\x1b[201~",
        ):
            terminal.send(harmless)
        waits_for(terminal, "noraali")
        terminal.send(b"\x11")
        reads(terminal, "Quitter Comptoir ?")
        terminal.press("escape")
        waits_for(terminal, "noraali")
        terminal.press("f9")
        waits_for(terminal, "Deutsch")
        assert terminal.ended_at is None


FAULT = """
import sys
from screens.distributions import Distributions
def broken(self):
    raise RuntimeError("Nora Petit 739204")
Distributions.show_basket = broken
from tui.cli import main
sys.exit(main())
"""


def test_a_fault_ends_with_a_sentence_and_no_traceback(laptop: Laptop) -> None:
    with Terminal([sys.executable, "-c", FAULT], env={"COMPTOIR_HOME": str(laptop.home)}) as terminal:
        signs_in(terminal, COORDINATION)
        waits_for(terminal, "● OUVERTE")
        terminal.press("f6")
        assert terminal.wait_for_exit() == 70
        assert "Comptoir s'est arrêté" in terminal.text
        assert "failures.log" in terminal.text
        for leaked in (b"Traceback", b"RuntimeError", b"739204"):
            assert leaked not in bytes(terminal.written)
