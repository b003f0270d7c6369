# Every command a person needs. `make setup` brings what is missing; all others call it first.
SHELL := /bin/sh
UV_VERSION := 0.13.9
UV := .tools/bin/uv
MUTMUT_VERSION := 3.8.1
PIP_AUDIT_VERSION := 2.10.1
PY := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
TESTS ?=

.PHONY: help setup run demo test check prove screens bench lighthouse migration messages mutants audit vendor browser

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.venv/.ready: pyproject.toml uv.lock requirements.lock
	@if [ ! -x $(UV) ]; then \
	  echo "Bringing uv $(UV_VERSION) into .tools/"; \
	  python3 -m pip install --quiet --disable-pip-version-check --no-deps --target .tools "uv==$(UV_VERSION)" 2>/dev/null || true; \
	fi
	@if [ -x $(UV) ]; then $(UV) sync --frozen --quiet --python python3; else sh tools/setup-without-uv.sh; fi
	@touch $@

setup: .venv/.ready ## install from the lock file into .venv/

run: setup ## migrate, make the demonstration, serve it on http://127.0.0.1:8000
	@PB_DEMO=$${PB_DEMO:-yes} PB_PHONE="$${PB_PHONE:-01632 960 123}" PB_EMAIL=$${PB_EMAIL:-help@example.org} .venv/bin/pb demo --serve

demo: setup ## make the demonstration's rounds without serving them
	@PB_DEMO=yes .venv/bin/pb demo

browser: setup ## find Chromium for the journeys, or install it where that is allowed
	@sh tools/find-chromium.sh

check: setup ## style, types, floors and templates
	@$(PY) tools/check.py

test: setup browser ## check, then every test on SQLite and PostgreSQL and in Chromium
	@$(PY) tools/test.py $(TESTS)

prove: setup ## every promise, its long proof and the sabotages that it notices; only=R1 for one
	@$(PY) tools/prove.py $(only)

mutants: setup ## change the count in small ways and see whether tests notice; takes an hour or two
	@$(UV) run --no-sync --quiet --with mutmut==$(MUTMUT_VERSION) python tools/mutants.py $(only)

audit: setup ## known weaknesses of what is pinned, and a bill of materials in var/
	@$(UV) run --no-sync --quiet --with pip-audit==$(PIP_AUDIT_VERSION) python tools/audit.py

screens: setup browser ## walk the journeys and keep a picture of every page in docs/screens/
	@$(PY) tools/screens.py

bench: setup ## measure speed as ratios; keep=yes writes them to docs/speed.md
	@$(PY) -m bench.run $(if $(keep),keep)

lighthouse: setup browser ## what Lighthouse says of each public page and of the booth (needs node)
	@$(PY) tools/lighthouse.py

migration: setup ## name=add_boxes: begin a migration from what the models say
	@$(PY) tools/new_migration.py $(name)

messages: setup ## write every sentence to be translated to translations/pb.pot
	@$(PY) tools/messages.py

vendor: ## fetch the pinned front-end files again (needs node)
	@node tools/vendor.mjs
