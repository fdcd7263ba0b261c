"""Settings for tests, and servers for those that need them.

Tests of pure rules start at once: only where another folder is collected are the fixtures of
`tests.support.fixtures` loaded, and PostgreSQL and Redis started when the collection is over.
"""

from collections.abc import Generator, Iterable
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, get_args

import pytest

from devstack import log_canaries
from tests.support.fault_kinds import FaultKind
from tests.support.servers.addresses import ADDRESSES, Addresses, Reservation
from tests.support.servers.environment import set_environment

if TYPE_CHECKING:
    from tests.support.servers.start import Servers

# Their tests can ask for none of our fixtures, and find no server of the run.
_WITHOUT_SERVERS = (
    "tests/architecture",
    "tests/demo_players",
    "tests/devstack",
    "tests/integrations/pictures",
    "tests/integrations/storage",
    "tests/load",
    "tests/ops/test_backup",
    "tests/ops/test_deploy_script",
    "tests/ops/test_nginx",
    "tests/simulators",
    "tests/unit",
)
_RESERVATION = pytest.StashKey[Reservation]()
_SERVERS: "pytest.StashKey[Servers]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--faults=down`: run any tests under faults of the Call of Duty data provider."""
    parser.addoption(
        "--faults",
        choices=get_args(FaultKind),
        help="look up every match of the arena at the provider, which answers with this fault",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose addresses and set the environment before any test imports the app."""
    sent: dict[str, Any] | None = getattr(config, "workerinput", None)
    if sent is not None:
        config.stash[ADDRESSES] = Addresses(**sent["addresses"])
    else:
        reservation = config.stash[_RESERVATION] = Reservation()
        config.add_cleanup(reservation.remove)
        config.stash[ADDRESSES] = reservation.addresses("main")
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    set_environment(patch, config.stash[ADDRESSES])


def pytest_pycollect_makemodule(module_path: PurePath, parent: pytest.Collector) -> None:
    """Load our fixtures before the first module is collected that may ask for them."""
    path = module_path.relative_to(parent.config.rootpath).as_posix()
    if _need_servers([path]):
        parent.config.pluginmanager.import_plugin("tests.support.fixtures")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the servers if a collected test needs them; workers find them started."""
    config = session.config
    if _RESERVATION in config.stash and not config.option.collectonly:
        _start_servers(config, [item.nodeid for item in session.items])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Send a worker of pytest-xdist the addresses of its servers."""
    config = node.config
    addresses = config.stash[_RESERVATION].addresses(node.gateway.id)
    if _SERVERS in config.stash:  # it replaces a worker that crashed
        config.stash[_SERVERS].start_redis(addresses)
    node.workerinput["addresses"] = asdict(addresses)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: Iterable[str]) -> None:
    """Start the servers if a worker has collected a test that needs them."""
    _start_servers(node.config, ids)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose processes logged what no log may hold; `sections` is their output."""
    report = yield
    if report.when == "teardown" and report.passed:
        found = [
            leak
            for name, text in report.sections
            if name.startswith("Captured stderr")
            for leak in log_canaries.in_text(text, source=f"{report.nodeid} ({name})")
        ]
        if found:
            report.outcome = "failed"
            report.longrepr = "\n".join(["A log holds what no log may hold:", *found])
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Look through the logs of PostgreSQL and Redis for what the tests' players typed."""
    servers = session.config.stash.get(_SERVERS, None)
    found = servers.leaks() if servers else []
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
        for line in ("", "A log holds what no log may hold:", *found[:20]):
            reporter.write_line(line)


def _start_servers(config: pytest.Config, ids: Iterable[str]) -> None:
    if _SERVERS not in config.stash and _need_servers(ids):
        from tests.support.servers.start import Servers  # imports the drivers of the servers

        servers = config.stash[_SERVERS] = Servers(config.stash[_RESERVATION])
        config.add_cleanup(servers.stop)


def _need_servers(paths: Iterable[str]) -> bool:
    """Return True if one of `paths` (or node ids, below `backend`) is in a folder with servers."""
    return not all(path.startswith(_WITHOUT_SERVERS) for path in paths)
