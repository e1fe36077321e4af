"""The accounts of the demo book, to try on the first screen. Nobody but the demo needs them in memory."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import N_, _
from widgets.part import Part
from widgets.text import cut_middle, pad

SECRET = "246810"


class DemoAccount(NamedTuple):
    email: str
    role: str
    secret: str = SECRET


ACCOUNTS = (
    DemoAccount("sarah.varda@example.org", N_("a member")),
    DemoAccount("benevole@example.org", N_("volunteer")),
    DemoAccount("coordination@example.org", N_("coordination")),
)


class DemoAccounts(Part, can_focus=True):
    """The accounts of the demo book, with their code: Enter signs in with the one under the mark."""

    class Taken(Message):
        def __init__(self, account: DemoAccount) -> None:
            super().__init__()
            self.account = account

    at = 0

    def lines(self, width: int) -> list[Content]:
        lines = []
        for index, account in enumerate(ACCOUNTS):
            here = self.has_focus and index == self.at
            name = Content.styled(account.email, "$focus-text" if here else "$ink-text")
            mark = Content.styled(">", "$mark-text") if here else Content(" ")
            role = Content.styled(cut_middle(_(account.role), 14), "$muted-text")
            code = _("code {code}").format(code=account.secret)
            lines.append(Content.assemble(mark, pad(name, 27), pad(role, 15), (code, "$ink-text")))
        return lines

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.post_message(self.Taken(ACCOUNTS[self.at]))
        elif event.key == "down" and self.at < len(ACCOUNTS) - 1:
            self.at += 1
        elif event.key == "up":
            if not self.at:
                self.screen.query_one("#name").focus()
            self.at = max(0, self.at - 1)
        else:
            return
        event.stop()
        self.refresh()
