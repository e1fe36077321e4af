"""A table whose row under the mark has a field to type a number in: a weight, what came, what is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from i18n.language import N_, ngettext
from widgets.deliberate import Deliberate
from widgets.digits import digit
from widgets.part import Part
from widgets.quantity_entry import KEYPAD
from widgets.text import user_text

LONGEST = 40  # signs; nothing that is weighed needs more
NUM_LOCK = N_("The keypad types no digits: press Num Lock. What is typed stays; Enter takes it, Esc leaves it.")

Head = Callable[[int], Sequence[Content]]


class Typing(NamedTuple):
    """What is typed, and `field(room)`, which paints it in `room` + 6 columns."""

    text: str
    field: Callable[[int], Content]


class EntryRow(NamedTuple):
    """`paint(width, here, typing)` makes one line; `here`: it is marked; `typing`: the field is in this row.

    Rows with an empty `id` are only read. Where `quick`, Enter on an empty field does something: it counts only if it
    was meant.
    """

    paint: Callable[[int, bool, Typing | None], Content]
    id: str = ""
    quick: bool = False


class EntryTable(Part, can_focus=True):
    """Calls `taken(text)` on Enter, and `changed()` once the mark or what is typed is another.

    Both at once, before the next key: who types faster than the screen is painted weighs the right person all the same.
    Without them `Taken`, `Typed` and `Moved` are posted.
    `letters` do something on the page as long as nothing is typed, `always` also then: they are left to it.
    Give it a height (`1fr`).
    """

    DEFAULT_CSS = "EntryTable { height: 1fr; }"

    class Moved(Message):
        def __init__(self, table: EntryTable, id: str, text: str) -> None:
            super().__init__()
            self.table, self.id, self.text = table, id, text

        @property
        def control(self) -> EntryTable:
            return self.table

    class Typed(Moved):
        pass

    class Taken(Moved):
        pass

    def __init__(
        self,
        *,
        taken: Callable[[str], object] | None = None,
        changed: Callable[[], object] | None = None,
        letters: str = "",
        always: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._taken, self._changed = taken, changed
        self.rows: tuple[EntryRow, ...] = ()
        self.at = -1  # index of the row under the mark
        self._head: Head = lambda width: ()
        self._letters, self._always = letters, always
        self._text = ""
        self._top = 0
        self._strips: dict[int, Strip] = {}  # of rows that are not under the mark
        self._heading: tuple[int, list[Content]] = (-1, [])
        self._stale: set[int] = set()  # rows to be made again when they are painted next
        self._quick = Deliberate(self, self._take)
        self._asked: tuple[Callable[[], None], Deliberate] | None = None
        self._doubtful = False  # what is typed was refused or asked about: a digit begins a number of its own

    # --- What is in it ----------------------------------------------------------------------------------------------

    def show(self, rows: Sequence[EntryRow], head: Head | None = None) -> None:
        """Other rows. The mark and what is typed stay on their row; where it is gone, so is what was typed."""
        here = self.current
        self.rows = tuple(rows)
        if head is not None:
            self._head = head
        stops = self.stops()
        same = [index for index in stops if self.rows[index].id == here]
        near = [index for index in stops if index >= self.at] or stops[-1:]
        self.at = (same or near or [-1])[0]
        if not same:
            self._text, self._asked = "", None
        self.refresh()

    def replace(self, row: EntryRow) -> None:
        """The row with this id is another one now; only it is painted again."""
        for index, one in enumerate(self.rows):
            if one.id == row.id:
                self.rows = (*self.rows[:index], row, *self.rows[index + 1 :])
                self._strips.pop(index, None)
                self._paint(index)

    @property
    def current(self) -> str:
        """The id under the mark; empty when there is none."""
        return self.rows[self.at].id if 0 <= self.at < len(self.rows) else ""

    @property
    def text(self) -> str:
        """What is typed in the field."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._forget_question()
        self._doubtful = False
        if text != self._text:
            self._text = text[:LONGEST]
            self._paint(self.at)
            self._tell(self.Typed)

    @property
    def typing(self) -> bool:
        return bool(self._text)

    def stops(self) -> list[int]:
        """The rows that the mark can stand on."""
        return [index for index, row in enumerate(self.rows) if row.id]

    def go(self, id: str) -> None:
        """Put the mark on a row, its field empty."""
        for index, row in enumerate(self.rows):
            if row.id == id:
                self._move_to(index)
                return

    def ask(self, show: Callable[[], None], yes: Callable[[], object]) -> None:
        """`show` asks something about what is typed: the next Enter that was meant is `yes`; any other key is no."""

        def answer() -> None:
            self._asked = None
            if self.page is not None:
                self.page.clear_message()
            yes()

        self.doubt()
        deliberate = Deliberate(self, answer)
        deliberate.begin()
        self._asked = (show, deliberate)
        show()

    def beware(self) -> None:
        """From now on an Enter may be one that is still held."""
        self._quick.begin()

    def doubt(self) -> None:
        """What is typed was refused: it stays, and can be mended; who types a digit begins anew."""
        self._doubtful = True

    def _forget_question(self) -> None:
        if self._asked is not None:
            self._asked[1].begin()  # an Enter that waits to be believed is not
            self._asked = None

    def _take(self) -> None:
        if self._taken is not None:
            self._taken(self._text)
        else:
            self.post_message(self.Taken(self, self.current, self._text))

    def _tell(self, what: type[Moved]) -> None:
        if self._changed is not None:
            self._changed()
        else:
            self.post_message(what(self, self.current, self._text))

    # --- Look -------------------------------------------------------------------------------------------------------

    @property
    def airy(self) -> bool:
        """A blank row between two, on a high screen where all still fit."""
        room = self.content_size.height
        return room >= 20 and len(self._heading[1]) + 2 * len(self.rows) <= room

    def lines(self, width: int) -> list[Content]:
        head, shown = self._layout(width)
        lines = list(head)
        for index in shown:
            lines.append(self._line(index, width))
            if self.airy:
                lines.append(Content(""))
        return [*lines, *self._more(shown, width)]

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._made is None or self.size != self._made_for:
            if self.size != self._made_for:
                self._strips.clear()
                self._top = 0  # a window that was small for a moment leaves the list as it was
            self._made, self._made_for = self._all_strips(), self.size
        elif self._stale:
            head, shown = self._layout(self.size.width)
            for index in self._stale:
                if index in shown:
                    self._made[self._y(index, len(head), shown)] = self._strip_of(index)
        self._stale.clear()
        return super().render_lines(crop)

    def _all_strips(self) -> list[Strip]:
        width = self.size.width
        head, shown = self._layout(width)
        strips = [self._strip(line) for line in head]
        for index in shown:
            strips.append(self._strip_of(index))
            if self.airy:
                strips.append(self._strip(Content("")))
        return [*strips, *map(self._strip, self._more(shown, width))]

    def _strip_of(self, index: int) -> Strip:
        if index == self.at:
            return self._strip(self._line(index, self.size.width))
        if index not in self._strips:
            self._strips[index] = self._strip(self._line(index, self.size.width))
        return self._strips[index]

    def _line(self, index: int, width: int) -> Content:
        row, here = self.rows[index], index == self.at
        typing = Typing(self._text, self._field) if here and row.id else None
        return row.paint(width, here and self.has_focus, typing)

    def _field(self, room: int) -> Content:
        """`> [  192+67█]`"""
        typed = user_text(self._text[-room:]).plain
        mark = ("> ", "$mark-text") if self.has_focus else "  "
        cursor = (" ", "$focus-text") if self.has_focus else " "
        return Content.assemble(mark, "[ ", (typed.rjust(room), "bold $ink-text"), cursor, "]")

    def _layout(self, width: int) -> tuple[list[Content], range]:
        """The head, and the rows in sight; where these are not all, the last line says how many there are."""
        if self._heading[0] != width:
            self._heading = (width, list(self._head(width)))
        head = self._heading[1]
        room = self.content_size.height - len(head)
        if room <= 0 or len(self.rows) <= room:
            self._top = 0
            return head, range(len(self.rows))
        room -= 1
        if not self._top <= self.at < self._top + room:
            # The mark comes to stand at a third: a list that scrolls with every row cannot be read along.
            self._top = self.at - room // 3
        self._top = max(0, min(self._top, len(self.rows) - room))
        return head, range(self._top, self._top + room)

    def _more(self, shown: range, width: int) -> list[Content]:
        """« ↑ 3 lignes au-dessus   ↓ 5 lignes au-dessous »"""
        above, below = shown.start, len(self.rows) - shown.stop
        said = []
        if above:
            said.append("↑ " + ngettext("{n} line above", "{n} lines above", above).format(n=above))
        if below:
            said.append("↓ " + ngettext("{n} line below", "{n} lines below", below).format(n=below))
        if not said:
            return []
        return [Content.assemble("  ", ("   ".join(said), "$muted-text")).truncate(max(0, width), ellipsis=True)]

    def row_of_mark(self) -> int:
        """How many rows below its upper edge the mark stands."""
        head, shown = self._layout(self.size.width)
        return self._y(self.at, len(head), shown)

    def _y(self, index: int, head: int, shown: range) -> int:
        return head + (index - shown.start) * (2 if self.airy else 1)

    def _paint(self, *indexes: int) -> None:
        """Paint these rows again, and nothing else; all of it where the list scrolls."""
        top = self._top
        head, shown = self._layout(self.size.width)
        if self._made is None or self._made_for != self.size or self._top != top:
            self._made = None
            self.refresh_kept()
            return
        self._stale.update(indexes)
        rows = [Region(0, self._y(index, len(head), shown), self.size.width, 1) for index in indexes if index in shown]
        if rows:
            self.refresh_kept(*rows)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> EntryTable:
        self._strips.clear()
        self._heading = (-1, [])
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # type: ignore[override]
        return len(self._head(width)) + len(self.rows)

    def on_focus(self) -> None:
        self._paint(self.at)

    def on_blur(self) -> None:
        self._paint(self.at)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        if self._asked is not None and event.key in ("enter", "escape"):
            self._answer(event)
        elif event.key == "enter" and self.current:
            if self._text or not self.rows[self.at].quick:
                self._take()
            else:
                self._quick.enter(event)
        elif event.key in ("escape", "ctrl+z") and self._text:  # what is typed goes before what was done
            self.text = ""
        elif event.key == "backspace":
            self.text = self._text[:-1]
        elif event.key == "ctrl+u":
            self.text = ""
        elif event.key in KEYPAD:
            if not self._move_by(event.key):
                return
        elif event.is_printable and event.character and self.current:
            if not self._type(event.character):
                return
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        for character in event.text.replace("\r", "\n").partition("\n")[0][:LONGEST]:
            self._add(character)

    def _answer(self, event: events.Key) -> None:
        assert self._asked is not None
        show, deliberate = self._asked
        if event.key == "escape":
            self._forget_question()
            self._tell(self.Typed)
            return
        show()  # the key took the question away; if it was only held, it stands still
        deliberate.enter(event)

    def _type(self, character: str) -> bool:
        """Add a sign to the number; False when it is the page's."""
        if character in self._always or (not self._text and character in self._letters):
            return False
        self._add(character)
        return True

    def _add(self, character: str) -> None:
        # On a French keyboard `=` and `+` are one key; nothing that is weighed has a `=` in it.
        sign = digit(character) or ("+" if character == "=" else character)
        if self._doubtful and sign.isdigit():
            self.text = ""
        if len(self._text) >= LONGEST:
            if self.page is not None:
                self.page.refuse(N_("This field is full."))
            return
        self.text = self._text + sign

    def _move_by(self, key: str) -> bool:
        stops = self.stops()
        moves = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8, "home": -len(stops), "end": len(stops)}
        if self._text or key in ("insert", "clear"):
            if self.page is not None:
                self.page.refuse(NUM_LOCK)
            return True
        if key not in moves or self.at not in stops:
            return False
        to = stops[max(0, min(len(stops) - 1, stops.index(self.at) + moves[key]))]
        if to == self.at:
            return False
        self._move_to(to)
        return True

    def _move_to(self, index: int) -> None:
        self._forget_question()
        self._quick.begin()
        self._doubtful = False
        before, self.at, self._text = self.at, index, ""
        self._strips.pop(before, None)
        self._paint(before, index)
        self._tell(self.Moved)
