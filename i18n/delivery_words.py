"""What is said of the delivery of somebody's order, on screen and on paper."""

from __future__ import annotations

from db.values.delivery import MyDelivery
from i18n.language import _, ngettext
from i18n.moments import show_moment


def delivery(way: str, mine: MyDelivery, tz: str) -> str:
    """« Hélène vient, samedi 20 juillet, 17:30 », « vous livrez 2 voisins »; nothing when one only collects."""
    if way == "needs_delivery":
        if not mine.comer:
            return _("asked for, nobody for the moment")
        if mine.delivered:
            return _("delivered by {name}").format(name=mine.comer)
        if mine.meet_at is None:
            return _("{name} comes, day and hour to be agreed").format(name=mine.comer)
        return _("{name} comes, {when}").format(name=mine.comer, when=show_moment(mine.meet_at, tz))
    if mine.carries:
        return ngettext("you deliver to {n} neighbour", "you deliver to {n} neighbours", mine.carries).format(
            n=mine.carries
        )
    return _("you have not taken any order yet") if way == "can_deliver" else ""
