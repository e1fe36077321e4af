"""What tests of screens share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from db.clock import SetClock
from tests.screens.drivers import AtTheCounter, at_the_counter

Start = Callable[..., AbstractAsyncContextManager[AtTheCounter]]


@pytest.fixture
def start(book_path: Path, home: Path, clock: SetClock) -> Start:
    """`async with start() as person:` starts the program on the book of this test."""

    def on_this_book(path: Path = book_path, **more: Any) -> AbstractAsyncContextManager[AtTheCounter]:
        return at_the_counter(path, home, clock, **more)

    return on_this_book
