"""One person at the counter, painted: who it is, a row for each product, and the sums below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from db.values.counter import Left, Position, Served, Visitor
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _, ngettext
from widgets.entry_table import EntryRow, Typing
from widgets.lines_table import right
from widgets.part import Part
from widgets.row_list import Row, name
from widgets.text import Words, cut_middle, spread, user_text, words
from widgets.weight_words import amount, unit_behind

MOST_WIDTH = 92
FIELD = 10  # how many signs the field shows


class Columns:
    """Where the columns end, in a table of `width` cells: what a wide screen has more goes to the names."""

    def __init__(self, width: int) -> None:
        self.width = min(width, MOST_WIDTH)
        self.total = self.width
        self.price = self.total - 13
        self.weighed = self.price - 15
        self.ordered = self.weighed - 13
        self.room = self.ordered - 13  # for a name between its two blanks


# --- Finding ----------------------------------------------------------------------------------------------------------


def visitor_row(one: Visitor) -> Row:
    return Row(partial(_visitor, one), str(one.basket_id))


def _visitor(one: Visitor, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    done = one.state == "served"
    state = state_words(one)
    number = Content.styled(shown(one.basket).rjust(5), "$muted-text" if done else "bold $ink-text")
    told = " ".join(filter(None, (one.name, one.homonym and _("no. {number}").format(number=one.homonym))))
    if one.second:
        told = f"{told} · {one.second}"
    room = max(10, width - state.cell_length - 12)
    row = name(cut_middle(user_text(told).plain, room), here, "$muted-text" if done else "$ink-text")
    return right(state, Content.assemble(number, " ", row), width)


def state_words(one: Visitor) -> Content:
    """« ● servi », « ! 2 à peser », « le reste plus tard »: as much as who serves must know before."""
    if one.state == "served":
        return Content.styled(_("● handed over"), "$muted-text")
    said: list[tuple[str, str]] = []
    if one.brought_by:
        said.append((_("brought by {name}").format(name=user_text(one.brought_by).plain), "$ink-text"))
    if one.state == "part":
        said.append((_("! the rest"), "bold $amber-text"))
    if one.to_weigh:
        to_weigh = ngettext("{n} to weigh", "{n} to weigh", one.to_weigh).format(n=one.to_weigh)
        said.append((to_weigh, "$amber-text"))
    else:
        said.append((_("● weighed"), "$open-text"))
    return Content("   ").join([Content.styled(text, style) for text, style in said])


# --- Who --------------------------------------------------------------------------------------------------------------


class PersonHead(Part):
    """The number plate, the name in capitals, the way; at the right what is still to be done."""

    DEFAULT_CSS = "PersonHead { height: 3; margin: 0 0 1 0; }"

    one: Served | None = None
    way: Words = ""
    to: Words = ""  # somebody else who takes it
    hides = False  # what only the member may see

    def show(self, one: Served, way: Words, to: Words, hides: bool) -> None:
        self.one, self.way, self.to, self.hides = one, way, to, hides
        self.refresh()

    def lines(self, width: int) -> list[Content]:
        one = self.one
        if one is None:
            return []
        plate = [Content.styled(text.center(8), "bold $focus-text") for text in ("", shown(one.basket)[:8], "")]
        called = user_text(one.name.upper()).plain
        if one.homonym:
            called = f"{called}  " + _("no. {number}").format(number=shown(one.homonym))
        badge, asked = self._badge(one), self._asked(one)
        room = max(10, width - 12 - badge.cell_length)
        rows = [
            spread(Content.styled(cut_middle(called, room), "bold $ink-text"), badge, width - 10),
            self._second_row(one),
            self._third_row(one),
        ]
        # What is at the right gives way to who takes it: it then stands a row lower.
        place = 1 if rows[1].cell_length + asked.cell_length < width - 10 else 2
        rows[place] = spread(rows[place], asked, width - 10)
        return [Content.assemble(own, "  ", row) for own, row in zip(plate, rows, strict=True)]

    def _second_row(self, one: Served) -> Content:
        if self.to:
            return words(self.to).stylize_before("bold $amber-text")
        return words(self.way).stylize_before("$ink-text")

    def _third_row(self, one: Served) -> Content:
        said = [_("tariff {letter}").format(letter=shown(one.tariff))] if one.tariff else []
        if one.second:
            said.append(_("and {name}").format(name=user_text(one.second).plain))
        row = Content.styled("   ".join(said), "$muted-text")
        if not one.fee_paid and not self.hides:
            row = Content.assemble(row, "   " if said else "", (_("membership not paid (c)"), "$amber-text"))
        return row

    def _badge(self, one: Served) -> Content:
        if one.handed == "whole":
            return Content.styled(" " + _("● HANDED OVER") + " ", "$open-badge")
        if one.to_weigh:
            said = ngettext("! {n} PRODUCT TO WEIGH", "! {n} PRODUCTS TO WEIGH", one.to_weigh)
            return Content.styled(f" {said.format(n=one.to_weigh)} ", "$pending-badge")
        return Content.styled(" " + _("● EVERYTHING IS WEIGHED") + " ", "$open-badge")

    def _asked(self, one: Served) -> Content:
        if one.handed and one.handed_at is not None:
            at = formats.time_of_day(one.handed_at, one.distribution.place.timezone)
            said = _("handed over at {time}") if one.handed == "whole" else _("in part at {time}")
            told = said.format(time=at)
            if one.handed_to:
                told = _("{what}, to {name}").format(what=told, name=user_text(one.handed_to).plain)
            return Content.styled(told, "$muted-text")
        if one.correction:
            return Content.styled(_("! a correction is asked for"), "bold $amber-text")
        return Content.styled(_("no correction asked for"), "$muted-text")


# --- Products ---------------------------------------------------------------------------------------------------------


def id_of(one: Position) -> str:
    return f"{one.product_id} {one.price}"


def head(width: int) -> list[Content]:
    columns = Columns(width)
    line = Content("  " + _("Product"))
    for said, end in (
        (_("Ordered"), columns.ordered),
        (_("Weighed"), columns.weighed),
        (_("Price"), columns.price),
        (_("Total"), columns.total),
    ):
        line = right(Content(said), line, end)
    return [line.stylize_before("$muted-text"), Content.styled("─" * columns.width, "$line-text")]


def product_row(one: Position) -> EntryRow:
    return EntryRow(partial(_product, one), id_of(one), one.unit == "piece" and one.state == "to_weigh")


def _product(one: Position, width: int, here: bool, typing: Typing | None) -> Content:
    columns, loud = Columns(width), one.state == "to_weigh"
    called = cut_middle(user_text(one.name).plain, columns.room)
    text = Content.assemble(" ", (f" {called} ", "$focus-text" if here else "$ink-text"))
    ordered = formats.quantity(one.ordered, one.unit) if one.ordered else _("added")
    text = right(Content.styled(ordered, "$muted-text"), text, columns.ordered)
    typed = typing.text if typing is not None else ""
    if typing is not None and (loud or typed):
        behind = Content.assemble(" ", (unit_behind(typed, one.unit), "$muted-text"))
        text = Content.assemble(text, " ", typing.field(FIELD), behind)
    else:
        if here:
            text = Content.assemble(text, " ", (">", "$mark-text"))
        text = right(_weighed(one), text, columns.weighed)
    price = Content.styled(formats.unit_price(one.price, one.unit), "$muted-text")
    if text.cell_length < columns.price - price.cell_length:
        text = right(price, text, columns.price)
    cents = amount(typed, one.unit, one.price) if typed else None if loud else one.amount
    if cents is None:
        total = Content.styled(" " + _("! TO WEIGH") + " ", "$pending-badge")
    else:
        total = Content.styled(formats.money(cents), "bold $money-text")
    return right(total, text, columns.total).truncate(max(1, width), ellipsis=True)


def _weighed(one: Position) -> Content:
    if one.state == "weighed":
        return Content.styled(formats.quantity(one.quantity, one.unit), "bold $ink-text")
    if one.state == "lacking":
        return Content.styled(_("nothing"), "bold $danger-text")
    return Content.styled(_("to count") if one.unit == "piece" else _("to weigh"), "$muted-text")


# --- Sums -------------------------------------------------------------------------------------------------------------


class SumsLine(Part):
    """« Commande 13,40 €  +  reste d'avant 1,53 €          À PAYER  14,93 € », below a rule."""

    DEFAULT_CSS = "SumsLine { height: 2; }"

    one: Served | None = None
    due = 0
    hides = False

    def show(self, one: Served, due: int, hides: bool) -> None:
        """`due` is what is asked for now; with `hides`, of this order alone."""
        self.one, self.due, self.hides = one, due, hides
        self.refresh()

    def lines(self, width: int) -> list[Content]:
        one = self.one
        if one is None:
            return []
        width = min(width, MOST_WIDTH)
        left = Content.assemble(
            "  ", (_("This order"), "$ink-text"), " ", (formats.money(one.total), "bold $money-text")
        )
        said = [(_("-  paid already"), one.paid)] if one.paid else []
        if not self.hides and one.earlier:
            said.append((_("+  from before") if one.earlier > 0 else _("-  to their credit"), abs(one.earlier)))
        for label, cents in said:
            left = Content.assemble(left, f"   {label} ", (formats.money(cents), "bold $money-text"))
        return [Content.styled("─" * width, "$line-text"), spread(left, self._due(one), width)]

    def _due(self, one: Served) -> Content:
        if one.to_weigh:
            about = _("about {amount}, once it is weighed").format(amount=formats.money(max(self.due, 0)))
            return Content.styled(about, "$muted-text")
        label, badge = due_words(self.due)
        return Content.assemble((label, "bold $ink-text"), "   ", (f" {badge} ", "$money-badge"))


