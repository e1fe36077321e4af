from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import access, accounts, database, distributions, groups, opening
from db.accounts import NewMember
from db.clock import RELEASED_AT, SetClock
from db.look import peek
from tui import cli
from tui.commands import desk, languages

SECRET = "482913"
CATALOGUE = """\
ref,name_fr,category,producer,unit,price_cents_per_unit,vat_percent,min_qty,step_qty,pack_size,labels,allergens,available
FRU01,Abricots bruns secs,Fruits secs,Vergers du Sud,kg,610,5.5,0.25,0.25,5,AB;Équitable,sulfites,1
SAV01,Savon d'Alep,Hygiène,Savonnerie,pièce,290,20,1,1,12,,,0
"""
MEMBERS = """\
groupName;firstName;lastName;email;phone;address1;address2;zipCode;city
BELLEFONTAINE;Sarah;VARDA;sarah.varda@example.org;639981234;3 rue des Lilas;;31000;Toulouse
BELLEFONTAINE;Karim;SALEM;;06 39 98 55 55;;;;
"""


class Ran:
    """What one command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def objects(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


class Shell:
    """Runs commands on one machine, in this process."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str], clock: SetClock) -> None:
        self.home, self.capsys, self.clock = home, capsys, clock
        self.folder = home.parent

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def __call__(self, *words: str, who: str = "", secret: str = SECRET) -> Ran:
        more = ["--as", who, "--secret-file", self.file("secret", secret + "\n")] if who else []
        code = cli.main([*words, *more])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    def open(self) -> database.Book:
        return opening.open_book(self.home / "comptoir.db", self.home, clock=self.clock)


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    from i18n import language

    monkeypatch.setenv("COMPTOIR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(desk, "_CLOCK", clock)
    monkeypatch.setattr(sys, "stdin", None)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield Shell(tmp_path / "home", capsys, clock)
    language.use(language.DEFAULT)


@pytest.fixture
def group(shell: Shell) -> Shell:
    """A book with a group, its place, a catalogue, two members, and nobody who coordinates."""
    place = ("--place", "Centre social", "--address", "1 place X", "--postcode", "31100", "--city", "Toulouse")
    assert shell("group", "add", "BELLEFONTAINE", *place).code == 0
    for what, text in (("catalogue", CATALOGUE), ("members", MEMBERS)):
        file = shell.file(f"{what}.csv", text)
        assert shell("import", what, file, "--group", "Bellefontaine").code == 0
    return shell


@pytest.fixture(scope="session")
def strong_hash() -> str:
    return access.hash_secret(SECRET)


@pytest.fixture
def team(group: Shell, strong_hash: str) -> Shell:
    """The same with a coordinator (3) and a volunteer (4), both with a secret."""
    book = group.open()
    [one] = groups.groups(book)
    for name, role in (("Nadia", "coordinator"), ("Ana", "volunteer")):
        email = f"{name.lower()}@example.org"
        person = accounts.sign_up(book, one.id, NewMember(name, "Team", email=email), strong_hash)
        by = 0 if role == "coordinator" else accounts.find_member(book, "nadia@example.org").id
        accounts.set_role(book, by, person.id, one.id, role)
    book.close()
    return group


def add_distribution(shell: Shell, *more: str) -> Ran:
    return shell(
        *("distribution", "add", "--group", "BELLEFONTAINE", "--day", "2026-12-12", "--hours", "13:00-20:00"),
        *("--opens", "2026-12-01 08:00", "--closes", "09/12/2026 12h", *more),
        who="nadia@example.org",
    )


# --- Setting up ----------------------------------------------------------------------------------------------------


def test_a_first_book_is_set_up_without_the_interface(group: Shell) -> None:
    ran = group("member", "set", "Sarah Varda", "--group", "bellefontaine", "--role", "coordinator")
    recovery = ran.out.strip()
    assert ran.code == 0
    assert len(recovery.replace("-", "")) == 20
    assert group("member", "set", "2", "--group", "BELLEFONTAINE", "--role", "volunteer").code == 4
    new = group.file("new", "les dattes du mardi\n")
    chosen = group("member", "secret", "--new-secret-file", new, who="1", secret=recovery)
    assert chosen.code == 0
    assert group("member", "secret", "--new-secret-file", new, who="1", secret=recovery).code == 4
    again = chosen.out.strip()
    assert group("member", "secret", "--new-secret-file", new, who="1", secret=again).code == 0
    done = group(
        "member", "set", "2", "--group", "BELLEFONTAINE", "--role", "volunteer", who="1", secret="les dattes du mardi"
    )
    assert done.code == 0


def test_only_adding_a_group_makes_a_book(shell: Shell) -> None:
    for words in (
        ("distributions",),
        ("products",),
        ("import", "members", "x.csv", "--group", "A"),
        ("backup", "x.db"),
    ):
        assert shell(*words).code == 3
        assert not (shell.home / "comptoir.db").exists()
    ran = shell("group", "add", "BELLEFONTAINE")
    assert ran.code == 0
    assert ran.out.strip().isdigit()
    assert "comptoir.db" in ran.err


def test_another_book_is_named_before_or_after_the_command(shell: Shell, tmp_path: Path) -> None:
    other = str(tmp_path / "other" / "book.db")
    assert shell("group", "add", "BELLEFONTAINE", "--book", other).code == 0
    assert shell("--book", other, "distributions", "--json").objects == []
    assert shell("distributions").code == 3


def test_a_group_is_added_whole_or_not_at_all(shell: Shell) -> None:
    wrong = shell("group", "add", "SOUPETARD", "--place", "Verger", "--postcode", "Toulouse", "--tariff", "B=-10")
    assert wrong.code == 1
    assert shell("group", "set", "SOUPETARD").code == 1
    assert shell("group", "add", "SOUPETARD", "--postcode", "31500").code == 2


def test_rules_tariffs_and_place_of_a_group_are_changed(team: Shell) -> None:
    ran = team(
        *("group", "set", "BELLEFONTAINE", "--name", "Bellefontaine", "--welcome", "Bienvenue !"),
        *("--contact", "bellefontaine@example.org", "--address-required", "oui", "--tariff", "B=-12,5"),
        *("--tariff", "C=+3", "--default-tariff", "c", "--place", "centre social", "--address", "2 place X"),
        who="3",
    )
    assert ran.code == 0, ran.err
    book = team.open()
    [one] = groups.groups(book)
    assert (one.name, one.welcome, one.address_required, one.default_tariff) == (
        "Bellefontaine",
        "Bienvenue !",
        True,
        "C",
    )
    assert [tuple(each) for each in groups.tariffs(book, one.id)] == [("A", 0), ("B", -1250), ("C", 300)]
    assert [place.address for place in groups.places(book, one.id)] == ["2 place X"]
    book.close()


# --- Who -----------------------------------------------------------------------------------------------------------


def test_writing_asks_who_once_somebody_coordinates(team: Shell) -> None:
    catalogue = str(team.folder / "catalogue.csv")
    for words in (
        ("import", "catalogue", catalogue, "--group", "BELLEFONTAINE"),
        ("group", "add", "SOUPETARD"),
        ("group", "set", "BELLEFONTAINE", "--welcome", "x"),
        ("member", "set", "1", "--group", "BELLEFONTAINE", "--role", "coordinator"),
        ("member", "code", "1"),
    ):
        assert team(*words).code == 4
        assert team(*words, who="nadia@example.org", secret="000000").code == 4
        assert team(*words, who="nobody@example.org").code == 4


def test_a_volunteer_gives_a_code_and_the_member_chooses_a_secret_with_it(team: Shell) -> None:
    asking = ("member", "set", "1", "--group", "BELLEFONTAINE", "--role", "volunteer")
    assert team(*asking, who="ana@example.org").code == 4
    ran = team("member", "code", "Sarah VARDA", who="ana@example.org")
    code = ran.out.strip()
    assert (ran.code, len(code)) == (0, 6)
    # For anything else the code is refused, and it is not used up by that.
    assert team(*asking, who="1", secret=code).code == 4
    assert team("member", "secret", "--new-secret-file", team.file("new", "123456"), who="1", secret=code).code == 1
    new = team.file("new", "759301")
    assert team("member", "secret", "--new-secret-file", new, who="06 39 98 12 34", secret=code).code == 0
    assert team("member", "secret", "--new-secret-file", new, who="1", secret=code).code == 4
    assert team("member", "secret", "--new-secret-file", new, who="1", secret="759301").code == 0


def test_wrong_secrets_are_slowed_down_here_too(team: Shell) -> None:
    for _ in range(3):
        team("member", "code", "1", who="3", secret="wrong secret")
    ran = team("member", "code", "1", who="3")
    assert ran.code == 4


def test_a_secret_file_that_is_not_there_is_named(team: Shell) -> None:
    assert cli.main(["member", "code", "1", "--as", "3", "--secret-file", "nowhere.txt"]) == 1
    assert "nowhere.txt" in team.capsys.readouterr().err


# --- Importing -----------------------------------------------------------------------------------------------------


def test_each_refused_line_is_named_and_nothing_is_taken(team: Shell) -> None:
    file = team.file("bad.csv", CATALOGUE.replace("pièce", "boîte").replace("610", "6,10,").replace("SAV01", "SAV02"))
    ran = team("import", "catalogue", file, "--group", "BELLEFONTAINE", who="3")
    assert ran.code == 1
    assert "2" in ran.err
    assert "unit" in ran.err
    assert len(team("products", "--json").objects) == 2
    ran = team("import", "catalogue", file, "--group", "BELLEFONTAINE", "--skip-bad", who="3")
    assert ran.code == 0
    assert "unit" in ran.err


def test_a_line_refused_for_two_columns_is_one_line(team: Shell) -> None:
    file = team.file("bad.csv", CATALOGUE.replace("pièce", "boîte").replace("SAV01", ""))
    ran = team("import", "catalogue", file, "--group", "BELLEFONTAINE", who="3")
    assert ran.code == 1
    assert "1 ligne est refusée" in ran.err


def test_importing_twice_changes_nothing(team: Shell) -> None:
    before = team("products", "--json").out
    ran = team("import", "catalogue", str(team.folder / "catalogue.csv"), "--group", "BELLEFONTAINE", who="3")
    assert ran.code == 0
    assert team("products", "--json").out == before


# --- Distributions -------------------------------------------------------------------------------------------------


def test_a_distribution_is_added_in_the_hours_of_its_place(team: Shell) -> None:
    ran = add_distribution(team)
    assert ran.code == 0, ran.err
    [found] = team("distributions", "--json").objects
    assert found["id"] == ran.out.strip()
    assert (found["starts_at"], found["ends_at"]) == ("2026-12-12T12:00:00Z", "2026-12-12T19:00:00Z")
    assert (found["opens_at"], found["closes_at"]) == ("2026-12-01T07:00:00Z", "2026-12-09T11:00:00Z")
    assert found["state"] == "open"


def test_a_distribution_is_changed_opened_and_closed(team: Shell) -> None:
    add_distribution(team)
    for words in (
        ("change", "2026-12-12", "--hours", "14:00-19:30", "--day", "2026-12-13"),
        ("change", "13/12/2026", "--opens", "2026-12-05 08:00"),
        ("open", "bellefontaine"),
        ("close", "2026-12-13", "--group", "BELLEFONTAINE"),
        ("open", "2026-12-13", "--closes", "2026-12-10 12:00"),
    ):
        team.clock.advance(60)
        ran = team("distribution", *words, who="3")
        assert ran.code == 0, ran.err
    [found] = team("distributions", "--json").objects
    assert (found["starts_at"], found["closes_at"], found["state"]) == (
        "2026-12-13T13:00:00Z",
        "2026-12-10T11:00:00Z",
        "open",
    )
    assert list((team.home / "backups").glob("*.db"))


def test_opening_what_has_closed_asks_until_when(team: Shell) -> None:
    add_distribution(team)
    team("distribution", "close", "2026-12-12", who="3")
    ran = team("distribution", "open", "2026-12-12", who="3")
    assert ran.code == 1
    assert "--closes" in ran.err
    assert "samedi 12 décembre 2026 à 13:00" in ran.err
    assert team("distribution", "open", "2026-12-12", "--closes", "2026-12-10 12:00", who="3").code == 0


def test_what_has_begun_is_not_opened_again(team: Shell) -> None:
    add_distribution(team)
    team.clock.advance(20 * 86_400)
    ran = team("distribution", "open", "2026-12-12", who="3")
    assert ran.code == 1
    assert "a commencé le samedi 12 décembre 2026" in ran.err
    assert "--closes" not in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ("--day", "2026-13-01"),
        ("--day", "tomorrow"),
        ("--hours", "13:00"),
        ("--hours", "25:00-26:00"),
        ("--opens", "2026-12-01"),
        ("--closes", "2027-03-28 02:30"),
    ],
)
def test_an_hour_that_cannot_be_read_or_does_not_exist_is_a_mistake_in_the_command(
    team: Shell, wrong: tuple[str, str]
) -> None:
    assert add_distribution(team, *wrong).code == 2
    assert team("distributions", "--json").objects == []


