"""Deliveries and time slots without the interface, under the same rules about who may see contact data."""

from __future__ import annotations

import pytest

from db import accounts, slots
from db.access import hash_secret
from db.database import Book
from db.delivery_steps import agree, take
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import HELPERS_PHONE, PHONE, Neighbours, another_request
from tests.db.world import World
from tests.tui.test_cli import SECRET, Shell
from tests.tui.test_cli import shell as shell  # the fixture


class Town:
    """A book with neighbours in it, in which everybody has the same secret."""

    def __init__(self, shell: Shell) -> None:
        from db import opening

        book = opening.create(shell.home / "comptoir.db", shell.home, clock=shell.clock)
        self.world: World = small.make(book)
        self.at: Neighbours = neighbourhood.make(book, self.world)
        self.second = another_request(book, self.world, self.world.others[0], address="9 rue Haute", postcode="31100")
        known = hash_secret(SECRET)
        for member in (self.at.helper, self.at.other, self.at.sarah, self.at.volunteer, self.at.coordinator):
            accounts.change_secret(book, member, member, known)
        self.number = {member: accounts.person(book, member).number for member in (*self.at[3:6], self.at.helper)}
        book.close()


@pytest.fixture
def town(shell: Shell) -> Town:
    return Town(shell)


def _contacts(text: str) -> list[str]:
    secrets = ("rue", PHONE, PHONE.replace(" ", ""), HELPERS_PHONE.replace(" ", ""), "étage")
    return [secret for secret in secrets if secret in text]


def test_the_team_reads_the_board_and_contacts_only_when_it_asks_for_them(shell: Shell, town: Town) -> None:
    volunteer = town.number[town.at.volunteer]
    ran = shell("deliveries", "--distribution", str(town.at.open), "--json", who=volunteer)
    assert [(one["member"], one["state"], one["weight_thousandths"]) for one in ran.objects] == [
        ("Sarah VARDA", "open", 250), ("Prénom0 NOM0", "open", 500),
    ]  # fmt: skip
    assert _contacts(ran.out) == []
    ran = shell("deliveries", "--distribution", str(town.at.open), "--contacts", who=volunteer)
    assert "3 rue des Lilas, 31000 Toulouse" in ran.out
    assert _seen(shell) == [("team", town.at.volunteer)] * 2


def test_who_needs_delivery_is_told_to_nobody_else(shell: Shell, town: Town) -> None:
    sarah = town.number[town.at.sarah]
    ran = shell("deliveries", "--distribution", str(town.at.open), who=sarah)
    assert (ran.code, ran.out) == (1, "")
    assert "ouvrez le comptoir avec « comptoir »" in ran.err.replace("\u00a0", " ")
    assert "(m)" not in ran.err, "a key of the counter is none here"
    assert shell("deliveries", "--distribution", str(town.at.open)).code == 4
    assert shell("deliveries", "plan", "--distribution", str(town.at.open), who=sarah).code == 4


def test_who_can_deliver_reads_open_requests_and_the_contacts_of_their_own(shell: Shell, town: Town) -> None:
    helper = town.number[town.at.helper]
    ran = shell("deliveries", "--distribution", str(town.at.open), "--contacts", who=helper)
    assert ran.code == 0
    assert "Sarah V." in ran.out
    assert _contacts(ran.out.replace("même rue", "")) == []
    book = shell.open()
    take(book, town.at.helper, town.at.basket)
    agree(book, town.at.helper, town.at.basket, town.at.ends_at, "paid", "bags")
    book.close()
    ran = shell("deliveries", "--distribution", str(town.at.open), "--contacts", "--json", who=helper)
    mine, waiting = ran.objects
    assert (mine["member"], mine["phone"], mine["amount_cents"], mine["money"]) == (
        "Sarah VARDA", "0639981234", 153, "paid",
    )  # fmt: skip
    assert "phone" not in waiting
    assert _seen(shell) == [("deliverer", town.at.helper)]


def test_a_plan_is_printed_and_accepted(shell: Shell, town: Town) -> None:
    volunteer = town.number[town.at.volunteer]
    ran = shell("deliveries", "plan", "--distribution", str(town.at.open), who=volunteer)
    assert (ran.code, ran.out.count("Hélène PORTE"), ran.out.count("Omar LOIN")) == (0, 1, 1)
    assert "2 demandes servies sur 2. Aucun partage n'est meilleur." in ran.err
    ran = shell("deliveries", "plan", "--distribution", str(town.at.open), "--accept", "--json", who=volunteer)
    assert {one["deliverer"] for one in ran.objects} == {"Hélène PORTE", "Omar LOIN"}
    ran = shell("deliveries", "--distribution", str(town.at.open), "--json", who=volunteer)
    assert [one["state"] for one in ran.objects] == ["taken", "taken"]


def test_slots_are_switched_on_read_and_people_placed(shell: Shell, town: Town) -> None:
    here, coordinator = ("--distribution", str(town.at.open)), town.number[town.at.coordinator]
    assert "n'a pas de créneaux" in shell("slots", *here).err
    ran = shell("slots", "on", *here, "--minutes", "30", "--places", "0", who=coordinator)
    assert (ran.code, "Pour ne pas limiter" in ran.err) == (1, True)
    assert shell("slots", "on", *here, "--minutes", "30", who=town.number[town.at.volunteer]).code == 4
    ran = shell("slots", "on", *here, "--minutes", "30", "--places", "1", who=coordinator)
    assert (ran.code, len(ran.out.splitlines())) == (0, 5)
    book = shell.open()
    basket = _order(book, town)
    slots.wish(book, town.world.others[1], basket, (slots.fullness(book, town.at.open)[1].start,))
    book.close()
    ran = shell("slots", "place", *here, who=coordinator)
    assert "1 personne a un créneau, 1 comme souhaité, 0 sans." in ran.err
    ran = shell("slots", *here, "--json")
    assert [[one["member"] for one in slot["people"]] for slot in ran.objects] == [[], ["Prénom1 NOM1"], [], []]
    assert shell("slots", "off", *here, who=coordinator).code == 0
    assert shell("slots", *here).code == 1


def _order(book: Book, town: Town) -> int:
    from db.ordering import basket_of

    member = town.world.others[1]
    small.order(book, town.world, member, (small.APRICOTS, 250))
    return basket_of(book, member, town.at.open)


def _seen(shell: Shell) -> list[tuple[str, int]]:
    book = shell.open()
    found = book.db.execute_sql("SELECT seen_as, by_id FROM contact_view ORDER BY id").fetchall()
    book.close()
    return list(found)
