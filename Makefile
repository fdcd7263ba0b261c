# WageWars on one machine. Needs Python >= 3.11, Node >= 20 and make, and nothing else.

.DEFAULT_GOAL := help
PY := .venv/bin/python
PYTHON_ELSEWHERE := $(addprefix ../,$(wildcard devstack alembic bench load ops))
INSTALL = @python=$$(sh devstack/find-python.sh) && exec "$$python" -m devstack.install
export PYTHONPATH := $(CURDIR)/backend:$(CURDIR)
# Where this is set, Python keeps no compiled files, and every process starts 4 s later.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run dev test test-unit lint format openapi migration schema psql shell code doctor security sbom bench \
    load drill register images secrets compose-test backup backup-key restore restore-drill lock clean

help: ## show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## install all packages and build the web app; quick when nothing has changed
	$(INSTALL)

run: ## start everything and print where it is; Ctrl-C stops it
	$(INSTALL) --to-run
	@$(PY) -m devstack.run

dev: ## the same, but API, worker and web app pick up changes of the source
	$(INSTALL) --to-run --no-build
	@$(PY) -m devstack.run --reload

test: ## run all checks and tests; T=path::name for one test, file or folder
	$(INSTALL) $(if $(T),--no-web)
	@$(PY) -m $(if $(T),devstack.one_test "$$T",devstack.check test)

test-unit: ## run the tests of pure rules, which start no server
	$(INSTALL) --no-web
	@cd backend && ../$(PY) -m pytest -q tests/unit

lint: ## run linters and type checkers only
	$(INSTALL) --no-build
	@$(PY) -m devstack.check lint

format: ## let ruff fix style and order imports
	$(INSTALL) --no-web
	@cd backend && ../$(PY) -m ruff check --fix . $(PYTHON_ELSEWHERE)
	@cd backend && ../$(PY) -m ruff format . $(PYTHON_ELSEWHERE)

openapi: ## write the API's contract and the frontend's types anew
	$(INSTALL) --no-build
	@$(PY) -m devstack.openapi
	@cd frontend && npm run --silent openapi

migration: ## create an empty migration: NAME=add_tournaments
	$(INSTALL) --no-web
	@$(PY) -m devstack.migration "$(NAME)"

schema: ## write the database's structure and its state transitions anew
	$(INSTALL) --no-web
	@$(PY) -m devstack.schema

psql: ## open psql on the running database; SQL='SELECT …' for one statement
	@$(PY) -m devstack.psql $(if $(SQL),--command "$$SQL")

shell: ## open Python with the app and a session; CODE='…' for one statement
	@$(PY) -m devstack.shell $(if $(CODE),--command "$$CODE")

code: ## print the code with which the demo's admins sign in now
	@$(PY) -m devstack.staff_codes

doctor: ## say what is weak, missing, wrong or about to expire
	@$(PY) -m devstack.doctor

security: ## print the security checklist and count the rows that hold
	@$(PY) -m devstack.security

sbom: ## write the list of all packages that we ship, as CycloneDX: FILE=sbom.json
	@$(PY) -m devstack.sbom $(FILE)

bench: ## measure against the references; BENCH_LONG=1 for more rounds
	$(INSTALL) --no-web
	@$(PY) -m bench

load: ## let 200 simulated players play for ten minutes; LOAD_PLAYERS=40 LOAD_MINUTES=1 for fewer
	$(INSTALL) --no-web
	@$(PY) -m load

drill: ## build a cluster, kill its machines under load, count what is lost; DRILL_ROUNDS=3
	$(INSTALL) --no-web
	@$(PY) -m ops.drill

register: ## register our callback addresses with M-Pesa, once; settings from the environment
	@$(PY) -m app.cli.register_mpesa paybill

images: ## have the base images of our containers: pulled, or made here where no registry answers
	$(INSTALL) --no-build
	@$(PY) -m ops.images

secrets: ## draw the secrets of production into secrets/, and say which ones only you can add
	$(INSTALL) --no-web
	@$(PY) -m ops.containers.draw_secrets

compose-test: ## bring both compose files up, play, and replace containers under traffic; LONG=1: ten times
	$(INSTALL) --no-build
	@$(PY) -m ops.compose_test

backup: ## take an encrypted backup of the database, evidence and keys; FULL=1 for a full one
	@$(PY) -m ops.backup take $(if $(FULL),--full)

backup-key: ## make a pair of keys for backups: KEY=file for the private one
	@$(PY) -m ops.backup key "$(KEY)"

restore: ## restore to a second: TO="2026-12-01 12:00:00+03" (or latest) INTO=empty-folder
	@$(PY) -m ops.backup restore --to "$(TO)" --into "$(INTO)"

restore-drill: ## lose a database while money moves in it, and restore it; prints RPO and RTO
	$(INSTALL) --no-web
	@$(PY) -m ops.backup_drill

lock: ## write the pinned Python requirements anew from requirements*.in
	$(INSTALL) --no-web
	@$(PY) -m devstack.lock

clean: ## delete all that install, run and test have left here, the database included
	@test ! -x $(PY) || $(PY) -m devstack.clean
	@rm -rf .data .venv frontend/node_modules frontend/.next frontend/public/sw.js \
	    frontend/test-results frontend/playwright-report frontend/tsconfig.tsbuildinfo \
	    frontend/next-env.d.ts
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf $(foreach name,mypy ruff pytest,.$(name)_cache backend/.$(name)_cache) \
	    $(foreach name,hypothesis import_linter_cache,.$(name) backend/.$(name))