def due_words(due: int) -> tuple[str, str]:
    """« À PAYER », « 14,93 € »; or what is to somebody's credit."""
    return (_("TO PAY") if due >= 0 else _("TO THEIR CREDIT")), formats.money(abs(due))


OTHERS = (
    ("a", N_("Add")), ("r", N_("Replace")), ("s", N_("Take out")), ("n", N_("Somebody else")), ("p", N_("In part")),
    ("b", N_("Brought back")),
)  # fmt: skip


class SurplusLines(Part):
    """On a wide screen: what is left over and may be added, and the keys that the footer has no room for."""

    DEFAULT_CSS = "SurplusLines { display: none; height: auto; margin: 1 0 0 0; }"
    MOST = 6

    left: Sequence[Left] = ()

    def show(self, left: Sequence[Left]) -> None:
        if left != self.left:
            self.left = left
            self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        keys = [Content.assemble((key, "bold $ink-text"), (f" {_(does)}", "$muted-text")) for key, does in OTHERS]
        told = Content("   ").join(keys)
        if told.cell_length > width:
            told = Content("  ").join(keys)
        if not self.left:
            return [told]
        rows = [Content.styled(_("Left over, if they want some more (a)"), "bold $ink-text")]
        for one in self.left[: self.MOST]:
            row = Content.assemble("  ", (cut_middle(user_text(one.name).plain, width - 34), "$ink-text"))
            row = right(Content.styled(formats.quantity(one.left, one.unit), "$ink-text"), row, width - 16)
            rows.append(right(Content.styled(formats.unit_price(one.price, one.unit), "$muted-text"), row, width))
        more = len(self.left) - self.MOST
        if more > 0:
            said = ngettext("and {n} other product", "and {n} other products", more).format(n=more)
            rows.append(Content.styled(f"  {said}", "$muted-text"))
        return [*rows, Content(""), told]
