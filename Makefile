# The three commands of the project: make install, make run, make test (README). Everything else is a shade of them.
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
# Test processes: one more than processors, for the walks of the browser and of the runners wait more than they reckon.
# A file's tests stay together, so that what it prepares once is prepared once.
WORKERS ?= $(shell expr $$(nproc) + 1)
.DEFAULT_GOAL := help
.PHONY: help install run test nightly lint lock bench

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: ## .venv from the hashed lock, Pango and the report font; nothing when nothing changed
	@PYTHON="$(PYTHON)" tools/install.sh

run: install ## the portal with demo data on 127.0.0.1:8000 (PORT), web server and job runner; Ctrl-C stops both
	@exec $(PY) tools/run.py

test: install ## the suite once, on DATABASE_URL or SQLite, with Celery where REDIS_URL is set
	@$(PY) -m pytest -m "not nightly" -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

nightly: install ## the long drills: roles x widths x dark, 10,000 tries, cuts, kills
	@$(PY) -m pytest -m nightly $(ARGS)

lint: install ## ruff, bandit, semgrep, migrations, deployment checks
	@tools/lint.sh

bench: install ## ratios side by side, written to benchmarks/RESULTS.md
	@$(PY) -m benchmarks $(ARGS)

lock: ## new hashes for the three requirement files (needs pip-tools)
	@tools/lock.sh
