"""Contact data on screens: nobody's is drawn but one's own, and that whose view was written down at that moment.

Every screen of every route is walked as every kind of person, and searched for the phones, e-mails and streets of all
members of the book.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from db.values.contact import show_phone
from tests import walk
from tests.screens.drivers import AtTheCounter

# The three that the sign-in screen of a demo book names.
PUBLIC = {walk.SARAH, walk.VOLUNTEER, walk.COORDINATION}
# Where contacts are shown on purpose, after a key that asks for them.
ON_PURPOSE = {"PrintPage", "NeighbourContact", "Neighbours", "WhoComes", "Calls", "Contact", "RegisterForm"}


class Secret(NamedTuple):
    member: int
    text: str


def secrets(person: AtTheCounter) -> list[Secret]:
    """What of each member must not be seen by others, in every form it is written in."""
    found = []
    rows = person.app.book.db.execute_sql("SELECT id, phone, email, address1, address2 FROM member").fetchall()
    for member, phone, email, street, more in rows:
        texts = {phone, show_phone(phone), street, more, "" if email in PUBLIC else email}
        found += [Secret(member, text) for text in texts if len(text) > 6]
    return found


def squeezed(text: str) -> str:
    """Without what a narrow box puts between two words: blanks and frames do not count."""
    return re.sub(r"[\s│║|]+", "", text)


def views(person: AtTheCounter) -> set[tuple[int, int]]:
    """Who saw whose, by the access log."""
    return set(person.app.book.db.execute_sql("SELECT by_id, whose_id FROM contact_view").fetchall())


def faults(stop: walk.Stop, person: AtTheCounter) -> Iterator[str]:
    if person.page in ("SetUp", "NoBook"):
        return
    session = person.app.session
    reader = session.person.id if session else 0
    logged, shown = views(person), squeezed(person.text)
    for secret in secrets(person):
        if secret.member != reader and squeezed(secret.text) in shown:
            if person.page not in ON_PURPOSE:
                yield f"{stop.name} ({person.page}) shows {secret.text!r}"
            elif (reader, secret.member) not in logged:
                yield f"{stop.name} ({person.page}) shows {secret.text!r}, and nobody wrote it down"


@pytest.fixture(scope="module")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody's street holds another's, so that what is found is theirs."""
    folder = walk.make_demo(tmp_path_factory.mktemp("privacy"))
    numbers = "100 + (SELECT COUNT(*) FROM member AS other WHERE other.id < member.id)"
    walk.with_raw(
        folder / "demo.db",
        f"UPDATE member SET address1 = ({numbers}) || ' rue des Abricotiers',"
        f" address2 = CASE address2 WHEN '' THEN '' ELSE 'bâtiment ' || ({numbers}) END",
    )
    return folder


@pytest.mark.parametrize("route", [name for name in walk.ROUTES if name not in ("first start", "broken book")])
async def test_no_screen_shows_a_contact_to_who_must_not_see_it(route: str, demo_book: Path, tmp_path: Path) -> None:
    found: list[str] = []
    async for stop, person in walk.walk(route, demo_book, tmp_path / "walked"):
        found += faults(stop, person)
    assert not found, "\n" + "\n".join(found)


async def test_the_search_finds_what_is_there(demo_book: Path, tmp_path: Path) -> None:
    """Somebody's phone in a welcome text is found, whole and broken over two lines."""
    shutil.copytree(demo_book, tmp_path / "book")
    phone = "06 39 98 14 97"
    changed = tmp_path / "book"
    walk.with_raw(changed / "demo.db", f"UPDATE groups SET welcome = '{'x' * 60} {phone}', contact = '{phone}'")
    hits = []
    async for stop, person in walk.walk("visitor", changed, tmp_path / "walked"):
        if stop.name == "groups of a visitor":
            hits = list(faults(stop, person))
    assert [phone in hit or phone.replace(" ", "") in hit for hit in hits] == [True, True]
