"""The frame that every screen stands in: header, bar, band, body, echo, footer, and the keys that mean the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import isawaitable
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widget import Widget

from i18n.language import N_
from widgets import actions
from widgets.actions import Action
from widgets.band import Band, EchoLine, Message, Note
from widgets.bar import Bar, BarLine
from widgets.header_line import Header, HeaderLine
from widgets.keys_line import KeysLine
from widgets.panel import Panel
from widgets.quiet_screen import QuietScreen
from widgets.text import Words, words
from widgets.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall


@runtime_checkable
class Counter(Protocol):
    """What a page asks of the application it runs in."""

    def header(self) -> Header:
        """What the first row says now."""


class Page(QuietScreen[ScreenResultType]):
    """Base of all screens.

    A screen declares ACTIONS (in the order of its footer), HELP (a message id), and `body()`. It may override
    `bar()`, `why_not()`, `footer()` and `facts_changed()`. It speaks through `say`, `refuse`, `echo` and `band`.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = (actions.HELP, actions.BACK)
    GLOBAL: ClassVar[tuple[Action, ...]] = actions.GLOBAL
    HELP: ClassVar[str] = ""
    TIGHT: ClassVar[bool] = False
    """True leaves out the blank row above the body and the column at each side: for the product grid."""

    HORIZONTAL_BREAKPOINTS = [(0, "-w80"), (100, "-w100"), (120, "-w120")]
    VERTICAL_BREAKPOINTS = [(0, "-h24"), (30, "-h30")]

    DEFAULT_CSS = """
    Page, Page:ansi { background: $paper; color: $ink; layers: base note top; overflow: hidden; text-style: none; }
    Page.-screen-suspended, Page:ansi.-screen-suspended { text-style: none; }
    Page > #body { height: 1fr; padding: 0 1; margin: 1 0 0 0; overflow-y: auto; scrollbar-size: 0 0; }
    Page.-tight > #body { margin: 0; padding: 0; }
    Page.-barred > Band { margin: 1 0 0 0; }
    """

    def __init_subclass__(cls, **options: Any) -> None:
        if "BINDINGS" not in cls.__dict__:
            cls.BINDINGS = []
        # One declaration per action: Textual's bindings are read from it, never written beside it.
        taken = {action.key for action in cls.ACTIONS}
        declared = [*cls.ACTIONS, *(action for action in cls.GLOBAL if action.key not in taken)]
        cls.BINDINGS = [*cls.BINDINGS, *(binding(action) for action in declared if action.method)]
        super().__init_subclass__(**options)

    # --- What a screen overrides ------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """The widgets between bar and echo line. The body has a margin of one column at each side."""
        return ()

    def bar(self) -> Bar | None:
        """The kraft bar, or None. Asked again by `refresh_frame()`."""
        return None

    def footer(self) -> Iterable[Action]:
        """The actions of the footer, in order. Override to change labels with the state of the screen."""
        return self.ACTIONS

    def why_not(self, action_id: str) -> Words | None:
        """Why this action cannot be done now, as a sentence; None when it can."""
        return None

    def facts_changed(self) -> None:
        """Called after the language changed, and by the application when the book did: read and show again."""

    @property
    def typing(self) -> bool:
        """Whether somebody is in the middle of a field or a number: the lock waits for them."""
        return bool(getattr(self.focused, "typing", False))

    # --- What a screen says -----------------------------------------------------------------------------------------

    def say(self, text: Words) -> None:
        """Answer in the echo line, until the next key."""
        self._clear_note()
        self._said = True
        self.query_one(EchoLine).show(text)

    def refuse(self, text: Words, badge: Words = N_("× refused")) -> None:
        """Say what was not done and why, in the two lines above the footer, until the next key."""
        self.note("refused", badge, text)

    def note(self, kind: str, badge: Words, text: Words) -> None:
        """As `refuse`, for another kind of news: 'recorded', 'pending', 'closed'."""
        self._noted = True
        note, part = self.query_one(Note), self.focused
        # The mark is never covered: where it stands just above the footer, the note stands under the header.
        rows = range(self.size.height - 3, self.size.height - 1)
        low = (
            part is not None
            and part.region.height <= 3
            and not {part.region.y, part.region.bottom - 1}.isdisjoint(rows)
        )
        note.set_class(low, "-high")
        note.show(Message(kind, badge, text))

    def echo(self, strong: Words, keys: Words = "") -> None:
        """What the number being typed means (bold), then the keys of this field. It stays until it is changed."""
        self._said = False
        self.query_one(EchoLine).show(strong, keys)

    def invite(self, text: Words) -> None:
        """What one can do here, muted, in the echo line as long as it has nothing else to say."""
        self.query_one(EchoLine).show_idle(text)

    def band(self, kind: str = "", badge: Words = "", text: Words = "") -> None:
        """Show a band under the header or bar for as long as it is true; without arguments, take it away."""
        self.query_one(Band).show(Message(kind, badge, text) if kind else None)

    def clear_message(self) -> None:
        """Take away what answered the key before. Parts call it on every key."""
        self._clear_note()
        if self._said:
            self._said = False
            self.query_one(EchoLine).show("")

    def _clear_note(self) -> None:
        if self._noted:
            self._noted = False
            self.query_one(Note).show(None)

    # --- Frame ------------------------------------------------------------------------------------------------------

    _said = False
    _noted = False
    _small: TooSmall | None = None
    _focus_before: Widget | None = None
    _part_before: Widget | None = None

    def compose(self) -> ComposeResult:
        self.set_class(self.TIGHT, "-tight")
        self._know_the_size()
        yield HeaderLine()
        yield BarLine()
        yield Band()
        with Vertical(id="body"):
            yield from self.body()
        yield EchoLine()
        yield KeysLine()
        yield Note()

    def _know_the_size(self) -> None:
        """Textual tells a screen its breakpoints after the first layout; told before, there is no second one."""
        columns, rows = self.app.size
        for size, breakpoints in ((columns, self.HORIZONTAL_BREAKPOINTS), (rows, self.VERTICAL_BREAKPOINTS)):
            reached = [name for least, name in breakpoints if size >= least]
            self.set_class(True, reached[-1])

    def on_mount(self) -> None:
        self.refresh_frame()

    def header(self) -> Header:
        """What the first row says; asked from the application."""
        app = self.app
        return app.header() if isinstance(app, Counter) else Header()

    def refresh_frame(self) -> None:
        """Ask again for header, bar and footer, and paint them."""
        bar = self.bar()
        self.set_class(bar is not None, "-barred")
        self.query_one(BarLine).show(bar)
        self.query_one(HeaderLine).refresh()
        self.query_one(KeysLine).refresh()
        if self.focused is not None and not _in_view(self.focused):
            self.call_later(self._focus_anything)

    def language_changed(self) -> None:
        """Paint every word again in the language of this moment; what was typed stays."""
        self.clear_message()
        self.facts_changed()
        self.refresh_frame()
        for widget in self.walk_children():
            if isinstance(widget, Panel):
                widget.language_changed()
            widget.refresh(layout=True)

    # --- Actions ----------------------------------------------------------------------------------------------------

    def every_action(self) -> list[Action]:
        """All that can be done here: the screen's own, then those that mean the same everywhere."""
        own = list(self.footer())
        own += [action for action in self.ACTIONS if action.id not in {each.id for each in own}]
        taken = {action.id for action in own} | {action.key for action in own}
        return own + [action for action in self.GLOBAL if not {action.id, action.key} & taken]

    def reason_against(self, action: Action) -> Words | None:
        """Why `action` cannot be done now, or None. A page that does not know the action says so."""
        reason = self.why_not(action.id)
        if (
            reason is None
            and action.method
            and not callable(getattr(self, action.method, None) or getattr(self.app, action.method, None))
        ):
            return N_("There is nothing for this key on this screen.")
        return reason

    def run(self, action: Action) -> None:
        """Do `action`, or say why not: a key is never silently dead."""
        self.clear_message()
        reason = self.reason_against(action)
        if reason is not None:
            self.refuse(reason, N_("× not now"))
            return
        if not action.method:
            self._hand_over(action)
            return
        method = getattr(self, action.method, None) or getattr(self.app, action.method)
        self.call_next(self._do, method)

    async def _do(self, method: Callable[[], object]) -> None:
        """Keys may come faster than they are done: once this page was left or covered, the others count for nothing."""
        if self.app.screen is self:
            result = method()
            if isawaitable(result):
                await result

    def _hand_over(self, action: Action) -> None:
        """A key that belongs to the part in use, chosen in the footer: back to that part, as if it were pressed."""
        part = self._part_before
        if part is not None and part.focusable and action.key:
            self.set_focus(part)
            part.post_message(events.Key(action.key.split(",")[0], None))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if not isinstance(event.widget, KeysLine):
            self._part_before = event.widget

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """A key that comes before the page is made counts for nothing."""
        return self.is_mounted

    def action_act(self, action_id: str) -> None:
        """What every key of ours is bound to."""
        for action in self.every_action():
            if action.id == action_id:
                self.run(action)
                return

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave this page. What stands over it (help, the list of actions) goes too: slow work may end behind them."""
        stack = self.app.screen_stack
        if self not in stack:  # it was left already: a second Space came before it was gone
            return AwaitComplete()
        above = stack[stack.index(self) + 1 :]
        if any(getattr(page, "LOCKED", False) for page in above):  # no way past the lock
            return AwaitComplete()
        for _page in above:
            self.app.pop_screen()
        return super().dismiss(result)

    def go_back(self) -> None:
        """Escape: to the screen before, nothing lost."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)

    def watch_focused(self, before: Widget | None, now: Widget | None) -> None:
        # What has the mark may be gone, or hidden (Textual focuses that too): it goes to the next part.
        if (before is not None and now is None) or (now is not None and not _in_view(now)):
            self.call_later(self._focus_anything)

    def _focus_anything(self) -> None:
        if self.is_attached and (self.focused is None or not _in_view(self.focused)):
            self.focus_next()

    def focus_following(self) -> None:
        self.focus_next()

    def action_help(self) -> None:
        """F1: what this screen does, and its keys."""
        from widgets.help_page import HelpPage

        self.app.push_screen(HelpPage(self))

    def action_palette(self) -> None:
        """Ctrl+O: everything that can be done here, to choose from."""
        from widgets.palette_page import PalettePage

        def chosen(action: Action | None) -> None:
            if action is not None:
                self.run(action)

        self.app.push_screen(PalettePage(self), chosen)

    def on_key(self, event: events.Key) -> None:
        # Arrows that no part wanted go from part to part, as Tab does.
        if event.key in ("down", "up"):
            self.clear_message()
            if event.key == "down":
                self.focus_next()
            else:
                self.focus_previous()
            event.stop()

    # --- Size -------------------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        if small and self._small is None:
            self._focus_before = self.focused
            self._small = TooSmall()
            self.mount(self._small)
            self.set_focus(self._small)
        elif not small and self._small is not None:
            self._small.remove()
            self._small = None
            self.set_focus(self._focus_before)
        elif self._small is not None:
            self._small.refresh()


def _in_view(widget: Widget) -> bool:
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))


def binding(action: Action) -> Binding:
    """Textual's binding of an action; its words are msgids, painted translated by our own footer, help and palette."""
    return Binding(action.key, f"act('{action.id}')", action.label, show=action.shown, id=action.id, tooltip=action.tip)


__all__ = ["Counter", "Header", "Page", "words"]
