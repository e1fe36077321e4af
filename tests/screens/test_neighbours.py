"""« Livrer des voisins »: take a request, see the contact, agree, deliver, give it back, undo."""

from __future__ import annotations

import pytest

from db.database import Book
from tests.db import world as worlds
from tests.db.world import World
from tests.screens import deliverer_drivers as drivers
from tests.screens.conftest import Start
from tests.screens.deliverer_drivers import Street, deliverer


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


@pytest.fixture
def street(book: Book, world: World) -> Street:
    return drivers.make(book, world)


async def test_the_nearest_request_comes_first_and_tells_no_name_in_the_same_building(
    street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        assert nora.page == "Neighbours"
        assert nora.says("Vous avez pris : 0 commande sur 3, 0 kg sur 20 à vélo"), nora.text
        assert nora.says("6 demandes sans livreur, les plus proches d'abord")
        assert nora.says("> une personne même bâtiment 3,5 kg 2 samedi soir")
        assert nora.says("Entrée : prendre cette commande (avec elle : 1 sur 3, 3,5 kg sur 20)")
        assert not nora.says("Amina")
        nora.draws("/tmp/deliverer/list.png")
        await nora.takes()
        nora.draws("/tmp/deliverer/taken.png")
        await nora.sees_contact()
        nora.draws("/tmp/deliverer/contact.png")
        await nora.types("samedi 17:30")
        nora.draws("/tmp/deliverer/contact2.png")
        await nora.presses("f8")
        nora.draws("/tmp/deliverer/agreed.png")
        await nora.presses("m")
        nora.draws("/tmp/deliverer/limits.png")
        await nora.presses("escape", "c")
        await nora.resizes(100, 30)
        nora.draws("/tmp/deliverer/contact100.png")
        await nora.resizes(120, 40)
        nora.draws("/tmp/deliverer/contact120.png")
        await nora.presses("tab", "r")
        nora.draws("/tmp/deliverer/release120.png")
        await nora.resizes(80, 24)
        nora.draws("/tmp/deliverer/release.png")
