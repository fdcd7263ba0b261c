"""The hooks for M-Pesa: the answer comes after the message is on disk.

Rows of docs/security.md: S54.
"""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import callback_token
from app.core.settings import get_settings
from app.models.user import User
from app.services.payments.deposits import requests as deposit_requests
from tests.e2e.player import eventually
from tests.support.databases import forget_settings

MESSAGES = 100
_NO_LIMITS = httpx.Limits(max_connections=None)


@pytest.fixture
def hook(new_player: Callable[..., User], api_url: str) -> str:
    """The secret address of a deposit's callback."""
    player = new_player()
    with transaction() as session:
        deposit = deposit_requests.request(
            session, player=player, amount=Decimal(500), now=utc_now()
        )
    return f"{api_url}/hooks/d/{callback_token(deposit.account_reference)}/stk"


def _kept(owner: Connection) -> tuple[int, int, int]:
    """Return how many messages there are, how many deliveries, and how many commits it took."""
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(deliveries), 0), count(DISTINCT xmin::text)"
            " FROM mpesa_callbacks"
        )
        found = cursor.fetchone()
    owner.rollback()
    assert found is not None
    return int(found[0]), int(found[1]), int(found[2])


def test_a_burst_is_stored_in_few_commits_and_wakes_one_worker(
    hook: str, owner: Connection, redis: Redis
) -> None:
    redis.delete("mpesa")
    with httpx.Client(limits=_NO_LIMITS) as client, ThreadPoolExecutor(MESSAGES) as pool:

        def deliver(number: int) -> int:
            return client.post(hook, content=b"message %d" % number).status_code

        with owner.cursor() as cursor:  # the first commit waits, whatever the machine's speed
            cursor.execute("LOCK TABLE mpesa_callbacks IN SHARE MODE")
        answers = [pool.submit(deliver, number) for number in range(MESSAGES)]
        time.sleep(1)
        owner.rollback()
        statuses = [answer.result() for answer in answers]

    assert statuses == [200] * MESSAGES
    messages, deliveries, commits = _kept(owner)
    assert (messages, deliveries) == (MESSAGES, MESSAGES)
    assert commits < MESSAGES / 10
    waiting = [json.loads(str(raw))["headers"]["task"] for raw in redis.lrange("mpesa", 0, -1)]
    assert waiting
    # One at first, and another for each two seconds without a worker.
    assert len(waiting) <= 5
    assert set(waiting) == {"mpesa.drain_callbacks"}


def test_the_answer_is_the_one_that_safaricom_knows(hook: str) -> None:
    answer = httpx.post(hook, content=b'{"Body": 1}')

    assert answer.status_code == 200
    assert answer.json() == {"ResultCode": 0, "ResultDesc": "Accepted"}


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"[" * 60_000, b"x" * 65_536])
def test_any_bytes_are_kept_as_they_came(hook: str, owner: Connection, body: bytes) -> None:
    assert httpx.post(hook, content=body).status_code == 200

    with owner.cursor() as cursor:
        cursor.execute("SELECT body, source_ip FROM mpesa_callbacks")
        kept = cursor.fetchall()
    assert [(bytes(row[0]), row[1]) for row in kept] == [(body, "127.0.0.1")]


def test_a_connection_that_died_unnoticed_loses_no_message(hook: str, owner: Connection) -> None:
    assert httpx.post(hook, content=b"one").status_code == 200
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'wagewars' AND datname = current_database()"
        )
    owner.commit()

    assert httpx.post(hook, content=b"two").status_code == 200

    assert _kept(owner)[0] == 2


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """PostgreSQL is away, until it is called; what waits on disk is this test's alone."""
    monkeypatch.setenv("SPOOL_FOLDER", str(tmp_path / "spool"))
    forget_settings()
    with pytest.MonkeyPatch.context() as outage:

        def come_back() -> None:
            outage.undo()
            forget_settings()

        outage.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        forget_settings()
        yield come_back
    monkeypatch.undo()
    forget_settings()


