"""The products of a distribution: a cursor to move, quantities to type. 20 or 20,000 cost the same at every key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message

from db.errors import Refusal
from db.values.catalogue import ProductCard, Shelf
from db.values.money import line_amount
from db.values.quantity import step_down, step_up
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _
from widgets.cells import Cells
from widgets.product_cell import INSIDE, NUMBER, Run, cell, compact, compact_head
from widgets.quantity_entry import QuantityEntry, Sold, starts_quantity
from widgets.text import Words, words

if TYPE_CHECKING:
    from widgets.page import Page


INVITATIONS = {
    "kg": N_("Type a quantity, then Enter: 0.5 kg or 500 g"),
    "L": N_("Type a quantity, then Enter: 0.5 L or 50 cl"),
    "piece": N_("Type a quantity, then Enter: 2"),
}


def sold(card: ProductCard) -> Sold:
    """What an entry must know of a card."""
    return Sold(card.id, card.name, card.unit, card.price, card.minimum, card.step, card.recorded)


class ProductGrid(Cells, can_focus=True):
    """Cards to move on with the arrows and to type quantities into.

    It holds no rule and records nothing itself: it asks `record` and shows a new quantity only once that has said yes.
    What is typed is echoed and refused through the page.
    """

    class LayoutChanged(Message):
        def __init__(self, compact: bool) -> None:
            super().__init__()
            self.compact = compact

    def __init__(
        self,
        *,
        closed: Words = "",
        beside: Callable[[int], bool] | None = None,
        on_change: Callable[[], None] | None = None,
        record: Callable[[ProductCard, int], bool] | None = None,
        id: str | None = None,
    ) -> None:
        """`closed`: why nothing can be ordered here, for catalogues that are only looked at.

        `record` keeps a wanted quantity (thousandths; 0 takes the product out) and answers whether it is kept. False:
        it was refused and the page said why, or it takes longer and the page will call `accept`; what was typed stays.

        `beside` is asked on Tab (1) and Shift+Tab (-1) for the category beside; False lets the focus go on.
        `on_change` is called when cursor, cards or layout changed, for what stands around the grid.
        """
        super().__init__(id=id)
        self.closed, self._beside, self._on_change, self._record = closed, beside, on_change, record
        self.nothing: Words = N_("No product here. F3: search in all products")
        self.cards: Shelf | Sequence[ProductCard] = ()
        self.quantities: dict[int, int] = {}
        self.entry: QuantityEntry | None = None
        self._leaving = False  # `-` below the least: asked whether to take the product out

    # --- Content ----------------------------------------------------------------------------------------------------

    def show(
        self,
        cards: Shelf,
        quantities: Mapping[int, int] | None = None,
        at: int | None = None,
    ) -> None:
        """Other cards, and what is in the basket. The cursor stays on its product, else goes to `at` or the first."""
        here = self.card
        self.cards = cards
        if quantities is not None:
            self.quantities = {product: quantity for product, quantity in quantities.items() if quantity}
        if at is None:
            at = 0
            if here is not None and self.at < len(cards) and cards[self.at].id == here.id:
                at = self.at
            elif here is not None:
                at = cards.place_of(here.id) or 0
        if here is None or not cards or cards[at].id != here.id:
            self.entry, self._leaving = None, False
        self.at = at
        self.scroll_to_cursor()
        self.repaint()

    def set_quantity(self, product_id: int, quantity: int) -> None:
        """What is in the basket of one product, in thousandths; 0 for nothing."""
        if quantity:
            self.quantities[product_id] = quantity
        else:
            self.quantities.pop(product_id, None)
        for index in self.in_sight():
            if self.cards[index].id == product_id:
                self.touch(index)

    @property
    def card(self) -> ProductCard | None:
        """The card under the cursor."""
        return self.cards[self.at] if self.at < len(self.cards) else None

    @property
    def typing(self) -> bool:
        return self.entry is not None

    @property
    def ours(self) -> Page[object] | None:
        """The page the grid stands on."""
        from widgets.page import Page

        return self.screen if isinstance(self.screen, Page) else None

    def finish_typing(self) -> bool:
        """Take the quantity being typed, as Enter would, for who goes on with F8. False when it is not kept: stay."""
        if self.entry is None:
            return True
        self._after(self.entry.take())
        return self.entry is None

    # --- Painting ---------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.cards)

    def cell_runs(self, index: int, width: int) -> list[list[Run]]:
        card = self.cards[index]
        here = index == self.at and self.has_focus
        entry = self.entry if index == self.at else None
        quantity = self.quantities.get(card.id, 0)
        if self.compact:
            return [compact(card, quantity, here, entry, width)]
        return cell(card, quantity, here, entry, width)

    def head_runs(self, row: int, width: int) -> list[Run]:
        if self.cards:
            return compact_head(width)[row]
        text = ("", *words(self.nothing).plain.split("\n"))[-2:][row]
        return [(f"  {text}", "$muted-text on $paper")]

    def repaint(self) -> None:
        super().repaint()
        self._invite(self.has_focus)
        if self._on_change is not None:
            self._on_change()

    def on_resize(self) -> None:
        self.scroll_to_cursor()
        self.repaint()

    def on_focus(self) -> None:
        self.touch(self.at)
        self._invite(True)

    def on_blur(self) -> None:
        self.touch(self.at)
        self._invite(False)

    def _invite(self, here: bool) -> None:
        """What to do here, in the line where what is typed will be told: for who sees a grid for the first time."""
        if (page := self.ours) is not None and page.is_mounted:
            card = self.card if here and not self.closed else None
            page.invite(INVITATIONS[card.unit] if card is not None and card.available else "")

    # --- Keys -------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and (page := self.ours) is not None:
            page.clear_message()
            await super().on_event(event)
            page.paint_now(self)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("tab", "shift+tab"):
            if self.entry is None and self._beside is not None and self._beside(1 if event.key == "tab" else -1):
                event.stop()
            return
        card = self.card
        if card is None:
            return
        if self.entry is not None:
            if self._type(event):
                event.stop()
        elif self._leaving:
            self._answer_leaving(event, card)
        elif starts_quantity(event.character):
            event.stop()
            self._start(event, card)
        elif event.character in ("+", "=", "-"):
            event.stop()
            self._step(card, event.character != "-")
        elif event.key == "delete":
            event.stop()
            self._take_out(card)
        elif event.key == "insert":
            event.stop()
            self._say_keypad()
        elif event.key == "enter":
            event.stop()
            self._tell(card)
        elif event.character == "v":
            event.stop()
            self.toggle()
        elif event.key in ("left", "right", "up", "down", "pageup", "pagedown", "home", "end"):
            event.stop()
            self._move(event.key)

    def toggle(self) -> None:
        """Cards, or one line a product."""
        self.compact = not self.compact
        self._top = 0
        self.scroll_to_cursor()
        self.repaint()
        self.post_message(self.LayoutChanged(self.compact))

    def _move(self, key: str) -> None:
        last = len(self.cards) - 1
        page = self.across * self.rows_shown
        to = {
            "left": self.at - 1,
            "right": self.at + 1,
            "up": self.at - self.across,
            "down": self.at + self.across,
            "pageup": self.at - page,
            "pagedown": self.at + page,
            "home": 0,
            "end": last,
        }[key]
        if key in ("left", "right") and self.compact:
            return
        if key == "up" and to < 0:
            return
        if key == "down" and to > last:
            # The last row may be short: down goes to its end, and stays when it is there.
            to = last if last // self.across > self.at // self.across else self.at
        self.go_to(max(0, min(last, to)))

    def go_to(self, index: int) -> None:
        """Put the cursor on a card."""
        if index == self.at or not 0 <= index < len(self.cards):
            return
        before, self.at = self.at, index
        if self.scroll_to_cursor():
            self.scrolled(before, index)
        else:
            self.touch(before, index)
        self._invite(self.has_focus)
        if self._on_change is not None:
            self._on_change()

    # --- Quantities -------------------------------------------------------------------------------------------------

    def _may_order(self, card: ProductCard) -> bool:
        page = self.ours
        if self.closed:
            if page is not None:
                page.refuse(self.closed, N_("× not now"))
            return False
        if not card.available:
            if page is not None:
                page.refuse(_("{product} is not available this time.").format(product=shown(card.name)))
            return False
        return True

    def _start(self, event: events.Key, card: ProductCard) -> None:
        if self._may_order(card):
            self.entry = QuantityEntry(sold(card), self.quantities.get(card.id, 0))
            self._type(event)

    def _type(self, event: events.Key) -> bool:
        assert self.entry is not None
        # Only the line of the number changes while one goes on typing; the border only when something is refused.
        before = self.entry.refusal
        lines = NUMBER if self.entry.text else INSIDE
        outcome = self.entry.press(event.key, event.character)
        if outcome == "ignored" and not event.is_printable:
            return False
        self._after(outcome, lines if outcome == "typed" and before is None else None)
        return True

    def _after(self, outcome: str, lines: range | None = None) -> None:
        entry, card, page = self.entry, self.card, self.ours
        assert entry is not None
        assert card is not None
        if outcome == "taken":
            self._want(card, entry.quantity)
            return
        if outcome == "keypad":
            self._say_keypad()
            return
        if outcome == "cancelled":
            self.entry = None
            if page is not None:
                page.echo("")
        elif outcome == "refused" and entry.refusal is not None:
            self._refuse(entry, entry.refusal)
        elif page is not None:
            page.echo(lambda: entry.echo()[0], lambda: entry.echo()[1])
        self.touch(self.at, lines=lines)

    def _refuse(self, entry: QuantityEntry, refusal: Refusal) -> None:
        from i18n.refusals import sentence

        if (page := self.ours) is not None:
            text = Content(sentence(refusal)).highlight_regex(r"(?<=\()[+-](?=\))", style="bold")
            page.refuse(text, lambda: shown(entry.badge()))

    def _want(self, card: ProductCard, quantity: int) -> None:
        self._leaving = False
        if self._record is None or self._record(card, quantity):
            self.accept(quantity)

    def accept(self, quantity: int) -> None:
        """So much of the product under the cursor is in the basket from now on; the cursor stays."""
        card = self.card
        if card is None:
            return
        self.entry, self._leaving = None, False
        self.set_quantity(card.id, quantity)
        self.touch(self.at)
        if (page := self.ours) is not None:
            name = shown(card.name)
            if quantity:
                amount = formats.money(line_amount(quantity, card.price))
                said = _("In the basket: {product}, {quantity}, {amount}.")
                page.say(said.format(product=name, quantity=formats.quantity(quantity, card.unit), amount=amount))
            else:
                page.say(_("Taken out of the basket: {product}.").format(product=name))

    def _step(self, card: ProductCard, up: bool) -> None:
        if not self._may_order(card):
            return
        now = self.quantities.get(card.id, 0)
        if up:
            self._want(card, step_up(now, card.minimum, card.step, card.recorded))
        elif now:
            less = step_down(now, card.minimum, card.step, card.recorded)
            if less:
                self._want(card, less)
            elif (page := self.ours) is not None:
                self._leaving = True
                page.echo(
                    lambda: _("Take {product} out of the basket?").format(product=shown(card.name)),
                    N_("- or Del: take out   Esc: keep"),
                )

    def _answer_leaving(self, event: events.Key, card: ProductCard) -> None:
        self._leaving = False
        event.stop()
        if event.character == "-" or event.key in ("delete", "enter"):
            self._take_out(card)
        elif (page := self.ours) is not None:
            page.echo("")

    def _take_out(self, card: ProductCard) -> None:
        if self.quantities.get(card.id):
            self._want(card, 0)
        elif (page := self.ours) is not None:
            page.say(_("{product} is not in the basket.").format(product=shown(card.name)))

    def _say_keypad(self) -> None:
        if (page := self.ours) is not None:
            page.refuse(
                _("The keypad types no digits: press Num Lock. What is typed stays; Enter takes it, Esc leaves it.")
            )

    def _tell(self, card: ProductCard) -> None:
        """Enter on a card where nothing is typed: what there is to know, and what to type."""
        if (page := self.ours) is not None:
            known = []
            if card.labels:
                known.append(_("Labels: {labels}").format(labels=", ".join(shown(each) for each in card.labels)))
            allergens = ", ".join(shown(each) for each in card.allergens)
            known.insert(0, _("Allergens: {allergens}").format(allergens=allergens or _("none known")))
            example = _("To order, type a quantity, then Enter. Example: {example}.")
            example = example.format(example=formats.quantity(max(card.minimum, card.step), card.unit))
            page.note("closed", shown(card.reference) or "…", f"{'   '.join(known)}\n{example}")
