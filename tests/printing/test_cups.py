"""The system's printers, with a real print service: what leaves, what stays, and what may be said of it."""

from __future__ import annotations

import os
import pwd
import select
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest

from db.errors import PrinterRefused
from i18n.refusals import sentence
from printing import printers
from printing.document import Document, Heading, Paragraph, Plate
from printing.folder import keep
from printing.keeping import kept
from printing.printers import Printer, Sent, State, available, send, state
from tests.printing.cups import Service, loudly, missing, missing_pages, service
from tests.printing.paper import tool
from tests.printing.roll import printed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="CUPS is of POSIX")


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    if reason := missing():
        loudly(reason)
    with service() as one:
        yield one


@pytest.fixture
def cups(running: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setenv("CUPS_SERVER", running.server)
    for name in ("LPDEST", "PRINTER"):
        monkeypatch.delenv(name, raising=False)
    running.raw.write_bytes(b"")
    return running


def sheet(*pages: str) -> Document:
    drawn = tuple((Heading(page, 1), Paragraph("Œufs extra-frais — 6")) for page in pages)
    return Document("signoff", "Émargement", "fr", "émargement =1+1 [/]", False, "a4", drawn)


def labels(*numbers: str) -> Document:
    return Document(
        "labels", "", "fr", "étiquettes", False, "labels", tuple((Plate(number, "=1+1 [/]"),) for number in numbers)
    )


def becomes(sent: Sent, *names: str) -> State:
    """The first of these states that it reaches."""
    given_up_at = monotonic() + 30
    while (now := state(sent)).name not in names:
        assert monotonic() < given_up_at, now
        select.select([], [], [], 0.05)
    return now


def refusal_of(path: Path, queue: str) -> PrinterRefused:
    began = monotonic()
    with pytest.raises(PrinterRefused) as refused:
        send(path, Printer("system", queue))
    assert monotonic() - began < 2.5
    assert refused.value.path == str(path)
    assert str(path) in sentence(refused.value)
    return refused.value


def test_a_document_leaves_byte_for_byte(cups: Service, tmp_path: Path) -> None:
    path = kept(labels("12", "13"), tmp_path, Printer("receipt_queue", "RAW"))
    sent = send(path, Printer("receipt_queue", "RAW"))
    assert becomes(sent, "finished", "failed", "unknown").name == "finished"
    assert cups.raw.read_bytes() == path.read_bytes()
    assert [piece[0].text for piece in printed(cups.raw.read_bytes()).pieces] == ["12", "13"]


def test_a_pdf_leaves_as_it_was_kept(cups: Service, tmp_path: Path) -> None:
    path = kept(sheet("un"), tmp_path / "2026-12-03 =1+1 [", Printer("system", "RAW"))
    assert becomes(send(path, Printer("system", "RAW")), "finished").over
    assert cups.raw.read_bytes() == path.read_bytes()


def test_a_queue_called_like_an_option_is_a_queue(cups: Service, tmp_path: Path) -> None:
    path = keep(tmp_path, "-d RAW", "pdf", b"%PDF- bytes")
    assert becomes(send(path, Printer("system", "-o")), "finished").over
    assert cups.raw.read_bytes() == b"%PDF- bytes"


def test_pages_come_out_of_a_real_printer_driver(cups: Service, tmp_path: Path) -> None:
    if reason := missing_pages():
        loudly(reason)
    path = kept(sheet("un", "deux", "trois"), tmp_path, Printer("system", "PDF"))
    sent = send(path, Printer("system", "PDF"))
    assert becomes(sent, "finished", "failed", "unknown") == State("finished")
    folder = Path(pwd.getpwuid(os.geteuid()).pw_dir) / "PDF"
    [drawn] = folder.glob(f"*job_{sent.errand.job.rpartition('-')[2]}.pdf")
    try:
        said = tool("pdfinfo", pdf=drawn.read_bytes(), folder=tmp_path)
    finally:
        drawn.unlink()
        with suppress(OSError):
            folder.rmdir()  # unless somebody else's papers are in it
    assert "Pages:           3" in said
    assert "A4" in said


def test_a_queue_that_is_switched_off_gets_nothing_that_would_come_out_days_later(
    cups: Service, tmp_path: Path
) -> None:
    refused = refusal_of(kept(sheet("un"), tmp_path, Printer("system")), "OFF")
    assert (refused.reason, refused.detail) == ("off", "vacances")
    assert "OFF" not in cups.run("lpstat", "-o")


def test_a_queue_that_takes_nothing_says_so(cups: Service, tmp_path: Path) -> None:
    refused = refusal_of(kept(sheet("un"), tmp_path, Printer("system")), "CLOSED")
    assert (refused.reason, refused.detail) == ("closed", "plus de toner")


def test_a_queue_that_nobody_knows_is_unknown(cups: Service, tmp_path: Path) -> None:
    assert refusal_of(kept(sheet("un"), tmp_path, Printer("system")), "SALON").reason == "unknown"


def test_without_a_choice_of_the_system_none_is_chosen(cups: Service, tmp_path: Path) -> None:
    path = kept(sheet("un"), tmp_path, Printer("system"))
    assert refusal_of(path, "").reason == "which"
    cups.run("lpadmin", "-d", "RAW")
    try:
        assert becomes(send(path, Printer("system")), "finished").over
    finally:
        cups.run("lpadmin", "-x", "RAW")
        cups.run("lpadmin", "-p", "RAW", "-E", "-v", "bytes:/")


def test_a_paper_jam_is_seen_and_printing_goes_on(cups: Service, tmp_path: Path) -> None:
    sent = send(kept(sheet("un"), tmp_path, Printer("system", "JAM")), Printer("system", "JAM"))
    stuck = becomes(sent, "jam", "failed", "finished")
    assert stuck == State("jam", detail="Paper jam")
    assert not stuck.over
    cups.free_the_paper()
    assert becomes(sent, "finished", "failed") == State("finished")


def test_a_printer_that_is_off_is_not_said_to_print(cups: Service, tmp_path: Path) -> None:
    sent = send(kept(sheet("un"), tmp_path, Printer("system", "GONE")), Printer("system", "GONE"))
    assert becomes(sent, "unreachable", "failed", "finished").name == "unreachable"
    cups.run("cancel", sent.errand.job)
    assert becomes(sent, "cancelled", "finished").name == "cancelled"


def test_what_was_switched_off_after_it_was_sent_waits(cups: Service, tmp_path: Path) -> None:
    sent = send(kept(sheet("un"), tmp_path, Printer("system", "GONE")), Printer("system", "GONE"))
    assert sent.errand.wait(5)
    cups.run("cupsdisable", "GONE")
    assert becomes(sent, "off").name == "off"
    cups.run("cupsenable", "GONE")
    cups.run("cancel", sent.errand.job)


def test_the_printers_of_the_system_can_be_chosen(cups: Service) -> None:
    found = available()
    assert found.trouble is None
    names = {printer.target for printer in found.printers if printer.kind == "system"}
    assert {"RAW", "-o", "OFF", "CLOSED", "JAM", "GONE"} <= names


def test_without_the_print_service_it_is_a_refusal(
    cups: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody"))
    assert refusal_of(kept(sheet("un"), tmp_path, Printer("system")), "RAW").reason == "daemon"
    found = available()
    assert found.trouble is not None
    assert found.trouble.reason == "daemon"
    assert found.printers[-1] == Printer("folder")


def test_a_print_service_that_never_answers_is_left_in_time(
    cups: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(printers, "ANSWER", 1.0)
        assert refusal_of(kept(sheet("un"), tmp_path, Printer("system")), "RAW").reason == "timeout"
        began = monotonic()
        assert available(0.3).trouble is not None
        assert monotonic() - began < 1


def test_the_name_of_a_job_is_a_number_and_nobodys_name(cups: Service, tmp_path: Path) -> None:
    path = keep(tmp_path, "livraison, Karim", "pdf", b"%PDF-")
    said = subprocess.run(
        ["lp", "-d", "RAW", "-H", "hold", "-t", printers._title(path), "--", str(path)],
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printers._title(path) == "comptoir-001"
    cups.run("cancel", said.split()[3])
