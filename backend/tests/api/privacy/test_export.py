"""Players take with them what we keep about them: all of it, and nothing of anybody else."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from app.domain.privacy.personal_data import EXPORTED
from app.workers.tasks.ratings import rate_matches
from tests.support.arena import Arena, Player, refusal

HOME = "/users/me/export"
_OWNERS = (
    ("user_id", "blocker_id"),
    ("challenger_id", "opponent_id"),
    ("player1_id", "player2_id"),
    ("home_id", "away_id"),
)


@pytest.fixture
def player(arena: Arena) -> Player:
    """A player with an evening behind them: a win, a dispute that was decided, a block."""
    player, opponent, match_id = arena.playing()
    player.report(match_id, "won")
    opponent.report(match_id, "lost")
    rate_matches()
    player.http.put(f"/users/me/blocks/{opponent.username}").raise_for_status()
    other = arena.player()
    player.join(200)
    other.join(200)
    return player


def rows_of(arena: Arena, table: str, user_id: int) -> list[dict[str, Any]]:
    """Return the rows that name the player, read by other means than the export's."""
    columns = {
        name
        for (name,) in arena.sql(
            f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
        )
    }
    owners = next((pair for pair in _OWNERS if columns & set(pair)), ("id",))
    if table != "users" and owners == ("id",):
        return []
    whose = " OR ".join(f"{name} = {user_id}" for name in owners if name in columns)
    found = arena.sql(f"SELECT row_to_json(t)::text FROM {table} t WHERE {whose}")
    return [json.loads(row, parse_float=str) for (row,) in found]


def exported(player: Player) -> dict[str, Any]:
    found: dict[str, Any] = player.get(HOME)
    return found


def test_the_export_is_what_the_database_knows(arena: Arena, player: Player) -> None:
    export = exported(player)
    filled = set()
    for table in EXPORTED:
        if table.only_if or table.name == "rating_changes":
            continue  # rows of two people, who are given different parts of them
        given = export["tables"][table.name]["rows"]
        kept = rows_of(arena, table.name, player.id)
        for row in kept:
            assert {name: row[name] for name in table.exported} in given, table.name
        if kept:
            filled.add(table.name)
            assert len(given) == len(kept), table.name
    assert {"users", "matches", "match_reports", "login_sessions", "player_stats"} <= filled
    ours = {row["opponent_id"] for row in export["tables"]["rating_changes"]["rows"]}
    assert len(ours) == 1


def test_the_movements_of_money_add_up_to_the_balance(player: Player) -> None:
    tables = exported(player)["tables"]
    wallets = {row["id"]: float(row["balance"]) for row in tables["accounts"]["rows"]}
    sums = dict.fromkeys(wallets, 0.0)
    for leg in tables["entries"]["rows"]:
        for side, sign in (("credit_account_id", 1), ("debit_account_id", -1)):
            if leg[side] in sums:
                sums[leg[side]] += sign * float(leg["amount"])
    assert sums == wallets
    assert {leg["transaction_id"] for leg in tables["entries"]["rows"]} == {
        row["id"] for row in tables["transactions"]["rows"]
    }


def test_opponents_are_named_and_nothing_more_of_them_is_given(
    arena: Arena, player: Player
) -> None:
    text = player.http.get(HOME).text
    ((opponent, phone, email),) = arena.sql(
        "SELECT username, phone, email FROM users WHERE id IN"
        f" (SELECT blocked_id FROM blocks WHERE blocker_id = {player.id})"
    )
    assert opponent in text
    assert phone not in text
    assert email is None or email not in text


def test_no_secret_is_given(arena: Arena, player: Player) -> None:
    text = player.http.get(HOME).text
    ((password_hash,),) = arena.sql(f"SELECT password_hash FROM users WHERE id = {player.id}")
    assert password_hash not in text
    assert {"table": "users", "column": "password_hash"}.items() <= next(
        line for line in json.loads(text)["withheld"] if line["column"] == "password_hash"
    ).items()


def test_the_archive_holds_the_same_rows(player: Player) -> None:
    export = exported(player)
    answer = player.http.get(HOME, params={"format": "csv"})
    assert answer.headers["content-type"] == "application/zip"
    assert ".zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(files.pop("about.json"))
    assert about["people"] == export["people"]
    assert files.keys() == {
        f"{name}.csv" for name, table in export["tables"].items() if table["rows"]
    }
    for name, content in files.items():
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len(rows) == len(export["tables"][name.removesuffix(".csv")]["rows"])


def test_a_spreadsheet_takes_no_text_for_a_formula(arena: Arena, player: Player) -> None:
    arena.sql(f"UPDATE users SET cod_username = '=1+1' WHERE id = {player.id}")
    answer = player.http.get(HOME, params={"format": "csv"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "'=1+1" in archive.read("users.csv").decode()


def test_six_exports_a_day_are_enough(player: Player) -> None:
    for _ in range(6):
        assert player.http.get(HOME).status_code == 200
    assert refusal(player.http.get(HOME)) == (429, "too_many_requests")


def test_nobody_exports_without_signing_in(arena: Arena, player: Player) -> None:
    player.http.headers.pop("Authorization", None)
    player.http.cookies.clear()
    assert player.http.get(HOME).status_code == 401
