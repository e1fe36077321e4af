"""One person at the counter: what is read, shown and kept for a power cut, whatever is done for them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widget import Widget

from db import leftovers, resuming, serving, till
from db.errors import Refusal
from db.values.counter import Left, Position, Served, Visitor
from db.values.paying import NOTHING
from i18n import formats
from i18n.language import N_, _
from screens.desk_tab import DeskTab
from screens.serve_rows import PersonHead, SumsLine, SurplusLines, due_words, head, id_of, product_row
from screens.typed_here import TypedHere
from widgets.entry_table import EntryTable
from widgets.payment_box import PaymentBox
from widgets.payment_words import Sums
from widgets.text import Words, user_text, words

WAYS = {
    "": N_("how it leaves is not chosen"),
    "pickup_only": N_("collects their order"),
    "can_deliver": N_("collects, and can bring orders to neighbours"),
    "needs_delivery": N_("to be brought, nobody for the moment"),
}


class Taker(NamedTuple):
    """Who takes an order in the member's place: a member, or a name alone."""

    name: str
    member_id: int | None = None


class About(NamedTuple):
    """Whom a page is about."""

    visitor: Visitor
    brought_by: Taker | None = None  # who takes it to them
    carries: int = 0  # how many orders of others they take along
    typed: str = ""  # what a power cut left
    told: Words = ""  # what was just done


class KeptHere(TypedHere):
    """What is typed for one person: the book knows who is being served, too."""

    basket_id: int | None = None

    def _put(self, screen: str, typed: str = "") -> None:
        tab = self._tab
        try:
            with tab.book.briefly():
                resuming.keep(tab.book, tab.station, screen, self.basket_id if screen else None, typed)
        except Refusal:
            pass  # it is scratch: nobody waits for it


