"""Names of people within sentences."""

from __future__ import annotations

import unicodedata

from i18n.language import current

_VOWELS = "aeiouœæ"  # before h and y nobody can tell by the letter: « de Hélène », « de Yann »


def with_name(said: str, name: str, **facts: str) -> str:
    """`said` with its `{name}` and other `facts` filled in. In French « de {name} » becomes « d'Élodie »."""
    first = unicodedata.normalize("NFD", name.strip()[:1])[:1].lower()
    if current() == "fr" and first and first in _VOWELS:
        said = said.replace("de {name}", "d'{name}")
    return said.format(name=name, **facts)
