"""A walk through every screen, as each kind of person, with keys alone.

    async for stop, person in walk("member", folder): …

Stops are declared, so that a test can say that no screen was left out; each names the page that must be in view.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import chdir, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from db import opening
from db.clock import SetClock
from db.database import Book
from tests.conftest import NOW
from tests.screens.demo_world import demo_copy
from tests.screens.drivers import SECRET, AtTheCounter, at_the_counter
from tests.screens.fake_printer import Salon

Come = Callable[[AtTheCounter], Awaitable[object]]

SARAH, VOLUNTEER, COORDINATION = "sarah.varda@example.org", "benevole@example.org", "coordination@example.org"


class Stop(NamedTuple):
    """`page` is the class that must be in view once `come` has been done."""

    name: str
    page: str
    come: Come


def keys(*pressed: str) -> Come:
    """Press keys, one after the other: names of keys, and single characters as they are typed."""

    async def come(person: AtTheCounter) -> None:
        for key in pressed:
            if len(key) == 1:
                await person.types(key)
                await person.settles()
            else:
                await person.presses(key)

    return come


def typed(*texts: str) -> Come:
    """Type texts, with Enter after each."""

    async def come(person: AtTheCounter) -> None:
        for text in texts:
            await person.types(text, "enter")

    return come


def types(text: str) -> Come:
    """Type a text, and no Enter."""
    return lambda person: person.types(text)


def both(*comes: Come) -> Come:
    async def come(person: AtTheCounter) -> None:
        for each in comes:
            await each(person)

    return come


def signs_in(email: str) -> Come:
    return lambda person: person.signs_in(email)


def nothing() -> Come:
    return keys()


async def is_left(person: AtTheCounter) -> None:
    """Nobody touches the keyboard until the screen locks."""
    person.app.watcher._last_key -= 1000
    person.app.watcher.look()
    await person.settles()


async def waits(person: AtTheCounter) -> None:
    """Another program writes for longer than an eye blinks."""
    from screens.writing import Waiting

    person.app.push_screen(Waiting())
    await person.settles()


async def waits_no_more(person: AtTheCounter) -> None:
    person.app.screen.dismiss(None)
    await person.settles()


def opens(page: Callable[[Any], Any]) -> Come:
    """As the volunteers' desk opens it; `page` gets the program."""

    async def come(person: AtTheCounter) -> None:
        person.app.push_screen(page(person.app))
        await person.settles()

    return come


def plan(app: Any) -> object:
    from db.distributions import distributions
    from screens.plan import Plan

    closed = [one for one in distributions(app.book, app.session.group.id) if one.state(NOW) == "closed"]
    return Plan(closed[-1].id)


def to_tell(app: Any) -> object:
    from screens.calls import Calls

    return Calls()


def contact_views(app: Any) -> object:
    from screens.contact_views import ContactViews

    return ContactViews()


SALON = Salon()  # the printer of this computer, on the way that needs one


def prints(*pressed: str, refuses: str = "", state: str = "finished") -> Come:
    """Press keys that print, while the printer is as it is said."""

    async def come(person: AtTheCounter) -> None:
        SALON.refuses, SALON.state = refuses, state
        await keys(*pressed)(person)

    return come


VISITOR = (
    Stop("sign in", "SignIn", nothing()),
    Stop("sign in refused", "SignIn", typed("personne@example.org", "135790")),
    Stop("code forgotten", "Forgotten", keys("f3")),
    Stop("languages", "Languages", keys("escape", "f9")),
    Stop("help of the first screen", "HelpPage", keys("escape", "f1")),
    Stop("palette of the first screen", "PalettePage", keys("escape", "ctrl+o")),
    Stop("palette without a hit", "PalettePage", typed("zzz")),
    Stop("groups of a visitor", "Groups", keys("escape", "f2")),
    Stop("distributions of a visitor", "Distributions", keys("2", "enter")),
    Stop("products of a visitor", "Shop", keys("enter")),
    Stop("sign up: group", "SignUp", keys("escape", "escape", "escape", "f4")),
    Stop("sign up: names", "SignUp", keys("3", "enter")),
    Stop("sign up: second person", "SignUp", both(typed("Nora"), types("Petit"), keys("tab", "enter"))),
    Stop("sign up: no contact", "SignUp", both(typed("Paul", "Petit"), keys("f8"))),
    Stop("sign up: e-mail is known", "SignUp", both(typed(SARAH), keys("f8"))),
    Stop("sign up: address", "SignUp", both(keys("escape", "ctrl+u"), typed("nora.petit@example.org"), keys("f8"))),
    Stop("sign up: secret", "SignUp", typed("3 rue des Lilas", "", "31500", "Toulouse")),
    Stop("sign up: weak secret", "SignUp", typed("123456")),
    Stop("sign up: question", "Question", both(keys("ctrl+u"), typed("739204", "739204"))),
    Stop("signed up", "Distributions", keys("enter")),
)

