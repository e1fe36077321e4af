from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db import access, accounts, catalogue, groups, imports
from db.accounts import NewMember
from db.clock import SetClock
from db.database import Book
from db.errors import CellInvalid, FileUnreadable, ImportRefused, NotAllowed, Refusal, Unknown
from db.importing import table
from db.importing.catalogue import COLUMNS
from db.values.catalogue import Product
from db.values.text import shown

PRODUCTS = """\
ref,name_fr,category,producer,unit,price_cents_per_unit,vat_percent,min_qty,step_qty,pack_size,labels,allergens,available
FRU01,Abricots bruns secs,Fruits secs,Vergers du Sud,kg,610,5.5,0.25,0.25,5,AB;Équitable,sulfites,1
LES01,Lessive liquide,Hygiène,Savonnerie,L,390,20,"0,5","0,5",20,,,oui
SAV01,Savon d'Alep,Hygiène,Savonnerie,pièce,290,20,1,1,12,AB,,0
"""
MEMBERS = """\
groupName,firstName,lastName,email,phone,address1,address2,zipCode,city
BELLEFONTAINE,Sarah,VARDA,sarah.varda@example.org,639981234,3 rue des Lilas,,31000,Toulouse
Bellefontaine,Karim,SALEM,,06 39 98 55 55,,,,
"""


@pytest.fixture
def group(book: Book) -> int:
    return groups.add(book, 0, "BELLEFONTAINE")


class Files:
    """Imports text as a file of the group."""

    def __init__(self, book: Book, group: int, folder: Path) -> None:
        self.book, self.group, self.path = book, group, folder / "file.csv"

    def products(self, text: str | bytes, **options: bool) -> tuple[int, int, int, int]:
        self._write(text)
        return imports.import_catalogue(self.book, 0, self.group, self.path, **options)[:4]

    def members(self, text: str | bytes, **options: bool) -> tuple[int, int, int, int]:
        self._write(text)
        return imports.import_members(self.book, 0, self.group, self.path, **options)[:4]

    def _write(self, text: str | bytes) -> None:
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def catalogue(self) -> tuple[Product, ...]:
        return catalogue.products(self.book, self.group)

    def revisions(self) -> int:
        return int(self.book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall()[0][0])


@pytest.fixture
def files(book: Book, group: int, tmp_path: Path) -> Files:
    return Files(book, group, tmp_path)


def product_line(**cells: str) -> str:
    """The first product with other cells, under its heading."""
    usual = dict(zip(COLUMNS, PRODUCTS.splitlines()[1].split(","), strict=True))
    return f"{','.join(COLUMNS)}\n" + ",".join(f'"{cell}"' for cell in {**usual, **cells}.values()) + "\n"


def member_line(**cells: str) -> str:
    heading, usual = MEMBERS.splitlines()[:2]
    row = {**dict(zip(heading.split(","), usual.split(","), strict=True)), **cells}
    return f"{heading}\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n"


def test_a_catalogue_is_taken_with_its_units_numbers_and_words(files: Files) -> None:
    assert files.products(PRODUCTS) == (3, 0, 0, 0)
    apricots, detergent, soap = files.catalogue()
    assert apricots[1:] == (
        "FRU01", "Abricots bruns secs", "Fruits secs", "Vergers du Sud", "kg",
        610, 550, 250, 250, 5000, ("AB", "Équitable"), ("sulfites",), True,
    )  # fmt: skip
    assert (detergent.unit, detergent.minimum, detergent.vat, detergent.available) == ("L", 500, 2000, True)
    assert (soap.unit, soap.minimum, soap.step, soap.pack, soap.available) == ("piece", 1000, 1000, 12000, False)


def test_the_same_file_twice_changes_nothing(files: Files) -> None:
    files.products(PRODUCTS)
    before = files.catalogue(), files.revisions()
    assert files.products(PRODUCTS) == (0, 0, 3, 0)
    assert (files.catalogue(), files.revisions()) == before


def test_a_known_reference_takes_its_new_price_and_the_old_one_stays_in_the_history(
    files: Files, clock: SetClock
) -> None:
    files.products(PRODUCTS)
    first = clock.now()
    clock.advance(3600)
    assert files.products(PRODUCTS.replace("FRU01", "fru01").replace(",610,", ",640,")) == (0, 1, 2, 0)
    apricots = files.catalogue()[0]
    assert apricots.base_price == 640
    history = catalogue.price_history(files.book, apricots.id)
    assert [(one.base_price, one.since) for one in history] == [(610, first), (640, first + 3600)]


def test_products_that_the_file_does_not_name_stay_and_new_ones_come_last(files: Files) -> None:
    files.products(PRODUCTS)
    assert files.products(product_line(ref="NEW", name_fr="Riz")) == (1, 0, 0, 0)
    assert [one.reference for one in files.catalogue()] == ["FRU01", "LES01", "SAV01", "NEW"]


