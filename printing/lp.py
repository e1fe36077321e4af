"""The system's printers, through the programs of CUPS: `lp` gives a document away, `lpstat` says what became of it.

Nothing goes through a shell, no answer is waited for longer than asked, and a word that is not understood is left out.
What `lp` prints when it refuses differs between releases: only its exit code counts, and `lpstat` is asked why.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from printing.errand import Errand, Trouble

LONGEST = 60.0  # seconds that `lp` may take for a long document, in the background
_ACCEPTS = re.compile(r"(\S+) (not )?accepting requests\b")
_PRINTER = re.compile(r"printer (\S+) +(.*)")
_DEFAULT = re.compile(r"system default destination: (\S+)")
_JOB = re.compile(r"(\S+-\d+)\s")
_GIVEN = re.compile(r"request id is (\S+-\d+)\b")

# What printers report (RFC 8011, printer-state-reasons), as the states of `printing.printers`; the first found counts.
_ALERTS = (
    ("media-jam", "jam"),
    ("media-empty", "paper"),
    ("media-needed", "paper"),
    ("cover-open", "cover"),
    ("door-open", "cover"),
    ("interlock-open", "cover"),
    ("toner-empty", "ink"),
    ("marker-supply-empty", "ink"),
    ("offline", "unreachable"),
    ("shutdown", "unreachable"),
    ("timed-out", "unreachable"),
)
_NOT_THERE = ("unavailable", "not respond", "unable to", "offline")  # said in words only by some backends


class Queue(NamedTuple):
    name: str
    accepts: bool = True
    on: bool = True  # False: switched off in the system, jobs wait
    busy: bool = False
    alerts: str = ""
    words: str = ""  # the printer's own, in English


class Job(NamedTuple):
    id: str
    alerts: str = ""
    words: str = ""


class Look(NamedTuple):
    """What `lpstat` knew at one moment."""

    queues: dict[str, Queue]
    jobs: dict[str, Job]
    default: str


def is_there() -> bool:
    return bool(_program("lp"))


def names(until: float) -> tuple[str, ...]:
    """The queues one may print to, those that the network offers too; the default first. Raises Trouble."""
    listed = _ask(until, "lpstat", "-e")[1].splitlines()
    seen = look(until)
    found = sorted({line.strip() for line in listed if line.strip() and " " not in line.strip()} | seen.queues.keys())
    return tuple(sorted(found, key=lambda name: name != seen.default))


def look(until: float) -> Look:
    """Raises Trouble ('none': no CUPS on this machine, 'daemon', 'timeout'). `until` is of `time.monotonic`."""
    code, said = _ask(until, "lpstat", "-a", "-l", "-p", "-d", "-o")
    if code and "not running" in _ask(until, "lpstat", "-r")[1]:
        raise Trouble("daemon")
    return read(said)


def give(errand: Errand, path: Path, queue: str, title: str, raw: bool) -> str:
    """Hand the file to `lp`; the number of the job. The errand may go on after nobody waits. Raises Trouble."""
    options = ["-o", "raw"] if raw else ["-o", "media=A4"] if path.suffix == ".pdf" else []
    errand.begin()
    code, said = _ask(monotonic() + LONGEST, "lp", "-d", queue, *options, "-t", title, "--", str(path))
    if code:
        raise why_not(queue, monotonic() + 1)
    given = _GIVEN.search(said)
    return given[1] if given else ""


def why_not(queue: str, until: float) -> Trouble:
    """What stands against printing to a queue; 'refused' when nothing is seen."""
    try:
        seen = look(until)
        if queue in seen.queues:
            return standing_against(seen.queues[queue]) or Trouble("refused")
        return Trouble("refused" if queue in names(until) else "unknown")
    except Trouble as trouble:
        return trouble


def standing_for(queue: str, until: float) -> str:
    """The queue to print to, the system's own choice for ''. Raises Trouble when it is known to take or print nothing:
    what is given to a queue that is off comes out days later, as often as somebody tried."""
    seen = look(until)
    name = queue or os.environ.get("LPDEST") or os.environ.get("PRINTER") or seen.default
    if not name and len(seen.queues) == 1:
        [name] = seen.queues
    if not name:
        raise Trouble("which" if seen.queues else "none")
    known = seen.queues.get(name)
    trouble = known and standing_against(known)
    if trouble:
        raise trouble
    return name


def standing_against(queue: Queue) -> Trouble | None:
    if not queue.accepts:
        return Trouble("closed", queue.words)
    return None if queue.on else Trouble("off", queue.words)


def became(job_id: str, until: float) -> tuple[str, str]:
    """The state of a job, and the printer's own words. Raises Trouble."""
    seen = look(until)
    job = seen.jobs.get(job_id)
    if job is None:
        over = read(_ask(until, "lpstat", "-l", "-W", "completed", "-o")[1]).jobs.get(job_id)
        if over is None:
            return "unknown", ""
        if "abort" in over.alerts:  # by the system: a filter or the printer gave up
            return "failed", over.words
        return ("cancelled" if "cancel" in over.alerts else "finished"), ""
    queue = seen.queues.get(job_id.rpartition("-")[0], Queue(""))
    if not queue.on:
        return "off", queue.words
    for alert, name in _ALERTS:
        if alert in queue.alerts:
            return name, queue.words
    words = job.words or queue.words
    if "errors" in job.alerts or "stopped" in job.alerts:
        return "failed", words
    if any(sign in words.lower() for sign in _NOT_THERE):
        return "unreachable", words
    return ("printing" if "job-printing" in job.alerts else "waiting"), words


