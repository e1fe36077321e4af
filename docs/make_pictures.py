"""The pictures in the README and the manual: the installed program on a fresh demo book, in a pseudo-terminal.

    python -m docs.make_pictures [FOLDER]

A walk presses keys and waits for words; `picture:NAME` takes one. Nothing is drawn by hand.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docs.picture import CannotDraw, of_screen, write
from tests.terminal import Terminal

FOLDER = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (120, 40))
WALK = (
    "wait:Se connecter",
    "picture:sign-in",
    "type:sarah.varda@example.org",
    "enter",
    "type:246810",
    "enter",
    "wait:OUVERTE",
    "picture:distributions",
    "enter",
    "wait:Panier",
    *["tab"] * 4,
    "wait:Abricots bruns secs",
    "right",
    "type:,5",
    "enter",
    "wait:● 0,5",
    "down",
    "type:,25",
    "enter",
    "wait:● 0,25",
    "up",
    "left",
    "type:,25",
    "picture:grid",
    "enter",
    "f6",
    "wait:Attention",
    "picture:basket",
    "f8",
    "wait:Paiement sur place",
    "picture:payment",
    "enter",
    "wait:Confirmer",
    "picture:confirm",
    "enter",
    "wait:enregistrée",
    "picture:recorded",
)

# The manual's other chapters, each as somebody of the demo; at 80 columns, as the manual needs them.
_SIGN_IN = ("wait:Se connecter", "type:{who}@example.org", "enter", "type:246810", "enter")
CHAPTERS = {
    "sarah.varda": ("wait:OUVERTE", "right", "enter", "wait:r changer", "type:r", "type:1", "enter",
                    "wait:Pour être livré", "picture:needs-delivery"),
    "marcel.faure": ("wait:OUVERTE", "right", "enter", "wait:vous livrez", "type:l", "wait:sans livreur",
                     "picture:neighbours", "type:c", "wait:Ce qui est convenu", "picture:contact"),
    "benevole": ("wait:OUVERTE", "f7", "wait:Livraisons entre voisins", "8", "enter", "wait:Sans livreur",
                 "picture:deliveries", "type:p", "wait:servies", "picture:plan", "escape", "escape",
                 "wait:Créneaux horaires", "9", "enter", "wait:Les créneaux de", "enter", "wait:13:00",
                 "picture:slots-board"),
    "coordination": ("wait:3 COCUS", "type:1", "enter", "wait:OUVERTE", "f7", "wait:Comptoir des bénévoles",
                     "type:2", "enter", "wait:Attendu", "picture:arrivals", "f7", "wait:Comptoir des bénévoles",
                     "type:3", "enter", "wait:produits à peser", "type:lenv", "enter", "wait:LENTILLES",
                     "picture:weigh",
                     "f7", "wait:Comptoir des bénévoles", "type:6", "enter", "wait:sur 30", "picture:progress",
                     "f7", "wait:Comptoir des bénévoles", "type:7", "enter", "wait:Compter la caisse",
                     "enter", "type:4", "enter", "type:5", *["enter"] * 3, "type:2", "enter", "type:1", "enter",
                     "type:6", "picture:till"),
    "tarik.amrani": ("wait:OUVERTE", "type:m", "wait:Créneau", "type:h", "wait:Quand venez-vous", "picture:slots"),
}  # fmt: skip


def walk(terminal: Terminal, steps: Sequence[str], folder: Path) -> list[Path]:
    """Follow the steps; the pictures that were written, named after the size: `grid-80x24.png`."""
    console, made = terminal.term == "linux", []
    size = f"{terminal.screen.columns}x{terminal.screen.lines}" + ("-console" if console else "")
    for step in steps:
        kind, _, words = step.partition(":")
        if kind == "wait":
            terminal.wait_for(words)
        elif kind == "type":
            terminal.type(words)
        elif kind == "picture":
            terminal.settle(0.3)
            made.append(write(of_screen(terminal.screen, console), folder / f"{words}-{size}.png"))
        else:
            terminal.press(step)
        terminal.settle(0.1)
    return made


def make(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for columns, rows in SIZES:
        for term in ("xterm-256color", "linux") if (columns, rows) == SIZES[0] else ("xterm-256color",):
            with tempfile.TemporaryDirectory() as home:
                command = [str(Path(sys.executable).with_name("comptoir")), "demo", "--book", f"{home}/demo.db"]
                env = {"COMPTOIR_HOME": home}
                with Terminal(command, (columns, rows), env, term=term) as terminal:
                    made += walk(terminal, WALK, folder)
    for who, steps in CHAPTERS.items():
        with tempfile.TemporaryDirectory() as home:
            command = [str(Path(sys.executable).with_name("comptoir")), "demo", "--book", f"{home}/demo.db"]
            with Terminal(command, SIZES[0], {"COMPTOIR_HOME": home}) as terminal:
                made += walk(terminal, [step.format(who=who) for step in (*_SIGN_IN, *steps)], folder)
    return made


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        made = make(folder)
    except CannotDraw as reason:
        print(f"NO PICTURES were made: {reason}", file=sys.stderr)
        return 0
    print(f"{len(made)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
