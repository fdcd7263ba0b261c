"""The SQL files in `alembic` are what a migrated database consists of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from devstack import schema
from devstack.instances import ROOT
from tests.support.databases import Database

_FUNCTIONS = sorted((ROOT / "alembic" / "sql" / "functions").glob("*/*.sql"))
_MIGRATIONS = sorted((ROOT / "alembic" / "versions").glob("*.py"))
_REWRITE = "the generated file is old; run `make schema`"


def _definitions(connection: Connection) -> dict[str, str]:
    """Return the text of every function by its signature, as PostgreSQL prints it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
        return dict(cursor.fetchall())


@contextmanager
def _rolled_back(connection: Connection) -> Iterator[None]:
    try:
        yield
    finally:
        connection.rollback()


def test_every_function_is_the_one_in_its_file(owner: Connection) -> None:
    migrated = _definitions(owner)
    with _rolled_back(owner), owner.cursor() as cursor:
        for file in _FUNCTIONS:
            cursor.execute(file.read_text())
        assert _definitions(owner) == migrated


def test_every_function_has_a_file_of_its_name(owner: Connection) -> None:
    names = sorted(signature.partition("(")[0] for signature in _definitions(owner))
    assert sorted(file.stem for file in _FUNCTIONS) == names


def test_every_function_file_starts_with_its_purpose() -> None:
    for file in _FUNCTIONS:
        text = file.read_text()
        assert text.startswith("-- "), file
        assert text.count("CREATE OR REPLACE FUNCTION") == 1, file


def test_the_structure_file_is_that_of_a_migrated_database(database: Database) -> None:
    assert schema.structure(database.url) == schema.STRUCTURE.read_text(), _REWRITE


def test_the_state_transitions_file_is_that_of_the_code() -> None:
    assert schema.transitions_sql() == schema.TRANSITIONS.read_text(), _REWRITE


def test_no_migration_patches_the_text_of_a_function() -> None:
    patching = re.compile(r"pg_get_functiondef|prosrc|\breplace\(|CREATE (OR REPLACE )?FUNCTION")
    for file in _MIGRATIONS:
        assert not patching.search(file.read_text()), f"{file.name}: use replace_function"
