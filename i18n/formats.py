"""How money, quantities and dates are written: as CLDR does (en dates: en_GB), without carrying it along.

Two habits differ from CLDR: litres are `L` and `mL` in every language, since `l` reads as 1; and the space before a
unit never breaks a line. Money is cents, quantities are thousandths, instants UTC seconds, zones IANA names (an empty
name is the computer's own zone).
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from i18n.language import N_, _, current, ngettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NO_BREAK = "\u00a0"
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400

# Decimal sign, sign between thousands. French thousands take the narrow no-break space.
_SIGNS = {"fr": (",", "\u202f"), "en": (".", ","), "de": (",", ".")}
_SMALL = {"kg": "g", "L": "mL"}

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


# --- Numbers --------------------------------------------------------------------------------------------------------


def number(n: int) -> str:
    """`1 234`: a count, thousands set apart."""
    return _decimal(n, 0)


def money(cents: int) -> str:
    """`1,53 €`, `-1,53 €`; in English `€1.53`."""
    amount = _decimal(abs(cents), 2, 2)
    sign = "-" if cents < 0 else ""
    return f"{sign}€{amount}" if current() == "en" else f"{sign}{amount}{NO_BREAK}€"


def quantity(thousandths: int, unit: str) -> str:
    """`0,25 kg`, `1,5 L`, `2 pièces`: in the product's own unit, without idle zeros."""
    amount = _decimal(thousandths, 3)
    if unit == "piece":
        whole = abs(thousandths) // 1_000
        return ngettext("{n} piece", "{n} pieces", whole).format(n=amount).replace(" ", NO_BREAK)
    return f"{amount}{NO_BREAK}{unit}"


def quantity_alone(thousandths: int) -> str:
    """`0,25`: where a column says the unit."""
    return _decimal(thousandths, 3)


def quantity_small(thousandths: int, unit: str) -> str:
    """`250 g`, `250 mL`: in the small unit. Pieces have none and stay pieces."""
    if unit == "piece":
        return quantity(thousandths, unit)
    return f"{number(thousandths)}{NO_BREAK}{_SMALL[unit]}"


def quantity_spoken(thousandths: int, unit: str) -> str:
    """As one says it: `500 g` below a kilo, `1,5 kg` from there on."""
    return (quantity_small if abs(thousandths) < 1_000 else quantity)(thousandths, unit)


def unit_name(unit: str) -> str:
    """`kg`, `L`, `pièce`."""
    return _("piece") if unit == "piece" else unit


def unit_price(cents: int, unit: str) -> str:
    """`6,10 €/kg`, `6,90 €/pièce`."""
    return f"{money(cents)}/{unit_name(unit)}"


def vat(hundredths: int) -> str:
    """`5,5 %`, from hundredths of a percent; in English `5.5%`."""
    return _decimal(hundredths, 2) + ("%" if current() == "en" else f"{NO_BREAK}%")


