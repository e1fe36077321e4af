"""Choices, buttons, questions, tables, cards and plates."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from db.values.orders import Distribution, DistributionCard, Place
from tests.widgets.stage import HOSTILE, Stage, line, marks, page_of, press, rows, style_at, text
from tui import themes
from widgets.button import Button
from widgets.choice import Choice, Option
from widgets.distribution_card import DistributionBox
from widgets.lines_table import LinesTable
from widgets.number_plate import NumberPlate
from widgets.panel import Panel, WarningBox
from widgets.part import Line
from widgets.question import Answers, Fact, Question

SIZE = (80, 24)
PAYMENTS = (
    Option("site", "Paiement sur place", "espèces, chèque ou carte"),
    Option("card", "Carte bancaire", unavailable="pas encore actif"),
    Option("bank", "Virement"),
)


def noting(handler: str, what: str) -> tuple[list[Any], dict[str, Any]]:
    """A list, and a page attribute that notes an attribute of each message in it."""
    noted: list[Any] = []
    return noted, {handler: lambda self, message: noted.append(getattr(message, what))}


# --- Choice and button ----------------------------------------------------------------------------------------------


async def test_digits_and_arrows_choose_and_enter_takes() -> None:
    taken, handler = noting("on_choice_taken", "option")
    app = Stage(page_of(lambda: Choice(PAYMENTS), **handler))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[2].startswith("  > 1 Paiement sur place    espèces")
        await press(pilot, "3", "enter", "up", "up", "enter")
        assert [option.id for option in taken] == ["bank", "site"]


async def test_a_french_keyboard_chooses_without_shift() -> None:
    app = Stage(page_of(lambda: Choice(PAYMENTS)))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, '"')
        assert app.page.query_one(Choice).option.id == "bank"


async def test_what_cannot_be_chosen_stays_with_its_reason_and_says_it() -> None:
    taken, handler = noting("on_choice_taken", "option")
    app = Stage(page_of(lambda: Choice(PAYMENTS), **handler))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2", "enter")
        assert "(indisponible\u00a0: pas encore actif)" in rows(app)[3]
        assert "pas encore actif" in rows(app)[21]
        assert taken == []


async def test_the_choice_that_was_taken_keeps_its_dot() -> None:
    app = Stage(page_of(lambda: Choice(PAYMENTS, radio=True, shift=0), lambda: Button("Suivant")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3", "enter", "tab")
        assert "3 (•) Virement" in rows(app)[4]
        assert "1 ( ) Paiement sur place" in rows(app)[2]
        assert marks(app) == 1


async def test_a_button_takes_the_same_room_in_focus() -> None:
    app = Stage(page_of(lambda: Button("Oui", main=True), lambda: Button("Non")))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[2] == " > Oui"
        assert rows(app)[3] == " [ Non ]"
        await press(pilot, "tab")
        assert rows(app)[2:4] == [" [ Oui ]", " > Non"]


# --- Question -------------------------------------------------------------------------------------------------------


async def answer(app: Stage, pilot: Pilot[None], *after: float) -> None:
    """Press Enter so many seconds after the question was painted; nobody waits for them."""
    answers = app.screen.focused
    assert isinstance(answers, Answers)
    assert answers._painted_at is not None
    for seconds in after:
        key = events.Key("enter", "\r")
        key.time = answers._painted_at + seconds
        answers.post_message(key)
    await pilot.pause()


def ask() -> Question:
    return Question(
        "Confirmer la commande",
        [[Fact("4 produits", "13,33 €", money=True)], [Fact("À payer", "14,86 €", money=True, strong=True)]],
        "Confirmer",
    )


async def test_a_question_shows_its_facts_and_enter_answers_yes() -> None:
    app = Stage(page_of())
    answers: list[Any] = []
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(ask(), answers.append)
        await pilot.pause()
        await pilot.pause()
        shown = text(app)
        assert "╔═ Confirmer la commande ═" in shown
        assert ">  Entrée  Confirmer    Échap  Retour" in shown
        assert marks(app) == 1
        await answer(app, pilot, 3.0)
        assert answers == [True]


async def test_escape_answers_no() -> None:
    app = Stage(page_of())
    answers: list[Any] = []
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(ask(), answers.append)
        await pilot.pause()
        await press(pilot, "escape")
        assert answers == [False]


async def test_an_enter_that_was_pressed_before_the_question_was_painted_confirms_nothing() -> None:
    answers: list[Any] = []
    app = Stage(page_of())
    async with app.run_test(size=SIZE) as pilot:
        early = events.Key("enter", "\r")
        app.push_screen(ask(), answers.append)
        await pilot.pause()
        await pilot.pause()
        app.screen.focused.post_message(early)
        await pilot.pause()
        assert answers == []
        assert isinstance(app.screen, Question)


async def test_a_held_enter_confirms_nothing() -> None:
    answers: list[Any] = []
    app = Stage(page_of())
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(ask(), answers.append)
        await pilot.pause()
        await pilot.pause()
        # The first repeat comes half a second after the key went down, the others follow: still one press.
        await answer(app, pilot, *(0.5 + repeat * 0.033 for repeat in range(60)))
        assert answers == []
        assert app.screen.focused._believing is None


async def test_an_enter_soon_after_the_question_is_believed_once_it_stays_alone() -> None:
    answers: list[Any] = []
    app = Stage(page_of())
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(ask(), answers.append)
        await pilot.pause()
        await pilot.pause()
        await answer(app, pilot, 0.4)
        assert answers == []
        believing = app.screen.focused._believing
        assert believing is not None
        await believing._run()  # what would pass by itself, at once
        await pilot.pause()
        assert answers == [True]


# --- Table of an order ----------------------------------------------------------------------------------------------

ORDER = (
    line(1, "Abricots bruns secs", 250, 153),
    line(2, "Huile d'olive vierge extra, bouteille 1 L", 1000, 690, 690, "piece"),
)


async def test_the_table_of_an_order_is_the_same_everywhere() -> None:
    app = Stage(page_of(lambda: LinesTable(ORDER, 843)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert [row.replace("\u00a0", " ") for row in rows(app)[2:8]] == [
            "   Produit                           Quantité              Prix           Total",
            " " + "─" * 78,
            "   Abricots bruns secs                0,25 kg         6,10 €/kg          1,53 €",
            "   Huile d'olive vie…bouteille 1 L    1 pièce      6,90 €/pièce          6,90 €",
            " " * 53 + "─" * 26,
            " " * 54 + "Total" + " " * 14 + "8,43 €",
        ]


async def test_lines_that_can_be_chosen_have_the_mark_and_keep_it_on_their_product() -> None:
    app = Stage(page_of(lambda: LinesTable(ORDER, 843, selectable=True)))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down")
        table = app.page.query_one(LinesTable)
        assert rows(app)[5].startswith(" > Huile")
        assert marks(app) == 1
        table.show((line(3, "Dattes", 500, 280), *ORDER), 1123)
        await pilot.pause()
        assert table.current is not None
        assert table.current.product_id == 2


async def test_a_table_breathes_where_there_is_room() -> None:
    app = Stage(page_of(lambda: LinesTable(ORDER, 843)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert rows(app)[5] == ""
        assert max(len(row) for row in rows(app)[2:10]) == 91


# --- Distribution ---------------------------------------------------------------------------------------------------

PLACE = Place(1, "Centre social Eugénie Cotton", "23 rue Georges Lyvet", "69200", "Vénissieux", "Europe/Paris")
# Monday 15 July 2019, 10:12 in Paris; the distribution is on Saturday 20, 13:00–20:00.
NOW = 1563178320
SATURDAY = Distribution(1, 1, "BELLEFONTAINE", PLACE, 1563620400, 1563645600, 1561960800, 1563357600)


def distribution(state: str, **facts: Any) -> DistributionCard:
    values = {"basket": "", "ordered": 0, "products": 0, "draft": "", "draft_products": 0, "draft_total": 0}
    values |= {"way": "", "correction": "", "paid": False, **facts}
    return DistributionCard(SATURDAY, state, **values)  # type: ignore[arg-type]


async def shown_card(card: DistributionCard, look: str = themes.KRAFT, width: int = 39) -> list[str]:
    def box() -> DistributionBox:
        made = DistributionBox(card, NOW)
        made.styles.width = width
        return made

    app = Stage(page_of(lambda: Button("Suivant"), box), look)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return [row.replace("\u00a0", " ")[1:] for row in rows(app)[3:11]]


async def test_an_open_distribution_is_a_full_box_with_the_word_the_sign_and_the_date() -> None:
    assert await shown_card(distribution("open", draft="pending", draft_total=1333)) == [
        "┌─ ● OUVERTE ─────────────────────────┐",
        "│  Samedi 20 juillet, 13:00–20:00     │",
        "│  Centre social Eugénie Cotton       │",
        "│  23 rue Georges Lyvet, Vénissieux   │",
        "│  Commander jusqu'au   dans 2 jours  │",
        "│  mercredi 17 juillet à 12:00        │",
        "│  Ma commande  ! en attente 13,33 €  │",
        "└───────────────────────── Commander ─┘",
    ]


async def test_a_closed_distribution_is_two_rules_and_offers_my_order() -> None:
    card = await shown_card(distribution("closed", basket="7", ordered=153))
    assert card[0].startswith("── × CLOSE ──")
    assert card[1].startswith("   Samedi 20 juillet")
    assert card[6].rstrip().endswith("1,53 €")
    assert "panier n° 7" in card[6]
    assert card[7].endswith(" Voir ma commande ──")


async def test_a_distribution_not_open_yet_says_when_it_opens_and_offers_nothing() -> None:
    card = await shown_card(distribution("upcoming"))
    assert "… PAS ENCORE OUVERTE" in card[0]
    assert "Ouverture le" in card[4]
    assert "aucune" in card[6]
    assert card[7] == "─" * 39


async def test_the_answer_to_a_correction_stands_on_the_card() -> None:
    card = await shown_card(distribution("closed", basket="7", ordered=15300, correction="asked"), width=50)
    assert "! correction demandée" in card[6]
    assert card[6].rstrip().endswith("153,00 €")


async def test_enter_takes_the_card() -> None:
    taken, handler = noting("on_distribution_box_taken", "card")
    card = distribution("open")
    app = Stage(page_of(lambda: DistributionBox(card, NOW), **handler))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "═ Entrée\u00a0: Commander ═╝" in text(app)
        assert marks(app) == 1
        await press(pilot, "enter")
        assert taken == [card]


async def test_without_colours_open_is_reversed_and_closed_is_not() -> None:
    boxes = [distribution("open"), distribution("closed")]
    makers = [(lambda card=card: DistributionBox(card, NOW)) for card in boxes]
    app = Stage(page_of(lambda: Button("Suivant"), *makers), themes.MONO)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert style_at(app, 5, 3).reverse
        assert not style_at(app, 5, 11).reverse
        assert style_at(app, 5, 11).bold


# --- Plate and boxes ------------------------------------------------------------------------------------------------


async def test_the_number_plate_is_made_of_reversed_blanks() -> None:
    app = Stage(page_of(lambda: NumberPlate("12")))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        plain = style_at(app, 1, 10).bgcolor
        drawn = [
            "".join("#" if style_at(app, 1 + 2 * x, 2 + y).bgcolor != plain else "." for x in range(7))
            for y in range(5)
        ]
        assert drawn == [".#..###", "##....#", ".#..###", ".#..#..", "###.###"]


async def test_a_panel_has_its_title_in_the_border() -> None:
    app = Stage(page_of(lambda: Panel(Line("Dedans"), title="Se connecter"), lambda: WarningBox("Attention !")))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[2].startswith(" ┌─ Se connecter ─")
        assert "Attention !" in rows(app)[6]


# --- Hostile names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
async def test_names_are_data_in_every_part(name: str) -> None:
    place = PLACE._replace(name=name)
    card = distribution("open")._replace(distribution=SATURDAY._replace(place=place))
    app = Stage(
        page_of(
            lambda: LinesTable((line(1, name, 250, 153),), 153),
            lambda: DistributionBox(card, NOW),
            lambda: Choice((Option("a", lambda: name, lambda: name),)),
            lambda: Panel(Line(lambda: name), title=lambda: name),
        )
    )
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        shown = text(app)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "\u200b" not in shown
        if name.isprintable() and "\u200b" not in name:
            assert shown.count(name) == 6
