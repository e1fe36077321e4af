"""« Commandes »: the distributions of a group, and what the member has in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.widget import Widget

from db.distributions import cards
from db.groups import group
from db.ledger import balance
from db.values.orders import DistributionCard, Draft, Recorded
from db.values.people import Group
from i18n import formats
from i18n.language import N_, _, ngettext
from screens import pending
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action, key_name
from widgets.band import Band, Message
from widgets.button import Button
from widgets.distribution_card import DistributionBox, capital
from widgets.keys_line import KeysLine
from widgets.part import Part
from widgets.text import Words, spread, user_text

PAST_AT_ONCE = 20  # cards of past distributions that one Enter adds
LAST_ORDERS = 6
HOUR_SECONDS = 10.0  # how often the hour on the screen is looked at


class Facts(NamedTuple):
    """What the screen shows, read in one go. Without a session: no balance, nothing of anybody."""

    group: Group
    cards: tuple[DistributionCard, ...]
    now: int
    balance: int
    others: tuple[str, ...]  # the member's other groups
    waiting: Draft | None
    recorded: Recorded | None  # an order whose screen nobody has seen
    address_missing: bool

    @property
    def timezone(self) -> str:
        return self.cards[0].distribution.place.timezone if self.cards else ""

    @property
    def current(self) -> list[DistributionCard]:
        return [card for card in self.cards if card.state != "past"]

    @property
    def past(self) -> list[DistributionCard]:
        return [card for card in self.cards if card.state == "past"]


class Distributions(CounterPage[None]):
    """The member's home. Without a session, the same cards read-only, for a group that anybody may look at."""

    HELP = N_(
        "Each box is a distribution. Green: orders are open. Brown: not open yet, or closed.\n"
        "Enter on an open box shows the products; on a closed one, your order.\n"
        "A basket that is “pending” is not ordered yet: F8 finishes it."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Order"), N_("Order in this distribution, or see my order there.")),
        actions.VALIDATE._replace(label=N_("Finish"), tip=N_("Choose the payment and confirm the basket that waits.")),
        Action("mine", "m", "show_mine", N_("My order"), N_("What I have ordered in this distribution.")),
        Action("address", "a", "show_details", N_("My address"), N_("Fill in the address that the group asks for.")),
        actions.ACCOUNT,
        actions.GROUP,
        actions.HELP,
        actions.SIGN_OUT,
        actions.BACK._replace(shown=False),
    )
    DEFAULT_CSS = """
    Distributions #cards { grid-size: 2; grid-gutter: 1 0; grid-rows: 8; height: auto; }
    Distributions.-w100 #cards, Distributions.-w120 #cards { grid-gutter: 1 2; }
    Distributions.-h30 #title { margin: 0 0 1 0; }
    Distributions #more { margin: 1 0 0 0; }
    Distributions #last { display: none; margin: 2 0 0 0; }
    Distributions.-w120.-h30 #last { display: block; }
    """

    def __init__(self, group_id: int = 0) -> None:
        """`group_id` 0 is the session's group."""
        super().__init__()
        self._group_id = group_id
        self._past_shown = 0
        self._resumed = False

    # --- What is shown ----------------------------------------------------------------------------------------------

    def _read(self) -> Facts:
        book, session = self.book, self.program.session
        if session is None:
            found = cards(book, 0, self._group_id)
            return Facts(group(book, self._group_id), found, book.clock.now(), 0, (), None, None, False)
        from db.accounts import memberships
        from db.ordering import unseen

        person, here = session.person, session.group
        return Facts(
            group=here,
            cards=cards(book, person.id, here.id),
            now=book.clock.now(),
            balance=balance(book, person.id, here.id),
            others=tuple(one.group for one in memberships(book, person.id) if one.group_id != here.id),
            waiting=pending.waiting(self),
            recorded=unseen(book, person.id),
            address_missing=here.address_required and not person.has_address,
        )

    def body(self) -> Iterable[Widget]:
        self.facts = self._read()
        yield Band(id="second")
        yield Band(id="third")
        yield Title(self)
        yield Cards(self, id="cards")
        yield LastOrders(self, id="last")
        more = Button(self._past_label, action="more", id="more")
        more.display = False
        yield more

    def on_mount(self) -> None:
        self._show()
        self.set_interval(HOUR_SECONDS, self._tick)
        if self.facts.recorded is not None:
            self.call_after_refresh(self._seen)

    def _seen(self) -> None:
        from db.ordering import seen
        from screens.writing import write

        person = self.session.person.id
        write(self, lambda: seen(self.book, person), lambda _: None, lambda _: None)

    def on_screen_resume(self) -> None:
        # The first time everything was just read.
        if self._resumed:
            self.facts_changed()
        self._resumed = True

    def facts_changed(self) -> None:
        recorded = self.facts.recorded  # said as long as this screen is there, though the book knows it was seen
        self.facts = self._read()
        if self.facts.recorded is None:
            self.facts = self.facts._replace(recorded=recorded)
        self._show()

    def _tick(self) -> None:
        now = self.book.clock.now()
        if self.is_current and now // 60 != self.facts.now // 60:
            self.facts = self.facts._replace(now=now)
            self._show()

    def _show(self) -> None:
        said = self._messages()
        self.band(*said[0]) if said else self.band()
        for place, id in enumerate(("#second", "#third"), 1):
            self.query_one(id, Band).show(said[place] if place < len(said) else None)
        self.query_one(Cards).show(self.facts, self._past_shown)
        for part in self.query("Title, LastOrders, AccountNote"):
            part.refresh(layout=True)
        more = self.query_one("#more", Button)
        more.display = len(self.facts.past) > self._past_shown
        more.refresh(layout=True)
        self.refresh_frame()

    def _messages(self) -> list[Message]:
        """Bands, the most pressing first."""
        facts, said = self.facts, []
        if facts.waiting is not None:
            said.append(pending.band_of(facts.waiting))
        if facts.recorded is not None:
            said.append(Message("recorded", N_("● RECORDED"), self._is_recorded))
        if facts.address_missing:
            said.append(Message("refused", N_("! ADDRESS"), _address_is_missing))
        return said

    def _is_recorded(self) -> str:
        recorded = self.facts.recorded
        assert recorded is not None
        return _("Your order of {hour} is well recorded, basket no. {number}").format(
            hour=formats.time_of_day(recorded.at, recorded.timezone), number=recorded.basket
        )

    def _past_label(self) -> str:
        left = len(self.facts.past) - self._past_shown
        return ngettext("{n} past distribution", "{n} past distributions", left).format(n=left)

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def card(self) -> DistributionCard | None:
        """The one in focus."""
        return self.focused.card if isinstance(self.focused, DistributionBox) else None

    def footer(self) -> Iterable[Action]:
        by_id = {action.id: action for action in self.ACTIONS}
        card, facts = self.card, self.facts
        if isinstance(self.focused, Box):
            yield by_id["take"]._replace(label=self.focused.does)
        elif isinstance(self.focused, Button):
            yield by_id["take"]._replace(label=N_("Show"))
        if facts.waiting is not None:
            yield by_id["validate"]
        if card is not None and card.basket and card.state == "open":
            yield by_id["mine"]
        if facts.address_missing:
            yield by_id["address"]
        if self.program.session is None:
            yield actions.HELP
            yield actions.BACK
            return
        yield by_id["account"]
        if not (card is not None and card.basket and card.state == "open"):
            yield by_id["group"]  # where there is room for it
        yield by_id["help"]
        yield by_id["sign_out"]

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("validate", "mine", "address", "account") and self.program.session is None:
            return N_("Sign in first: Esc goes back.")
        if action_id == "validate" and self.facts.waiting is None:
            return pending.nothing_waits()
        if action_id == "mine" and (self.card is None or not self.card.basket):
            return N_("You have ordered nothing in this distribution.")
        return None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(KeysLine).refresh()

    def on_distribution_box_taken(self, message: DistributionBox.Taken) -> None:
        card = message.card
        from screens.shop import Shop

        if self.program.session is None:
            self.open(Shop(card.distribution.id, read_only=True))
        elif card.state == "open":
            self.open(Shop(card.distribution.id))
        elif card.basket:
            self._open_order(card)
        else:
            self.open(Shop(card.distribution.id, read_only=True))

    def show_mine(self) -> None:
        if self.card is not None:
            self._open_order(self.card)

    def _open_order(self, card: DistributionCard) -> None:
        from db.ordering import basket_of
        from screens.order import OrderPage

        self.open(OrderPage(basket_of(self.book, self.session.person.id, card.distribution.id)))

    def validate(self) -> None:
        pending.finish(self)

    def show_basket(self) -> None:
        """F6: of the card in focus, if it has one."""
        pending.show_basket(self, self.card.distribution.id if self.card is not None else 0)

    def show_details(self) -> None:
        from screens.details import Details

        self.open(Details(), lambda _: self.facts_changed())

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """Show the next past distributions, and go to the first of them."""
        before = len(self.facts.current) + self._past_shown
        self._past_shown = min(len(self.facts.past), self._past_shown + PAST_AT_ONCE)
        self._show()
        self.call_after_refresh(self.query_one(Cards).focus_on, before)

    def go_back(self) -> None:
        """A member's home has nothing before it but leaving, which is not done by mistake."""
        if self.program.session is None:
            self.dismiss(None)
        else:
            self.say(N_("This is the first screen. F12: sign out"))


