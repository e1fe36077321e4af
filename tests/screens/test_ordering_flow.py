"""« II. Comment commander ? », step by step, at 80 × 24. What stands between « » is the tutorials'."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import baskets, catalogue, distributions, ordering, orders
from db.accounts import person
from db.clock import SetClock
from db.database import Book
from db.errors import DiskFull
from db.ledger import balance
from db.models import Member, Place, Product
from db.statements import Statement
from tests.db import world as worlds
from tests.db.world import APRICOTS, DAY, OIL, RICE, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at


@pytest.fixture
def world(book: Book) -> World:
    found = worlds.make(book)
    with book.write() as write:
        email = "sarah.varda@example.org"
        write.revise(Member, found.sarah, email=email, email_key=email)
    return found


def draft_of(book: Book, world: World) -> dict[int, int]:
    """Quantities in Sarah's basket, by place in SOLD."""
    draft = baskets.draft(book, world.sarah, world.open)
    return {world.products.index(line.product_id): line.quantity for line in draft.lines} if draft else {}


def ordered(book: Book, world: World) -> list[tuple[str, int, int]]:
    """What Sarah has ordered: basket number, products, cents."""
    return [(order.basket, len(order.lines), order.total) for order in orders.my_orders(book, world.sarah, world.group)]


def reprice(book: Book, world: World, place: int, **changes: object) -> None:
    """The coordination changes a product."""
    with book.write(world.coordinator) as write:
        write.revise(Product, world.products[place], **changes)


# --- The way of the tutorials ---------------------------------------------------------------------------------------


