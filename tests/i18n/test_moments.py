"""The day and hour that two neighbours agreed, as they type it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db.errors import MomentContradicts, MomentTooFar, MomentUnreadable, Refusal
from i18n.language import LANGUAGES, use
from i18n.moments import FARTHEST, read_moment, show_moment

few = settings(max_examples=200, deadline=None)
languages = st.sampled_from(list(LANGUAGES))
zones = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea", "UTC"])
PARIS = "Europe/Paris"
DAY = 86_400


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp())


DISTRIBUTION = at("2019-07-20 13:00")  # a Saturday


def read(text: str, near: int = DISTRIBUTION) -> str:
    return datetime.fromtimestamp(read_moment(text, near=near, timezone=PARIS), ZoneInfo(PARIS)).isoformat(
        " ", "minutes"
    )[:16]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("samedi 20, 17:30", "2019-07-20 17:30"),
        ("sam 17h30", "2019-07-20 17:30"),
        ("Sam. 17 h 30", "2019-07-20 17:30"),
        ("dimanche 10h", "2019-07-21 10:00"),
        ("dim 10 heures", "2019-07-21 10:00"),
        ("20/07 17:30", "2019-07-20 17:30"),
        ("20/7/2019 17:30", "2019-07-20 17:30"),
        ("20/7/19, 17:30", "2019-07-20 17:30"),
        ("20 juillet à 17 h", "2019-07-20 17:00"),
        ("le 20 juillet 2019 à 17h05", "2019-07-20 17:05"),
        ("17:30", "2019-07-20 17:30"),
        ("9h", "2019-07-20 09:00"),
        ("à 17h30 le samedi 20", "2019-07-20 17:30"),
        ("1er août 8h", "2019-08-01 08:00"),
        ("jeudi 1er 8h", "2019-08-01 08:00"),
        ("mar 20h15", "2019-07-23 20:15"),
        ("mercredi 9:00", "2019-07-24 09:00"),
        ("vendredi 18h", "2019-07-26 18:00"),
        ("lundi 22 à 18\u00a0h", "2019-07-22 18:00"),
        ("SAMEDI 20 17H30", "2019-07-20 17:30"),
        ("Samstag 20., 17:30 Uhr", "2019-07-20 17:30"),
        ("Sa 20.7. 17.30 Uhr", "2019-07-20 17:30"),
        ("am Samstag, den 20. Juli um 17 Uhr", "2019-07-20 17:00"),
        ("So 10 Uhr 15", "2019-07-21 10:15"),
        ("20.07.2019 17:30", "2019-07-20 17:30"),
        ("Mi 18 Uhr", "2019-07-24 18:00"),
        ("Saturday 20 5:30 pm", "2019-07-20 17:30"),
        ("Sat 20 July at 5.30pm", "2019-07-20 17:30"),
        ("July 20th, 5 p.m.", "2019-07-20 17:00"),
        ("Sunday the 21st 10 am", "2019-07-21 10:00"),
        ("12 pm", "2019-07-20 12:00"),
        ("12 am", "2019-07-20 00:00"),
    ],
)
def test_a_moment_is_read_as_it_is_typed_in_any_language(typed: str, moment: str) -> None:
    for language in LANGUAGES:
        if typed.startswith("mar ") and language != "fr":
            continue
        use(language)
        assert read(typed) == moment


@pytest.mark.parametrize(
    ("language", "typed", "moment"),
    [
        ("fr", "mar 23 9h", "2019-07-23 09:00"),
        ("fr", "di 9h", "2019-07-21 09:00"),
        ("de", "Di 9 Uhr", "2019-07-23 09:00"),
    ],
)
def test_an_abbreviation_means_what_it_means_in_the_current_language(language: str, typed: str, moment: str) -> None:
    use(language)
    assert read(typed) == moment


def test_a_month_may_be_named_before_or_after_its_day() -> None:
    near = at("2019-03-23 13:00")
    assert read("20 mar 9h", near) == read("mer 20 mars 9h", near) == "2019-03-20 09:00"
    use("en")
    assert read("Mar 20, 9 am", near) == "2019-03-20 09:00"


def test_month_and_year_are_those_nearest_to_the_distribution() -> None:
    assert read("2 18h", at("2019-12-28 13:00")) == "2020-01-02 18:00"
    assert read("2/1 18h", at("2019-12-28 13:00")) == "2020-01-02 18:00"
    assert read("30 18h", at("2020-01-04 13:00")) == "2019-12-30 18:00"
    assert read("29/02 18h", at("2020-02-22 13:00")) == "2020-02-29 18:00"
    assert read("15 18h", at("2019-06-30 13:00")) == "2019-07-15 18:00"  # as near as 15 June, and still to come
    assert read("mardi 2 18h", at("2019-07-17 13:00")) == "2019-07-02 18:00"  # 2 August is nearer by no weekday


def test_a_day_of_the_week_is_never_one_before_the_distribution() -> None:
    days = [read(f"{day} 18h")[8:10] for day in ("sam", "dim", "lun", "mar", "mer", "jeu", "ven")]
    assert days == ["20", "21", "22", "23", "24", "25", "26"]


@pytest.mark.parametrize(
    "typed",
    [
        "", "samedi", "samedi 20", "20/07", "17", "samedi 20 17", "demain 9h", "morgen 9 Uhr", "tomorrow 9 am", "25:00",
        "17:60", "24h", "13 pm", "0 am", "31/02 9h", "32 9h", "0 9h", "20/13 9h", "00/00 9h", "juillet 9h", "17h-19h",
        "entre 17h et 18h", "samedi dimanche 9h", "20 21 9h", "jui 9h", "20 jui 9h", "9h !", "x 9h", "9h\n10h",
        "samedi 20, 17:30" + " " * 60, "٢٠ 9h", "１７:30", "9h30m", "17:30:00", "20/07 21/07 9h", "2019 9h", "-9h",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(MomentUnreadable) as caught:
        read(typed)
    assert caught.value.text == typed


@pytest.mark.parametrize("typed", ["dimanche 20, 17:30", "Sunday 20 July 5 pm", "lundi 20/07 9h", "ven 20 9h"])
def test_a_day_that_is_not_that_of_the_date_is_refused(typed: str) -> None:
    with pytest.raises(MomentContradicts):
        read(typed)


@pytest.mark.parametrize("typed", ["20/09 9h", "20 janvier 9h", "20/07/2020 9h", "20 July 1019 9:00", "19 juin 9h"])
def test_a_moment_far_from_the_distribution_is_refused(typed: str) -> None:
    with pytest.raises(MomentTooFar) as caught:
        read(typed)
    assert caught.value.days == FARTHEST


def test_an_hour_that_summer_time_skips_is_the_one_after_and_one_that_comes_twice_is_the_first() -> None:
    assert read("31/03 2h30", at("2019-03-30 13:00")) == "2019-03-31 03:30"
    twice = read_moment("27/10 2h30", near=at("2019-10-26 13:00"), timezone=PARIS)
    assert twice == at("2019-10-27 01:30") + 3600


def test_without_a_zone_the_hour_is_that_of_the_computer() -> None:
    moment = read_moment("17:30", near=DISTRIBUTION, timezone="")
    assert show_moment(moment, "").endswith("17:30")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "samedi 20 juillet, 17:30"), ("en", "Saturday 20 July, 17:30"), ("de", "Samstag, 20. Juli, 17:30")],
)
def test_a_moment_is_shown_short(language: str, shown: str) -> None:
    use(language)
    assert show_moment(at("2019-07-20 17:30"), PARIS) == shown


@few
@given(languages, languages, zones, st.integers(0, 4_000_000_000), st.integers(-29 * DAY, 29 * DAY))
def test_what_is_shown_is_read_back_to_the_minute(shown: str, spoken: str, zone: str, near: int, away: int) -> None:
    moment = (near + away) // 60 * 60
    local = datetime.fromtimestamp(moment, ZoneInfo(zone))
    assume(not local.fold)  # the second of an hour that comes twice
    use(shown)
    text = show_moment(moment, zone)
    use(spoken)
    assert read_moment(text, near=near, timezone=zone) == moment


@few
@given(st.one_of(st.text(), st.text("0123456789 hH:./pmasdilunr,")), languages, zones)
def test_any_text_is_a_moment_close_to_the_distribution_or_a_refusal(text: str, language: str, zone: str) -> None:
    use(language)
    try:
        moment = read_moment(text, near=DISTRIBUTION, timezone=zone)
    except Refusal:
        return
    assert abs(moment - DISTRIBUTION) < (FARTHEST + 2) * DAY
