"""« Caisse »: opened with a float, counted coin by coin, closed by name; what is missing is said, with a word why."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from db import gestures, till, undoing
from db.told import told
from i18n import formats
from i18n.language import N_, _
from screens import save_copy, till_words
from screens.till_lists import WhoOwes
from screens.till_opening import OpenAndClose
from screens.why import Why
from widgets import actions
from widgets.actions import Action
from widgets.band import Message
from widgets.button import Button
from widgets.cash_grid import CashGrid
from widgets.field import Field
from widgets.line_field import LineField
from widgets.panel import Panel
from widgets.part import Line
from widgets.text import Words, user_text

NO_CASH_YET = N_("Nobody can pay cash yet: type the sum, then F8.\nCheque, card and transfer can be taken.")
NEXT = Action("next", "enter", "", N_("Next"), N_("To the next note or coin."))
OPEN = actions.VALIDATE._replace(label=N_("Open it"), tip=N_("The day begins with this sum."))
CLOSE = actions.VALIDATE._replace(label=N_("Close it"), tip=N_("Once everything is counted."))
OWES = Action(
    "owes", "l", "show_lists", N_("Who owes"), N_("Not paid, paid in part, paid too much, and the tax (VAT).")
)
SAVE = Action("save", "s", "save_copy", N_("Save on the key"), N_("A checked copy of the whole book."))


class TillTab(OpenAndClose):
    """One till a distribution. What it shows follows its state: not opened, open, closed."""

    HELP = N_(
        "In the morning: type the sum that is in the till, or count notes and coins, then F8.\n"
        "In the evening: type how many there are of each note and coin; Enter goes to the next, F8 closes the till.\n"
        "If money is missing or too much, say why in a few words. Nobody is to blame: it is only written down.\n"
        "Once the till is closed only the coordination changes this day. Ctrl+Z opens it again.\n"
        "l shows who has not paid. s saves the whole book on a USB key: keep that key as safe as the computer."
    )
    ACTIONS = (
        NEXT,
        CLOSE,
        OWES,
        actions.PRINT,
        actions.HELP,
        actions.BACK,
        SAVE._replace(shown=False),
        actions.UNDO._replace(shown=False),
    )
    DEFAULT_CSS = """
    TillTab #float { margin: 0 0 1 0; width: 60; }
    TillTab #counting { height: auto; margin: 1 0 0 0; }
    TillTab #grid { width: 52; }
    TillTab.-w120 #grid { width: 76; }
    TillTab #money { width: 26; height: auto; }
    TillTab.-w120 #money { width: 39; }
    TillTab #cash { width: 26; padding: 0 1; }
    TillTab.-w120 #cash { width: 39; padding: 0 2; }
    TillTab #others { margin: 1 2 0 2; }
    TillTab #save { margin: 1 0 0 0; }
    """

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.read()
        yield Line(self._title)
        yield LineField(N_("Sum in the till, in euros"), kind="digits", width=10, limit=12, label_width=30, id="float")
        yield Button(N_("Save on the key"), key="s", main=True, action="save", id="save")
        yield Horizontal(
            CashGrid(id="grid"),
            Vertical(
                Panel(till_words.CashBox(id="box"), title=N_("Cash"), id="cash"),
                till_words.OtherMeans(id="others"),
                id="money",
            ),
            id="counting",
        )

    def on_mount(self) -> None:
        self._bring_back()
        self._show()
        self._focus_first()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        before = self.till.state
        self.read()
        self._show()
        if self.till.state != before:
            self._focus_first()

    def _show(self) -> None:
        state = self.till.state
        if state == "closed":
            self.grid.fill(till.last_count(self.book, self.station.by, self.distribution_id))
        self.grid.can_focus = state != "closed"
        self.query_one("#float").display = state == "not_opened"
        self.query_one("#save").display = state == "closed"
        amount = self.till.counted if state == "closed" else self.counted
        self.query_one("#box", till_words.CashBox).show(self.till, amount)
        self.query_one("#others", till_words.OtherMeans).show(self.till)
        missing = state != "not_opened" and amount is not None and self.till.difference(amount) != 0
        self.query_one("#cash").set_class(missing, "-danger")
        self.query_one(Line).refresh(layout=True)
        self.show_news()
        self._echo()
        self.refresh_frame()

    def news(self) -> Message | None:
        if self.till.state == "closed":
            return Message("recorded", N_("● CLOSED"), self._how_closed)
        if self.till.state == "not_opened" and not self.low():
            return Message("pending", N_("! NOT OPEN"), NO_CASH_YET)
        return None

    def _how_closed(self) -> str:
        found, zone = self.till, self.distribution.place.timezone
        said = _("Closed by {name} at {time}.").format(
            name=user_text(found.closed_by).plain, time=formats.time_of_day(found.closed_at or 0, zone)
        )
        gap = till_words.difference(found.difference(found.counted or 0))
        why = _("« {word} »").format(word=user_text(" ".join(found.words.split())).plain) if found.words else ""
        return f"{said} {gap}\n{why}".strip()

    def _title(self) -> Content:
        found, one = self.till, self.distribution
        day = formats.short_day(one.starts_at, one.place.timezone)
        if found.state == "not_opened":
            head, more = _("Open the till"), day
        elif found.state == "closed":
            head, more = _("The till is closed"), day
        else:
            head = _("Count the till")
            more = _("{day}, opened by {name} at {time}").format(
                day=day,
                name=user_text(found.opened_by).plain,
                time=formats.time_of_day(found.opened_at or 0, one.place.timezone),
            )
        title = Content.assemble((head, "bold $ink-text"), "   ", (more, "$muted-text"))
        return title.truncate(max(20, self.size.width - 2), ellipsis=True)

    def _echo(self) -> None:
        if self.till.state == "closed":
            self.echo("", "")
            return
        keys = N_("Enter: next line   F8: close the till")
        if self.till.state == "not_opened":
            keys = N_("Type the sum, or count below (↓)   F8: open the till")
        self.echo(self.grid.meaning(), keys)

    def _focus_first(self) -> None:
        places = {"not_opened": "#float", "open": "#grid", "closed": "#save"}
        self.query_one(places[self.till.state]).focus()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        found = {one.id: one for one in self.ACTIONS}
        if self.till.state == "closed":
            undo = actions.UNDO._replace(label=N_("Open again"))
            return (
                SAVE._replace(label=N_("Save it")),
                OWES._replace(shown=False),
                found["print"],
                undo,
                actions.HELP,
                actions.BACK,
            )
        if self.till.state == "not_opened":
            return (NEXT, OPEN, OWES, actions.HELP, actions.BACK, actions.UNDO._replace(shown=False))
        return self.ACTIONS

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "validate" and self.till.state == "closed":
            return N_("The till is closed already.")
        return None

    def on_cash_grid_changed(self) -> None:
        self._show()
        self._keep_soon()

    def on_cash_grid_ended(self) -> None:
        self.say(N_("Nothing is counted yet.") if self.counted is None else N_("All is counted. F8 goes on."))

    def on_field_changed(self, message: Field.Changed) -> None:
        self._keep_soon()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.value.strip():
            self.action_act("validate")
        else:
            self.grid.focus()

    def validate(self) -> None:
        if self.till.state == "not_opened":
            self._open()
        else:
            self._close()

    def show_lists(self) -> None:
        self.open(WhoOwes(self.distribution_id))

    def print_page(self) -> None:
        from screens.papers import Paper
        from screens.printing import PrintPage

        self.open(PrintPage(Paper("till_report", self.distribution_id)))

    def save_copy(self) -> None:
        save_copy.save_copy(self)

    def undo(self) -> None:
        """A closing is taken back by the coordination: at once if it was the last thing done here, else with a word."""
        if self.till.state != "closed" or self.session.role != "coordinator":
            super().undo()
            return
        self.facts_changed()
        if self.till.state != "closed":
            self.say(N_("The till was opened again meanwhile. Nothing is taken back."))
            return
        rows = told(self.book, self.station.by, self.distribution_id, terminal=self.station.terminal)
        closing = next(row.id for row in rows if row.kind == "closed" and not row.undone)
        if gestures.last(self.book, self.station) == closing:
            super().undo()
            return
        page = Why(
            N_("Open the till again"),
            N_("It was closed at another computer or at another moment. Say why it is opened again."),
            N_("Open the till again"),
            lambda words: undoing.undo(self.book, self.station, closing, words),
        )
        self.open(page, lambda done: self.facts_changed())