def _decimal(value: int, places: int, least: int = 0) -> str:
    """`value` / 10**`places`, written with at least `least` decimals and no more than are needed."""
    point, between = _SIGNS[current()]
    whole, rest = divmod(abs(value), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0").ljust(least, "0") if places else ""
    written = f"{whole:,}".replace(",", between) + (point + decimals if decimals else "")
    return f"-{written}" if value < 0 else written


# --- Days and hours -------------------------------------------------------------------------------------------------


def day(at: int, tz: str) -> str:
    """`samedi 20 juillet 2019`. Lower case in French: who begins a line with it makes the capital."""
    return _date(N_("{weekday}, {day} {month} {year}"), at, tz)


def short_day(at: int, tz: str) -> str:
    """`samedi 20 juillet`."""
    return _date(N_("{weekday} {day} {month}"), at, tz)


def near_day(at: int, now: int, tz: str) -> str:
    """`samedi` when it is one of the next six days, `samedi 20 juillet` otherwise."""
    local = _local(at, tz)
    days = (local.date() - _local(now, tz).date()).days
    return _(_WEEKDAYS[local.weekday()]) if 0 <= days < 7 else short_day(at, tz)


def date_number(at: int, tz: str) -> str:
    """`20/07/2019`."""
    local = _local(at, tz)
    return _("{day}/{month}/{year}").format(day=f"{local.day:02d}", month=f"{local.month:02d}", year=local.year)


def time_of_day(at: int, tz: str) -> str:
    """`08:00`."""
    local = _local(at, tz)
    return f"{local.hour:02d}:{local.minute:02d}"


def day_and_time(at: int, tz: str) -> str:
    """`mercredi 17 juillet 2019 à 12:00`."""
    return _("{day} at {time}").format(day=day(at, tz), time=time_of_day(at, tz))


def short_day_and_time(at: int, tz: str) -> str:
    """`mercredi 17 juillet à 12:00`."""
    return _("{day} at {time}").format(day=short_day(at, tz), time=time_of_day(at, tz))


def date_and_time(at: int, tz: str) -> str:
    """`17 juillet à 12:00`: where the day of the week has been said, or there is no room for it."""
    return _("{day} at {time}").format(day=_date(N_("{day} {month}"), at, tz), time=time_of_day(at, tz))


def near_day_and_time(at: int, tz: str) -> str:
    """`mercredi 17 à 12:00`: where the month is plain."""
    return _("{day} at {time}").format(day=_date(N_("{weekday} {day}"), at, tz), time=time_of_day(at, tz))


def hours(start: int, end: int, tz: str) -> str:
    """`13:00–20:00`."""
    return f"{time_of_day(start, tz)}–{time_of_day(end, tz)}"


def from_now(at: int, now: int, tz: str) -> str:
    """`dans 2 jours`, `dans 3 heures`; for what is past `il y a 2 jours`. Never more time than there is."""
    amount, span = _span(at, now, tz)
    if at > now:
        return {
            "days": ngettext("in {n} day", "in {n} days", amount),
            "hours": ngettext("in {n} hour", "in {n} hours", amount),
            "minutes": ngettext("in {n} minute", "in {n} minutes", amount),
            "seconds": _("in less than a minute"),
        }[span].format(n=amount)
    return {
        "days": ngettext("{n} day ago", "{n} days ago", amount),
        "hours": ngettext("{n} hour ago", "{n} hours ago", amount),
        "minutes": ngettext("{n} minute ago", "{n} minutes ago", amount),
        "seconds": _("less than a minute ago"),
    }[span].format(n=amount)


def since(at: int, now: int, tz: str) -> str:
    """`3 jours`: the span alone, as it stands after « depuis »."""
    amount, span = _span(at, now, tz)
    return {
        "days": ngettext("{n} day", "{n} days", amount),
        "hours": ngettext("{n} hour", "{n} hours", amount),
        "minutes": ngettext("{n} minute", "{n} minutes", amount),
        "seconds": _("less than a minute"),
    }[span].format(n=amount)


def _span(at: int, now: int, tz: str) -> tuple[int, str]:
    """Days as the calendar counts them from 24 hours on, else whole hours, minutes, or less."""
    seconds = abs(at - now)
    if seconds >= _DAY:
        return abs((_local(at, tz).date() - _local(now, tz).date()).days), "days"
    if seconds >= _HOUR:
        return seconds // _HOUR, "hours"
    if seconds >= _MINUTE:
        return seconds // _MINUTE, "minutes"
    return 0, "seconds"


def _date(pattern: str, at: int, tz: str) -> str:
    local = _local(at, tz)
    return _(pattern).format(
        weekday=_(_WEEKDAYS[local.weekday()]), day=local.day, month=_(_MONTHS[local.month - 1]), year=local.year
    )


def _local(at: int, tz: str) -> datetime:
    return datetime.fromtimestamp(at, _zone(tz)) if tz else datetime.fromtimestamp(at)


@cache
def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