def test_hours_out_of_order_are_refused(team: Shell) -> None:
    assert add_distribution(team, "--closes", "2026-12-20 12:00").code == 1


def test_what_is_counted_is_set_in_the_unit_of_the_product(team: Shell) -> None:
    add_distribution(team)
    ran = team("distribution", "stock", "2026-12-12", "abricots bruns secs", "12,5", who="3")
    assert ran.code == 0, ran.err
    assert team("distribution", "stock", "2026-12-12", "SAV01", "1,5", who="3").code == 1
    book = team.open()
    assert book.db.execute_sql("SELECT remaining FROM stock").fetchall() == [(12500,)]
    book.close()


# --- The clock -----------------------------------------------------------------------------------------------------


def test_a_clock_in_doubt_is_confirmed_by_a_coordinator_for_one_command(team: Shell) -> None:
    add_distribution(team)
    team.clock.at = RELEASED_AT - 3600
    close = ("distribution", "change", "2026-12-12", "--hours", "14:00-20:00")
    refused = team(*close, who="3")
    assert refused.code == 1
    assert "--clock-is-right" in refused.err
    assert team(*close, "--clock-is-right", who="3").code == 0
    assert team(*close, who="3").code == 1, "the next command asks again"


def test_nobody_but_a_coordinator_confirms_the_clock(team: Shell) -> None:
    add_distribution(team)
    team.clock.at = RELEASED_AT - 3600
    assert team("distribution", "close", "2026-12-12", "--clock-is-right", who="4").code == 4
    assert team("distribution", "close", "2026-12-12", "--clock-is-right", who="3", secret="wrong").code == 4
    assert team("member", "set", "1", "--group", "BELLEFONTAINE", "--clock-is-right").code == 4