MEMBER = (
    Stop("distributions", "Distributions", signs_in(SARAH)),
    Stop("distributions, not now", "Distributions", keys("f8")),
    Stop("past distributions", "Distributions", keys("down", "down", "enter")),
    Stop("order that is closed", "OrderPage", both(keys("f2", "right", "enter"))),
    Stop("nothing can be added", "OrderPage", keys("delete")),
    Stop("correction", "AskCorrection", keys("c")),
    Stop("account", "Account", keys("escape", "f4")),
    Stop("details", "Details", keys("m")),
    Stop("payments", "Movements", keys("escape", "p")),
    Stop("my orders", "MyOrders", keys("escape", "t")),
    Stop("help of my orders", "HelpPage", keys("f1")),
    Stop("palette of my orders", "PalettePage", keys("escape", "ctrl+o")),
    Stop("groups of a member", "Groups", keys("escape", "f5")),
    Stop("products", "Shop", keys("f2", "enter")),
    Stop("product in full", "Shop", keys("enter")),
    Stop("quantity being typed", "Shop", keys("2")),
    Stop("asked: kilos or grams", "Shop", keys("5", "0", "enter")),
    Stop("quantity refused", "Shop", keys("escape", "escape", "0", ",", "3", "enter")),
    Stop("quantity in the basket", "Shop", keys("+", "enter")),
    Stop("next product", "Shop", keys("right", "right", "+")),
    Stop("search", "Shop", both(keys("f3"), types("hui"))),
    Stop("search found", "Shop", keys("enter")),
    Stop("search without a hit", "Shop", both(keys("escape", "f3"), types("zzz"))),
    Stop("next category", "Shop", keys("escape", "tab")),
    Stop("compact products", "Shop", keys("v")),
    Stop("basket", "BasketPage", keys("v", "f6")),
    Stop("quantity typed in the basket", "BasketPage", keys("1")),
    Stop("quantity refused in the basket", "BasketPage", keys(",", "3", "3", "enter")),
    Stop("taken out of the basket?", "BasketPage", keys("escape", "escape", "delete")),
    Stop("payment", "Payment", keys("escape", "f8")),
    Stop("payment not available", "Payment", keys("2", "enter")),
    Stop("confirmation", "Confirmation", keys("1", "enter")),
    Stop("pending", "Distributions", keys("escape", "f2")),
    Stop("payment again", "Payment", keys("f8")),
    Stop("recorded", "Recorded", keys("enter", "enter")),
    Stop("order sheet", "PrintPage", keys("ctrl+p")),
    Stop("order sheet kept", "PrintPage", keys("enter")),
    Stop("how it leaves", "Way", keys("escape", "enter")),
    Stop("needs delivery", "Way", keys("1", "enter")),
    Stop("consent is missing", "Way", keys("f8")),
    Stop("can deliver", "Way", keys("escape", "enter", "2")),
    Stop("collects", "Recorded", keys("escape", "enter", "3", "enter")),
    Stop("asks to be delivered", "Recorded", keys("up", "up", "enter", "1", "enter", "f8", "space", "f8")),
    Stop("nobody comes yet", "WhoComes", keys("f2", "m", "l")),
    Stop("how it leaves, as it was said", "Way", keys("enter")),
    Stop("withdraw the request?", "Question", keys("escape", "delete")),
    Stop("withdrawn", "OrderPage", keys("enter")),
    Stop("after it all", "Distributions", keys("f2")),
    Stop("another program is writing", "Waiting", waits),
    Stop("locked", "Locked", both(waits_no_more, is_left)),
    Stop("locked, wrong code", "Locked", typed("135790")),
    Stop("unlocked", "Distributions", both(keys("ctrl+u"), typed(SECRET))),
    Stop("signed out", "SignIn", keys("f12")),
)


async def wants_to_deliver(person: AtTheCounter) -> None:
    """« Livrer des voisins » of the closed distribution, where some wait for a deliverer."""
    from db.distributions import cards
    from screens.neighbours import Neighbours

    session = person.app.session
    assert session is not None
    here = next(card for card in cards(person.app.book, session.person.id, session.group.id) if card.state == "closed")
    person.app.push_screen(Neighbours(here.distribution.id))
    await person.settles()


