# Everything sets itself up: uv, both environments (README, "Processes"), the trained model.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3.11
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.venv/uv/bin/uv)
SERVICES := $(CURDIR)/.venv/services
ASSISTANT := $(CURDIR)/.venv/assistant
PATHS ?= tests/calls

export PYTHONPATH := $(CURDIR)
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export UV_LINK_MODE ?= hardlink
export UV_COMPILE_BYTECODE := 1

.PHONY: help setup train demo run test test-all test-units test-nlu test-stories test-calls calls check bench-turns bench-nlu clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(UV):
	@echo "set-up: uv from the package index" >&2
	@$(PYTHON) -m venv $(CURDIR)/.venv/uv && $(CURDIR)/.venv/uv/bin/pip install --quiet --disable-pip-version-check uv

.venv/services/.ready: pyproject.toml uv.lock | $(UV)
	@echo "set-up: environment 'services'" >&2
	@UV_PROJECT_ENVIRONMENT=$(SERVICES) $(UV) sync --frozen --only-group services --python 3.11
	@touch $@

.venv/assistant/.ready: pyproject.toml uv.lock | $(UV)
	@echo "set-up: environment 'assistant' (Rasa)" >&2
	@UV_PROJECT_ENVIRONMENT=$(ASSISTANT) $(UV) sync --frozen --only-group assistant --python 3.11
	@touch $@

setup: .venv/services/.ready .venv/assistant/.ready ## both environments

train: setup ## the model, when what it is trained on has changed
	@$(SERVICES)/bin/python -m cli train

demo: train ## one spoken call from start to end, then the stack stays up in a terminal; PRODUCTION=1: PostgreSQL, Redis
	@$(SERVICES)/bin/python -m cli demo $(if $(PRODUCTION),--production)

run: train ## the stack in the foreground
	@$(SERVICES)/bin/python -m cli run

test: test-units test-nlu test-stories test-calls ## all tests

test-units: setup
	$(SERVICES)/bin/python -m pytest tests/unit tests/integration $(wildcard tests/property) -q -n 2

test-nlu: train
	$(ASSISTANT)/bin/python -m pytest tests/nlu tests/channels -q

test-stories: train
	$(SERVICES)/bin/python -m cli stories

test-calls: train
	$(SERVICES)/bin/python -m pytest tests/faults -q -n 2 --dist loadfile
	$(SERVICES)/bin/python -m cli calls tests/calls
	$(SERVICES)/bin/python -m cli simulate 60

test-all: setup train ## the long tests, beside `make test`
	$(SERVICES)/bin/python -m pytest tests -m long -q --ignore=tests/nlu --ignore=tests/channels || test $$? -eq 5
	$(SERVICES)/bin/python -m cli calls tests/calls --prove
	$(SERVICES)/bin/python -m cli simulate 1000
	$(SERVICES)/bin/python -m cli calls tests/calls --audio --required 0.8

calls: train ## call files: make calls PATHS=tests/calls/keypad.yml
	$(SERVICES)/bin/python -m cli calls $(PATHS)

check: train ## ruff, mypy, rasa data validate
	$(SERVICES)/bin/ruff check .
	$(SERVICES)/bin/ruff format --check .
	$(SERVICES)/bin/mypy receptionist web worker cli simulators actions knowledge nlu channels
	$(ASSISTANT)/bin/rasa data validate --fail-on-warnings --domain domain.yml --config config.yml --data nlu/examples stories

bench-turns: train ## CPU and wall ms a turn against stock Rasa
	$(SERVICES)/bin/python -m bench.turns

bench-nlu: train ## understanding against DIET, Duckling and others; CORPUS=rows.jsonl
	@$(SERVICES)/bin/python -m bench.nlu $(CORPUS)

clean: ## removes environments, models and run data
	rm -rf .venv var .pytest_cache .ruff_cache .mypy_cache .hypothesis .rasa models/*.tar.gz models/.trained
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
