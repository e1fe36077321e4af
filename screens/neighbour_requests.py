"""The requests without a deliverer: a list in which Enter takes, and what it would come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.content import Content

from db.values.capacity import over_limit
from db.values.delivery import Offer, OpenRequest
from i18n import formats
from i18n.delivery_refusals import NEARNESS
from i18n.language import _, ngettext
from i18n.refusals import sentence
from screens.neighbour_rows import MOST_WIDTH, NAME, Neighbourhood, near_room, of_kilos
from widgets.actions import key_name
from widgets.deliberate import Deliberate
from widgets.lines_table import right
from widgets.part import Part
from widgets.row_list import Row, RowList, name
from widgets.text import cut_middle, pad, user_text

_WEIGHT, _COUNT = 8, 9  # columns, at least


def requests_head(requests: Sequence[OpenRequest], width: int) -> list[Content]:
    """How many there are, and the titles of the columns."""
    n = len(requests)
    said = ngettext("{n} request without a deliverer", "{n} requests without a deliverer, nearest first", n)
    title = Content.styled(said.format(n=n), "bold $ink-text")
    if not requests:
        return []
    width = min(width, MOST_WIDTH)
    head = pad(Content.assemble("  ", _("Who")), NAME + 3)
    head = pad(Content.assemble(head, _("Distance")), NAME + 3 + near_room())
    weight, count = _ends(requests)
    head = right(Content(_("Weight")), head, weight)
    head = right(Content(_("Products")), head, count)
    head = Content.assemble(head, "   ", _("Wish"))
    return [title, Content(""), head.stylize_before("$muted-text"), Content.styled("─" * width, "$line-text")]


def request_rows(requests: Sequence[OpenRequest], *, airy: bool = False) -> list[Row]:
    rows: list[Row] = []
    ends = partial(_ends, tuple(requests))
    for one in requests:
        if rows and airy:
            rows.append(Row(lambda width, here: Content("")))
        rows.append(Row(partial(_request, one, ends), str(one.basket_id)))
    return rows


def _request(one: OpenRequest, ends: Callable[[], tuple[int, int]], width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    row = pad(name(cut_middle(who(one), NAME), here), NAME + 3)
    row = pad(Content.assemble(row, (_(NEARNESS[one.nearness]), "$ink-text")), row.cell_length + near_room())
    weight, count = ends()
    row = right(Content.styled(formats.quantity(one.grams, "kg"), "$ink-text"), row, weight)
    row = right(Content.styled(formats.number(one.products), "$ink-text"), row, count)
    wish = user_text(one.times).truncate(max(0, width - row.cell_length - 3), ellipsis=True)
    return Content.assemble(row, "   ", wish.stylize_before("$muted-text"))


def wish_room(requests: Sequence[OpenRequest], width: int) -> int:
    """Columns that a row has for the wish."""
    return min(width, MOST_WIDTH) - _ends(requests)[1] - 3


def who(one: OpenRequest) -> str:
    """« Jeanne L. », or « une personne » where a first name would tell."""
    return user_text(one.name).plain or _("a person")


def _ends(requests: Sequence[OpenRequest]) -> tuple[int, int]:
    """Where weight and count end."""
    widest = max((cell_len(formats.quantity(one.grams, "kg")) for one in requests), default=0)
    weight = NAME + 3 + near_room() + max(_WEIGHT, widest + 1)
    return weight, weight + max(_COUNT, cell_len(_("Products")) + 1)


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


def too_much(offer: Offer, one: OpenRequest) -> str:
    """Why this request is over one's limits; nothing when it is not."""
    refusal = over_limit(offer, one.grams)
    return sentence(refusal) if refusal else ""


class Would(Part):
    """What Enter would do here, and with which sums; or why nothing is to be done."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._seen: Neighbourhood | None = None
        self._one: OpenRequest | None = None

    def show(self, seen: Neighbourhood, one: OpenRequest | None) -> None:
        """`one` is the request under the mark."""
        self._seen, self._one = seen, one
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        seen, one = self._seen, self._one
        if seen is None or seen.offer is None:
            return [Content("")]
        offer = seen.offer
        if seen.over is not None:
            why = sentence(seen.over)
            return Content.assemble(("× ", "bold $closed-text"), (why, "$ink-text")).wrap(width)
        if not seen.requests:
            nobody = _("Nobody waits for a deliverer now. The list is up to date by itself.")
            return [*Content.styled(nobody, "$ink-text").wrap(width), _key("m", _("My limits"))]
        if one is None:
            return [_key(key_name("enter"), _("contact details of this person"))]
        if why := too_much(offer, one):
            return Content.assemble(("× ", "bold $danger-text"), (why, "$ink-text")).wrap(width)
        would = _("take this order (with it: {orders}, {kilos})").format(
            orders=_("{part} of {whole}").format(part=offer.taken_orders + 1, whole=offer.orders),
            kilos=of_kilos(offer.taken_grams + one.grams, offer.grams),
        )
        return _key(key_name("enter"), would).wrap(width)


def _key(key: str, does: str) -> Content:
    """« Entrée : prendre cette commande »"""
    told = Content.styled(_("{key}: {action}").format(key=key, action=does), "$ink-text")
    return told.stylize("bold", 0, len(key))
