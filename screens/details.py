"""« Modifier »: names, e-mail, phone, address, secret code and language of whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.containers import Horizontal
from textual.widget import Widget

from db import access
from db.access import Attempt, Proof
from db.accounts import change_details, change_secret, memberships
from db.errors import Refusal, SignInRefused
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from screens.details_form import DetailsForm, said
from screens.sign_up import SignUp
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words

MISSING = {
    "address": ("address1", N_("! ADDRESS"), N_("The members of this group must give their address.")),
    "phone": ("phone", N_("! PHONE"), N_("Your phone number is missing.")),
}


class Details(CounterPage[bool]):
    """Dismisses with True once something was saved. `missing` ('address', 'phone') is what somebody came for."""

    HELP = N_(
        "Change what you want, then F8: all of it is saved at once, or nothing and you are told why.\n"
        "Leave the three secret codes empty to keep yours. To change it, type the old one, then the new one twice.\n"
        "An e-mail address or a phone number is enough; with either you can sign in."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next field.")),
        actions.VALIDATE._replace(id="save", method="save", label=N_("Save"), tip=N_("Save everything at once.")),
        actions.NEXT_FIELD,
        actions.HELP,
        actions.BACK,
    )
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    Details #title { margin: 0 0 1 0; }
    Details #all { height: auto; }
    Details #who-sees { display: none; width: 31; margin-left: 3; padding: 1 1 0 1; }
    Details #who-sees { background: $paper; border-title-background: $paper; }
    Details.-w120 #who-sees { display: block; }
    Details #who-sees Line { margin-bottom: 1; }
    """

    def __init__(self, missing: str = "") -> None:
        super().__init__()
        self._missing = missing
        self.busy = False

    def body(self) -> Iterable[Widget]:
        yield Line(N_("Change my details"), style="bold $ink-text", id="title")
        who = Panel(
            *(Line(words, style="$muted-text") for words in SignUp.WHO_SEES), title=N_("Who sees what"), id="who-sees"
        )
        yield Horizontal(DetailsForm(self.session.person), who, id="all")

    def on_mount(self) -> None:
        first, badge, words = MISSING.get(self._missing, ("first_name", "", ""))
        if badge:
            self.band("refused", badge, words)
        self.form.field(first).focus()

    @property
    def form(self) -> DetailsForm:
        return self.query_one(DetailsForm)

    @property
    def typing(self) -> bool:
        """Whether somebody is in the middle of a field: the lock waits."""
        return isinstance(self.focused, Field) and self.focused.typing

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if self.busy and action_id != "help":
            return N_("One moment: this is being recorded.")
        return None

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """Enter: this one is right, next. What cannot be read is said at once."""
        if self.form.can_be_read(message.field.id or ""):
            self.focus_next()

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.say(N_("F8 saves everything at once."))

    def save(self) -> None:
        """F8: check every field, then the old secret if there is a new one, then write all of it."""
        refused = self.form.first_refused()
        if refused is not None:
            refused.focus()
        elif self.form.secret_typed:
            self._check_old()
        else:
            self._write()

    def _check_old(self) -> None:
        """The old secret is checked and the new one hashed in a thread: both take long on purpose."""
        person = self.session.person
        attempt = access.look_up(self.book, person.number)
        old, new = self.form.field("old").value, self.form.field("new").value
        staff = any(own.role != "member" for own in memberships(self.book, person.id))
        self.busy = True
        self.echo(N_("Your secret code is being recorded…"))

        def compute() -> tuple[Proof, str]:
            proof = access.verify(attempt, old)
            return proof, access.hash_secret(new, strong=staff) if proof.how else ""

        self.program.elsewhere(compute, partial(self._checked, attempt))

    def _checked(self, attempt: Attempt, result: tuple[Proof, str] | Exception) -> None:
        self.busy = False
        self.echo("")
        if isinstance(result, Exception):
            raise result
        proof, secret_hash = result
        try:
            access.settle(self.book, attempt, proof)
        except SignInRefused as refusal:
            wait, field = refusal.wait, self.form.field("old")
            field.error = lambda: _not_your_code(wait)
            field.focus()
        except Refusal as refusal:
            self.refuse(said(refusal))
        else:
            self._write(secret_hash)

    def _write(self, secret_hash: str = "") -> None:
        changes, book, who = self.form.changes, self.book, self.session.person.id
        if not changes and not secret_hash:
            self.dismiss(None)
            return

        def work() -> None:
            change_details(book, who, who, **changes)
            if secret_hash:
                change_secret(book, who, who, secret_hash)

        write(self, work, lambda _: self._saved(), self._refused)

    def _saved(self) -> None:
        self.program.renew_session()
        self.program.speak()
        self.dismiss(True)

    def _refused(self, refusal: Refusal) -> None:
        """At the field it is about; what was typed stays."""
        place = self.form.place_of(refusal)
        if place is None:
            self.refuse(said(refusal))
        else:
            place.error = said(refusal)
            place.focus()

    def go_back(self) -> None:
        if self.busy:
            return
        if not self.form.changes and not self.form.secret_typed:
            self.dismiss(None)
            return
        question = Question(
            N_("Leave without saving?"),
            [[Fact(N_("Your details stay as they were."))]],
            N_("Leave"),
            yes_key=N_("Leave"),
            no_key=N_("Go on"),
            no=N_("Go on"),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(question, answered)


def _not_your_code(wait: int) -> str:
    if not wait:
        return _("This is not your code. Try again.")
    return ngettext(
        "This is not your code. Try again in {n} second.", "This is not your code. Try again in {n} seconds.", wait
    ).format(n=wait)
