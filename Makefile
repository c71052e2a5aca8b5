# One door to everything. Needs Python 3.11 to 3.13, git and make; all else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: help setup messages demo dev test check lint e2e bench docs clean

help:
	@echo "make demo   set up a demonstration centre and serve it on http://localhost:8000"
	@echo "make test   run all tests but those in a browser"
	@echo "make check  what a developer runs before a commit: format, lint, types, contracts, translations, tests"
	@echo "make e2e    the journeys in a real browser (needs Chromium; skipped where it is absent; YICHUANG_E2E=all for every width and mode)"
	@echo "make bench  measure; make docs  write the generated documents; make dev  serve with reload"

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py
	@touch $(STAMP)

messages: setup
	@$(BIN)/python tools/messages.py compile

demo: setup messages
	$(BIN)/yichuang demo

dev: setup messages
	$(BIN)/yichuang demo --no-serve
	DJANGO_SETTINGS_MODULE=yichuang.config.settings.development $(BIN)/yichuang serve --reload

test: setup messages
	$(BIN)/pytest -n 2 -m "not e2e"

check: lint test

lint: setup messages
	$(BIN)/ruff format --check src tests tools bench examples
	$(BIN)/ruff check src tests tools bench examples
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/djlint --lint src --quiet
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/openapi.py check
	$(BIN)/python tools/states.py check
	$(BIN)/python tools/policy.py check
	$(BIN)/python tools/lock.py check
	DJANGO_SETTINGS_MODULE=yichuang.config.settings.test $(BIN)/python -m django makemigrations --check --dry-run

e2e: setup messages
	$(BIN)/pytest -m e2e -n 2 -rs

bench: setup
	$(BIN)/python -m bench

docs: setup
	$(BIN)/python tools/openapi.py write
	$(BIN)/python tools/states.py write
	$(BIN)/python tools/policy.py write

clean:
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis build
