"""What typing a digit costs in a Textual program at least: one bare Input."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class Typing(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(placeholder="quantity")


if __name__ == "__main__":
    Typing().run()
