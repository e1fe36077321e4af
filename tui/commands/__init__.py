"""The commands after `comptoir`: one module a subject, each adding its parsers and what they run."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError

from db.errors import BookRefused, ClockInDoubt, ImportRefused, NotAllowed, Refusal, SignInRefused
from i18n import language
from i18n.language import _
from i18n.refusals import sentence
from tui.commands.desk import BOOK, FAILED, INTERRUPTED, OK, REFUSED, USAGE, WHO, Desk, Stop
from tui.commands.languages import wished
from tui.commands.parser import whole_parser
from tui.failures import write_down
from tui.paths import machine_home


def main(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    home = machine_home()
    language.use(wished(arguments, home))
    # Names of people must not stop a command in a terminal whose encoding lacks a letter.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except SystemExit as stop:  # argparse: help, or a mistake in the command
        return stop.code if isinstance(stop.code, int) else USAGE
    except KeyboardInterrupt:
        print(_("Stopped. What was not finished is not recorded."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stdout = None  # or Python would complain about it once more at its end
        return OK
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except ArgumentTypeError as mistake:  # an hour that does not exist at the place
        print(mistake, file=sys.stderr)
        return USAGE
    except Refusal as refusal:
        _say(refusal)
        if isinstance(refusal, BookRefused):
            return BOOK
        return WHO if isinstance(refusal, (NotAllowed, SignInRefused)) else REFUSED
    except Exception as error:
        written = write_down(home, error)
        print(_("Something went wrong in Comptoir. What was not finished is not recorded."), file=sys.stderr)
        if written is not None:
            print(_("What happened is written in {path}.").format(path=written), file=sys.stderr)
        return FAILED


def _run(arguments: list[str]) -> int:
    options = whole_parser().parse_args(arguments)
    with Desk(options) as desk:
        code: int = options.run(desk, options) or OK
    return code


def _say(refusal: Refusal) -> None:
    if isinstance(refusal, ImportRefused):
        for line in refusal.lines:
            print(sentence(line), file=sys.stderr)
    print(sentence(refusal), file=sys.stderr)
    if isinstance(refusal, ClockInDoubt):
        print(_("If the hour is right, a coordinator confirms it for one command: --clock-is-right"), file=sys.stderr)
