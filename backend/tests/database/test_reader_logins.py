"""Who reads figures sees no person, who audits sees what was done, and neither writes.

Rows of docs/security.md: S58.
"""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege, ReadOnlySqlTransaction
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import make_url

from devstack.instances import ROOT
from tests.support.databases import Database
from tests.support.players import make_player

_FILE = ROOT / "alembic" / "sql" / "reader_logins.sql"
_LOGINS = {"wagewars_figures": "test_figures", "wagewars_inspector": "test_audit"}
# Of the tables that hold persons or secrets, what a query of curious people would be.
_PERSONS = (
    "SELECT phone FROM users",
    "SELECT email FROM users",
    "SELECT password_hash FROM users",
    "SELECT date_of_birth FROM users",
    "SELECT * FROM users",
    "SELECT phone FROM withdrawals",
    "SELECT phone FROM deposits",
    "SELECT token_sha256 FROM withdrawals",
    "SELECT payer FROM paybill_payments",
    "SELECT salt FROM sms_codes",
    "SELECT token_sha256 FROM refresh_tokens",
    "SELECT user_agent FROM login_sessions",
    "SELECT endpoint FROM push_subscriptions",
    "SELECT body FROM mpesa_callbacks",
    "SELECT body FROM room_messages",
    "SELECT text FROM staff_notes",
    "SELECT kind FROM player_exclusions",
    "SELECT lobby_code FROM matches",
    "SELECT lot_secret FROM tournaments",
    "SELECT salt FROM reserve_leaves",
)
_WRITES = (
    "UPDATE switches SET is_on = false",
    "INSERT INTO audit_entries (action, subject) VALUES ('x', 'y')",
    "DELETE FROM audit_entries",
    "TRUNCATE entries",
    "CREATE TABLE public.mine (id bigint)",
    "SELECT lock_player_money(1)",
    "SELECT settle_match(1, 'player1', 'x', 'x', 'x', 'x')",
    "SELECT setval('accounts_id_seq', 1)",
)


@pytest.fixture(params=_LOGINS)
def login(request: pytest.FixtureRequest, database: Database) -> Iterator[tuple[str, Connection]]:
    """Each of the two, made by the statements that operators run."""
    name = _LOGINS[request.param]
    statements = _FILE.read_text().replace("'PASSWORD'", "'a-password'")
    for real, ours in _LOGINS.items():
        statements = statements.replace(real, ours)
    with closing(database.connect()) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute(statements)
    url = make_url(database.url).set(username=name, password="a-password")
    try:
        with closing(psycopg2.connect(url.render_as_string(hide_password=False))) as connection:
            yield request.param, connection
    finally:
        with closing(database.connect()) as owner:
            owner.autocommit = True
            with owner.cursor() as cursor:
                for ours in _LOGINS.values():
                    cursor.execute(f"DROP ROLE {ours}")


def _refused(connection: Connection, statement: str) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except (InsufficientPrivilege, ReadOnlySqlTransaction):
            connection.rollback()
            return True
    connection.rollback()
    return False


def test_neither_reader_nor_auditor_sees_a_person_or_a_secret(
    login: tuple[str, Connection],
) -> None:
    _, connection = login
    assert [query for query in _PERSONS if not _refused(connection, query)] == []


def test_neither_reader_nor_auditor_writes_even_when_they_switch_that_on(
    login: tuple[str, Connection],
) -> None:
    _, connection = login
    with connection.cursor() as cursor:
        cursor.execute("SHOW default_transaction_read_only")
        assert cursor.fetchone() == ("on",)
    connection.rollback()
    assert [write for write in _WRITES if not _refused(connection, write)] == []
    connection.set_session(readonly=False)  # what a session may always do
    assert [write for write in _WRITES if not _refused(connection, write)] == []


def test_each_reads_what_their_work_needs(login: tuple[str, Connection]) -> None:
    name, connection = login
    make_player()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entries JOIN transactions ON transaction_id = 1")
        cursor.execute("SELECT kind, sum(balance) FROM accounts GROUP BY kind")
        cursor.execute("SELECT state, count(*) FROM withdrawals GROUP BY state")
        cursor.execute("SELECT id, role FROM users")
        assert cursor.rowcount == 1
    connection.rollback()
    is_audit = name == "wagewars_inspector"
    assert _refused(connection, "SELECT seq, entry, hash FROM audit_entries") is not is_audit
    assert _refused(connection, "SELECT username FROM users") is not is_audit
    assert _refused(connection, "SELECT rating FROM player_stats") is is_audit


def test_a_new_table_is_read_by_nobody_but_the_app(
    database: Database, login: tuple[str, Connection]
) -> None:
    with closing(database.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE newest (id bigint); GRANT SELECT ON newest TO wagewars_app")
    assert _refused(login[1], "SELECT * FROM newest")
