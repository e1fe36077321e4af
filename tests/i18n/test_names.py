"""Names within sentences: « d'Élodie », « de Hélène »."""

from __future__ import annotations

import pytest

from i18n import language
from i18n.language import _
from i18n.names import with_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Élodie CROS", "d'Élodie CROS"),
        ("Amina B.", "d'Amina B."),
        ("ïngrid", "d'ïngrid"),
        ("Œdipe", "d'Œdipe"),
        ("une personne", "d'une personne"),
        ("Hélène PORTE", "de Hélène PORTE"),
        ("Yann", "de Yann"),
        ("Sarah VARDA", "de Sarah VARDA"),
        ("{name} de {name}", "de {name} de {name}"),
        ("", "de "),
    ],
)
def test_french_says_d_before_a_vowel(name: str, said: str) -> None:
    language.use("fr")
    assert with_name(_("is to bring the order of {name}"), name) == f"doit livrer la commande {said}"


def test_other_facts_are_filled_in_and_other_languages_stay_as_they_are() -> None:
    for code in ("en", "de"):
        language.use(code)
        said = with_name(_("{deliverer} brings the order of {name}"), "Élodie", deliverer="Anna")
        assert said == _("{deliverer} brings the order of {name}").format(deliverer="Anna", name="Élodie")
    language.use("fr")
    assert with_name(_("{deliverer} brings the order of {name}"), "Élodie", deliverer="Anna") == (
        "Anna apporte la commande d'Élodie"
    )
