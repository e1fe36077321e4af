"""Days and hours as they are typed: local to the place of the distribution."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from i18n.language import _

_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})(?:[:hH]([0-9]{2})?)")


def read_day(text: str) -> date:
    """« 2026-12-05 » or « 05/12/2026 »."""
    found = _DAY.fullmatch(text.strip())
    if found:
        year, month, day, day2, month2, year2 = found.groups()
        try:
            return date(int(year or year2), int(month or month2), int(day or day2))
        except ValueError:
            pass
    raise ArgumentTypeError(_("“{text}” is not a day. Example: 2026-12-05.").format(text=text))


def read_moment(text: str) -> datetime:
    """« 2026-12-05 13:00 » or « 05/12/2026 13h »."""
    day, _blank, hour = text.strip().replace("T", " ").partition(" ")
    try:
        return datetime.combine(read_day(day), _read_time(hour))
    except (ArgumentTypeError, ValueError):
        message = _("“{text}” is not a day and an hour. Example: 2026-12-05 13:00.").format(text=text)
        raise ArgumentTypeError(message) from None


def read_hours(text: str) -> tuple[time, time]:
    """« 13:00-20:00 »."""
    start, _dash, end = text.replace("–", "-").partition("-")
    try:
        return _read_time(start), _read_time(end)
    except ValueError:
        message = _("“{text}” is not an hour to another. Example: 13:00-20:00.").format(text=text)
        raise ArgumentTypeError(message) from None


def _read_time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2] or 0))


def instant(moment: datetime, timezone: str) -> int:
    """UTC seconds of a local moment; refuses (ArgumentTypeError) one that the clocks jump over in spring."""
    zone = ZoneInfo(timezone)
    at = int(moment.replace(tzinfo=zone).timestamp())
    if datetime.fromtimestamp(at, zone).replace(tzinfo=None) != moment:
        message = _("{moment} does not exist: clocks are put forward then.").format(moment=f"{moment:%d/%m/%Y %H:%M}")
        raise ArgumentTypeError(message)
    return at


def utc(at: int) -> str:
    """An instant (UTC seconds) for programs: « 2026-12-05T13:00:00Z »."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def end_of(day: date, timezone: str) -> int:
    """The instant (UTC seconds) at which a day is over: « until the 31st » includes it."""
    return instant(datetime.combine(day + timedelta(days=1), time()), timezone)
