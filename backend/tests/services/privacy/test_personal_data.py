"""Each table and column with a person in it is given to them, or withheld for a reason."""

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.domain.privacy.personal_data import EXPORTED, NOT_EXPORTED
from app.domain.privacy.personal_table import PersonalTable

_OF_A_PERSON = """
SELECT DISTINCT c.table_name
FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (
    c.column_name ~ '(^|_)(user_id|admin_id|phone|email|payer|body|username)$'
    OR c.column_name ~ '^(player[12]|opponent|challenger|blocker|blocked|winner|home|away)_id$'
    OR c.column_name ~ '_by$'
    OR EXISTS (
        SELECT FROM pg_constraint f
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY(f.conkey)
        WHERE f.contype = 'f' AND f.confrelid = 'users'::regclass
          AND f.conrelid = to_regclass(c.table_name) AND a.attname = c.column_name
    )
)
"""
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s
"""


def test_every_table_with_a_person_in_it_is_decided(owner: Connection) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(_OF_A_PERSON)
        found = {name for (name,) in cursor.fetchall()}
    decided = {table.name for table in EXPORTED} | NOT_EXPORTED.keys()
    assert found - decided == set(), "decide in app/domain/privacy what players get of them"


@pytest.mark.parametrize("table", EXPORTED, ids=lambda table: table.name)
def test_every_column_is_exported_or_withheld(table: PersonalTable, owner: Connection) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(_COLUMNS, (table.name,))
        columns = {name for (name,) in cursor.fetchall()}
    assert set(table.exported) & table.withheld.keys() == set()
    assert {*table.exported, *table.withheld} == columns
    assert table.only_if.keys() <= set(table.exported)


def test_no_table_is_both_exported_and_left_out() -> None:
    names = [table.name for table in EXPORTED]
    assert len(names) == len(set(names))
    assert not set(names) & NOT_EXPORTED.keys()
