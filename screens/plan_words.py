"""A suggested plan in sentences: why each line, who is left out, how good it is, what was assigned or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.errors import NotAssigned, Refusal
from db.values.delivery import PlanLine, Suggestion, Unserved
from i18n import formats
from i18n.delivery_refusals import NEARNESS
from i18n.language import _, ngettext
from i18n.names import with_name
from i18n.refusals import sentence
from widgets.text import user_text

TICKED, REFUSED, ASSIGNED, GONE = "[x]", "[ ]", "●", "×"


class Shown(NamedTuple):
    """A line of the plan and what became of it: `sign` is one of the four above, `instead` says why it is gone."""

    line: PlanLine
    sign: str
    instead: str = ""


def reason(one: Shown) -> str:
    """« même rue, 6 kg sur 20 kg », or what became of it."""
    return one.instead or _("{nearness}, {load} of {most}").format(
        nearness=_("assigned") if one.sign == ASSIGNED else _(NEARNESS[one.line.nearness]),
        load=formats.quantity(one.line.load, "kg"),
        most=formats.quantity(one.line.most_grams, "kg"),
    )


def recounted(shown: Sequence[Shown]) -> list[Shown]:
    """What each carries with this line and those above it, without the lines that are refused or gone."""
    carried: dict[int, tuple[int, int]] = {}
    found = []
    for one in shown:
        line = one.line
        orders, load = carried.get(line.deliverer_id, (line.orders - 1, line.load - line.grams))
        line = line._replace(orders=orders + 1, load=load + line.grams)
        carried[line.deliverer_id] = (line.orders, line.load) if one.sign in (TICKED, ASSIGNED) else (orders, load)
        found.append(one._replace(line=line))
    return found


def nobody(one: Unserved) -> str:
    """« Personne pour Odile MARTIN, panier n° 7 (14 kg : plus que ce que quiconque porte). »"""
    said = (
        _("Nobody for {name}, basket no. {number} ({weight}: more than anybody carries).")
        if one.why == "weight"
        else _("Nobody for {name}, basket no. {number} ({weight}: nobody has room for it any more).")
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
        why=reason(one._replace(sign=TICKED, instead="")),
        orders=orders,
    )


def served(found: Suggestion) -> str:
    """« 12 demandes sur 13 servies. »"""
    asked = len(found.lines) + len(found.unserved)
    return ngettext("{n} request of {asked} served.", "{n} requests of {asked} served.", len(found.lines)).format(
        n=len(found.lines), asked=asked
    )


def how_good(found: Suggestion, seconds: int, left_out: int) -> str:
    """That no plan is better, or what a better one could have at most. `left_out` pairs were refused before."""
    more, nearer, _fairer = found.gaps
    if found.proven and left_out:
        return ngettext(
            "This is the best sharing without the {n} refused.", "This is the best sharing without the {n} refused.",
            left_out,
        ).format(n=left_out)  # fmt: skip
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


def assigned_words(lines: list[PlanLine]) -> str:
    if len(lines) == 1:
        said = _("{deliverer} brings the order of {name}. Both are to be told.")
        return with_name(said, user_text(lines[0].name).plain, deliverer=user_text(lines[0].deliverer).plain)
    return ngettext(
        "{n} request is assigned. Those concerned are to be told.",
        "{n} requests are assigned. Those concerned are to be told.",
        len(lines),
    ).format(n=len(lines))


def refused_words(refusal: Refusal, names: dict[int, str], left: int) -> str:
    if not isinstance(refusal, NotAssigned):
        return sentence(refusal)
    said = [f"{user_text(names.get(basket_id, '')).plain}: {sentence(why)}" for basket_id, why in refusal.why]
    more = len(said) - 2
    if more > 0:
        said[2:] = [ngettext("And {n} more.", "And {n} more.", more).format(n=more)]
    others = ngettext(
        "Nothing is assigned; {n} other is still ticked.", "Nothing is assigned; {n} others are still ticked.", left
    ).format(n=left)
    return "\n".join([*said, others])