def _address_is_missing() -> Content:
    said = _("The members of this group must give their address.")
    return Content.assemble(said, "  ", ("a", "bold"), " ", _("Fill in my address"))


class Title(Part):
    """« Commandes » at the left, the day and the hour at the right."""

    def __init__(self, page: Distributions) -> None:
        super().__init__(id="title")
        self._page = page

    def lines(self, width: int) -> list[Content]:
        facts = self._page.facts
        left = Content.styled(_("Orders"), "bold $ink-text")
        if self._page.program.session is None:
            left = Content.assemble(left, "  ", user_text(facts.group.name).stylize_before("$muted-text"))
        day = f"{formats.day(facts.now, facts.timezone)}, {formats.time_of_day(facts.now, facts.timezone)}"
        lines = [spread(left, Content.styled(day, "$muted-text"), width)]
        if not facts.current:
            said = Content.assemble(
                (_("No distribution to come."), "$ink-text"),
                "  ",
                *((("F5", "bold $ink-text"), " ", (_("Change to another group"), "$muted-text"))),
            )
            lines += [Content(""), said, Content("")]
        return lines


class Box(DistributionBox):
    """A card that tells in focus what Enter does, even where that is only to look."""

    def __init__(self, card: DistributionCard, now: int, visitor: bool) -> None:
        super().__init__(card, now, id=f"of-{card.distribution.id}")
        self._visitor = visitor

    @property
    def does(self) -> str:
        """What Enter does here, as a message id."""
        if not self._visitor and self.card.state == "open":
            return N_("Order")
        return N_("See my order") if self.card.basket else N_("See the products")

    @property
    def action(self) -> Words:
        known = not self._visitor and (self.card.state == "open" or self.card.basket)
        return self.does if known or self.has_focus else ""

    def _mine(self, room: int) -> Content:
        return Content("") if self._visitor else super()._mine(room)


