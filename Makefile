# make demo     the sample newsletter, made and mailed to a local inbox
# make test     the tests
# make check    format, lint, types, import rules
# make lock     renew the hash-locked requirements after a change in pyproject.toml

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check lint lock clean
.DEFAULT_GOAL := test

# What is missing is said in one line, before pip can say it in fifty.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V): name another with PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.user: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing from requirements.lock …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing from requirements-dev.lock …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.user

demo: $(VENV)/.user
	@$(BIN)/digest demo

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# uv resolves for every platform at once; install it with: pip install uv
lock:
	uv pip compile pyproject.toml --extra demo --group build --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade -o requirements.lock
	uv pip compile pyproject.toml --extra demo --extra postgres --group build --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache
