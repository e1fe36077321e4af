"""How somebody pays: notes and the change, a cheque, a card, a transfer, one after the other, or nothing today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message

from db.errors import MoneyUnreadable
from db.values.counter import Payment
from db.values.money import read_money
from db.values.paying import MEANS, NOTHING, Taken, left_after, take
from i18n import formats
from i18n.language import N_, _
from widgets.deliberate import Deliberate
from widgets.digits import digit
from widgets.part import Part
from widgets.payment_words import ALL, NAMES, Sums, coins
from widgets.text import Words, spread, user_text, words

LONGEST = 12  # signs
NARROW = 60  # columns under which the box is upright
NUM_LOCK = frozenset({"insert", "delete", "home", "end", "pageup", "pagedown", "clear"})


class PaymentBox(Part, can_focus=True):
    """Posts `Changed` at every change and `Entered` for an Enter that was meant; what it does is the page's.

    `due` is what is to be paid before `parts`, which were entered already; negative: a credit. While `waiting` says
    why, nothing is paid; once `done` says what happened, Enter is all there is to do.
    """

    DEFAULT_CSS = "PaymentBox { height: auto; }"

    class Changed(Message):
        def __init__(self, box: PaymentBox) -> None:
            super().__init__()
            self.box = box

        @property
        def control(self) -> PaymentBox:
            return self.box

    class Entered(Changed):
        pass

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.due = 0
        self.sums: tuple[Sums, ...] = ()
        self.parts: tuple[Payment, ...] = ()
        self.means = "cash"
        self.text, self.number = "", ""
        self.keep = False  # what is too much stays on the balance
        self.numbering = False  # a cheque: its number is being typed
        self.waiting: Words = ""
        self.done: Words = ""
        self._deliberate = Deliberate(self, lambda: self.post_message(self.Entered(self)))

    # --- What is in it ----------------------------------------------------------------------------------------------

    def show(self, due: int, sums: Sequence[Sums], waiting: Words = "", done: Words = "") -> None:
        """Other sums; what is typed stays."""
        self.due, self.sums, self.waiting, self.done = due, tuple(sums), waiting, done
        self.can_focus = not waiting or bool(done)
        self._show_again()

    def begin(self, means: str) -> None:
        """For another person: nothing is typed."""
        self.means, self.text, self.number, self.parts = means, "", "", ()
        self.keep = self.numbering = False
        self.beware()
        self._changed()

    def beware(self) -> None:
        """From now on an Enter may be one that is still held."""
        self._deliberate.begin()

    @property
    def left(self) -> int:
        """What is due after the parts."""
        return left_after(self.due, self.parts)

    def typed(self) -> int | None:
        """Cents that are typed, None for nothing. MoneyUnreadable."""
        return read_money(self.text) if self.text else None

    def taken(self) -> Taken:
        """What an Enter would write down. MoneyUnreadable."""
        return take(self.left, self.means, self.typed(), number=self.number, keep=self.keep)

    def add_part(self, payments: Sequence[Payment], then: str = NOTHING) -> None:
        """These are entered; the next means is still to be chosen."""
        self.parts = (*self.parts, *payments)
        self.means, self.text, self.number = then, "", ""
        self.keep = self.numbering = False
        self.beware()
        self._changed()

    @property
    def typing(self) -> bool:
        return bool(self.text or self.number or self.parts)

    def written(self) -> dict[str, Any]:
        """All of it, for the book to keep."""
        return {
            "means": self.means, "text": self.text, "number": self.number, "keep": self.keep,
            "parts": [list(one) for one in self.parts],
        }  # fmt: skip

    def bring_back(self, written: dict[str, Any]) -> None:
        """What `written` returned. KeyError, TypeError, ValueError for anything else."""
        parts = tuple(Payment(str(one[0]), int(one[1]), int(one[2]), str(one[3])) for one in written["parts"])
        means = str(written["means"])
        if means not in ALL or any(one.means not in MEANS or not one.amount for one in parts):
            raise ValueError(means)
        self.means, self.parts, self.keep = means, parts, bool(written["keep"])
        self.text, self.number = str(written["text"])[:LONGEST], str(written["number"])[:LONGEST]
        self._changed()

    def _show_again(self) -> None:
        # Laid out again only where it takes more rows, or fewer.
        self.refresh(layout=len(self.lines(self.size.width or NARROW)) != self.size.height)

    def _changed(self) -> None:
        self._show_again()
        self.post_message(self.Changed(self))

    # --- Look -------------------------------------------------------------------------------------------------------

    @property
    def upright(self) -> bool:
        return 0 < self.size.width < NARROW

    def lines(self, width: int) -> list[Content]:
        inner = max(10, width - 6)
        if width >= NARROW and self.waiting and not self.done:
            return [Content.styled("  " + words(self.waiting).plain, "$amber-text").truncate(width, ellipsis=True)]
        rows = self._upright(inner) if width < NARROW else self._flat(inner)
        here = self.has_focus and bool(self.done or not self.waiting)
        corners, dash, side = ("╔╗╚╝", "═", "║") if here else ("┌┐└┘", "─", "│")
        edge = ("$focus" if here else "$line") + " on $surface-box"
        title = words(N_("Payment")).plain
        head = Content.assemble((corners[0] + dash, edge), (f" {title} ", "bold $ink-text"))
        lines = [Content.assemble(head, (dash * max(0, width - head.cell_length - 1) + corners[1], edge))]
        for row in rows:
            inside = Content.assemble("  ", row.truncate(max(1, inner), ellipsis=True))
            lines.append(Content.assemble((side, edge), inside.pad_right(max(0, width - 2 - inside.cell_length)), (side, edge)))  # fmt: skip # noqa: E501
        lines.append(Content.styled(corners[2] + dash * max(0, width - 2) + corners[3], edge))
        return [line.stylize_before("$ink on $surface-box") for line in lines]

    def _flat(self, width: int) -> list[Content]:
        if self.done:
            return self._told(self.done, width, 3)
        means = Content("  ").join([self._means(one) for one in ALL])
        back, money = self._back()
        field = Content.assemble(self._field(), "   ", back) if self._has_field else Content("")
        return [means, field, Content.styled(money, "$muted-text") if money else self._entered()]

    def _upright(self, width: int) -> list[Content]:
        rows = [Content("")]
        for one in self.sums:
            if one.strong:
                rows.append(Content.styled("─" * width, "$line-text"))
            label = words(one.label).stylize_before("bold $ink-text" if one.strong else "$ink-text")
            amount = Content.styled(formats.money(one.amount), "bold $money-text" if one.strong else "$money-text")
            rows.append(spread(label, amount, width))
        rows += [Content("")]
        if self.done:
            return [*rows, *self._told(self.done, width, 8)]
        rows += [self._means(one) for one in ALL]
        rows += [Content(""), self._field() if self._has_field else Content(""), Content("")]
        if self.waiting:
            return [
                *rows,
                *(line.stylize_before("$amber-text") for line in words(self.waiting).wrap(width)),
                Content(""),
            ]
        back, money = self._back()
        for content in (back, Content.styled(money, "$muted-text"), self._entered()):
            rows += content.wrap(width) if content else [Content("")]
        return [*rows, Content("")]

    def _told(self, said: Words, width: int, height: int) -> list[Content]:
        rows: list[Content] = []
        for line in words(said).split("\n", allow_blank=True):
            rows += line.wrap(width) or [Content("")]
        if self.has_focus:
            rows[-1] = Content.assemble((">", "$mark-text"), (f" {rows[-1].plain} ", "$focus-text"))
        return rows + [Content("")] * (height - len(rows))

    @property
    def _has_field(self) -> bool:
        return self.means != NOTHING

    def _means(self, one: str) -> Content:
        label = words(NAMES[one]).plain
        if one != self.means:
            return Content.styled(f"( ) {label}", "$muted-text" if self.waiting else "$ink-text")
        here = self.has_focus and not self._has_field and not self.waiting
        if here:
            return Content.assemble((">", "$mark-text"), (f"(•) {label}", "$focus-text"))
        return Content.styled(f"(•) {label}", "$muted-text" if self.waiting else "bold $ink-text")

    def _field(self) -> Content:
        """`Donné  > [     20█] €`; for a cheque, its number beside."""
        label = _("Give back") if self.left < 0 else _("Money given") if self.means == "cash" else _("Amount")
        amount = self._one(label, self.text, 8, not self.numbering, " €")
        if self.means != "cheque" or (self.upright and not self.numbering):
            return amount
        number = self._one(_("Cheque no."), self.number, LONGEST, self.numbering, "")
        return number if self.upright else Content.assemble(amount, "   ", number)

    def _one(self, label: str, text: str, room: int, here: bool, behind: str) -> Content:
        here = here and self.has_focus and not self.waiting
        mark = ("> ", "$mark-text") if here else "  "
        typed = user_text(text[-room:]).plain
        return Content.assemble(
            (f"{label} ", "bold $ink-text" if here else "$ink-text"), mark, "[ ", (typed.rjust(room), "bold $ink-text"),
            (" ", "$focus-text" if here else ""), "]", (behind, "$muted-text"),
        )  # fmt: skip

    def _back(self) -> tuple[Content, str]:
        """« Rendre 5,07 € » and « 5 € + 0,05 € + 0,02 € », or what stays."""
        try:
            taken = self.taken()
        except MoneyUnreadable:
            return Content.styled(_("× not an amount"), "bold $danger-text"), ""
        if taken.back:
            badge = Content.styled(f" {formats.money(taken.back)} ", "$open-badge")
            return Content.assemble((_("Give back"), "bold $ink-text"), "  ", badge), coins(taken.back)
        if self.text and taken.left:
            label = _("Stays on the account") if taken.left < 0 else _("Still to pay")
            return Content.assemble(label, "  ", (formats.money(abs(taken.left)), "bold $money-text")), ""
        return Content(""), ""

    def _entered(self) -> Content:
        """« Espèces 10,00 €   reste 4,93 € »."""
        if not self.parts:
            return Content("")
        said = [f"● {words(NAMES[one.means]).plain} {formats.money(one.amount)}" for one in self.parts]
        left = _("still to pay: {amount}").format(amount=formats.money(self.left))
        return Content.assemble(("   ".join(said), "$open-text"), "   ", (left, "bold $ink-text"))

    def on_focus(self) -> None:
        self.beware()
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self._deliberate.enter(event)
        elif self.done:
            return
        elif event.key in ("left", "right"):
            self._choose(1 if event.key == "right" else -1)
        elif event.key in ("backspace", "ctrl+u", "escape", "ctrl+z"):  # what is typed goes before what was done
            if not self._take_away(whole=event.key != "backspace"):
                return
        elif event.key in NUM_LOCK:
            if self.page is not None:
                self.page.refuse(N_("The keypad types no digits: press Num Lock. What is typed stays."))
        elif not self._type(event.character):
            return
        event.stop()
        event.prevent_default()

    def _choose(self, by: int) -> None:
        self.means = ALL[(ALL.index(self.means) + by) % len(ALL)]
        self.keep = self.numbering = False
        self._changed()

    def _take_away(self, *, whole: bool) -> bool:
        if self.numbering and (self.number or whole):
            self.numbering = bool(self.number)
            self.number = "" if whole else self.number[:-1]
        elif self.numbering:
            self.numbering = False
        elif self.text:
            self.text = "" if whole else self.text[:-1]
        elif self.parts:
            self.parts = self.parts[:-1]
        else:
            return False
        self._changed()
        return True

    def _type(self, character: str | None) -> bool:
        """A digit, or the comma of an amount. False for what is the page's."""
        sign = digit(character, minus_is_six=True)
        if not sign and character and character in ",." and not self.numbering:
            sign = character
        if not sign:
            return False
        if not self._has_field:
            self.means = "cash"  # who types an amount has money in hand
        if self.numbering:
            self.number = (self.number + sign)[:LONGEST]
        else:
            self.text = (self.text + sign)[:LONGEST]
        self._changed()
        return True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        for character in event.text[:LONGEST]:
            self._type(character)
