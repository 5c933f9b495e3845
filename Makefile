# Everything here needs Python 3.11 or newer and make, nothing else: the rest is set up in .venv on first use.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
QUICK := tests/checks tests/notebooks tests/authoring tests/images tests/plots tests/networks tests/data tests/receptive_field
READY := $(VENV)/.ready
# nbgrader starts the program alembic by its name alone
export PATH := $(CURDIR)/$(BIN):$(PATH)
export TF_CPP_MIN_LOG_LEVEL ?= 2
export COURSE_MIRROR ?= $(wildcard ../shared/data)

.PHONY: demo test soak quick lint types build bench setup sandbox clean

demo: setup sandbox  ## train lab 1, make a class of eight notebooks, grade it
	$(BIN)/python -m course.demo

test: lint types sandbox  ## all tests
	$(BIN)/course build --check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup --max-worker-restart 0 $(PYTEST)

soak: setup  ## the answers to try at thirty seeds, where make test has three
	$(BIN)/python -m pytest tests/mutants --seeds 30 --numprocesses 2 --dist loadgroup --max-worker-restart 0 $(PYTEST)

quick: lint types  ## what takes two minutes together: lint, types, and the tests of the rooms that need no network
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup --quiet $(QUICK) -m "not slow and not sandbox"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

build: setup  ## rebuild the labs and run the solutions whose source changed
	$(BIN)/course build --execute

bench: setup sandbox  ## the numbers in the README
	$(BIN)/python -m benchmarks

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; none was found on PATH"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --requirement constraints.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --editable .
	@touch $@

sandbox: setup
	@$(BIN)/python -m course.grading.sandbox.install

clean:  ## remove what make made, but not your work
	rm -rf $(VENV) demo .pytest_cache .ruff_cache .hypothesis
