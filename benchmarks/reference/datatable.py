"""The usual list of a Textual program: a DataTable of products with a row cursor. Argument: how many."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Table(App[None]):
    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("No", "Product", "Producer", "Unit", "Price")
        table.add_rows(
            (f"Item {i:05d}", f"Organic product {i * 7919 % 997:03d}", f"Farm {i % 37}", "kg", f"{i % 90 + 1},50 €")
            for i in range(int(sys.argv[1]))
        )
        table.focus()


if __name__ == "__main__":
    Table().run()
