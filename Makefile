# make demo     the sample newsletter, made and mailed to a local inbox
# make test     the tests
# make faults   the whole fault matrix: crashes, stopped senders, servers that misbehave, full disks (minutes)
# make soak     two senders killed at random; SEED=… repeats a run, KILLS=… and MESSAGES=… make it longer
# make browser  mails and pages in Chromium: accessibility, overflow, the engine beside MJML JS, the studio (needs chromium, node)
# make bench    ratios against named peers, in benchmarks/RESULTS.md; ONLY=collect|rank|render|send|delay|micro|million runs a part, N=… sets its size
# make check    format, lint, types, import rules
# make lock     renew the hash-locked requirements after a change in pyproject.toml

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test faults soak browser bench check lint lock clean
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

faults: $(VENV)/.dev
	@$(BIN)/python -m pytest tests/faults tests/acceptance/test_demo.py -m "" -n auto

soak: $(VENV)/.dev
	@PYTHONPATH=tests $(BIN)/python -m faults.soak $(if $(SEED),--seed $(SEED)) $(if $(KILLS),--kills $(KILLS)) $(if $(MESSAGES),--messages $(MESSAGES))

tests/browser/node_modules: tests/browser/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: apt-get install nodejs npm" >&2; exit 1; }
	@cd tests/browser && npm ci --silent
	@touch $@

browser: $(VENV)/.dev tests/browser/node_modules
	@$(BIN)/python -m pytest tests/browser -m browser -n 2 $(if $(ONLY),-k $(ONLY))

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(N),--count $(N))

check: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# uv resolves for every platform at once; install it with: pip install uv
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade -o requirements.lock
	uv pip compile pyproject.toml --extra postgres --extra fast --extra images --extra inline --extra pages --group build --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache
