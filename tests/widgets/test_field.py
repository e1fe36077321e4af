from __future__ import annotations

import pytest
from textual import events

from tests.widgets.stage import HOSTILE, Stage, marks, page_of, press, rows, text
from widgets.field import Field

SIZE = (80, 24)


async def test_a_field_in_focus_has_a_double_border_the_mark_and_a_cursor() -> None:
    app = Stage(page_of(lambda: Field("Nom", width=20), lambda: Field("Prénom", width=20)))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"Var")
        assert rows(app)[2:6] == [" Nom", " ╔══════════════════╗", " ║> Var             ║", " ╚══════════════════╝"]
        assert rows(app)[7] == " ┌──────────────────┐"
        assert marks(app) == 1


async def test_a_label_stands_beside_its_box_when_there_is_room() -> None:
    app = Stage(page_of(lambda: Field("Téléphone *", width=18, label_width=14)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert rows(app)[3].startswith(" Téléphone *   ║> ")


async def test_the_middle_is_edited_where_the_cursor_is() -> None:
    app = Stage(page_of(lambda: Field(value="Srah")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "home", "right", "a", "end", "!", "backspace")
        assert app.page.query_one(Field).value == "Sarah"


async def test_a_secret_is_never_shown() -> None:
    app = Stage(page_of(lambda: Field("Code", kind="secret")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"246810")
        assert "••••••" in text(app)
        assert "2" not in rows(app)[4]


async def test_a_refused_secret_is_typed_afresh_not_behind_what_nobody_can_read() -> None:
    app = Stage(page_of(lambda: Field(kind="secret", id="one"), lambda: Field(kind="secret", id="two")))
    async with app.run_test(size=SIZE) as pilot:
        one = app.page.query_one("#one", Field)
        await press(pilot, *"123456")
        one.error = "Ce code est une suite."
        await press(pilot, *"739152")
        assert one.value == "739152"
        await press(pilot, "down", "up", *"24")
        assert one.value == "24"
        await press(pilot, "down", "up", "backspace", "6")
        assert one.value == "26"


async def test_what_was_typed_to_be_read_stays_after_a_refusal() -> None:
    app = Stage(page_of(lambda: Field()))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"06 39")
        app.page.query_one(Field).error = "Il manque 6 chiffres."
        await press(pilot, "8")
        assert app.page.query_one(Field).value == "06 398"


async def test_a_quantity_reads_the_upper_row_of_a_french_keyboard() -> None:
    app = Stage(page_of(lambda: Field(kind="quantity")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "à", "comma", "é", "(", "minus")
        assert app.page.query_one(Field).value == "0,25-"


async def test_a_phone_number_reads_the_dash_as_six() -> None:
    app = Stage(page_of(lambda: Field(kind="digits")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "à", "minus", "space", '"')
        assert app.page.query_one(Field).value == "06 3"


async def test_a_name_is_taken_as_it_is_typed() -> None:
    app = Stage(page_of(lambda: Field()))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "é", "-", "à")
        assert app.page.query_one(Field).value == "é-à"


async def test_an_error_stands_beside_the_box_keeps_what_was_typed_and_goes_with_the_next_letter() -> None:
    app = Stage(page_of(lambda: Field("Téléphone *", width=18, label_width=14, value="06 39 98")))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        field = app.page.query_one(Field)
        field.error = "Il manque 4 chiffres. Exemple : 06 39 98 12 34."
        await pilot.pause()
        assert "× Il manque 4 chiffres." in rows(app)[2]
        assert "06 39 98" in rows(app)[3]
        await press(pilot, "1")
        assert "Il manque" not in text(app)
        assert field.value == "06 39 981"


async def test_an_error_goes_below_where_there_is_no_room_beside() -> None:
    app = Stage(page_of(lambda: Field("Nom", width=70)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.page.query_one(Field).error = "Il manque le nom."
        await pilot.pause()
        assert rows(app)[6] == " × Il manque le nom."


async def test_enter_says_this_one_is_right() -> None:
    sent: list[str] = []
    page = page_of(lambda: Field(), on_field_submitted=lambda self, message: sent.append(message.value))
    app = Stage(page)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"oui", "enter")
        assert sent == ["oui"]


async def test_arrows_go_from_field_to_field() -> None:
    app = Stage(page_of(lambda: Field("Un"), lambda: Field("Deux")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", *"b", "up", *"a")
        assert [field.value for field in app.page.query(Field)] == ["a", "b"]


async def test_a_field_has_an_end_and_says_so() -> None:
    app = Stage(page_of(lambda: Field(limit=3)))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *"abcd")
        assert app.page.query_one(Field).value == "abc"
        assert "Ce champ est plein." in text(app)


async def test_what_is_typed_at_the_end_stays_in_sight() -> None:
    app = Stage(page_of(lambda: Field(width=12, value="abcdefghijklmnop")))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "z")
        assert "z" in rows(app)[3]
        assert len(rows(app)[3]) == 13


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_pasted_can_command_nothing(name: str) -> None:
    app = Stage(page_of(lambda: Field()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.page.query_one(Field).post_message(events.Paste(name))
        await pilot.pause()
        assert "\x1b" not in text(app)
        assert "\u202e" not in text(app)
        if name.isprintable() and "\u200b" not in name:
            assert name in text(app)
