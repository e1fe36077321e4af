"""Money, quantities and dates, compared with Babel over generated values."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n import formats
from i18n.language import LANGUAGES, use

few = settings(max_examples=200, deadline=None)
languages = st.sampled_from(list(LANGUAGES))
cents = st.integers(-1_000_000_000, 1_000_000_000)
instants = st.integers(0, 4_102_444_800)  # until 2100
zones = st.sampled_from(["Europe/Paris", "Europe/Berlin", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea", "UTC"])
PARIS = "Europe/Paris"
SPANS: tuple[Literal["minute", "hour", "day"], ...] = ("minute", "hour", "day")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp())


def babel_locale(language: str) -> str:
    return "en_GB" if language == "en" else language


def as_babel(text: str) -> str:
    """The two habits of our own taken back: L for litres, and a space before a unit that never breaks."""
    return text.replace("L", "l").replace("\u202f", "\u00a0").replace(" ", "\u00a0")


@few
@given(languages, cents)
def test_money_is_written_as_cldr_does(language: str, amount: int) -> None:
    use(language)
    assert formats.money(amount) == format_currency(Decimal(amount) / 100, "EUR", locale=language)


@few
@given(languages, st.integers(-10_000_000, 10_000_000), st.sampled_from([("kg", "kilogram"), ("L", "liter")]))
def test_quantities_are_written_as_cldr_does(language: str, thousandths: int, unit: tuple[str, str]) -> None:
    use(language)
    ours, theirs = unit
    exact = format_unit(Decimal(thousandths) / 1000, theirs, "short", locale=language)
    assert as_babel(formats.quantity(thousandths, ours)) == as_babel(exact)


@few
@given(languages, st.integers(-10_000_000, 10_000_000), st.sampled_from([("kg", "gram"), ("L", "milliliter")]))
def test_small_quantities_are_written_as_cldr_does(language: str, thousandths: int, unit: tuple[str, str]) -> None:
    use(language)
    ours, theirs = unit
    exact = format_unit(thousandths, theirs, "short", locale=language).replace("Gramm", "g")  # one gram, in German
    assert as_babel(formats.quantity_small(thousandths, ours)) == as_babel(exact)


@few
@given(languages, st.integers(0, 10_000), st.integers(-10_000_000, 10_000_000))
def test_rates_and_counts_are_written_as_cldr_does(language: str, hundredths: int, count: int) -> None:
    use(language)
    rate = format_percent(Decimal(hundredths) / 10_000, locale=language, decimal_quantization=False)
    assert formats.vat(hundredths) == rate
    assert formats.number(count) == format_decimal(count, locale=language)


@few
@given(languages, instants, zones)
def test_days_and_hours_are_written_as_cldr_does(language: str, instant: int, zone: str) -> None:
    use(language)
    locale = babel_locale(language)
    local = datetime.fromtimestamp(instant, ZoneInfo(zone))
    short = {"fr": "EEEE d MMMM", "en": "EEEE d MMMM", "de": "EEEE, d. MMMM"}[language]
    between = {"fr": " à ", "en": " at ", "de": " um "}[language]
    number = {"fr": "dd/MM/y", "en": "dd/MM/y", "de": "dd.MM.y"}[language]
    clock = format_time(local, "HH:mm", locale=locale)
    assert formats.day(instant, zone) == format_date(local, "full", locale=locale)
    assert formats.short_day(instant, zone) == format_date(local, short, locale=locale)
    assert formats.date_number(instant, zone) == format_date(local, number, locale=locale)
    assert formats.time_of_day(instant, zone) == clock
    assert formats.day_and_time(instant, zone) == formats.day(instant, zone) + between + clock
    assert formats.short_day_and_time(instant, zone) == format_datetime(local, short, locale=locale) + between + clock


@few
@given(languages, st.integers(1, 59), st.sampled_from(SPANS))
def test_time_spans_are_said_as_cldr_does(language: str, amount: int, span: Literal["minute", "hour", "day"]) -> None:
    use(language)
    now = at("2019-07-15 10:12")
    amount = min(amount, 23) if span == "hour" else amount
    length = amount * {"minute": 60, "hour": 3600, "day": 86_400}[span]
    for seconds in (length, -length):
        # A threshold beyond reach: Babel keeps to the span it is told.
        theirs = format_timedelta(seconds, span, threshold=10_000, add_direction=True, locale=language)
        assert formats.from_now(now + seconds, now, PARIS) == theirs


def test_the_examples_of_the_counter() -> None:
    plain = str.maketrans({"\u00a0": " ", "\u202f": " "})
    seen = [
        formats.money(153),
        formats.money(-153),
        formats.quantity(250, "kg"),
        formats.quantity(1000, "kg"),
        formats.quantity(500, "L"),
        formats.quantity(0, "piece"),
        formats.quantity(1000, "piece"),
        formats.quantity(2000, "piece"),
        formats.quantity_small(250, "kg"),
        formats.quantity_small(250, "L"),
        formats.quantity_small(2000, "piece"),
        formats.quantity_spoken(500, "kg"),
        formats.quantity_spoken(1500, "kg"),
        formats.unit_price(610, "kg"),
        formats.unit_price(690, "piece"),
        formats.vat(550),
        formats.vat(2000),
        formats.number(1234),
    ]
    assert [text.translate(plain) for text in seen] == [
        "1,53 €",
        "-1,53 €",
        "0,25 kg",
        "1 kg",
        "0,5 L",
        "0 pièce",
        "1 pièce",
        "2 pièces",
        "250 g",
        "250 mL",
        "2 pièces",
        "500 g",
        "1,5 kg",
        "6,10 €/kg",
        "6,90 €/pièce",
        "5,5 %",
        "20 %",
        "1 234",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_never_leaves_its_unit(language: str) -> None:
    use(language)
    written = [formats.money(123_456), formats.quantity(1500, "kg"), formats.quantity(2000, "piece"), formats.vat(550)]
    assert not [text for text in written if " " in text]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", "mercredi 17 juillet 2019 à 12:00"),
        ("en", "Wednesday, 17 July 2019 at 12:00"),
        ("de", "Mittwoch, 17. Juli 2019 um 12:00"),
    ],
)
def test_a_day_and_its_hour(language: str, written: str) -> None:
    use(language)
    assert formats.day_and_time(at("2019-07-17 12:00"), PARIS) == written


def test_hours_are_those_of_the_place() -> None:
    start, end = at("2019-07-20 13:00"), at("2019-07-20 20:00")
    assert formats.hours(start, end, PARIS) == "13:00–20:00"
    assert formats.hours(start, end, "Indian/Reunion") == "15:00–22:00"


def test_an_hour_is_right_on_both_sides_of_summer_time() -> None:
    assert formats.time_of_day(at("2019-03-31 01:59") + 60, PARIS) == "03:00"
    assert formats.time_of_day(at("2019-10-27 12:00"), PARIS) == "12:00"


@pytest.mark.parametrize(
    ("instant", "seen"),
    [
        ("2019-07-17 12:00", "dans 2 jours"),
        ("2019-07-29 08:00", "dans 14 jours"),
        ("2019-07-16 10:12", "dans 1 jour"),
        ("2019-07-16 10:11", "dans 23 heures"),
        ("2019-07-15 11:12", "dans 1 heure"),
        ("2019-07-15 11:11", "dans 59 minutes"),
        ("2019-07-15 10:13", "dans 1 minute"),
        ("2019-07-15 10:12", "il y a moins d'une minute"),
        ("2019-07-15 10:02", "il y a 10 minutes"),
        ("2019-07-15 08:00", "il y a 2 heures"),
        ("2019-07-12 12:00", "il y a 3 jours"),
    ],
)
def test_how_far_an_instant_is(instant: str, seen: str) -> None:
    assert formats.from_now(at(instant), at("2019-07-15 10:12"), PARIS) == seen


def test_less_than_a_minute_is_said_so() -> None:
    now = at("2019-07-15 10:12")
    assert formats.from_now(now + 59, now, PARIS) == "dans moins d'une minute"


@pytest.mark.parametrize(("language", "span"), [("fr", "3 jours"), ("en", "3 days"), ("de", "3 Tagen")])
def test_the_span_since_the_closing_stands_alone(language: str, span: str) -> None:
    use(language)
    assert formats.since(at("2019-07-12 12:00"), at("2019-07-15 10:12"), PARIS) == span


@few
@given(instants, instants)
def test_a_span_never_promises_more_time_than_there_is(one: int, other: int) -> None:
    now, later = min(one, other), max(one, other)
    said = formats.from_now(later, now, "UTC")
    number = int("".join(sign for sign in said if sign.isdigit()) or "0")
    if "heure" in said:
        assert number * 3600 <= later - now
    if "minute" in said:
        assert number * 60 <= later - now


def test_an_empty_zone_is_the_computers_own() -> None:
    instant = at("2019-07-17 12:00")
    assert formats.time_of_day(instant, "") == datetime.fromtimestamp(instant).strftime("%H:%M")
