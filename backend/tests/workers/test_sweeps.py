"""A sweep handles each row in a transaction of its own: one that raises stops no other."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import transaction
from app.models.platform import Alarm
from app.models.user import User
from app.services.platform import alerts
from app.services.reconciliation import runs
from app.workers.sweep import step_after, sweep_rows
from app.workers.tasks.deposits import sweep_deposits
from app.workers.tasks.paybill import sweep_paybill
from app.workers.tasks.reconciliation import reconcile
from app.workers.tasks.refunds import sweep_refunds
from app.workers.tasks.withdrawals import sweep_withdrawals
from tests.support.payments import make_deposit, make_paybill, make_refund, make_withdrawal

Make = Callable[[User], int]
_NOW = datetime.fromisoformat("2026-11-22T10:00:00+00:00")


def _deposit(user: User) -> int:
    return make_deposit(user, state="sending").id


def _withdrawal(user: User) -> int:
    return make_withdrawal(user, state="sending").id


def _paybill(user: User) -> int:
    long_ago = utc_now() - timedelta(days=9)
    return make_paybill(user=user, state="received", created_at=long_ago).id


def _refund(user: User) -> int:
    return make_refund(make_deposit(user, state="credited"), state="sending").id


@pytest.mark.parametrize(
    ("subject", "table", "make", "sweep"),
    [
        ("deposit", "deposits", _deposit, sweep_deposits),
        ("withdrawal", "withdrawals", _withdrawal, sweep_withdrawals),
        ("paybill", "paybill_payments", _paybill, sweep_paybill),
        ("refund", "refunds", _refund, sweep_refunds),
    ],
)
def test_a_payment_whose_sweep_raises_stops_no_other_payment(
    new_player: Callable[..., User],
    owner: Connection,
    subject: str,
    table: str,
    make: Make,
    sweep: Callable[[], None],
) -> None:
    poisoned, *others = [make(new_player(money=500)) for _ in range(4)]
    _poison(owner, table, poisoned)
    before = _states(owner, table)
    _make_overdue(owner, table)
    started = utc_now()

    sweep()

    after = _states(owner, table)
    assert [state for row, state in after.items() if row in others] == [
        "review" if subject == "paybill" else "unknown"
    ] * 3
    assert after[poisoned] == before[poisoned]
    pauses = [_pause(owner, table, poisoned, since=started)]
    for _ in range(2):
        _make_overdue(owner, table, poisoned)
        started = utc_now()
        sweep()
        pauses.append(_pause(owner, table, poisoned, since=started))
    assert pauses == [30, 60, 120]
    (alert,) = _alerts("sweep_failed")
    assert (alert.subject, alert.times) == (f"{subject}:{poisoned}", 3)


@pytest.mark.usefixtures("redis")
def test_a_reconciliation_that_raises_stops_no_other(owner: Connection) -> None:
    with transaction() as session:
        first, second = (
            runs.start(session, day=_NOW.date(), by="test", now=utc_now()).id for _ in range(2)
        )
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE reconciliation_runs SET started_at = now() - interval '2 days', due_at = now()"
        )
    _poison(owner, "reconciliation_runs", first)
    started = utc_now()

    reconcile()

    states = _states(owner, "reconciliation_runs")
    assert states[first] == "running"
    assert states[second] != "running"
    assert _pause(owner, "reconciliation_runs", first, since=started) == 30
    (alert,) = _alerts("sweep_failed")
    assert (alert.subject, alert.times) == (f"reconciliation:{first}", 1)


@pytest.mark.usefixtures("database")
def test_each_row_is_applied_in_a_transaction_of_its_own() -> None:
    sessions: list[Session] = []

    def apply(session: Session, _: int, *, now: datetime) -> None:
        assert now == _NOW
        sessions.append(session)

    assert sweep_rows("row", now=_NOW, find=_found([1, 2, 3]), apply=apply) == 3
    assert len({id(session) for session in sessions}) == 3


@pytest.mark.usefixtures("database")
def test_a_row_that_cannot_be_postponed_raises_its_alert_and_stops_no_other() -> None:
    done: list[int] = []

    def apply(_: Session, row_id: int, *, now: datetime) -> None:
        if row_id == 1:
            raise ValueError(now)
        done.append(row_id)

    def postpone(_: Session, __: int, *, until: datetime) -> None:
        raise RuntimeError(until)

    sweep_rows("row", now=_NOW, find=_found([1, 2]), apply=apply, postpone=postpone)

    assert done == [2]
    (alert,) = _alerts("sweep_failed")
    assert (alert.subject, alert.detail) == ("row:1", {"error": "ValueError"})


@pytest.mark.usefixtures("database")
def test_a_lost_connection_is_no_fault_of_the_row() -> None:
    def apply(_: Session, __: int, *, now: datetime) -> None:
        raise DBAPIError("", None, ValueError(now), connection_invalidated=True)

    with pytest.raises(DBAPIError):
        sweep_rows("row", now=_NOW, find=_found([1, 2]), apply=apply)

    assert _alerts("sweep_failed") == []


def test_a_row_that_fails_again_waits_twice_as_long_up_to_an_hour() -> None:
    assert [step_after(failures).total_seconds() for failures in (1, 2, 3, 7, 8, 999)] == [
        30,
        60,
        120,
        1920,
        3600,
        3600,
    ]


def _found(ids: Sequence[int]) -> Callable[[Session], Sequence[int]]:
    return lambda _: ids


def _poison(owner: Connection, table: str, row_id: int) -> None:
    """Have the database refuse every change of state of one row."""
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RAISE EXCEPTION ''poison''; END'"
        )
        cursor.execute(
            f"CREATE TRIGGER poison BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN (NEW.id = {row_id} AND NEW.state <> OLD.state) EXECUTE FUNCTION poison()"
        )


def _make_overdue(owner: Connection, table: str, row_id: int | None = None) -> None:
    """Let the deadline pass of one row, or of all that wait; the lowest id is due first."""
    only = " WHERE due_at IS NOT NULL" if row_id is None else f" WHERE id = {row_id}"
    with owner, owner.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET due_at = now() - interval '1 day' + id * interval '1 s'{only}"
        )


def _states(owner: Connection, table: str) -> dict[int, str]:
    return dict(_query(owner, f"SELECT id, state FROM {table} ORDER BY id"))


def _pause(owner: Connection, table: str, row_id: int, *, since: datetime) -> int:
    """Return in how many seconds a row is due again, to the nearest ten."""
    ((due_at,),) = _query(owner, f"SELECT due_at FROM {table} WHERE id = {row_id}")
    return int(round((due_at - since).total_seconds(), -1))


def _query(owner: Connection, sql: str) -> list[Any]:
    with owner, owner.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _alerts(kind: str) -> list[Alarm]:
    with transaction() as session:
        return [
            alert
            for alert in alerts.list_newest(session, cleared=False, rows=9)
            if alert.kind == kind
        ]
