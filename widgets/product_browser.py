"""Everything one orders with: title, categories or search, the grid, its basket, and the chosen product in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from db.values.catalogue import ProductCard, Shelf
from db.values.orders import Line as OrderLine
from i18n import formats
from i18n.language import N_, _
from widgets.actions import Action
from widgets.basket_panel import BasketPanel, TitleLine
from widgets.category_bar import CategoryBar, SearchLine
from widgets.part import Part
from widgets.product_cell import columns
from widgets.product_grid import ProductGrid
from widgets.text import Words, cut_middle, split_two_lines, spread, user_text

NEXT_CATEGORY = Action("category", "tab", "", N_("Category"), N_("The next category; Shift+Tab: the one before."))
VIEW = Action("view", "v", "", N_("View"), N_("Cards, or one line a product."))
LIST_VIEW, CARD_VIEW = N_("List view"), N_("Card view")


class ProductBrowser(Vertical):
    """For pages with TIGHT = True. `record` keeps what is wanted (see `ProductGrid`), then calls `show_basket`.

    The page binds `actions.SEARCH` to a method that calls `search()`.
    """

    # Not scoped: the width of the page decides how the browser looks.
    SCOPED_CSS = False
    DEFAULT_CSS = """
    ProductBrowser { height: 1fr; }
    ProductBrowser > Horizontal { height: 1fr; }
    ProductBrowser ProductGrid { margin: 0 1; }
    ProductBrowser BasketPanel { display: none; width: 29; margin: 0 1 0 3; }
    .-w100 ProductBrowser BasketPanel, .-w120 ProductBrowser BasketPanel { display: block; }
    .-w120 ProductBrowser BasketPanel { width: 37; }
    ProductBrowser.-closed BasketPanel { display: none; }
    """

    def __init__(
        self,
        title: Words,
        short_title: Words = "",
        *,
        closed: Words = "",
        record: Callable[[ProductCard, int], bool] | None = None,
    ) -> None:
        """`closed`: why nothing can be ordered here; then there is no basket either."""
        super().__init__(classes="-closed" if closed else None)
        self._only_shown = bool(closed)
        self.title_line = TitleLine(title, short_title)
        self.bar = CategoryBar()
        self.search_line = SearchLine()
        self.grid = ProductGrid(closed=closed, beside=self._step_category, on_change=self._changed, record=record)
        self.panel = BasketPanel()
        self.detail = ProductLine(self.grid)
        self._shelf: Shelf | None = None

    def compose(self) -> Iterable[Widget]:
        yield self.title_line
        yield self.bar
        yield self.search_line
        with Horizontal():
            yield self.grid
            yield self.panel
        yield self.detail

    # --- What a page calls ------------------------------------------------------------------------------------------

    def show(self, shelf: Shelf, quantities: Mapping[int, int]) -> None:
        """The products in their order, and what is in the basket, in thousandths by product."""
        self._shelf = shelf
        self.bar.show(shelf.categories())
        self.grid.show(self._hits() if self.search_line.display else self._shown(), quantities)

    def show_basket(self, basket: Sequence[OrderLine], total: int) -> None:
        """The lines of the basket and their sum in cents, as the book gave them."""
        emptied_or_begun = bool(basket) != bool(self.panel.basket)
        self.panel.show(basket, total)
        self.title_line.show(len(basket), total, not self._only_shown and not self._beside())
        if emptied_or_begun and (page := self.grid.ours) is not None:
            page.refresh_frame()  # what can be done with a basket is greyed, or no more

    def search(self) -> None:
        """F3: type a part of a name; category and cursor come back on Escape."""
        self.bar.display = False
        self.search_line.open()
        self._narrow()

    def leave_search(self) -> bool:
        """See all products again. False when nothing was searched: Escape may leave the page."""
        if not self.search_line.display:
            return False
        self.search_line.close()
        self.bar.display = True
        self.grid.show(self._shown())
        self.grid.focus()
        return True

    def view_action(self) -> Action:
        """The action of the other layout, for the footer."""
        return VIEW._replace(label=CARD_VIEW if self.grid.compact else LIST_VIEW)

    # --- Inside -----------------------------------------------------------------------------------------------------

    def _beside(self) -> bool:
        return self.size.width >= 100

    def _shown(self) -> Shelf:
        assert self._shelf is not None  # the page shows it before anybody can press a key
        return self._shelf.of(self.bar.category)

    def _step_category(self, by: int) -> bool:
        if self.search_line.display:
            return False
        if not self.bar.step(by):
            return False
        self.grid.show(self._shown(), at=0)
        return True

    def _changed(self) -> None:
        self.detail.refresh()

    def _narrow(self) -> None:
        self.grid.show(self._hits(), at=0)

    def _hits(self) -> Shelf:
        assert self._shelf is not None
        hits = self._shelf.matching(self.search_line.text)
        self.search_line.hits = len(hits)
        self.search_line.refresh()
        return hits

    def on_search_line_changed(self, message: SearchLine.Changed) -> None:
        message.stop()
        self._narrow()

    def on_search_line_done(self, message: SearchLine.Done) -> None:
        message.stop()
        if not self.search_line.text.strip():
            self.leave_search()
        elif self.grid.cards:
            self.grid.focus()

    def on_search_line_left(self, message: SearchLine.Left) -> None:
        message.stop()
        self.leave_search()

    def on_key(self, event: events.Key) -> None:
        # Escape in the grid first takes the search away, then leaves the page.
        if event.key == "escape" and self.leave_search():
            event.stop()

    def on_resize(self) -> None:
        self.title_line.show(
            self.title_line.products, self.title_line.total, not self._only_shown and not self._beside()
        )


class ProductLine(Part):
    """The chosen product in full, and where one is in the list."""

    DEFAULT_CSS = "ProductLine { height: 1; }"

    def __init__(self, grid: ProductGrid) -> None:
        super().__init__()
        self._grid = grid

    def lines(self, width: int) -> list[Content]:
        grid = self._grid
        card = grid.card
        if card is None:
            return [Content("")]
        width = grid.size.width + 1
        parts = [user_text(card.producer).plain, " ".join(card.labels), self._minimum(card), self._stock(card)]
        facts = Content("   ").join([user_text(part) for part in parts if part])
        head = user_text(card.reference)
        left = Content.assemble(" ", head, "  " if card.reference else "", facts).stylize_before("$muted-text")
        in_sight = grid.in_sight()
        first, last, all_ = (formats.number(n) for n in (in_sight.start + 1, in_sight.stop, len(grid.cards)))
        where = _("{first}–{last} of {all}").format(first=first, last=last, all=all_)
        if self._name_is_cut(card):
            # What the cell could not show comes first; the facts take the room that is left.
            name = cut_middle(user_text(card.name).plain, width - len(where) - 3)
            left = Content.assemble(" ", (name, "bold $ink-text"), "  ", left[1:])
        return [spread(left, Content.styled(where, "$muted-text"), width)]

    def _minimum(self, card: ProductCard) -> str:
        return _("minimum {quantity}").format(quantity=formats.quantity(card.minimum, card.unit))

    def _stock(self, card: ProductCard) -> str:
        if card.stock is None:
            return ""
        return _("{quantity} left").format(quantity=formats.quantity(card.stock, card.unit))

    def _name_is_cut(self, card: ProductCard) -> bool:
        name = user_text(card.name).plain
        if self._grid.compact:
            return cut_middle(name, columns(self._grid.size.width).name - 1) != name
        return "…" in "".join(split_two_lines(name, self._grid.width_in(self._grid.size.width) - 4)) and "…" not in name
