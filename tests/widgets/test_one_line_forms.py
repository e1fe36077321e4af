"""Fields and choices of one row, and buttons that a held Enter does not press."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from tui import themes
from widgets.actions import BACK, Action
from widgets.deliberate import CarefulButton
from widgets.line_field import LineField
from widgets.page import Page
from widgets.question import REPEAT, SOON
from widgets.radio_line import Radio, RadioLine

RADIOS = (Radio("a", "one", "the first"), Radio("b", "two"), Radio("c", "three"))


class Form(Page[None]):
    ACTIONS = (Action("go", "f8", "go", "Go"), BACK)

    def __init__(self) -> None:
        super().__init__()
        self.gone = 0

    def body(self) -> Iterable[Widget]:
        yield LineField("Xday", width=12, label_width=8, id="when")
        yield RadioLine("Xcoin", RADIOS, chosen="b", label_width=8, id="money")
        yield CarefulButton("Go", action="go", id="button")

    def go(self) -> None:
        self.gone += 1

    def on_radio_line_submitted(self) -> None:
        self.query_one("#button").focus()


class OneForm(App[None]):
    def __init__(self) -> None:
        super().__init__()
        themes.dress(self, "kraft")

    def on_mount(self) -> None:
        self.push_screen(Form())


def form(app: App[Any]) -> Form:
    assert isinstance(app.screen, Form)
    return app.screen


def row(widget: LineField | RadioLine, at: int = 0) -> str:
    return widget.lines(60)[at].plain.rstrip()


async def enter(pilot: Pilot[None], after: float) -> None:
    """Enter, as if it were pressed so many seconds from now."""
    event = events.Key("enter", "\r")
    event.time = Message().time + after
    focused = pilot.app.focused
    assert focused is not None
    focused.post_message(event)
    await pilot.pause()
    await pilot.pause()


async def test_a_field_of_one_row_has_its_mark_before_the_bracket() -> None:
    async with OneForm().run_test() as pilot:
        field = form(pilot.app).query_one(LineField)
        await pilot.press("s", "a")
        assert row(field) == " Xday    > [ sa           ]"
        await pilot.press("tab")
        assert row(field) == " Xday      [ sa           ]"


async def test_a_long_text_shows_where_one_types_and_no_row_grows() -> None:
    async with OneForm().run_test() as pilot:
        field = form(pilot.app).query_one(LineField)
        await pilot.press(*"abcdefghijklmnopqrst")
        assert row(field) == " Xday    > [ jklmnopqrst  ]"


async def test_a_refusal_stands_below_and_goes_with_the_next_sign() -> None:
    async with OneForm().run_test() as pilot:
        field = form(pilot.app).query_one(LineField)
        field.error = "No such day."
        await pilot.pause()
        assert field.size.height == 2
        assert row(field, 1) == " × No such day."
        await pilot.press("1")
        assert field.size.height == 1


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("right", "c"), ("left", "a"), ("left left", "a"), ("right right", "c"), ("space space", "a"),
        ("1", "a"), ("3", "c"), ("quotation_mark", "c"), ("9", "b"), ("0", "b"), ("x", "b"),
    ],
)  # fmt: skip
async def test_arrows_space_and_digits_of_every_row_choose(keys: str, chosen: str) -> None:
    async with OneForm().run_test() as pilot:
        radio = form(pilot.app).query_one(RadioLine)
        radio.focus()
        await pilot.press(*keys.split())
        assert radio.chosen == chosen


async def test_choices_stand_in_a_row_or_upright_and_the_mark_is_on_what_holds() -> None:
    async with OneForm().run_test() as pilot:
        radio = form(pilot.app).query_one(RadioLine)
        assert row(radio) == " Xcoin     ( ) one   (•) two   ( ) three"
        radio.focus()
        await pilot.press("left")
        assert row(radio) == " Xcoin   > (•) one   ( ) two   ( ) three"
        radio.upright = True
        await pilot.pause()
        assert [row(radio, at) for at in range(3)] == [
            " Xcoin   > (•) the first",
            "           ( ) two",
            "           ( ) three",
        ]
        await pilot.press("down", "down")
        assert radio.chosen == "c"
        await pilot.press("down")
        assert pilot.app.focused is form(pilot.app).query_one("#button")


async def test_choices_that_do_not_fit_in_a_row_go_on_in_the_next() -> None:
    async with OneForm().run_test() as pilot:
        radio = form(pilot.app).query_one(RadioLine)
        assert [line.plain.rstrip() for line in radio.lines(32)] == [
            " Xcoin     ( ) one   (•) two",
            "           ( ) three",
        ]


async def test_the_enter_that_led_to_a_button_does_not_press_it_while_it_is_held() -> None:
    async with OneForm().run_test() as pilot:
        page = form(pilot.app)
        page.query_one(RadioLine).focus()
        await pilot.press("enter")
        for after in (0.5, 0.55, 0.6, 0.65, 1.9, 1.95):  # the first repeat comes late, the others close to each other
            await enter(pilot, after)
        assert page.gone <= 1  # only one that came alone, long after the others


async def test_an_enter_that_stays_alone_presses_at_once_or_after_a_moment() -> None:
    async with OneForm().run_test() as pilot:
        page = form(pilot.app)
        page.query_one("#button").focus()
        await pilot.pause()
        await enter(pilot, SOON + 1)
        assert page.gone == 1
        page.query_one(LineField).focus()
        await pilot.pause()
        page.query_one("#button").focus()
        await pilot.pause()
        await enter(pilot, REPEAT * 2)
        assert page.gone == 1
        ends = time.monotonic() + 5
        while page.gone == 1 and time.monotonic() < ends:
            await pilot.pause(REPEAT / 4)
        assert page.gone == 2
