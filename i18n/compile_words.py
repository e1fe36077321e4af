"""Merges `words/<language>/*.po`, one file an area, into `words/<language>.mo`. Needs Babel, which users lack."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from i18n.formats import NO_BREAK
from i18n.language import LANGUAGES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


# The blank before : ; ? ! » and after «, unless it is one of several that align.
_BESIDE_SIGN = re.compile(r"(?<! ) (?=[:;?!»])|(?<=«) (?! )")


class WordsRefused(ValueError):
    """A catalogue cannot be read, or two areas translate one message differently."""


def is_translated(message: Message) -> bool:
    """Every form is there and nobody marked it as doubtful."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(forms) and all(forms) and not message.fuzzy


def read_area(path: Path, language: str) -> Catalog:
    """One .po file; WordsRefused when it cannot be read."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise WordsRefused(f"{path}: {error}") from error


def merged(words: Path, language: str) -> Catalog:
    """All areas of one language; WordsRefused when two of them disagree on a message."""
    from babel.messages.catalog import Catalog

    whole = Catalog(locale=language, charset="utf-8", fuzzy=False)
    seen: dict[str, tuple[object, object, str]] = {}
    for path in sorted((words / language).glob("*.po")):
        for message in read_area(path, language):
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            string = tuple(message.string) if isinstance(message.string, list) else message.string
            if key in seen and seen[key][:2] != (message.id, string):
                raise WordsRefused(f"{language}: {key!r} is translated differently in {seen[key][2]} and {path.name}")
            seen[key] = (message.id, string, path.name)
            whole.add(message.id, string, flags=message.flags)
    return whole


def unbroken(text: str) -> str:
    """A French text whose lines never begin with « ; » nor end with an opening quote: such blanks are no-break ones.

    The .po files hold ordinary blanks: nobody could see the difference there.
    """
    return _BESIDE_SIGN.sub(NO_BREAK, text)


def compile_all(words: Path) -> None:
    """Write `<language>.mo` for every folder of `words`. What is not translated is left out: its message shows."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    for language in LANGUAGES:
        complete = Catalog(locale=language, charset="utf-8", fuzzy=False)
        for message in merged(words, language):
            if message.id and is_translated(message):
                string = message.string
                if language == "fr":
                    string = unbroken(string) if isinstance(string, str) else [unbroken(form) for form in string or ()]
                complete.add(message.id, string)
        # Written beside and renamed: another program may be reading its words right now.
        beside = words / f"{language}.mo.{os.getpid()}"
        with beside.open("wb") as file:
            write_mo(file, complete)
        beside.replace(words / f"{language}.mo")


if __name__ == "__main__":
    compile_all(Path(__file__).parent / "words")