async def test_an_order_as_the_tutorial_tells_it(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        # « Si l'encart apparaît en vert, la commande est ouverte. […] Cliquez sur « Commander ». »
        assert sarah.says("● OUVERTE")
        assert "Commander" in sarah.footer
        await sarah.opens_shop()
        # « Supprimez le 1 puis écrivez 0,5 ou 0.5 si vous souhaitez 500g par exemple. » There is no 1 to delete here.
        await sarah.types("0,5")
        assert sarah.says("0,5 kg = 500 g = 3,05 €")
        # « Enfin cliquez sur « commande » pour prendre en compte la quantité voulue. »
        await sarah.presses("enter")
        assert sarah.says("● 0,5 kg")
        assert sarah.says("Panier : 1 produit 3,05 €")
        assert draft_of(book, world) == {APRICOTS: 500}
        # « Vérifier votre panier, s'il vous convient validez le en cliquant sur « Valider ». »
        await sarah.presses("f6")
        # « Attention : vous ne pouvez pas supprimer un produit une fois la commande validée ! »
        assert sarah.says("Attention : vous ne pouvez pas supprimer un produit une fois la commande validée !")
        # « Votre panier est maintenant en attente. »
        await sarah.presses("f8")
        assert sarah.says("! EN ATTENTE Votre panier est maintenant en attente.")
        assert ordered(book, world) == []
        # « Pour confirmer cliquez sur « Sélectionner » à « Paiement sur place ». »
        assert sarah.says("> 1 Paiement sur place")
        assert "Entrée Sélectionner" in sarah.footer
        await sarah.presses("enter")
        assert sarah.says("Confirmer la commande")
        assert ordered(book, world) == []
        # « Votre commande est alors bien enregistrée »
        await sarah.presses("enter")
        assert sarah.says("● ENREGISTRÉE Votre commande est enregistrée, panier n° 1.")
        assert ordered(book, world) == [("1", 1, 305)]
        assert "solde -3,05" in sarah.lines[0].replace("\u00a0", " ")
        # « …et vous pouvez consulter vos produits en cliquant sur « vérifier mes commandes ». »
        assert sarah.says("Vérifier mes commandes, demander une correction")


async def test_from_commandes_to_recorded_one_product_takes_eight_keys(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("enter", ",", "2", "5", "enter", "f8", "enter", "enter")
        assert sarah.says("Votre commande est enregistrée, panier n° 1.")
        # « Récupérer sa commande uniquement »: three more.
        await sarah.presses("enter", "3", "enter")
        assert sarah.says("Panier n° 1 : Récupérer sa commande uniquement. C'est noté.")
    assert orders.my_orders(book, world.sarah, world.group)[0].way == "pickup_only"


@pytest.mark.parametrize("typed", ["0,5", "0.5", ",5", "500g", "1/2", "à,("])
async def test_half_a_kilo_can_be_typed_in_many_ways(book: Book, world: World, start: Start, typed: str) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types(typed, "enter")
        assert draft_of(book, world) == {APRICOTS: 500}


async def test_f8_takes_a_valid_quantity_that_is_being_typed_and_stops_on_another(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("0,3", "f8")
        assert sarah.page == "Shop"
        assert sarah.says("Le plus proche : 0,25 kg (-) ou 0,5 kg (+). Rien n'est changé.")
        assert sarah.says("> 0,3")
        assert draft_of(book, world) == {}
        await sarah.presses("+", "f8")
        assert sarah.page == "Payment"
        assert sarah.says("Abricots bruns secs 0,5 kg")


async def test_adding_later_is_a_new_order_on_the_same_number(book: Book, world: World, start: Start) -> None:
    # « Si vous avez oublié quelque chose vous pouvez recommander, cela s'ajoutera à votre commande en cours. »
    worlds.order(book, world, world.sarah, (RICE, 500))
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("n° 1 ! retrait à choisir")
        await sarah.opens_shop()
        await sarah.finds("riz")
        assert sarah.says("commandé 0,5 kg")
        # The least is 0,5 kg by 0,1 kg: with what is ordered, 0,1 kg more will do.
        await sarah.types("0,1", "enter")
        assert draft_of(book, world) == {RICE: 100}
        await sarah.validates_and_confirms()
        assert sarah.says("Votre commande est enregistrée, panier n° 1.")
        assert sarah.says("Reste à payer d'avant 1,73 €")
    assert ordered(book, world) == [("1", 1, 173 + 35)]


async def test_what_is_recorded_cannot_be_taken_out(book: Book, world: World, start: Start) -> None:
    # « Attention : vous ne pouvez pas supprimer un produit que vous avez commandé ! »
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.presses("delete")
        assert sarah.says("Abricots bruns secs n'est pas dans le panier.")
    assert ordered(book, world) == [("1", 1, 305)]


# --- Nothing is lost, nothing is recorded by mistake ----------------------------------------------------------------


async def test_a_pending_basket_is_said_on_every_screen_until_it_is_finished(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        await sarah.presses("f2")
        assert sarah.says("! EN ATTENTE Votre panier n'est pas encore commandé : 1 produit, 6,10 €")
        assert sarah.says("Ma commande ! en attente 6,10 €")
        await sarah.presses("f4")
        assert sarah.says("Votre panier n'est pas encore commandé")
        await sarah.presses("escape", "f8")
        assert sarah.page == "Payment"
        await sarah.confirms()
        await sarah.presses("f2")
        assert not sarah.says("EN ATTENTE")
    assert ordered(book, world) == [("1", 1, 610)]


async def test_a_held_enter_never_confirms(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        await sarah.leans_on("enter", 60)
        assert sarah.page in ("Payment", "Confirmation")
    assert ordered(book, world) == []


async def test_the_card_is_shown_and_not_taken(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        # « …sauf si vous choisissez le paiement en CB (pas encore actif). »
        assert sarah.says("2 Carte bancaire (indisponible : pas encore actif)")
        await sarah.presses("2", "enter")
        assert sarah.page == "Payment"
        assert sarah.says("× indisponible Le paiement par carte n'est pas encore possible. 1 puis Entrée : payer sur")


async def test_escape_goes_back_step_by_step_and_the_basket_stays(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        await sarah.presses("enter", "escape")
        assert sarah.page == "Payment"
        await sarah.presses("escape")
        assert sarah.page == "BasketPage"
        await sarah.presses("escape")
        assert sarah.page == "Shop"
        await sarah.presses("escape")
        assert sarah.page == "Distributions"
        assert draft_of(book, world) == {APRICOTS: 1000}


async def test_a_draft_waits_for_its_member_only(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.presses("f12")
        sarah.app.welcome(person(book, world.others[0]), world.group)
        await sarah.settles()
        assert sarah.says("Ma commande aucune")
        await sarah.presses("f12")
        sarah.app.welcome(person(book, world.sarah), world.group)
        await sarah.settles()
        assert sarah.says("! non validé")
        assert sarah.says("6,10 €")


async def test_leaving_and_opening_again_finds_the_quantities(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.presses("escape")
        assert sarah.page == "Distributions"
        await sarah.opens_shop()
        assert sarah.says("● 1 kg 6,10 €")
        assert sarah.says("Panier : 1 produit 6,10 €")


async def test_ctrl_z_takes_back_the_last_quantity(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.presses("+")
        assert draft_of(book, world) == {APRICOTS: 1250}
        await sarah.presses("ctrl+z")
        assert draft_of(book, world) == {APRICOTS: 1000}
        assert sarah.says("Annulé : Abricots bruns secs, de nouveau 1 kg.")
        await sarah.presses("ctrl+z")
        assert draft_of(book, world) == {}
        await sarah.presses("ctrl+z")
        assert sarah.says("Il n'y a rien à annuler sur cet écran.")


async def test_what_is_typed_survives_a_change_of_language(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("0,5", "f9")
        assert sarah.page == "Languages"
        await sarah.presses("down", "enter")
        assert sarah.page == "Shop"
        assert "> 0,5" in sarah.text
        await sarah.presses("enter")
        assert draft_of(book, world) == {APRICOTS: 500}
        assert sarah.says("Basket: 1 product")


# --- The basket -----------------------------------------------------------------------------------------------------


async def test_quantities_change_in_the_basket_with_the_keys_of_the_grid(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.wants("huile", "1")
        await sarah.presses("f6")
        await sarah.presses("+")
        assert draft_of(book, world) == {APRICOTS: 1250, OIL: 1000}
        await sarah.types(",3")
        assert sarah.says("0,3 kg = 300 g = 1,83 €")
        await sarah.presses("enter")
        assert sarah.says("Ce produit se prend par 0,25 kg")
        assert sarah.says("> [ ,3 ] kg")
        await sarah.presses("-", "enter")
        assert draft_of(book, world) == {APRICOTS: 250, OIL: 1000}
        # Below the least, `-` asks; another key keeps it.
        await sarah.presses("-")
        assert sarah.says("Retirer Abricots bruns secs du panier ?")
        await sarah.presses("escape")
        assert sarah.page == "BasketPage"
        assert draft_of(book, world) == {APRICOTS: 250, OIL: 1000}
        await sarah.presses("-", "-")
        assert draft_of(book, world) == {OIL: 1000}
        assert sarah.says("Total 11,90 €")
        await sarah.presses("delete", "delete")
        assert draft_of(book, world) == {}
        assert sarah.says("Votre panier est vide. Échap voir les produits")
        await sarah.presses("f8")
        assert sarah.page == "BasketPage"


async def test_the_total_of_a_long_basket_stays_in_sight(book: Book, world: World, start: Start) -> None:
    with book.write() as write:
        more = [
            worlds.product(write, world.group, f"Produit {number:02d}", "kg", 100, 250, 250, rank=number + 10)
            for number in range(20)
        ]
    for product in more:
        baskets.put(book, world.sarah, world.open, product, 250, 100)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("f6")
        assert sarah.says("Total 5,00 €")
        assert sarah.says("[ F8 Valider mon panier ]")
        assert sarah.says("> Produit 00")
        await sarah.presses("end")
        assert sarah.says("> Produit 19")
        assert sarah.says("Total 5,00 €")
        await sarah.validates()
        assert sarah.says("Total 5,00 €")
        assert sarah.says("> 1 Paiement sur place")
        assert not sarah.says("Produit 19")
        await sarah.presses(*["pagedown"] * 5)
        assert sarah.says("Produit 19")


# --- When something stands against it -------------------------------------------------------------------------------


async def test_orders_that_close_meanwhile_refuse_with_the_reason_and_keep_the_draft(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    worlds.order(book, world, world.sarah, (RICE, 500))
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.types("2")
        clock.advance(3 * DAY)
        await sarah.a_minute_passes()
        closed = (
            "La commande vient de fermer (samedi 5 décembre à 09:00). Ce qui était enregistré reste. "
            "Votre panier est gardé comme brouillon."
        )
        assert sarah.says(f"× CLOSE {closed}")
        assert sarah.says("> 2")
        await sarah.presses("enter")
        assert sarah.says(f"× refusé {closed}")
        assert sarah.says("> 2")
        await sarah.presses("escape", "f8")
        assert sarah.page == "Shop"
        await sarah.presses("escape")
        assert sarah.says("× CLOSE")
        assert sarah.says("! non validé")
    assert draft_of(book, world) == {APRICOTS: 1000}
    assert ordered(book, world) == [("1", 1, 173)]


async def test_a_pending_basket_may_be_confirmed_during_the_grace_and_not_after(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        clock.advance(3 * DAY + 60)
        await sarah.a_minute_passes()
        assert sarah.page == "Payment"
        await sarah.presses("enter")
        clock.advance(DAY)
        await sarah.presses("enter")
        assert sarah.says("La commande vient de fermer")
        assert ordered(book, world) == []
        await sarah.presses("escape")
        assert sarah.page == "Distributions"
    assert draft_of(book, world) == {APRICOTS: 1000}


async def test_within_the_grace_it_is_recorded(book: Book, world: World, start: Start, clock: SetClock) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        clock.advance(3 * DAY + 60)
        await sarah.confirms()
        assert sarah.page == "Recorded"
        # Orders are closed: nothing can be added any more.
        assert sarah.says("F2 Voir les distributions")
    assert ordered(book, world) == [("1", 1, 610)]


async def test_a_price_that_changed_since_the_draft_is_asked_when_the_shop_opens(
    book: Book, world: World, start: Start
) -> None:
    baskets.put(book, world.sarah, world.open, world.products[APRICOTS], 1000, 610)
    reprice(book, world, APRICOTS, base_price=700)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("enter")
        assert sarah.page == "Question"
        assert sarah.says("Abricots bruns secs 6,10 € → 7,00 €/kg")
        await sarah.presses("enter")
        assert sarah.page == "Shop"
        assert sarah.says("Panier : 1 produit 7,00 €")
        await sarah.validates_and_confirms()
    assert ordered(book, world) == [("1", 1, 700)]


async def test_a_price_that_changes_while_one_pays_is_asked_before_anything_is_recorded(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        reprice(book, world, APRICOTS, base_price=700)
        await sarah.confirms()
        assert sarah.says("Des prix ont changé")
        await sarah.presses("escape")
        assert sarah.page == "BasketPage"
        assert ordered(book, world) == []
        await sarah.presses("f8")
        assert sarah.says("Des prix ont changé")
        await sarah.presses("enter")
        assert sarah.page == "Payment"
        assert sarah.says("Total 7,00 €")
        await sarah.confirms()
    assert ordered(book, world) == [("1", 1, 700)]


async def test_a_stock_that_runs_short_says_how_much_is_left_and_takes_it(
    book: Book, world: World, start: Start
) -> None:
    worlds.offer(book, world, APRICOTS, 1600)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("2", "enter")
        await sarah.presses("f8")
        assert sarah.page == "Question"
        assert sarah.says("Il reste 1,6 kg")
        assert sarah.says("Entrée Prendre 1,5 kg Échap Revenir au panier")
        await sarah.presses("enter")
        assert sarah.page == "Payment"
        assert sarah.says("Abricots bruns secs 1,5 kg")


async def test_somebody_else_takes_the_last_of_it_while_one_pays(book: Book, world: World, start: Start) -> None:
    worlds.offer(book, world, APRICOTS, 1000)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.wants("huile", "1")
        await sarah.validates()
        worlds.order(book, world, world.others[0], (APRICOTS, 1000))
        await sarah.confirms()
        assert sarah.says("N'est plus disponible")
        assert ordered(book, world) == []
        await sarah.presses("enter")
        assert sarah.page == "Payment"
        assert sarah.says("Votre panier a changé : vérifiez-le, puis Entrée.")
        assert not sarah.says("Abricots")
        await sarah.confirms()
    assert ordered(book, world) == [("2", 1, 1190)]


async def test_a_product_that_is_gone_can_be_left_out(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.wants("huile", "1")
        reprice(book, world, APRICOTS, available=False)
        await sarah.a_minute_passes()
        assert sarah.says("× indisponible")
        await sarah.presses("f8")
        assert sarah.says("N'est plus disponible Abricots bruns secs")
        await sarah.presses("enter")
        assert sarah.page == "Payment"
        assert sarah.says("Total 11,90 €")


async def test_a_full_disk_keeps_the_quantity_that_is_typed(
    book: Book, world: World, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull

    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        with monkeypatch.context() as patch:
            patch.setattr(baskets, "put", full)
            await sarah.types("0,5", "enter")
            assert sarah.says("Rien n'est enregistré : le disque est plein.")
            assert sarah.says("> 0,5")
            assert not sarah.says("● 0,5 kg")
        await sarah.presses("enter")
        assert draft_of(book, world) == {APRICOTS: 500}


async def test_a_full_disk_at_the_last_moment_records_nothing_and_says_so(
    book: Book, world: World, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull

    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        with monkeypatch.context() as patch:
            patch.setattr(ordering, "record", full)
            await sarah.confirms()
            assert sarah.says(
                "La commande n'est pas enregistrée : le disque est plein. Votre panier est gardé. "
                "Appelez un·e bénévole."
            )
            assert sarah.page == "Payment"
        # Room was made: the same basket can be confirmed.
        await sarah.confirms()
    assert ordered(book, world) == [("1", 1, 610)]


async def test_a_write_waits_for_another_program_and_takes_no_second_enter(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        other = book.write()
        other.__enter__()
        sarah._send("1", "1")
        sarah._send("enter", None)
        await sarah.pilot.pause()
        assert sarah.page == "Waiting"
        assert sarah.says("Un instant : un autre programme écrit dans le livre.")
        sarah._send("enter", None)
        sarah._send("f8", None)
        await sarah.pilot.pause()
        other.__exit__(None, None, None)
        await sarah.settles()
        assert sarah.page == "Shop"
        assert sarah.says("● 1 kg 6,10 €")
    assert draft_of(book, world) == {APRICOTS: 1000}


async def test_what_another_program_changes_is_shown_while_one_orders(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("0,5")
        reprice(book, world, APRICOTS, base_price=700)
        await sarah.a_minute_passes()
        assert sarah.says("7,00 €/kg")
        assert sarah.says("> 0,5")


# --- The products ---------------------------------------------------------------------------------------------------


async def test_search_ignores_accents_and_case(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.presses("f3")
        await sarah.types("HUÎLE")
        assert sarah.says("Huile d'olive")
        assert not sarah.says("Savon")
        await sarah.presses("enter")
        await sarah.types("1", "enter")
        assert draft_of(book, world) == {OIL: 1000}


async def test_the_compact_layout_is_remembered_by_the_laptop(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.presses("v")
        assert sarah.says("Produit Prix Labels Quantité Total")
        assert "v Vue cartes" in sarah.footer
        assert sarah.app.kept.compact
        await sarah.types("0,5", "enter")
        assert sarah.says("● 0,5 kg 3,05 €")
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        assert sarah.says("Produit Prix Labels Quantité Total")


async def test_allergens_are_told_on_demand(book: Book, world: World, start: Start) -> None:
    reprice(book, world, APRICOTS, allergens="sulfites;fruits à coque")
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.presses("a")
        assert sarah.says("Allergènes : sulfites, fruits à coque")


async def test_what_was_ordered_the_last_time_is_on_the_card(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 750))
    with book.write() as write:
        place = write.value(Statement(lambda: Place.select(Place.id)))
    later = distributions.add(
        book, world.coordinator, world.group, place,
        opens_at=clock.now() + 10 * DAY, closes_at=clock.now() + 12 * DAY,
        starts_at=clock.now() + 13 * DAY, ends_at=clock.now() + 14 * DAY,
    )  # fmt: skip
    clock.advance(11 * DAY)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        assert sarah.app.screen.distribution_id == later  # type: ignore[attr-defined]
        assert sarah.says("dernière fois 0,75 kg")


async def test_a_product_called_like_markup_shows_as_it_is(book: Book, world: World, start: Start) -> None:
    reprice(book, world, APRICOTS, name="[/] [x] [red]")
    async with member_at(start, world.sarah, world.group, size=(120, 40)) as sarah:
        await sarah.opens_shop()
        assert "[/] [x] [red]" in sarah.text
        await sarah.types("1", "enter")
        await sarah.presses("f6")
        assert "[/] [x] [red]" in sarah.text
        await sarah.validates()
        assert "[/] [x] [red]" in sarah.text


async def test_the_products_take_a_fixed_number_of_queries(
    book: Book, world: World, start: Start, queries: object, tmp_path: Path
) -> None:
    from db import shop

    few = queries(lambda: shop.cards(book, world.open, world.sarah))  # type: ignore[operator]
    with book.write() as write:
        for number in range(60):
            worlds.product(write, world.group, f"Produit {number}", "kg", 100, 250, 250, rank=number + 10)
    worlds.order(book, world, world.sarah, (APRICOTS, 750), (RICE, 500))
    assert queries(lambda: shop.cards(book, world.open, world.sarah)) == few  # type: ignore[operator]


# --- How it leaves --------------------------------------------------------------------------------------------------


async def has_recorded(sarah: Orderer) -> None:
    await sarah.opens_shop()
    await sarah.types("1", "enter")
    await sarah.validates_and_confirms()
    await sarah.presses("enter")
    assert sarah.page == "Way"


async def test_needing_delivery_asks_address_phone_and_agreement(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await has_recorded(sarah)
        # « Besoin d'être livré », « Possibilité de livrer », « Récupérer de sa commande uniquement »
        assert sarah.says("1 ( ) Besoin d'être livré")
        await sarah.presses("1", "enter")
        # « Attention, cette option est à choisir uniquement pour les personnes en situation de fragilité. »
        assert sarah.says("À choisir uniquement pour les personnes en situation de fragilité.")
        await sarah.types("12 rue des Lilas", "enter")
        assert sarah.says("Rue, code postal et ville, s'il vous plaît.")
        await sarah.types(", 31100 Toulouse", "enter")
        await sarah.types("06 39 98", "enter")
        assert sarah.says("Il manque 4 chiffres.")
        assert sarah.says("Sans téléphone, la personne ne peut pas vous joindre.")
        await sarah.types("12 34", "enter", "enter", "enter")
        # The agreement is never ticked beforehand, and without it nothing is recorded.
        assert sarah.says("[ ] J'accepte que la seule personne qui prendra ma commande voie mon nom")
        await sarah.presses("f8")
        assert sarah.says("Il manque votre accord.")
        assert orders.my_orders(book, world.sarah, world.group)[0].way == ""
        await sarah.presses("space", "f8")
        assert sarah.page == "Recorded"
        assert sarah.says("Panier n° 1 : Besoin d'être livré. C'est noté.")
    [order] = orders.my_orders(book, world.sarah, world.group)
    assert order.way == "needs_delivery"
    known = person(book, world.sarah)
    assert (known.address1, known.postcode, known.city) == ("12 rue des Lilas", "31100", "Toulouse")
    assert known.phone == "0639981234"


async def test_delivering_asks_phone_and_agreement(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await has_recorded(sarah)
        await sarah.presses("2", "enter")
        assert sarah.says("Vous verrez qui demande à être livré, et choisirez qui vous convient.")
        # How many orders, how many kilos, how, when: what is proposed is taken with Enter.
        await sarah.types("0639981234", "enter", "enter", "enter", "enter", "enter")
        await sarah.presses("space", "enter")
        assert sarah.page == "Neighbours"
        await sarah.presses("escape")
        assert sarah.says("Panier n° 1 : Possibilité de livrer. C'est noté.")
    assert orders.my_orders(book, world.sarah, world.group)[0].way == "can_deliver"


async def test_choosing_later_loses_nothing_and_the_choice_can_be_changed(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await has_recorded(sarah)
        await sarah.presses("escape")
        assert sarah.page == "Recorded"
        assert sarah.says("à faire pour finir")
        await sarah.presses("enter", "3", "enter")
        assert sarah.says("● à récupérer")
        await sarah.presses("up", "up", "enter")
        assert sarah.page == "Way"
        assert sarah.says("> 3 (•) Récupérer sa commande uniquement")


async def test_details_known_already_are_filled_in_and_leaning_on_enter_agrees_to_nothing(
    book: Book, world: World, start: Start
) -> None:
    from db.accounts import change_details

    known = {"address1": "1 rue X", "postcode": "31100", "city": "Toulouse", "phone": "0639981234"}
    change_details(book, world.sarah, world.sarah, **known)
    async with member_at(start, world.sarah, world.group) as sarah:
        await has_recorded(sarah)
        await sarah.leans_on("enter", 30)
        assert sarah.says("1 rue X, 31100 Toulouse")
        assert sarah.page == "Way"
    assert orders.my_orders(book, world.sarah, world.group)[0].way == ""


async def test_the_same_basket_confirmed_elsewhere_meanwhile_is_one_order(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        draft = baskets.draft(book, world.sarah, world.open)
        assert draft is not None
        ordering.record(book, world.sarah, world.open, draft.recording)
        await sarah.confirms()
        assert sarah.says("Votre commande est enregistrée, panier n° 1.")
    assert ordered(book, world) == [("1", 1, 610)]
    assert balance(book, world.sarah, world.group) == -610


async def test_a_basket_changed_elsewhere_is_not_confirmed(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.types("1", "enter")
        await sarah.validates()
        await sarah.presses("enter")
        baskets.put(book, world.sarah, world.open, world.products[APRICOTS], 2000, 610)
        await sarah.presses("enter")
        assert sarah.page == "BasketPage"
        assert sarah.says("Votre panier a changé depuis que vous l'avez validé.")
        assert sarah.says("Abricots bruns secs 2 kg")
    assert ordered(book, world) == []
    assert catalogue.find(book, world.group, "Abricots bruns secs").available


async def test_f8_finishes_a_basket_that_waits_also_from_a_catalogue_that_is_only_looked_at(
    book: Book, world: World, start: Start
) -> None:
    baskets.put(book, world.sarah, world.open, world.products[APRICOTS], 500, 610)
    baskets.validate(book, world.sarah, world.open)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("right", "enter")
        assert sarah.page == "Shop"
        assert sarah.says("EN ATTENTE Votre panier n'est pas encore commandé")
        assert sarah.footer.startswith("F8 Finir")
        assert not sarah.says("Panier : 0 produit")
        await sarah.presses("f8")
        assert sarah.page == "Payment"


async def test_orders_that_close_on_a_pending_basket_leave_the_grace_to_finish_it_from_the_products(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    baskets.put(book, world.sarah, world.open, world.products[APRICOTS], 500, 610)
    baskets.validate(book, world.sarah, world.open)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        clock.advance(3 * DAY + 60)
        await sarah.a_minute_passes()
        assert sarah.says("la commande vient de fermer")
        await sarah.presses("f8")
        await sarah.confirms()
        assert sarah.page == "Recorded"


async def test_a_catalogue_that_is_looked_at_can_be_ordered_from_once_its_minute_has_come(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("right", "enter")
        assert sarah.says("ouverture le")
        clock.advance(20 * DAY)
        await sarah.a_minute_passes()
        assert sarah.page == "Shop"
        await sarah.types("1", "enter")
        assert sarah.says("Panier : 1 produit 6,10 €")
