"""The floor of any Textual program: one line of text."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello, counter!")


if __name__ == "__main__":
    Hello().run()
