"""The keyboard was left: nothing personal is shown until the same person is back, or somebody else starts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widget import Widget

from db.errors import Refusal, SignInRefused
from i18n.language import N_
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.text import Words

if TYPE_CHECKING:
    from db.access import Attempt, Proof


class Locked(CounterPage[None]):
    """The secret of who was here leads back to exactly where they were; Escape or F12 lets somebody else start."""

    LOCKED = True
    HELP = N_(
        "The screen is locked because no key was pressed for a while. Who was here types their secret code and goes on "
        "where they were. Somebody else presses Esc and starts anew; what the other person typed is kept for them."
    )
    ACTIONS = (
        Action("unlock", "enter", "unlock", N_("Unlock"), N_("Go on where you were.")),
        actions.HELP,
        actions.LANGUAGE,
        actions.SIGN_OUT._replace(label=N_("Somebody else")),
        Action("back", "escape", "sign_out", N_("Somebody else"), N_("To the first screen.")),
    )
    GLOBAL = ()
    AUTO_FOCUS = "#secret"
    DEFAULT_CSS = """
    Locked > #body { align: center middle; }
    Locked #all { width: 62; height: auto; }
    Locked Panel { padding: 1 2; }
    Locked .note { margin-top: 1; }
    """

    _checking = False

    def body(self) -> Iterable[Widget]:
        yield Vertical(
            Panel(
                Field(N_("Secret code"), kind="secret", width=30, limit=200, id="secret"),
                Line(N_("Your secret code brings you back to where you were."), style="$muted-text", classes="note"),
                Line(N_("Somebody else: Esc. Nothing is lost."), style="$muted-text"),
                title=N_("Locked"),
            ),
            id="all",
        )

    def footer(self) -> Iterable[Action]:
        unlock, help_, language, _sign_out, back = self.ACTIONS
        return unlock, help_, language, back

    @property
    def field(self) -> Field:
        return self.query_one("#secret", Field)

    def why_not(self, action_id: str) -> Words | None:
        if self._checking and action_id != "help":
            return N_("One moment: your code is being checked.")
        return None

    def on_field_submitted(self) -> None:
        self.action_act("unlock")

    def unlock(self) -> None:
        """Check the secret of the person of the session, in a thread."""
        if not self.field.value:
            self.field.error = N_("Type your secret code.")
            return
        from db.access import look_up, verify

        try:
            attempt = look_up(self.book, self.session.person.number)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._checking = True
        self.echo(N_("Your code is being checked…"))
        self.program.elsewhere(partial(verify, attempt, self.field.value), partial(self._verified, attempt))

    def _verified(self, attempt: Attempt, proof: Proof | Exception) -> None:
        self._checking = False
        self.echo("")
        if isinstance(proof, Exception):
            raise proof
        from db.access import Proof as Found
        from db.access import settle

        # A code that serves once is for the first screen; here only the secret of the very person will do.
        if proof.how != "secret" or proof.member_id != self.session.person.id:
            proof = Found()
        try:
            settle(self.book, attempt, proof)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self.dismiss(None)

    def _refused(self, refusal: Refusal) -> None:
        from i18n.refusals import sentence

        self.field.value = ""
        if isinstance(refusal, SignInRefused) and not refusal.wait:
            self.field.error = N_("This code does not open this screen. Try again; somebody else presses Esc.")
        else:
            self.field.error = lambda: sentence(refusal)

    def go_back(self) -> None:
        self.program.sign_out()
