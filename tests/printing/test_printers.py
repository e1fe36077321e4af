"""Printers that are there, that are not, and that say nothing: an answer in two seconds, and the file in any case."""

from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from db.errors import NotSaved, PrinterRefused
from i18n.printer_refusals import printer_words, state_words
from i18n.refusals import sentence
from printing import errand, lp, printers, receipt_printer
from printing.document import Document, Paragraph, Plate
from printing.keeping import kept
from printing.printers import KINDS, STATES, Printer, State, chosen, read, send, state, written
from tests.conftest import NOW
from tests.printing.roll import printed

NO_PAPER, OPEN, WELL = 0x12 | 0x20, 0x12 | 0x04, 0x12


def labels(*numbers: str, contacts: bool = False) -> Document:
    pages = tuple((Plate(number, "=1+1 [/]"),) for number in numbers)
    return Document("labels", "Étiquettes", "fr", "étiquettes =1+1 [/]", contacts, "labels", pages)


def sheet() -> Document:
    return Document("signoff", "Émargement", "fr", "émargement", False, "a4", ((Paragraph("Œufs"),),))


@pytest.fixture
def bytes_file(tmp_path: Path) -> Path:
    return kept(labels("12"), tmp_path / "papers", Printer("receipt_file", "/dev/usb/lp0"))


def refusal_of(path: Path, printer: Printer) -> PrinterRefused:
    """Why a document did not go, told in time."""
    began = monotonic()
    with pytest.raises(PrinterRefused) as refused:
        send(path, printer)
    assert monotonic() - began < 2.5
    assert Path(refused.value.path).parent == path.parent
    said = sentence(refused.value)
    assert refused.value.path in said
    return refused.value


def in_the_end(sent: printers.Sent) -> State:
    assert sent.errand.wait(10)
    return state(sent)


class Roll:
    """A receipt printer on the network; `answers` to « how are you » by question."""

    def __init__(self, answers: dict[int, int]) -> None:
        self.answers, self.got, self.over = answers, b"", Event()
        self.line = socket.create_server(("127.0.0.1", 0))
        self.printer = Printer("receipt_network", f"127.0.0.1:{self.line.getsockname()[1]}")
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        caller, _ = self.line.accept()
        with caller:
            while piece := caller.recv(4096):
                self.got += piece
                if piece[:2] == b"\x10\x04" and piece[2] in self.answers:
                    caller.sendall(bytes((self.answers[piece[2]],)))
        self.over.set()


@contextmanager
def roll(answers: dict[int, int] | None = None) -> Iterator[Roll]:
    one = Roll(answers or {})
    with one.line:
        yield one


# --- A receipt printer on the network -----------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [{}, {2: WELL, 4: WELL}, {2: 0xFF}], ids=["silent", "well", "noise"])
def test_a_receipt_printer_on_the_network_gets_every_byte(bytes_file: Path, answers: dict[int, int]) -> None:
    with roll(answers) as network:
        sent = send(bytes_file, network.printer)
        assert in_the_end(sent) == State("finished")
        assert network.over.wait(5)
        assert network.got.endswith(bytes_file.read_bytes())
        assert "=1+1 [/]" in printed(network.got).text


@pytest.mark.parametrize(
    ("answers", "reason"),
    [({2: OPEN}, "cover"), ({2: NO_PAPER}, "paper"), ({2: WELL, 4: 0x72}, "paper"), ({2: 0x12 | 0x40}, "fault")],
)
def test_a_receipt_printer_that_says_what_it_lacks_gets_nothing(
    bytes_file: Path, answers: dict[int, int], reason: str
) -> None:
    with roll(answers) as network:
        assert refusal_of(bytes_file, network.printer).reason == reason
        assert network.over.wait(5)
        assert b"12" not in network.got


