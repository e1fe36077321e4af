"""A code that lets somebody in once: six digits in big letters, for ten minutes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.content import Content
from textual.widget import Widget

from db import access
from db.people_search import Found
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.number_plate import NumberPlate
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import user_text


def give_code(page: CounterPage[Any], member: Found) -> None:
    """Ask once, then show a code above `page`; a code given before stops working."""
    number = user_text(member.number).plain
    question = Question(
        N_("A code for this person?"),
        [
            [
                Fact(N_("Name"), user_text(member.name[:38])),
                Fact(N_("Member"), lambda: _("no. {number}").format(number=number)),
            ],
            [Fact(N_("Give it only to the person themselves."), muted=True)],
        ],
        N_("Give a code"),
        yes_key=N_("Give a code"),
    )
    page.app.push_screen(question, lambda yes: _give(page, member) if yes else None)


def _give(page: CounterPage[Any], member: Found) -> None:
    write(
        page,
        partial(access.give_code, page.book, page.session.person.id, member.id),
        lambda code: page.open(CodePage(member, code)),
        lambda refusal: page.refuse(lambda: sentence(refusal)),
    )


class CodePage(CounterPage[None]):
    """The only place where the code is; left, it is gone."""

    HELP = N_(
        "The member signs in with their number (or e-mail, or phone), and this code instead of a secret code.\n"
        "It works once, for ten minutes. Then they choose a secret code of their own, which nobody else knows."
    )
    ACTIONS = (
        Action("close", "enter", "go_back", N_("Close"), N_("The code is gone from the screen; it still works.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    CodePage NumberPlate { margin: 2 0 2 4; }
    """

    def __init__(self, member: Found, code: str) -> None:
        super().__init__()
        self.member, self._code = member, code

    def body(self) -> Iterable[Widget]:
        self._until = self.book.clock.now() + access.CODE_LASTS
        yield Line(self._whose)
        yield NumberPlate(self._code)
        yield Line(self._how)

    def _whose(self) -> Content:
        number = _("no. {number}").format(number=user_text(self.member.number).plain)
        return Content.assemble(
            (_("Code for"), "$muted-text"), " ", (user_text(self.member.name).plain.upper(), "bold $ink-text"),
            "   ", (number, "$ink-text"),
        )  # fmt: skip

    def _how(self) -> str:
        from db.groups import DEFAULT_TIMEZONE

        return _(
            "It works once, until {time}.\nOn the first screen (F12) they type their number, {number}, then this code."
        ).format(time=formats.time_of_day(self._until, DEFAULT_TIMEZONE), number=user_text(self.member.number).plain)

    @property
    def typing(self) -> bool:
        return False
