"""Where to save something that must leave this laptop: a USB key that is plugged in, or any folder."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from textual.widget import Widget

from i18n.language import N_, _
from screens import machine
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.part import Line
from widgets.text import Words, user_text


class WhichFolder(CounterPage[Path]):
    """Dismisses with a folder, or None. `title` says what is saved, `about` what is in it."""

    HELP = N_(
        "Plug a USB key in, then press F3: it appears in the list. Enter saves on the one the mark is on.\n"
        "In the last line you can type any folder of this computer instead.\n"
        "Nothing that is already there is written over."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Save here"), N_("Save in the folder the mark is on.")),
        Action("move", "up", "", N_("Choose"), key_label="↑ ↓"),
        Action("look", "f3", "look_again", N_("Look again"), N_("Look which keys are plugged in now.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    WhichFolder #about { margin: 0 0 1 0; }
    WhichFolder #folder { margin: 1 0 0 0; }
    """

    def __init__(self, title: Words, about: Words, first: Path) -> None:
        """`first` is proposed as the folder when no key is plugged in."""
        super().__init__()
        self._title, self._about, self._first = title, about, first

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield Line(self._about, style="$muted-text", id="about")
        yield Line(self._found, id="found")
        yield Choice([], shift=0, id="keys")
        yield Field(N_("Or a folder of this computer"), value=str(self._first), width=76, limit=200, id="folder")

    def on_mount(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """F3: keys come and go."""
        self._keys = machine.keys()
        choice = self.query_one("#keys", Choice)
        choice.show([Option(str(one), lambda one=one: user_text(str(one))) for one in self._keys])  # type: ignore[misc]
        choice.display = bool(self._keys)
        self.query_one("#found").refresh(layout=True)
        self.set_focus(choice if self._keys else self.query_one("#folder"))

    def _found(self) -> str:
        if self._keys:
            return _("Plugged in:")
        return _("No USB key is plugged in. Plug one in, then press F3.")

    _keys: list[Path] = []

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.dismiss(Path(message.option.id))

    def on_field_submitted(self, message: Field.Submitted) -> None:
        typed = message.value.strip()
        folder = Path(typed).expanduser()
        if folder == self._first:  # proposed, so it is made where it is not there yet
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
        if not typed or not folder.is_dir():
            message.field.error = N_("There is no such folder. Type its whole name, or plug a key in and press F3.")
        else:
            self.dismiss(folder)