def test_a_printer_that_is_off_refuses_the_connection(bytes_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    assert refusal_of(bytes_file, Printer("receipt_network", f"127.0.0.1:{port}")).reason == "refused"


def test_a_printer_that_never_answers_is_left_in_time(bytes_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late, asked = Event(), Event()

    def hangs(*_: object) -> socket.socket:
        asked.set()
        late.wait(20)
        return socket.socketpair()[0]

    monkeypatch.setattr(printers, "ANSWER", 0.2)
    monkeypatch.setattr(socket, "create_connection", hangs)
    assert refusal_of(bytes_file, Printer("receipt_network", "192.0.2.1")).reason == "timeout"
    assert asked.is_set()
    late.set()


def test_what_was_refused_is_not_printed_later() -> None:
    late, out = Event(), []

    def work(own: errand.Errand) -> str:
        late.wait(20)
        own.begin()
        out.append("printed")
        return ""

    own = errand.Errand(work)
    assert not own.wait(0.01)
    assert own.give_up()
    late.set()
    assert own.wait(5)
    assert own.trouble is not None
    assert out == []


def test_what_has_begun_is_not_given_up() -> None:
    begun, late = Event(), Event()

    def work(own: errand.Errand) -> str:
        own.begin()
        begun.set()
        late.wait(20)
        return "7"

    own = errand.Errand(work)
    assert begun.wait(5)
    assert not own.give_up()
    late.set()
    assert own.wait(5)
    assert own.job == "7"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("192.168.1.50", ("192.168.1.50", 9100)),
        ("tickets.local:515", ("tickets.local", 515)),
        ("[::1]:9101", ("::1", 9101)),
        ("fe80::1", ("fe80::1", 9100)),
    ],
)
def test_an_address_may_leave_its_port_out(text: str, found: tuple[str, int]) -> None:
    assert receipt_printer.address(text) == found


@pytest.mark.parametrize("text", ["", ":9100", "a:", "a:0", "a:65536", "a:x", "a b:1", "[::1]9100", "a:٩"])
def test_what_is_no_address_is_refused_when_it_is_chosen(text: str) -> None:
    with pytest.raises(errand.Trouble):
        receipt_printer.address(text)
    with pytest.raises(PrinterRefused):
        read(f"receipt_network:{text}")


# --- A receipt printer on a cable -----------------------------------------------------------------------------------


