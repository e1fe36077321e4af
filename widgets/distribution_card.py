"""A distribution as a card of eight rows: state as word, sign and shape; until when to order; my order."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from db.values.orders import Distribution, DistributionCard
from i18n import formats, slot_words
from i18n.language import N_, _, ngettext
from widgets.actions import key_name
from widgets.part import Part
from widgets.text import Words, cut_middle, spread, user_text, words


class Look(NamedTuple):
    badge: str
    badge_style: str
    edge: str  # colour of the border
    tint: str
    full: bool  # a full box; otherwise two rules, the shutter


LOOKS = {
    "open": Look(N_("● OPEN"), "$open-badge", "$open", "$open-tint", True),
    "closed": Look(N_("× CLOSED"), "$closed-badge", "$closed-line", "$closed-tint", False),
    "upcoming": Look(N_("… NOT OPEN YET"), "$closed-badge", "$closed-line", "$closed-tint", False),
    "past": Look(N_("× PAST"), "$closed-badge", "$closed-line", "$closed-tint", False),
}
CORRECTIONS = {
    "asked": (N_("! correction asked"), "bold $amber-text"),
    "done": (N_("● corrected"), "bold $open-text"),
    "refused": (N_("× correction refused"), "bold $danger-text"),
}
SHORT_CORRECTIONS = {"asked": N_("! correction"), "done": N_("● corrected"), "refused": N_("× correction")}
WAY_TO_CHOOSE = (N_("! collection to choose"), N_("! collection?"))
LABELS = {
    "open": N_("Order until"),
    "closed": N_("Orders closed since"),
    "past": N_("Orders closed since"),
    "upcoming": N_("Opens on"),
}


def capital(text: str) -> str:
    """French days and months are lower case; at the start of a line they take a capital."""
    return text[:1].upper() + text[1:]


class DistributionBox(Part, can_focus=True):
    """One card. Enter posts `DistributionBox.Taken`; `action` is written in its lower border."""

    DEFAULT_CSS = "DistributionBox { height: 8; }"

    class Taken(Message):
        def __init__(self, box: DistributionBox, card: DistributionCard) -> None:
            super().__init__()
            self.box, self.card = box, card

        @property
        def control(self) -> DistributionBox:
            return self.box

    def __init__(self, card: DistributionCard, now: int, *, action: Words | None = None, id: str | None = None) -> None:
        """`now` in UTC seconds. Without `action`: « Commander » while open, « Voir ma commande » where there is one."""
        super().__init__(id=id)
        self.card, self.now, self._action = card, now, action

    def show(self, card: DistributionCard, now: int) -> None:
        """The card as it is now."""
        self.card, self.now = card, now
        self.refresh()

    @property
    def action(self) -> Words:
        """What Enter does here, or '' for nothing."""
        if self._action is not None:
            return self._action
        if self.card.state == "open":
            return N_("Order")
        return N_("See my order") if self.card.basket else ""

    def lines(self, width: int) -> list[Content]:
        look = LOOKS[self.card.state]
        room = width - 6
        rows = [self._day(room), *self._where(room), *self._when(room), self._mine(room)]
        ground = f"$ink on {look.tint}"
        edge = f"{look.edge} on {look.tint}"
        side = Content.styled("║" if self.has_focus else "│", edge) if look.full else Content(" ")
        lines = [self._top(look, edge, width)]
        for index, row in enumerate(rows):
            here = index == 0 and self.has_focus
            inside = row if here else Content.assemble("  ", row)
            lines.append(Content.assemble(side, inside.pad_right(width - 2 - inside.cell_length), side))
        lines.append(self._foot(look, edge, width))
        return [line.stylize_before(ground) for line in lines]

    def _top(self, look: Look, edge: str, width: int) -> Content:
        dash = "═" if self.has_focus else "─"
        left, end = (("╔", "╗") if self.has_focus else ("┌", "┐")) if look.full else (dash, dash)
        badge = Content.styled(f" {_(look.badge)} ", look.badge_style)
        rest = width - 3 - badge.cell_length
        return Content.assemble((left + dash, edge), badge, (dash * rest + end, edge))

    def _foot(self, look: Look, edge: str, width: int) -> Content:
        dash = "═" if self.has_focus else "─"
        left, end = (("╚", "╝") if self.has_focus else ("└", "┘")) if look.full else (dash, dash)
        action = words(self.action).plain
        if not action:
            return Content.styled(left + dash * (width - 2) + end, edge)
        if self.has_focus:
            action = _("{key}: {action}").format(key=key_name("enter"), action=action)
        style = "bold $ink-text" if look.full else "bold $closed-text"
        rest = width - 5 - len(action)
        return Content.assemble((left + dash * rest, edge), (f" {action} ", style), (dash + end, edge))

    def _day(self, room: int) -> Content:
        distribution = self.card.distribution
        text = cut_middle(day_and_hours(distribution), room)
        if self.has_focus:
            return Content.assemble((">", "$mark-text"), (f" {text} ", "$focus-text"))
        return Content.styled(text, "bold $ink-text")

    def _where(self, room: int) -> list[Content]:
        place = self.card.distribution.place
        address = f"{place.address}, {place.postcode} {place.city}"
        if len(address) > room:
            address = f"{place.address}, {place.city}"
        return [Content.styled(cut_middle(user_text(text).plain, room), "$ink-text") for text in (place.name, address)]

    def _when(self, room: int) -> list[Content]:
        distribution, state = self.card.distribution, self.card.state
        tz = distribution.place.timezone
        at = distribution.opens_at if state == "upcoming" else distribution.closes_at
        told = (formats.from_now if state in ("open", "upcoming") else formats.since)(at, self.now, tz)
        label = Content.styled(_(LABELS[state]), "$muted-text")
        exact = cut_middle(formats.short_day_and_time(at, tz), room)
        span = Content.styled(told, "$ink-text")
        if label.cell_length + span.cell_length >= room:
            # What presses is how long is left; what is over is said by its date.
            label, span = (Content(""), span) if state in ("open", "upcoming") else (label, Content(""))
        return [spread(label, span, room), Content.styled(exact, "bold $ink-text")]

    def _mine(self, room: int) -> Content:
        card = self.card
        amount = card.ordered + (card.draft_total if card.draft else 0)
        number = Content("")
        badges: tuple[Content, ...] = (Content(""),)  # the longest words first
        if card.basket:
            number = Content.styled(_("basket no. {number}").format(number=card.basket), "bold $ink-text")
        if card.draft == "pending":
            badges = (Content.styled(_("! pending"), "bold $amber-text"),)
        elif card.draft:
            badges = (Content.styled(_("! not validated"), "bold $amber-text"),)
        elif card.correction != "asked" and card.products and not card.way and card.state != "past":
            # Whoever carries it, or comes for it, must know: before all that can wait.
            badges = tuple(Content.styled(_(each), "bold $amber-text") for each in WAY_TO_CHOOSE)
        elif card.correction != "asked" and (delivery := self._delivery()):
            badges = delivery
        elif card.slot is not None and card.state != "past":
            badges = self._slot()
        elif card.correction in CORRECTIONS:
            text, style = CORRECTIONS[card.correction]
            badges = tuple(Content.styled(_(each), style) for each in (text, SHORT_CORRECTIONS[card.correction]))
        label = Content.styled(_("My order"), "$muted-text")
        if not number and not badges[0]:
            return Content.assemble(label, "  ", (_("none"), "$muted-text"))
        price = Content.styled(formats.money(amount), "bold $money-text")
        brief = Content.styled(_("no. {number}").format(number=card.basket), "bold $ink-text") if number else number
        # Where all does not fit, the label goes, then words: badge, number and amount are never cut.
        numbers = (number, brief) if number else (number,)
        for told in ((label, number, badges[0]), *((each, badge) for badge in badges for each in numbers)):
            line = Content("  ").join([part for part in told if part])
            if line.cell_length + price.cell_length < room:
                break
        return spread(line, price, room)

    def _slot(self) -> tuple[Content, ...]:
        """« créneau 14:15 », or what is wished, or that it is to be chosen; then in shorter words."""
        mine, tz = self.card.slot, self.card.distribution.place.timezone
        assert mine is not None
        style = "bold $open-text" if mine.start is not None else "$ink-text" if mine.wishes else "bold $amber-text"
        return tuple(Content.styled(said, style) for said in slot_words.in_short(mine, tz))

    def _delivery(self) -> tuple[Content, ...]:
        """What neighbours bring or are brought, in shorter and shorter words; nothing where one only collects."""
        card, mine = self.card, self.card.delivery
        style = "bold $open-text"
        if card.way == "needs_delivery":
            said = _brought(card, self.now)
            if not mine.comer:
                style = "bold $amber-text"
        elif mine.carries:
            count = ngettext("you deliver to {n} neighbour", "you deliver to {n} neighbours", mine.carries)
            short = ngettext("● {n} neighbour", "● {n} neighbours", mine.carries)
            said = tuple(each.format(n=mine.carries) for each in (count, short))
        else:
            return ()
        return tuple(Content.styled(each, style) for each in said)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Taken(self, self.card))


def day_and_hours(distribution: Distribution) -> str:
    """« Samedi 20 juillet, 13:00–20:00 »."""
    tz = distribution.place.timezone
    day = formats.short_day(distribution.starts_at, tz)
    return capital(f"{day}, {formats.hours(distribution.starts_at, distribution.ends_at, tz)}")


def _brought(card: DistributionCard, now: int) -> tuple[str, ...]:
    mine, tz = card.delivery, card.distribution.place.timezone
    name = user_text(mine.comer).plain
    if not name:
        return () if card.state == "past" else (_("! delivery: nobody yet"), _("! to be delivered"))
    if mine.delivered:
        return (_("● delivered"),)
    comes = _("● {name} comes").format(name=name)
    if mine.meet_at is None:
        return comes, cut_middle(comes, 16)
    when = f"{formats.near_day(mine.meet_at, now, tz)} {formats.time_of_day(mine.meet_at, tz)}"
    return _("● {name} comes, {when}").format(name=name, when=when), comes, cut_middle(comes, 16)
