"""The book cannot be opened: why, what to do, and where the latest copy is. Nothing was changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget

from db.errors import BookRefused
from i18n.language import N_, _
from screens.counter import CounterPage
from screens.questions import said
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.panel import Panel
from widgets.part import Line
from widgets.text import user_text


class NoBook(CounterPage[None]):
    """Stands instead of the first screen. Enter looks at the file again."""

    HELP = N_(
        "The file of the book could not be opened, and was left as it is. Follow what is written, then look again; or "
        "quit, and put a backup copy in its place with “comptoir restore”."
    )
    ACTIONS = (
        Action("again", "enter", "", N_("Choose"), N_("Take what the mark is on.")),
        actions.HELP,
        actions.LANGUAGE,
        actions.QUIT,
    )
    GLOBAL = (actions.PALETTE,)
    DEFAULT_CSS = """
    NoBook #body { align-horizontal: center; }
    NoBook Panel { max-width: 84; padding: 1 2; margin-bottom: 1; }
    NoBook Choice { max-width: 84; }
    """

    def __init__(self, refusal: BookRefused) -> None:
        super().__init__()
        self.refusal = refusal

    def body(self) -> Iterable[Widget]:
        yield Panel(
            Line(said(self.refusal), style="bold $ink-text"),
            Line(""),
            Line(self._copy, style="$ink-text"),
            title=N_("The book cannot be opened"),
            classes="-danger",
        )
        yield Choice((Option("again", N_("Look at the file again")), Option("quit", N_("Quit"))))

    def _copy(self) -> str:
        copy = latest_copy(Path(self.refusal.path))
        if copy is None:
            return _("No backup copy was found in the folder “backups” beside the book.")
        return _(
            "The latest backup copy: {path}\nTo put it in place of the book: move the book away, then type “comptoir "
            "restore” and the path of the copy."
        ).format(path=user_text(str(copy)).plain)

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if message.option.id == "quit":
            self.action_act("quit")
        else:
            self.program.look_again()


def latest_copy(book: Path) -> Path | None:
    """The newest copy in the folder `backups` beside the book, if there is one."""
    try:
        copies = [(file.stat().st_mtime_ns, file) for file in (book.parent / "backups").glob("*.db")]
    except OSError:
        return None
    return max(copies, default=(0, None))[1]
