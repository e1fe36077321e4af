"""The language in use, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from i18n import language
from i18n.language import LANGUAGES, N_, _, current, ngettext, use


def test_french_is_spoken_until_another_language_is_chosen() -> None:
    assert current() == "fr"
    assert _("Monday") == "lundi"
    use("de")
    assert (current(), _("Monday")) == ("de", "Montag")


def test_a_language_that_is_not_there_is_not_taken() -> None:
    with pytest.raises(KeyError):
        use("it")
    assert current() == "fr"


def test_each_language_bears_its_own_name() -> None:
    assert LANGUAGES == {"fr": "Français", "en": "English", "de": "Deutsch"}


@pytest.mark.parametrize(("code", "none"), [("fr", "0 pièce"), ("en", "0 pieces"), ("de", "0 Stück")])
def test_nothing_is_singular_in_french_and_plural_elsewhere(code: str, none: str) -> None:
    use(code)
    assert ngettext("{n} piece", "{n} pieces", 0).format(n=0) == none


def test_a_message_without_words_shows_itself() -> None:
    assert _("no such message") == "no such message"
    assert ngettext("one such", "many such", 2) == "many such"
    assert N_("Monday") == "Monday"


def test_without_catalogues_messages_show_as_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("installed")
    monkeypatch.setattr(language, "_WORDS", empty / "words")
    monkeypatch.setattr(language, "_SOURCES", empty / "pyproject.toml")
    monkeypatch.setattr(language, "_catalogues", {})
    assert _("Monday") == "Monday"


def test_words_are_spoken_without_babel() -> None:
    code = """
import sys
from i18n.language import _, use
from i18n import formats, refusals
assert _("Monday") == "lundi", _("Monday")
formats.day_and_time(0, "Europe/Paris")
heavy = [name for name in ("babel", "textual", "rich", "peewee", "decimal", "locale") if name in sys.modules]
assert heavy in ([], ["locale"]), heavy
"""
    _("Monday")  # catalogues are compiled from here on
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
