"""A member called `[/]` or `[x]` shows as such: nothing that people write is markup."""

from __future__ import annotations

import pytest

from widgets.text import user_text, words

NAMES = (
    "[/]",
    "[x]",
    "[red]Rouge[/red]",
    "[bold",
    "]",
    "\\[x]",
    "[@click=app.quit]Cliquez[/]",
    "$primary [on $error]!",
)


@pytest.mark.parametrize("name", NAMES)
def test_what_people_write_is_shown_sign_by_sign_and_never_dressed(name: str) -> None:
    for shown in (user_text(name), words(lambda: name), words(lambda: user_text(name))):
        assert shown.plain == name
        assert shown.spans == []
