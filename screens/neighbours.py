"""« Livrer des voisins »: what the deliverer has taken, and the requests without a deliverer, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.contacts import see_person
from db.delivery_steps import take, undo
from db.errors import DependedOn, NotAllowed, Refusal, RequestTaken, Unknown
from db.values.capacity import over_limit
from db.values.delivery import Contact, OpenRequest
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.neighbour_rows import (
    Sums,
    look_around,
    of_kilos,
    request_rows,
    requests_head,
    taken_rows,
    wish_room,
)
from screens.writing import write
from widgets import actions
from widgets.actions import Action, key_name
from widgets.deliberate import Deliberate
from widgets.part import Line, Part
from widgets.row_list import RowList
from widgets.text import Words, user_text, words


class Gesture(NamedTuple):
    """What was just done here, and can be undone: a step of the book. `kind` as `db.values.delivery.Step` has it."""

    step: int
    kind: str
    name: str  # of the person helped
    more: str = ""  # what was agreed


_BADGES = {
    "taken": N_("● TAKEN"),
    "agreed": N_("● AGREED"),
    "delivered": N_("● DELIVERED"),
    "released": N_("● GIVEN BACK"),
}
_SAID = {
    "taken": N_("{name}: you bring this order. c: contact details. Ctrl+Z: undo."),
    "agreed": N_("{name}: {more}. Ctrl+Z: undo."),
    "delivered": N_("{name} has the order. Thank you. Ctrl+Z: undo."),
    "released": N_("{name}: the order is on the list again. Ctrl+Z: undo."),
}
_UNDONE = {
    "taken": N_("{name}: the order is on the list again."),
    "agreed": N_("{name}: this agreement does not count any more."),
    "delivered": N_("{name}: the order is not delivered yet."),
    "released": N_("{name}: you bring this order again."),
}


class Neighbours(CounterPage[None]):
    """Opens « Mes limites » first for somebody who has not yet said how much they can carry."""

    HELP = N_(
        "People who asked to be delivered, the nearest first. Enter takes the order under the mark: it is yours at "
        "once, and nobody else's. Ctrl+Z undoes it.\n"
        "Before that you see only how near it is, what it weighs and when it is wished. Afterwards c shows the name, "
        "the address and the phone, to you alone; each view is recorded.\n"
        "m changes how many orders and kilos you can carry. Somebody was faster? The list is up to date by itself."
    )
    ACTIONS = (
        Action("take", "enter", "take", N_("Take this order"), N_("Bring the order under the mark to its person.")),
        Action("contact", "c", "contact", N_("Contact details"), N_("Name, address and phone of a person you help.")),
        Action("limits", "m", "limits", N_("My limits"), N_("How many orders and kilos you carry, how and when.")),
        actions.HELP,
        actions.BACK,
        actions.UNDO._replace(tip=N_("Undo what you did here last."), shown=False),
    )
    DEFAULT_CSS = """
    Neighbours #taken { margin: 1 0 0 0; height: auto; }
    Neighbours #open { margin: 1 0 0 0; height: auto; }
    Neighbours #would { margin: 1 0 0 0; }
    Neighbours #privacy { margin: 1 0 0 0; max-width: 92; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id
        self._gestures: list[Gesture] = []

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.seen = look_around(self, self.distribution_id)
        yield Sums(self.seen)
        yield RowList(id="taken")
        yield Requests(lambda: self.action_act("take"), id="open")
        yield Would(self)
        yield Line(
            N_(
                "Name, address and phone are seen after taking, by you alone.\n"
                "Each view is recorded."
            ),
            style="$muted-text",
            id="privacy",
        )  # fmt: skip

    def on_mount(self) -> None:
        self._taken.display = self._open.display = False
        self._show()
        if self.seen.offer is None:
            self.limits()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self.query("#open"):
            self._show()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self.seen = look_around(self, self.distribution_id)
        self._show()

    @property
    def _open(self) -> Requests:
        return self.query_one("#open", Requests)

    @property
    def _taken(self) -> RowList:
        return self.query_one("#taken", RowList)

    def _show(self) -> None:
        seen = self.seen
        self.query_one(Sums).show(seen)
        self._taken.show(taken_rows(seen.taken, seen.distribution.place.timezone))
        self._open.show(request_rows(seen.requests), partial(requests_head, seen.requests))
        nothing = not self._taken.display and not self._open.display
        self._taken.display, self._open.display = bool(seen.taken), bool(seen.requests)
        if nothing:  # then the mark was in the footer
            (self._open if seen.requests else self._taken).focus()
        self._share_the_rows()
        self.query_one(Would).refresh(layout=True)
        self.refresh_frame()

    def _share_the_rows(self) -> None:
        """What was taken scrolls in a third of the page, the requests in what is left; what Enter does stays in
        sight."""
        seen, rows = self.seen, self.size.height - 4
        privacy, head = self.query_one("#privacy"), 4
        would = len(self.query_one(Would).lines(self.size.width - 2))
        needed = 3 + (len(seen.taken) + 1) * bool(seen.taken) + (head + len(seen.requests)) + 1 + would
        privacy.display = needed + 3 <= rows
        room = rows - (needed - len(seen.taken) - len(seen.requests)) - 3 * privacy.display
        airy = self.size.height >= 30 and len(seen.taken) + 2 * len(seen.requests) - 1 <= room
        if airy:
            self._open.show(request_rows(seen.requests, airy=True))
        taken = min(len(seen.taken), max(room // 3, room - len(seen.requests)))
        self._taken.styles.max_height = max(2, taken)
        self._open.styles.max_height = max(head + 3, head + room - taken)

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def request(self) -> OpenRequest | None:
        """The request under the mark."""
        current = self._open.current
        return self.seen.request(int(current)) if current and self.focused is not self._taken else None

    def footer(self) -> Iterable[Action]:
        first, contact, *others = self.ACTIONS
        if self.is_mounted and self.focused is self._taken:
            return (contact._replace(key_label="Enter c"), *others)
        return (first._replace(label=N_("Take")), contact, *others)

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "take":
            if self.request is None:
                return N_("There is no request under the mark.")
            return self.over_limit(self.request)
        if action_id == "contact" and not self.seen.taken:
            return N_("Take an order first: contact details are seen after that.")
        if action_id == "undo" and not self._gestures:
            return N_("Nothing was done here that could be undone.")
        return None

    def over_limit(self, one: OpenRequest) -> Words | None:
        """Why this request is too much, or None."""
        refusal = over_limit(self.seen.offer, one.grams) if self.seen.offer else None
        return None if refusal is None else lambda: sentence(refusal)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(Would).refresh(layout=True)
        self.refresh_frame()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self._share_the_rows()
        self.query_one(Would).refresh(layout=True)
        self.refresh_frame()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        if message.rows is self._taken:
            self.contact()

    def take(self) -> None:
        """Enter on a request: it is the reader's, before the screen says so."""
        one, by = self.request, self.session.person.id
        if one is not None:
            write(self, lambda: take(self.book, by, one.basket_id), partial(self._took, one), self._refused)

    def _took(self, one: OpenRequest, step: int) -> None:
        self.facts_changed()
        held = self.seen.carried(one.basket_id)
        self._done(Gesture(step, "taken", held.name if held else one.name))
        self._open.begin()

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))

    def _done(self, gesture: Gesture) -> None:
        self._gestures.append(gesture)
        self.note("recorded", _BADGES[gesture.kind], lambda: _about(gesture, _SAID))

    def undo(self) -> None:
        """The last gesture of this page. What cannot be undone any more does not stand in the way of those before."""
        gesture, by = self._gestures[-1], self.session.person.id

        def undone(_: None) -> None:
            self._gestures.pop()
            self.facts_changed()
            self.note("recorded", N_("● UNDONE"), lambda: _about(gesture, _UNDONE))

        def refused(refusal: Refusal) -> None:
            if isinstance(refusal, (DependedOn, RequestTaken, NotAllowed, Unknown)):
                self._gestures.pop()
            self._refused(refusal)

        write(self, lambda: undo(self.book, by, gesture.step), undone, refused)

    # --- Other pages ------------------------------------------------------------------------------------------------

    def contact(self) -> None:
        """Of the line in focus, or of what was taken last. The book writes the view down before it is drawn."""
        taken = self.seen.taken
        basket = int(self._taken.current) if self.focused is self._taken and self._taken.current else 0
        one = self.seen.carried(basket) or max(taken, key=lambda each: each.taken)
        by = self.session.person.id
        write(self, lambda: see_person(self.book, by, one.basket_id), partial(self._meet, one.basket_id), self._refused)

    def _meet(self, basket_id: int, contact: Contact) -> None:
        from screens.neighbour_contact import NeighbourContact

        self.open(NeighbourContact(self.distribution_id, basket_id, contact), self._met)

    def _met(self, gesture: Gesture | None) -> None:
        self.facts_changed()
        if gesture is not None:
            self._done(gesture)

    def limits(self) -> None:
        from screens.limits import Limits

        self.open(Limits(self.distribution_id), self._limited)

    def _limited(self, outcome: str | None) -> None:
        self.facts_changed()
        if self.seen.offer is None:
            self.dismiss(None)
        elif outcome == "recorded":
            self._open.begin()
            self.note("recorded", N_("● RECORDED"), N_("Your limits are recorded."))


