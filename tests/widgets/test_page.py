"""The frame of every screen: what it shows, what its keys do, and that no key is silently dead."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from i18n import language
from tests.widgets.stage import HOSTILE, Stage, marks, page_of, press, rows, style_at, text
from widgets import actions
from widgets.actions import Action
from widgets.bar import ordering_step
from widgets.button import Button
from widgets.field import Field
from widgets.header_line import Header
from widgets.page import Page
from widgets.part import Line

SIZE = (80, 24)


GO = Action("go", "f8", "go", "Valider", "Va plus loin.")


def counting_page(**attributes: Any) -> Page[Any]:
    """A page whose F8 counts how often it was done."""

    def go(self: Any) -> None:
        self.gone = getattr(self, "gone", 0) + 1

    declared = {"ACTIONS": (GO, actions.HELP, actions.BACK), "go": go, **attributes}
    return page_of(lambda: Button("Suivant"), **declared)


async def test_the_header_says_where_one_is_and_who_is_here() -> None:
    app = Stage(page_of())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[0] == " Comptoir  BELLEFONTAINE" + " " * 28 + "Sarah VARDA   solde -1,53\u00a0€"


async def test_nothing_personal_stands_in_the_header_while_nobody_is_signed_in() -> None:
    app = Stage(page_of(), header=Header(language="Français"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[0].split() == ["Comptoir", "Français", "F9", "Langue"]


async def test_a_volunteer_sees_role_and_hour_instead_of_the_balance() -> None:
    header = Header("BELLEFONTAINE", "samedi 20 juillet", "Nadia K.", 100, "volunteer", "15:42")
    app = Stage(page_of(), header=header)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[0].endswith("Nadia K., bénévole   15:42")
        assert "samedi 20 juillet" in rows(app)[0]


async def test_the_current_step_is_reversed_blanks_included() -> None:
    app = Stage(page_of(bar=lambda self: ordering_step(2)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[1] == "  1 Panier · 2 Paiement · 3 Confirmation · 4 Retrait"
        reversed_ground = style_at(app, 12, 1).bgcolor
        assert style_at(app, 23, 1).bgcolor == reversed_ground
        assert style_at(app, 24, 1).bgcolor != reversed_ground


async def test_the_body_starts_after_one_blank_row_whatever_stands_above() -> None:
    app = Stage(page_of(lambda: Line("Début"), bar=lambda self: ordering_step(1)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[3] == " Début"
        app.page.band("pending", "! EN ATTENTE", "Une ligne.\nDeux lignes.")
        await pilot.pause()
        assert rows(app)[3].startswith("  ! EN ATTENTE  Une ligne.")
        assert rows(app)[4].strip() == "Deux lignes."
        assert rows(app)[6] == " Début"


async def test_the_footer_keeps_six_keys_and_the_last_one() -> None:
    many = tuple(Action(f"a{n}", f"ctrl+{n}", "", f"Action numéro {n}") for n in range(8))
    app = Stage(page_of(ACTIONS=(*many, actions.BACK)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        footer = rows(app)[23]
        assert len(footer) <= 79
        assert footer.startswith(">Ctrl+0 Action numéro 0  Ctrl+1")
        assert footer.endswith("Échap Retour")


async def test_a_key_does_its_action() -> None:
    app = Stage(counting_page())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f8")
        assert app.page.gone == 1


async def test_a_greyed_key_says_why_and_does_nothing() -> None:
    page = counting_page(why_not=lambda self, action: "Votre panier est vide." if action == "go" else None)
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f8")
        assert not hasattr(page, "gone")
        assert "× pas ici" in rows(app)[21]
        assert "Votre panier est vide." in rows(app)[21]


async def test_the_name_of_a_greyed_key_is_not_bold() -> None:
    app = Stage(counting_page(why_not=lambda self, action: "Pas encore." if action == "go" else None))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert not style_at(app, 1, 23).bold
        help_at = rows(app)[23].index("F1")
        assert style_at(app, help_at, 23).bold


async def test_a_key_that_means_something_elsewhere_says_so_here() -> None:
    app = Stage(counting_page())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        assert "Cette touche ne fait rien sur cet écran." in text(app)


async def test_a_global_key_is_done_by_the_application() -> None:
    app = Stage(counting_page())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f2")
        assert app.called == ["orders"]


async def test_the_next_key_takes_a_message_away() -> None:
    page = counting_page()
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        page.refuse("Cela ne va pas.")
        await pilot.pause()
        assert "Cela ne va pas." in text(app)
        await press(pilot, "f8")
        assert "Cela ne va pas." not in text(app)
        page.say("C'est noté.")
        await pilot.pause()
        assert rows(app)[22] == " C'est noté."
        await press(pilot, "x")
        assert "C'est noté." not in text(app)


async def test_a_message_moves_nothing() -> None:
    page = counting_page()
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = rows(app)
        page.refuse("Cela ne va pas.")
        await pilot.pause()
        after = rows(app)
        assert [at for at in range(24) if before[at] != after[at]] == [21]


async def test_the_echo_stays_until_it_is_changed() -> None:
    page = counting_page()
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        page.echo("0,25 kg = 250 g", "Entrée : au panier")
        await press(pilot, "x")
        assert rows(app)[22] == " 0,25 kg = 250 g   Entrée : au panier"


async def test_tab_reaches_the_footer_where_arrows_choose_and_enter_runs() -> None:
    page = counting_page()
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "tab")
        assert rows(app)[23].startswith(">F8 Valider")
        assert marks(app) == 1
        await press(pilot, "right")
        assert ">F1 Aide" in rows(app)[23]
        assert marks(app) == 1
        await press(pilot, "left", "enter")
        assert page.gone == 1


async def test_a_key_of_the_part_in_use_can_be_chosen_in_the_footer_too() -> None:
    pressed: list[str] = []
    page = page_of(
        lambda: Button("Suivant"),
        ACTIONS=(Action("next", "enter", "", "Suivant"), actions.BACK),
        on_button_pressed=lambda self, message: pressed.append("suivant"),
    )
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "tab", "enter")
        assert pressed == ["suivant"]


async def test_a_screen_with_nothing_to_focus_marks_its_footer() -> None:
    app = Stage(page_of(lambda: Line("Rien à faire ici.")))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert marks(app) == 1


async def test_every_word_follows_the_language_and_what_was_typed_stays() -> None:
    page = page_of(lambda: Field("Quantity"), bar=lambda self: ordering_step(1))
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"moi")
        assert "Quantité" in text(app)
        language.use("de")
        page.language_changed()
        await pilot.pause()
        assert "Menge" in text(app)
        assert "1 Korb" in rows(app)[1]
        assert "Saldo" in rows(app)[0]
        assert "F1 Hilfe" in rows(app)[23]
        assert page.query_one(Field).value == "moi"


async def test_a_window_too_small_says_so_and_loses_nothing() -> None:
    page = page_of(lambda: Field("Nom"))
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"Sar")
        await pilot.resize_terminal(72, 20)
        await pilot.pause()
        assert "Agrandissez la fenêtre\u00a0: 80 × 24 au moins (ici 72 × 20)" in text(app)
        assert "Comptoir" not in text(app)
        await press(pilot, "x", "f8")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await press(pilot, "a")
        assert page.query_one(Field).value == "Sara"
        assert "Agrandissez" not in text(app)


async def test_help_tells_what_the_screen_does_its_keys_and_why_one_is_greyed() -> None:
    page = counting_page(
        HELP="Cet écran montre votre panier.",
        why_not=lambda self, action: "Votre panier est vide." if action == "go" else None,
    )
    app = Stage(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "f1")
        shown = text(app)
        assert "Cet écran montre votre panier." in shown
        assert "indisponible\u00a0: Votre panier est vide." in shown
        assert "F12" in shown
        await press(pilot, "escape")
        assert app.screen is page


async def test_the_list_of_all_actions_is_searched_by_name_and_does_what_is_chosen() -> None:
    page = counting_page()
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+o", *"valid")
        assert marks(app) == 1
        assert "> Valider" in text(app)
        await press(pilot, "enter")
        assert app.screen is page
        assert page.gone == 1


@pytest.mark.parametrize("name", HOSTILE)
async def test_names_are_shown_as_they_are_in_the_frame(name: str) -> None:
    app = Stage(page_of(), header=Header(name, name=name, balance=0))
    async with app.run_test(size=SIZE) as pilot:
        app.page.refuse(lambda: f"« {name} »")
        await pilot.pause()
        shown = text(app)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        if name.isprintable() and "\u200b" not in name:
            assert shown.count(name) == 3


async def test_paste_into_nothing_is_no_error() -> None:
    app = Stage(counting_page())
    async with app.run_test(size=SIZE) as pilot:
        app.screen.post_message(events.Paste("abc"))
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("code", ["fr", "en", "de"])
@pytest.mark.parametrize("columns", range(30, 79, 8))
async def test_the_sizes_of_a_window_too_small_are_never_broken(code: str, columns: int) -> None:
    language.use(code)
    app = Stage(page_of(lambda: Field("Nom")))
    async with app.run_test(size=(columns, 20)) as pilot:
        await pilot.pause()
        assert "80 × 24" in text(app)
        assert f"{columns} × 20" in text(app)