def read(said: str) -> Look:
    """What `lpstat` wrote, with LC_ALL=C."""
    queues: dict[str, Queue] = {}
    jobs: dict[str, Job] = {}
    default = name = kind = ""
    for line in said.splitlines():
        if not line[:1].isspace():
            kind = ""
            if found := _ACCEPTS.match(line):
                name, kind = found[1], "accepts"
                queues[name] = Queue(name, accepts=not found[2])
            elif found := _PRINTER.match(line):
                name, kind = found[1], "printer"
                state = found[2]
                queues[name] = queues.get(name, Queue(name))._replace(
                    on=not state.startswith("disabled"), busy=state.startswith("now printing")
                )
            elif found := _DEFAULT.match(line):
                default = found[1]
            elif found := _JOB.match(line):
                name, kind = found[1], "job"
                jobs[name] = Job(name)
            continue
        word, _, rest = line.strip().partition(": ")
        if kind == "job":
            if word == "Alerts":
                jobs[name] = jobs[name]._replace(alerts=rest)
            elif word == "Status":
                jobs[name] = jobs[name]._replace(words=rest)
        elif kind in ("accepts", "printer") and not line.strip().startswith("Form mounted:"):
            queues[name] = queues[name]._replace(words=line.strip())
            kind = "details"
        elif kind and word == "Alerts":
            queues[name] = queues[name]._replace(alerts=rest)
        else:
            kind = kind and "details"
    return Look(queues, jobs, default)


def _program(name: str) -> str:
    """Its absolute path, or nothing."""
    found = shutil.which(name) if os.name == "posix" else None
    return found if found and os.path.isabs(found) else ""


def _ask(until: float, name: str, *words: str) -> tuple[int, str]:
    """Exit code and output of a program; it and all it began are killed when the time is over. Raises Trouble."""
    import subprocess

    program = _program(name)
    if not program:
        raise Trouble("none")
    surroundings = {key: value for key, value in os.environ.items() if key != "LANGUAGE"} | {"LC_ALL": "C"}
    try:
        child = subprocess.Popen(
            [program, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
            start_new_session=True,
        )
    except OSError as error:
        raise Trouble("none", str(error)) from error
    with child.stdout or open(os.devnull, "rb"):
        try:
            said, _ = child.communicate(timeout=max(0.05, until - monotonic()))
        except subprocess.TimeoutExpired as late:
            os.killpg(child.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):  # one that hangs in the kernel is not waited for
                child.wait(0.2)
            raise Trouble("timeout") from late
    return child.returncode, said.decode("utf-8", "replace")
