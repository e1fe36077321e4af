"""Opening the till with a float, and closing it by name: what is asked on the way, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from db import till
from db.errors import MoneyTooMuch, Refusal, TextMissing
from db.values.money import read_money
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import till_words
from screens.till_counting import Counting
from screens.why import Why
from screens.writing import write
from widgets.field import Field
from widgets.question import Fact, Question


class OpenAndClose(Counting):
    """With what is counted, or typed in the field of the float."""

    TAB = "till"

    def read(self) -> None:
        """The till as it stands now."""
        self.till = till.till(self.book, self.station.by, self.distribution_id)

    # --- Opening ----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        field = self.query_one("#float", Field)
        typed, by_coins = field.value.strip(), self.counted
        if not typed and by_coins is None:
            field.error = N_("Type what is in the till. If it is empty: 0.")
            field.focus()
            return
        try:
            amount = read_money(typed) if typed else by_coins or 0
        except Refusal as refusal:
            self._at_float(sentence(refusal))
            return
        if by_coins is not None and by_coins != amount:
            said = _("You typed {typed} and counted {counted}. Which is right? Correct one of them.").format(
                typed=formats.money(amount), counted=formats.money(by_coins)
            )
            self._at_float(said)
            return
        self._open_with(amount, self.grid.counts if by_coins is not None else None)

    def _at_float(self, said: str) -> None:
        field = self.query_one("#float", Field)
        field.error = lambda: said
        field.focus()

    def _open_with(self, amount: int, counts: Mapping[int, int] | None, sure: bool = False) -> None:
        write(
            self,
            lambda: till.open_till(self.book, self.station, counts, amount, sure=sure),
            lambda _id: self._opened(amount),
            lambda refusal: self._not_opened(refusal, amount, counts),
        )

    def _opened(self, amount: int) -> None:
        self._forget()
        self.facts_changed()
        self.say(lambda: _("The till is open, with {amount} in it.").format(amount=formats.money(amount)))

    def _not_opened(self, refusal: Refusal, amount: int, counts: Mapping[int, int] | None) -> None:
        if isinstance(refusal, MoneyTooMuch):
            asked = Question(
                partial(sentence, refusal),
                [[Fact(N_("Float"), formats.money(amount), money=True)]],
                N_("Open the till"),
            )
            self.app.push_screen(asked, lambda yes: self._open_with(amount, counts, True) if yes else None)
        else:
            self.not_done(refusal)
            self.facts_changed()

    # --- Closing ----------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        self.facts_changed()  # what was paid until now
        counts, amount = self.grid.counts, self.counted
        if self.till.state != "open":
            return  # it is seen
        if amount is None:
            self.refuse(N_("Count first: how many of each note and coin there are. If there is nothing: 0."))
            return
        gap = self.till.difference(amount)
        if gap:
            page = Why(
                N_("Close the till"),
                partial(self._gap, amount),
                N_("Close the till"),
                partial(self._shut_as_shown, counts),
            )
            self.open(page, self._closed_now)
        else:
            question = Question(
                N_("Close the till?"),
                [
                    [
                        Fact(N_("Expected"), formats.money(self.till.expected), money=True),
                        Fact(N_("Counted"), formats.money(amount), money=True, strong=True),
                    ],
                    [Fact(N_("After that only the coordination changes this day."), muted=True)],
                ],
                N_("Close the till"),
            )
            self.app.push_screen(question, partial(self._answered, counts))

    def _gap(self, amount: int) -> str:
        said = _("Expected: {expected}. Counted: {counted}.").format(
            expected=formats.money(self.till.expected), counted=formats.money(amount)
        )
        return f"{said} {till_words.difference(self.till.difference(amount))}"

    def _answered(self, counts: dict[int, int], yes: bool | None) -> None:
        if yes:
            write(self, lambda: self._shut(counts), lambda _done: self._closed_now(True), self._not_closed)

    def _not_closed(self, refusal: Refusal) -> None:
        self.facts_changed()
        amount = self.counted
        if isinstance(refusal, TextMissing) and amount is not None:  # it was right when the question was asked
            self.note("pending", N_("! changed meanwhile"), partial(self._gap, amount))
        else:
            self.not_done(refusal)

    def _shut_as_shown(self, counts: dict[int, int], words: str) -> None:
        """Whoever pays while the words are written changes the difference that they are for."""
        shown = self.till.expected
        self.read()
        if self.till.state == "open" and self.till.expected != shown:
            raise TextMissing(field="why")
        self._shut(counts, words)

    def _shut(self, counts: dict[int, int], words: str = "") -> None:
        till.close_till(self.book, self.station, counts, words)

    def _closed_now(self, done: bool | None) -> None:
        if done:
            self._forget()
        self.facts_changed()
        if done:
            self.say(N_("The till is closed. Enter: save the book on a USB key."))
