"""Compile the catalogues of words when a wheel or an editable install is made."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileWords(BuildHookInterface):  # type: ignore[misc]
    """Writes `i18n/words/<language>.mo` from every `i18n/words/<language>/*.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from i18n.compile_words import compile_all

        compile_all(Path(self.root) / "i18n" / "words")
