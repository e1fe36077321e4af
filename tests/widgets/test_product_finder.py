"""The field that finds a product: a few signs, Enter; what it may mean stands below it."""

from __future__ import annotations

from functools import partial

from tests.widgets.stage import HOSTILE, Stage, marks, page_of, press, rows, text
from widgets.field import Field
from widgets.product_finder import ProductFinder, ProductRow

SOLD = (
    ProductRow(1, "RIZ01", "Riz long blanc", "kg", 290, None),
    ProductRow(2, "RIZ02", "Riz basmati", "kg", 310, 1_500),
    ProductRow(3, "LEG01", "Lentilles vertes", "kg", 290, 0),
    ProductRow(4, "CER05", "Millet décortiqué", "kg", 260, None, off=True),
)
Taken = list[int]


def a_page(taken: Taken, said: list[str], **more: bool) -> Stage:
    def on_taken(_page: object, message: ProductFinder.Taken) -> None:
        taken.append(message.row.id)

    def on_submitted(_page: object, message: Field.Submitted) -> None:
        said.append(message.value)

    found = partial(ProductFinder, SOLD, **more)  # type: ignore[arg-type]
    return Stage(page_of(found, on_product_finder_taken=on_taken, on_field_submitted=on_submitted))


async def test_letters_or_a_reference_then_enter_take_a_product() -> None:
    taken: Taken = []
    said: list[str] = []
    app = a_page(taken, said)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Riz" not in text(app)  # nothing is shown of a long catalogue before a letter is typed
        await press(pilot, "r", "i", "enter")
        await press(pilot, "down", "enter", "up", "enter")
        finder = app.page.query_one(ProductFinder)
        finder.value = "leg01"
        await press(pilot, "enter")
        finder.value = "legà&"
        await press(pilot, "enter")
    assert (taken, said) == ([1, 2, 1, 3, 3], [])


async def test_what_is_left_and_what_cannot_be_had_is_said() -> None:
    app = a_page([], [], browse=True)
    async with app.run_test(size=(80, 24)):
        shown = text(app).replace("\u00a0", " ").replace("\u202f", " ")
        assert "reste 1,5 kg" in shown
        assert "3,10 €/kg" in shown
        assert "× indisponible" in shown
        assert marks(app) == 1


async def test_letters_that_nothing_has_are_handed_to_the_page_and_nothing_is_taken() -> None:
    taken: Taken = []
    said: list[str] = []
    app = a_page(taken, said)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "z", "z", "enter")
    assert (taken, said) == ([], ["", "zz"])


async def test_other_facts_keep_what_is_typed_and_the_mark() -> None:
    taken: Taken = []
    app = a_page(taken, [])
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r", "i", "down")
        finder = app.page.query_one(ProductFinder)
        finder.show([row._replace(left=250) for row in reversed(SOLD)])
        assert finder.value == "ri"
        await press(pilot, "enter")
    assert taken == [2]


async def test_the_height_stays_and_a_long_list_is_gone_through() -> None:
    many = [ProductRow(n, f"X{n:02}", f"Savon {n}", "piece", 100) for n in range(30)]
    app = Stage(page_of(partial(ProductFinder, many, room=4)))
    async with app.run_test(size=(80, 24)) as pilot:
        finder = app.page.query_one(ProductFinder)
        height = finder.size.height
        await press(pilot, *"savon")
        assert "27 autres produits" in text(app)
        for _ in range(29):
            await press(pilot, "down")
        assert "Savon 29" in text(app)
        assert finder.size.height == height


async def test_hostile_names_are_only_text() -> None:
    app = Stage(
        page_of(
            partial(
                ProductFinder,
                [ProductRow(n, name, name, "kg", 1) for n, name in enumerate(HOSTILE)],
                browse=True,
                room=9,
            )
        )
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "down")
        assert "[red]rouge[/red]" in text(app)
        assert all(len(row) <= 80 for row in rows(app))
