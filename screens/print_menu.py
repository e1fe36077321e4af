"""« Imprimer », for the team: every paper of one distribution, and what was printed of it, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget

from db import prints
from db.delivery_survey import survey
from db.distributions import distribution
from db.orders import all_orders
from db.values.prints import Printed
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage, no_desk_for
from screens.papers import Paper
from screens.printing import PrintPage
from screens.which_distribution import choose_distribution
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.distribution_card import capital
from widgets.part import Line
from widgets.text import Words, user_text

# In the order in which a distribution needs them; each with what it is for.
PAPERS = (
    ("supplier_totals", N_("To order from producers"), N_("totals by producer and product")),
    ("order_sheet", N_("Order sheets"), N_("everybody's, four on a page")),
    ("signoff", N_("Sign-off sheet"), N_("who comes, signs here")),
    ("picking_products", N_("By product"), N_("to weigh it in one go")),
    ("picking_people", N_("By basket"), N_("to fill one after the other")),
    ("cross_table", N_("Products and members"), N_("all on one table")),
    ("stand_cards", N_("Stand cards"), N_("price, allergens, origin")),
    ("labels", N_("Bag labels"), N_("basket numbers for the bags")),
    ("till_report", N_("Till report"), N_("what was paid, what is left")),
    ("delivery_slip", N_("Delivery slips"), N_("one for each deliverer")),
    ("receipt", N_("Receipts"), N_("of one person, who asks for it")),
)
NO_DESK = N_("What is printed for everybody is for volunteers and the coordination.")
TITLE = N_("Print for which distribution?")


def open_print_menu(page: CounterPage[Any]) -> None:
    """Of the distribution at hand, or of the one that is chosen."""
    choose_distribution(page, TITLE, lambda chosen: page.open(PrintMenu(chosen)), past=True)


class PrintMenu(CounterPage[None]):
    """Numbered papers; Enter shows one before it is printed."""

    HELP = N_(
        "What the team prints for this distribution. Enter shows it first; nothing is printed before you say so.\n"
        "At the right: when it was last asked for, and by whom.\n"
        "c shows only what changed since: it goes with the paper that you have, which is not printed again.\n"
        "d goes to another distribution, also one that is over. p chooses what this laptop prints with."
    )
    ACTIONS = (
        Action("see", "enter", "", N_("See"), N_("See the document the mark is on, then print it.")),
        Action("since", "c", "since", N_("Changes"), N_("Only what changed since it was last printed.")),
        Action("other", "d", "choose_other", N_("Other day"), N_("The papers of another distribution.")),
        Action("printer", "p", "choose_printer", N_("Printer"), N_("Choose what this laptop prints with.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "PrintMenu #day { margin: 0 0 1 0; }"

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(N_("Print"), style="bold $ink-text")
        yield Line(self._day, id="day")
        yield Choice(self._options(), shift=0)

    def _read(self) -> None:
        self.one = distribution(self.book, self.distribution_id)
        self.printed: dict[str, Printed] = {}
        for one in reversed(prints.prints(self.book, self.session.person.id, self.distribution_id)):
            if not one.subject or one.kind == "delivery_slip":
                self.printed[one.kind] = one

    def on_mount(self) -> None:
        self.query_one(Choice).focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self.query_one(Choice).show(self._options())
        self.query_one("#day").refresh(layout=True)
        self.refresh_frame()

    def _day(self) -> Content:
        one, tz = self.one, self.one.place.timezone
        day = capital(f"{formats.day(one.starts_at, tz)}, {formats.hours(one.starts_at, one.ends_at, tz)}")
        return user_text(f"{day}   {one.place.name}").stylize("$muted-text")

    def _options(self) -> list[Option]:
        return [Option(kind, label, note=self._note(kind, what)) for kind, label, what in PAPERS]

    def _note(self, kind: str, what: str) -> Words:
        printed = self.printed.get(kind)
        return (lambda: self._when(printed)) if printed is not None else what

    def _when(self, printed: Printed) -> str:
        tz = self.one.place.timezone
        when = f"{formats.date_number(printed.at, tz)} {formats.time_of_day(printed.at, tz)}"
        if not printed.by:
            return _("● asked for {when}").format(when=when)
        return _("● asked for {when}, {name}").format(when=when, name=user_text(printed.by).plain)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "since":
            from printing.documents.changes import FOLLOWED

            kind = self.query_one(Choice).option.id
            if kind not in FOLLOWED:
                return N_("Changes are not followed for this document. Print it anew.")
            if kind not in self.printed:
                return N_("This was not printed yet: nothing to compare with.")
        return None

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if message.option.id == "delivery_slip":
            choose_deliverer(self, self.distribution_id)
        elif message.option.id == "receipt":
            self._choose_basket()
        else:
            self.open(PrintPage(Paper(message.option.id, self.distribution_id)))

    def _choose_basket(self) -> None:
        from screens.which_basket import WhichBasket

        def chosen(basket_id: int | None) -> None:
            if basket_id:
                self.open(PrintPage(Paper("receipt", self.distribution_id, basket_id)))

        if not all_orders(self.book, self.distribution_id):
            self.refuse(N_("Nobody ordered for this distribution."), N_("× not now"))
            return
        self.open(WhichBasket(N_("Whose receipt?"), self.distribution_id), chosen)

    def choose_other(self) -> None:
        choose_distribution(self, TITLE, self._go_to, past=True, ask=True)

    def _go_to(self, distribution_id: int) -> None:
        self.distribution_id = distribution_id
        self.facts_changed()

    def since(self) -> None:
        self.open(PrintPage(Paper(self.query_one(Choice).option.id, self.distribution_id, since=True)))

    def choose_printer(self) -> None:
        from screens.printers import Printers

        self.open(Printers())

    def print_page(self) -> None:
        self.say(N_("Choose what to print, then Enter."))


def print_for_team(page: CounterPage[Any], distribution_id: int) -> None:
    """Ctrl+P on a page of the team."""
    reason = no_desk_for(page.program.session)
    if reason is not None:
        page.refuse(NO_DESK, N_("× not now"))
    else:
        page.open(PrintMenu(distribution_id))


def choose_deliverer(page: CounterPage[Any], distribution_id: int) -> None:
    """Whose slip: asked where several carry orders."""
    known = survey(page.book, distribution_id)
    carried: dict[int, int] = {}
    for member_id in known.neighbours:
        found = len(known.carried_by(distribution_id, member_id))
        if found:
            carried[member_id] = found
    if not carried:
        page.refuse(N_("Nobody carries an order of this distribution yet."), N_("× not now"))
    elif len(carried) == 1:
        page.open(PrintPage(Paper("delivery_slip", distribution_id, next(iter(carried)))))
    else:
        people = [(member_id, known.neighbours[member_id].name, count) for member_id, count in carried.items()]
        people.sort(key=lambda one: one[1])
        page.open(WhichDeliverer(people), lambda chosen: _slip(page, distribution_id, chosen))


def _slip(page: CounterPage[Any], distribution_id: int, deliverer: int | None) -> None:
    if deliverer:
        page.open(PrintPage(Paper("delivery_slip", distribution_id, deliverer)))


class WhichDeliverer(CounterPage[int]):
    """Dismisses with the deliverer whose slip is wanted."""

    HELP = N_("Each deliverer gets a slip with the people they bring orders to, and nobody else.")
    ACTIONS = (
        Action("take", "enter", "", N_("See"), N_("The slip of the deliverer the mark is on.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "WhichDeliverer #title { margin: 0 0 1 0; }"

    def __init__(self, people: list[tuple[int, str, int]]) -> None:
        super().__init__()
        self.people = people

    def body(self) -> Iterable[Widget]:
        yield Line(N_("Whose delivery slip?"), style="bold $ink-text", id="title")
        yield Choice([self._option(*one) for one in self.people], shift=0)

    def _option(self, member_id: int, name: str, count: int) -> Option:
        def orders() -> str:
            return ngettext("{n} order to bring", "{n} orders to bring", count).format(n=count)

        return Option(str(member_id), user_text(name), note=orders)

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.dismiss(int(message.option.id))