HELPED = (
    Stop("somebody brings it", "Distributions", signs_in(SARAH)),
    Stop("order that somebody brings", "OrderPage", keys("right", "enter")),
    Stop("who comes", "WhoComes", keys("l")),
    Stop("withdraw, with a word", "WhoComes", keys("delete")),
    Stop("withdraw without a word", "WhoComes", keys("f8")),
    Stop("other wishes, with a word", "Way", keys("escape", "enter", "enter")),
    Stop("the word is missing", "Way", keys("f8")),
    Stop("collect it after all, with a word", "Way", keys("escape", "enter", "3")),
)


def brings_sarahs(book: Book) -> None:
    """Sarah asked to be delivered; somebody took her order and agreed with her."""
    from db import accounts, delivery, delivery_steps, distributions, ordering

    sarah = accounts.find_member(book, SARAH)
    [group, *_] = accounts.memberships(book, sarah.id)
    one = next(each for each in distributions.cards(book, sarah.id, group.group_id) if each.basket).distribution
    basket = ordering.basket_of(book, sarah.id, one.id)
    delivery.ask_delivery(book, sarah.id, basket, consent=True, times="samedi après 17 h", note="3e étage, 12B")
    helper = accounts.find_member(book, VOLUNTEER).id
    delivery.offer_delivery(
        book, helper, one.id, helper,
        consent=True, orders=2, grams=20_000, transport="bicycle", details=delivery.Details(phone="06 39 98 77 66"),
    )  # fmt: skip
    delivery_steps.take(book, helper, basket)
    delivery_steps.agree(book, helper, basket, one.starts_at + 4 * 3_600, "envelope", "person")


DELIVERER = (
    Stop("distributions", "Distributions", signs_in(SARAH)),
    Stop("what can you carry?", "Limits", wants_to_deliver),
    Stop("no orders at all", "Limits", both(keys("ctrl+u"), typed("0"))),
    Stop("consent is missing", "Limits", both(keys("ctrl+u"), typed("3", "", "", ""), keys("f8"))),
    Stop("requests", "Neighbours", keys("space", "f8")),
    Stop("taken", "Neighbours", keys("enter")),
    Stop("taken line", "Neighbours", keys("up")),
    Stop("contact", "NeighbourContact", keys("c")),
    Stop("hour not understood", "NeighbourContact", typed("zzz")),
    Stop("how the money is settled", "NeighbourContact", both(keys("ctrl+u"), typed("18:30"), keys("right"))),
    Stop("leave without writing it down?", "Question", keys("escape")),
    Stop("give back", "ReleaseOrder", keys("escape", "r")),
    Stop("give back without a word", "ReleaseOrder", keys("f8")),
    Stop("agreed", "Neighbours", keys("escape", "f8")),
    Stop("agreement undone", "Neighbours", keys("ctrl+z")),
    Stop("what was delivered", "Neighbours", keys("c", "tab", "l")),
    Stop("contact of who has it", "NeighbourContact", keys("c")),
    Stop("my limits", "Limits", keys("escape", "m")),
    Stop("nothing but what is carried", "Limits", keys("tab", "tab", "s")),
)

VOLUNTEERS = (
    Stop("distributions", "Distributions", nothing()),
    Stop("closed distribution", "Shop", keys("right", "enter")),
    Stop("products", "Shop", keys("escape", "left", "enter")),
    Stop("account", "Account", keys("f4")),
    Stop("no order yet", "MyOrders", keys("t")),
    Stop("no movement yet", "Movements", keys("escape", "p")),
    Stop("who saw mine", "ContactViews", keys("escape", "v")),
    Stop("plan of deliveries", "Plan", both(keys("escape", "escape"), opens(plan))),
    Stop("plan, one line refused", "Plan", keys("space")),
    Stop("plan, one line assigned", "Plan", keys("down", "enter")),
    Stop("plan assigned", "Plan", keys("f8")),
    Stop("nothing is left to plan", "Plan", keys("n")),
    Stop("whom to tell", "Calls", both(keys("escape"), opens(to_tell))),
    Stop("phone of who is to be told", "Calls", keys("enter")),
    Stop("one is told", "Calls", keys("space")),
    Stop("who saw what", "ContactViews", both(keys("escape"), opens(contact_views))),
    Stop("who saw what, nobody of that name", "ContactViews", types("zzz")),
    Stop("quit?", "Question", keys("escape", "ctrl+q")),
    Stop("locked", "Locked", both(keys("escape"), is_left)),
)
VOLUNTEER_ROUTE = (VOLUNTEERS[0]._replace(come=signs_in(VOLUNTEER)), *VOLUNTEERS[1:])
COORDINATOR_ROUTE = (
    Stop("which group?", "Groups", signs_in(COORDINATION)),
    VOLUNTEERS[0]._replace(come=keys("2", "enter")),
    *VOLUNTEERS[1:],
)

