"""The harness: a real PostgreSQL and a real Redis, settings for tests, and players."""

import importlib
from dataclasses import asdict
from typing import Any

import pytest

from tests.support.activision import activision
from tests.support.databases import (
    ADDRESSES,
    addresses,
    app_role,
    books,
    books_balance,
    database,
    owner,
    redis,
)
from tests.support.environment import set_environment
from tests.support.fault_injection import add_option, sky
from tests.support.players import new_match, new_player, new_ticket
from tests.support.servers import Addresses, Servers
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
    "books",
    "books_balance",
    "browser",
    "database",
    "new_browser",
    "new_match",
    "new_player",
    "new_ticket",
    "owner",
    "redis",
    "run_jobs",
    "simulators_url",
    "sky",
    "sms_network",
]

_SERVERS = pytest.StashKey[Servers]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let any tests be run under a weather at Activision: `--activision=down`."""
    add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, once, and set the environment before any test imports the app."""
    sent: dict[str, Any] | None = getattr(config, "workerinput", None)
    if sent is not None:
        config.stash[ADDRESSES] = Addresses(**sent["addresses"])
    elif not config.option.collectonly:
        servers = config.stash[_SERVERS] = Servers()
        config.add_cleanup(servers.stop)
        config.stash[ADDRESSES] = servers.addresses("main")
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    set_environment(patch, config.stash.get(ADDRESSES, None))
    if ADDRESSES in config.stash:
        # What is enqueued goes to the broker that the settings name, from the first test on.
        importlib.import_module("app.workers.celery_app")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where its servers are."""
    servers = node.config.stash[_SERVERS]
    node.workerinput["addresses"] = asdict(servers.addresses(node.gateway.id))
