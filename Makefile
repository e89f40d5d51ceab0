# Two commands: `make demo` shows what policyglot does, `make test` checks that it does it.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test lint types check clean

$(STAMP): pyproject.toml
	@$(PYTHON) -m venv $(VENV) || { echo "policyglot needs Python 3.11 to 3.13 with venv (Debian: apt-get install python3-venv)"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,fetch,corpus,web,train]"
	@touch $@