DESK = (
    Stop("volunteer", "Distributions", signs_in(VOLUNTEER)),
    Stop("desk", "Desk", keys("f7")),
    Stop("requests", "Deliveries", keys("8", "enter")),
    Stop("last request", "Deliveries", keys("end")),
    Stop("request without a deliverer", "DeliveryRequest", keys("home", "enter")),
    Stop("contact for the team", "Contact", keys("c")),
    Stop("who brings it?", "Assign", keys("escape", "enter")),
    Stop("too much for them", "Assign", keys("enter", "enter")),
    Stop("assign?", "Question", keys("down", "enter")),
    Stop("assigned", "DeliveryRequest", keys("enter")),
    Stop("agreement for others", "NoteAgreement", keys("f8")),
    Stop("agreement that cannot be read", "NoteAgreement", typed("zzz")),
    Stop("agreement noted", "DeliveryRequest", both(keys("ctrl+u"), typed("20:30"), keys("enter", "enter", "enter"))),
    Stop("delivered", "DeliveryRequest", keys("l")),
    Stop("undone", "DeliveryRequest", keys("ctrl+z")),
    Stop("released", "Deliveries", keys("escape", "r")),
    Stop("which member?", "FindMember", keys("n")),
    Stop("nobody of these letters", "FindMember", typed("zzz")),
    Stop("members found", "FindMember", both(keys("ctrl+u"), types("a"))),
    Stop("what for?", "RegisterDelivery", both(keys("ctrl+u"), typed("varda"))),
    Stop("request of somebody else", "RegisterForm", keys("1", "enter")),
    Stop("agreement was not heard", "RegisterForm", keys("f8")),
    Stop("offer of somebody else", "RegisterForm", keys("escape", "2", "enter")),
    Stop("request registered", "Deliveries", keys("escape", "1", "enter", "f8", "space", "enter")),
    Stop("they collect it after all?", "Question", both(keys("n"), typed("varda"), keys("3", "enter"))),
)

PAPERS = (
    Stop("volunteer who prints", "Distributions", signs_in(VOLUNTEER)),
    Stop("papers", "PrintMenu", keys("f7", "ctrl+p")),
    Stop("nothing to compare with", "PrintMenu", keys("c")),
    Stop("sign-off sheet", "PrintPage", keys("3", "enter")),
    Stop("sign-off sheet kept", "PrintPage", keys("f")),
    Stop("printer is off", "PrintPage", prints("enter", refuses="off")),
    Stop("sign-off sheet sent", "PrintPage", prints("enter")),
    Stop("paper jam", "PrintPage", prints("r", state="jam")),
    Stop("printing failed", "PrintPage", prints("r", state="failed")),
    Stop("sent again", "PrintPage", prints("r", state="finished")),
    Stop("papers that were printed", "PrintMenu", keys("escape")),
    Stop("what changed since", "PrintPage", keys("c")),
    Stop("stand cards", "PrintPage", keys("escape", "7", "enter")),
    Stop("page after page", "PrintPage", keys("right", "pagedown")),
    Stop("printers", "Printers", keys("p")),
    Stop("test page", "Printers", keys("t")),
    Stop("choose a printer", "ChoosePrinter", keys("enter")),
    Stop("another folder", "ChoosePrinter", keys("3", "enter")),
    Stop("printer chosen", "Printers", keys("escape", "1", "enter")),
    Stop("width of the roll", "Printers", keys("3", "enter")),
    Stop("which slip?", "WhichDeliverer", keys("escape", "escape", "9", "down", "enter")),
    Stop("delivery slip", "PrintPage", keys("enter")),
    Stop("whose receipt?", "WhichBasket", keys("escape", "9", "down", "down", "enter")),
    Stop("nobody of that name", "WhichBasket", typed("zzz")),
    Stop("receipt of one person", "PrintPage", both(keys("ctrl+u"), typed("1"))),
    Stop("order sheet of one person", "PrintPage", keys("t")),
    Stop("papers of another day?", "WhichDistribution", keys("escape", "d")),
    Stop("past distributions", "PastDistributions", keys("4", "enter")),
    Stop("papers of a past day", "PrintMenu", keys("enter")),
)


async def comes_to_the_slots(person: AtTheCounter) -> None:
    """As the volunteers' desk opens them."""
    from screens.counter import CounterPage
    from screens.slots_board import open_slots_board

    page = person.app.screen
    assert isinstance(page, CounterPage)
    open_slots_board(page)
    await person.settles()


SLOTS = (
    Stop("slot to be chosen", "Distributions", signs_in(SARAH)),
    Stop("order without a slot", "OrderPage", keys("m")),
    Stop("when do you come?", "Slots", keys("h")),
    Stop("no slot is ticked", "Slots", keys("enter")),
    Stop("slots ticked", "Slots", keys("right", "space", "down", "space", "left")),
    Stop("leave without recording?", "Question", keys("escape")),
    Stop("slots recorded", "OrderPage", keys("escape", "f8")),
    Stop("slots wished", "Distributions", keys("f2")),
    Stop("coordination", "Distributions", both(keys("f12"), signs_in(COORDINATION))),
    Stop("which distribution?", "WhichDistribution", comes_to_the_slots),
    Stop("board of slots", "SlotsBoard", keys("enter")),
    Stop("people of a slot", "SlotsBoard", keys("enter")),
    Stop("slots of somebody else", "Slots", keys("s")),
    Stop("where do they go?", "SlotsBoard", keys("escape", "d")),
    Stop("moved", "SlotsBoard", keys("down", "enter")),
    Stop("move undone", "SlotsBoard", keys("ctrl+z")),
    Stop("settings of slots", "SlotSettings", keys("o")),
    Stop("too short a slot", "SlotSettings", both(keys("ctrl+u"), typed("3"))),
    Stop("no places", "SlotSettings", both(keys("ctrl+u"), typed("20", "0"))),
    Stop("people lose their slot?", "Question", both(keys("ctrl+u", "1"), keys("f8"))),
    Stop("hours changed: to ask again", "SlotsBoard", keys("enter")),
    Stop("place everybody?", "Question", keys("p")),
    Stop("placed", "SlotsBoard", keys("enter")),
    Stop("full slot", "Question", keys("enter", "d", "down", "enter")),
    Stop("placed all the same", "SlotsBoard", keys("enter")),
    Stop("slots off?", "Question", both(keys("o", "tab", "tab", "tab", "enter"))),
    Stop("without slots", "SlotsBoard", keys("enter")),
)


def comes_in_slots(book: Book) -> None:
    """Sarah collects an order of the open distribution, which has time slots."""
    from db import accounts, baskets, delivery, distributions, ordering, shop, slots

    sarah, coordination = accounts.find_member(book, SARAH), accounts.find_member(book, COORDINATION)
    [group, *_] = accounts.memberships(book, sarah.id)
    one = next(
        each for each in distributions.cards(book, sarah.id, group.group_id) if each.state == "open"
    ).distribution
    slots.switch_on(book, coordination.id, one.id, places=2)
    card = next(card for card in shop.cards(book, one.id, sarah.id) if card.available)
    baskets.put(book, sarah.id, one.id, card.id, card.minimum, card.price)
    ordering.record(book, sarah.id, one.id, baskets.validate(book, sarah.id, one.id).recording)
    ordering.seen(book, sarah.id)
    delivery.collect(book, sarah.id, ordering.basket_of(book, sarah.id, one.id))


def who_did_what(app: Any) -> object:
    from db.distributions import distributions
    from screens.who_did_what import WhoDidWhat

    held = [one for one in distributions(app.book, app.session.group.id) if one.starts_at <= NOW < one.ends_at]
    return WhoDidWhat(held[0].id)


DAY = (
    Stop("coordination of the day", "Groups", signs_in(COORDINATION)),
    Stop("group that is held today", "Distributions", keys("1", "enter")),
    Stop("how far we are", "ProgressTab", keys("f7", "6", "enter")),
    Stop("what is left of each product", "ProgressTab", keys("2")),
    Stop("who has not paid", "ProgressTab", keys("3")),
    Stop("order that nobody fetched", "WhatBecomes", keys("1", "end", "n")),
    Stop("keep it until when?", "WhatBecomes", keys("1", "enter")),
    Stop("moment that cannot be read", "WhatBecomes", both(typed("zzz"), keys("f8"))),
    Stop("kept until a day", "ProgressTab", both(keys("ctrl+u"), typed("samedi 12:00"), keys("f8"))),
    Stop("back to what is left over, why?", "WhatBecomes", keys("up", "n", "3", "enter", "enter")),
    Stop("given up", "ProgressTab", both(types("zzz"), keys("f8"))),
    Stop("where to save plan B", "WhichFolder", keys("b")),
    Stop("folder that is not there", "WhichFolder", both(keys("ctrl+u"), typed("zzz"))),
    Stop("plan B is saved", "ProgressTab", both(keys("ctrl+u"), typed("papers"))),
    Stop("till", "TillTab", keys("f7", "7", "enter")),
    Stop("notes are counted", "TillTab", keys("3", "enter", "1")),
    Stop("who owes, and the VAT", "WhoOwes", keys("l")),
    Stop("something is missing: why?", "Why", keys("escape", "f8")),
    Stop("no word why", "Why", keys("enter")),
    Stop("till is closed", "TillTab", both(types("zzz"), keys("f8"))),
    Stop("where to save the book", "WhichFolder", keys("enter")),
    Stop("till is opened again", "TillTab", keys("escape", "ctrl+z")),
    Stop("who did what", "WhoDidWhat", opens(who_did_what)),
    Stop("gestures of one person", "WhoDidWhat", typed("pech")),
    Stop("take it back?", "Why", keys("ctrl+z")),
    Stop("taken back", "WhoDidWhat", both(types("zzz"), keys("f8"))),
    Stop("no gesture of that name", "WhoDidWhat", both(keys("up", "up", "ctrl+u"), types("zzz"))),
)