def test_a_receipt_printer_on_a_cable_gets_every_byte(bytes_file: Path, tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.write_bytes(b"")
    assert in_the_end(send(bytes_file, Printer("receipt_file", str(device)))) == State("finished")
    assert device.read_bytes() == bytes_file.read_bytes()


def test_where_the_cable_is_out_no_file_is_made_in_its_place(bytes_file: Path, tmp_path: Path) -> None:
    refused = refusal_of(bytes_file, Printer("receipt_file", str(tmp_path / "lp0")))
    assert refused.reason == "missing"
    assert not (tmp_path / "lp0").exists()
    assert refusal_of(bytes_file, Printer("receipt_file", str(tmp_path))).reason in ("missing", "failed")


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are of POSIX")
def test_a_device_that_nobody_serves_is_off(bytes_file: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    assert refusal_of(bytes_file, Printer("receipt_file", str(tmp_path / "lp0"))).reason == "off"


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are of POSIX")
def test_a_printer_that_takes_no_more_is_waited_for_in_the_background(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = kept(labels(*map(str, range(2000))), tmp_path / "papers", Printer("receipt_file", "x"))
    assert long.stat().st_size > 70_000  # more than a pipe holds
    os.mkfifo(tmp_path / "lp0")
    reader = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setattr(printers, "ANSWER", 0.3)
    monkeypatch.setattr(errand, "_QUIET", 0.05)
    sent = send(long, Printer("receipt_file", str(tmp_path / "lp0")))
    assert state(sent).name == "waiting"
    os.set_blocking(reader, True)
    got = b""
    while piece := os.read(reader, 65_536):
        got += piece
    assert in_the_end(sent) == State("finished")
    assert got == long.read_bytes()
    os.close(reader)


def test_a_text_for_people_lies_beside_the_bytes(bytes_file: Path) -> None:
    assert bytes_file.name == "001 étiquettes -1-1.escpos"
    text = bytes_file.with_suffix(".txt")
    assert "=1+1 [/]" in text.read_text("utf-8")
    assert refusal_of(bytes_file, Printer("receipt_file", "/nowhere/lp0")).path == str(text)


def test_a_sheet_does_not_go_to_a_roll(tmp_path: Path) -> None:
    with pytest.raises(PrinterRefused) as refused:
        kept(sheet(), tmp_path, Printer("receipt_file", "/dev/usb/lp0"))
    assert refused.value.reason == "sheet"
    pdf = kept(sheet(), tmp_path, Printer("system"))
    assert refusal_of(pdf, Printer("receipt_file", "/dev/usb/lp0")).reason == "sheet"


def test_without_the_library_the_text_is_kept_and_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "escpos.printer", None)
    with pytest.raises(PrinterRefused) as refused:
        kept(labels("12"), tmp_path, Printer("receipt_network", "192.0.2.1"))
    assert refused.value.reason == "library"
    assert Path(refused.value.path).read_text("utf-8")
    assert "pip install python-escpos" in sentence(refused.value)


# --- A folder, a viewer ---------------------------------------------------------------------------------------------


def test_without_a_printer_the_document_is_kept_and_that_is_all(tmp_path: Path) -> None:
    path = kept(sheet(), tmp_path, Printer("folder"))
    assert path.name == "001 émargement.pdf"
    assert in_the_end(send(path, Printer("folder"))) == State("kept")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_copy_goes_onto_the_stick_and_nothing_there_is_written_over(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    path = kept(sheet(), tmp_path / "papers", Printer("folder", str(stick)))
    for _ in range(2):
        assert in_the_end(send(path, Printer("folder", str(stick)))) == State("kept")
    assert sorted(each.name for each in stick.iterdir()) == ["001 émargement (2).pdf", "001 émargement.pdf"]
    assert (stick / "001 émargement.pdf").read_bytes() == path.read_bytes()


def test_a_stick_that_is_out_is_a_refusal_and_no_folder(tmp_path: Path) -> None:
    path = kept(sheet(), tmp_path / "papers", Printer("folder"))
    assert refusal_of(path, Printer("folder", str(tmp_path / "stick"))).reason == "missing"
    assert not (tmp_path / "stick").exists()


def test_a_stick_that_may_not_be_written_to_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> Path:
        raise NotSaved(path="stick")

    monkeypatch.setattr("printing.folder.copy_into", refuses)
    path = kept(sheet(), tmp_path / "papers", Printer("folder"))
    assert refusal_of(path, Printer("folder", str(tmp_path))).reason == "rights"


def test_windows_opens_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(os, "startfile", shown.append, raising=False)
    assert printers.usual() == Printer("viewer")
    assert printers.available().printers[0] == Printer("viewer")
    path = kept(sheet(), tmp_path, Printer("viewer"))
    assert in_the_end(send(path, Printer("viewer"))) == State("opened")
    assert shown == [str(path)]


def test_elsewhere_there_is_no_viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "startfile", raising=False)
    assert refusal_of(kept(sheet(), tmp_path, Printer("viewer")), Printer("viewer")).reason == "viewer"


def test_a_file_that_was_thrown_away_is_a_refusal(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "001 émargement.pdf", Printer("system")).reason == "lost"


def test_contact_data_is_never_kept_for_ever(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="for a time"):
        kept(labels("12", contacts=True), tmp_path, Printer("folder"))
    path = kept(labels("12", contacts=True), tmp_path, Printer("receipt_file", "x"), until=NOW)
    assert all("2026-12-02" in each.name for each in tmp_path.iterdir())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# --- The system's printers, without any ---------------------------------------------------------------------------


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """`programs("lp", "exit 1")` is what the system has for `lp`; there is nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("LPDEST", raising=False)
    monkeypatch.delenv("PRINTER", raising=False)

    def there(name: str, does: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)

    return there


ACCEPTS = "echo 'SALON accepting requests since Wed Dec  2 09:00:00 2026'"
posix = pytest.mark.skipif(os.name != "posix", reason="lp is of POSIX")


@posix
def test_a_computer_without_lp_has_no_printer(programs: object, tmp_path: Path) -> None:
    path = kept(sheet(), tmp_path, Printer("system"))
    assert refusal_of(path, Printer("system", "SALON")).reason == "none"
    assert printers.usual() == Printer("folder")
    found = printers.available()
    assert found.printers[-1] == Printer("folder")
    assert found.trouble is not None
    assert found.trouble.reason == "none"


@posix
def test_a_program_that_hangs_is_killed_with_all_it_began(
    programs: Callable[[str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs("lpstat", f"/bin/sleep 60 & echo $! > {tmp_path}/child; wait")
    programs("lp", "exit 0")
    monkeypatch.setattr(printers, "ANSWER", 0.6)
    path = kept(sheet(), tmp_path, Printer("system"))
    assert refusal_of(path, Printer("system", "SALON")).reason == "timeout"
    child = int((tmp_path / "child").read_text())
    assert not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text()


@posix
def test_a_long_document_goes_on_in_the_background(
    programs: Callable[[str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "go")
    programs("lpstat", ACCEPTS)
    programs("lp", f"read line < {tmp_path}/go; echo 'request id is SALON-7 (1 file(s))'")
    monkeypatch.setattr(printers, "ANSWER", 0.5)
    sent = send(kept(sheet(), tmp_path, Printer("system")), Printer("system", "SALON"))
    assert state(sent).name == "sending"
    (tmp_path / "go").write_text("go\n")
    assert sent.errand.wait(5)
    assert sent.errand.job == "SALON-7"


@posix
def test_a_document_that_never_arrives_is_given_up_in_the_end(
    programs: Callable[[str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs("lpstat", ACCEPTS)
    programs("lp", "exec /bin/sleep 60")
    monkeypatch.setattr(printers, "ANSWER", 0.3)
    monkeypatch.setattr(lp, "LONGEST", 0.5)
    sent = send(kept(sheet(), tmp_path, Printer("system")), Printer("system", "SALON"))
    assert in_the_end(sent) == State("failed", "timeout")


@posix
def test_lp_gets_words_and_no_shell(programs: Callable[[str, str], None], tmp_path: Path) -> None:
    programs("lpstat", ACCEPTS)
    programs("lp", f'printf "%s\\n" "$LC_ALL" "$@" > {tmp_path}/words; echo "request id is -o-1 (1 file(s))"')
    folder = tmp_path / "$(touch x); -o raw"
    path = kept(labels("12"), folder, Printer("system"))
    send(path, Printer("system", "-o")).errand.wait(5)
    said = (tmp_path / "words").read_text().splitlines()
    assert said == ["C", "-d", "-o", "-o", "media=A4", "-t", "comptoir-001", "--", str(path)]


def test_what_lpstat_says_is_read_without_being_trusted() -> None:
    seen = lp.read(
        "SALON accepting requests since Wed\n"
        "CAVE not accepting requests since Wed -\n\tpleine: à vider\n"
        "JOB-1 accepting requests since Wed\n"
        "printer SALON disabled since Wed -\n\ten panne: Alerts: none\n\tForm mounted:\n\tAlerts: paused\n"
        "\tLocation: printer X is idle\n"
        "printer  \nnonsense\n\tAlerts: nothing\n"
        "system default destination: SALON\n"
        "SALON-3    root  1024  Wed\n\tStatus: Paper jam\n\tAlerts: job-printing\n\tqueued for SALON\n"
    )
    assert seen.queues == {
        "SALON": lp.Queue("SALON", on=False, alerts="paused", words="en panne: Alerts: none"),
        "CAVE": lp.Queue("CAVE", accepts=False, words="pleine: à vider"),
        "JOB-1": lp.Queue("JOB-1"),
    }
    assert seen.jobs == {"SALON-3": lp.Job("SALON-3", "job-printing", "Paper jam")}
    assert seen.default == "SALON"


# --- Which printer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printer"),
    [
        ("system", Printer("system")),
        ("system:Salon", Printer("system", "Salon")),
        ("system:-o", Printer("system", "-o")),
        ("receipt-network:192.168.1.50:9100", Printer("receipt_network", "192.168.1.50:9100")),
        ("RECEIPT_FILE:/dev/usb/lp0", Printer("receipt_file", "/dev/usb/lp0")),
        ("viewer", Printer("viewer")),
        ("folder:C:\\papiers", Printer("folder", "C:\\papiers")),
    ],
)
def test_a_printer_is_written_as_one_line(text: str, printer: Printer) -> None:
    assert read(text) == printer
    assert read(written(printer)) == printer
    assert printer_words(*printer).strip()


@pytest.mark.parametrize(
    "text", ["", "laser", "receipt_file", "receipt_network:", "system:a\nb", "folder:" + "x" * 301]
)
def test_what_is_no_printer_is_refused(text: str) -> None:
    with pytest.raises(PrinterRefused) as refused:
        read(text)
    assert refused.value.reason == "kind"


def test_rolls_have_a_printer_of_their_own_and_sheets_never_go_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp, "is_there", lambda: True)
    roll_printer, salon = "receipt_file:/dev/usb/lp0", "system:Salon"
    assert chosen(labels("1"), salon, roll_printer) == read(roll_printer)
    assert chosen(sheet(), salon, roll_printer) == read(salon)
    assert chosen(labels("1"), salon, "") == read(salon)
    assert chosen(sheet(), roll_printer, "") == Printer("system")
    assert chosen(labels("1"), roll_printer, "") == read(roll_printer)
    assert chosen(sheet(), "nonsense", "nonsense") == Printer("system")


@pytest.mark.parametrize("name", STATES)
def test_every_state_has_words(name: str) -> None:
    assert state_words(name, "paper", "Salon").endswith((".", "?"))


def test_every_kind_has_words() -> None:
    assert len({printer_words(kind, "x") for kind in KINDS}) >= len(KINDS) - 1
