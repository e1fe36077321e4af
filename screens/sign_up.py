"""« S'inscrire »: who you are, how to reach you, a secret; one question a screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.containers import Horizontal, Vertical
from textual.content import Content

from db.accounts import NewMember, look_alikes
from db.accounts import sign_up as sign_up_member
from db.errors import AddressMissing, ContactMissing, EmailTaken, Refusal, SecretsDiffer, TextMissing
from db.groups import group
from db.values.contact import read_email, read_phone, read_postcode, show_phone
from db.values.secret import check_secret
from db.values.text import clean
from i18n import language
from i18n.language import N_, _
from screens.group_list import GroupList, cards_shown
from screens.questions import LABEL_WIDTH, CarefulChoice, Questions, Step, said
from screens.sign_in import SignIn
from widgets.button import Button
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words, cut_middle, user_text

SECRET_NOTE = N_(
    "Six digits or more, or a phrase of eight letters or more. Nobody can read it, not even the volunteers: "
    "keep it well."
)


def read_optional_email(text: str) -> None:
    """As `read_email`, but nothing at all is fine."""
    if text.strip():
        read_email(text)


def read_optional_phone(text: str) -> None:
    if text.strip():
        read_phone(text)


def read_optional_postcode(text: str) -> None:
    if text.strip():
        read_postcode(text)


class SignUp(Questions[None]):
    """Ends with a new member, signed in, in front of the distributions of their group."""

    HELP = N_(
        "To sign up: your name, an e-mail address or a phone number (one is enough), your address if the group asks "
        "for it, and a secret code of your own.\n"
        "Enter goes to the next field, then to the next question. Esc goes back one question; what you typed stays."
    )
    WHO_SEES = (
        N_("The volunteers of your group: your name, and how to reach you."),
        N_("The other members: nothing."),
        N_("A neighbour who delivers to you, if you ask for it and agree: your name, address and phone."),
        N_("Your secret code: nobody."),
    )
    DEFAULT_CSS = """
    SignUp #second { height: auto; display: none; }
    SignUp.-two #second { display: block; }
    SignUp.-two #add-second { display: none; }
    SignUp #add-second { margin: 0 0 0 18; }
    SignUp #town { height: auto; }
    SignUp #postcode { width: 32; }
    """

    def __init__(self, group_id: int = 0) -> None:
        super().__init__()
        self.group_id = group_id
        self._choice_needed = not group_id
        self._same_as: tuple[str, NewMember] | None = None
        self._another: NewMember | None = None

    def steps(self) -> Iterable[Step]:
        first = Field(N_("First name"), label_width=LABEL_WIDTH, id="first_name")
        last = Field(N_("Last name"), label_width=LABEL_WIDTH, id="last_name")
        first2 = Field(N_("First name"), label_width=LABEL_WIDTH, id="first_name2")
        last2 = Field(N_("Last name"), label_width=LABEL_WIDTH, id="last_name2")
        email = Field(N_("E-mail"), label_width=LABEL_WIDTH, limit=254, id="email")
        phone = Field(N_("Phone"), kind="digits", label_width=LABEL_WIDTH, width=22, limit=30, id="phone")
        street = Field(N_("Address"), label_width=LABEL_WIDTH, hint="", id="address1")
        more = Field(N_("Building, floor"), label_width=LABEL_WIDTH, id="address2")
        postcode = Field(N_("Postcode"), kind="digits", label_width=LABEL_WIDTH, width=11, limit=10, id="postcode")
        town = Field(N_("Town"), label_width=8, width=30, id="city")
        secret = Field(N_("Secret code"), kind="secret", label_width=LABEL_WIDTH, width=26, limit=200, id="secret")
        again = Field(N_("Once more"), kind="secret", label_width=LABEL_WIDTH, width=26, limit=200, id="again")

        yield Step("group", N_("Group"), N_("Which group do you sign up in?"), GroupList(), box=False)
        yield Step(
            "names",
            N_("Name"),
            N_("What is your name?"),
            first,
            last,
            Button(N_("Add a second person of the household"), id="add-second"),
            Vertical(Line(N_("Second person"), style="$muted-text"), first2, last2, id="second"),
            note=N_("A household may have two people."),
            reads=(
                (first, partial(clean, field="first_name")),
                (last, partial(clean, field="last_name")),
                (first2, clean),
                (last2, clean),
            ),
        )
        yield Step(
            "contact",
            N_("Contact"),
            N_("How can you be reached?"),
            email,
            phone,
            note=N_("An e-mail address or a phone number: one is enough. You sign in with it."),
            reads=((email, read_optional_email), (phone, read_optional_phone)),
        )
        yield Step(
            "known",
            N_("Contact"),
            self._known_title,
            CarefulChoice((Option("me", ""), Option("another", "")), id="who"),
            note=self._known_note,
            box=False,
        )
        yield Step(
            "address",
            N_("Address"),
            N_("What is your address?"),
            street,
            more,
            Horizontal(postcode, town, id="town"),
            note=N_("This group needs the address of its members."),
            reads=((street, clean), (more, clean), (postcode, read_optional_postcode), (town, clean)),
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

    def on_mount(self) -> None:
        if self._choice_needed:
            cards = cards_shown(self.program)
            self.query_one(GroupList).show(cards)
            if len(cards) == 1:
                self._choice_needed = False
                self.group_id = cards[0].id

    def why_not(self, action_id: str) -> Words | None:
        # On the pages before, F4 led here.
        if action_id == "account":
            return N_("You are signing up here. You have an account already? F12: to sign in")
        return super().why_not(action_id)

    def is_asked(self, asks: str) -> bool:
        if asks == "group":
            return self._choice_needed
        if asks == "address":  # nobody is asked for more than their group needs
            return bool(self.group_id) and self._address_required
        return asks != "known" or self._same_as is not None

    # --- What was typed ---------------------------------------------------------------------------------------------

    def field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    @property
    def new(self) -> NewMember:
        """The household as it is typed now."""
        values = {name: self.field(name).value for name in NewMember._fields}
        if not self.has_class("-two"):
            values |= {"first_name2": "", "last_name2": ""}
        return NewMember(**values)

    def _read_secret(self, text: str) -> None:
        if not text:
            raise TextMissing(field="secret")
        new = self.new
        names = (new.first_name, new.last_name, new.first_name2, new.last_name2)
        check_secret(text, (*names, new.email, new.phone, new.address1, new.postcode, new.city))

    def _read_again(self, text: str) -> None:
        if text != self.field("secret").value:
            raise SecretsDiffer()

    # --- Answers ----------------------------------------------------------------------------------------------------

    def answered(self, asks: str) -> None:
        refused = getattr(self, f"_refuse_{asks}", lambda: None)()
        if refused is not None:
            field, refusal = refused
            self.refuse_at(field, refusal)
        elif asks == "contact":
            self._look_for_the_same()
        elif asks == "secret":
            self._ask_to_record()
        else:
            self.show_next()

    def _refuse_names(self) -> tuple[Field, Refusal] | None:
        new = self.new
        if bool(new.first_name2.strip()) != bool(new.last_name2.strip()):
            missing = "last_name2" if new.first_name2.strip() else "first_name2"
            return self.field(missing), TextMissing(field=missing.removesuffix("2"))
        return None

    def _refuse_contact(self) -> tuple[Field, Refusal] | None:
        if not self.new.email.strip() and not self.new.phone.strip():
            return self.field("email"), ContactMissing()
        return None

    def _refuse_address(self) -> tuple[Field, Refusal] | None:
        new = self.new
        for name in ("address1", "postcode", "city"):
            if not getattr(new, name).strip():
                return self.field(name), TextMissing(field=name)
        return None

    @property
    def _address_required(self) -> bool:
        return group(self.book, self.group_id).address_required

    def on_group_list_taken(self, message: GroupList.Taken) -> None:
        self.group_id = message.card.id
        self.show_next()

    def validate(self) -> None:
        if self.current == "group":
            if (card := self.query_one(GroupList).current) is not None:
                self.group_id = card.id
                self.show_next()
        elif self.current == "known":
            self.query_one(CarefulChoice).take()
        else:
            super().validate()

    def on_button_pressed(self) -> None:
        self.add_class("-two")
        self.field("first_name2").focus()

    # --- Somebody known already -------------------------------------------------------------------------------------

    def _look_for_the_same(self) -> None:
        new = self.new
        kind = look_alikes(self.book, new)
        self._same_as = None
        # Who said to be somebody else is not asked again, unless name or phone changed; an e-mail is one person's.
        if kind == "email" or (kind and self._another != new):
            self._same_as = (kind, new)
            self.query_one(CarefulChoice).show(self._known_options(kind))
            self.query_one(CarefulChoice).move(0)
        self.show_next()

    def _known_title(self) -> str:
        if self._same_as is not None and self._same_as[0] == "email":
            return _("You have an account already: sign in.")
        return _("Is it you?")

    def _known_note(self) -> str:
        return {
            "email": _("Somebody is signed up with this e-mail address."),
            "phone": _("Somebody is signed up with this phone number."),
        }.get(self._same_as[0] if self._same_as else "", _("Somebody is signed up with this name."))

    def _known_options(self, kind: str) -> tuple[Option, ...]:
        if kind == "email":
            return (
                Option("me", N_("Sign in")),
                Option("another", N_("Give another e-mail address")),
            )
        return (
            Option("me", N_("Yes, it is me"), note=N_("sign in with the account I have")),
            Option("another", N_("No, I am somebody else"), note=N_("of the same family, for example: go on")),
        )

    def on_choice_taken(self, message: Choice.Taken) -> None:
        assert self._same_as is not None
        kind, new = self._same_as
        if message.option.id == "me":
            self._sign_in_instead(new.phone if kind == "phone" else new.email)
        elif kind == "email":
            self._same_as = None
            self.show_step("contact")
            self.field("email").focus()
        else:
            self._another = new
            self.show_next()

    def _sign_in_instead(self, name: str) -> None:
        first = self.app.screen_stack[0]
        self.program.sign_out()
        if isinstance(first, SignIn):
            first.expect(name)

    # --- The end ----------------------------------------------------------------------------------------------------

    def _ask_to_record(self) -> None:
        new = self.new
        facts = [Fact(N_("Group"), user_text(group(self.book, self.group_id).name))]
        for label, answer in (
            (N_("Name"), f"{new.first_name.strip()} {new.last_name.strip().upper()}"),
            (N_("Second person"), f"{new.first_name2.strip()} {new.last_name2.strip().upper()}"),
            (N_("E-mail"), new.email.strip()),
            (N_("Phone"), show_phone(read_phone(new.phone)) if new.phone.strip() else ""),
            (N_("Address"), f"{new.address1.strip()} {new.address2.strip()}"),
            ("", f"{new.postcode.strip()} {new.city.strip()}"),
        ):
            if answer.strip():
                facts.append(Fact(label, short(answer.strip())))
        question = Question(
            N_("Is this right?"),
            [facts],
            N_("Sign me up"),
            bar=self.bar(),
            yes_key=N_("Sign me up"),
            no=N_("Change"),
            no_key=N_("Change"),
        )
        self.app.push_screen(question, self._confirmed)

    def _confirmed(self, yes: bool | None) -> None:
        if not yes or self.busy:
            return
        from db.access import hash_secret

        self.busy = True
        self.echo(N_("You are being signed up…"))
        self.program.elsewhere(partial(hash_secret, self.field("secret").value), self._hashed)

    def _hashed(self, result: str | Exception) -> None:
        self.busy = False
        self.echo("")
        if isinstance(result, Exception):
            raise result
        try:
            person = sign_up_member(self.book, self.group_id, self.new, result, language.current())
        except EmailTaken:
            self._same_as = ("email", self.new)
            self.query_one(CarefulChoice).show(self._known_options("email"))
            self.show_step("known")
        except AddressMissing:
            self.show_step("address")
            self.validate()
        except Refusal as refusal:
            self.refuse(said(refusal))
        else:
            self.program.welcome(person, self.group_id)


def short(text: str) -> Content:
    """What was typed, short enough for a line of a question."""
    return user_text(cut_middle(user_text(text).plain, 38))
