# Two commands do all the set-up: `make demo` and `make test`. Only Python 3.11+, make and git are needed.
PYTHON ?= python3
SERVE ?= 1
PORT ?= 8001
DEMO_DIR ?= demo

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test lint types docs lock bench bench-read faults fuzz cost clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.runtime ## the whole pipeline on the fictional sample, then the site (SERVE=0: stop after publishing)
	@$(BIN)/kamerspoor --data-dir $(DEMO_DIR) demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: .venv/.dev lint types docs ## everything CI checks
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev
	$(BIN)/mypy

docs: .venv/.dev
	$(BIN)/python -m bench.make_docs --check

bench: .venv/.dev ## speed and accuracy on the real papers beside the checkout, where present
	$(BIN)/python -m bench.moties
	$(BIN)/python -m bench.resolve --speed
	$(BIN)/python -m bench.main_job

bench-read: .venv/.peers ## reading PDF: speed and faithfulness against others, and the truth checked by eye
	$(BIN)/python -m bench.read

faults: .venv/.dev ## 200 random mixtures of faults at the sources, 200 nights killed at a random moment
	$(BIN)/python -m bench.faults --mixtures 200 --kills 200

fuzz: .venv/.dev ## 20,000 damaged papers through the workers, at most a quarter of an hour
	$(BIN)/python -m bench.fuzz --inputs 20000 --seconds 900 --seed 1

cost: .venv/.dev ## what a night costs in a small corpus and in a large one (half an hour)
	$(BIN)/python -m bench.cost

lock: .venv/.dev ## write the lock files anew from pyproject.toml
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) --group build --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet $(LOCK) --group build --group dev --extra ocr --extra s3 --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	$(BIN)/uv pip compile --quiet $(LOCK) --group peers --constraint requirements-dev.txt --output-file requirements-peers.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

clean: ## remove the environment and the demo
	rm -rf .venv $(DEMO_DIR)

# the lock is complete and alone decides what is installed (older pips look past a pin for a package
# with extras); the project itself is installed from this checkout, and pip tells if anything is missing
.venv/.runtime: requirements.txt pyproject.toml
	@echo "Omgeving klaarzetten (eenmalig, een tot twee minuten)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@$(PIP) check
	@touch $@

.venv/.peers: .venv/.dev requirements-peers.txt
	@$(PIP) install --no-deps --require-hashes -r requirements-peers.txt
	@$(PIP) check
	@touch $@
