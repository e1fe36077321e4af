"""The form of one's own details: what is typed, what differs from the book, and each refusal at its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.containers import Horizontal, Vertical

from db.accounts import NewMember
from db.errors import (
    AddressMissing,
    ContactMissing,
    EmailInvalid,
    EmailTaken,
    PhoneInvalid,
    PostcodeInvalid,
    Refusal,
    SecretsDiffer,
    TextMissing,
)
from db.values.contact import read_email, read_phone, read_postcode, show_phone
from db.values.people import Person
from db.values.secret import check_secret
from db.values.text import clean
from i18n.language import LANGUAGES, N_
from i18n.refusals import sentence
from screens.questions import type_again
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.panel import Panel
from widgets.text import Words

NAMES = ("first_name", "last_name", "first_name2", "last_name2")
ADDRESS = ("address1", "address2", "postcode", "city")
SECRETS = ("old", "new", "again")
_SECRET_LABELS = (N_("Old code"), N_("New code"), N_("Once more"))
# What only the whole form can tell, and the field it is said at.
PLACES: dict[type[Refusal], str] = {
    EmailTaken: "email",
    EmailInvalid: "email",
    ContactMissing: "email",
    PhoneInvalid: "phone",
    PostcodeInvalid: "postcode",
}
Read = Callable[[str], object]


class DetailsForm(Vertical):
    """Fields are known by their names in the book; 'old', 'new' and 'again' are the three secrets."""

    DEFAULT_CSS = """
    DetailsForm { height: auto; max-width: 84; }
    DetailsForm Horizontal { height: auto; }
    DetailsForm Panel { padding: 0 2; }
    DetailsForm .wide { width: 1fr; }
    DetailsForm .first { margin: 0 2 0 0; }
    DetailsForm #postcode { width: 30; }
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        one = self._field
        phone = Field(
            N_("Phone"), value=show_phone(person.phone), kind="digits", width=26, limit=30, id="phone", classes="wide"
        )
        postcode = Field(
            N_("Postcode"), value=person.postcode, kind="digits", width=14, limit=10, id="postcode", classes="first"
        )
        super().__init__(
            Panel(
                Horizontal(one("first_name", N_("First name"), "first"), one("last_name", N_("Last name"))),
                Horizontal(
                    one("first_name2", N_("First name"), "first", hint=N_("second person")),
                    one("last_name2", N_("Last name"), hint=N_("second person")),
                ),
                title=N_("Name"),
            ),
            Panel(
                Horizontal(one("email", N_("E-mail"), "first", limit=254), phone),
                title=N_("Contact"),
                legend=N_("one is enough"),
            ),
            Panel(
                Horizontal(one("address1", N_("Address"), "first"), one("address2", N_("Building, floor"))),
                Horizontal(postcode, one("city", N_("Town"))),
                title=N_("Address"),
            ),
            Panel(
                *(_secret(id, label) for id, label in zip(SECRETS, _SECRET_LABELS, strict=True)),
                title=N_("Secret code"),
                legend=N_("empty: it stays"),
            ),
            Panel(self._languages(), title=N_("Language")),
        )

    def _field(self, id: str, label: str, place: str = "", **more: Any) -> Field:
        return Field(label, value=getattr(self.person, id), width=84, id=id, classes=f"wide {place}".strip(), **more)

    def _languages(self) -> Choice:
        own = [Option(code, partial(str, name)) for code, name in LANGUAGES.items()]
        options = [Option("", N_("This computer's language")), *own]
        at = next((index for index, option in enumerate(options) if option.id == self.person.language), 0)
        return Choice(options, radio=True, taken=self.person.language, start=at, shift=1)

    def field(self, id: str) -> Field:
        return self.query_one(f"#{id}", Field)

    # --- What was typed ---------------------------------------------------------------------------------------------

    @property
    def changes(self) -> dict[str, str]:
        """What differs from what the book knows, as it was typed."""
        known = {name: str(getattr(self.person, name)) for name in NewMember._fields}
        known["phone"] = show_phone(self.person.phone)
        typed = {name: self.field(name).value for name in known}
        found = {name: typed[name] for name in known if typed[name] != known[name]}
        chosen = self.query_one(Choice).taken
        return found if chosen == self.person.language else {**found, "language": chosen}

    @property
    def secret_typed(self) -> bool:
        return any(self.field(id).value for id in SECRETS)

    def first_refused(self) -> Field | None:
        """Check every field; the first whose text cannot be kept. Each of them says why."""
        refused = [id for id in self._reads() if not self.can_be_read(id)]
        return next((field for field in self.query(Field) if field.error or field.id in refused), None)

    def can_be_read(self, id: str) -> bool:
        """Whether the text of a field can be kept; else the field says why not."""
        read = self._reads().get(id)
        try:
            if read is not None:
                read(self.field(id).value)
        except SecretsDiffer:
            type_again(self.field("new"), self.field("again"))
            return False
        except Refusal as refusal:
            self.field(id).error = said(refusal)
            return False
        return True

    def place_of(self, refusal: Refusal) -> Field | None:
        """The field that a refusal of the whole form is about."""
        if isinstance(refusal, AddressMissing):
            empty = [id for id in ("address1", "postcode", "city") if not self.field(id).value.strip()]
            return self.field((empty or ["address1"])[0])
        place = PLACES.get(type(refusal))
        return self.field(place) if place else None

    def _reads(self) -> dict[str, Read]:
        """What reads each field: it refuses what the book would not keep."""
        reads: dict[str, Read] = dict.fromkeys((*NAMES, *ADDRESS), clean)
        reads["first_name"] = partial(clean, field="first_name")
        reads["last_name"] = partial(clean, field="last_name")
        reads["email"] = _unless_empty(read_email)
        reads["phone"] = _unless_empty(read_phone)
        reads["postcode"] = _unless_empty(read_postcode)
        if self.secret_typed:
            reads.update(old=_needs_something, new=self._read_new, again=self._read_again)
        return reads

    def _read_new(self, text: str) -> None:
        _needs_something(text)
        names = (*NAMES, "email", "phone", "address1", "postcode", "city")
        check_secret(text, tuple(self.field(name).value for name in names))

    def _read_again(self, text: str) -> None:
        if text != self.field("new").value:
            raise SecretsDiffer()


def said(refusal: Refusal) -> Words:
    """Why not, in the language of the moment it is painted."""
    return lambda: sentence(refusal)


def _secret(id: str, label: str) -> Field:
    # Not wider: why a secret is too weak needs the whole line below it.
    return Field(label, kind="secret", label_width=18, width=30, limit=200, id=id)


def _unless_empty(read: Read) -> Read:
    return lambda text: read(text) if text.strip() else None


def _needs_something(text: str) -> None:
    if not text:
        raise TextMissing(field="secret")
