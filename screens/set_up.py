"""The first start: a group, its place and its first coordinator, or the demo book to try things out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.containers import Horizontal

from db.errors import ContactMissing, Refusal, SecretsDiffer, TextMissing, Unknown
from db.values.secret import check_secret
from db.values.text import clean
from i18n import language
from i18n.language import N_
from screens.questions import LABEL_WIDTH, NEXT, CarefulChoice, Questions, Step, said
from screens.recovery import RecoveryStep
from screens.sign_up import (
    SECRET_NOTE,
    read_optional_email,
    read_optional_phone,
    read_optional_postcode,
    short,
)
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.question import Fact, Question
from widgets.text import Words

DEFAULT_TIMEZONE = "Europe/Paris"


class SetUp(Questions[None]):
    """An empty or missing book. Everything is only typed until the end: then it is recorded at once."""

    HELP = N_(
        "This book is empty. Give the name of your group, where it hands out its goods, and who coordinates it first: "
        "that person signs in at the end, and can bring in the products and the other members.\n"
        "Only curious? Choose the demo: invented people, 113 products, four distributions. Nothing there is real."
    )
    ACTIONS = (
        NEXT,
        actions.VALIDATE._replace(label=N_("Continue"), tip=N_("To the next question.")),
        actions.HELP,
        actions.LANGUAGE,
        actions.QUIT,
        actions.BACK,
    )
    GLOBAL = (actions.PALETTE,)
    DEFAULT_CSS = """
    SetUp #town { height: auto; }
    SetUp #postcode { width: 32; }
    """

    def steps(self) -> Iterable[Step]:
        name = Field(N_("Name"), label_width=LABEL_WIDTH, id="group")
        place = Field(N_("Place"), label_width=LABEL_WIDTH, id="place")
        street = Field(N_("Address"), label_width=LABEL_WIDTH, id="street")
        postcode = Field(N_("Postcode"), kind="digits", label_width=LABEL_WIDTH, width=11, limit=10, id="postcode")
        town = Field(N_("Town"), label_width=8, width=30, id="city")
        zone = Field(N_("Time zone"), value=DEFAULT_TIMEZONE, label_width=LABEL_WIDTH, width=30, id="zone")
        first = Field(N_("First name"), label_width=LABEL_WIDTH, id="first")
        last = Field(N_("Last name"), label_width=LABEL_WIDTH, id="last")
        email = Field(N_("E-mail"), label_width=LABEL_WIDTH, limit=254, id="email")
        phone = Field(N_("Phone"), kind="digits", label_width=LABEL_WIDTH, width=22, limit=30, id="phone")
        secret = Field(N_("Secret code"), kind="secret", label_width=LABEL_WIDTH, width=26, limit=200, id="secret")
        again = Field(N_("Once more"), kind="secret", label_width=LABEL_WIDTH, width=26, limit=200, id="again")
        yield Step(
            "start",
            N_("Start"),
            N_("There is nothing in this book yet. What would you like to do?"),
            CarefulChoice(
                (
                    Option(
                        "begin", N_("Begin the book of our group"), note=N_("its name, its place, its coordination")
                    ),
                    Option("demo", N_("Try the demo"), note=N_("invented people")),
                ),
                id="what",
            ),
            box=False,
        )
        yield Step(
            "group",
            N_("Group"),
            N_("What is the name of your group?"),
            name,
            note=N_("As its members say it. Example: BELLEFONTAINE."),
            reads=((name, partial(clean, field="name")),),
        )
        yield Step(
            "place",
            N_("Place"),
            N_("Where does it hand out its goods?"),
            place,
            street,
            Horizontal(postcode, town, id="town"),
            zone,
            note=N_("A community centre, a school… Other places can be added later."),
            reads=(
                (place, partial(clean, field="name")),
                (street, clean),
                (postcode, read_optional_postcode),
                (town, clean),
                (zone, read_timezone),
            ),
        )
        yield Step(
            "names",
            N_("Coordination"),
            N_("Who coordinates it first? Probably you."),
            first,
            last,
            note=N_("This person can do everything in the group, and name others."),
            reads=((first, partial(clean, field="first_name")), (last, partial(clean, field="last_name"))),
        )
        yield Step(
            "contact",
            N_("Contact"),
            N_("How can this person be reached?"),
            email,
            phone,
            note=N_("An e-mail address or a phone number: one is enough. You sign in with it."),
            reads=((email, read_optional_email), (phone, read_optional_phone)),
        )
        yield Step(
            "secret",
            N_("Secret code"),
            N_("Choose a secret code."),
            secret,
            again,
            note=SECRET_NOTE,
            reads=((secret, self._read_secret), (again, self._read_again)),
        )
        yield RecoveryStep()

    # --- What was typed ---------------------------------------------------------------------------------------------

    def typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    def _read_secret(self, text: str) -> None:
        if not text:
            raise TextMissing(field="secret")
        check_secret(text, tuple(self.typed(name) for name in ("first", "last", "email", "phone", "group", "postcode")))

    def _read_again(self, text: str) -> None:
        if text != self.typed("secret"):
            raise SecretsDiffer()

    # --- Answers ----------------------------------------------------------------------------------------------------

    _recovery_shown = False

    def footer(self) -> Iterable[Action]:
        following, go_on, help_, language_, quit_, back = self.ACTIONS
        if self.current == "start":
            return following._replace(label=N_("Choose")), help_, language_, quit_
        if self._recovery_shown:
            return following._replace(label=N_("Choose")), help_, language_
        return following, go_on, help_, language_, back

    def is_asked(self, asks: str) -> bool:
        # Once everything is recorded there is no way back to the questions.
        return (asks == "recovery") == self._recovery_shown

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if message.option.id == "demo":
            self.busy = True
            self.echo(N_("The demo book is being made…"))
            self.call_after_refresh(self._open_demo)
        elif message.option.id == "written":
            self._go_in()
        else:
            self.show_next()

    def _open_demo(self) -> None:
        self.busy = False
        self.program.open_demo()

    def validate(self) -> None:
        if self.current in ("start", "recovery"):
            self.step.query_one(CarefulChoice).take()
        else:
            super().validate()

    def answered(self, asks: str) -> None:
        if asks == "contact" and not self.typed("email").strip() and not self.typed("phone").strip():
            self.refuse_at(self.query_one("#email", Field), ContactMissing())
        elif asks == "secret":
            self._ask_to_record()
        else:
            self.show_next()

    def _ask_to_record(self) -> None:
        address = ", ".join(text for name in ("street", "city") if (text := self.typed(name).strip()))
        person = f"{self.typed('first').strip()} {self.typed('last').strip().upper()}"
        facts = [
            Fact(N_("Group"), short(self.typed("group").strip())),
            Fact(N_("Place"), short(self.typed("place").strip())),
            *([Fact(N_("Address"), short(address))] if address else []),
            Fact(N_("Coordination"), short(person)),
            *(
                Fact(label, short(self.typed(name).strip()))
                for label, name in ((N_("E-mail"), "email"), (N_("Phone"), "phone"))
                if self.typed(name).strip()
            ),
        ]
        question = Question(
            N_("Is this right?"),
            [facts],
            N_("Begin the book"),
            bar=self.bar(),
            yes_key=N_("Begin the book"),
            no=N_("Change"),
            no_key=N_("Change"),
        )
        self.app.push_screen(question, self._confirmed)

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "back" and self._recovery_shown:
            return N_("Write the code on paper first: it is shown only this once.")
        return super().why_not(action_id)

    # --- The end ----------------------------------------------------------------------------------------------------

    def _confirmed(self, yes: bool | None) -> None:
        if not yes or self.busy:
            return
        from db.access import hash_secret

        self.busy = True
        self.echo(N_("The book is being made…"))
        self.program.elsewhere(partial(hash_secret, self.typed("secret"), strong=True), self._hashed)

    def _hashed(self, result: str | Exception) -> None:
        self.busy = False
        self.echo("")
        if isinstance(result, Exception):
            raise result
        from db.accounts import NewMember
        from db.groups import set_up

        coordinator = NewMember(
            self.typed("first"), self.typed("last"), email=self.typed("email"), phone=self.typed("phone")
        )
        try:
            code = set_up(
                self.program.make_book(),
                self.typed("group"),
                self.typed("place"),
                self.typed("street"),
                self.typed("postcode"),
                self.typed("city"),
                coordinator,
                result,
                timezone=self.typed("zone").strip(),
                language=language.current(),
            )
        except Refusal as refusal:
            self.refuse(said(refusal))
            return
        self._recovery_shown = True
        self.query_one(RecoveryStep).show(code)
        self.show_step("recovery")

    def _go_in(self) -> None:
        """Sign the coordinator in: who they are was just typed."""
        from db.accounts import find_member

        person = find_member(self.book, self.typed("email").strip() or self.typed("phone"))
        program = self.program
        program.look_again()
        program.welcome(person)


def read_timezone(text: str) -> None:
    """Refuses with Unknown what is not the name of a time zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text.strip())
    except (OSError, ValueError, KeyError):
        raise Unknown(kind="timezone", given=text) from None
