"""What is said while a quantity is being typed, and where the mark stands."""

from __future__ import annotations

import pytest

from tests.widgets.stage import marks
from tests.widgets.test_product_grid import counter


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("leave", [("tab",), ("shift+tab",), ("tab", "tab")])
async def test_a_number_left_with_tab_keeps_its_digits_and_gives_the_mark_away(
    compact: bool, leave: tuple[str, ...]
) -> None:
    async with counter() as person:
        if compact:
            await person.press("v")
        await person.press("1")
        assert marks(person.app) == 1
        for key in leave:
            await person.press(key)
            assert marks(person.app) == 1, person.text
        assert person.grid.typing
