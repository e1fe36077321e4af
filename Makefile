# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made

.PHONY: demo demo-fresh run test snapshots check bench docs torture clean

$(STAMP): pyproject.toml constraints.txt hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Comptoir needs Python 3.11 or newer."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Install the package python3-venv, then try again."; exit 1; }
	@echo "Setting up (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@# Compiled once, so that every start is as quick as the second one.
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q tui screens widgets printing i18n db $(VENV)/lib > /dev/null || true
	@touch $@

WORDS := $(wildcard i18n/words/*/*.po)
i18n/words/fr.mo: $(STAMP) $(WORDS)
	@$(BIN)/python -m i18n.compile_words

demo: $(STAMP) i18n/words/fr.mo
	@$(BIN)/comptoir demo

demo-fresh: $(STAMP) i18n/words/fr.mo
	@$(BIN)/comptoir demo --fresh

run: $(STAMP) i18n/words/fr.mo
	@$(BIN)/comptoir

# More workers than the two cores of the smallest machine: some tests wait for the disk or for a terminal.
test: $(STAMP) i18n/words/fr.mo
	@$(BIN)/python -m pytest -n 4 --dist worksteal

# After a change of looks: write every screen anew, then read the difference before it is kept.
snapshots: $(STAMP) i18n/words/fr.mo
	@rm -rf tests/snapshots
	@COMPTOIR_SNAPSHOTS=write $(BIN)/python -m pytest -n 2 --dist worksteal tests/screens/test_snapshots.py
	@git diff --stat -- tests/snapshots

check: $(STAMP) i18n/words/fr.mo
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m i18n.check_words
	$(BIN)/python -m docs.check
	$(BIN)/python -m docs.check_wheel

bench: $(STAMP) i18n/words/fr.mo
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m benchmarks

docs: $(STAMP) i18n/words/fr.mo
	@$(BIN)/python -m docs.make

# The long versions: hours, not minutes.
torture: $(STAMP) i18n/words/fr.mo
	@COMPTOIR_TORTURE=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/db
	@$(BIN)/python -m tests.mutants

clean:
	rm -rf $(VENV) i18n/words/*.mo .mypy_cache .ruff_cache .pytest_cache .hypothesis
