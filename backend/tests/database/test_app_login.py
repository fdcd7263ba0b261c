"""The app's login has the rights of the app and no more, and no process starts with another one.

Rows of docs/security.md: S09, S56, S58.
"""

import os
import re
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import make_url

from app.cli import first_admin
from app.core.database import get_engine, require_safe_start
from app.core.database_login import UnsafeLogin, require_safe_login
from devstack.instances import ROOT
from tests.support.databases import Database, forget_settings
from tests.support.players import make_player

# What a stolen connection of the app might try first, and what PostgreSQL says.
_BEYOND_ITS_RIGHTS = {
    "SET ROLE NONE; ALTER TABLE entries DISABLE TRIGGER ALL": "must be owner of table entries",
    "ALTER TABLE accounts DISABLE TRIGGER balance_moves_by_entries": "must be owner",
    "ALTER TABLE accounts DROP COLUMN floor": "must be owner",
    "DROP TRIGGER apply_entries ON entries": "must be owner",
    "DROP FUNCTION check_new_account() CASCADE": "must be owner",
    "DROP TABLE entries": "must be owner",
    "DROP SCHEMA public CASCADE": "must be owner",
    "TRUNCATE entries": "permission denied for table entries",
    "TRUNCATE users CASCADE": "permission denied for table users",
    "GRANT INSERT ON entries TO PUBLIC; INSERT INTO entries (transaction_id, seq,"
    " debit_account_id, credit_account_id, amount) VALUES (1, 1, 1, 2, 5)": "permission denied",
    "GRANT wagewars_app TO postgres": "permission denied to grant role",
    "CREATE ROLE mallory SUPERUSER": "permission denied to create role",
    "ALTER ROLE CURRENT_USER SUPERUSER": "permission denied to alter role",
    "ALTER ROLE CURRENT_USER CREATEROLE": "permission denied to alter role",
    "ALTER SYSTEM SET session_replication_role = 'replica'": "permission denied",
    "SET session_replication_role = replica": "permission denied to set parameter",
    "SET ROLE {owner}": "permission denied to set role",
    "SET SESSION AUTHORIZATION {owner}": "permission denied to set session authorization",
    "REASSIGN OWNED BY {owner} TO CURRENT_USER": "permission denied to reassign objects",
    "DROP OWNED BY {owner}": "permission denied to drop objects",
    "ALTER TABLE entries OWNER TO CURRENT_USER": "must be owner",
    "ALTER FUNCTION apply_entries() SET search_path = pg_temp": "must be owner",
    "ALTER DATABASE {database} OWNER TO CURRENT_USER": "must be owner",
    "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NEW; END $$": "permission denied for schema public",
    "CREATE TABLE public.accounts_of_mine (id bigint)": "permission denied for schema public",
    "CREATE SCHEMA evil": "permission denied for database",
    "CREATE TRIGGER t BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION"
    " suppress_redundant_updates_trigger()": "permission denied for table entries",
    "CREATE RULE r AS ON INSERT TO entries DO INSTEAD NOTHING": "must be owner",
    "CREATE POLICY p ON entries": "must be owner",
    "COPY users TO PROGRAM 'cat'": "permission denied to COPY to or from an external program",
    "SELECT pg_read_file('/etc/passwd')": "permission denied for function pg_read_file",
    "UPDATE users SET role = 'admin'": "permission denied for table users",
    "UPDATE users SET is_active = true": "permission denied for table users",
    "UPDATE users SET username = 'umpire'": "permission denied for table users",
    "UPDATE users SET date_of_birth = '1990-01-01'": "permission denied for table users",
    "INSERT INTO users (username, email, phone, password_hash, date_of_birth, role) VALUES"
    " ('m', 'm@x.example', '254700000999', 'x', '1990-01-01', 'admin')": "permission denied",
    "DELETE FROM users": "permission denied for table users",
    "INSERT INTO state_transitions VALUES ('match', 'completed', 'active')": "permission denied",
    "UPDATE alembic_version SET version_num = '0'": "permission denied for table alembic_version",
    "DELETE FROM audit_entries": "permission denied for table audit_entries",
    "UPDATE tax_periods SET profile = 'none'": "permission denied for table tax_periods",
    "SELECT setval('accounts_id_seq', 1)": "permission denied for sequence accounts_id_seq",
}


@pytest.mark.parametrize("statement", _BEYOND_ITS_RIGHTS)
def test_the_apps_login_is_refused(
    statement: str, database: Database, app_role: Connection
) -> None:
    tried = statement.format(owner=make_url(database.url).username, database=database.name)
    app_role.autocommit = True  # some of these cannot run inside a transaction
    refused = pytest.raises(psycopg2.Error, match=_BEYOND_ITS_RIGHTS[statement])
    with refused, app_role.cursor() as cursor:
        cursor.execute(tried)


def test_the_apps_login_is_accepted(app_role: Connection) -> None:
    require_safe_login(app_role)


def test_the_session_settings_belong_to_the_login(database: Database) -> None:
    """Asked on a bare connection, as a pooler in transaction mode opens it."""
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    with closing(psycopg2.connect(database.login_url)) as bare, bare.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            ([*names, "plan_cache_mode"],),
        )
        assert cursor.fetchall() == [
            ("idle_in_transaction_session_timeout", "30000"),
            ("lock_timeout", "5000"),
            ("plan_cache_mode", "force_generic_plan"),
            ("statement_timeout", "15000"),
        ]


