"""Every test here begins and ends in French."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from i18n.language import use


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    use("fr")
    yield
    use("fr")
