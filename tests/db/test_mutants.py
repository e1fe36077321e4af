"""Faults made on purpose are seen: one of each kind here, all of them by `python -m tests.mutants`."""

from __future__ import annotations

import os

import pytest

from tests.mutants import HERE, MUTANTS, chosen, run


@pytest.mark.skipif("COMPTOIR_MUTANT" in os.environ, reason="this is the faulty copy itself")
def test_the_tests_turn_red_for_each_kind_of_fault() -> None:
    results = run(chosen(short=True), processes=1)
    assert len(results) >= 7
    assert [(one.mutant.name, one.trouble) for one in results if not one.red] == []


def test_every_fault_can_still_be_made() -> None:
    """The text that it changes stands where it stood, once."""
    lost = [one.name for one in MUTANTS if (HERE / one.file).read_text(encoding="utf-8").count(one.text) != 1]
    assert lost == []
