"""The day and hour that two neighbours agreed, as they type it: « samedi 20, 17:30 », « Sa 20.7. 17 Uhr ».

The words of all three languages are always understood, those of the current one first. Times are UTC seconds, zones
IANA names (an empty name is the computer's own zone).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from typing import NamedTuple

from db.errors import MomentContradicts, MomentTooFar, MomentUnreadable
from db.values.text import fold
from i18n.formats import short_day, time_of_day
from i18n.language import current

FARTHEST = 30  # days before or after the distribution

_LONGEST = 60  # characters

# Folded. An abbreviation is the beginning of a word: three letters of a month, two of a day.
_WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
}
_MONTHS = {
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "en": "january february march april may june july august september october november december",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
}
_IDLE = frozenset(("a", "at", "um", "am", "le", "den", "the", "of", "on", "vers", "gegen", "et", "und", "and", "der"))

_CLOCK = re.compile(
    r"(?<![0-9./])(?P<hour>[0-9]{1,2})(?:"
    r"(?:[:.](?P<minute>[0-9]{2}))?\s*(?P<half>[ap])\.?\s?m\b\.?"  # 5 pm, 5:30 p.m.
    r"|(?:[:.](?P<uhr>[0-9]{2}))?\s*uhr\b(?:\s*(?P<after>[0-9]{2})(?![0-9.]))?"  # 17 Uhr, 17.30 Uhr, 17 Uhr 30
    r"|:(?P<plain>[0-9]{2})(?![0-9])"
    r"|\s*h(?:eures?)?(?![a-z])(?:\s*(?P<french>[0-9]{2})(?![0-9./]))?"  # 17 h, 17h30
    r")"
)
_NUMBERS = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})(?:[./](?P<year>[0-9]{4}|[0-9]{2})?)?(?![0-9])"
)
_ENDING = re.compile(r"(?<=[0-9])(?:er|st|nd|rd|th)(?![a-z])")
_PIECE = re.compile(r"[^\W\d_]+|[0-9]+|[^\s,.'’]")


def show_moment(at: int, timezone: str) -> str:
    """« samedi 20 juillet, 17:30 », in the current language; `read_moment` reads it back."""
    return f"{short_day(at, timezone)}, {time_of_day(at, timezone)}"


def read_moment(text: str, *, near: int, timezone: str) -> int:
    """UTC seconds of the day and hour typed, close to the distribution `near` (UTC seconds).

    An hour alone is on its day, a day of the week alone is the first from its day on; month and year are those nearest
    to it. An hour that summer time skips is the one after it, one that comes twice is the first.
    MomentUnreadable, MomentContradicts when day and date differ, MomentTooFar beyond FARTHEST days.
    """
    zone = _zone(timezone)
    around = datetime.fromtimestamp(near, zone).date()
    plain = text.lower() if len(text) <= _LONGEST else ""
    clock = _CLOCK.search(plain)
    time = _time(clock) if clock else None
    said = _said(f"{plain[: clock.start()]} , {plain[clock.end() :]}") if clock else None
    if time is None or said is None or not said.exists():
        raise MomentUnreadable(text=text)
    days = [around + timedelta(days) for days in range(-FARTHEST, FARTHEST + 1)]
    if said.day:
        days = [day for day in days if said.is_date(day)]
        if not days:
            raise MomentTooFar(text=text, days=FARTHEST)
    else:
        days = [day for day in days if day >= around]  # nothing is delivered before it is handed over
    days = [day for day in days if said.weekday in (None, day.weekday())]
    if not days:
        raise MomentContradicts(text=text)
    nearest = min(days, key=lambda day: (abs(day - around), day < around))
    return int(datetime.combine(nearest, time, zone).timestamp())


class _Said(NamedTuple):
    """The day as it was said; 0 or None where it was not."""

    weekday: int | None = None
    day: int = 0
    month: int = 0
    year: int = 0

    def exists(self) -> bool:
        if not self.day:
            return not (self.month or self.year)
        try:
            date(self.year or 2000, self.month or 1, self.day)  # a leap year and a long month
        except ValueError:
            return False
        return True

    def is_date(self, day: date) -> bool:
        return (day.day, self.month or day.month, self.year or day.year) == (self.day, day.month, day.year)


def _time(clock: re.Match[str]) -> clock_time | None:
    hour = int(clock["hour"])
    minute = int(next(filter(None, clock.group("minute", "uhr", "after", "plain", "french")), "0"))
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    return clock_time(hour, minute) if hour < 24 and minute < 60 else None


def _said(text: str) -> _Said | None:
    """None when there is more than a day in it, or less than it seems."""
    said = _Said()
    if numbers := _NUMBERS.search(text):
        year = int(numbers["year"] or 0)
        said = _Said(None, int(numbers["day"]), int(numbers["month"]), year + 2000 * (0 < year < 100))
        if not said.day or not said.month:
            return None
        text = text[: numbers.start()] + " " + text[numbers.end() :]
    for piece in _PIECE.findall(_ENDING.sub("", text)):
        found = _number(piece, said) if piece.isdecimal() else _word(fold(piece), said)
        if found is None:
            return None
        said = found
    return said


def _number(digits: str, said: _Said) -> _Said | None:
    if len(digits) <= 2 and not said.day and int(digits):
        return said._replace(day=int(digits))
    if len(digits) == 4 and said.month and not said.year and int(digits):
        return said._replace(year=int(digits))
    return None


def _word(word: str, said: _Said) -> _Said | None:
    if word in _IDLE:
        return said
    for language in sorted(_WEEKDAYS, key=lambda language: language != current()):
        weekday = _only(word, _WEEKDAYS[language], 2)
        month = _only(word, _MONTHS[language], 3)
        # « mar 20 » is a Tuesday, « 20 mar » in March.
        if month is not None and not said.month and (said.day or weekday is None):
            return said._replace(month=month + 1)
        if weekday is not None and said.weekday is None:
            return said._replace(weekday=weekday)
    return None


def _only(word: str, names: str, least: int) -> int | None:
    """Which name begins with the word, if it is one alone."""
    found = [at for at, name in enumerate(names.split()) if name.startswith(word)]
    return found[0] if len(found) == 1 and len(word) >= least else None


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
