"""« Ma livraison »: the person who needs delivery reads who comes, and nothing before somebody does."""

from __future__ import annotations

import pytest

from db import orders
from db.calls import calls
from db.clock import SetClock
from db.contacts import views_of
from db.database import Book
from db.delivery import Details, ask_delivery
from db.delivery_lists import my_request
from db.delivery_steps import agree, assign, deliver, release, take
from tests.conftest import NOW
from tests.db import neighbours as street
from tests.db import world as worlds
from tests.db.neighbours import Neighbours
from tests.db.world import DAY, HOUR, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at

HELPERS_PHONE = "06 39 98 56 78"


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


@pytest.fixture
def near(book: Book, world: World) -> Neighbours:
    return street.make(book, world)


async def looks(person: Orderer) -> None:
    """From « Commandes » to the delivery of the order in focus."""
    await person.presses("m", "l")
    assert person.page == "WhoComes", person.text


def seen(book: Book, near: Neighbours) -> int:
    """How often Sarah saw the contact of Hélène, by the access log."""
    return len([view for view in views_of(book, near.helper) if view.seen_as == "helped"])


def still_asks(book: Book, near: Neighbours) -> bool:
    return my_request(book, near.sarah, near.basket) is not None


async def test_before_somebody_comes_one_reads_ones_own_wishes(book: Book, near: Neighbours, start: Start) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        assert sarah.says("n° 1 ! à livrer 1,53")
        await looks(sarah)
        assert sarah.says("Personne pour le moment. Les bénévoles voient votre demande et cherchent.")
        assert sarah.says("Votre souhait samedi après 17 h")
        assert sarah.says("Votre note 3e étage")
        assert "06 39" not in sarah.text
    assert seen(book, near) == 0


async def test_who_comes_is_shown_with_phone_and_agreement_and_the_view_is_written_down(
    book: Book, near: Neighbours, start: Start
) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        assert sarah.says("● Hélène vient")
        assert "06 39" not in sarah.text
        await sarah.presses("m")
        assert sarah.says("Livraison Hélène vient, jour et heure à convenir l voir")
        assert "06 39" not in sarah.text
        await sarah.presses("l")
        for words in ("Prénom Hélène", f"Téléphone {HELPERS_PHONE}", "Jour, heure à convenir ensemble"):
            assert sarah.says(words), sarah.text
        assert sarah.says("Chaque consultation est notée. Hélène voit votre nom")
        assert "Porte" not in sarah.text  # the last name is nobody's business
        assert seen(book, near) == 1
        agree(book, near.helper, near.basket, near.ends_at + HOUR, "envelope", "person")
        await sarah.a_minute_passes()
        for words in ("Monnaie dans une enveloppe", "Contenants les vôtres", "Montant 1,53 €"):
            assert sarah.says(words), sarah.text
        assert seen(book, near) == 1  # the same person is on the same screen still
        sarah.app.speak("en")
        await sarah.settles()
        assert sarah.says("Money in an envelope")
        assert seen(book, near) == 1
        await sarah.presses("escape", "l")
        assert seen(book, near) == 2


@pytest.mark.parametrize(
    ("money", "containers", "said"),
    [
        ("advanced", "deliverer", ("avancée par la personne qui livre", "ceux de la personne qui livre")),
        ("paid", "bags", ("déjà payée", "dans des sacs")),
    ],
)
async def test_what_was_agreed_is_said_in_words(
    book: Book, near: Neighbours, start: Start, money: str, containers: str, said: tuple[str, str]
) -> None:
    take(book, near.helper, near.basket)
    agree(book, near.helper, near.basket, near.ends_at + HOUR, money, containers)
    async with member_at(start, near.sarah, near.group) as sarah:
        await sarah.presses("m")
        assert sarah.says("Livraison Hélène vient, samedi 12 décembre") or sarah.says("Livraison Hélène vient, lundi")
        await sarah.presses("l")
        assert all(sarah.says(words) for words in said), sarah.text


