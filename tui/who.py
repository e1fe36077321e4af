"""Who is signed in at the counter, in which group, and what the header says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db.errors import ClockInDoubt
from i18n import language
from screens.counter import CounterPage, Session
from widgets.header_line import Header
from widgets.page import Page

if TYPE_CHECKING:
    from db.values.people import Person
    from tui.app import ComptoirApp


class Begun(NamedTuple):
    """What was under way at this terminal."""

    group_id: int
    distribution_id: int
    tab: str


class Who:
    """One person at a time, or nobody."""

    def __init__(self, app: ComptoirApp) -> None:
        self.app = app
        self.session: Session | None = None
        self._balance: int | None = None

    def welcome(self, person: Person, group_id: int) -> None:
        from db.accounts import memberships
        from screens.group_list import is_shown

        app = self.app
        own = [one.group_id for one in memberships(app.book, person.id) if is_shown(app, one.group_id, one.group)]
        if not group_id:
            group_id = own[0] if len(own) == 1 else app.kept.last_group if app.kept.last_group in own else 0
        language.use(person.language or app.laptop_language)
        going_on = self._left_off(person, own)
        if going_on is not None:
            group_id = going_on.group_id
        if group_id:
            self._start(person, group_id)
            app.show_orders()
            if going_on is not None:
                self._go_on(going_on)
            return
        from screens.groups import Groups

        app.go_home(Groups(person=person))

    def _left_off(self, person: Person, own: list[int]) -> Begun | None:
        """The tab of the counter that stood on this terminal when the program stopped, for somebody of its team."""
        from db.distributions import distribution
        from db.resuming import kept
        from db.roles import role

        found = kept(self.app.book, self.app.terminal)
        if found is None:
            return None
        group_id = distribution(self.app.book, found.distribution_id).group_id
        if group_id not in own or role(self.app.book, person.id, group_id) not in ("volunteer", "coordinator"):
            return None
        return Begun(group_id, found.distribution_id, found.screen)

    def _go_on(self, begun: Begun) -> None:
        """Where this terminal was; each tab brings back itself what was typed there."""
        from screens.desk import Desk
        from screens.desk_tab import CLASSES, tab_of

        if begun.tab in CLASSES:
            desk = Desk()
            self.app.push_screen(desk)
            tab = tab_of(begun.tab, begun.distribution_id)
            tab.after_a_stop = True
            desk.open(tab)

    def enter_group(self, group_id: int) -> None:
        if self.session is None:
            return
        self._start(self.session.person, group_id)
        self.app.show_orders()

    def _start(self, person: Person, group_id: int) -> None:
        from db.groups import group
        from db.roles import role

        app = self.app
        self.session = Session(person, group(app.book, group_id), role(app.book, person.id, group_id) or "member")
        app.keep(last_group=group_id)
        self.renew()
        if self.session.role == "coordinator" and isinstance(app.book.stopped, ClockInDoubt):
            app.call_after_refresh(app.opening.ask_the_hour, app.book.stopped)

    def doubts_the_hour(self, doubt: ClockInDoubt) -> None:
        """It was put back just now: a coordinator who is here says whether it is right."""
        self.app.tell(doubt)
        if self.session is not None and self.session.role == "coordinator" and not self.app.locked:
            self.app.opening.ask_the_hour(doubt)

    def renew(self) -> None:
        """What may have changed of them is read again, and the header painted."""
        if self.session is None:
            return
        from db.accounts import person
        from db.groups import group
        from db.ledger import balance
        from db.roles import role

        book, who, where = self.app.book, self.session.person.id, self.session.group.id
        self.session = Session(person(book, who), group(book, where), role(book, who, where) or "member")
        self._balance = balance(book, who, where)
        page = self.app.screen
        if isinstance(page, Page) and page.is_mounted:
            page.refresh_frame()

    def leave(self) -> None:
        self.session = self._balance = None
        language.use(self.app.laptop_language)

    def speaks(self, code: str) -> None:
        """The language is theirs from now on, wherever they sign in."""
        if self.session is None:
            return
        from db.accounts import change_details

        who = self.session.person.id
        self.session = self.session._replace(person=change_details(self.app.book, who, who, language=code))

    def header(self) -> Header:
        session = self.session
        if session is None or self.app.locked:
            return Header(language=language.LANGUAGES[language.current()])
        pages = (page for page in reversed(self.app.screen_stack) if isinstance(page, CounterPage))
        hour = next((hour for page in pages if (hour := page.hour())), "")
        balance = None if hour else self._balance
        return Header(session.group.name, name=session.person.name, balance=balance, role=session.role, hour=hour)
