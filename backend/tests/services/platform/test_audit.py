"""The audit's chain in the database: written by many at once, checked from its first entry.

Rows of docs/security.md: S40.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis
from sqlalchemy.orm import Session

from app.cli import doctor, export_audit, verify_audit
from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.errors import NotFound
from app.domain.platform.audit_chain import BrokenChain
from app.models.user import User
from app.services.platform import alerts, audit
from app.workers.tasks.maintenance import check_audit
from tests.support.arena import at_once

WRITERS, EACH = 8, 10


@pytest.fixture
def admin_id(new_player: Callable[..., User]) -> int:
    """An admin."""
    return new_player(role="admin").id


def _write(admin_id: int, subject: str = "deposit:1") -> None:
    with transaction() as session:
        audit.record(session, admin_id=admin_id, action="ruling.approve", subject=subject, note="x")


def _record_what_fails(session: Session, admin_id: int) -> None:
    audit.record(session, admin_id=admin_id, action="alarm.clear", subject="alarm:1")
    alerts.clear(session, alarm_id=1, admin_id=admin_id, now=utc_now())


@contextmanager
def without_rules(owner: Connection) -> Iterator[None]:
    """Switch the table's triggers off, as only its owner can."""
    with owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entries DISABLE TRIGGER USER")
    yield
    with owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entries ENABLE TRIGGER USER")


def run(owner: Connection, statement: str) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(statement)


def test_eight_writers_at_once_make_one_chain_without_a_fork(admin_id: int) -> None:
    def write_all(writer: int) -> None:
        for number in range(EACH):
            _write(admin_id, f"deposit:{writer}{number}")

    at_once(*[lambda writer=writer: write_all(writer) for writer in range(WRITERS)])
    with transaction() as session:
        assert audit.check(session).count == WRITERS * EACH
        assert audit.check(session) == audit.head(session)


def test_an_action_that_is_rolled_back_leaves_no_entry_and_no_gap(admin_id: int) -> None:
    _write(admin_id)
    with pytest.raises(NotFound), transaction() as session:
        _record_what_fails(session, admin_id)
    _write(admin_id)
    with transaction() as session:
        assert audit.check(session).count == 2


def test_who_waits_for_a_turn_holds_up_nobody(
    admin_id: int, new_player: Callable[..., User]
) -> None:
    """Two write an entry first and then lock the same row: no deadlock, whoever comes first."""
    player_id = new_player().id

    def act() -> None:
        with transaction() as session:
            audit.record(session, admin_id=admin_id, action="risk.clear", subject="user:1")
            session.get_one(User, player_id, with_for_update=True)

    at_once(*[act] * 4)
    with transaction() as session:
        assert audit.check(session).count == 4


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("UPDATE audit_entries SET subject = 'deposit:9' WHERE seq = 2", "entry 2 says"),
        ("UPDATE audit_entries SET detail = '{}' WHERE seq = 2", "entry 2 says"),
        ("UPDATE audit_entries SET admin_id = NULL WHERE seq = 2", "entry 2 says"),
        ("UPDATE audit_entries SET address = '10.0.0.1' WHERE seq = 1", "entry 1 says"),
        ("UPDATE audit_entries SET hash = sha256('x') WHERE seq = 3", "entry 3 has another"),
        ("DELETE FROM audit_entries WHERE seq = 1", "entry 1 is missing"),
        ("DELETE FROM audit_entries WHERE seq = 2", "entry 2 is missing"),
    ],
)
def test_tampering_past_the_databases_rules_is_found(
    admin_id: int, owner: Connection, tampering: str, fault: str
) -> None:
    for _ in range(3):
        _write(admin_id)
    with without_rules(owner):
        run(owner, tampering)
    with pytest.raises(BrokenChain, match=fault), transaction() as session:
        audit.check(session)


@pytest.mark.parametrize(
    "values",
    [
        "5, '{}', sha256('x')",
        "2, '{}', sha256('x')",
        "1, '{}', sha256('x')",
        "NULL, NULL, NULL",
        "2, '{}', sha256('WWAUD1'::bytea || (SELECT hash FROM audit_entries) || '{}'::bytea)",
    ],
)
def test_the_database_takes_only_the_next_entry_of_the_chain(
    admin_id: int, owner: Connection, values: str
) -> None:
    _write(admin_id)
    with pytest.raises(Exception, match=r"audit|entry"):
        run(
            owner,
            "INSERT INTO audit_entries (admin_id, action, subject, seq, entry, hash)"
            f" SELECT {admin_id}, 'ruling.approve', 'deposit:1', {values}",
        )


def test_the_hourly_job_finds_a_tail_that_was_cut_off(
    admin_id: int, owner: Connection, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    _write(admin_id)
    _write(admin_id)
    with caplog.at_level("INFO"):
        check_audit()
    said = re.search(r"audit chain: 2 entries, head ([0-9a-f]{64})", caplog.text)
    assert said is not None
    with without_rules(owner):
        run(owner, "DELETE FROM audit_entries WHERE seq = 2")
    check_audit()
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT detail ->> 'fault' FROM alarms WHERE kind = 'audit_broken'")
        assert cursor.fetchall() == [("it ends at 1 and had 2 entries",)]
    assert redis.hget("figures:audit", "broken") in (b"1", "1")
    assert verify_audit.main([]) == 0, "the shorter chain is valid in itself"
    assert verify_audit.main(["--count", "2", "--head", said[1]]) == 1


def test_the_doctor_says_whether_the_audit_is_whole(
    admin_id: int, owner: Connection, redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(admin_id)
    assert doctor.main() == 0
    assert "ok     audit        its 1 entries are as they were written" in capsys.readouterr().out
    with without_rules(owner):
        run(owner, "UPDATE audit_entries SET action = 'none'")
    assert doctor.main() == 1
    assert "WRONG  audit        it is broken: entry 1 says" in capsys.readouterr().out


def test_the_chain_is_exported_and_the_file_checks_itself(
    admin_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        _write(admin_id, f"deposit:{number}")
    assert export_audit.main([]) == 0
    lines = capsys.readouterr().out.splitlines(keepends=True)
    assert [json.loads(line)["seq"] for line in lines] == [1, 2, 3]
    file = tmp_path / "audit.jsonl"
    file.write_text("".join(lines))
    assert export_audit.main(["--check", str(file)]) == 0
    forgeries = (
        lines[:1] + lines[2:],
        [lines[1], lines[0], lines[2]],
        [lines[0], lines[1].replace("deposit:1", "deposit:7"), lines[2]],
    )
    for forged in forgeries:
        file.write_text("".join(forged))
        assert export_audit.main(["--check", str(file)]) == 1


def test_the_head_with_its_count_is_published(admin_id: int, api_url: str, redis: Redis) -> None:
    redis.delete("figures:audit")
    address = f"{api_url}/.well-known/audit-head.json"
    assert httpx.get(address).status_code == 404
    _write(admin_id)
    check_audit()
    with transaction() as session:
        head = audit.head(session)
    said = httpx.get(address).json()
    assert (said["entries"], said["head"], said["whole"]) == (1, head.hash.hex(), True)
