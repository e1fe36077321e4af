"""The recovery code, shown once: the way back in for somebody whom nobody else can let in."""

from __future__ import annotations

from textual.content import Content

from i18n.language import N_
from screens.questions import CarefulChoice, Step
from widgets.choice import Option
from widgets.part import Line


class RecoveryStep(Step):
    """Waits until the code was written on paper. Only an Enter that comes after it was painted counts."""

    DEFAULT_CSS = """
    RecoveryStep #code { margin: 0 0 1 3; }
    RecoveryStep #keep { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        self._line = Line(style="bold $ink-text", id="code")
        super().__init__(
            "recovery",
            N_("Recovery code"),
            N_("Write this code on paper, now."),
            self._line,
            Line(
                N_(
                    "It is shown only this once. If you forget your secret code, it lets you in: type it as your "
                    "secret code, then choose a new one. Keep the paper at home or with the papers of the group."
                ),
                style="$muted-text",
                id="keep",
            ),
            CarefulChoice((Option("written", N_("It is written down: go on")),)),
            box=False,
        )

    def show(self, code: str) -> None:
        self._line.text = Content(code)
