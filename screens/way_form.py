"""What the forms of « Comment récupérez-vous votre commande ? » share: fields read one by one, and an agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual.widget import Widget

from db.database import Book
from db.errors import PhoneMissing, Refusal, TextMissing
from db.values.contact import read_phone, show_phone
from db.values.orders import Order
from db.values.people import Person
from db.values.text import PARAGRAPH_LIMIT, clean_paragraph
from i18n.language import N_, _
from i18n.refusals import sentence
from widgets.field import Field
from widgets.line_field import LineField
from widgets.panel import Panel
from widgets.part import Line, Part
from widgets.radio_line import RadioLine
from widgets.text import Words
from widgets.tick import Tick

Read = Callable[[str], Any]

LABEL_WIDTH = 14
PHONE_ROOM, LONG_ROOM = 16, 58  # columns between the brackets


class WayForm(Panel):
    """One of the forms. Its fields are `LineField`s whose texts `reads` reads, each refused where it was typed.

    Where a neighbour carries the order already, every change comes with a word for them: `carry`.
    """

    DEFAULT_CSS = """
    WayForm { padding: 0 2 0 1; }
    WayForm > Line { margin: 0 0 0 1; }
    WayForm > .before { margin: 0 0 1 1; }
    WayForm > Tick { margin: 1 0 0 0; }
    WayForm.-tight > .before { margin: 0 0 0 1; }
    WayForm.-tight > Tick { margin: 0; }
    """
    HINTS: ClassVar[dict[str, str]] = {"word": N_("Why it changes, or when you can be reached.")}
    """What stands in the echo line while somebody is in a field."""

    def __init__(self, parts: Sequence[Widget], *, title: Words, id: str) -> None:
        self._deliverer = ""
        self._word_for = Line(self._for_whom)
        self.word = LineField(
            N_("Your word *"), width=LONG_ROOM, label_width=LABEL_WIDTH, limit=PARAGRAPH_LIMIT, id=f"word-{id}"
        )
        # The word comes after the other fields, before what one agrees to.
        at = next((at for at, part in enumerate(parts) if isinstance(part, Tick)), len(parts))
        own = (*parts[:at], self._word_for, self.word, *parts[at:])
        self._answers = [part for part in own if isinstance(part, (LineField, RadioLine))]
        self._shown_first = self._said()
        super().__init__(*own, title=title, legend=N_("* required"), id=id)
        self.carry("")

    # --- Who carries it already -------------------------------------------------------------------------------------

    def carry(self, first_name: str) -> None:
        """Ask for a word for the neighbour of this name, who carries the order; for nobody where it is empty."""
        self._deliverer = first_name
        self._word_for.display = self.word.display = bool(first_name)
        self._word_for.refresh(layout=True)
        self.make_room()

    def _for_whom(self) -> str:
        return _("A word for {name}, who carries your order. The team will call them.").format(name=self._deliverer)

    @property
    def carried(self) -> bool:
        return bool(self._deliverer)

    # --- From part to part ------------------------------------------------------------------------------------------

    @property
    def agreement(self) -> Tick | None:
        return next(iter(self.query(Tick)), None)

    @property
    def agrees(self) -> bool:
        return self.agreement is not None and self.agreement.ticked

    def stops(self) -> list[Part]:
        """What Enter goes through, in order."""
        return [part for part in self.query(Part) if part.can_focus and part.display]

    def first(self) -> Part:
        """Where to begin: at what is required and empty, else at the first that is said for this order alone."""
        required = [field for field in self._fields() if str(field.label).endswith("*") and field is not self.word]
        return next((field for field in required if not field.value.strip()), self.start)

    @property
    def start(self) -> Part:
        return self.stops()[0]

    def hint(self, part: Widget | None) -> str:
        return self.HINTS.get((part.id or "").partition("-")[0], "") if part is not None else ""

    # --- What was typed ---------------------------------------------------------------------------------------------

    def _said(self) -> dict[str, str]:
        return {part.id or "": part.value if isinstance(part, LineField) else part.chosen for part in self._answers}

    def typed(self) -> dict[str, str]:
        """What is not as it was shown first, by part; an agreement is given anew each time."""
        return {id: said for id, said in self._said().items() if said != self._shown_first[id]}

    def put_back(self, typed: Mapping[str, str]) -> None:
        for part in self._answers:
            said = typed.get(part.id or "")
            if said is None:
                continue
            if isinstance(part, LineField):
                part.value = said
            else:
                part.choose([option.id for option in part.options].index(said))

    def _fields(self) -> list[LineField]:
        return [field for field in self.query(LineField) if field.display]

    def reads(self) -> dict[str, Read]:
        """What reads each field, by its id: it refuses what the book would not keep."""
        return {}

    def read(self, field: Field) -> Any:
        """What a field says. Refuses as its reading does."""
        if field is self.word:
            return clean_paragraph(field.value, field="word")
        return self.reads()[field.id or ""](field.value)

    def refused(self) -> Field | None:
        """Read every field; the first that cannot be kept. Each of them says why."""
        found = [field for field in self._fields() if not self.accepts(field)]
        return found[0] if found else None

    def accepts(self, field: Field) -> bool:
        """Whether a field can be kept; else it says why not."""
        try:
            self.read(field)
        except Refusal as refusal:
            self.say(field, refusal)
            return False
        return True

    def say(self, field: Field, refusal: Refusal) -> None:
        """At the field, why not."""
        field.error = self.words_for(field, refusal)
        self.make_room()

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        return lambda: sentence(refusal)

    def place_of(self, refusal: Refusal) -> Field | None:
        """The field that a refusal of the whole is about, if it is about one."""
        return self.word if isinstance(refusal, TextMissing) and refusal.field == "word" and self.carried else None

    def make_room(self) -> None:
        """On a small screen blank rows give way to a word and to what is wrong."""
        more = self.carried or any(field.error for field in self._fields())
        self.set_class(more and self.is_mounted and self.app.size.height < 30, "-tight")

    def on_field_changed(self) -> None:
        self.make_room()

    def record(self, book: Book, by: int, order: Order) -> None:
        """Write it down: one call of `db.delivery`, which refuses as it does."""
        raise NotImplementedError

    @property
    def _said_word(self) -> str:
        return self.word.value if self.carried else ""


def address_line(person: Person) -> str:
    """The whole of it on one line, as who delivers will read it; nothing where it is not known."""
    if not person.has_address:
        return ""
    return ", ".join(part for part in (person.address1, person.address2, f"{person.postcode} {person.city}") if part)


def phone_field(person: Person, id: str) -> LineField:
    shown = show_phone(person.phone) if person.phone else ""
    return LineField(N_("Phone *"), value=shown, kind="digits", width=PHONE_ROOM, label_width=LABEL_WIDTH, id=id)


def read_own_phone(text: str) -> str:
    if not text.strip():
        raise PhoneMissing()
    return read_phone(text)


def without_a_phone(refusal: Refusal) -> Words:
    """Why the phone is asked for, behind what is wrong with it."""
    return lambda: sentence(refusal) + " " + _("Without a phone the person cannot reach you.")
