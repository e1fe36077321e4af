"""« Modifier »: names, e-mail, phone, address, secret code and language of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.containers import Horizontal
from textual.widget import Widget

from db import access
from db.access import Attempt, Proof
from db.accounts import NewMember, change_details, change_secret, memberships
from db.errors import (
    AddressMissing,
    ContactMissing,
    EmailInvalid,
    EmailTaken,
    PhoneInvalid,
    PostcodeInvalid,
    Refusal,
    SecretsDiffer,
    SignInRefused,
    TextMissing,
)
from db.values.contact import read_email, read_phone, read_postcode, show_phone
from db.values.people import Person
from db.values.secret import check_secret
from db.values.text import clean
from i18n.language import LANGUAGES, N_
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words

NAMES = ("first_name", "last_name", "first_name2", "last_name2")
ADDRESS = ("address1", "address2", "postcode", "city")
SECRETS = ("old", "new", "again")
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
    Details Horizontal { height: auto; }
    Details Panel { max-width: 84; padding: 0 2; }
    Details #title { margin: 0 0 1 0; }
    Details .two { width: 1fr; }
    Details #first_name, Details #first_name2, Details #email, Details #address1, Details #postcode, Details #old,
    Details #new { margin: 0 2 0 0; }
    Details #postcode { width: 16; }
    Details #phone { width: 26; }
    Details Choice { margin: 0 0 0 -2; }
    """

    def __init__(self, missing: str = "") -> None:
        super().__init__()
        self._missing = missing
        self.busy = False

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.person = self.session.person
        one = partial(self._field, self.person)
        yield Line(N_("Change my details"), style="bold $ink-text", id="title")
        yield Panel(
            Horizontal(one("first_name", N_("First name")), one("last_name", N_("Last name"))),
            Horizontal(
                one("first_name2", N_("First name"), hint=N_("second person")),
                one("last_name2", N_("Last name"), hint=N_("second person")),
            ),
            title=N_("Name"),
        )
        yield Panel(
            Horizontal(
                one("email", N_("E-mail"), limit=254),
                Field(N_("Phone"), value=show_phone(self.person.phone), kind="digits", width=26, limit=30, id="phone"),
            ),
            title=N_("Contact"),
            legend=N_("one is enough"),
        )
        yield Panel(
            Horizontal(one("address1", N_("Address")), one("address2", N_("Building, floor"))),
            Horizontal(
                Field(N_("Postcode"), value=self.person.postcode, kind="digits", width=12, limit=10, id="postcode"),
                one("city", N_("Town")),
            ),
            title=N_("Address"),
        )
        yield Panel(
            Horizontal(
                _secret("old", N_("Old code")), _secret("new", N_("New code")),
                _secret("again", N_("Once more")),
            ),
            title=N_("Secret code"),
            legend=N_("empty: it stays"),
        )  # fmt: skip
        yield Panel(
            Choice(self._languages(), radio=True, taken=self.person.language, start=self._language_at(), shift=1),
            title=N_("Language"),
        )

    def _field(self, person: Person, id: str, label: str, **more: object) -> Field:
        return Field(label, value=getattr(person, id), width=84, id=id, classes="two", **more)  # type: ignore[arg-type]

    def _languages(self) -> list[Option]:
        own = [Option(code, lambda name=name: name) for code, name in LANGUAGES.items()]  # type: ignore[misc]
        return [Option("", N_("This computer's language")), *own]

    def _language_at(self) -> int:
        return ["", *LANGUAGES].index(self.person.language if self.person.language in LANGUAGES else "")

    def on_mount(self) -> None:
        first, badge, words = MISSING.get(self._missing, ("first_name", "", ""))
        if badge:
            self.band("refused", badge, words)
        self._of(first).focus()

    def _of(self, id: str) -> Field:
        return self.query_one(f"#{id}", Field)

    @property
    def typing(self) -> bool:
        """Whether somebody is in the middle of a field: the lock waits."""
        return isinstance(self.focused, Field) and self.focused.typing

    # --- What was typed ---------------------------------------------------------------------------------------------

    @property
    def changes(self) -> dict[str, str]:
        """What differs from what the book knows, as it was typed."""
        known = {name: getattr(self.person, name) for name in NewMember._fields}
        known["phone"] = show_phone(self.person.phone)
        typed = {name: self._of(name).value for name in known}
        found = {name: typed[name] for name in known if typed[name] != known[name]}
        chosen = self.query_one(Choice).taken
        return found if chosen == self.person.language else {**found, "language": chosen}

    @property
    def secret_typed(self) -> bool:
        return any(self._of(id).value for id in SECRETS)

    def _reads(self) -> dict[str, Callable[[str], object]]:
        """What reads each field: it refuses what the book would not keep."""
        reads: dict[str, Callable[[str], object]] = dict.fromkeys((*NAMES, *ADDRESS), clean)
        reads["first_name"] = partial(clean, field="first_name")
        reads["last_name"] = partial(clean, field="last_name")
        reads["email"] = _unless_empty(read_email)
        reads["phone"] = _unless_empty(read_phone)
        reads["postcode"] = _unless_empty(read_postcode)
        if self.secret_typed:
            reads["old"] = _needs_something
            reads["new"] = self._read_new
            reads["again"] = self._read_again
        return reads

    def _read_new(self, text: str) -> None:
        _needs_something(text)
        names = (*NAMES, "email", "phone", "address1", "postcode", "city")
        check_secret(text, tuple(self._of(name).value for name in names))

    def _read_again(self, text: str) -> None:
        if text != self._of("new").value:
            raise SecretsDiffer()

    def _can_be_read(self, id: str, read: Callable[[str], object]) -> bool:
        field = self._of(id)
        try:
            read(field.value)
        except Refusal as refusal:
            field.error = _said(refusal)
            return False
        return True

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if self.busy and action_id != "help":
            return N_("One moment: this is being recorded.")
        return None

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """Enter: this one is right, next. What cannot be read is said at once."""
        id = message.field.id or ""
        read = self._reads().get(id)
        if read is None or self._can_be_read(id, read):
            self.focus_next()

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.say(N_("F8 saves everything at once."))

    def save(self) -> None:
        """F8: check every field, then the old secret if there is a new one, then write all of it."""
        readable = {id: self._can_be_read(id, read) for id, read in self._reads().items()}
        refused = [field for field in self.query(Field) if not readable.get(field.id or "", True)]
        if refused:
            refused[0].focus()
        elif self.secret_typed:
            self._check_old()
        else:
            self._write(self.changes)

    def _check_old(self) -> None:
        """The old secret is checked and the new one hashed in a thread: both take long on purpose."""
        attempt = access.look_up(self.book, self.person.number)
        old, new = self._of("old").value, self._of("new").value
        staff = any(own.role != "member" for own in memberships(self.book, self.person.id))
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
            wait = refusal.wait
            self._of("old").error = lambda: _old_refused(wait)
            self._of("old").focus()
        except Refusal as refusal:
            self.refuse(_said(refusal))
        else:
            self._write(self.changes, secret_hash)

    def _write(self, changes: dict[str, str], secret_hash: str = "") -> None:
        if not changes and not secret_hash:
            self.dismiss(None)
            return
        book, who = self.book, self.person.id

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
        """What only the whole form can tell, at the field it is about."""
        place = {
            EmailTaken: "email",
            EmailInvalid: "email",
            ContactMissing: "email",
            PhoneInvalid: "phone",
            PostcodeInvalid: "postcode",
        }.get(type(refusal), "")
        if isinstance(refusal, AddressMissing):
            place = next((id for id in ("address1", "postcode", "city") if not self._of(id).value.strip()), "address1")
        if place:
            self._of(place).error = _said(refusal)
            self._of(place).focus()
        else:
            self.refuse(_said(refusal))

    def go_back(self) -> None:
        if self.busy:
            return
        if not self.changes and not self.secret_typed:
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


def _secret(id: str, label: str) -> Field:
    return Field(label, kind="secret", width=40, limit=200, id=id, classes="two")


def _said(refusal: Refusal) -> Callable[[], str]:
    """Why not, in the language of the moment it is painted."""
    return lambda: sentence(refusal)


def _unless_empty(read: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: read(text) if text.strip() else None


def _needs_something(text: str) -> None:
    if not text:
        raise TextMissing(field="secret")


def _old_refused(wait: int) -> str:
    from i18n.language import _, ngettext

    if not wait:
        return _("This is not your code. Try again.")
    return ngettext(
        "This is not your code. Try again in {n} second.", "This is not your code. Try again in {n} seconds.", wait
    ).format(n=wait)
