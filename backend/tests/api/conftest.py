"""The API and its signed-in players."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.core import rate_limit
from app.core.settings import get_settings
from app.integrations.storage import get_store
from tests.support.arena import Arena
from tests.support.databases import Database
from tests.support.fault_injection import FaultInjector


@pytest.fixture
def arena(
    api_url: str, database: Database, ledger_balances: None, fault_injector: FaultInjector | None
) -> Iterator[Arena]:
    """The API and its signed-in players; the ledger is checked when the test is over."""
    rate_limit.clear()
    with ExitStack() as stack:
        yield Arena(api_url, database, stack, fault_injector)


@pytest.fixture
def evidence_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of this test as the store of evidence."""
    monkeypatch.setenv("EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    forget_store()
    yield tmp_path / "evidence"
    forget_store()


def forget_store() -> None:
    """Clear the cached settings and evidence store."""
    get_settings.cache_clear()
    get_store.cache_clear()


@pytest.fixture
def rematches_allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The queue may pair the same two players again, also after a cancelled match."""
    monkeypatch.setenv("MATCHMAKING_REMATCH_SECONDS", "0")
    monkeypatch.setenv("MATCHMAKING_MEETINGS_A_DAY", "1000")
    monkeypatch.setenv("MATCHMAKING_COOLDOWN_SECONDS", "0")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