ORDER_DESK = (
    Stop("volunteer who orders", "Distributions", signs_in(VOLUNTEER)),
    Stop("order desk", "OrderDesk", keys("f7", "1", "enter")),
    Stop("order for whom?", "WhoseOrder", keys("enter")),
    Stop("nobody of these letters to order for", "WhoseOrder", typed("zzz")),
    Stop("somebody new", "NewMemberPage", keys("f8")),
    Stop("somebody new without a last name", "NewMemberPage", keys("f8")),
    Stop("fee of the year", "TakeFee", both(types("zzz"), keys("f8"))),
    Stop("form for somebody new", "OrderEntry", keys("escape")),
    Stop("products are found", "OrderEntry", types("riz")),
    Stop("quantity off its step", "OrderEntry", both(keys("enter"), typed("0,3"))),
    Stop("grams or kilos?", "OrderEntry", both(keys("escape", *["backspace"] * 4, "enter"), typed("500"))),
    Stop("line on the form", "OrderEntry", keys("1")),
    Stop("line under the mark", "OrderEntry", keys("down")),
    Stop("order for them?", "Question", keys("f8")),
    Stop("order recorded for them", "OrderDesk", keys("enter")),
    Stop("order for them undone", "OrderDesk", keys("ctrl+z")),
    Stop("basket that waits", "OrderEntry", keys("down", "down", "enter")),
    Stop("form that was begun", "OrderDesk", keys("escape")),
    Stop("correction asked for", "AnswerRequest", keys("end", "enter")),
    Stop("correction is made", "MakeCorrection", keys("enter")),
    Stop("take less for them?", "Question", keys("minus", "f8")),
    Stop("correction is refused", "Why", keys("escape", "escape", "enter", "2", "enter")),
    Stop("a code for whom?", "FindMember", keys("escape", "escape", "c")),
    Stop("a code?", "Question", typed("varda")),
)
WALK_IN = (
    Stop("coordination on the day", "Groups", signs_in(COORDINATION)),
    Stop("what can be sold today", "Distributions", keys("1", "enter")),
    Stop("what is left over", "WalkIn", keys("f7", "5", "enter")),
    Stop("who buys?", "WhoseOrder", keys("enter")),
    Stop("somebody new who passes", "NewMemberPage", both(types("zzz zzz"), keys("f8"))),
    Stop("what they take", "WalkInEntry", keys("f8")),
    Stop("more than is left", "WalkInEntry", both(keys("enter"), typed("99000"))),
    Stop("weight on the form", "WalkInEntry", both(keys("escape", *["backspace"] * 6, "enter"), typed("100+50"))),
    Stop("to be paid", "ServeOne", keys("f8")),
)

