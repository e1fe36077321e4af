"""Catalogues: merged from areas, and checked against the code."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from i18n import check_words
from i18n.check_words import complaints, messages_in_code, missing
from i18n.compile_words import WordsRefused, compile_all, merged

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def words(tmp_path: Path) -> Path:
    for language in ("fr", "en", "de"):
        (tmp_path / "words" / language).mkdir(parents=True)
    return tmp_path / "words"


def write(words: Path, area: str, body: str, language: str = "fr") -> None:
    (words / language / f"{area}.po").write_text(HEADER + body, encoding="utf-8")


def code(tmp_path: Path, text: str) -> Path:
    (tmp_path / "code" / "tui").mkdir(parents=True)
    (tmp_path / "code" / "tui" / "some.py").write_text(text, encoding="utf-8")
    return tmp_path / "code"


def spoken(words: Path, language: str = "fr") -> gettext.GNUTranslations:
    with (words / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_areas_are_merged_into_one_catalogue_a_language(words: Path) -> None:
    write(words, "one", 'msgid "Bread"\nmsgstr "Pain"\n')
    write(words, "two", 'msgid "{n} egg"\nmsgid_plural "{n} eggs"\nmsgstr[0] "{n} œuf"\nmsgstr[1] "{n} œufs"\n')
    compile_all(words)
    assert spoken(words).gettext("Bread") == "Pain"
    assert spoken(words).ngettext("{n} egg", "{n} eggs", 0) == "{n} œuf"
    assert spoken(words, "de").gettext("Bread") == "Bread"


def test_two_areas_may_hold_the_same_words(words: Path) -> None:
    write(words, "one", 'msgid "Bread"\nmsgstr "Pain"\n')
    write(words, "two", 'msgid "Bread"\nmsgstr "Pain"\n')
    compile_all(words)
    assert spoken(words).gettext("Bread") == "Pain"


def test_two_areas_that_disagree_are_refused_and_named(words: Path) -> None:
    write(words, "one", 'msgid "Bread"\nmsgstr "Pain"\n')
    write(words, "two", 'msgid "Bread"\nmsgstr "Baguette"\n')
    with pytest.raises(WordsRefused, match=r"'Bread'.*one\.po.*two\.po"):
        compile_all(words)


def test_a_catalogue_that_cannot_be_read_is_refused_and_named(words: Path) -> None:
    write(words, "one", "Bread = Pain\n")
    with pytest.raises(WordsRefused, match=r"one\.po"):
        compile_all(words)


def test_doubtful_and_empty_words_are_left_out(words: Path) -> None:
    write(words, "one", '#, fuzzy\nmsgid "Bread"\nmsgstr "Pin"\n\nmsgid "Salt"\nmsgstr ""\n')
    compile_all(words)
    assert spoken(words).gettext("Bread") == "Bread"
    assert spoken(words).gettext("Salt") == "Salt"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("", "not translated: 'Add {what}'"),
        ('msgid "Add {what}"\nmsgstr ""\n', "a form is empty or doubtful: 'Add {what}'"),
        ('#, fuzzy\nmsgid "Add {what}"\nmsgstr "Ajouter {what}"\n', "a form is empty or doubtful"),
        ('msgid "Add {what}"\nmsgstr "Ajouter {quoi}"\n', "placeholders differ: 'Add {what}'"),
        ('msgid "Add {what}"\nmsgstr "Ajouter {what"\n', "placeholders differ: 'Add {what}'"),
        (
            'msgid "Add {what}"\nmsgstr "Ajouter {what}"\n\nmsgid "Old"\nmsgstr "Vieux"\n',
            "no longer in the code: 'Old'",
        ),
    ],
)
def test_a_gap_or_a_stale_word_is_named(words: Path, tmp_path: Path, body: str, complaint: str) -> None:
    write(words, "one", body)
    found = list(complaints(messages_in_code(code(tmp_path, '_("Add {what}")')), merged(words, "fr"), "fr"))
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("forms", "complaint"),
    [
        (("{n} œuf", "{n} œufs"), ""),
        (("un œuf", "{n} œufs"), ""),
        (("{n} œuf", "des œufs"), "placeholders differ"),
        (("{m} œuf", "{n} œufs"), "placeholders differ"),
        (("{n} œuf", ""), "a form is empty"),
    ],
)
def test_every_plural_form_is_checked(words: Path, tmp_path: Path, forms: tuple[str, str], complaint: str) -> None:
    one, many = forms
    body = f'msgid "{{n}} egg"\nmsgid_plural "{{n}} eggs"\nmsgstr[0] "{one}"\nmsgstr[1] "{many}"\n'
    write(words, "one", body)
    found = list(
        complaints(messages_in_code(code(tmp_path, 'ngettext("{n} egg", "{n} eggs", n)')), merged(words, "fr"), "fr")
    )
    assert len(found) == (1 if complaint else 0)
    assert all(complaint in line for line in found)


def test_a_plural_that_is_translated_as_a_singular_is_named(words: Path, tmp_path: Path) -> None:
    write(words, "one", 'msgid "{n} egg"\nmsgstr "{n} œuf"\n')
    found = list(
        complaints(messages_in_code(code(tmp_path, 'ngettext("{n} egg", "{n} eggs", n)')), merged(words, "fr"), "fr")
    )
    assert "singular and plural differ" in found[0]


def test_marked_constants_count_as_used_and_are_offered_to_fill_in(words: Path, tmp_path: Path) -> None:
    write(words, "one", "")
    found = messages_in_code(code(tmp_path, 'A = N_("Bread")\n_("Salt")\nother("Sugar")'))
    assert sorted(str(one.id) for one in missing(found, merged(words, "fr"), "fr") if one.id) == ["Bread", "Salt"]
    assert all(one.string == one.id for one in missing(found, merged(words, "en"), "en") if one.id)


def test_the_areas_of_formats_and_refusals_are_complete_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    check_words.main([])
    here = [line for line in capsys.readouterr().out.splitlines() if "(i18n/" in line]
    assert here == []


def test_a_word_inside_an_f_string_is_not_forgotten(tmp_path: Path) -> None:
    found = messages_in_code(code(tmp_path, "f\"{_('Add {what}')} …\""))
    assert [message.id for message in found if message.id] == ["Add {what}"]


def test_french_signs_of_two_parts_stay_with_their_word() -> None:
    from i18n.compile_words import unbroken

    held = {
        "Vous dites : « oui » ?": "Vous dites\u00a0: «\u00a0oui\u00a0»\u00a0?",
        "à 12:30, `a;b`, https://example.org": "à 12:30, `a;b`, https://example.org",
        "{name} ; {other} !": "{name}\u00a0; {other}\u00a0!",
        "aligné   : ici": "aligné   : ici",
    }
    assert {text: unbroken(text) for text in held} == held
