"""What the program does by itself: locking, languages, other processes, minutes that come, and what goes wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db import baskets, distributions, ordering, shop
from db.clock import SetClock
from db.database import Book
from db.errors import ClockInDoubt
from db.opening import open_book
from printing.folder import keep
from tests.conftest import NOW
from tests.screens.drivers import SECRET, AtTheCounter, at_the_counter
from tui import demo

SARAH = "sarah.varda@example.org"
VOLUNTEER = "benevole@example.org"
COORDINATION = "coordination@example.org"
DAY = 86_400


class Stopwatch:
    """The seconds that the lock counts."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Counter:
    """A demo book of this test alone, and everything that may happen to it."""

    def __init__(self, folder: Path, clock: SetClock, stopwatch: Stopwatch) -> None:
        self.path, self.home = folder / "demo.db", folder / "home"
        self.clock, self.stopwatch = clock, stopwatch

    def opens(self, **more: object):  # type: ignore[no-untyped-def]
        return at_the_counter(self.path, self.home, self.clock, **more)  # type: ignore[arg-type]

    def another_process(self) -> Book:
        """The same book, opened beside, as by a program on the same laptop."""
        return open_book(self.path, self.home, clock=self.clock)

    async def leaves_for(self, person: AtTheCounter, seconds: float) -> None:
        """Nobody touches the keyboard for so long."""
        self.stopwatch.seconds += seconds
        person.app.watcher.look()
        await person.settles()

    async def time_passes(self, person: AtTheCounter, seconds: int) -> None:
        """The hour of the book moves on."""
        self.clock.advance(seconds)
        person.app.watcher.look()
        await person.settles()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.make(folder / "demo.db", folder / "home", SetClock(NOW))
    return folder