SERVE = (
    Stop("coordination who serves", "Groups", signs_in(COORDINATION)),
    Stop("group that is served today", "Distributions", keys("1", "enter")),
    Stop("who is there?", "Serve", keys("f7", "4", "enter")),
    Stop("nobody of these letters to serve", "Serve", typed("zzz")),
    Stop("people of these letters", "Serve", both(keys("escape"), types("combes"))),
    Stop("somebody to serve", "ServeOne", both(keys("escape"), typed("8"))),
    Stop("weight of one product", "ServeOne", both(keys("down"), types("192+67"))),
    Stop("is this their weight?", "ServeOne", keys("enter")),
    Stop("weight of theirs not understood", "ServeOne", both(keys("escape", "escape"), typed("zzz"))),
    Stop("nothing to give to them, why?", "Choose", keys("escape", "m")),
    Stop("a part today, until when?", "ServeLater", keys("escape", "p")),
    Stop("hour that cannot be read", "ServeLater", typed("zzz")),
    Stop("a part now", "ServeOne", both(keys("ctrl+u"), typed("11:30"))),
    Stop("all of it after all", "ServeOne", keys("p", "=")),
    Stop("to be paid by them", "ServeOne", types("90")),
    Stop("not an amount", "ServeOne", both(types(",,"), keys("enter"))),
    Stop("cheque of too much", "Choose", keys("escape", "right", "9", "0", "enter", "enter")),
    Stop("a part is paid", "ServeOne", keys("escape", "ctrl+u", "ctrl+u", "2", "0", "left", "enter")),
    Stop("a thousand euros?", "Question", keys("backspace", "right", "2", "0", "0", "0", "enter")),
    Stop("add something", "ServeAdd", keys("escape", "escape", "a")),
    Stop("too much to add", "ServeAdd", both(keys("enter"), typed("99000"))),
    Stop("take out", "ServeLess", keys("escape", "escape", "up", "s")),
    Stop("take out more than there is", "ServeLess", typed("99000")),
    Stop("somebody else takes it", "ServeTo", keys("escape", "n")),
    Stop("a name that is not in the list", "ServeTo", types("zzz")),
    Stop("for somebody else", "ServeOne", keys("enter")),
    Stop("handed over", "ServeOne", keys("left", "enter")),
    Stop("hand-over undone", "ServeOne", keys("ctrl+z")),
    Stop("nothing comes back", "ServeBack", keys("b")),
    Stop("takes orders to neighbours", "Serve", both(keys("escape", "escape"), types("camara"))),
    Stop("orders for neighbours", "ServeRound", keys("enter")),
    Stop("hand over to them?", "Question", keys("f8")),
    Stop("neighbours' orders are handed over", "ServeRound", keys("enter")),
)


def takes_todays(book: Book) -> None:
    """In the group that is held today, somebody without an order takes two along to neighbours."""
    from db import accounts, delivery, delivery_steps, distributions
    from db.day import visitors

    coordination = accounts.find_member(book, COORDINATION).id
    group = accounts.memberships(book, coordination)[0].group_id
    one = next(each for each in distributions.distributions(book, group) if each.starts_at <= NOW < each.ends_at)
    helper = accounts.find_member(book, "awa.camara@example.org").id
    details = delivery.Details(address="3 rue des Lilas", postcode="31000", city="Toulouse", phone="06 39 98 77 66")
    delivery.offer_delivery(
        book, helper, one.id, helper, consent=True, orders=2, grams=90_000, transport="car", details=details
    )
    come = [each for each in visitors(book, coordination, one.id) if each.number in (6, 9)]
    for each in come:
        delivery.ask_delivery(book, coordination, each.basket_id, consent=True, details=details, times="", note="")
        delivery_steps.assign(book, coordination, each.basket_id, helper)


WITH_A_CODE = (
    Stop("new secret", "ChooseSecret", lambda person: person.signs_in(COORDINATION, RECOVERY)),
    Stop("new secret is weak", "ChooseSecret", typed("111111")),
    Stop("leave without?", "Question", keys("escape")),
    Stop("recovery code", "ChooseSecret", both(keys("escape", "ctrl+u"), typed("739204", "739204"))),
    Stop("in with a code", "Groups", keys("enter")),
)

FIRST_START = (
    Stop("set up", "SetUp", nothing()),
    Stop("set up: group", "SetUp", keys("1", "enter")),
    Stop("set up: place", "SetUp", typed("GROUPE DU LAC")),
    Stop("set up: coordination", "SetUp", typed("Salle du lac", "1 rue du Lac", "31000", "Toulouse", "")),
    Stop("set up: contact", "SetUp", typed("Nora", "Petit")),
    Stop("set up: secret", "SetUp", typed("nora.petit@example.org", "")),
    Stop("set up: question", "Question", typed("739204", "739204")),
    Stop("set up: recovery code", "SetUp", keys("enter")),
    Stop("set up: done", "Distributions", keys("enter")),
)

BROKEN = (Stop("no book", "NoBook", nothing()),)

RECOVERY = "ABCDE-FGHJK-LMNPQ-RSTUV"

