"""Faults made on purpose: the tests must turn red for each of them, or they prove nothing.

`python -m tests.mutants` copies the tree, makes one fault at a time in the copy, runs the tests that watch over it and
prints a table; it fails when a fault went unseen. `--short` makes the first of each kind only (the tests do that too).
`--only WORD` makes those whose name holds the word; `--markdown` prints the table for `docs/proofs.md`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

LONGEST = 600  # seconds that tests may take; what waits for ever is a fault seen, too
HERE = Path(__file__).parents[1]
_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".hypothesis", ".*_cache", "*.png", "*.svg", "dist", "node_modules"
)


class Mutant(NamedTuple):
    name: str
    file: str
    text: str  # stands there exactly once
    instead: str
    tests: str  # arguments of pytest, separated by blanks
    short: bool = False


MUTANTS = (
    # --- Money and quantities
    Mutant(
        "money in floats",
        "db/values/money.py",
        "    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)\n",
        "    rounded = round(abs(numerator) / denominator)\n",
        "tests/db/values/test_money.py tests/db/test_ordering.py",
        short=True,
    ),
    Mutant(
        "a line priced in floats",
        "db/values/money.py",
        "    return half_up(quantity * price, 1_000)\n",
        "    return round(quantity / 1000 * price / 100 * 100)\n",
        "tests/db/values/test_money.py tests/db/test_ledger.py",
    ),
    Mutant(
        "a correction prices the difference",
        "db/corrections.py",
        "        new = [last.copied(quantity)] if quantity else []\n",
        "        priced = sum(line.amount for line in lines) + last.copied(quantity - before).amount\n"
        "        new = [last.copied(quantity)._replace(amount=priced)] if quantity else []\n",
        "tests/db/test_corrections.py",
    ),
    Mutant(
        "multiples in floats",
        "db/values/quantity.py",
        "    elif quantity % step:\n",
        "    elif (quantity / 1000) % (step / 1000):\n",
        "tests/db/values/test_quantity.py tests/db/test_ordering.py",
    ),
    # --- Deliveries
    Mutant(
        "two people take one request",
        "db/delivery_steps.py",
        "    if held is not None:\n        raise RequestTaken(by=known.neighbours[held.deliverer].short)\n    offer",
        "    offer",
        "tests/db/test_delivery_steps.py -k slower",
    ),
    Mutant(
        "nobody's limits count",
        "db/delivery_steps.py",
        "if (refusal := over_limit(offer, asked.grams)) is not None:",
        "if False and (refusal := over_limit(offer, asked.grams)) is not None:",
        "tests/db/test_delivery_steps.py",
    ),
    Mutant(
        "who gave a request back still sees the contact",
        "db/contacts.py",
        "        if held is None or held.deliverer != by:\n",
        "        if held is not None and held.deliverer != by:\n",
        "tests/db/test_contacts.py",
    ),
    Mutant(
        "a view that nobody writes down",
        "db/contacts.py",
        "    write.add(ContactView, whose_id=asked.member.id, basket_id=basket_id, seen_as=seen_as)\n",
        "",
        "tests/db/test_contacts.py",
        short=True,
    ),
    Mutant(
        "a neighbour of the same building is named",
        "db/delivery_lists.py",
        '"" if near == Nearness.BUILDING else asked.member.short',
        "asked.member.short",
        "tests/db/test_contacts.py",
    ),
    Mutant(
        "the latest choice is the one with the highest key",
        "db/delivery_survey.py",
        ".order_by(*came_about(WayChosen, WayChosen.basket))",
        ".order_by(WayChosen.id)",
        "tests/db/test_delivery.py",
    ),
    Mutant(
        "contacts stay for ever",
        "db/contacts.py",
        "    if write.now >= here.over_at():\n        raise DeliveryOver(days=here.contact_days)\n"
        "    return known, member_id",
        "    return known, member_id",
        "tests/db/test_contacts.py",
    ),
    # --- Durability
    Mutant(
        "synchronous is NORMAL",
        "db/opening.py",
        '("synchronous", "EXTRA"),\n    ("journal_mode"',
        '("synchronous", "NORMAL"),\n    ("journal_mode"',
        "tests/db/test_database.py -k pragmas",
        short=True,
    ),
    Mutant(
        "synchronous is NORMAL, seen by power cuts alone",
        "db/opening.py",
        '("synchronous", "EXTRA"),\n    ("journal_mode"',
        '("synchronous", "NORMAL"),\n    ("journal_mode"',
        "tests/db/test_power_cuts.py -k whenever",
    ),
    Mutant(
        "EXTRA is set after WAL",
        "db/opening.py",
        '    ("synchronous", "EXTRA"),\n    ("journal_mode", "WAL"),\n',
        '    ("journal_mode", "WAL"),\n    ("synchronous", "EXTRA"),\n',
        "tests/db/test_database.py -k extra",
        short=True,
    ),
    Mutant(
        "EXTRA is set after WAL, seen by power cuts alone",
        "db/opening.py",
        '    ("synchronous", "EXTRA"),\n    ("journal_mode", "WAL"),\n',
        '    ("journal_mode", "WAL"),\n    ("synchronous", "EXTRA"),\n',
        "tests/db/test_power_cuts.py -k whenever",
    ),
    Mutant(
        "a file gets its name unsynced",
        "db/files.py",
        "    sync_file(beside)\n    try:\n",
        "    try:\n",
        "tests/db/test_backup.py",
    ),
    Mutant(
        "a file has a name that may be lost",
        "db/files.py",
        "        os.rename(beside, path)\n    sync_folder(path.parent)\n",
        "        os.rename(beside, path)\n",
        "tests/db/test_backup.py",
    ),
    Mutant(
        "an order without a transaction, seen by kills alone",
        "db/database.py",
        "            with self.db.atomic():\n                # First statement",
        "            with suppress():\n                # First statement",
        "tests/db/test_kills.py",
    ),
    Mutant(
        "an order without a transaction",
        "db/database.py",
        "            with self.db.atomic():\n                # First statement",
        "            with suppress():\n                # First statement",
        "tests/db/test_database.py tests/db/test_ordering.py",
    ),
    # --- Journals
    Mutant(
        "recursive_triggers are off",
        "db/opening.py",
        '    ("recursive_triggers", 1),\n',
        '    ("recursive_triggers", 0),\n',
        "tests/db/test_journals.py",
        short=True,
    ),
    Mutant(
        "no guards on journals, and nobody looks",
        "db/journals.py",
        "    for name, rule in _rules(table).items():\n        db.execute_sql(",
        "    for name, rule in ():\n        db.execute_sql(",
        "tests/db/test_journals.py tests/db/test_migrations.py",
        short=True,
    ),
    Mutant(
        "a book without guards is opened",
        "db/opening.py",
        "    if found != guards(",
        "    if False and found != guards(",
        "tests/db/test_database.py -k guards",
    ),
    *(
        Mutant(
            f"journals without the guard « {rule} »",
            "db/journals.py",
            f'    "{rule}": "BEFORE {verb} ON {{table}} ',
            f'    "{rule}": "BEFORE {verb} ON {{table}} WHEN 0 '
            if rule != "no_second"
            else f'    "{rule}": "AFTER {verb} ON {{table}} ',
            "tests/db/test_journals.py tests/db/test_migrations.py",
        )
        for rule, verb in (("no_update", "UPDATE"), ("no_delete", "DELETE"), ("no_second", "INSERT"))
    ),
    Mutant(
        "tables that are not STRICT",
        "db/migrations/run.py",
        "isinstance(db, SqliteDatabase)",
        "False",
        "tests/db/test_database.py tests/db/test_migrations.py",
    ),
    Mutant(
        "foreign keys are off",
        "db/opening.py",
        '    ("foreign_keys", 1),\n',
        '    ("foreign_keys", 0),\n',
        "tests/db/test_database.py tests/db/test_journals.py",
    ),
    # --- Files
    Mutant(
        "the file is not looked at before connecting",
        "db/opening.py",
        "    version = look(path)\n",
        "    version = SCHEMA_VERSION\n",
        "tests/db/test_look.py",
        short=True,
    ),
    Mutant(
        "a new book is renamed over what is there",
        "db/files.py",
        "        os.link(beside, path)  # refuses to replace; a rename would not\n        os.unlink(beside)\n",
        "        os.rename(beside, path)\n",
        "tests/db/test_database.py -k new_book_or_meanwhile_or_once",
    ),
    Mutant(
        "what a lost book left is mixed into a new one",
        "db/files.py",
        '    for one in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")):\n',
        "    for one in (path,):\n",
        "tests/db/test_database.py tests/db/test_backup.py",
    ),
    Mutant(
        "a full disk hidden by the failed rollback",
        "db/files.py",
        "        seen = seen.__cause__ or seen.__context__\n",
        "        seen = None\n",
        "tests/db/test_database.py -k full_or_cause",
    ),
    Mutant(
        "a copy is not compared",
        "db/backup.py",
        "        _check(beside, before, to)\n",
        "",
        "tests/db/test_backup.py",
    ),
    Mutant(
        "an older book is migrated without a copy",
        "db/backup.py",
        "    _copy_before_migrating(path, version)\n    db = connect",
        "    db = connect",
        "tests/db/test_migrations.py",
    ),
    # --- Laptops
    Mutant(
        "a copy that is behind keeps its laptop",
        "db/opening.py",
        "known[laptop][0] < max(seen, _highest(book, laptop))",
        "False",
        "tests/db/test_laptop.py",
    ),
    Mutant(
        "this machine forgets what it wrote",
        "db/database.py",
        "                self.machine.saw(self.laptop, work.sequence)\n",
        "                pass\n",
        "tests/db/test_laptop.py",
    ),
    Mutant(
        "a restored book keeps its laptop",
        "db/backup.py",
        "            machine.forget()\n",
        "",
        "tests/db/test_backup.py",
    ),
    # --- Orders
    Mutant(
        "stock is taken whatever is left",
        "db/stock.py",
        '        Stock.remaining >= slot("quantity"),\n',
        "",
        "tests/db/test_ordering.py tests/db/test_histories.py",
    ),
    Mutant(
        "the same recording twice is looked for nowhere",
        "db/ordering.py",
        "        again = write.one(_ALREADY, recording=recording) if recording else None\n",
        "        again = None\n",
        "tests/db/test_ordering.py",
    ),
    Mutant(
        "a changed price is not asked",
        "db/basket_rules.py",
        "        if now != line.price:\n",
        "        if False:\n",
        "tests/db/test_ordering.py",
    ),
    Mutant(
        "orders never close",
        "db/basket_rules.py",
        '    if state == "open":\n        return\n    if pending_since',
        "    if state:\n        return\n    if pending_since",
        "tests/db/test_ordering.py",
    ),
    Mutant(
        "a new basket number at each order",
        "db/ordering.py",
        "    if own:\n        basket_id, label = min(own)\n        return basket_id, label\n    laptop",
        "    laptop",
        "tests/db/test_ordering.py",
    ),
    Mutant(
        "what is due is not minus the balance, seen by histories alone",
        "db/lines.py",
        "        amount=-total,\n",
        "        amount=-total + (total % 7 == 3),\n",
        "tests/db/test_histories.py tests/db/test_counter_days.py",
    ),
    Mutant(
        "anybody corrects",
        "db/corrections.py",
        '    if role(write, write.who, group_id) not in ("volunteer", "coordinator"):\n',
        "    if False:\n",
        "tests/db/test_corrections.py",
    ),
    Mutant(
        "a phone is shown without agreement",
        "db/delivery.py",
        "        if not consent:\n            raise ConsentMissing()\n        chosen",
        "        chosen",
        "tests/db/test_delivery.py",
    ),
    # --- Text
    Mutant(
        "markup is left on",
        "widgets/text.py",
        "    return Content(shown(text))\n",
        "    return Content.from_markup(shown(text))\n",
        "tests/widgets/test_markup.py",
        short=True,
    ),
    Mutant(
        "markup is left on in sentences",
        "widgets/text.py",
        "    return guarded(Content(text) if isinstance(text, str) else text)\n",
        "    return guarded(Content.from_markup(text) if isinstance(text, str) else text)\n",
        "tests/widgets/test_markup.py",
    ),
    Mutant(
        "signs that command a terminal are let in",
        "db/values/text.py",
        "        return character in _INVISIBLE\n",
        "        return False\n",
        "tests/db/values/test_text.py",
    ),
)


class Result(NamedTuple):
    mutant: Mutant
    red: tuple[str, ...]  # tests that failed
    seconds: float
    trouble: str = ""


def chosen(short: bool = False, only: str = "") -> list[Mutant]:
    return [one for one in MUTANTS if (one.short or not short) and only.casefold() in one.name.casefold()]


def run(mutants: Iterable[Mutant], processes: int = 2) -> list[Result]:
    """Make each fault in a copy of the tree and run its tests, so many at the same time."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        trees: Queue[Path] = Queue()
        for number in range(processes):
            tree = Path(name) / f"{number}"
            shutil.copytree(HERE, tree, ignore=_NOT_COPIED)
            trees.put(tree)

        def one(mutant: Mutant) -> Result:
            tree = trees.get()
            try:
                return _run_one(mutant, tree)
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(processes) as pool:
            return list(pool.map(one, mutants))