def test_68_without_the_database_messages_wait_on_disk(
    hook: str, away: Callable[[], None], owner: Connection, tmp_path: Path
) -> None:
    begun = time.monotonic()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: httpx.post(hook, content=b"%d" % n), range(40)))

    assert time.monotonic() - begun < 8
    assert {answer.status_code for answer in answers} == {200}
    assert list((tmp_path / "spool").glob("*.spool"))
    away()
    eventually(lambda: _kept(owner)[0] == 40)
    eventually(lambda: not list((tmp_path / "spool").iterdir()))
    assert _kept(owner)[1] == 40


def test_a_file_that_cannot_be_opened_keeps_no_other_waiting(
    hook: str, away: Callable[[], None], owner: Connection, tmp_path: Path
) -> None:
    assert httpx.post(hook, content=b"one").status_code == 200
    (tmp_path / "spool" / "00000000000000000000-0.spool").mkdir()

    away()

    eventually(lambda: _kept(owner)[0] == 1)


def test_what_waits_on_disk_is_tried_again_after_any_failure(
    hook: str,
    away: Callable[[], None],
    owner: Connection,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert httpx.post(hook, content=b"one").status_code == 200
    with monkeypatch.context() as broken:
        broken.setenv("THREADS", "no number")
        get_settings.cache_clear()
        eventually(lambda: "the callbacks on disk could not be stored" in caplog.text)

    away()

    eventually(lambda: _kept(owner)[0] == 1)


@pytest.fixture
def read_only(
    owner: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[], None]]:
    """PostgreSQL refuses writes, as a new primary does at first, until it is called."""
    monkeypatch.setenv("SPOOL_FOLDER", str(tmp_path / "spool"))
    owner.autocommit = True
    name = owner.info.dbname

    def run(change: str) -> None:
        with owner.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" {change}')

    run("SET default_transaction_read_only = on")
    forget_settings()
    yield lambda: run("RESET default_transaction_read_only")
    monkeypatch.undo()
    forget_settings()


def test_68_while_the_database_is_read_only_messages_wait_on_disk(
    hook: str, read_only: Callable[[], None], owner: Connection, tmp_path: Path
) -> None:
    """SQLSTATE 25006, as a failover answers it; the connections that saw it are given up."""
    with ThreadPoolExecutor(8) as burst:
        answers = list(burst.map(lambda n: httpx.post(hook, content=b"%d" % n), range(40)))

    assert {answer.status_code for answer in answers} == {200}
    assert list((tmp_path / "spool").glob("*.spool"))
    read_only()
    eventually(lambda: _kept(owner)[0] == 40)
    # A file goes only once its rows are committed.
    eventually(lambda: not list((tmp_path / "spool").iterdir()))


def test_68_a_full_disk_is_reported_at_once(
    hook: str, away: Callable[[], None], tmp_path: Path
) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    begun = time.monotonic()

    answer = httpx.post(hook, content=b"one")

    assert answer.status_code == 503
    assert answer.json()["code"] == "service_unavailable"
    assert time.monotonic() - begun < 5


def test_68_a_message_with_an_unknown_secret_is_dropped_when_the_database_is_back(
    hook: str, away: Callable[[], None], owner: Connection, tmp_path: Path
) -> None:
    strange = hook.replace("/hooks/d/", "/hooks/d/f")

    assert httpx.post(strange, content=b"forged").status_code == 200

    away()
    eventually(lambda: not list((tmp_path / "spool").iterdir()))
    assert _kept(owner)[0] == 0


def test_the_hooks_stand_in_no_public_contract(api_url: str) -> None:
    paths = httpx.get(f"{api_url}/openapi.json").json()["paths"]

    assert not [path for path in paths if "hooks" in path]
    assert "/api/v1/payments/deposits" in paths
