"""How deliveries are shown to who can deliver: the sums, what was taken, and the requests. Never a contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from db.delivery_lists import carried, my_offer, open_requests, over
from db.distributions import distribution
from db.errors import DeliveryOver
from db.values.delivery import Carried, Offer, OpenRequest
from db.values.orders import Distribution
from i18n import formats
from i18n.delivery_refusals import NEARNESS, TRANSPORT
from i18n.language import N_, _, ngettext
from i18n.moments import show_moment
from screens.counter import CounterPage
from widgets.lines_table import right
from widgets.part import Part
from widgets.row_list import Row, name
from widgets.text import cut_middle, pad, user_text

MOST_WIDTH = 92
NAME = 14  # columns
TAKEN, DELIVERED = N_("● TAKEN"), N_("● DELIVERED")


class Neighbourhood(NamedTuple):
    """What the deliverer sees of one distribution."""

    distribution: Distribution
    offer: Offer | None
    taken: tuple[Carried, ...]
    requests: tuple[OpenRequest, ...]
    over: DeliveryOver | None  # why nothing is taken any more

    def carried(self, basket_id: int) -> Carried | None:
        return next((one for one in self.taken if one.basket_id == basket_id), None)

    def request(self, basket_id: int) -> OpenRequest | None:
        return next((one for one in self.requests if one.basket_id == basket_id), None)


def look_around(page: CounterPage[Any], distribution_id: int) -> Neighbourhood:
    """Read it all for who is signed in."""
    book, me = page.book, page.session.person.id
    offer = my_offer(book, me, distribution_id)
    requests = open_requests(book, me, distribution_id) if offer else ()
    taken = carried(book, me, distribution_id)
    return Neighbourhood(distribution(book, distribution_id), offer, taken, requests, over(book, distribution_id))


# --- Sums -------------------------------------------------------------------------------------------------------------


class Sums(Part):
    """« Livrer des voisins   samedi 20 juillet », and how much of what one can carry is taken."""

    def __init__(self, seen: Neighbourhood) -> None:
        super().__init__()
        self._seen = seen

    def show(self, seen: Neighbourhood) -> None:
        self._seen = seen
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        one, offer = self._seen.distribution, self._seen.offer
        day = formats.short_day(one.starts_at, one.place.timezone)
        title = Content.assemble((_("Deliver to neighbours"), "bold $ink-text"), "   ", (day, "$muted-text"))
        if offer is None:
            return [title]
        orders, kilos = sums(offer)
        return [
            title,
            Content.assemble(
                (_("You have taken:"), "$muted-text"), " ", (orders, "bold $ink-text"), (", ", "$muted-text"),
                (kilos, "bold $ink-text"), "   ", (_(TRANSPORT[offer.transport]), "$muted-text"),
            ),
        ]  # fmt: skip


def sums(offer: Offer) -> tuple[str, str]:
    """« 1 commande sur 3 », « 3,5 kg sur 20 »."""
    orders = ngettext("{n} order of {most}", "{n} orders of {most}", offer.taken_orders)
    return orders.format(n=offer.taken_orders, most=offer.orders), of_kilos(offer.taken_grams, offer.grams)


def of_kilos(grams: int, most: int) -> str:
    """« 3,5 kg sur 20 »; the unit stands twice only where the limit has decimals."""
    limit = formats.quantity(most, "kg")
    if most % 1_000 == 0:
        limit = limit.removesuffix(f"{formats.NO_BREAK}kg")
    return _("{part} of {whole}").format(part=formats.quantity(grams, "kg"), whole=limit)


# --- Taken ------------------------------------------------------------------------------------------------------------


def taken_rows(taken: Sequence[Carried], tz: str) -> list[Row]:
    """What is still to be brought first, each in the order taken."""
    taken = sorted(taken, key=lambda one: one.delivered)
    return [Row(partial(_taken, one, tuple(taken), tz), str(one.basket_id)) for one in taken]


def _taken(one: Carried, all_taken: Sequence[Carried], tz: str, width: int, here: bool) -> Content:
    badge = _badge(one)
    at = max(map(cell_len, map(_badge, all_taken))) + 1
    line = pad(Content.assemble((badge, "$open-badge")), at)
    line = Content.assemble(line, name(_short_name(one), here, "bold $ink-text"))
    at += max(cell_len(_short_name(each)) for each in all_taken) + 5
    line = pad(line, at)
    line = Content.assemble(line, (_(NEARNESS[one.nearness]), "$ink-text"))
    at += max(cell_len(_(NEARNESS[each.nearness])) for each in all_taken) + 2
    at += max(cell_len(formats.quantity(each.grams, "kg")) for each in all_taken)
    line = right(Content.styled(formats.quantity(one.grams, "kg"), "$ink-text"), line, at)
    room = width - line.cell_length - 3
    said = next((each for each in _state(one, tz) if each.cell_length <= room), Content(""))
    return pad(Content.assemble(line, "   ", said), width).stylize_before("$ink on $open-tint")


def _badge(one: Carried) -> str:
    return f" {_(DELIVERED if one.delivered else TAKEN)} "


def _short_name(one: Carried) -> str:
    return cut_middle(user_text(one.name).plain, NAME)


def _state(one: Carried, tz: str) -> Iterable[Content]:
    """When it was agreed for, the longest way of saying it first; or that it is still to agree."""
    if one.agreement is not None and one.agreement.meet_at is not None:
        at = one.agreement.meet_at
        shorter = formats.near_day_and_time(at, tz)
        for said in (_("agreed: {when}").format(when=show_moment(at, tz)), _("agreed: {when}").format(when=shorter)):
            yield Content.styled(said, "$muted-text")
        yield Content.styled(shorter, "$muted-text")
        yield Content.styled(formats.date_number(at, tz), "$muted-text")
        return
    if one.word:
        yield Content.styled(_("! a word for you"), "bold $amber-text")
    yield Content.styled(_("! day and hour to agree"), "bold $amber-text")
    yield Content.styled(_("! to agree"), "bold $amber-text")


def near_room() -> int:
    """Columns that the longest word for how near takes."""
    return max(cell_len(_(word)) for word in NEARNESS)