class Cards(Grid):
    """The cards in two columns, then the member's account in one of the same size. Arrows go from card to card."""

    def __init__(self, page: Distributions, *, id: str) -> None:
        super().__init__(id=id)
        self._page = page

    def compose(self) -> ComposeResult:
        visitor = self._page.program.session is None
        for card in self._page.facts.current:
            yield Box(card, self._page.facts.now, visitor)
        yield AccountNote(self._page)

    def show(self, facts: Facts, past: int) -> None:
        """The cards as they are now; the mark stays on its distribution."""
        wanted = facts.current + facts.past[:past]
        boxes = list(self.query(Box))
        if [box.card.distribution.id for box in boxes] == [card.distribution.id for card in wanted]:
            for box, card in zip(boxes, wanted, strict=True):
                box.show(card, facts.now)
            return
        self._rebuild(wanted, facts)

    def _rebuild(self, wanted: Sequence[DistributionCard], facts: Facts) -> None:
        known = {box.card.distribution.id: box for box in self.query(Box)}
        visitor = self._page.program.session is None
        for gone in known.keys() - {card.distribution.id for card in wanted}:
            known.pop(gone).remove()
        # What is to come stands before the account, what is past after it.
        note = self.query_one(AccountNote)
        after: Widget = note
        for card in wanted:
            box = known.get(card.distribution.id)
            if box is None:
                box = Box(card, facts.now, visitor)
                self.mount(box, before=note)
            else:
                box.show(card, facts.now)
                self.move_child(box, before=note)
            if card.state == "past":
                self.move_child(box, after=after)
                after = box

    def focus_on(self, index: int) -> None:
        boxes = list(self.query(Box))
        if index >= len(boxes):
            return
        if boxes[index].size:
            boxes[index].focus()
        else:  # just mounted: only once it has its place can it be scrolled into sight
            self.call_after_refresh(self.focus_on, index)

    def on_key(self, event: events.Key) -> None:
        here = self.screen.focused
        if not isinstance(here, Box) or event.key not in ("left", "right", "up", "down"):
            return
        event.stop()
        boxes = list(self.query(Box))
        if event.key in ("left", "right"):
            to = boxes.index(here) + (1 if event.key == "right" else -1)
            if 0 <= to < len(boxes):
                boxes[to].focus()
            return
        x, y = here.virtual_region.offset
        down = event.key == "down"
        beyond = [box for box in boxes if (box.virtual_region.y > y if down else box.virtual_region.y < y)]
        if beyond:
            min(beyond, key=lambda box: (abs(box.virtual_region.y - y), abs(box.virtual_region.x - x))).focus()
        elif down:
            self.screen.set_focus(boxes[-1])
            self.screen.focus_next()


