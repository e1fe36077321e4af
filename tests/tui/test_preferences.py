"""What a laptop remembers for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui import cli, preferences
from tui.preferences import Preferences


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPTOIR_HOME", str(tmp_path))
    return tmp_path


def test_what_was_set_from_the_command_line_holds_at_the_next_start(home: Path) -> None:
    words = ["laptop", "--lock-member", "120", "--lock-volunteer", "600", "--escape", "50"]
    assert cli.main([*words, "--first-language", "de", "--colours", "contrast"]) == 0
    kept = preferences.load(home)
    assert (kept.lock_member, kept.lock_volunteer, kept.escape_ms) == (120, 600, 50)
    assert (kept.language, kept.theme) == ("de", "contrast")


def test_asking_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["laptop"]) == 0
    assert "lock-member      90" in capsys.readouterr().out
    assert not (home / "preferences.json").exists()


def test_colours_can_be_left_to_the_terminal_again(home: Path) -> None:
    cli.main(["laptop", "--colours", "contrast"])
    cli.main(["laptop", "--colours", "auto"])
    assert preferences.load(home).theme == ""


@pytest.mark.parametrize("seconds", ["0", "14", "3601", "-5", "1e3", "٩٠", ""])
def test_a_lock_that_would_never_or_always_close_is_refused(home: Path, seconds: str) -> None:
    assert cli.main(["laptop", "--lock-member", seconds]) == 2
    assert preferences.load(home) == Preferences()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nonsense",
        "[]",
        '{"language": "xx", "lock_member": 0, "lock_volunteer": 99999, "compact": "yes", "receipt_width": 8, "x": 1}',
        '{"language": 3, "lock_member": true}',
    ],
)
def test_a_file_that_was_spoilt_counts_as_never_set(home: Path, written: str) -> None:
    (home / "preferences.json").write_text(written, encoding="utf-8")
    assert preferences.load(home) == Preferences()


def test_a_laptop_that_cannot_keep_them_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preferences.save(tmp_path / "file", Preferences(language="de"))
    assert (tmp_path / "file").read_text() == ""


def test_a_printer_is_chosen_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["laptop", "--printer", "system:Salon", "--receipt-width", "58"]) == 0
    assert cli.main(["laptop", "--receipt-printer", "receipt-network:192.168.1.50"]) == 0
    kept = preferences.load(home)
    assert kept.printer == "system:Salon"
    assert kept.receipt_printer == "receipt_network:192.168.1.50"
    assert kept.receipt_width == 58
    assert "printer          system:Salon" in capsys.readouterr().out
    cli.main(["laptop", "--printer", "auto"])
    assert preferences.load(home).printer == ""


@pytest.mark.parametrize("text", ["laser", "receipt-network:", "receipt-network:a:b", "receipt-file"])
def test_what_is_no_printer_is_refused_in_words(home: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["laptop", "--printer", text]) == 2
    assert "n'est pas" in capsys.readouterr().err
    assert preferences.load(home) == Preferences()


def test_what_this_computer_could_print_with_is_listed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert cli.main(["laptop", "--printers"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "folder  fichiers seulement, sans imprimante"
    assert "Aucune imprimante" in said.err
