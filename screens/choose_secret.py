"""A new secret, typed twice: after a one-time code or a recovery code, or because somebody wants another one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from db.errors import Refusal, SecretsDiffer, TextMissing
from db.values.people import Person
from db.values.secret import check_secret
from i18n.language import N_
from screens.questions import LABEL_WIDTH, NEXT, Questions, Step, said
from screens.recovery import RecoveryStep
from screens.sign_up import SECRET_NOTE
from widgets import actions
from widgets.field import Field
from widgets.question import Fact, Question


class ChooseSecret(Questions[bool]):
    """Dismisses with True once the new secret is recorded.

    With `recovery` the recovery code was used: a new one is made, and shown once. `must` is False when the person has
    a secret that works, and may leave without choosing.
    """

    HELP = N_(
        "Choose a secret code that you keep in mind: six digits or more, or a phrase. Type it twice, so that a slip of "
        "the finger does not lock you out. From now on you sign in with it."
    )
    ACTIONS = (
        NEXT,
        actions.VALIDATE._replace(label=N_("Record"), tip=N_("Keep this secret code.")),
        actions.HELP,
        actions.BACK,
    )

    def __init__(self, person: Person, *, recovery: bool = False, must: bool = True) -> None:
        super().__init__()
        self.person, self._recovery, self._must = person, recovery, must
        self._code = ""

    def steps(self) -> Iterable[Step]:
        secret = Field(N_("Secret code"), kind="secret", label_width=LABEL_WIDTH, width=26, limit=200, id="secret")
        again = Field(N_("Once more"), kind="secret", label_width=LABEL_WIDTH, width=26, limit=200, id="again")
        yield Step(
            "secret",
            N_("Secret code"),
            N_("Choose a new secret code."),
            secret,
            again,
            note=SECRET_NOTE,
            reads=((secret, self._read_secret), (again, self._read_again)),
        )
        yield RecoveryStep()

    def is_asked(self, asks: str) -> bool:
        return asks == "secret" or bool(self._code)

    def _read_secret(self, text: str) -> None:
        if not text:
            raise TextMissing(field="secret")
        who = self.person
        names = (who.first_name, who.last_name, who.first_name2, who.last_name2)
        check_secret(text, (*names, who.email, who.phone, who.address1, who.postcode, who.city))

    def _read_again(self, text: str) -> None:
        if text != self._typed:
            raise SecretsDiffer()

    @property
    def _typed(self) -> str:
        return self.query_one("#secret", Field).value

    def answered(self, asks: str) -> None:
        from db.access import hash_secret
        from db.accounts import memberships

        strong = any(membership.role != "member" for membership in memberships(self.book, self.person.id))
        self.busy = True
        self.echo(N_("Your secret code is being recorded…"))
        self.program.elsewhere(partial(hash_secret, self._typed, strong=strong), self._hashed)

    def _hashed(self, result: str | Exception) -> None:
        self.busy = False
        self.echo("")
        if isinstance(result, Exception):
            raise result
        from db.access import hash_recovery, new_recovery_code
        from db.accounts import change_recovery, change_secret

        who = self.person.id
        try:
            change_secret(self.book, who, who, result)
            if self._recovery:
                code = new_recovery_code()
                change_recovery(self.book, who, who, hash_recovery(code))
                self._code = code
                self.query_one(RecoveryStep).show(code)
        except Refusal as refusal:
            self.refuse(said(refusal))
            return
        if self._code:
            self.show_step("recovery")
        else:
            self.dismiss(True)

    def on_choice_taken(self) -> None:
        self.dismiss(True)

    def go_back(self) -> None:
        if self.busy:
            return
        if self._code:
            self.dismiss(True)
        elif not self._must:
            self.dismiss(False)
        else:
            self.open(
                Question(
                    N_("Leave without a new secret code?"),
                    [[Fact(N_("The code you signed in with has served: you will need another one."))]],
                    N_("Leave"),
                    no=N_("Choose a code"),
                    yes_key=N_("Leave"),
                    no_key=N_("Choose a code"),
                ),
                self._left,
            )

    def _left(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(False)
