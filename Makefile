# WageWars on one machine. Needs Python >= 3.11, Node >= 20 and make, and nothing else.

.DEFAULT_GOAL := help
PY := .venv/bin/python
PYTHON_ELSEWHERE := $(addprefix ../,$(wildcard devstack alembic bench load))
INSTALL = @python=$$(sh devstack/find-python.sh) && exec "$$python" -m devstack.install
export PYTHONPATH := $(CURDIR)/backend:$(CURDIR)
# Some machines forbid Python to keep what it compiled; every process then compiles 4 s long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run test lint format openapi schema bench load register lock clean

help: ## show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## install all packages and build the web app; quick when nothing has changed
	$(INSTALL)

run: ## start everything and print where it is; Ctrl-C stops it
	$(INSTALL) --to-run
	@$(PY) -m devstack.run

test: ## run every check and every test, of backend, frontend and both together
	$(INSTALL)
	@$(PY) -m devstack.check test

lint: ## run linters and type checkers only
	$(INSTALL) --no-build
	@$(PY) -m devstack.check lint

format: ## let ruff mend style and order imports
	$(INSTALL) --no-web
	@cd backend && ../$(PY) -m ruff check --fix . $(PYTHON_ELSEWHERE)
	@cd backend && ../$(PY) -m ruff format . $(PYTHON_ELSEWHERE)

openapi: ## write the API's contract and the frontend's types anew
	$(INSTALL) --no-build
	@$(PY) -m devstack.openapi
	@cd frontend && npm run --silent openapi

schema: ## write the database's structure and its state transitions anew
	$(INSTALL) --no-web
	@$(PY) -m devstack.schema

bench: ## measure against the references; BENCH_LONG=1 for more rounds
	$(INSTALL) --no-web
	@$(PY) -m bench

load: ## let 200 simulated players play for ten minutes; LOAD_PLAYERS=40 LOAD_MINUTES=1 for fewer
	$(INSTALL) --no-web
	@$(PY) -m load

register: ## tell M-Pesa once where payments to our paybill are told; settings from the environment
	@$(PY) -m app.cli.register_mpesa paybill

lock: ## write the pinned Python requirements anew from requirements*.in
	$(INSTALL) --no-web
	@$(PY) -m devstack.lock

clean: ## delete all that install, run and test have left here, the database included
	@test ! -x $(PY) || $(PY) -m devstack.clean
	@rm -rf .data .venv frontend/node_modules frontend/.next frontend/public/sw.js \
	    frontend/test-results frontend/playwright-report frontend/tsconfig.tsbuildinfo
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf $(foreach name,mypy ruff pytest,.$(name)_cache backend/.$(name)_cache) \
	    $(foreach name,hypothesis import_linter_cache,.$(name) backend/.$(name))