@pytest.fixture
def counter(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    shutil.copytree(made, tmp_path / "here")
    stopwatch = Stopwatch()
    monkeypatch.setattr("tui.watch.monotonic", stopwatch)
    return Counter(tmp_path / "here", SetClock(NOW), stopwatch)


# --- The lock ---------------------------------------------------------------------------------------------------


async def test_a_member_who_left_is_locked_out_after_90_seconds_and_not_before(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await counter.leaves_for(person, 89)
        assert person.page == "Distributions"
        await counter.leaves_for(person, 1)
        assert person.page == "Locked"


async def test_every_key_starts_the_wait_again(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await counter.leaves_for(person, 80)
        await person.presses("right")
        await counter.leaves_for(person, 80)
        assert person.page == "Distributions"


async def test_volunteers_have_five_minutes(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(VOLUNTEER)
        await counter.leaves_for(person, 299)
        assert person.page == "Distributions"
        await counter.leaves_for(person, 1)
        assert person.page == "Locked"


async def test_how_long_it_takes_to_lock_is_set_on_each_laptop(counter: Counter) -> None:
    async with counter.opens() as person:
        person.app.keep(lock_member=20)
        await person.signs_in(SARAH)
        await counter.leaves_for(person, 20)
        assert person.page == "Locked"


async def test_the_locked_screen_shows_no_name_no_balance_and_no_basket(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await counter.leaves_for(person, 90)
        for hidden in ("Sarah", "VARDA", "sarah", "1,53", "BELLEFONTAINE", "panier", "Abricots"):
            assert hidden not in person.text


async def test_the_locked_screen_leads_nowhere_but_back_or_out(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await counter.leaves_for(person, 90)
        await person.presses("f2", "f4", "f5", "f6", "f8", "ctrl+p", "ctrl+z", "ctrl+o")
        assert person.page == "Locked"
        assert "VARDA" not in person.text


async def test_who_comes_back_finds_everything_as_it_was(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("right")
        before = person.text
        await counter.leaves_for(person, 90)
        await person.types(SECRET, "enter")
        assert person.text == before


async def test_a_wrong_secret_does_not_open_the_lock(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await counter.leaves_for(person, 90)
        await person.types("135790", "enter")
        assert person.page == "Locked"
        assert "VARDA" not in person.text
        assert "×" in person.text


async def test_nobody_is_locked_in_the_middle_of_a_field(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("enter")
        await person.types("0,2")
        await counter.leaves_for(person, 120)
        assert person.page == "Shop"
        await counter.leaves_for(person, 300)
        assert person.page == "Locked", "after five minutes without a key nobody is typing any more"
        await person.types(SECRET, "enter")
        assert person.reads("> 0,2 kg"), "what was typed before the lock is there after it"


async def test_somebody_else_starts_clean_and_the_draft_stays_its_owners(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("enter")
        await person.types("1", "enter")
        assert "1 produit" in person.prose
        await counter.leaves_for(person, 90)
        await person.presses("escape")
        assert person.page == "SignIn"
        assert SARAH not in person.text.splitlines()[6]
        await person.signs_in(VOLUNTEER)
        assert "VARDA" not in person.text
        await person.presses("enter")
        assert person.page == "Shop"
        assert "1 produit" not in person.prose
        await person.presses("f12")
        await person.signs_in(SARAH)
        assert person.reads("! non validé")
        await person.presses("enter")
        assert "1 produit" in person.prose


async def test_who_left_before_choosing_a_group_is_signed_in_no_more(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(COORDINATION)
        assert person.page == "Groups"
        await counter.leaves_for(person, 89)
        assert person.page == "Groups"
        await counter.leaves_for(person, 1)
        assert person.page == "SignIn"


async def test_a_sign_up_left_half_way_is_not_found_by_the_next_person(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.presses("f4", "2", "enter")
        await person.types("Nora")
        await counter.leaves_for(person, 200)
        assert person.reads("Nora"), "there is time to think"
        await counter.leaves_for(person, 70)
        assert person.page == "SignIn"
        await person.presses("f4", "2", "enter")
        assert not person.reads("Nora")


# --- Languages --------------------------------------------------------------------------------------------------


async def test_another_language_repaints_the_screen_and_keeps_what_was_typed(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.types("sarah.var")
        await person.presses("f9", "3")
        await person.presses("enter")
        assert person.page == "SignIn"
        assert person.reads("sarah.var")
        assert person.reads("Anmelden")
        await person.types("da@example.org", "enter")
        await person.types(SECRET, "enter")
        assert person.reads("Guthaben") or person.reads("Saldo")


async def test_a_members_language_is_theirs_and_the_next_person_reads_the_laptops(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("f9", "2")
        await person.presses("enter")
        assert person.reads("balance")
        await person.presses("f12")
        assert person.reads("Code secret")
        await person.signs_in(SARAH)
        assert person.reads("balance")


# --- Keys that must do no harm ----------------------------------------------------------------------------------


async def test_in_kiosk_mode_a_member_cannot_quit(counter: Counter) -> None:
    async with counter.opens(kiosk=True) as person:
        await person.presses("ctrl+q")
        assert person.page == "SignIn"
        assert person.reads("Cet ordinateur reste allumé")
        await person.signs_in(SARAH)
        await person.presses("ctrl+q")
        assert person.page == "Distributions"
        assert person.reads("Cet ordinateur reste allumé")


async def test_in_kiosk_mode_a_volunteer_may_quit(counter: Counter) -> None:
    async with counter.opens(kiosk=True) as person:
        await person.signs_in(VOLUNTEER)
        await person.presses("ctrl+q")
        assert person.page == "Question"


async def test_a_laptop_for_some_groups_shows_no_other_to_whoever_signs_in(counter: Counter) -> None:
    async with counter.opens(kiosk=True, groups=("3 cocus",)) as person:
        await person.signs_in(SARAH)
        assert person.page == "Groups"
        assert person.reads("3 COCUS")
        assert not person.reads("BELLEFONTAINE")
        await person.presses("enter")
        assert person.reads("Comptoir 3 COCUS")


async def test_quitting_is_asked_and_escape_stays(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("ctrl+q", "escape")
        assert person.page == "Distributions"
        await person.presses("ctrl+q", "enter")
        assert not person.app.is_running or person.app._exit


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+z", "ctrl+d", "ctrl+backslash", "ctrl+s", "ctrl+l", "f10", "f11"])
async def test_keys_that_end_other_programs_change_nothing_here(counter: Counter, key: str) -> None:
    async with counter.opens() as person:
        await person.types("sarah")
        await person.presses(key)
        assert person.page == "SignIn"
        assert person.app.is_running
        assert person.reads("sarah")
        await person.types(".varda@example.org", "enter")
        await person.types(SECRET, "enter")
        await person.presses(key)
        assert person.page == "Distributions"


async def test_keys_that_come_all_at_once_each_go_to_their_field(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.presses("f4", "3", "enter")
        person.types_all_at_once(
            "Nora\rPetit\rnora.petit@example.org\r\r3 rue du Lac\r\r31000\rToulouse\r739204\r739204\r"
        )
        await person.settles()
        assert person.page == "Question"
        for typed in ("Nora PETIT", "nora.petit@example.org", "3 rue du Lac 31000 Toulouse"):
            assert person.reads(typed)


async def test_a_search_may_be_typed_before_the_search_line_is_painted(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("enter")
        person.presses_all_at_once("f3")
        person.types_all_at_once("abricots br\r,25\r")
        await person.settles()
        assert person.reads("Dans le panier : Abricots bruns secs, 0,25 kg, 1,53 €.")


# --- Minutes that come, and other processes ---------------------------------------------------------------------


def _open_distribution(book: Book):  # type: ignore[no-untyped-def]
    return next(
        one
        for one in distributions.distributions(book)
        if one.group == "BELLEFONTAINE" and one.state(book.clock.now()) == "open"
    )


def _order(book: Book, email: str, distribution_id: int, quantity: int = 500) -> None:
    """Somebody orders in another process."""
    from db.accounts import find_member

    member_id = find_member(book, email).id
    card = next(card for card in shop.cards(book, distribution_id, member_id) if card.reference == "FRU01")
    baskets.put(book, member_id, distribution_id, card.id, quantity, card.price)
    basket = baskets.validate(book, member_id, distribution_id)
    ordering.record(book, member_id, distribution_id, basket.recording)


async def test_a_card_turns_by_itself_at_its_minute(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        assert person.text.count("● OUVERTE") == 1
        closes = _open_distribution(person.app.book).closes_at
        await counter.time_passes(person, closes - NOW - 1)
        assert person.text.count("● OUVERTE") == 1
        await counter.time_passes(person, 1)
        assert "● OUVERTE" not in person.text
        assert "VARDA" in person.text


async def test_orders_that_open_are_shown_without_a_key(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        assert "PAS ENCORE OUVERTE" in person.text
        await counter.time_passes(person, 10 * DAY)
        assert "PAS ENCORE OUVERTE" not in person.text
        assert "● OUVERTE" in person.text


async def test_orders_that_close_while_somebody_orders_keep_their_basket_and_say_so(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        await person.presses("enter")
        await person.types("1", "enter")
        await person.presses("f8")
        closes = _open_distribution(person.app.book).closes_at
        # Past the group's grace for baskets that wait.
        await counter.time_passes(person, closes - NOW + 3600)
        for _ in range(3):
            if person.reads("vient de fermer"):
                break
            await person.presses("enter")
        assert person.reads("vient de fermer")
        assert not person.reads("est enregistrée")
        await person.presses("f2")
        assert person.page == "Distributions"
        [draft] = [one for one in _drafts(person.app.book) if one.lines]
        assert draft.state == "draft"


def _drafts(book: Book):  # type: ignore[no-untyped-def]
    from db.accounts import find_member

    member_id = find_member(book, SARAH).id
    found = (baskets.draft(book, member_id, one.id) for one in distributions.distributions(book))
    return [one for one in found if one is not None]


async def test_what_another_process_recorded_shows_at_the_next_look(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(SARAH)
        assert "Ma commande  aucune" in person.text
        beside = counter.another_process()
        _order(beside, SARAH, _open_distribution(beside).id)
        beside.close()
        person.app.watcher.look()  # every second
        await person.settles()
        assert person.reads("3,05 €")


def test_the_book_is_looked_at_at_least_every_two_seconds() -> None:
    from tui.watch import WATCH_SECONDS

    assert WATCH_SECONDS <= 2


# --- What goes wrong --------------------------------------------------------------------------------------------


async def test_a_fault_ends_the_program_with_a_log_that_holds_nothing_personal(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from screens.distributions import Distributions

    def broken(page: Distributions) -> None:
        raise RuntimeError("Sarah VARDA, 246810, 12 rue du Marché")

    monkeypatch.setattr(Distributions, "show_basket", broken)

    async def meets_the_fault() -> None:
        async with counter.opens() as person:
            await person.signs_in(SARAH)
            await person.presses("f6")

    with pytest.raises(RuntimeError):
        await meets_the_fault()
    log = (counter.home / "failures.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "broken" in log
    for personal in ("VARDA", "Sarah", "246810", "Marché", SARAH):
        assert personal not in log


async def test_a_clock_that_is_behind_is_said_and_nothing_is_recorded(counter: Counter) -> None:
    counter.clock.at = NOW - 2 * DAY
    async with counter.opens() as person:
        assert person.reads("horloge")
        await person.signs_in(SARAH)
        await person.presses("enter")
        before = _recorded(person.app.book)
        await person.types("1", "enter")
        await person.presses("f8", "enter", "enter")
        assert not person.reads("est enregistrée")
        assert _recorded(person.app.book) == before


async def test_a_damage_found_in_the_background_is_said_and_stops_writing(counter: Counter) -> None:
    import sqlcipher3

    raw = sqlcipher3.connect(str(counter.path))
    raw.execute("PRAGMA foreign_keys=0")
    raw.execute("UPDATE product SET group_id = 77 WHERE reference = 'FRU01'")
    raw.commit()
    raw.close()
    async with counter.opens() as person:
        assert person.reads("abîmé") or person.reads("endommagé"), person.text
        await person.signs_in(SARAH)
        before = _recorded(person.app.book)
        await person.presses("enter")
        await person.types("1", "enter")
        await person.presses("f8", "enter", "enter")
        assert _recorded(person.app.book) == before


def _recorded(book: Book) -> int:
    return int(book.db.execute_sql("SELECT count(*) FROM orders").fetchall()[0][0])


FIRST_SCREEN = """
import asyncio, gc, sys
from pathlib import Path
gc.disable()
from tui.app import ComptoirApp
from tui.settings import Settings
import tui.app as module

seen = []
class Watched(ComptoirApp):
    def _after_first_paint(self):
        seen.extend(sys.modules)
        super()._after_first_paint()

async def main():
    app = Watched(Settings(Path(sys.argv[1]), Path(sys.argv[2])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
asyncio.run(main())
print("\\n".join(seen))
"""


def test_the_first_screen_needs_no_peewee_no_argon2_no_babel_no_printing_and_no_command_line(counter: Counter) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FIRST_SCREEN, counter.path, counter.home], capture_output=True, text=True, check=True
    )
    loaded = run.stdout.split()
    assert "screens.sign_in" in loaded
    heavy = ("peewee", "playhouse", "argon2", "babel", "argparse", "db.models", "db.database", "tui.commands")
    heavy += ("fpdf", "fontTools", "PIL", "escpos", "printing.pdf", "printing.documents", "printing.jobs")
    heavy += ("printing.drawing", "printing.printers", "printing.lp", "printing.receipt_printer")
    assert [name for name in loaded if name.startswith(heavy)] == []


BOOK_OPEN = """
import asyncio, sys
from pathlib import Path
from tui.app import ComptoirApp
from tui.settings import Settings

async def main():
    app = ComptoirApp(Settings(Path(sys.argv[1]), Path(sys.argv[2])))
    async with app.run_test(size=(80, 24)) as pilot:
        while app.opening.opened is None:
            await pilot.pause()
        await app.workers.wait_for_complete()
        print("\\n".join(sys.modules))
        from peewee import __sqlite_version__
        print(__sqlite_version__ == app.book.db.server_version)
asyncio.run(main())
"""


def test_behind_the_first_screen_one_engine_is_loaded_and_no_printing(counter: Counter) -> None:
    run = subprocess.run(
        [sys.executable, "-c", BOOK_OPEN, counter.path, counter.home], capture_output=True, text=True, check=True
    )
    loaded = run.stdout.split()
    assert "db.opening" in loaded
    assert [name for name in loaded if name in ("sqlite3", "_sqlite3")] == []
    assert [name for name in loaded if name.startswith(("fpdf", "PIL", "escpos", "argon2", "babel"))] == []
    assert loaded[-1] == "True", "Peewee writes SQL for the engine that reads it"


# --- Papers ---------------------------------------------------------------------------------------------------------


async def test_papers_with_contact_data_go_when_their_time_is_over(counter: Counter, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    async with counter.opens() as person:
        person.app.keep(printer=f"folder:{stick}")
        slip = keep(person.app.papers / "2026-12-03 BELLEFONTAINE", "livraison", "pdf", b"", NOW + 1800)
        copied = keep(stick, "livraison", "pdf", b"", NOW + 1800)
        sheet = keep(slip.parent, "émargement", "pdf", b"")
        await counter.time_passes(person, 1799)
        counter.stopwatch.seconds += 3600
        await counter.time_passes(person, 0)
        assert slip.exists()
        await counter.time_passes(person, 1)
        counter.stopwatch.seconds += 3600
        await counter.time_passes(person, 0)
        await person.app.workers.wait_for_complete()
        assert not slip.exists()
        assert not copied.exists()
        assert sheet.exists()


async def test_an_hour_in_doubt_takes_no_paper_away(counter: Counter) -> None:
    async with counter.opens() as person:
        slip = keep(person.app.papers, "livraison", "pdf", b"", NOW - 1)
        person.app.book.stopped = ClockInDoubt(now=NOW, last=NOW)
        counter.stopwatch.seconds += 3600
        await counter.time_passes(person, 0)
        await person.app.workers.wait_for_complete()
        assert slip.exists()


async def test_an_hour_that_is_put_back_stops_what_is_written_until_it_is_right_again(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(VOLUNTEER)
        await counter.time_passes(person, -299)
        assert person.app.book.stopped is None, "a laptop that sets its clock right"
        await counter.time_passes(person, -3 * DAY)
        assert isinstance(person.app.book.stopped, ClockInDoubt)
        assert person.reads("L'horloge de cet ordinateur dit dimanche 29 novembre")
        await counter.time_passes(person, 3 * DAY)
        assert person.app.book.stopped is None


async def test_a_coordinator_who_is_here_says_whether_an_hour_that_was_put_back_is_right(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(COORDINATION)
        await person.presses("1", "enter")
        await counter.time_passes(person, -3 * DAY)
        assert person.page == "Question"
        await person.presses("enter")
        assert person.app.book.stopped is None
        await counter.time_passes(person, 1)
        assert person.app.book.stopped is None, "it was asked once"


async def test_a_screen_that_is_locked_asks_nobody_for_the_hour(counter: Counter) -> None:
    async with counter.opens() as person:
        await person.signs_in(COORDINATION)
        await person.presses("1", "enter")
        await counter.leaves_for(person, 100_000)
        assert person.page == "Locked"
        await counter.time_passes(person, -3 * DAY)
        assert person.page == "Locked"
        assert isinstance(person.app.book.stopped, ClockInDoubt)
