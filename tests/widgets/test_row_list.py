"""Long tables: the head stays, the mark goes over every row that has one, nothing is out of reach."""

from __future__ import annotations

from functools import partial

import pytest
from textual.content import Content

from tests.widgets.stage import HOSTILE, Stage, marks, page_of, rows, text
from widgets.box import Box
from widgets.row_list import Row, RowList, name
from widgets.text import user_text


def row(label: str, id: str = "") -> Row:
    def paint(label: str, width: int, here: bool) -> Content:
        return name(user_text(label).plain, here)

    return Row(partial(paint, label), id)


def some(count: int) -> list[Row]:
    """A heading, then two rows to go to, again and again."""
    return [row(f"Titre {n}") if n % 3 == 0 else row(f"Ligne {n}", str(n)) for n in range(count)]


def head(width: int) -> list[Content]:
    return [Content("Produit"), Content("─" * width)]


def table_of(count: int) -> RowList:
    table = RowList()
    table.show(some(count), head)
    return table


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_arrows_reach_every_row_and_the_head_stays(size: tuple[int, int]) -> None:
    app = Stage(page_of(partial(table_of, 100)))
    async with app.run_test(size=size) as pilot:
        seen = set()
        for _ in range(66):
            assert marks(app) == 1
            assert "Produit" in text(app)
            seen |= {line.strip(" >") for line in rows(app) if line.strip(" >").startswith(("Titre", "Ligne"))}
            await pilot.press("down")
        assert len(seen) == 100
        assert "lignes au-dessus" in text(app)
        await pilot.press("up", "home")
        assert "> Ligne 1" in text(app)
        assert "Titre 0" in text(app)


async def test_a_table_that_fits_says_nothing_of_a_rest() -> None:
    app = Stage(page_of(partial(table_of, 12)))
    async with app.run_test(size=(80, 24)):
        assert "au-dessous" not in text(app)


async def test_the_mark_stays_on_its_row_when_others_come_and_goes_near_when_it_is_gone() -> None:
    app = Stage(page_of(partial(table_of, 12)))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.screen.query_one(RowList)
        await pilot.press("down", "down")
        assert table.current == "4"
        table.show([row("Nouvelle", "new"), *some(12)])
        assert table.current == "4"
        table.show([one for one in some(12) if one.id != "4"])
        assert table.current in ("2", "5", "7")
        table.show([])
        assert table.current == ""
        await pilot.press("down", "enter", "end")


async def test_names_that_would_command_a_terminal_are_only_shown() -> None:
    def table() -> RowList:
        found = RowList()
        found.show([row(name, str(index)) for index, name in enumerate(HOSTILE)])
        return found

    app = Stage(page_of(table))
    async with app.run_test(size=(80, 24)):
        said = text(app)
        assert "[red]rouge[/red]" in said
        assert not {"\x1b", "\u202e", "\u200b"} & set(said)


async def test_a_box_says_what_enter_does_only_where_it_fits() -> None:
    def boxes() -> Box:
        return Box("Compte", lambda width: [Content("Sarah VARDA")], "Modifier")

    app = Stage(page_of(boxes))
    async with app.run_test(size=(80, 24)) as pilot:
        assert marks(app) == 1
        assert "Entrée\u00a0: Modifier" in text(app)
        assert "> Compte" in text(app)
        app.screen.query_one(Box).styles.width = 20
        await pilot.pause()
        assert "Entrée" not in "\n".join(rows(app)[:-1])
        assert "Modifier" in text(app)
