"""« Commandes »: the distributions of a group, and what the member has in each."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.distributions import cards
from db.groups import group
from db.ledger import balance, left
from db.values.orders import DistributionCard
from i18n import formats
from i18n.language import N_, _, ngettext
from screens import pending
from screens.account_note import LastOrders
from screens.counter import CounterPage, no_desk_for
from screens.distribution_cards import Box, Cards
from screens.distribution_facts import Facts, Known
from screens.sign_in import SIGN_UP, TO_SIGN_IN
from widgets import actions
from widgets.actions import Action
from widgets.band import Band, Message
from widgets.button import Button
from widgets.distribution_card import DistributionBox
from widgets.keys_line import KeysLine
from widgets.part import Part
from widgets.text import Words, spread, user_text

PAST_AT_ONCE = 20  # cards of past distributions that one Enter adds
HOUR_SECONDS = 10.0  # how often the hour on the screen is looked at


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
        actions.PRINT._replace(tip=N_("Print the order of this distribution, or keep it as a file."), shown=False),
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

    # --- What is shown ----------------------------------------------------------------------------------------------

    def _read(self) -> Facts:
        book, session = self.book, self.program.session
        if session is None:
            found = cards(book, 0, self._group_id)
            here = group(book, self._group_id)
            return Facts(here, found, book.clock.now(), 0, (), None, None, address_missing=False, visitor=True)
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
            left=left(book, person.id, here.id),
            coordinator=session.role == "coordinator",
        )

    def _known(self) -> Facts:
        return self.facts

    def body(self) -> Iterable[Widget]:
        self.facts = self._read()
        yield Band(id="second")
        yield Band(id="third")
        yield Title(self._known)
        yield Cards(self._known, id="cards")
        yield LastOrders(self._known, id="last")
        more = Button(self._past_label, id="more")
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

    def come_back(self) -> None:
        self.facts_changed()

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
        team = no_desk_for(self.program.session) is None
        mine = card is not None and bool(card.basket) and card.state == "open"
        if facts.waiting is not None:
            yield by_id["validate"]
        if mine and not (team and facts.waiting is not None):
            yield by_id["mine"]
        if facts.address_missing:
            yield by_id["address"]
        if self.program.session is None:
            yield from (SIGN_UP, TO_SIGN_IN, actions.HELP, actions.BACK)
            return
        yield by_id["account"]
        # Where there is room: the team's own place, or the other groups.
        if team and not facts.address_missing:
            yield actions.DESK
        elif not team and not mine:
            yield by_id["group"]
        yield by_id["help"]
        yield by_id["sign_out"]

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("validate", "mine", "address", "basket", "print") and self.program.session is None:
            return N_("Sign in first. F12: to sign in   F4: sign up")
        if action_id == "validate" and self.facts.waiting is None:
            return pending.nothing_waits()
        if action_id == "address" and not self.facts.address_missing:
            return N_("Your address is not missing. F4: my account")
        if action_id in ("mine", "print") and (self.card is None or not self.card.basket):
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

    def print_page(self) -> None:
        """Ctrl+P: the order of the card in focus."""
        from db.ordering import basket_of
        from screens.printing import print_order

        if self.card is not None:
            print_order(self, basket_of(self.book, self.session.person.id, self.card.distribution.id))

    def validate(self) -> None:
        pending.finish(self)

    def show_basket(self) -> None:
        """F6: of the card in focus, if it has one."""
        pending.show_basket(self, self.card.distribution.id if self.card is not None else 0)

    def sign_up(self) -> None:
        """F4 of who is not signed in: an account in the group they look at."""
        from screens.sign_up import SignUp

        self.open(SignUp(self._group_id))

    def show_details(self) -> None:
        from screens.details import Details

        self.open(Details("address"))

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """Show the next past distributions, and go to the first of them."""
        before = len(self.facts.current) + self._past_shown
        self._past_shown = min(len(self.facts.past), self._past_shown + PAST_AT_ONCE)
        self._show()
        self.query_one(Cards).focus_on(before)

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

    def __init__(self, known: Known) -> None:
        super().__init__(id="title")
        self._known = known

    def lines(self, width: int) -> list[Content]:
        facts = self._known()
        left = Content.styled(_("Orders"), "bold $ink-text")
        if facts.visitor:
            left = Content.assemble(left, "  ", user_text(facts.group.name).stylize_before("$muted-text"))
        day = f"{formats.day(facts.now, facts.timezone)}, {formats.time_of_day(facts.now, facts.timezone)}"
        lines = [spread(left, Content.styled(day, "$muted-text"), width)]
        if not facts.current:
            said = Content.assemble(
                (_("No distribution to come."), "$ink-text"),
                "  ",
                ("F5", "bold $ink-text"),
                " ",
                (_("Change to another group"), "$muted-text"),
            )
            lines += [Content(""), said, Content("")]
            if facts.coordinator:
                lines += _how_to_begin()
        return lines


def _how_to_begin() -> list[Content]:
    """What a coordinator does first; nobody else can."""
    commands = (
        ("comptoir import catalogue --help", _("the products")),
        ("comptoir distribution add --help", _("a distribution: day, hours, when to order")),
    )
    return [
        Content.styled(_("To begin, two commands in a terminal; each one shows its examples:"), "$ink-text"),
        *(Content.assemble("  ", (told, "bold $ink-text"), "  ", (what, "$muted-text")) for told, what in commands),
        Content.styled(_("The manual explains them: docs/manuel.md"), "$muted-text"),
        Content(""),
    ]
