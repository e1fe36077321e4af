"""What an order line weighs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.values.weight import PIECE_WITHOUT_SIZE, grams

few = settings(max_examples=200, deadline=None)
names = st.one_of(st.text(), st.from_regex(r"[a-z ]*[0-9]{0,6}[.,]?[0-9]{0,4} ?(kg|g|L|cL|%)?"))

# Every product sold by the piece in the catalogue of the demo, and what one of them weighs.
PIECES = {
    "Huile d'olive vierge extra, bouteille 1 L": 1_000,
    "Huile d'olive vierge extra, bidon 5 L": 5_000,
    "Vinaigre balsamique, bouteille 50 cL": 500,
    "Moutarde de Dijon, pot 350 g": 350,
    "Sauce tomate basilic, bocal 690 g": 690,
    "Concentré de tomate, bocal 200 g": 200,
    "Harissa, bocal 190 g": 190,
    "Purée de sésame (tahini), pot 300 g": 300,
    "Miel toutes fleurs, pot 500 g": 500,
    "Miel de montagne, pot 1 kg": 1_000,
    "Compote de pommes sans sucre, bocal 720 g": 720,
    "Confiture d'abricots, pot 370 g": 370,
    "Pâte à tartiner noisette, pot 350 g": 350,
    "Café moulu, paquet 250 g": 250,
    "Jus de pomme, bouteille 1 L": 1_000,
    "Jus de raisin, bouteille 1 L": 1_000,
    "Œufs plein air, boîte de 6": PIECE_WITHOUT_SIZE,
    "Beurre doux, plaquette 250 g": 250,
    "Fromage de chèvre frais": PIECE_WITHOUT_SIZE,
    "Panier de légumes de saison": PIECE_WITHOUT_SIZE,
    "Lessive liquide, bidon 5 L": 5_000,
    "Cristaux de soude, sachet 1 kg": 1_000,
    "Éponge lavable": PIECE_WITHOUT_SIZE,
    "Savon de Marseille, cube 300 g": 300,
    "Savon d'Alep 20 %, 200 g": 200,
    "Dentifrice, tube 75 mL": 75,
    "Beurre de karité, pot 150 mL": 150,
    "Serviettes hygiéniques lavables, lot de 3": PIECE_WITHOUT_SIZE,
}


@pytest.mark.parametrize(("name", "weight"), PIECES.items())
def test_a_piece_weighs_what_its_name_says(name: str, weight: int) -> None:
    assert grams(name, "piece", 1_000) == weight
    assert grams(name, "piece", 3_000) == 3 * weight


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("Huile, bidon 1,5 L", 1_500),
        ("Huile, bidon 0.75L", 750),
        ("Jus, 6 x 25 cL", 1_500),
        ("Savon, lot de 3 × 100 g", 300),
        ("Thé 20 %, 12 sachets", PIECE_WITHOUT_SIZE),
        ("Vitamine B12 gélules", PIECE_WITHOUT_SIZE),
        ("Pot 0 g", PIECE_WITHOUT_SIZE),
        ("Sucre en kg", PIECE_WITHOUT_SIZE),
        ("Paniers, 12 l'un", PIECE_WITHOUT_SIZE),
        ("Lot 3 glaces", PIECE_WITHOUT_SIZE),
    ],
)
def test_other_ways_of_writing_a_size(name: str, weight: int) -> None:
    assert grams(name, "piece", 1_000) == weight


def test_what_is_weighed_weighs_itself_and_a_litre_a_kilo() -> None:
    assert grams("Abricots bruns secs", "kg", 250) == 250
    assert grams("Huile d'olive", "L", 1_500) == 1_500
    assert grams("Abricots, sac 25 kg", "kg", 250) == 250


@few
@given(names, st.sampled_from(["kg", "L", "piece"]), st.integers(0, 1_000_000))
def test_any_name_has_a_whole_weight_and_what_is_taken_back_weighs_as_much(name: str, unit: str, quantity: int) -> None:
    weight = grams(name, unit, quantity)
    assert weight >= 0
    assert grams(name, unit, -quantity) == -weight
