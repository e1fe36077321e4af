"""An order on paper: all that is needed to fill a basket, nothing that reaches the person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.values.orders import Distribution, Line, Order, Place
from db.values.text import cells
from i18n import language
from printing.large import large
from printing.order_text import WIDTH, order_text
from tests.conftest import NOW

HOSTILE = ("[/]", "[red]x[/red]", "a\x1b[2Jb", "ab\u202ecd", "une\nligne", "n\u200bul", "界" * 30, "x" * 80)


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use("fr")


def an_order(*lines: Line, basket: str = "12", place: str = "Centre social", **more: object) -> Order:
    where = Place(1, place, "1 rue du Marché", "31100", "Toulouse", "Europe/Paris")
    one = Distribution(2, 3, "BELLEFONTAINE", where, NOW + 86_400, NOW + 111_600, NOW - 9, NOW - 1)
    values = {"paid": False, "way": "pickup_only", "recorded_at": NOW, "requests": (), **more}
    return Order(4, one, basket, lines, sum(line.amount for line in lines), **values)  # type: ignore[arg-type]


def a_line(name: str = "Abricots bruns secs", quantity: int = 250, amount: int = 153, unit: str = "kg") -> Line:
    return Line(5, name, "FRU01", unit, 610, quantity, amount, 250, 250)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_it_says_who_when_where_what_and_how_much() -> None:
    text = plain(order_text(an_order(a_line(), a_line("Farine", 2_000, 1_220)), "Sarah VARDA", "A", NOW))
    for words in (
        "BELLEFONTAINE Panier n° 12",
        "Sarah VARDA",
        "Jeudi 3 décembre 2026, 09:00–16:00",
        "Centre social",
        "1 rue du Marché, 31100 Toulouse",
        "[ ] Abricots bruns secs 0,25 kg 6,10 €/kg 1,53 €",
        "[ ] Farine 2 kg 6,10 €/kg 12,20 €",
        "│ Total 13,73 € │",
        "Paiement à payer sur place",
        "Retrait Récupérer sa commande uniquement",
        "Tarif A",
        "2 produits mercredi 2 décembre 2026 à 09:00",
    ):
        assert words in text, words


def test_the_basket_number_is_large() -> None:
    assert large("12") == [" 1   222", "11     2", " 1   222", " 1   2", "111  222"]
    text = order_text(an_order(a_line(), basket="B3"), "Sarah VARDA", "A", NOW)
    for row in large("B3"):
        assert row in text


@pytest.mark.parametrize("basket", ["1", "999", "B12", "", "Z7", "é"])
def test_any_number_stands_five_rows_high(basket: str) -> None:
    assert len(large(basket)) == 5
    assert order_text(an_order(a_line(), basket=basket), "Sarah VARDA", "", NOW)


def test_each_product_has_a_box_to_tick() -> None:
    text = order_text(an_order(*[a_line(f"Produit {n}") for n in range(15)]), "Sarah VARDA", "A", NOW)
    assert text.count("[ ] ") == 15


@pytest.mark.parametrize("code", ["fr", "en", "de"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_line_is_wider_than_the_paper_and_none_commands_the_printer(code: str, name: str) -> None:
    language.use(code)
    wide = a_line(name, 12_000, 99_999_99, "piece")
    text = order_text(an_order(wide, a_line(), place=name), name, "A, C", NOW)
    for line in text.split("\n"):
        assert cells(line) <= WIDTH
        assert all(sign.isprintable() or sign in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}" for sign in line)


def test_it_is_written_in_the_language_of_the_reader() -> None:
    language.use("de")
    text = plain(order_text(an_order(a_line(), paid=True), "Sarah VARDA", "A", NOW))
    assert "Donnerstag, 3. Dezember 2026" in text
    assert "Zahlung bezahlt" in text


def test_an_order_that_was_emptied_says_so() -> None:
    assert "Tout a été retiré." in order_text(an_order(), "Sarah VARDA", "", NOW)
