"""The words of the current language. A catalogue is read when its first word is asked for: importing this is cheap."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

# Each language under its own name: who looks for theirs must not need to read another.
LANGUAGES = {"fr": "Français", "en": "English", "de": "Deutsch"}
DEFAULT = "fr"

_WORDS = Path(__file__).parent / "words"
_SOURCES = _WORDS.parent.parent / "pyproject.toml"  # stands there in a source checkout only

_language = DEFAULT
_catalogues: dict[str, NullTranslations] = {}


def use(language: str) -> None:
    """Speak `language` (a key of LANGUAGES) from now on; KeyError for any other."""
    global _language
    if language not in LANGUAGES:
        raise KeyError(language)
    _language = language


def current() -> str:
    """The language in use: 'fr', 'en' or 'de'."""
    return _language


def _(message: str) -> str:
    """The words for `message` in the current language. Placeholders are left for `str.format`."""
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """As `_`, in the form that goes with `n`. French takes the singular below 2, English and German for 1 only."""
    return _catalogue().ngettext(one, many, n)


def N_(message: str) -> str:
    """Marks a constant for translation and returns it as it is: `_` translates it when it is shown."""
    return message


def _catalogue() -> NullTranslations:
    catalogue = _catalogues.get(_language)
    if catalogue is None:
        catalogue = _catalogues[_language] = _read(_language)
    return catalogue


def _read(language: str) -> NullTranslations:
    compiled = _WORDS / f"{language}.mo"
    if _SOURCES.exists() and _is_stale(compiled, language):
        _compile()
    try:
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()


def _is_stale(compiled: Path, language: str) -> bool:
    try:
        made = compiled.stat().st_mtime_ns
    except FileNotFoundError:
        return True
    return any(source.stat().st_mtime_ns > made for source in (_WORDS / language).glob("*.po"))


def _compile() -> None:
    """In a source checkout with the development tools: words that were just written are there at the next start."""
    from i18n.compile_words import WordsRefused, compile_all

    try:
        compile_all(_WORDS)
    except ImportError:  # no Babel here: messages show as they are
        return
    except WordsRefused as refused:
        import warnings

        warnings.warn(f"words not compiled: {refused}", stacklevel=2)
