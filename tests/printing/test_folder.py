"""Documents as files: a folder for each distribution, nobody else may read them, nothing is written over."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import DiskFull, NotSaved
from db.values.orders import Distribution, Place
from printing import folder
from printing.folder import folder_name, safe_name, save
from tests.conftest import NOW


def test_a_text_is_readable_by_its_user_only(tmp_path: Path) -> None:
    path = save(tmp_path / "2026-12-03 BELLEFONTAINE", "commande, panier 12", "é\n")
    assert path.read_bytes() == "é\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    names = [save(tmp_path, "commande", str(number)).name for number in range(3)]
    assert names == ["commande.txt", "commande (2).txt", "commande (3).txt"]
    assert [(tmp_path / name).read_text() for name in names] == ["0", "1", "2"]


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    (tmp_path / "commande.txt").symlink_to(other)
    assert save(tmp_path, "commande", "text").name == "commande (2).txt"
    assert other.read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BELLEFONTAINE", "BELLEFONTAINE"),
        ("3 COCUS", "3 COCUS"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "_"),
        ("", "_"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        (".caché", "caché"),
        ("fin. ", "fin"),
        ("a\x1b[2Jb", "a--2Jb"),
        ("Été à l'Œuvre", "Été à l-Œuvre"),
        ("x" * 300, "x" * 60),
    ],
)
def test_names_that_would_do_harm_become_harmless(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_any_text_becomes_the_name_of_one_file(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 121
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name.strip(" .") == name
    assert safe_name(name).strip("_") == name.strip("_")


def test_folders_sort_by_the_day_of_the_distribution_where_it_is_held() -> None:
    place = Place(1, "Salle", "", "", "", "Europe/Paris")
    # 23:30 in Greenwich is the next day in Paris.
    one = Distribution(1, 1, "SOUPETARD/nord", place, NOW + 55_800, NOW + 60_000, 0, 1)
    assert folder_name(one) == "2026-12-03 SOUPETARD-nord"


def test_a_folder_that_cannot_be_made_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSaved):
        save(tmp_path / "file" / "folder", "commande", "text")


def test_on_a_full_disk_no_half_page_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.os, "fsync", full)
    with pytest.raises(DiskFull):
        save(tmp_path, "commande", "text")
    assert list(tmp_path.iterdir()) == []