class AccountNote(Part):
    """« Mon compte » in a few words; for a visitor, how to begin."""

    DEFAULT_CSS = "AccountNote { padding: 1 2 0 3; height: 8; }"

    def __init__(self, page: Distributions) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        return self._how_to_begin() if self._page.program.session is None else self._account()

    def _how_to_begin(self) -> list[Content]:
        return [
            Content.styled(_("To order"), "bold $ink-text"),
            Content.styled(_("Sign in, or sign up in this group."), "$ink-text"),
            _key("escape", _("Sign in, sign up")),
        ]

    def _account(self) -> list[Content]:
        facts = self._page.facts
        amount = Content.styled(formats.money(facts.balance), "bold $money-text")
        lines = [
            Content.styled(_("My account"), "bold $ink-text"),
            Content.assemble((_("Balance"), "$ink-text"), " ", amount, "  ", (self._due(), "$muted-text")),
            Content.styled(self._orders(), "$ink-text"),
            _key("f4", _("My orders and my payments")),
        ]
        if facts.others:
            names = user_text(", ".join(facts.others))
            lines += [
                Content(""),
                Content.assemble((_("Groups"), "bold $ink-text"), " ", names.stylize_before("$muted-text")),
            ]
        return lines

    def _due(self) -> str:
        """« à payer mardi »: at the next distribution where something of the member is not paid."""
        facts = self._page.facts
        if facts.balance >= 0:
            return ""
        unpaid = [card.distribution for card in facts.current if card.basket and not card.paid]
        if not unpaid:
            return _("to pay")
        first = min(unpaid, key=lambda one: one.starts_at)
        return _("to pay on {day}").format(day=formats.near_day(first.starts_at, facts.now, first.place.timezone))

    def _orders(self) -> str:
        coming = sum(1 for card in self._page.facts.current if card.basket)
        past = sum(1 for card in self._page.facts.past if card.basket)
        to_come = ngettext("{n} order to come", "{n} orders to come", coming).format(n=coming)
        return f"{to_come}, " + ngettext("{n} past", "{n} past ones", past).format(n=past)


def _key(key: str, label: str) -> Content:
    return Content.assemble((key_name(key), "bold $ink-text"), " ", (label, "$muted-text"))


class LastOrders(Part):
    """The latest past orders, where there is room for them."""

    def __init__(self, page: Distributions, *, id: str) -> None:
        super().__init__(id=id)
        self._page = page

    def lines(self, width: int) -> list[Content]:
        past = [card for card in self._page.facts.past if card.basket][:LAST_ORDERS]
        if not past:
            return []
        head = Content.styled(_("My last orders"), "bold $ink-text")
        return [head, Content.styled("─" * min(width, 91), "$line-text"), *(self._row(card) for card in past)]

    def _row(self, card: DistributionCard) -> Content:
        one = card.distribution
        day = capital(formats.short_day(one.starts_at, one.place.timezone))
        row = Content.assemble("  ", (day, "$ink-text")).pad_right(max(1, 23 - 2 - len(day)))
        number = _("basket {number}").format(number=card.basket)
        row = Content.assemble(row, (number, "$muted-text")).pad_right(max(1, 16 - len(number)))
        products = ngettext("{n} product", "{n} products", card.products).format(n=card.products)
        row = Content.assemble(row, (products, "$muted-text"))
        amount = formats.money(card.ordered)
        row = row.pad_right(max(1, 69 - row.cell_length - len(amount)))
        paid = _("paid") if card.paid else _("not paid")
        return Content.assemble(row, (amount, "bold $money-text"), " " * 6, (paid, "$muted-text"))
