"""Documents as files: a folder for each distribution, nobody else may read them, nothing is written over."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import DiskFull, NotSaved
from db.values.orders import Distribution, Place
from i18n.language import LANGUAGES, use
from printing import folder
from printing.folder import beside, copy_into, expire, folder_name, keep, safe_name, save
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


# --- Kept documents ---------------------------------------------------------------------------------------------------


def test_documents_are_numbered_as_they_come(tmp_path: Path) -> None:
    names = [keep(tmp_path, name, "pdf", b"%PDF").name for name in ("émargement", "émargement", "livraison, Karim")]
    assert names == ["001 émargement.pdf", "002 émargement.pdf", "003 livraison, Karim.pdf"]
    (tmp_path / "002 émargement.pdf").unlink()
    assert keep(tmp_path, "till", "pdf", b"").name == "004 till.pdf"
    assert stat.S_IMODE((tmp_path / "001 émargement.pdf").stat().st_mode) == 0o600


def test_two_programs_on_a_laptop_never_give_the_same_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "001 émargement.pdf").write_bytes(b"the other program's")
    seen = iter([0, 0, 1])  # what was there when each looked
    monkeypatch.setattr(folder, "_last_number", lambda _folder: next(seen))
    assert keep(tmp_path, "reçu", "pdf", b"mine").name == "002 reçu.pdf"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["001 émargement.pdf", "002 reçu.pdf"]


def test_many_at_once_are_all_kept_under_numbers_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda one: keep(tmp_path, f"reçu {one}", "pdf", b""), range(40)))
    assert len({path.name[:3] for path in paths}) == 40
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}


def test_contact_data_is_gone_from_the_folders_when_its_time_is_over(tmp_path: Path) -> None:
    day, until = tmp_path / "2026-12-03 BELLEFONTAINE", NOW + 7 * 86_400
    slip = keep(day, "livraison (2026-12-01 10h00), Karim", "pdf", b"", until)
    on_stick = keep(tmp_path, "livraison, Karim", "pdf", b"", until)
    beside_it = beside(slip, "txt", b"")
    copied = copy_into(slip, day)
    other, theirs = keep(day, "émargement", "pdf", b""), day / "mes notes (2020-01-01).pdf"
    theirs.write_bytes(b"")
    assert "2026-12-09" in slip.name
    assert expire(tmp_path, until - 60) == 0
    assert expire(tmp_path, until) == 4
    assert not any(path.exists() for path in (slip, on_stick, beside_it, copied))
    assert other.exists()
    assert theirs.exists()


def test_the_name_says_in_each_language_until_when_it_is_kept(tmp_path: Path) -> None:
    for language in LANGUAGES:
        use(language)
        keep(tmp_path, "livraison", "pdf", b"", NOW)
    use("fr")
    names = " ".join(path.name for path in tmp_path.iterdir())
    assert all(f"livraison ({word} 2026-12-02 " in names for word in ("jusqu'au", "until", "bis"))
    assert expire(tmp_path, NOW) == len(LANGUAGES)


@pytest.mark.parametrize("name", ["x (until 2026-13-45 99h99).pdf", "x (until 9999-12-31 23h59).pdf"])
def test_a_time_that_cannot_be_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert expire(tmp_path, NOW) == 0


def test_where_there_is_no_folder_nothing_is_over(tmp_path: Path) -> None:
    assert expire(tmp_path / "nowhere", NOW) == 0
