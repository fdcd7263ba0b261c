# WageWars on one machine. Needs Python >= 3.11, Node >= 20 and make, and nothing else.

.DEFAULT_GOAL := help
PY := .venv/bin/python
# Every recipe is one program, so that Ctrl-C and SIGTERM reach it and not a shell around it.
export PYTHONPATH := $(CURDIR)/backend:$(CURDIR)

.PHONY: help install run test lint format openapi bench lock clean

help: ## show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## install all packages and build the web app; quick when nothing has changed
	@python=$$(sh devstack/find-python.sh) && exec "$$python" -m devstack.install

install-python:
	@python=$$(sh devstack/find-python.sh) && exec "$$python" -m devstack.install --no-web

lock: install-python ## write the pinned requirements anew from requirements*.in
	@$(PY) -m devstack.lock