class OnePerson(DeskTab):
    """What stands on the screen; what can be done is added by the classes that follow."""

    TAB = "serve"

    def __init__(self, distribution_id: int, about: About) -> None:
        super().__init__(distribution_id)
        self._waiting = KeptHere(self, "serve")
        self._be_about(about)

    def _be_about(self, about: About) -> None:
        self.basket_id = about.visitor.basket_id
        self.brought_by, self.carries = about.brought_by, about.carries
        self.to: Taker | None = None
        self.later_at: int | None = None  # when the rest is fetched; 0: nobody knows yet
        held = self._waiting.held(str(self.basket_id))
        self._typed = about.typed or (held.text if held is not None else "")
        self._order: list[object] = []  # the basket, then its products as they stand on the screen
        self._told = about.told  # what was just done
        self._finished = False  # handed over or paid just now: the next person may come
        self._fresh = False  # what is shown was read just now

    def turn_to(self, about: About) -> None:
        """The page that is kept for the next person: it is about them before it is seen again."""
        self._be_about(about)
        self.clear_message()
        self.table.at, self.table.text = -1, ""
        self._read()
        self._begin()

    def was_just_read(self) -> None:
        """It is about to be shown, and need not be read for that."""
        self._fresh = self._was_here

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Horizontal(
            Vertical(
                PersonHead(id="who"),
                EntryTable(letters="=+acmnsrpblv", always="t", id="lines"),
                SumsLine(id="sums"),
                SurplusLines(id="surplus"),
                id="goods",
            ),
            PaymentBox(id="pay"),
            id="one",
        )

    def on_mount(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.box.begin(self._usual_means())
        self._show()
        self._bring_back()

    def on_screen_resume(self) -> None:
        if self.kept_shut:
            return
        self.box.beware()  # an Enter that is still held may have led here, whenever the page was made
        self.table.beware()
        self._keep()

    def come_back(self) -> None:
        if not self._fresh:
            self._renew()
        self._fresh = False

    def facts_changed(self) -> None:
        """Somebody else changed something: what is typed stays, and so does the mark."""
        before = self.one
        self._renew()
        if before.due != self.one.due or before.handed != self.one.handed:
            self._changed_meanwhile(before)

    def _changed_meanwhile(self, before: Served) -> None:
        if self.one.handed == "whole" and before.handed != "whole":
            said = _("Somebody else has just handed this order over.")
        else:
            said = _("Somebody else has just changed this order: {before} was to pay, now {now}.").format(
                before=formats.money(before.due), now=formats.money(self.one.due)
            )
        self.note("pending", N_("! changed meanwhile"), said)

    def _read(self) -> None:
        by = self.session.person.id
        self.one: Served = self._in_order(serving.one(self.book, by, self.basket_id))
        self.till_open = till.open_now(self.book, self.station)

    def _in_order(self, one: Served) -> Served:
        """Products keep their place on the screen while they are weighed; others come last."""
        known = self._order if self._order and self._order[0] == self.basket_id else [self.basket_id]
        keys = [one.key for one in one.positions]
        self._order = [*known, *(key for key in keys if key not in known)]
        return one._replace(positions=tuple(sorted(one.positions, key=lambda each: self._order.index(each.key))))

    def _renew(self) -> None:
        self._read()
        self._show()

    def _show(self) -> None:
        one = self.one
        self.query_one(PersonHead).show(one, self._way, self._to_whom if self._mode else "", self.hides)
        self.table.show([product_row(each) for each in one.positions], head)
        self.query_one(SumsLine).show(one, self.due, self.hides)
        self._show_surplus()
        waited = bool(self.box.waiting)
        self.box.show(self.due, self._sums(), self._why_no_payment(), self._done())
        if waited and not self.box.waiting and not self.box.typing:
            self.box.begin(self._usual_means())  # now it can be paid
        self.set_class(not self.box.can_focus, "-weighing")
        if self.box.has_focus and not self.box.can_focus:
            self._focus()
        self._say_what_to_do()
        self.refresh_frame()

    def _show_surplus(self) -> None:
        """Where there is room for it."""
        for lines in self.query(SurplusLines):
            if lines.display:
                lines.show(self.surplus())

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._show_surplus)

    def surplus(self) -> tuple[Left, ...]:
        """What is left over, at their price."""
        return leftovers.surplus_for(self.book, self.session.person.id, self.distribution_id, self.one.member_id)

    @property
    def table(self) -> EntryTable:
        return self.query_one("#lines", EntryTable)

    @property
    def box(self) -> PaymentBox:
        return self.query_one("#pay", PaymentBox)

    @property
    def position(self) -> Position | None:
        """The product under the mark."""
        here = self.table.current
        return next((one for one in self.one.positions if id_of(one) == here), None)

    @property
    def to_weigh(self) -> tuple[Position, ...]:
        return tuple(one for one in self.one.positions if one.state == "to_weigh")

    @property
    def hides(self) -> bool:
        """Somebody else reads this screen: they see this order, and not the account."""
        return self.to is not None

    @property
    def due(self) -> int:
        """What is asked for now, cents."""
        return self.one.own_due if self.hides else self.one.due

    @property
    def handed(self) -> bool:
        return self.one.handed == "whole"

    def _usual_means(self) -> str:
        return NOTHING if self.due <= 0 or self.handed or self.to_weigh else "cash"

    # --- Words ------------------------------------------------------------------------------------------------------

    def _way(self) -> str:
        if self.brought_by:
            said = _("brought by {name}").format(name=user_text(self.brought_by.name).plain)
        else:
            said = _(WAYS[self.one.way])
        return said if not self.carries else _("{said}   has come for {n} more (v)").format(said=said, n=self.carries)

    @property
    def _mode(self) -> bool:
        return self.to is not None or self.later_at is not None

    def _to_whom(self) -> str:
        said = []
        if self.to is not None:
            said.append(_("! handed to {name}").format(name=user_text(self.to.name).plain))
        if self.later_at is not None:
            said.append(self._later())
        return "   ".join(said)

    def _later(self) -> str:
        if not self.later_at:
            return _("! a part today, the rest later")
        zone = self.distribution.place.timezone
        return _("! a part now, the rest at {time}").format(time=formats.time_of_day(self.later_at, zone))

    def _sums(self) -> list[Sums]:
        one = self.one
        found = [Sums(N_("This order"), one.total)]
        if one.paid:
            found.append(Sums(N_("Paid already"), -one.paid))
        if not self.hides and one.earlier:
            found.append(Sums(N_("From before"), one.earlier))
        if one.to_weigh:
            return [*found, Sums(N_("About, to be weighed"), self.due, strong=True)]
        return [*found, Sums(lambda: due_words(self.due)[0], abs(self.due), strong=True)]

    def _why_no_payment(self) -> Words:
        if self.one.to_weigh and self.later_at is None and not self.handed:
            return N_("Payment once everything is weighed, missing or taken out.")
        return ""

    def _done(self) -> Words:
        """What there is to say once nothing is left to do for them."""
        if not self._finished and (not self.handed or self.due):
            return ""
        return lambda: "\n".join(filter(None, (plain(self._told), _("Enter: next person"))))

    # --- Power cuts -------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """What is typed waits in the book, once the keys were still."""
        if not self.is_mounted or self.app.screen is not self or self._done():
            return
        typed: dict[str, Any] = {"row": self.table.current, "weight": self.table.text, **self.box.written()}
        typed["pays"] = self.box.has_focus
        typed["to"] = list(self.to) if self.to else None
        typed["later"] = self.later_at
        written = json.dumps(typed)
        typing = self.table.typing or self.box.typing or self._mode
        self._waiting.hold(str(self.basket_id), "", written if typing else "")
        self._waiting.basket_id = self.basket_id
        self._waiting.keep(written)

    def _bring_back(self) -> None:
        """What was typed when the program stopped; what does not read is left."""
        self._focus()
        try:
            typed = json.loads(self._typed)
            to, later = typed["to"], typed["later"]
            self.to = Taker(str(to[0]), None if to[1] is None else int(to[1])) if to else None
            self.later_at = None if later is None else int(later)
            self.box.bring_back(typed)
        except (ValueError, KeyError, TypeError, IndexError):
            return
        finally:
            self._typed = ""
            self._keep()
        self._show()
        if typed.get("pays") and self.box.can_focus:
            self.box.focus()
        elif any(id_of(one) == typed.get("row") for one in self.to_weigh):
            self.table.focus()
            self.table.go(str(typed["row"]))
            self.table.text = str(typed.get("weight", ""))

    def _focus(self) -> None:
        """The mark where the next thing is to be done: the first weight, or the money."""
        first = next(iter(self.to_weigh), None)
        if first is not None and not self.handed:
            self.table.focus()
            self.table.go(id_of(first))
        elif self.box.can_focus:
            self.box.focus()
        else:
            self.table.focus()

    # --- Filled in by the classes that follow -----------------------------------------------------------------------

    def _say_what_to_do(self) -> None: ...


def plain(said: Words) -> str:
    """Words in the language of this moment."""
    return words(said).plain
