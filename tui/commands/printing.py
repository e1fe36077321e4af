"""`comptoir print`: the documents of a distribution as a file, as text, or on the printer of this laptop."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from i18n.language import N_, _
from tui.commands.desk import OK, REFUSED, USAGE, Desk, Stop
from tui.commands.parser import Subject, group_option

if TYPE_CHECKING:
    from db.errors import Refusal
    from db.values.orders import Distribution
    from printing.jobs import Finished, Job

# What is typed, what it is, and what stands on it.
_KINDS = {
    "orders": ("order_sheet", N_("everybody's order sheets, four on a page (--as)")),
    "order": ("order_sheet", N_("one order sheet: --basket or --member, else your own (--as)")),
    "signoff": ("signoff", N_("the sign-off sheet")),
    "picking-products": ("picking_products", N_("picking list, product after product")),
    "picking-people": ("picking_people", N_("picking list, person after person")),
    "table": ("cross_table", N_("products and members across")),
    "cards": ("stand_cards", N_("cards for the stands; some: --product")),
    "slip": ("delivery_slip", N_("delivery slip of --member, else your own, with addresses (--as)")),
    "totals": ("supplier_totals", N_("totals per producer and product, to order from")),
    "till": ("till_report", N_("till report")),
    "receipt": ("receipt", N_("receipt of one order: --basket or --member, else your own")),
    "labels": ("labels", N_("labels for bags; some: --basket")),
}
_OF_ONE = ("order", "receipt")
_OF_BASKETS = (*_OF_ONE, "labels")
_OF_MEMBER = (*_OF_ONE, "slip")
_PATIENCE = 300.0  # seconds that a slow printer may take for its bytes


def add(words: Subject) -> None:
    kinds = "\n".join(f"  {name:<18}{_(about)}" for name, (_kind, about) in _KINDS.items())
    parser = words.command(
        "print",
        _print,
        _(
            "Print a document of a distribution: into a file (.pdf or .txt), as text (-), or on the laptop's printer.\n"
            "The book remembers what was printed; with --changes only what is different since is printed."
        )
        + "\n\n"
        + kinds,
        "print signoff --distribution 2026-12-05 --to signoff.pdf",
        "print picking-products --distribution 2026-12-05 --changes --to -",
        "print order --distribution 2026-12-05 --basket 12 --to printer --as marie@example.org",
        "print cards --distribution 2026-12-05 --product FRU01 --product EPI07 --to cards.pdf",
        "print slip --distribution 2026-12-05 --as helene@example.org --to printer",
        who=True,
    )
    parser.add_argument("kind", choices=tuple(_KINDS), metavar=_("DOCUMENT"), help=_("one of those above"))
    parser.add_argument(
        "--distribution", required=True, metavar=_("DISTRIBUTION"), help=_("day, id, or group if it has only one")
    )
    group_option(parser, required=False)
    _subjects(parser)
    parser.add_argument(
        "--changes", action="store_true", help=_("only what changed since this document was last printed")
    )
    parser.add_argument(
        "--to",
        required=True,
        metavar=_("FILE"),
        help=_("a file that ends in .pdf or .txt; - for text on standard output; printer for this laptop's printer"),
    )
    parser.add_argument("--over", action="store_true", help=_("write over a file that is there"))


def _subjects(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--basket", action="append", default=[], metavar="N", help=_("number of a basket; for labels several times")
    )
    parser.add_argument("--member", metavar=_("MEMBER"), help=_("whose order, or who delivers"))
    parser.add_argument(
        "--product", action="append", default=[], metavar=_("PRODUCT"), help=_("reference or name; several times")
    )


def _print(desk: Desk, options: Namespace) -> int:
    from db.distributions import find
    from db.groups import find as find_group
    from printing.jobs import NOT_OWNERS, OWNER

    _fits_together(options)
    path = None if options.to in ("-", "printer") else _target(options)
    group_id = find_group(desk.book, options.group).id if options.group else 0
    one = find(desk.book, options.distribution, group_id)
    # Names stand in the file that whoever calls us can read; addresses, and who is in need, are not for everybody.
    by = desk.who() if options.who or _KINDS[options.kind][0] in NOT_OWNERS else OWNER
    job = _job(desk, options, one, by)
    if options.to == "-":
        from printing.plain import plain

        sys.stdout.write(plain(job.document))
    elif path is None:
        _to_printer(desk, one, by, job)
    else:
        _to_file(desk, options, by, job, path)
    return OK


def _fits_together(options: Namespace) -> None:
    """Stops at options that say nothing about this document: they would silently print another one."""
    from printing.documents.changes import FOLLOWED

    for name, given, kinds in (
        ("--basket", options.basket, _OF_BASKETS),
        ("--member", options.member, _OF_MEMBER),
        ("--product", options.product, ("cards",)),
    ):
        if given and options.kind not in kinds:
            raise Stop(USAGE, _("{option} goes with: {kinds}").format(option=name, kinds=", ".join(kinds)))
    if len(options.basket) + bool(options.member) > 1 and options.kind in _OF_ONE:
        raise Stop(USAGE, _("Say one basket, or one member."))
    followed = [name for name, (kind, _about) in _KINDS.items() if kind in FOLLOWED]
    if options.changes and (options.kind not in followed or (options.kind == "labels" and options.basket)):
        raise Stop(USAGE, _("{option} goes with: {kinds}").format(option="--changes", kinds=", ".join(followed)))


def _target(options: Namespace) -> Path:
    path = Path(options.to).expanduser().absolute()
    if path.suffix.lower() not in (".pdf", ".txt"):
        raise Stop(USAGE, _("The name of the file ends in .pdf or .txt: {path}").format(path=path))
    if not path.parent.is_dir():
        raise Stop(REFUSED, _("There is no folder {path}.").format(path=path.parent))
    if os.path.lexists(path) and not options.over:
        raise Stop(REFUSED, _already_there(path))
    return path


def _already_there(path: Path) -> str:
    return _("There is a file already: {path}. Choose another name, or add --over.").format(path=path)


def _job(desk: Desk, options: Namespace, one: Distribution, by: int) -> Job:
    from db.errors import NotCarried
    from printing.jobs import prepare

    basket, deliverer = 0, 0
    only: tuple[int, ...] = ()
    if options.kind in _OF_ONE:
        basket = _one_order(desk, options, one, by)
    elif options.kind == "labels":
        numbers = _numbers(desk, one)
        only = tuple(_basket(numbers, label) for label in options.basket)
    elif options.kind == "cards":
        from db.catalogue import find

        only = tuple(find(desk.book, one.group_id, text).id for text in options.product)
    elif options.kind == "slip":
        deliverer = _member(desk, options, by)
    try:
        return prepare(
            desk.book,
            by,
            _KINDS[options.kind][0],
            one.id,
            now=desk.clock.now(),
            basket=basket,
            deliverer=deliverer,
            only=only,
            since=options.changes,
        )
    except NotCarried:
        raise Stop(REFUSED, _("Nobody is delivered by this person: there is no slip to print.")) from None


def _one_order(desk: Desk, options: Namespace, one: Distribution, by: int) -> int:
    """The basket."""
    if options.basket:
        return _basket(_numbers(desk, one), options.basket[0])
    from db.errors import Unknown
    from db.orders import all_orders

    member = _member(desk, options, by)
    for found in all_orders(desk.book, one.id):
        if found.member_id == member:
            return found.order.basket_id
    raise Unknown(kind="order", given=options.member or options.who)


def _member(desk: Desk, options: Namespace, by: int) -> int:
    """Who was named, else who is acting."""
    if options.member:
        from db.accounts import find_member

        return find_member(desk.book, options.member).id
    if by <= 0:
        raise Stop(USAGE, _("Say which one: --basket or --member."))
    return by


def _numbers(desk: Desk, one: Distribution) -> dict[str, int]:
    from db.orders import all_orders

    return {found.order.basket.casefold(): found.order.basket_id for found in all_orders(desk.book, one.id)}


def _basket(numbers: dict[str, int], label: str) -> int:
    from db.errors import Unknown

    if label.casefold() not in numbers:
        raise Unknown(kind="order", given=label)
    return numbers[label.casefold()]


# --- Where it goes ----------------------------------------------------------------------------------------------------


def _to_file(desk: Desk, options: Namespace, by: int, job: Job, path: Path) -> None:
    if path.suffix.lower() == ".txt":
        from printing.plain import plain

        content = plain(job.document).encode()
    else:
        from printing.pdf import pdf

        content = pdf(job.document)
    _write(path, content, over=options.over)
    _note(desk, by, job)
    desk.say(_("The document is here: {path}").format(path=path))
    if job.document.holds_contacts:
        desk.say(_("It holds addresses and nobody takes it away: delete it after the deliveries."))


def _write(path: Path, content: bytes, *, over: bool) -> None:
    """Whole or not at all, for its owner alone. Refuses with DiskFull, NotSaved."""
    import errno

    from db.errors import DiskFull, NotSaved
    from db.files import give_name, new_file_beside

    beside = None
    try:
        beside = new_file_beside(path)
        beside.write_bytes(content)
        if over:
            os.replace(beside, path)
        else:
            give_name(beside, path)
    except FileExistsError:
        raise Stop(REFUSED, _already_there(path)) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull() from error
        raise NotSaved(path=str(path.parent)) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _note(desk: Desk, by: int, job: Job) -> None:
    from db.errors import Refusal
    from printing.jobs import noted

    try:
        noted(desk.book, by, job)
    except Refusal as refusal:
        _not_noted(desk, refusal)


def _not_noted(desk: Desk, refusal: Refusal) -> None:
    from i18n.refusals import sentence

    desk.say(_("Printed, but not written down in the book: {why}").format(why=sentence(refusal)))


def _to_printer(desk: Desk, one: Distribution, by: int, job: Job) -> None:
    from i18n.printer_refusals import state_words
    from printing import printers
    from printing.folder import folder_name
    from printing.jobs import finish
    from tui import preferences
    from tui.paths import papers_of

    mine = preferences.load(desk.home)
    printer = printers.chosen(job.document, mine.printer, mine.receipt_printer)
    folder = papers_of() / folder_name(one)
    done = finish(desk.book, by, job, folder, printer, millimetres=mine.receipt_width)
    if done.trouble is not None:
        _not_noted(desk, done.trouble)
    state = printers.State(printers.FAILED, "cut")  # who does not wait cuts off a slow printer that is still being fed
    try:
        if done.sent.errand.wait(_PATIENCE):
            state = printers.state(done.sent)
    finally:
        if state.fell_through:
            _not_out(desk, by, done)
    said = state_words(state.name, state.reason, printer.target)
    if state.fell_through:
        raise Stop(REFUSED, f"{said} {_('The document is here: {path}').format(path=done.path)}")
    desk.say(said)
    desk.say(_("The document is here: {path}").format(path=done.path))


def _not_out(desk: Desk, by: int, done: Finished) -> None:
    """What began and broke off does not count as printed."""
    from db import prints
    from db.errors import Refusal

    if not done.printed:
        return
    try:
        prints.not_out(desk.book, max(by, 0), done.printed)
    except Refusal as refusal:
        from i18n.refusals import sentence

        desk.say(sentence(refusal))
