"""The fixtures of tests that need servers; `tests/conftest.py` registers this plugin."""

# What is enqueued goes to the broker that the settings name, from the first test on.
import app.workers.celery_app  # noqa: F401  # its import makes it Celery's current app
from tests.support.activision import activision
from tests.support.databases import (
    addresses,
    app_role,
    check_ledger,
    database,
    ledger_balances,
    owner,
    redis,
)
from tests.support.fault_injection import fault_injector
from tests.support.job_queues import celery, jobs
from tests.support.players import new_match, new_player, new_ticket
from tests.support.web import (
    api_url,
    browser,
    new_browser,
    run_jobs,
    simulators_url,
    sms_network,
)

__all__ = [
    "activision",
    "addresses",
    "api_url",
    "app_role",
    "browser",
    "celery",
    "check_ledger",
    "database",
    "fault_injector",
    "jobs",
    "ledger_balances",
    "new_browser",
    "new_match",
    "new_player",
    "new_ticket",
    "owner",
    "redis",
    "run_jobs",
    "simulators_url",
    "sms_network",
]