def _about(gesture: Gesture, said: dict[str, str]) -> str:
    return _(said[gesture.kind]).format(name=user_text(gesture.name).plain, more=gesture.more)


class Requests(RowList):
    """Enter takes at once: only one that somebody meant, not the repeats of a held key."""

    def __init__(self, take: Callable[[], None], *, id: str) -> None:
        super().__init__(id=id)
        self._deliberate = Deliberate(self, take)

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Something was just opened or taken with Enter: the same Enter does not take the next one."""
        self._deliberate.begin()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()  # the plain list would say that it is taken
            self._deliberate.enter(event)


class Would(Part):
    """What Enter would do here, and with which sums; or why nothing is to be done."""

    def __init__(self, page: Neighbours) -> None:
        super().__init__(id="would")
        self._page = page

    def lines(self, width: int) -> list[Content]:
        seen, one = self._page.seen, self._page.request
        if not seen.requests:
            said = Content.styled(_("Nobody waits for a deliverer now. The list is up to date by itself."), "$ink-text")
            return [*said.wrap(width), _key("m", _("My limits"))]
        if one is None or seen.offer is None:
            return [_key(key_name("enter"), _("contact details of this person"))]
        lines: list[Content] = []
        if len(one.times) > wish_room(width):
            wish = Content.assemble((_("Wish"), "$muted-text"), "  ", user_text(one.times).stylize_before("$ink-text"))
            lines += wish.wrap(width)[:3]
        if (why := self._page.over_limit(one)) is not None:
            badge = Content.styled("× ", "bold $danger-text")
            return [*lines, *Content.assemble(badge, words(why).stylize_before("$ink-text")).wrap(width)]
        offer = seen.offer
        would = _("take this order (with it: {orders}, {kilos})").format(
            orders=_("{part} of {whole}").format(part=offer.taken_orders + 1, whole=offer.orders),
            kilos=of_kilos(offer.taken_grams + one.grams, offer.grams),
        )
        return [*lines, *_key(key_name("enter"), would).wrap(width)]


def _key(key: str, does: str) -> Content:
    """« Entrée : prendre cette commande »"""
    told = Content.styled(_("{key}: {action}").format(key=key, action=does), "$ink-text")
    return told.stylize("bold", 0, len(key))
