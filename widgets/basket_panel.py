"""The basket and its total, always in sight: a box beside the grid, or one strip in the row above it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from db.values.orders import Line as OrderLine
from i18n import formats
from i18n.language import _, ngettext
from widgets import actions
from widgets.part import Part
from widgets.product_cell import CELL_HEIGHT, first_row
from widgets.text import Words, pad, split_two_lines, spread, user_text, words


def count(products: int) -> str:
    """« 3 produits »."""
    return ngettext("{n} product", "{n} products", products).format(n=products)


class BasketPanel(Part):
    """A solid box on the surface; the newest lines are shown where not all fit."""

    DEFAULT_CSS = "BasketPanel { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.basket: tuple[OrderLine, ...] = ()
        self.total = 0

    def show(self, basket: Sequence[OrderLine], total: int) -> None:
        """Lines in the order they were put in, and their sum in cents as the book gave it."""
        if (tuple(basket), total) != (self.basket, self.total):
            self.basket, self.total = tuple(basket), total
            self.refresh()

    def lines(self, width: int) -> list[Content]:
        # The box stands beside the cells of the grid: same first row, same height.
        above = first_row(self.size.height)
        height = self.size.height // CELL_HEIGHT * CELL_HEIGHT
        inner = width - 4
        title = _("Basket: {products}").format(products=count(len(self.basket)))
        foot = self._foot(inner)
        body = self._items(inner, height - 2 - len(foot))
        blank = [Content("")] * max(0, height - 2 - len(foot) - len(body))
        edge, ground = "$line on $surface-box", "$ink on $surface-box"
        rows = [
            *[Content("")] * above,
            Content.assemble(
                ("┌─", edge), (f" {title} ", f"bold {ground}"), ("─" * (width - 5 - len(title)) + "┐", edge)
            ),
        ]
        for row in (*body, *blank, *foot):
            inside = pad(Content.assemble(" ", row), width - 2).stylize_before(ground)
            rows.append(Content.assemble(("│", edge), inside, ("│", edge)))
        rows.append(Content.styled("└" + "─" * (width - 2) + "┘", edge))
        return rows

    def _items(self, width: int, room: int) -> list[Content]:
        if not self.basket:
            empty = _("Your basket is empty. Type a quantity on a product.")
            return [Content(""), *(line.stylize_before("$muted-text") for line in Content(empty).wrap(width))]
        rows: list[Content] = []
        for index, line in enumerate(reversed(self.basket)):
            first, second = split_two_lines(user_text(line.name).plain, width)
            item = [Content(""), *(Content.styled(name, "$ink-text") for name in (first, second) if name)]
            quantity = Content.styled(f"  {formats.quantity(line.quantity, line.unit)}", "$muted-text")
            item.append(spread(quantity, Content.styled(formats.money(line.amount), "$money-text"), width))
            left = len(self.basket) - index
            # One row is kept for « … » while lines are left.
            if len(rows) + len(item) > room - (2 if left > 1 else 0):
                more = ngettext("… {n} more product", "… {n} more products", left).format(n=left)
                return [Content(""), Content.styled(more, "$muted-text"), *rows]
            rows = item + rows
        return rows

    def _foot(self, width: int) -> list[Content]:
        total = Content.styled(formats.money(self.total), "bold $money-text")
        keys = Content("   ").join(
            [
                Content.assemble(("F8", "bold $ink-text"), " ", (_(actions.VALIDATE.label), "$muted-text")),
                Content.assemble(("F6", "bold $ink-text"), " ", (_("Change"), "$muted-text")),
            ]
        )
        rows = [
            Content.styled("─" * width, "$line-text"),
            spread(Content.styled(_("Total"), "bold $ink-text"), total, width),
            Content(""),
        ]
        if not self.basket:
            return rows[:-1]  # there is nothing yet to validate or to change
        badge = Content.styled(" " + _("! NOT ORDERED YET") + " ", "$pending-badge")
        return [*rows, badge, Content(""), keys]


class TitleLine(Part):
    """What is ordered here and until when; at the right the basket as one strip, where it has no box."""

    DEFAULT_CSS = "TitleLine { height: 1; }"

    def __init__(self, title: Words, short_title: Words = "", *, id: str | None = None) -> None:
        """`short_title` serves where the strip needs the room."""
        super().__init__(id=id)
        self.title, self.short_title = title, short_title or title
        self.products = 0
        self.total = 0
        self.strip = False

    def show(self, products: int, total: int, strip: bool) -> None:
        """The strip of the basket: how many products, their sum in cents."""
        if (products, total, strip) != (self.products, self.total, self.strip):
            self.products, self.total, self.strip = products, total, strip
            self.refresh()

    def lines(self, width: int) -> list[Content]:
        title = words(self.short_title if self.strip else self.title).stylize_before("$ink-text")
        if not self.strip:
            return [Content.assemble(" ", title).truncate(width, ellipsis=True)]
        basket = Content.assemble(
            (_("Basket:"), "bold $ink-text"),
            " ",
            (count(self.products), "bold $money-text"),
            "  ",
            (formats.money(self.total), "bold $money-text"),
            " ",
        )
        return [spread(Content.assemble(" ", title), basket, width)]
