"""The first screen: who are you, and the secret that shows it. Light, because everybody waits for it at start."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from db.errors import Refusal, SignInRefused
from i18n.language import N_, _
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line, Rule
from widgets.text import Words, words

if TYPE_CHECKING:
    from db.access import Attempt, Proof
    from db.values.people import Person
    from screens.demo_accounts import DemoAccounts

FORGET_SECONDS = 90  # what was typed and left must not serve the next person

SIGN_UP = Action("account", "f4", "sign_up", N_("Sign up"), N_("Create my account in a group."))


# For who is not signed in: leaving is coming to the first screen, and F4 is their way to an account.
TO_SIGN_IN = actions.SIGN_OUT._replace(label=N_("To sign in"), tip=N_("To the first screen, to sign in."))


class SignIn(CounterPage[None]):
    """Stands under all other pages, and is come back to when somebody leaves."""

    HELP = N_(
        "Type your e-mail address, your phone number or your member number, then Enter. "
        "Type your secret code, then Enter.\n"
        "New here? F4: sign up. Only looking? F2: the groups, their distributions and their products.\n"
        "You have lost your code: ask a volunteer for a code that serves once, and type it as your secret code. "
        "“Code forgotten” says more."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next field; from the secret code, sign in.")),
        actions.ORDERS._replace(label=N_("Groups"), tip=N_("See the groups and their products without an account.")),
        SIGN_UP,
        actions.HELP,
        actions.LANGUAGE,
        actions.QUIT,
        Action("sign_in", "f8", "sign_in", N_("Sign in"), N_("With this name and this code."), shown=False),
        Action("forgotten", "f3", "forgotten", N_("Code forgotten"), N_("What to do without the code."), shown=False),
    )
    AUTO_FOCUS = "#name"
    VERTICAL_BREAKPOINTS = [(0, "-h24"), (30, "-h30"), (38, "-h38")]
    DEFAULT_CSS = """
    SignIn > #body { align-horizontal: center; }
    SignIn #all { width: 62; height: auto; }
    SignIn.-w120 #all { width: 66; }
    SignIn.-h30 #all { margin-top: 2; }
    SignIn.-h38 #all { margin-top: 5; }
    SignIn Line { margin-left: 1; }
    SignIn Rule { margin-left: 1; }
    SignIn Panel { padding: 1 2 0 2; margin-top: 1; }
    SignIn Panel Line { margin-left: 0; }
    SignIn #secret-part { height: auto; layers: base over; }
    SignIn #secret-rows { height: auto; }
    SignIn #secret-row { height: 3; }
    SignIn #secret { width: 20; margin-right: 3; }
    SignIn #secret-row Button { margin: 1 3 0 0; }
    SignIn #forgotten { layer: over; dock: right; margin: 0; }
    SignIn #refused { display: none; }
    SignIn.-refused #refused { display: block; }
    SignIn #demo { height: auto; margin-top: 1; }
    SignIn.-refused.-h24 #demo { margin-top: 0; }
    """

    _checking = False
    _forgetting: Timer | None = None

    def body(self) -> Iterable[Widget]:
        everything: list[Widget] = [
            Line(_title),
            Panel(
                NameField(N_("E-mail, phone or member number"), id="name", limit=254),
                Container(
                    Vertical(
                        Line(_secret_label),
                        Horizontal(
                            Field(kind="secret", width=20, limit=128, id="secret"),
                            Button(N_("Sign in"), main=True, action="sign_in"),
                            Button(N_("Sign up"), action="account"),
                            id="secret-row",
                        ),
                        RefusedLine(id="refused"),
                        id="secret-rows",
                    ),
                    Button(N_("Code forgotten"), action="forgotten", id="forgotten"),
                    id="secret-part",
                ),
                title=N_("Sign in"),
            ),
        ]
        if self.program.demo:
            from screens.demo_accounts import DemoAccounts

            everything.append(Vertical(Line(_demo_title), Rule(), DemoAccounts(), id="demo"))
        yield Vertical(*everything, id="all")

    # --- Fields -----------------------------------------------------------------------------------------------------

    @property
    def name_field(self) -> Field:
        return self.query_one("#name", Field)

    @property
    def secret_field(self) -> Field:
        return self.query_one("#secret", Field)

    def on_field_changed(self, message: Field.Changed) -> None:
        if message.value:
            self._refuse_here("")
            self._forget_later()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.field is self.secret_field:
            self.action_act("sign_in")

    def on_demo_accounts_taken(self, message: DemoAccounts.Taken) -> None:
        self.name_field.value, self.secret_field.value = message.account.email, message.account.secret
        self.action_act("sign_in")

    def expect(self, name: str) -> None:
        """Somebody was found to have an account: their name is filled in, the secret is theirs to type."""
        self.name_field.value = name
        self.secret_field.focus()

    def forget(self) -> None:
        """Empty the fields for the next person."""
        self.name_field.value = self.secret_field.value = ""
        self._refuse_here("")
        self.name_field.focus()

    def _forget_later(self) -> None:
        if self._forgetting is not None:
            self._forgetting.stop()
        self._forgetting = self.set_timer(FORGET_SECONDS, self.forget)

    # --- Signing in -------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        return tuple(action for action in self.ACTIONS if not (self.program.kiosk and action is actions.QUIT))

    def why_not(self, action_id: str) -> Words | None:
        if self._checking and action_id not in ("help", "language"):
            return N_("One moment: your code is being checked.")
        return None

    def sign_in(self) -> None:
        """Look up the name, check the secret in a thread, then let in or say why not."""
        name, secret = self.name_field.value, self.secret_field.value
        if not name.strip():
            self.name_field.focus()
            self._refuse_here(N_("Type your e-mail address, your phone number or your member number."))
            return
        if not secret:
            self.secret_field.focus()
            self._refuse_here(N_("Type your secret code."))
            return
        from db.access import look_up, verify

        self._refuse_here("")
        try:
            attempt = look_up(self.book, name)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._checking = True
        self.echo(N_("Your code is being checked…"))
        self.program.elsewhere(partial(verify, attempt, secret), partial(self._verified, attempt))

    def _verified(self, attempt: Attempt, proof: Proof | Exception) -> None:
        self._checking = False
        self.echo("")
        if isinstance(proof, Exception):
            raise proof
        from db.access import settle

        try:
            person = settle(self.book, attempt, proof)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self.forget()
        if not proof.must_choose:
            self.program.welcome(person)
            return
        from screens.choose_secret import ChooseSecret

        self.open(ChooseSecret(person, recovery=proof.how == "recovery"), partial(self._secret_chosen, person))

    def _secret_chosen(self, person: Person, chosen: bool | None) -> None:
        if chosen:
            self.program.welcome(person)

    def _refused(self, refusal: Refusal) -> None:
        from i18n.refusals import sentence

        if isinstance(refusal, SignInRefused):
            self.secret_field.value = ""
            self.secret_field.focus()
        self._refuse_here(lambda: sentence(refusal))

    def _refuse_here(self, why: Words) -> None:
        self.set_class(bool(why), "-refused")
        self.query_one(RefusedLine).text = why

    # --- Elsewhere --------------------------------------------------------------------------------------------------

    def sign_up(self) -> None:
        from screens.sign_up import SignUp

        self.open(SignUp())

    def forgotten(self) -> None:
        from screens.forgotten import Forgotten

        self.open(Forgotten())


def _title() -> Content:
    return Content.assemble(
        ("COMPTOIR", "bold $closed-text"),
        "  ",
        (_("bulk food, ordered and handed out among neighbours"), "$muted-text"),
    )


def _secret_label() -> Content:
    return Content.assemble((_("Secret code"), "bold $ink-text"), "  ", (_("six digits or more"), "$muted-text"))


def _demo_title() -> Content:
    return Content.assemble(
        (_("Demo book"), "bold $amber-text"), (_(": ↓ then Enter to try an account"), "$muted-text")
    )


class NameField(Field):
    """Leads on at once: who types faster than the screen follows must not see their secret beside their name."""

    async def on_event(self, event: events.Event) -> None:
        there = self.screen.focused
        if isinstance(event, events.Key) and there not in (self, None):
            there.post_message(event)  # it was on its way when the key before moved the focus
            return
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        page = self.screen
        if event.key == "enter" or (event.key == "down" and not page.query("DemoAccounts")):
            page.set_focus(page.query_one("#secret"))
        elif event.key == "down":  # straight to the accounts to try: nothing else is below it on the screen
            page.set_focus(page.query_one("DemoAccounts"))
        else:
            return
        event.stop()
        event.prevent_default()


class RefusedLine(Line):
    """Why not, under the fields it is about."""

    def lines(self, width: int) -> list[Content]:
        rows = words(self.text).wrap(max(10, width - 2))
        signs = ("×" if index == 0 else " " for index in range(len(rows)))
        return [
            Content.assemble((sign, "bold $danger-text"), " ", row.stylize_before("$danger-text"))
            for sign, row in zip(signs, rows, strict=True)
        ]
