"""Every refusal has one clear sentence in every language."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator

import pytest

from db import errors
from db.errors import Refusal
from i18n.language import LANGUAGES, _, use
from i18n.refusals import sentence

PARIS = "Europe/Paris"
SAMPLES: dict[str, object] = {
    "unit": "kg",
    "timezone": PARIS,
    "choices": ("12", "13"),
    "state": "closed",
    "gesture": "weighed",
    "opens_at": 1_563_000_000,
    "closes_at": 1_563_357_600,
    "now": 1_563_000_000,
    "last": 1_563_357_600,
    "why": ((1, errors.RequestTaken(by="Omar L.")),),
    "cause": errors.CellInvalid(text="six", reason="number"),
    "lines": (errors.LineRefused(line=3, column="prix", cause=errors.CellInvalid(text="x", reason="number")),),
}
VARIANTS: dict[type[Refusal], dict[str, list[object]]] = {
    errors.TextMissing: {
        "field": ["", "name", "first_name", "last_name", "email", "phone", "address", "address1", "postcode", "city"]
    },
    errors.QuantityUnreadable: {"unit": ["kg", "L", "piece"], "text": ["", "1e5"]},
    errors.QuantityAmbiguous: {"choices": [(500, 500_000), (1000, 1), (1000, 1_000_000)]},
    errors.QuantityOffStep: {"lower": [None, 250]},
    errors.MoneyUnreadable: {"text": ["", "x"]},
    errors.PhoneInvalid: {"missing": [-2, -1, 0, 1, 4]},
    errors.SecretTooWeak: {"reason": ["short", "common", "sequence", "repeated", "personal", "else"]},
    errors.CapacityInvalid: {"what": ["orders", "kilos"]},
    errors.SignInRefused: {"wait": [0, 1, 30, 60, 300]},
    errors.NotAllowed: {"needed": ["member", "volunteer", "coordinator", "else"]},
    errors.Unknown: {
        "kind": ["group", "member", "distribution", "place", "product", "order", "request", "tariff", "role", "else"]
    },
    errors.OrdersNotOpen: {"state": ["upcoming", "closed", "past"]},
    errors.PriceChanged: {"shown": [610], "now": [640]},
    errors.StockShort: {"left": [0, 1500]},
    errors.DatesOutOfOrder: {"earlier": ["opens", "closes", "starts"], "later": ["closes", "starts", "ends"]},
    errors.ClockInDoubt: {"last": [0, 1_563_357_600, 1_900_000_000]},
    errors.BackupFailed: {"reason": ["exists", "folder", "full", "different", "damaged", "else"]},
    errors.OfferMissing: {"name": ["", "Omar LOIN"]},
    errors.LimitReached: {"what": ["orders", "kilos"], "would": [3], "limit": [1, 2, 20_000]},
    errors.StillCarrying: {"orders": [1, 2]},
    errors.DeliveryOver: {"days": [1, 7]},
    errors.DependedOn: {"kind": ["agreed", "delivered", "released", "withdrawn", "undone", "else"]},
    errors.SlotsInvalid: {"reason": ["minutes", "places", "hours"], "most": [1, 240]},
    errors.SlotFull: {"placed": [1, 6], "places": [1, 6]},
    errors.WeightUnreadable: {"text": ["", "1e5"], "unit": ["kg", "L", "piece"]},
    errors.WeightImplausible: {"quantity": [1, 26_000], "ordered": [250], "likely": [None, 260]},
    errors.WeightDiffers: {"more": [True, False]},
    errors.SurplusShort: {"left": [0, 1500]},
    errors.StillToWeigh: {"positions": [1, 2]},
    errors.NotUndone: {
        "kind": ["served", "weighed", "shared", "sold", "priced", "fee", "closed", "undone", "else"],
        "product": [""],
        "person": [""],
    },
    errors.LineRefused: {"column": ["", "prix"]},
    errors.CellInvalid: {
        "reason": ["number", "unit", "empty", "negative", "whole", "multiple", "duplicate", "vat", "group", "columns"]
    },
    errors.FileUnreadable: {"reason": ["missing", "encoding", "empty", "columns", "else"]},
}


def every_class(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for kind in base.__subclasses__():
        yield kind
        yield from every_class(kind)


def sample(name: str, kind: object) -> object:
    if name in SAMPLES:
        return SAMPLES[name]
    if kind is bool:
        return True
    if kind is int or kind == int | None:
        return 250
    assert kind is str, (name, kind)
    return "Huile"


def examples(kind: type[Refusal]) -> Iterator[Refusal]:
    facts = {name: sample(name, hint) for name, hint in typing.get_type_hints(kind).items()}
    if kind is errors.QuantityAmbiguous:
        facts["choices"] = (500, 500_000)
    yield kind(**facts)
    for name, values in VARIANTS.get(kind, {}).items():
        for value in values:
            yield kind(**{**facts, name: value})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", sorted(set(every_class()), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__
)
def test_every_refusal_has_a_sentence(kind: type[Refusal], language: str) -> None:
    use(language)
    names = {other.__name__ for other in every_class()} | {"Refusal", "None"}
    for refusal in examples(kind):
        said = sentence(refusal)
        assert said.strip() == said != ""
        assert said != _("This was refused. Nothing is changed.")
        assert not set("{}<>\n") & set(said), said
        assert not [name for name in names if name in said], said
        assert said[-1] in ".?" or "   " in said or ":" in said, said


@pytest.mark.parametrize(
    "kind", sorted(set(every_class()), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__
)
def test_each_language_says_it_in_its_own_words(kind: type[Refusal]) -> None:
    for refusal in examples(kind):
        said = set()
        for language in LANGUAGES:
            use(language)
            said.add(sentence(refusal))
        assert len(said) == len(LANGUAGES), said


@pytest.mark.parametrize("kind", [errors.SecretTooWeak, errors.BackupFailed, errors.CellInvalid, errors.FileUnreadable])
def test_every_reason_that_a_refusal_names_has_a_sentence_of_its_own(kind: type[Refusal]) -> None:
    facts = {name: sample(name, hint) for name, hint in typing.get_type_hints(kind).items()}
    reasons = re.findall(r"'(\w+)'", kind.__doc__ or "")
    said = {sentence(kind(**{**facts, "reason": reason})) for reason in reasons}
    assert len(said) == len(reasons) > 3
    assert kind is errors.SecretTooWeak or sentence(kind(**{**facts, "reason": "another"})) not in said


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_sentences_are_those_of_the_visual_standard() -> None:
    wanted = {
        "Ce produit se prend par 0,25 kg, à partir de 0,25 kg. Le plus proche : 0,25 kg (-) ou 0,5 kg (+). "
        "Rien n'est changé.": errors.QuantityOffStep(
            quantity=300, minimum=250, step=250, unit="kg", lower=250, upper=500
        ),
        "500 kg ou 500 g ? 1 : 500 g   2 : 500 kg": errors.QuantityAmbiguous(
            text="500", unit="kg", choices=(500, 500_000)
        ),
        "Je ne comprends pas « 1e5 ». Exemple : 0,5 ou 500 g.": errors.QuantityUnreadable(text="1e5", unit="kg"),
        "La commande vient de fermer (mercredi 17 juillet à 12:00). Ce qui était enregistré reste. "
        "Votre panier est gardé comme brouillon.": errors.OrdersNotOpen(
            state="closed", opens_at=0, closes_at=1_563_357_600, timezone=PARIS
        ),
        "Ce nom et ce code ne vont pas ensemble. Réessayez, ou demandez un code à un·e bénévole.": errors.SignInRefused(
            wait=0
        ),
        "Il manque 4 chiffres. Exemple : 06 39 98 12 34.": errors.PhoneInvalid(text="06 39 98", missing=4),
    }
    assert {plain(sentence(refusal)) for refusal in wanted.values()} == set(wanted)


def test_a_full_disk_says_what_became_of_the_order() -> None:
    assert plain(sentence(errors.DiskFull(), ordering=True)) == (
        "La commande n'est pas enregistrée : le disque est plein. Votre panier est gardé. Appelez un·e bénévole."
    )
    assert "commande" not in sentence(errors.DiskFull())


def test_what_was_typed_is_shown_back_without_its_dangerous_signs_and_cut() -> None:
    said = sentence(errors.QuantityUnreadable(text="\x1b]0;x\x07" + "9" * 500, unit="kg"))
    assert plain(said).isprintable()
    assert "·]0;x·999" in said
    assert len(said) < 140


def test_braces_that_people_typed_are_only_text() -> None:
    assert "{text}" in sentence(errors.MoneyUnreadable(text="{text}"))
