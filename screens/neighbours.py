"""« Livrer des voisins »: what the deliverer has taken, and the requests without a deliverer, nearest first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.widget import Widget

from db.contacts import see_person
from db.delivery_steps import take, undo
from db.errors import DependedOn, NotAllowed, Refusal, RequestTaken, Unknown
from db.values.delivery import Contact, OpenRequest
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.neighbour_gestures import BADGES, SAID, UNDONE, Gesture, about
from screens.neighbour_requests import Requests, Would, request_rows, requests_head, too_much, wish_room
from screens.neighbour_rows import Sums, look_around, taken_rows
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.part import Line
from widgets.row_list import RowList
from widgets.text import Words, user_text

# Rows with the blank one above them.
_SUMS, _HEAD, _WOULD, _PRIVACY = 2, 5, 3, 2


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
        actions.PRINT._replace(tip=N_("Print the slip with whom you bring orders to."), shown=False),
    )
    DEFAULT_CSS = """
    Neighbours #taken { margin: 1 0 0 0; height: auto; }
    Neighbours #open { margin: 1 0 0 0; height: auto; }
    Neighbours #would { margin: 1 0 0 0; min-height: 2; max-width: 92; }
    Neighbours #privacy { max-width: 92; }
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
        yield Would(id="would")
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
        if self.seen.offer is None and self.seen.over is None:
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
        empty = not self._taken.display and not self._open.display
        self._taken.display, self._open.display = bool(seen.taken), bool(seen.requests)
        if empty:  # then the mark was in the footer
            (self._open if seen.requests else self._taken).focus()
        self._share_the_rows()
        self._say_what_would_be()
        self.refresh_frame()

    def _share_the_rows(self) -> None:
        """What was taken scrolls in two fifths of the page, the requests in what is left; what Enter does stays in
        sight. The two lines about privacy give way first."""
        seen = self.seen
        taken, requests = len(seen.taken), len(seen.requests)
        room = self.size.height - 4 - _SUMS - _WOULD - (1 if taken else 0) - (_HEAD if requests else 0)
        privacy = self.query_one("#privacy")
        privacy.display = requests > 0 and taken + requests + _PRIVACY <= room
        room -= _PRIVACY * privacy.display
        if self.size.height >= 30 and taken + 2 * requests - 1 <= room:
            self._open.show(request_rows(seen.requests, airy=True))
            requests = 2 * requests - 1
        taken = min(taken, max(room * 2 // 5, room - requests))
        self._taken.styles.max_height = max(1, taken)
        self._open.styles.max_height = _HEAD - 1 + max(1, room - taken)

    def _say_what_would_be(self) -> None:
        """Below the list, and above the keys the whole wish where its column is too narrow."""
        one = self.request
        self.query_one(Would).show(self.seen, one)
        cut = one is not None and len(one.times) > wish_room(self.seen.requests, self.size.width - 2)
        self.echo("", partial(_wish, one) if one is not None and cut else "")

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def request(self) -> OpenRequest | None:
        """The request under the mark."""
        current = self._open.current
        return self.seen.request(int(current)) if current and self.focused is not self._taken else None

    def footer(self) -> Iterable[Action]:
        if self.seen.over is not None:
            return (actions.HELP, actions.BACK)
        take, contact, *others = self.ACTIONS
        if self.focused is not None and self.focused.id == "taken":
            slip = [action._replace(shown=action.shown or action.id == "print") for action in others]
            return (contact._replace(key_label=actions.KEY_NAMES["enter"]), *_before_help(slip))
        return (take._replace(label=N_("Take")), contact, *others)

    def why_not(self, action_id: str) -> Words | None:
        over = self.seen.over
        if over is not None and action_id in ("take", "contact", "limits", "print", "undo"):
            return lambda: sentence(over)
        if action_id == "take":
            if self.request is None:
                return N_("There is no request under the mark.")
            one, offer = self.request, self.seen.offer
            return partial(too_much, offer, one) if offer and too_much(offer, one) else None
        if action_id == "contact" and not self.seen.taken:
            return N_("Take an order first: contact details are seen after that.")
        if action_id == "print" and not self.seen.taken:
            return N_("Take an order first: the slip is for whom you bring orders to.")
        if action_id == "undo" and not self._gestures:
            return N_("Nothing was done here that could be undone.")
        return None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._say_what_would_be()
        self.refresh_frame()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self._say_what_would_be()
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
        self.note("recorded", BADGES[gesture.kind], lambda: about(gesture, SAID))

    def print_page(self) -> None:
        """Ctrl+P: the slip to carry along."""
        from screens.printing import print_slip

        print_slip(self, self.distribution_id)

    def undo(self) -> None:
        """The last gesture of this page. What cannot be undone any more does not stand in the way of those before."""
        gesture, by = self._gestures[-1], self.session.person.id

        def undone(_: None) -> None:
            self._gestures.pop()
            self.facts_changed()
            self.note("recorded", N_("● UNDONE"), lambda: about(gesture, UNDONE))

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


def _wish(one: OpenRequest) -> str:
    return _("{key}: {action}").format(key=_("Wish"), action=user_text(one.times).plain)


def _before_help(found: list[Action]) -> list[Action]:
    """The paper stands before the keys that are the same everywhere."""
    return sorted(found, key=lambda action: action.id in ("help", "back"))