# --- Reading -------------------------------------------------------------------------------------------------------


def test_products_are_a_table_or_objects_in_cents_and_thousandths(group: Shell) -> None:
    first, second = group("products", "--group", "BELLEFONTAINE", "--json").objects
    assert (first["base_price_cents"], first["minimum_thousandths"], first["labels"]) == (610, 250, ["AB", "Équitable"])
    assert isinstance(first["id"], str)
    assert (second["unit"], second["available"]) == ("piece", False)
    table = group("products").out.splitlines()
    assert len(table) == 3
    assert "6,10\u00a0€/kg" in table[1]


def order_for_sarah(shell: Shell) -> None:
    from db import baskets, ordering, shop

    book = shell.open()
    sarah = accounts.find_member(book, "Sarah Varda").id
    [one] = distributions.distributions(book)
    apricots = shop.cards(book, one.id, sarah)[0]
    baskets.put(book, sarah, one.id, apricots.id, 250, apricots.price)
    ordering.record(book, sarah, one.id, baskets.validate(book, sarah, one.id).recording)
    book.close()


def test_orders_name_members_and_never_their_contacts(team: Shell) -> None:
    add_distribution(team)
    order_for_sarah(team)
    [found] = team("orders", "--distribution", "2026-12-12", "--json").objects
    assert (found["member"], found["basket"], found["total_cents"], found["paid"]) == ("Sarah VARDA", "1", 153, False)
    [line] = found["lines"]
    assert (line["quantity_thousandths"], line["price_cents"], line["amount_cents"]) == (250, 610, 153)
    table = team("orders", "--distribution", "BELLEFONTAINE").out
    assert "1,53" in table
    for read in (("orders", "--distribution", "2026-12-12"), ("distributions",), ("products",)):
        for ran in (team(*read), team(*read, "--json")):
            assert not any(contact in ran.out for contact in ("@", "0639", "06 39", "Lilas"))


