"""The programs that are started: Comptoir on a book, and the plain ones beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import books
from benchmarks.terminal import Program, Timed, started

REFERENCE = Path(__file__).parent / "reference"
# What Comptoir shows, in French, when a screen is there.
SIGN_IN, ORDERS, GRID = "COMPTOIR", "OUVERTE", "REF00001"

HELLO = Program("bare hello", [sys.executable, REFERENCE / "hello.py"], "Hello, counter!")
TABLE = Program("DataTable of 1,000", [sys.executable, REFERENCE / "datatable.py", "1000"], "Item 00001")
INPUT = Program("bare Input", [sys.executable, REFERENCE / "input_only.py"], "quantity")


def comptoir(home: books.Home) -> Program:
    command = Path(sys.executable).with_name("comptoir")
    return Program("comptoir", [command, "--book", home.book], SIGN_IN, home.env)


def while_drawing(home: books.Home, told: Path) -> Program:
    """The same, which makes order sheets when it is sent SIGUSR1 and writes into `told` each time they are done."""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.while_drawing", "--book", home.book]
    return Program("comptoir, drawing", command, SIGN_IN, home.env | {"COMPTOIR_DRAWN": str(told)})


def type_secret(terminal: Timed) -> None:
    """Everything up to the Enter that sends the secret."""
    terminal.type(books.EMAIL)
    terminal.press("enter")
    terminal.settle(0.2)
    terminal.type(books.SECRET)
    terminal.settle(0.2)


def at_orders(home: books.Home, program: Program | None = None) -> Timed:
    """A member has signed in and sees the distributions."""
    terminal, _ = started(program or comptoir(home))
    terminal.settle(0.4)
    type_secret(terminal)
    terminal.press("enter")
    terminal.wait_for(ORDERS)
    terminal.settle(0.3)
    return terminal


def at_grid(home: books.Home, program: Program | None = None) -> Timed:
    """A member has opened the products of the open distribution; the first one is chosen."""
    terminal = at_orders(home, program)
    terminal.press("enter")
    terminal.wait_for(GRID)
    terminal.settle(0.3)
    return terminal


def at(program: Program) -> Timed:
    terminal, _ = started(program)
    terminal.settle(0.3)
    return terminal
