"""What tests of the book share."""

from __future__ import annotations

import pytest

from db.database import Book
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import Neighbours
from tests.db.world import World


@pytest.fixture
def world(book: Book) -> World:
    """A group with four products, members, a team, an open distribution and one to come."""
    return small.make(book)


@pytest.fixture
def neighbours(book: Book, world: World) -> Neighbours:
    """Sarah needs delivery; Hélène next door and Omar further away can carry."""
    return neighbourhood.make(book, world)