async def test_another_deliverer_is_another_view_and_a_release_takes_the_phone_away(
    book: Book, near: Neighbours, start: Start
) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        assert sarah.says(HELPERS_PHONE)
        release(book, near.helper, near.basket, "Mon vélo est cassé")
        await sarah.a_minute_passes()
        assert not sarah.says(HELPERS_PHONE)
        assert sarah.says("Hélène a rendu votre commande : « Mon vélo est cassé »")
        assign(book, near.volunteer, near.basket, near.other)
        await sarah.a_minute_passes()
        assert sarah.says("Prénom Omar")
        assert not sarah.says("rendu votre commande")
    assert seen(book, near) == 1
    assert len(views_of(book, near.other)) == 1


async def test_a_contact_that_changes_under_another_page_is_not_seen_until_one_comes_back(
    book: Book, near: Neighbours, start: Start
) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        await sarah.presses("f1")
        take(book, near.helper, near.basket)
        await sarah.a_minute_passes()
        assert seen(book, near) == 0
        await sarah.presses("escape")
        assert sarah.says(HELPERS_PHONE)
    assert seen(book, near) == 1


async def test_delivered_is_said_and_nothing_can_be_changed(book: Book, near: Neighbours, start: Start) -> None:
    take(book, near.helper, near.basket)
    deliver(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        assert sarah.says("● livrée")
        await looks(sarah)
        assert sarah.says("● Livrée")
        for key in ("enter", "delete"):
            await sarah.presses(key)
            assert sarah.page == "WhoComes"
            assert sarah.says("Votre commande est livrée : il n'y a plus rien à changer.")
    assert still_asks(book, near)


async def test_a_request_that_nobody_carries_is_withdrawn_after_one_question(
    book: Book, near: Neighbours, start: Start
) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        await sarah.presses("delete")
        assert sarah.page == "Question"
        assert sarah.says("Retirer votre demande ?")
        await sarah.presses("escape")
        assert still_asks(book, near)
        await sarah.presses("delete", "enter")
        assert sarah.page == "OrderPage"
        assert sarah.says("Votre demande est retirée : vous récupérez vous-même votre commande.")
    assert not still_asks(book, near)
    assert orders.order(book, near.basket).way == "pickup_only"


async def test_withdrawing_from_who_carries_it_takes_a_word(book: Book, near: Neighbours, start: Start) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        await sarah.presses("delete")
        assert sarah.says("Un mot pour Hélène, qui porte votre commande. L'équipe l'appellera.")
        assert sarah.marks == 1
        await sarah.leans_on("enter")
        assert sarah.says("× Laissez un mot pour la personne.")
        assert still_asks(book, near)
        await sarah.types("Ma fille ")
        await sarah.presses("escape")
        assert sarah.says("Prénom Hélène")
        await sarah.presses("delete")
        await sarah.types("m'emmène", "enter")  # nothing typed is lost
        assert still_asks(book, near)
        await sarah.presses("enter")
        assert sarah.page == "OrderPage"
    assert not still_asks(book, near)
    told = [(call.why, call.word) for call in calls(book, near.volunteer, near.group) if call.member_id == near.helper]
    assert told == [("withdrawn", "Ma fille m'emmène")]


async def test_somebody_who_takes_it_at_that_minute_is_owed_a_word(book: Book, near: Neighbours, start: Start) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        await sarah.presses("delete")
        take(book, near.helper, near.basket)
        await sarah.presses("enter")
        assert sarah.page == "WhoComes"
        assert sarah.says("× Laissez un mot pour la personne.")
        assert sarah.says("Un mot pour Hélène")
    assert still_asks(book, near)


async def test_wishes_are_changed_from_here_and_another_way_leads_back_to_the_order(
    book: Book, near: Neighbours, start: Start
) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        await sarah.presses("enter")
        assert sarah.page == "Way"
        await sarah.presses("enter", "ctrl+u")
        await sarah.types("dimanche", "enter", "enter", "space", "enter")
        assert sarah.page == "WhoComes"
        assert sarah.says("Votre souhait dimanche")
        await sarah.presses("enter", "3", "enter")
        assert sarah.page == "OrderPage"
        assert sarah.says("Retrait Récupérer sa commande uniquement")


async def test_who_can_deliver_after_all_goes_on_to_the_requests_and_back_to_the_order(
    book: Book, near: Neighbours, start: Start
) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        await sarah.presses("enter", "2", "enter", "f8", "space", "f8")
        assert sarah.page == "Neighbours"
        await sarah.presses("escape")
        assert sarah.page == "OrderPage"
        assert sarah.says("Retrait Possibilité de livrer")


async def test_after_the_days_of_the_group_the_contact_is_gone_for_good(
    book: Book, near: Neighbours, start: Start, clock: SetClock
) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        assert sarah.says(HELPERS_PHONE)
        clock.at = near.ends_at + 7 * DAY
        sarah.app.screen.facts_changed()  # type: ignore[attr-defined]
        await sarah.settles()
        assert not sarah.says(HELPERS_PHONE)
        assert sarah.says("La distribution date de plus de 7 jours") or sarah.says("7 jours"), sarah.text
        await sarah.presses("delete")
        assert sarah.says("Cette distribution est passée.")
    assert seen(book, near) == 1
    assert clock.at > NOW


async def test_a_consent_that_was_given_by_voice_says_who_heard_it(book: Book, near: Neighbours, start: Start) -> None:
    ask_delivery(book, near.volunteer, near.basket, consent=True, details=Details())
    async with member_at(start, near.sarah, near.group) as sarah:
        await looks(sarah)
        assert sarah.says("Votre accord donné de vive voix, entendu par Béatrice NÉVOLE")
        assert sarah.says("Votre souhait aucun") or sarah.says("Votre souhait aucune")


async def test_names_that_look_like_markup_are_shown_as_they_are(book: Book, near: Neighbours, start: Start) -> None:
    from db.models import Member

    with book.write() as write:
        write.revise(Member, near.helper, first_name="[/] [x]")
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        assert "● [/] [x] vient" in sarah.text
        await sarah.presses("m")
        assert "[/] [x] vient, jour et heure" in sarah.text
        await sarah.presses("l")
        assert "● [/] [x] vient" in sarah.text
        await sarah.presses("delete")
        assert "Un mot pour [/] [x], qui porte" in sarah.text


async def test_who_delivers_reads_on_card_and_order_how_many_they_help(
    book: Book, near: Neighbours, world: World, start: Start
) -> None:
    worlds.order(book, world, near.helper, (worlds.RICE, 500))
    street.offers(book, near.open, near.helper)
    take(book, near.helper, near.basket)
    take(book, near.helper, street.another_request(book, world, world.others[0]))
    async with member_at(start, near.helper, near.group, size=(120, 40)) as helper:
        assert helper.says("vous livrez 2 voisins")
        await helper.presses("m")
        assert helper.says("Livraison vous livrez 2 voisins l voir")
        await helper.presses("l")
        assert helper.page == "Neighbours"


async def test_who_collects_is_asked_how_the_order_leaves(book: Book, near: Neighbours, start: Start) -> None:
    from db.delivery import collect

    collect(book, near.sarah, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await sarah.presses("m")
        assert "l Livraison" not in sarah.footer
        assert "Livraison" not in sarah.text
        await sarah.presses("l")
        assert sarah.page == "Way"


async def test_the_paper_says_who_comes_and_holds_no_contact(book: Book, near: Neighbours, start: Start) -> None:
    take(book, near.helper, near.basket)
    agree(book, near.helper, near.basket, near.ends_at + HOUR, "envelope", "person")
    async with member_at(start, near.sarah, near.group, size=(80, 40)) as sarah:
        await sarah.presses("m", "ctrl+p")
        assert sarah.page == "PrintPage"
        text = " ".join(sarah.text.split())
    assert "Livraison Hélène vient, " in text
    assert "06 39" not in text
    assert "Lilas" not in text
