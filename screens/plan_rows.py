"""A suggested plan as rows of a table, and its sentences: who, by whom, why, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from db.values.delivery import PlanLine, Suggestion, Unserved
from i18n import formats
from i18n.delivery_refusals import NEARNESS
from i18n.language import _, ngettext
from widgets.lines_table import right
from widgets.question import REPEAT, SOON
from widgets.row_list import Row, RowList
from widgets.text import cut_middle, pad, user_text

MOST_WIDTH = 92
LEAST_NAME = 8
_NUMBER = 10  # where the number of the basket ends

TICKED, REFUSED, ASSIGNED, GONE = "[x]", "[ ]", "●", "×"
_STYLES = {TICKED: "bold $ink-text", REFUSED: "$ink-text", ASSIGNED: "bold $open-text", GONE: "$muted-text"}


class Shown(NamedTuple):
    """A line of the plan and what became of it: `sign` is one of the four above, `instead` says why it is gone."""

    line: PlanLine
    sign: str
    instead: str = ""


class PlanRows(RowList):
    """Enter assigns at once here: one that is held down, or was pressed before the rows were painted, takes nothing.

    A held key begins to repeat late, so an Enter soon after the painting is only believed once it stays alone.
    """

    _painted_at: float | None = None
    _last_enter = 0.0
    _believing: Timer | None = None

    def wait_for_painting(self) -> None:
        """Other rows were just put on the screen."""
        self._painted_at = None
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        # A message is stamped by the same clock as keys are.
        self._painted_at = self._last_enter = Message().time

    def on_key(self, event: events.Key) -> None:
        if self._believing is not None:
            self._believing.stop()
            self._believing = None
        if event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        if self._painted_at is None or event.time < self._painted_at or not self.current:
            return
        held, self._last_enter = event.time - self._last_enter < REPEAT, event.time
        if held:
            return
        take = partial(self.post_message, self.Taken(self, self.current))
        if event.time - self._painted_at < SOON:
            self._believing = self.set_timer(REPEAT, take)
        else:
            take()


# --- The table --------------------------------------------------------------------------------------------------------


def rows(shown: Sequence[Shown], unserved: Sequence[Unserved]) -> list[Row]:
    """Lines have their basket's id, requests without anybody one that begins with `-`."""
    found = [Row(partial(_row, one, shown), str(one.line.basket_id)) for one in shown]
    return found + [Row(partial(_nobody, one), f"-{one.basket_id}") for one in unserved]


def head(shown: Sequence[Shown], width: int) -> list[Content]:
    width = min(width, MOST_WIDTH)
    rule = Content.styled("─" * width, "$line-text")
    if not shown:
        return [rule]
    who, by = _rooms(shown, width)
    titles = Content.assemble(
        pad(right(Content(_("Basket")), Content("  "), _NUMBER), _NUMBER + 2),
        pad(Content(cut_middle(_("Who"), who)), who + 2),
        pad(Content(cut_middle(_("Brought by"), by)), by + 2),
        _("Why"),
    )
    return [titles.stylize_before("$muted-text"), rule]


