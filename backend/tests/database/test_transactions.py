"""A transaction commits on success, rolls back on errors, and keeps what some refusals wrote."""

import pytest
from sqlalchemy import text

from app.core.database import defer, transaction
from app.domain.errors import Conflict, Invalid
from app.domain.problems import ProblemCode
from tests.support.databases import Database

_INSERT = text("INSERT INTO alarms (kind, subject, last_at) VALUES ('test', 'a row', now())")


def _count(database: Database) -> int:
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM alarms")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _write_and_raise(error: Exception, ran: list[str]) -> None:
    with transaction() as session:
        session.execute(_INSERT)
        defer(session, lambda: ran.append("deferred"))
        raise error


def test_a_refusal_rolls_back(database: Database) -> None:
    ran: list[str] = []
    with pytest.raises(Conflict):
        _write_and_raise(Conflict(ProblemCode.NOT_ALLOWED, "No."), ran)
    assert (_count(database), ran) == (0, [])


def test_a_refusal_that_commits_keeps_its_writes_and_still_reaches_the_caller(
    database: Database,
) -> None:
    ran: list[str] = []
    refusal = Invalid(ProblemCode.CODE_WRONG, "No.", commits=True)
    with pytest.raises(Invalid) as raised:
        _write_and_raise(refusal, ran)
    assert raised.value is refusal
    assert (_count(database), ran) == (1, ["deferred"])
    assert refusal.facts == {}, "how it ends is no fact for the client"


def test_an_error_rolls_back(database: Database) -> None:
    ran: list[str] = []
    with pytest.raises(ZeroDivisionError):
        _write_and_raise(ZeroDivisionError(), ran)
    assert (_count(database), ran) == (0, [])
