# Two commands: `make demo` shows what policyglot does, `make test` checks that it does it.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
DEVELOPMENT = $(VENV)/.development

.PHONY: help demo test lint types browser check docs web-assets golden clean

help:
	@echo "make demo        make the environment, then generate, validate and query a sample policy"
	@echo "make test        make the environment and find a browser, then run ruff, mypy and pytest"
	@echo "make web-assets  build the editor of YASGUI into the workbench (needs npm)"
	@echo "make golden      write golden files and the reference of the command line anew; review the diff"
	@echo "make clean       take the environment and all caches away"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "policyglot needs Python 3.11 to 3.13; give one as make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "venv is missing; on Debian: apt-get install python3-venv"; exit 2; }

$(READY): pyproject.toml | $(BIN)/python
	@echo "installing policyglot into $(VENV) (once, about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEVELOPMENT): pyproject.toml | $(BIN)/python
	@echo "installing policyglot and its tools into $(VENV) (once, a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,fetch,corpus,web,train]"
	@touch $@ $(READY)

demo: $(READY)
	@POLICYGLOT=$(BIN)/policyglot sh tests/demo.sh

lint: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEVELOPMENT)
	$(BIN)/mypy

check: $(DEVELOPMENT)
	$(BIN)/pytest -n auto

browser:
	@sh tests/web/browser.sh

test: lint types browser check

# The SPARQL editor of YASGUI, by the lock file; where it was not built the workbench has a plain one. The one style
# attribute in it is taken out: our pages let none in.
YASGUI = src/policyglot/web/static/yasgui
YASQE = src/policyglot/web/assets/node_modules/@triply/yasqe

web-assets:
	npm ci --prefix src/policyglot/web/assets
	mkdir -p $(YASGUI)
	cp $(YASQE)/build/yasqe.min.css $(YASQE)/LICENSE.txt $(YASGUI)
	sed "s/<strong style='[^']*'>/<strong>/g" $(YASQE)/build/yasqe.min.js > $(YASGUI)/yasqe.min.js

golden: $(DEVELOPMENT)
	$(BIN)/pytest --update-golden -q

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
