"""The first row: where one is, and who is here."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from i18n.language import N_, _
from widgets.part import Part
from widgets.text import cut_middle, spread, user_text

LEAST_LEFT = 26  # columns that a long name leaves to the program and the group
ROLES = {"volunteer": N_("volunteer"), "coordinator": N_("coordination")}


class Header(NamedTuple):
    """What the application tells the header. Without a name nobody is signed in, and nothing personal is shown.

    `balance` is in cents. `context` follows the group (« samedi 20 juillet »), `hour` stands at the right for
    volunteers instead of the balance. `language` is its own name (« Français »), shown while nobody is signed in.
    """

    group: str = ""
    context: str = ""
    name: str = ""
    balance: int | None = None
    role: str = "member"
    hour: str = ""
    language: str = ""


class HeaderLine(Part):
    """`Comptoir  GROUPE` at the left; name and balance, or the language, at the right."""

    GROUND = "$bar-text"

    def lines(self, width: int) -> list[Content]:
        page = self.page
        return [painted(page.header() if page is not None else Header(), width)]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 1


def painted(header: Header, width: int) -> Content:
    """The header in `width` columns."""
    from i18n import formats

    left = Content.styled(" Comptoir", "$bar-title")
    if header.group:
        left = Content.assemble(left, "  ", user_text(header.group).stylize_before("$bar-muted"))
    if header.context:
        left = Content.assemble(left, "  ", user_text(header.context).stylize_before("$bar-muted"))
    if not header.name:
        right = Content(f"{header.language}   F9 {_('Language')} " if header.language else " ")
    else:
        right = Content(f", {_(ROLES[header.role])}" if header.role in ROLES else "")
        if header.hour:
            right = Content.assemble(right, f"   {header.hour}")
        elif header.balance is not None:
            balance = _("balance {amount}").format(amount=formats.money(header.balance))
            right = Content.assemble(right, f"   {balance}")
        # A long name gives way before the balance does, and leaves some room for where one is.
        room = width - right.cell_length - min(left.cell_length, LEAST_LEFT) - 2
        name = cut_middle(user_text(header.name).plain, max(8, room))
        right = Content.assemble(name, right, " ")
    return spread(left, right, width)