def test_a_changed_name_is_found_by_searching(files: Files) -> None:
    files.products(PRODUCTS)
    files.products(product_line(name_fr="Abricots d'Été"))
    [(search,)] = files.book.db.execute_sql("SELECT search FROM product WHERE reference = 'FRU01'").fetchall()
    assert search == "abricots d ete fru01 vergers du sud ab equitable"


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("ref", "", "empty"),
        ("name_fr", " ", "empty"),
        ("category", "", "empty"),
        ("unit", "100 g", "unit"),
        ("unit", "", "empty"),
        ("price_cents_per_unit", "6,10", "cents"),
        ("price_cents_per_unit", "0", "negative"),
        ("price_cents_per_unit", "-5", "negative"),
        ("price_cents_per_unit", "1e5", "number"),
        ("price_cents_per_unit", "NaN", "number"),
        ("price_cents_per_unit", "٦١٠", "number"),
        ("price_cents_per_unit", "610 €", "number"),
        ("price_cents_per_unit", "", "empty"),
        ("vat_percent", "120", "vat"),
        ("vat_percent", "5.555", "ambiguous"),
        ("vat_percent", "0.555", "vat"),
        ("min_qty", "0,3", "multiple"),
        ("min_qty", "1.000", "ambiguous"),
        ("step_qty", "0", "negative"),
        ("step_qty", "0.0001", "number"),
        ("pack_size", "x", "number"),
        ("available", "peut-être", "yes_no"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_line_column_and_reason(
    files: Files, column: str, cell: str, reason: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        files.products(product_line(**{column: cell}))
    [line] = refused.value.lines
    assert (line.line, line.column) == (2, column)
    assert isinstance(line.cause, CellInvalid)
    assert line.cause.reason == reason
    assert files.catalogue() == ()


@pytest.mark.parametrize("cell", ["0,5", "1.5"])
def test_pieces_are_whole(files: Files, cell: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        files.products(product_line(unit="Stück", min_qty="1", step_qty=cell, pack_size="12"))
    assert [(one.column, vars(one.cause)["reason"]) for one in refused.value.lines] == [("step_qty", "whole")]


@pytest.mark.parametrize(
    ("unit", "kept"),
    [("KG", "kg"), ("litre", "L"), ("l", "L"), ("Piece", "piece"), ("PIÈCES", "piece"), ("Stk.", "piece")],
)
def test_units_are_read_in_three_languages(files: Files, unit: str, kept: str) -> None:
    files.products(product_line(unit=unit, min_qty="1", step_qty="1", pack_size="12"))
    assert files.catalogue()[0].unit == kept


def test_one_refused_line_refuses_the_file_unless_it_is_left_out(files: Files) -> None:
    bad = PRODUCTS.replace("LES01,Lessive liquide", "FRU01,Lessive\x1b[2J").replace('"0,5","0,5"', '"0,3",x')
    with pytest.raises(ImportRefused) as refused:
        files.products(bad)
    assert [(one.line, one.column) for one in refused.value.lines] == [
        (3, "ref"),
        (3, "name_fr"),
        (3, "step_qty"),
    ]
    assert files.catalogue() == ()
    assert files.products(bad, skip_bad=True) == (2, 0, 0, 1)
    assert [one.reference for one in files.catalogue()] == ["FRU01", "SAV01"]


def test_formulas_and_markup_are_only_text(files: Files) -> None:
    for number, name in enumerate(("=1+1", "@SUM(A1)", "<b>gras</b>", "[/]", "[red]x[/red]")):
        files.products(product_line(ref=f"R{number}", name_fr=name))
        assert files.catalogue()[-1].name == name


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\u200b", "\x07", "\x9b", "\ufeff"])
def test_signs_that_command_a_terminal_are_refused(files: Files, sign: str) -> None:
    with pytest.raises(ImportRefused):
        files.products(product_line(name_fr=f"Riz{sign}rond"))
    with pytest.raises(ImportRefused):
        files.members(member_line(lastName=f"VAR{sign}DA"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_encodings_and_line_ends_are_recognised(files: Files, encoding: str, end: str) -> None:
    text = PRODUCTS.replace("\n", end).encode(encoding)
    assert files.products(text) == (3, 0, 0, 0)
    assert files.catalogue()[0].labels == ("AB", "Équitable")


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "utf-16-le"])
def test_an_encoding_that_would_have_to_be_guessed_is_refused(files: Files, encoding: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        files.products(PRODUCTS.encode(encoding))
    assert refused.value.reason == "encoding"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_recognised(files: Files, separator: str) -> None:
    lines = [line.split(",") for line in product_line(labels="AB", min_qty="0.5").replace('"', "").splitlines()]
    assert files.products("\n".join(separator.join(line) for line in lines)) == (1, 0, 0, 0)


def test_headings_come_in_any_order_and_case_and_other_columns_are_passed_over(files: Files) -> None:
    heading, line = product_line().splitlines()
    headings, cells = heading.upper().split(","), line.split(",")
    mixed = ",".join([*reversed(headings), "note", ""]) + "\n" + ",".join([*reversed(cells), "=1+1", ""]) + "\n\n,,\n"
    assert files.products(mixed) == (1, 0, 0, 0)


def test_lines_are_numbered_as_an_editor_shows_them(files: Files) -> None:
    text = PRODUCTS.replace("FRU01,", '\n\n"FRU\n01",').replace("SAV01,Savon d'Alep", "SAV01,")
    with pytest.raises(ImportRefused) as refused:
        files.products(text)
    assert [(one.line, one.column) for one in refused.value.lines] == [(4, "ref"), (7, "name_fr")]


def test_a_line_with_too_few_or_too_many_cells_is_refused(files: Files) -> None:
    with pytest.raises(ImportRefused) as refused:
        files.products(PRODUCTS + "A,B\n" + PRODUCTS.splitlines()[3].replace("SAV01", "SAV02") + ",more\n")
    assert [(one.line, one.column, vars(one.cause)["reason"]) for one in refused.value.lines] == [
        (5, "", "columns"),
        (6, "", "columns"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"a,b\n1,2\n", "columns"),
        (b"\x00\x01\x02", "encoding"),
        (PRODUCTS.replace("name_fr", "ref").encode(), "columns"),
        (PRODUCTS.replace("allergens,available", "allergens,available,REF").encode(), "twice"),
        (PRODUCTS.encode() + b'"never closed', "quotes"),
        (b"x" * (table.MOST_BYTES + 1), "size"),
        (PRODUCTS.encode() + b"\n" * 3 + PRODUCTS.splitlines()[1].encode() * 100_000, "quotes"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_as_a_whole(files: Files, content: bytes, reason: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        files.products(content, skip_bad=True)
    assert refused.value.reason in (reason, "size")
    assert files.catalogue() == ()


def test_a_file_with_too_many_lines_is_refused(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_LINES", 3)
    with pytest.raises(FileUnreadable) as refused:
        files.products(PRODUCTS)
    assert refused.value.reason == "size"


def test_a_file_that_is_not_there_is_named(book: Book, group: int, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path, tmp_path / "bad\x00name"):
        with pytest.raises(FileUnreadable) as refused:
            imports.import_catalogue(book, 0, group, path)
        assert refused.value.reason in ("missing", "rights")


def test_importing_is_for_the_coordination_of_a_group_that_exists(book: Book, group: int, files: Files) -> None:
    nadia = accounts.sign_up(book, group, NewMember("Nadia", "Coord", email="coordination@example.org"), "")
    accounts.set_role(book, 0, nadia.id, group, "coordinator")
    for take in (files.products, files.members):
        with pytest.raises(NotAllowed):
            take(PRODUCTS if take == files.products else MEMBERS)
    files._write(PRODUCTS)
    with pytest.raises(Unknown):
        imports.import_catalogue(book, nadia.id, 12345, files.path)
    assert imports.import_catalogue(book, nadia.id, group, files.path).added == 3


def test_members_are_taken_with_phones_that_lost_their_zero_and_without_email(files: Files) -> None:
    assert files.members(MEMBERS) == (2, 0, 0, 0)
    sarah = accounts.find_member(files.book, "sarah.varda@example.org")
    assert (sarah.phone, sarah.postcode, sarah.number) == ("0639981234", "31000", "1")
    karim = accounts.find_member(files.book, "06 39 98 55 55")
    assert (karim.name, karim.email) == ("Karim SALEM", "")
    assert [one.group for one in accounts.memberships(files.book, karim.id)] == ["BELLEFONTAINE"]


def test_the_same_members_twice_change_nothing_even_when_they_changed_their_details(files: Files) -> None:
    files.members(MEMBERS)
    sarah = accounts.find_member(files.book, "sarah.varda@example.org")
    accounts.change_details(files.book, sarah.id, sarah.id, phone="0639980000", city="Muret")
    before = files.revisions()
    assert files.members(MEMBERS) == (0, 0, 2, 0)
    assert files.revisions() == before
    assert accounts.person(files.book, sarah.id).city == "Muret"


def test_what_a_known_member_left_empty_is_filled_in(files: Files) -> None:
    files.members(MEMBERS)
    more = MEMBERS.replace(
        "Karim,SALEM,,06 39 98 55 55,,,,", "Karim,Salem,karim@example.org,0639985555,1 rue X,,31100,Toulouse"
    )
    assert files.members(more) == (0, 1, 1, 0)
    karim = accounts.find_member(files.book, "KARIM@example.org")
    assert (karim.address1, karim.last_name) == ("1 rue X", "SALEM")


def test_a_member_of_another_group_joins_and_stays_one_person(book: Book, files: Files, tmp_path: Path) -> None:
    files.members(MEMBERS)
    other = groups.add(book, 0, "3 COCUS")
    files._write(MEMBERS.replace("BELLEFONTAINE", "3 Cocus").replace("Bellefontaine", "3 COCUS"))
    assert imports.import_members(book, 0, other, files.path)[:4] == (0, 2, 0, 0)
    sarah = accounts.find_member(book, "sarah.varda@example.org")
    assert len(accounts.memberships(book, sarah.id)) == 2


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"groupName": "SOUPETARD"}, "groupName"),
        ({"groupName": ""}, "groupName"),
        ({"firstName": ""}, "firstName"),
        ({"email": "sarah@"}, "email"),
        ({"phone": "06 39 98"}, "phone"),
        ({"zipCode": "Toulouse"}, "zipCode"),
        ({"email": "", "phone": ""}, "email"),
        ({"city": "x" * 81}, "city"),
    ],
)
def test_a_member_that_cannot_be_taken_is_named_with_line_and_column(
    files: Files, cells: dict[str, str], column: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        files.members(member_line(**cells))
    assert [(one.line, one.column) for one in refused.value.lines] == [(2, column)]
    with pytest.raises(Unknown):
        accounts.find_member(files.book, "1")


def test_the_same_person_on_two_lines_is_taken_once(files: Files) -> None:
    again = MEMBERS + "BELLEFONTAINE,S.,VARDA,Sarah.Varda@example.org,,,,,\nBELLEFONTAINE,karim,salem,,0639985555,,,,\n"
    with pytest.raises(ImportRefused) as refused:
        files.members(again)
    assert [(one.line, one.column) for one in refused.value.lines] == [(4, "email"), (5, "lastName")]
    assert files.members(again, skip_bad=True) == (2, 0, 0, 2)


def test_a_family_may_share_a_phone(files: Files) -> None:
    assert files.members(MEMBERS + "BELLEFONTAINE,Ida,SALEM,,0639985555,,,,\n") == (3, 0, 0, 0)


def test_imported_members_come_in_with_a_code(files: Files) -> None:
    files.members(MEMBERS)
    nadia = accounts.sign_up(files.book, files.group, NewMember("Nadia", "Coord", email="n@example.org"), "")
    accounts.set_role(files.book, 0, nadia.id, files.group, "coordinator")
    karim = accounts.find_member(files.book, "Karim Salem")
    code = access.give_code(files.book, nadia.id, karim.id)
    assert access.sign_in(files.book, "0639985555", code) == karim


def test_a_refusal_of_any_file_of_another_program_is_not_a_crash(files: Files) -> None:
    """Headings of other programs' exports, and exports without any."""
    for heading in (
        "avail.;Order number;Name;Supplier order unit;Unit;Ratios to supplier order unit;Minimum order quantity",
        "Name,Kurze Beschreibung,Beschreibung,Einheit,Bruttopreis,Steuersatz,Pfand,Menge,Status",
        "producer,sku,name,display_name,category,description,units,unit_type,price,on_hand",
        'Crème de noix  Bio pot 100 g,,Pots,"Biscuits, sucreries",3.3,4,9.9,3,0.1,1,0',
    ):
        for take in (files.products, files.members):
            with pytest.raises(Refusal):
                take(heading + "\n" + "x," * 9 + "\n", skip_bad=True)


IN_ONE_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


@IN_ONE_FILE
@given(st.one_of(st.binary(), st.text().map(lambda text: (",".join(COLUMNS) + "\n" + text).encode("utf-8", "replace"))))
@example(b'"')
def test_no_content_of_a_file_is_a_crash(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    for read in (lambda: imports.read_catalogue(path), lambda: imports.read_members(path, "BELLEFONTAINE")):
        try:
            read()
        except FileUnreadable:
            continue


@IN_ONE_FILE
@given(st.sampled_from(COLUMNS), st.text(max_size=100))
def test_whatever_stands_in_a_cell_the_line_is_taken_or_named(tmp_path: Path, column: str, cell: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(product_line(**{column: cell.replace('"', '""')}).encode("utf-8", "replace"))
    file = imports.read_catalogue(path)
    assert len(file.rows) + len({one.line for one in file.refused}) == 1
    for row in file.rows:
        assert row.base_price > 0
        assert row.minimum > 0
        assert row.minimum % row.step == 0
        assert shown(row.name) == row.name
