"""Read all that we keep about a player and that is theirs to take with them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.database import Unit, cursor_of
from app.domain.privacy.personal_data import EXPORTED, NOT_EXPORTED
from app.domain.privacy.personal_table import PersonalTable

SCHEMA_VERSION = 1
UNITS = {
    "money": "KES",
    "moments": "ISO 8601",
    "numbers with a fraction": "text, so that no reader rounds them",
}


def read(session: Unit, *, user_id: int, now: datetime) -> dict[str, Any]:
    """Return the export of a player: what it means, their rows by table, and what is withheld.

    One statement reads all tables, so that they show the same moment. Usernames of everybody
    whose id occurs stand in `people`, since rows name players by number.
    """
    cursor = cursor_of(session)
    cursor.execute(_QUERY, {"id": user_id})
    tables = {name: json.loads(rows, parse_float=str) for name, rows in cursor.fetchall()}
    return {
        "schema_version": SCHEMA_VERSION,
        "made_at": now,
        "units": UNITS,
        "people": _people(session, tables),
        "tables": {
            table.name: {"about": table.about, "rows": tables[table.name]} for table in EXPORTED
        },
        "withheld": _withheld(),
    }


def _withheld() -> list[dict[str, str | None]]:
    columns: list[dict[str, str | None]] = [
        {"table": table.name, "column": column, "why": str(why)}
        for table in EXPORTED
        for column, why in table.withheld.items()
    ]
    wholes: list[dict[str, str | None]] = [
        {"table": name, "column": None, "why": str(why)} for name, why in NOT_EXPORTED.items()
    ]
    return [*columns, *wholes]


_PERSON_COLUMNS = frozenset(
    {
        "user_id",
        "blocked_id",
        "challenger_id",
        "opponent_id",
        "player1_id",
        "player2_id",
        "home_id",
        "away_id",
        "winner_id",
        "opened_by",
        "joined_by",
    }
)


def _people(session: Unit, tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    ids = {
        row[column]
        for rows in tables.values()
        for row in rows
        for column in _PERSON_COLUMNS & row.keys()
        if row[column] is not None
    }
    cursor = cursor_of(session)
    cursor.execute(
        "SELECT id, username FROM users WHERE id = ANY(%(ids)s) ORDER BY id", {"ids": list(ids)}
    )
    return {str(user_id): username for user_id, username in cursor.fetchall()}


def _select(table: PersonalTable) -> str:
    columns = ", ".join(
        f"CASE WHEN {condition} THEN t.{column} END AS {column}"
        if (condition := table.only_if.get(column))
        else f"t.{column}"
        for column in table.exported
    )
    order = "created_at" if "created_at" in table.exported else table.exported[0]
    return (
        f"SELECT '{table.name}', coalesce(json_agg(r), '[]')::text FROM"  # noqa: S608  # our names
        f" (SELECT {columns} FROM {table.name} t WHERE {table.whose} ORDER BY t.{order}) r"
    )


_QUERY = " UNION ALL ".join(_select(table) for table in EXPORTED)
