"""What somebody pays, and the hand-over: one Enter for both, another for the next person."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from db import serving
from db.errors import AlreadyServed, DueChanged, MoneyTooMuch, MoneyUnreadable, Refusal, StillToWeigh, TillShort
from db.values.counter import Payment
from db.values.paying import NOTHING, take, too_much
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.much_money import ask_about_money
from screens.serve_goods import Goods
from screens.serve_person import Taker, plain
from screens.writing import write
from widgets.payment_box import PaymentBox
from widgets.payment_words import NAMES, coins
from widgets.text import user_text

NO_AMOUNT = N_("This is not an amount. Example: 20 or 14.93 €")
BESIDE_MONEY = (" ", "€")  # « 1 000 € » is typed so by some


class Money(Goods):
    """The box at the bottom, or at the right."""

    def on_key(self, event: events.Key) -> None:
        """A letter where money is typed, and that the page has no use for, is no silent one."""
        keys = {key for action in self.every_action() for key in action.key.split(",")}
        if not self.box.has_focus or self.box.done or not event.is_printable or event.key in keys:
            return
        if event.character not in BESIDE_MONEY:
            self.refuse(NO_AMOUNT, N_("× not an amount"))
            event.stop()

    def on_payment_box_changed(self, message: PaymentBox.Changed) -> None:
        if message.box.typing:
            self._told = ""
        self._say_what_to_do()
        self._keep()

    def on_payment_box_entered(self, message: PaymentBox.Entered) -> None:
        box = self.box
        if box.done:
            self.next_person()
            return
        if box.waiting:
            self._focus()
            return
        try:
            typed = box.typed()
        except MoneyUnreadable:
            self.refuse(NO_AMOUNT, N_("× not an amount"))
            return
        if box.means == "cheque" and not box.numbering:
            box.numbering = True
            box.refresh()
            self._say_what_to_do()
            return
        over = too_much(box.left, box.means, typed)
        if over and box.left < 0:
            self.refuse(lambda: _("Only {amount} can be given back.").format(amount=formats.money(-box.left)))
        elif over and not box.keep:
            self._ask_about_too_much(over)
        else:
            self._take()

    def _ask_about_too_much(self, over: int) -> None:
        from screens.serve_choose import Choose
        from widgets.choice import Option

        amount = formats.money(over)

        def chosen(answer: str | None) -> None:
            if answer == "keep":
                self.box.keep = True
                self._take()
            elif answer == "back":
                self._take()

        options = [
            Option("keep", lambda: _("Keep it for next time: {amount} to their credit").format(amount=amount)),
            Option("back", lambda: _("Give back {amount} in cash").format(amount=amount)),
        ]
        if not self.box.left:
            options = options[:1]
        self.open(
            Choose(lambda: _("{amount} too much: what becomes of it?").format(amount=amount), "", options), chosen
        )

    def _take(self) -> None:
        """What is in the field counts: a part is noted, and the rest asked for; else all of it is written down."""
        box = self.box
        taken = take(box.left, box.means, box.typed(), number=box.number, keep=box.keep)
        if taken.left > 0 and box.means != NOTHING:
            box.add_part(taken.payments)
            return
        self._serve([*box.parts, *taken.payments], taken.back)

    def _serve(self, payments: Sequence[Payment], back: int, *, sure: bool = False, there_is: bool = False) -> None:
        hand = "" if self.handed else "part" if self.later_at is not None else "whole"
        if not hand and not payments:
            self.next_person()
            return
        to = self.to or Taker("")
        shown = self.one.due
        write(
            self,
            lambda: serving.serve(
                self.book,
                self.station,
                self.basket_id,
                shown=shown,
                payments=payments,
                hand=hand,
                to_member=to.member_id,
                to_name="" if to.member_id else to.name,
                later_at=self.later_at or None,
                sure=sure,
                there_is=there_is,
            ),
            lambda _id: self._served(payments, back, hand),
            lambda refusal: self._not_served(refusal, payments, back, sure, there_is),
        )

    def _served(self, payments: Sequence[Payment], back: int, hand: str) -> None:
        parts = [(one.means, one.amount) for one in payments]
        to, later = self.to, self.later_at
        name = user_text(to.name).plain if to else ""
        self._waiting.hold(str(self.basket_id), "", "")
        self._waiting.forget()
        self._read()
        left = self.due

        def told() -> str:
            said = [_("● Handed over.") if hand == "whole" else _("● In part: the rest is still here.") if hand else ""]
            if name:
                said = [_("● Handed to {name}.").format(name=name)]
            said += [f"{_(NAMES[means])} {formats.money(amount)}." for means, amount in parts]
            if back:
                said.append(_("Give back {amount}: {coins}.").format(amount=formats.money(back), coins=coins(back)))
            if left > 0:
                said.append(_("{amount} still to pay.").format(amount=formats.money(left)))
            return " ".join(filter(None, said))

        self._told = told
        self.later_at = None
        self._finished = True
        self.box.begin(NOTHING)
        self._show()
        self.to = to if later is None else None
        self.program.renew_session()
        if self.box.can_focus:
            self.box.focus()

    def _not_served(self, refusal: Refusal, payments: Sequence[Payment], back: int, sure: bool, there_is: bool) -> None:
        """What was answered already stays so."""
        match refusal:
            case MoneyTooMuch():
                ask_about_money(self, refusal, lambda: self._serve(payments, back, sure=True, there_is=there_is))
            case TillShort():
                ask_about_money(self, refusal, lambda: self._serve(payments, back, sure=sure, there_is=True))
            case DueChanged() | AlreadyServed() | StillToWeigh():
                self._renew()
                self.refuse(lambda: sentence(refusal), N_("! changed meanwhile"))
            case _:
                self.not_done(refusal)

    # --- Who takes it, and when -------------------------------------------------------------------------------------

    def to_somebody(self) -> None:
        """Another person has come for it."""
        from screens.serve_to import ServeTo

        def chosen(to: Taker | None) -> None:
            if to is not None:
                self.to = to if to.name else None
                self._mode_changed()

        self.open(ServeTo(self.one, self.brought_by), chosen)

    def in_part(self) -> None:
        """The rest is fetched later."""
        from screens.serve_later import ServeLater

        if self.later_at is not None:
            self.later_at = None
            self._mode_changed()
            return

        def chosen(at: int | None) -> None:
            if at is not None:
                self.later_at = at
                self._mode_changed()

        self.open(ServeLater(self.distribution), chosen)

    def _mode_changed(self) -> None:
        if not self.box.typing:
            self.box.begin(self._usual_means())
        self._show()
        if self.box.can_focus:
            self.box.focus()
        else:
            self._focus()
        self._keep()

    def keep_over(self) -> None:
        """What is too much stays on the account instead of being given back, and the other way round."""
        self.box.keep = not self.box.keep
        self.box.refresh(layout=True)
        self._say_what_to_do()
        self._keep()

    def next_person(self) -> None:
        self._waiting.forget()
        self.dismiss(None)

    # --- Words ------------------------------------------------------------------------------------------------------

    def _say_what_to_do(self) -> None:
        box = self.box
        if not box.has_focus or (box.waiting and not box.done):
            self._say_of_goods()
        elif box.done:
            self.echo("", "")
        else:
            told = self._told if not box.typing else ""
            self.echo(lambda: plain(told) or self._money_words(), lambda: "" if told else self._keys())

    def _money_words(self) -> str:
        box = self.box
        try:
            taken = box.taken()
            typed = box.typed()
        except MoneyUnreadable:
            return ""
        if typed is None:
            return "" if box.means == NOTHING else _words_of(box, box.left)
        said = f"{box.text} = {formats.money(typed)}"
        if taken.back:
            said = _("{typed}, give back {amount}").format(typed=said, amount=formats.money(taken.back))
        return said

    def _keys(self) -> str:
        said = self._money_keys()
        if not self.box.typing and not self.handed and not self._mode:
            said = _("{keys}   n: somebody else").format(keys=said)
        return said

    def _money_keys(self) -> str:
        box = self.box
        try:
            taken = box.taken()
        except MoneyUnreadable:
            return _("Example: 20 or 14.93 €")
        if box.means == "cash" and not self.till_open and not self.handed:
            return _("First open the till (F7, Till).   ← →: another means")
        if box.means == "cheque" and not box.numbering:
            return _("Enter: its number")
        if taken.left > 0 and box.means != NOTHING:
            return _("Enter: note it, then the rest")
        if box.means == "cash" and box.text and taken.back:
            return _("Enter: cash up and hand over   l: keep it")
        if box.means == NOTHING and box.left > 0 and not self.handed:
            return _("Enter: hand over, {amount} stay to pay").format(amount=formats.money(box.left))
        if self.handed:
            return _("Enter: note the payment") if box.means != NOTHING else _("Enter: next person")
        return _("Enter: hand over") if box.means == NOTHING else _("Enter: cash up and hand over")


def _words_of(box: PaymentBox, left: int) -> str:
    said = _("{means} {amount}").format(means=_(NAMES[box.means]), amount=formats.money(abs(left)))
    return _("Give back: {what}").format(what=said) if left < 0 else said
