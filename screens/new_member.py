"""Somebody new at the desk: a name, how to reach them if they like, and the fee on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.widget import Widget

from db import desk_members
from db.accounts import NewMember, look_alikes
from db.errors import (
    AddressMissing,
    EmailInvalid,
    EmailTaken,
    PhoneInvalid,
    PostcodeInvalid,
    Refusal,
    TextMissing,
    TextRefused,
    TextTooLong,
)
from db.groups import group
from db.people_search import Found
from db.values.people import Person
from db.values.text import clean
from i18n.language import N_
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.fee import TakeFee
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.deliberate import CarefulButton
from widgets.line_field import LineField
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import user_text

LABEL_WIDTH, ROOM = 18, 44
FIELDS = ("first_name", "last_name", "phone", "email", "address1", "postcode", "city")
LABELS = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address1": N_("Address"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
}


class NewMemberPage(CounterPage[Found]):
    """Dismisses with who was registered, or None. `passing`: only a name is asked, and no fee."""

    HELP = N_(
        "First and last name are enough. Phone and e-mail help to reach them; one can be added later.\n"
        "The new member has the usual tariff of the group. To sign in alone they need a code: c at the order desk.\n"
        "Enter goes to the next line, F8 registers. Esc goes back: nobody is registered."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next line.")),
        actions.VALIDATE._replace(label=N_("Sign them up"), tip=N_("Sign this person up.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    NewMemberPage .more { margin: 1 0 0 0; }
    NewMemberPage #first_name, NewMemberPage #register { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, typed: str = "", *, passing: bool = False) -> None:
        """`typed` is the name as it was looked for: the first word is the first name."""
        super().__init__()
        self.distribution_id, self.passing = distribution_id, passing
        first, _blank, last = " ".join(typed.split()).partition(" ")
        self._typed = {"first_name": first[:1].upper() + first[1:], "last_name": last[:1].upper() + last[1:]}

    def body(self) -> Iterable[Widget]:
        self._address = group(self.book, self.session.group.id).address_required and not self.passing
        self._asked = FIELDS[:2] if self.passing else FIELDS if self._address else FIELDS[:4]
        yield Line(N_("Somebody new"), style="bold $ink-text")
        for name in self._asked:
            if name == "phone":
                yield Line(N_("To reach them, if they like:"), style="$muted-text", classes="more")
            if name == "address1":
                yield Line(N_("This group needs the address of its members."), style="$muted-text", classes="more")
            yield LineField(
                LABELS[name],
                value=self._typed.get(name, ""),
                kind="digits" if name in ("phone", "postcode") else "text",
                width=ROOM,
                label_width=LABEL_WIDTH,
                limit=254 if name == "email" else 120,
                id=name,
            )
        yield CarefulButton(N_("Sign them up"), key="F8", main=True, action="validate", id="register")

    def on_mount(self) -> None:
        first = next((name for name in self._asked if not self._typed.get(name)), "last_name")
        self._field(first).focus()

    def _field(self, name: str) -> LineField:
        return self.query_one(f"#{name}", LineField)

    @property
    def new(self) -> NewMember:
        return NewMember(**{name: self._field(name).value for name in self._asked})

    @property
    def typing(self) -> bool:
        return any(self._field(name).value.strip() for name in self._asked)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_submitted(self, message: LineField.Submitted) -> None:
        self.focus_next()

    def validate(self) -> None:
        new = self.new
        for name in ("first_name", "last_name"):
            try:
                clean(getattr(new, name), field=name)
            except Refusal as refusal:
                self._refused(refusal, name)
                return
        like = look_alikes(self.book, new)
        if like in ("name", "phone"):
            self._ask_whether_new(like)
        else:
            self._register()

    def _ask_whether_new(self, like: str) -> None:
        said = {
            "name": N_("Somebody of this name is a member already."),
            "phone": N_("Somebody with this phone is a member already."),
        }[like]
        full_name = f"{self.new.first_name.strip()} {self.new.last_name.strip().upper()}"
        question = Question(
            N_("Is it somebody else?"),
            [[Fact(N_("Name"), user_text(full_name[:38])), Fact(said, muted=True)]],
            N_("Somebody else: sign them up"),
            yes_key=N_("Sign them up"),
            no=N_("Look in the list"),
        )
        self.app.push_screen(question, lambda yes: self._register() if yes else None)

    def _register(self) -> None:
        by, here, new = self.session.person.id, self.session.group.id, self.new
        write(
            self,
            partial(desk_members.register, self.book, by, here, new, passing=self.passing),
            self._registered,
            self._refused,
        )

    def _registered(self, person: Person) -> None:
        found = Found(person.id, person.number, person.name, "")
        if self.passing:
            self.dismiss(found)
        else:
            self.open(TakeFee(self.distribution_id, found), partial(self._ends, found))

    def _ends(self, found: Found | None, _paid: object = None) -> None:
        self.dismiss(found)

    def _refused(self, refusal: Refusal, name: str = "") -> None:
        """Said where it was typed."""
        match refusal:
            case TextMissing() | TextRefused() | TextTooLong():
                name = name or getattr(refusal, "field", "")
            case EmailInvalid() | EmailTaken():
                name = "email"
            case PhoneInvalid():
                name = "phone"
            case PostcodeInvalid():
                name = "postcode"
            case AddressMissing():
                name = next(one for one in FIELDS[4:] if not self._field(one).value.strip())
        if name in self._asked:
            self._field(name).error = lambda: sentence(refusal)
            self._field(name).focus()
        else:
            self.refuse(lambda: sentence(refusal))

    # --- Leaving ----------------------------------------------------------------------------------------------------

    def go_back(self) -> None:
        self._leave(lambda: self.dismiss(None))

    def show_desk(self) -> None:
        self._leave(self.program.show_desk)

    def show_orders(self) -> None:
        self._leave(self.program.show_orders)

    def sign_out(self) -> None:
        self._leave(self.program.sign_out)

    def _leave(self, go: Callable[[], object]) -> None:
        """Where to, once nothing typed is lost unasked."""
        if not self.typing or self.new == NewMember(**{name: self._typed.get(name, "") for name in self._asked}):
            go()
            return
        question = Question(
            N_("Leave without registering?"),
            [[Fact(N_("Nobody has been registered."))]],
            N_("Leave"),
            yes_key=N_("Leave"),
            no=N_("Go on"),
            no_key=N_("Go on"),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                go()

        self.app.push_screen(question, answered)