def _rooms(shown: Sequence[Shown], width: int) -> tuple[int, int]:
    """Columns of the two names: what the widest reason leaves, the same in every row."""
    left = width - _NUMBER - 6 - max(cell_len(_short(one)) for one in shown)
    who = max(cell_len(user_text(one.line.name).plain) for one in shown)
    by = max(cell_len(user_text(one.line.deliverer).plain) for one in shown)
    half = max(LEAST_NAME, left // 2)
    return min(who, max(half, left - by)), min(by, max(half, left - who))


def _row(one: Shown, shown: Sequence[Shown], width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    (who, by), line = _rooms(shown, width), one.line
    mark = Content.styled(">", "$mark-text") if here else Content(" ")
    sign = Content.styled(one.sign.center(3), "$focus-text" if here else _STYLES[one.sign])
    row = Content.assemble(mark, " ", sign, " ")
    row = right(Content.styled(line.basket, "$ink-text"), row, _NUMBER)
    row = Content.assemble(row, "  ", _name(line.name, who, "bold $ink-text"))
    row = Content.assemble(row, "  ", _name(line.deliverer, by, "$ink-text"), "  ")
    style = "$amber-text" if one.sign == GONE else "$ink-text"
    return Content.assemble(row, (_short(one), style)).truncate(width, ellipsis=True)


def _name(text: str, room: int, style: str) -> Content:
    return pad(Content.styled(cut_middle(user_text(text).plain, room), style), room)


def _short(one: Shown) -> str:
    """« même rue, 6 kg sur 20 kg », or why it is gone."""
    return one.instead or _("{nearness}, {load} of {most}").format(
        nearness=_(NEARNESS[one.line.nearness]),
        load=formats.quantity(one.line.load, "kg"),
        most=formats.quantity(one.line.most_grams, "kg"),
    )


def _nobody(one: Unserved, width: int, here: bool) -> Content:
    text = nobody(one)
    width = min(width, MOST_WIDTH)
    if cell_len(text) > width - 4:
        room = max(LEAST_NAME, cell_len(user_text(one.name).plain) - (cell_len(text) - width + 4))
        text = nobody(one._replace(name=cut_middle(user_text(one.name).plain, room)))
    if here:
        return Content.assemble((">", "$mark-text"), (f" {text} ", "$focus-text")).truncate(width, ellipsis=True)
    return Content.assemble("  ", (text, "bold $amber-text")).truncate(width, ellipsis=True)


# --- Sentences --------------------------------------------------------------------------------------------------------


def nobody(one: Unserved) -> str:
    """« Personne pour Odile MARTIN, panier n° 7 (14 kg : plus que ce que quiconque porte) »."""
    said = (
        _("Nobody for {name}, basket no. {number} ({weight}: more than anybody carries)")
        if one.why == "weight"
        else _("Nobody for {name}, basket no. {number} ({weight}: nobody has room for it any more)")
    )
    weight = formats.quantity(one.grams, "kg")
    return said.format(name=user_text(one.name).plain, number=one.basket, weight=weight)


def in_full(one: Shown) -> str:
    """Everything about one line: « Sarah VARDA, panier n° 12, 6 kg. Hélène PORTE : même rue, … »"""
    line = one.line
    orders = ngettext("{n} order of {most}", "{n} orders of {most}", line.orders).format(
        n=line.orders, most=line.most_orders
    )
    return _("{name}, basket no. {number}, {weight}. {deliverer}: {why}, {orders}.").format(
        name=user_text(line.name).plain,
        number=line.basket,
        weight=formats.quantity(line.grams, "kg"),
        deliverer=user_text(line.deliverer).plain,
        why=_short(one._replace(instead="")),
        orders=orders,
    )


def served(found: Suggestion) -> str:
    """« 12 demandes sur 13 servies. »"""
    asked = len(found.lines) + len(found.unserved)
    return ngettext("{n} request of {asked} served.", "{n} requests of {asked} served.", len(found.lines)).format(
        n=len(found.lines), asked=asked
    )


def how_good(found: Suggestion, seconds: int) -> str:
    """That no plan is better, or what a better one could have at most."""
    more, nearer, _fairer = found.gaps
    if found.proven:
        return _("This is the best sharing there can be.")
    if more:
        return ngettext(
            "The best found in {seconds} s: at most {n} request more.",
            "The best found in {seconds} s: at most {n} requests more.",
            more,
        ).format(n=more, seconds=seconds)
    if nearer:
        return _("The best found in {seconds} s: no more can be served, perhaps by somebody nearer.").format(
            seconds=seconds
        )
    return _("The best found in {seconds} s: no more and no nearer, perhaps shared more evenly.").format(
        seconds=seconds
    )