def _run_one(mutant: Mutant, tree: Path) -> Result:
    file = tree / mutant.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.text) != 1:
        return Result(mutant, (), 0, f"the text to change stands {text.count(mutant.text)} times in {mutant.file}")
    begun = time.monotonic()
    try:
        file.write_text(text.replace(mutant.text, mutant.instead), encoding="utf-8")
        done = _tests(tree, mutant.tests)
    except subprocess.TimeoutExpired:
        return Result(mutant, (f"{mutant.tests} (never ends)",), time.monotonic() - begun)
    finally:
        file.write_text(text, encoding="utf-8")
    red = re.findall(r"^(?:FAILED|ERROR) \S*?([^/:\s]+\.py(?:::\S+)?)", done.stdout, re.MULTILINE)
    if done.returncode not in (0, 1):  # collecting failed, or there was nothing to run
        return Result(mutant, (), time.monotonic() - begun, done.stdout[-500:] + done.stderr[-500:])
    return Result(mutant, tuple(red), time.monotonic() - begun)


def _tests(tree: Path, which: str) -> subprocess.CompletedProcess[str]:
    *rest, last = which.split(" -k ")
    arguments = [*rest[0].split(), "-k", last.replace("_or_", " or ")] if rest else which.split()
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments]
    # Found in the copy, not where this environment was installed from; and not again in the short form of itself.
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "COMPTOIR_MUTANT": "1"}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS", "COMPTOIR_TORTURE"):
        environment.pop(name, None)
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=LONGEST)


def _table(results: list[Result], markdown: bool) -> None:
    if markdown:
        print("| fault | made in | the first test that turns red |\n|---|---|---|")
    for mutant, red, seconds, trouble in results:
        first = red[0].split("[")[0].replace("::", " · ") if red else f"NONE {trouble}"
        if markdown:
            print(f"| {mutant.name} | `{mutant.file}` | `{first}` |")
        else:
            print(f"{'seen' if red else 'UNSEEN':7}{mutant.name:62}{seconds:6.1f} s  {first}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    results = run(chosen(options.short, options.only))
    _table(results, options.markdown)
    unseen = [one.mutant.name for one in results if not one.red]
    print(f"\n{len(results) - len(unseen)} of {len(results)} faults were seen.")
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
