"""Whether every word of the program is there in every language: `python -m i18n.check_words`. Needs Babel.

Exit code 1 names each message that is not translated, no longer in the code, or whose placeholders differ.
`python -m i18n.check_words --missing de` prints what is missing as a .po file to fill in.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from i18n.compile_words import WordsRefused, is_translated, merged
from i18n.language import LANGUAGES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parent.parent
WORDS = Path(__file__).parent / "words"
FOLDERS = ("tui", "screens", "widgets", "printing", "i18n", "db")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


def messages_in_code(root: Path = ROOT) -> Catalog:
    """Every message that the code asks for, with where."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract

    found = Catalog(fuzzy=False)
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py")):
        with path.open("rb") as source:
            for line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
                found.add(message, locations=[(str(path.relative_to(root)), line)], context=context)
        for line, message in _inside_f_strings(path.read_text(encoding="utf-8")):
            found.add(message, locations=[(str(path.relative_to(root)), line)])
    return found


def _inside_f_strings(source: str) -> Iterator[tuple[int, str]]:
    """What Babel does not look into: `f"{_('Total')}"`."""
    for text in ast.walk(ast.parse(source)):
        if isinstance(text, ast.JoinedStr):
            for call in ast.walk(text):
                match call:
                    case ast.Call(func=ast.Name(id="_" | "N_"), args=[ast.Constant(value=str(message))]):
                        yield call.lineno, message


def complaints(code: Catalog, catalogue: Catalog, language: str) -> Iterator[str]:
    """What is wrong with one language, a line each."""
    for message in code:
        if not message.id:
            continue
        where = ", ".join(f"{path}:{line}" for path, line in message.locations[:2])
        words = catalogue.get(_key(message))
        if words is None:
            yield f"{language}: not translated: {_key(message)!r} ({where})"
        elif isinstance(message.id, str) != isinstance(words.id, str) or (
            message.pluralizable and words.id != message.id
        ):
            yield f"{language}: singular and plural differ from the code: {_key(message)!r} ({where})"
        elif not is_translated(words) or (words.pluralizable and len(words.string or ()) != catalogue.num_plurals):
            yield f"{language}: a form is empty or doubtful: {_key(message)!r} ({where})"
        elif not _same_placeholders(words):
            yield f"{language}: placeholders differ: {_key(message)!r} ({where})"
    for message in catalogue:
        if message.id and code.get(_key(message)) is None:
            yield f"{language}: no longer in the code: {_key(message)!r}"


def missing(code: Catalog, catalogue: Catalog, language: str) -> Catalog:
    """What `language` has no words for, ready to be filled in; English is its own message."""
    from babel.messages.catalog import Catalog

    skeleton = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in code:
        words = catalogue.get(_key(message)) if message.id else None
        if message.id and (words is None or not is_translated(words)):
            skeleton.add(message.id, message.id if language == "en" else None, locations=message.locations)
    return skeleton


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _same_placeholders(message: Message) -> bool:
    """A singular may leave its number out (« one product »); every other form has all and only the message's own."""
    try:
        if isinstance(message.id, str):
            return isinstance(message.string, str) and _placeholders(message.id) == _placeholders(message.string)
        wanted = _placeholders(message.id[1])
        *singular, plural = (_placeholders(form) for form in message.string or ())
        return plural == wanted and all(form <= wanted for form in singular)
    except ValueError:  # a brace stands alone
        return False


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m i18n.check_words", description=__doc__)
    parser.add_argument("--missing", metavar="LANGUAGE", choices=list(LANGUAGES))
    options = parser.parse_args(arguments)
    code = messages_in_code()
    if options.missing:
        from babel.messages.pofile import write_po

        write_po(sys.stdout.buffer, missing(code, merged(WORDS, options.missing), options.missing), omit_header=True)
        return 0
    found: list[str] = []
    for language in LANGUAGES:
        try:
            found += complaints(code, merged(WORDS, language), language)
        except WordsRefused as refused:
            found.append(str(refused))
    print("\n".join(found) or f"{len(code)} messages, complete in {', '.join(LANGUAGES)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
