# `make demo` and `make test` are all a newcomer needs; each sets everything up by itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt
READY := .venv/.ready

.PHONY: demo test test-slow test-soak fuzz check docs bench release-check clean
.DEFAULT_GOAL := demo

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)' || \
	  { echo "keyworth needs Python 3.11 with venv (Debian: apt-get install python3.11 python3-venv)"; exit 1; }
	@echo "Setting up .venv: downloads the packages of constraints.txt, torch the largest (minutes, the first time) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) torch==2.13.0
	@$(PIP) hatchling==1.33.0 -e '.[dev,docs,mcp,release]'
	@touch $@

demo: $(READY)
	$(BIN)/keyworth audit --demo --out audit-demo

test: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not soak"

test-slow: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile -m "slow and not soak"

test-soak: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile -m soak

FUZZ_SECONDS ?= 600
fuzz: $(READY)
	@$(PIP) -e '.[dev,fuzz]'
	for parser in cells table export container speech; do $(BIN)/python -m tests.fuzz $$parser $(FUZZ_SECONDS) || exit 1; done

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

release-check: $(READY)
	.ci/release-check $(BIN)/python

bench: $(READY)
	@$(PIP) -e '.[dev,bench]'
	$(BIN)/python -m bench

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache audit-demo site