def test_the_app_sends_no_options_when_it_connects(database: Database) -> None:
    with get_engine().connect() as connection:
        options = connection.connection.dbapi_connection.info.options  # type: ignore[union-attr]
    assert options == ""


def test_the_owner_is_refused_as_the_apps_login(owner: Connection) -> None:
    with pytest.raises(UnsafeLogin) as refusal:
        require_safe_login(owner)
    said = str(refusal.value)
    assert "is or may become the owner of table abandoned_searches" in said
    assert "may create roles (CREATEROLE)" in said
    assert "docs/operations.md" in said
    assert said.count("\n") == 0


_TOO_MUCH = {
    "a right to truncate": (
        "GRANT TRUNCATE ON entries TO {login}",
        "REVOKE TRUNCATE ON entries FROM {login}",
        "may truncate, or attach triggers to, table entries",
    ),
    "a right to attach triggers": (
        "GRANT TRIGGER ON entries TO {login}",
        "REVOKE TRIGGER ON entries FROM {login}",
        "may truncate, or attach triggers to, table entries",
    ),
    "a right to pass on": (
        "GRANT SELECT ON matches TO {login} WITH GRANT OPTION",
        "REVOKE ALL ON matches FROM {login}",
        "may pass on its rights to table matches",
    ),
    "a right to write entries": (
        "GRANT INSERT ON entries TO {login}",
        "REVOKE INSERT ON entries FROM {login}",
        "may write table entries itself",
    ),
    "a right to set a balance": (
        "GRANT UPDATE (balance) ON accounts TO {login}",
        "REVOKE UPDATE (balance) ON accounts FROM {login}",
        "may write table accounts itself",
    ),
    "a right to create tables": (
        "GRANT CREATE ON SCHEMA public TO {login}",
        "REVOKE CREATE ON SCHEMA public FROM {login}",
        "may create objects in schema public",
    ),
    "a table of its own": (
        "GRANT {login} TO CURRENT_USER WITH SET TRUE; GRANT CREATE ON SCHEMA public TO {login};"
        "ALTER TABLE blocks OWNER TO {login}; REVOKE CREATE ON SCHEMA public FROM {login}",
        "ALTER TABLE blocks OWNER TO CURRENT_USER",
        "is or may become the owner of table blocks",
    ),
}


@pytest.mark.parametrize(("given", "undone", "sentence"), _TOO_MUCH.values(), ids=_TOO_MUCH)
def test_a_login_with_too_many_rights_is_refused(
    given: str, undone: str, sentence: str, database: Database, owner: Connection
) -> None:
    login = f'"{make_url(database.login_url).username}"'
    with owner.cursor() as cursor:
        cursor.execute(given.format(login=login))
    owner.commit()
    refused = pytest.raises(UnsafeLogin, match=re.escape(sentence))
    with closing(psycopg2.connect(database.login_url)) as app, refused:
        require_safe_login(app)
    with owner.cursor() as cursor:
        cursor.execute(undone.format(login=login))
    owner.commit()
    with closing(psycopg2.connect(database.login_url)) as app:
        require_safe_login(app)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("lock_timeout", "has no lock_timeout"), ("plan_cache_mode", "plans the ledger's functions")],
)
def test_a_login_without_its_session_settings_is_refused(
    name: str, sentence: str, database: Database
) -> None:
    value = "0" if name == "lock_timeout" else "auto"
    without = psycopg2.connect(database.login_url, options=f"-c {name}={value}")
    with closing(without) as app, pytest.raises(UnsafeLogin, match=sentence):
        require_safe_login(app)


def test_the_first_connection_checks_the_login(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a start while PostgreSQL was away."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    forget_settings()
    try:
        for _ in range(2):
            with pytest.raises(UnsafeLogin), get_engine().connect():
                pass
        with pytest.raises(SystemExit, match="Not started: DATABASE_URL names login"):
            require_safe_start()
    finally:
        forget_settings()


_START = {
    "API": ["uvicorn", "app.main:app", "--host", "127.0.0.1", "--port", "0"],
    "worker": ["celery", "-A", "app.workers.celery_app", "worker", "--pool", "threads"],
}


@pytest.mark.parametrize("name", _START)
def test_no_process_starts_as_the_owner(name: str, database: Database) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *_START[name]],
        cwd=ROOT / "backend",
        env=os.environ  # noqa: TID251  # what a shell passes on
        | {"DATABASE_URL": database.url, "PYTHONPATH": f"{ROOT / 'backend'}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "Not started: DATABASE_URL names login" in done.stdout + done.stderr


def test_the_first_admins_are_two_and_appointed_once(owner: Connection) -> None:
    for name in ("wanjiku", "otieno", "mallory"):
        make_player(username=name)
    make_player(username="unproved", is_verified=False)
    for refused in (
        ["wanjiku"],
        ["wanjiku", "Wanjiku"],
        ["wanjiku", "nobody"],
        ["wanjiku", "unproved"],
    ):
        assert first_admin.main(refused) == 1, refused
    assert first_admin.main(["Wanjiku", "otieno"]) == 0
    assert first_admin.main(["mallory", "unproved"]) == 1
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT username FROM users WHERE role <> 'player' ORDER BY username")
        assert cursor.fetchall() == [("otieno",), ("wanjiku",)]
        cursor.execute(
            "SELECT admin_id, action, after ->> 'role', seq FROM audit_entries ORDER BY seq"
        )
        assert cursor.fetchall() == [
            (None, "role.first_admin", "admin", 1),
            (None, "role.first_admin", "admin", 2),
        ]
