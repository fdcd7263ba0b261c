"""What counts as "the database is away", and that its connections are given up."""

import select
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2.errors
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import (
    DATABASE_AWAY,
    connection_was_lost,
    cursor_of,
    get_engine,
    one_statement,
    transaction,
)

_WRITE = "UPDATE switches SET reason = 'a write'"


@pytest.mark.parametrize("code", ["25006", "25P03", "25P04", "57P01", "57P02", "57P03", "57P05"])
def test_these_states_of_a_server_count_as_away(code: str) -> None:
    assert issubclass(psycopg2.errors.lookup(code), DATABASE_AWAY)


@pytest.mark.parametrize("code", ["08000", "08001", "08003", "08004", "08006", "08007", "53300"])
def test_these_ends_of_a_connection_count_as_away(code: str) -> None:
    assert issubclass(psycopg2.errors.lookup(code), DATABASE_AWAY)


@pytest.mark.parametrize("code", ["23514", "42501", "22023", "XX000", "25P02", "23505"])
def test_these_refusals_do_not_count_as_away(code: str) -> None:
    assert not issubclass(psycopg2.errors.lookup(code), DATABASE_AWAY)


@pytest.fixture
def writable_again(owner: Connection) -> Iterator[Callable[[], None]]:
    """The database is read-only for connections made now, until this is called."""
    owner.autocommit = True
    name = owner.info.dbname
    with owner.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        get_engine().dispose()
        yield lambda: cursor.execute(f'ALTER DATABASE "{name}" RESET ALL')


def _by_sqlalchemy() -> None:
    with transaction() as session:
        session.execute(text(_WRITE))


def _by_cursor() -> None:
    with transaction() as session:
        cursor_of(session).execute(_WRITE)


def _by_one_statement() -> None:
    with one_statement() as statement:
        statement.cursor.execute(_WRITE)


@pytest.mark.parametrize("write", [_by_sqlalchemy, _by_cursor, _by_one_statement])
def test_a_read_only_server_is_away_and_its_connection_is_given_up(
    write: Callable[[], None], writable_again: Callable[[], None]
) -> None:
    with pytest.raises(DATABASE_AWAY):
        write()

    writable_again()

    write()  # on a connection that is new


def test_an_error_of_a_read_only_server_says_that_its_connection_was_lost(
    writable_again: Callable[[], None],
) -> None:
    with pytest.raises(DATABASE_AWAY) as refused:
        _by_sqlalchemy()

    assert connection_was_lost(refused.value)


def test_a_transaction_that_idled_too_long_is_away(database: Any) -> None:
    def idle_too_long(session: Session) -> None:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '10ms'"))
        farewell = select.poll()
        farewell.register(session.connection().connection.fileno(), select.POLLIN)
        assert farewell.poll(5_000)
        session.execute(text("SELECT 1"))

    with pytest.raises(DATABASE_AWAY), transaction() as session:
        idle_too_long(session)
