"""A correction that a member asks for: corrected, or refused with a word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import corrections, desk_orders, positions
from db.desk_orders import ToAnswer
from db.distributions import distribution
from db.errors import Refusal
from db.values.counter import Station
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.correction import LESS, MORE, REMOVE, SEND, AskCorrection, Wish
from screens.counter import CounterPage
from screens.why import Why
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.part import Line, Part
from widgets.text import user_text

LABEL_WIDTH = 14


class AnswerRequest(CounterPage[None]):
    """`outcome` says what was done once it is left."""

    HELP = N_(
        "What the member asks, in their words. Correct the order, or refuse with a few words: they read the answer on "
        "their order.\n"
        "c shows phone and address; this view is recorded with your name."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Does what the mark is on.")),
        Action("contact", "c", "contact", N_("Contact"), N_("Phone and address; this view is recorded.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    AnswerRequest #what { margin: 1 0; }
    """

    def __init__(self, request: ToAnswer, station: Station) -> None:
        super().__init__()
        self.request, self.station = request, station
        self.outcome = ""

    def body(self) -> Iterable[Widget]:
        yield Asked(self)
        yield Choice(
            [
                Option("correct", N_("Correct the order"), note=N_("take less, or take products out")),
                Option("refuse", N_("Refuse, and say why"), note=N_("nothing is changed")),
                Option("contact", N_("Contact the member"), note=N_("this view is recorded")),
            ],
            id="what",
        )

    def on_mount(self) -> None:
        self.query_one("#what").focus()

    def facts_changed(self) -> None:
        self.query_one(Asked).refresh(layout=True)

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if message.option.id == "correct":
            page = MakeCorrection(self.request, self.station)
            self.open(page, self._corrected)
        elif message.option.id == "refuse":
            self._refuse_it()
        else:
            self.contact()

    def contact(self) -> None:
        from screens.team_contact import show_contact

        show_contact(self, self.request.member_id, self.request.basket_id)

    def _corrected(self, how: str | None) -> None:
        if how is not None:
            self.outcome = _("Corrected, and answered: {name}.").format(name=self.request.name)
            self.dismiss(None)

    def _refuse_it(self) -> None:
        by, request_id = self.session.person.id, self.request.request_id
        page = Why(
            N_("Refuse this correction"),
            lambda: _("{name} reads your words on the order.").format(name=user_text(self.request.name).plain),
            N_("Refuse"),
            lambda words: corrections.answer(self.book, by, request_id, "refused", words),
        )
        self.open(page, self._refused)

    def _refused(self, yes: bool | None) -> None:
        if yes:
            self.outcome = _("Refused, and answered: {name}.").format(name=self.request.name)
            self.dismiss(None)


class Asked(Part):
    """Who, when, which order, what and why."""

    def __init__(self, page: AnswerRequest) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        asked = self._page.request
        one = distribution(self._page.book, asked.distribution_id)
        zone = one.place.timezone
        basket = _("basket no. {number}").format(number=user_text(asked.basket).plain)
        head = Content.assemble((user_text(asked.name).plain.upper(), "bold $ink-text"), "   ", (basket, "$muted-text"))
        lines = [head, Content("")]
        for label, answer in (
            (_("Distribution"), f"{formats.day(one.starts_at, zone)}, {user_text(one.place.name).plain}"),
            (_("Asked"), formats.near_day_and_time(asked.at, zone)),
            (_("Products"), user_text(", ".join(asked.products)).plain),
            (_("Why"), user_text(" ".join(asked.why.split())).plain),
        ):
            for place, piece in enumerate(Content(answer).wrap(max(20, min(width, 90) - LABEL_WIDTH)) or [Content("")]):
                said = (label if not place else "").ljust(LABEL_WIDTH)
                lines.append(Content.assemble((said, "$muted-text"), piece.stylize_before("bold $ink-text")))
        return lines


class MakeCorrection(AskCorrection):
    """The lines of the order, taken down or out by the team; dismisses with 'reduced' once it is recorded."""

    HELP = N_(
        "- takes less of the line under the mark, Del takes it out, + as before. F8 records it, and the member is "
        "answered.\nMore of a product is a new order: order for somebody."
    )
    ACTIONS = (LESS, MORE, REMOVE, SEND._replace(label=N_("Record")), actions.HELP, actions.BACK)

    def __init__(self, request: ToAnswer, station: Station) -> None:
        super().__init__(request.basket_id)
        self.request, self.station = request, station

    def title_part(self) -> Part:
        return Line(self._about, id="title")

    def _about(self) -> Content:
        asked = self.request
        why = " ".join(asked.why.split())[:140]
        return Content.assemble(
            (user_text(asked.name).plain.upper(), "bold $ink-text"), "   ",
            (_("asks to correct {products}: “{why}”").format(
                products=user_text(", ".join(asked.products)).plain, why=user_text(why).plain), "$ink-text"),
        )  # fmt: skip

    @property
    def _may_reduce(self) -> bool:
        return True

    def footer(self) -> Iterable[Action]:
        return (LESS, REMOVE, SEND._replace(label=N_("Record")), actions.HELP, actions.BACK)

    def _reduce(self, changed: list[Wish]) -> None:
        known = {one.key: one for one in positions.of_order(self.book, self.basket_id)}
        wanted = [
            (known[wish.line.product_id, wish.line.price], wish.quantity)
            for wish in changed
            if (wish.line.product_id, wish.line.price) in known
        ]
        write(
            self,
            partial(desk_orders.correct_for, self.book, self.station, self.request.request_id, wanted),
            self._made,
            self._not_made,
        )

    def _made(self, _gesture: int) -> None:
        self.dismiss("reduced")

    def _not_made(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))