def test_a_distribution_that_is_not_unique_is_refused_with_its_ids(team: Shell) -> None:
    ids = [add_distribution(team).out.strip() for _ in range(2)]
    ran = team("orders", "--distribution", "2026-12-12")
    assert ran.code == 1
    assert team("orders", "--distribution", ids[1]).code == 0


# --- The book ------------------------------------------------------------------------------------------------------


def test_a_copy_is_made_and_comes_back(team: Shell, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    assert team("backup", copy).code == 0
    assert team("backup", copy).code == 1
    assert team("restore", copy).code == 3
    assert team("restore", team.file("not-a-book", "hello"), "--aside").code == 3
    assert team("products", "--json").objects
    assert team("group", "set", "BELLEFONTAINE", "--name", "AUTRE", who="3").code == 0
    assert team("restore", copy, "--aside").code == 0
    assert team("products", "--json").objects[0]["group"] == "BELLEFONTAINE"
    assert len(list(team.home.glob("comptoir-aside-*.db"))) == 1


def test_a_damaged_copy_leaves_the_book_where_it_is(team: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    team("backup", str(copy))
    content = bytearray(copy.read_bytes())
    content[8192:40960] = os.urandom(32768)
    copy.write_bytes(content)
    assert team("restore", str(copy), "--aside").code in (1, 3)
    assert team("products", "--json").objects
    assert not list(team.home.glob("comptoir-aside-*"))


def test_the_demo_is_made_once_kept_and_made_again(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[cli.Interface] = []
    monkeypatch.setattr(cli, "open_interface", lambda options: opened.append(options) or 0)
    assert shell("demo", "--language", "de").code == 0
    assert opened == [cli.Interface(book=str(shell.home / "demo.db"), language="de")]
    path = shell.home / "demo.db"
    made = peek(path).uid
    assert shell("demo", "--make-only").code == 0
    assert peek(path).uid == made
    assert shell("demo", "--make-only", "--fresh").code == 0
    again = peek(path).uid
    assert again != made
    path.write_bytes(b"")
    assert shell("demo", "--make-only").code == 3
    assert shell("demo", "--make-only", "--fresh").code == 0
    assert peek(path).demo


def test_a_real_book_is_never_thrown_away_for_a_demo(group: Shell) -> None:
    before = (group.home / "comptoir.db").read_bytes()
    assert group("demo", "--fresh", "--book", str(group.home / "comptoir.db")).code == 3
    assert (group.home / "comptoir.db").read_bytes() == before


# --- The command line itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ([], cli.Interface()),
        (["--book", "x.db", "--kiosk"], cli.Interface(book="x.db", kiosk=True)),
        (
            ["--groups=3 COCUS,SOUPETARD", "--language", "de", "--theme=contrast"],
            cli.Interface(groups="3 COCUS,SOUPETARD", language="de", theme="contrast"),
        ),
        (["--help"], None),
        (["--book"], None),
        (["--language", "it"], None),
        (["--theme=pink"], None),
        (["demo"], None),
        (["--book", "x.db", "demo"], None),
    ],
)
def test_the_interface_opens_when_there_is_nothing_but_its_options(
    words: list[str], options: cli.Interface | None
) -> None:
    assert cli.interface_options(words) == options


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("--kiosk", "nonsense"), ("group",), ("orders",), ("--theme", "pink"), ("products", "--jso")],
)
def test_a_mistake_in_the_command_is_told_and_exits_with_2(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell(*words)
    assert ran.code == 2
    assert ran.err
    assert ran.out == ""


def commands() -> Iterator[tuple[str, ...]]:
    from tui.commands.parser import whole_parser

    def walk(parser: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for action in parser._actions:
            if isinstance(action.choices, dict):
                for name, below in action.choices.items():
                    yield from walk(below, (*path, name))

    return walk(whole_parser(), ())


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_every_command_has_help_with_examples_and_exit_codes(shell: Shell, language: str) -> None:
    for path in commands():
        ran = shell(*path, "--help", "--language", language)
        assert ran.code == 0
        assert "show program's" not in ran.out, "argparse's own words are not ours"
        if path[-1:] not in ((), ("import",), ("group",), ("member",), ("distribution",)):
            assert f"  comptoir {' '.join(path)}" in ran.out
            assert "130" in ran.out
            assert "\\\n  comptoir" not in ran.out, "an example copied over two lines is one command"


def test_messages_come_in_the_language_of_the_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    german = shell("distributions").err
    assert german != shell("distributions", "--language", "fr").err
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "There is no Comptoir book" in shell("distributions").err
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "There is no" not in shell("distributions").err


def test_the_language_kept_on_the_laptop_serves_when_the_terminal_says_none(shell: Shell) -> None:
    shell.home.mkdir()
    (shell.home / "preferences.json").write_text('{"language": "de"}')
    assert languages.wished([], shell.home) == "de"
    assert languages.wished(["--language=en"], shell.home) == "en"
    (shell.home / "preferences.json").write_text('{"language": "it"}')
    assert languages.wished([], shell.home) == "fr"


def test_a_fault_is_one_sentence_and_is_written_down(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object) -> None:
        raise ZeroDivisionError("secret name")

    monkeypatch.setattr(desk.Desk, "book", property(fail))
    ran = shell("distributions")
    assert ran.code == 70
    assert "secret name" not in ran.err
    written = (shell.home / "failures.log").read_text()
    assert "ZeroDivisionError" in written
    assert "secret name" not in written


def test_hostile_names_reach_no_terminal(team: Shell) -> None:
    book = team.open()
    book.db.execute_sql("UPDATE product SET name = ?, producer = ?", ("a\x1b[2J\u202eb", "[red]x[/]"))
    book.close()
    out = team("products").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[red]x[/]" in out


# --- The installed program -----------------------------------------------------------------------------------------


def run_program(home: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "COMPTOIR_HOME": str(home), "LANG": "C"}
    return subprocess.run([sys.executable, "-m", "tui.cli", *words], env=environment, capture_output=True, timeout=60)


def test_the_program_runs_in_a_plain_terminal_and_pipes(group: Shell) -> None:
    ran = run_program(group.home, "products", "--json")
    assert ran.returncode == 0
    assert [one["reference"] for one in json.loads(ran.stdout)] == ["FRU01", "SAV01"]
    assert ran.stderr == b""


def test_the_program_refuses_with_its_exit_code_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "comptoir.db").write_bytes(b"")
    ran = run_program(tmp_path, "distributions")
    assert ran.returncode == 3
    assert b"Traceback" not in ran.stderr
    assert ran.stdout == b""
    assert (tmp_path / "comptoir.db").read_bytes() == b""
