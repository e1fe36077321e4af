from __future__ import annotations

from collections.abc import Iterator

import pytest

from i18n import language


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use("fr")
