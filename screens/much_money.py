"""Money that is unlikely, but may be right: what the book refuses is asked about, and done for who is sure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.errors import MoneyTooMuch, TillShort
from i18n.language import N_
from i18n.refusals import sentence
from screens.counter import CounterPage
from widgets.question import Fact, Question


def ask_about_money(
    page: CounterPage[Any], refusal: MoneyTooMuch | TillShort, sure: Callable[[], object], *facts: Fact
) -> None:
    """`facts` stand below what was refused; `sure` is called when it is right all the same."""
    title = N_("That much money?") if isinstance(refusal, MoneyTooMuch) else N_("Is there enough in the till?")
    question = Question(
        title,
        [[Fact(lambda: sentence(refusal)), *facts]],
        N_("Yes, it is right"),
        no_key=N_("Correct"),
        no=N_("Correct"),
    )

    def answered(yes: bool | None) -> None:
        if yes:
            sure()

    page.app.push_screen(question, answered)