SCALE = (
    Stop("volunteer at the scale", "Distributions", signs_in(VOLUNTEER)),
    Stop("which product is weighed?", "Weigh", keys("f7", "3", "enter")),
    Stop("no product of these letters", "Weigh", typed("zzz")),
    Stop("stand of a product", "WeighStand", both(keys("escape"), typed("mais"))),
    Stop("weight typed", "WeighStand", types("192+67")),
    Stop("is this weight right?", "WeighStand", keys("enter")),
    Stop("weight that cannot be", "WeighStand", typed("990000")),
    Stop("likely weight taken", "WeighStand", keys("enter")),
    Stop("weight not understood", "WeighStand", typed("zzz")),
    Stop("nothing to give, why?", "Lacking", keys("escape", "m")),
    Stop("nothing to give, in words", "Why", keys("5", "enter")),
    Stop("nothing was given", "WeighStand", keys("escape", "1", "enter")),
    Stop("weighed again?", "WeighStand", keys("up")),
    Stop("weighing undone", "WeighStand", keys("ctrl+z")),
    Stop("all of it weighed", "WeighStand", keys("=", "=", "=", "=", "=")),
    Stop("pieces to count", "WeighStand", both(keys("escape"), typed("savon"))),
    Stop("what came", "Arrivals", keys("escape", "escape", "2", "enter")),
    Stop("what came is typed", "Arrivals", types("2x1")),
    Stop("far too much came", "Arrivals", both(keys("escape"), typed("99999"))),
    Stop("what came is short", "Arrivals", typed("3")),
    Stop("sharing out", "ShareOut", keys("enter")),
    Stop("sharing out, first come", "ShareOut", keys("3")),
    Stop("shared out", "Arrivals", keys("f8")),
    Stop("did not come at all?", "Question", keys("down", "n")),
    Stop("did not come", "Arrivals", keys("enter")),
    Stop("new price", "NewPrice", keys("x")),
    Stop("new price not understood", "NewPrice", typed("zzz")),
    Stop("is the new price right?", "Question", both(keys("ctrl+u"), typed("3,10"))),
    Stop("new price for everybody", "Arrivals", keys("enter")),
)

ROUTES: dict[str, tuple[Stop, ...]] = {
    "visitor": VISITOR,
    "member": MEMBER,
    "deliverer": DELIVERER,
    "helped": HELPED,
    "volunteer": VOLUNTEER_ROUTE,
    "coordinator": COORDINATOR_ROUTE,
    "desk": DESK,
    "papers": PAPERS,
    "slots": SLOTS,
    "day": DAY,
    "scale": SCALE,
    "serve": SERVE,
    "order desk": ORDER_DESK,
    "walk-in": WALK_IN,
    "with a code": WITH_A_CODE,
    "first start": FIRST_START,
    "broken book": BROKEN,
}


def make_demo(folder: Path) -> Path:
    """The demo book of NOW in `folder`, to be copied for every walk; where it is."""
    return demo_copy(folder)


def prepare(route: str, template: Path, folder: Path) -> Path:
    """A copy of the book for this route alone; where it is."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    path = folder / "demo.db"
    if route == "first start":
        for file in folder.glob("demo.db*"):
            file.unlink()
    elif route == "broken book":
        path.write_bytes(b"This is not a book. " * 500)
    elif route == "helped":
        with_book(path, brings_sarahs)
    elif route == "slots":
        with_book(path, comes_in_slots)
    elif route == "serve":
        with_book(path, takes_todays)
    elif route == "with a code":
        from db import access, accounts

        with_book(
            path,
            lambda book: accounts.change_recovery(
                book, (who := accounts.find_member(book, COORDINATION).id), who, access.hash_recovery(RECOVERY)
            ),
        )
    return path


def with_book(path: Path, work: Callable[[Book], Any]) -> Any:
    """Do something in the book before the program opens it."""
    book = opening.open_book(path, path.parent / "home", clock=SetClock(NOW))
    try:
        return work(book)
    finally:
        book.close()


def with_raw(path: Path, statement: str) -> None:
    """Change the book past everything that guards it."""
    import sqlcipher3

    book = sqlcipher3.connect(str(path))
    book.execute(statement)
    book.commit()
    book.close()


async def walk(route: str, template: Path, folder: Path, **more: Any) -> AsyncIterator[tuple[Stop, AtTheCounter]]:
    """Go the whole route in a copy of `template`; a stop at every screen. `more` goes to `at_the_counter`.

    Everywhere and always the same is shown: paths are told from `folder`, the computer is in Paris.
    """
    prepare(route, template, folder)
    printer = SALON.plugged_in() if route == "papers" else nullcontext()
    with printer, chdir(folder), in_paris(), patch("db.access.new_recovery_code", return_value=RECOVERY):
        async with at_the_counter(
            Path("demo.db"), Path("home"), SetClock(NOW), papers=Path("papers"), **more
        ) as person:
            for stop in ROUTES[route]:
                await stop.come(person)
                assert person.page == stop.page, f"{route}, {stop.name}: {person.page} is in view\n{person.text}"
                yield stop, person


@contextmanager
def in_paris() -> Iterator[None]:
    with patch.dict(os.environ, TZ="Europe/Paris"):
        time.tzset()
        yield
    time.tzset()
