"""The groups: one's own and those one may join; for who is not signed in, a look at what there is."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from db.values.people import Person
from i18n.language import N_
from screens.counter import CounterPage
from screens.group_list import GroupDetails, GroupList, cards_shown
from screens.sign_in import SIGN_UP, TO_SIGN_IN
from widgets import actions
from widgets.actions import Action
from widgets.part import Line, Rule
from widgets.text import Words


class Groups(CounterPage[None]):
    """`person` chooses where to order; without one, it is read-only and leads to signing up."""

    HELP = N_(
        "The groups of this computer. The arrows, or the number, choose one; its welcome, its coordination, its "
        "producers and its place are written below.\n"
        "You join a group by ordering in it: there is nothing else to do."
    )
    ACTIONS = (
        Action("take", "enter", "take", N_("Choose"), N_("The distributions and the products of this group.")),
        SIGN_UP,
        actions.HELP,
        actions.LANGUAGE,
        actions.SIGN_OUT,
        actions.BACK,
    )
    AUTO_FOCUS = "GroupList"
    DEFAULT_CSS = """
    Groups #note { margin-bottom: 1; }
    Groups #none { display: none; }
    Groups.-empty #none { display: block; }
    Groups.-empty Rule { display: none; }
    """

    def __init__(self, person: Person | None = None) -> None:
        super().__init__()
        self.person = person

    def body(self) -> Iterable[Widget]:
        choosing = self.person is not None
        yield Line(N_("Which group?") if choosing else N_("The groups of this computer"), style="bold $ink-text")
        yield Line(
            N_("You join a group by ordering in it: there is nothing else to do.")
            if choosing
            else N_("Free to look at. To order: sign in (F12) or sign up (F4)."),
            style="$muted-text",
            id="note",
        )
        yield Line(N_("There is no group here. Esc: back to the first screen."), id="none")
        yield GroupList()
        yield Rule()
        yield GroupDetails()

    def on_mount(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        cards = cards_shown(self.program, self.person.id if self.person else 0)
        self.set_class(not cards, "-empty")
        groups = self.query_one(GroupList)
        first = not groups.cards
        groups.show(cards)
        session = self.program.session
        if first and session is not None:
            groups.at = next((i for i, card in enumerate(groups.cards) if card.id == session.group.id), 0)
        self.query_one(GroupDetails).show(groups.current)

    def footer(self) -> Iterable[Action]:
        take, sign_up, help_, language, sign_out, back = self.ACTIONS
        if self.person is None:
            return take._replace(label=N_("See")), sign_up, TO_SIGN_IN, help_, language, back
        return take, help_, language, sign_out, back

    def every_action(self) -> list[Action]:
        # Who has an account has nothing to sign up for: their F4 is « Mon compte » as everywhere.
        every = super().every_action()
        return [actions.ACCOUNT if action is SIGN_UP else action for action in every] if self.person else every

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "take" and self.query_one(GroupList).current is None:
            return N_("There is no group here. Esc: back to the first screen.")
        return None

    def on_group_list_moved(self, message: GroupList.Moved) -> None:
        self.query_one(GroupDetails).show(message.card)

    def on_group_list_taken(self, message: GroupList.Taken) -> None:
        self.take()

    def take(self) -> None:
        """Enter: into the group, or a look at what it offers."""
        card = self.query_one(GroupList).current
        if card is None:
            return
        if self.person is None:
            from screens.distributions import Distributions

            self.open(Distributions(group_id=card.id))
        elif self.program.session is None:
            self.program.welcome(self.person, card.id)
        else:
            self.program.enter_group(card.id)

    def sign_up(self) -> None:
        from screens.sign_up import SignUp

        card = self.query_one(GroupList).current
        self.open(SignUp(card.id if card else 0))
