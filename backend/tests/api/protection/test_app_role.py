"""What the app's own login cannot do in plain SQL, so that no bug of the app and no staff can."""

from contextlib import closing

import psycopg2
import pytest

from tests.support.arena import Arena, Player

_TICKET = (
    "INSERT INTO matchmaking_queue (user_id, wager_amount, title, mode, platform, rating,"
    " skill_range_min, skill_range_max)"
    " VALUES ({0}, 100, 'mw', 'gunfight', 'acti', 1000, 900, 1100);"
)
_HOLD = (
    _TICKET + "SELECT ledger_post('ticket:' || q.id || ':hold', 'wager_hold', 'mallory', NULL,"
    " NULL, ARRAY[w.id], ARRAY[s.id], ARRAY[100::numeric])"
    " FROM matchmaking_queue q JOIN accounts w ON w.user_id = q.user_id AND w.kind = 'user_wallet'"
    " JOIN accounts s ON s.user_id = q.user_id AND s.kind = 'user_stake' WHERE q.user_id = {0}"
)
_DEPOSIT = (
    "INSERT INTO deposits (user_id, phone, amount, tax, tax_profile, state, account_reference,"
    " token_sha256, due_at) SELECT id, phone, 100, 0, 'none', 'created', 'TSTROLE' || id,"
    " sha256('x'), now() FROM users WHERE id = {0}"
)


def run(arena: Arena, player: Player, statement: str) -> None:
    with (
        closing(psycopg2.connect(arena.database.login_url)) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(player.id))


@pytest.mark.parametrize("statement", [_HOLD, _DEPOSIT])
@pytest.mark.parametrize("why", ["is excluded from play", "would be beyond a limit"])
def test_it_stakes_and_deposits_nothing_for_a_protected_player(
    arena: Arena, statement: str, why: str
) -> None:
    player = arena.player()
    if why == "is excluded from play":
        player.post("/users/me/time-out", {"hours": 24}).raise_for_status()
    else:
        for kind in ("deposit", "loss"):
            body = {"kind": kind, "hours": 24, "amount": 50}
            player.http.put("/users/me/limits", json=body).raise_for_status()
    with pytest.raises(psycopg2.errors.CheckViolation, match=why):
        run(arena, player, statement)
    assert player.wallet() == ("500.00", "0.00")


@pytest.mark.parametrize("statement", [_HOLD, _DEPOSIT])
def test_it_stakes_and_deposits_for_everybody_else(arena: Arena, statement: str) -> None:
    run(arena, arena.player(), statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE player_exclusions SET ends_at = now()",
        "DELETE FROM player_exclusions",
        "TRUNCATE player_exclusions",
        "ALTER TABLE player_exclusions DISABLE TRIGGER ALL",
        "ALTER TABLE entries DISABLE TRIGGER protect_stakes",
        "DROP TRIGGER protect_deposit ON deposits",
        "INSERT INTO player_exclusions (user_id, kind, hours, starts_at, ends_at)"
        " VALUES ({0}, 'time_out', 24, now(), now())",
        "UPDATE player_limits SET amount = NULL",
        "DELETE FROM player_limits",
        "INSERT INTO player_limits (user_id, kind, hours, amount, is_raise)"
        " VALUES ({0}, 'loss', 24, 5000, false)",
        "INSERT INTO player_limit_confirmations (limit_id, confirmed_at) VALUES (1, now())",
        "SELECT refuse_excluded({0})",
        "SET session_replication_role = replica",
    ],
)
def test_it_may_not_bend_the_rule_itself(arena: Arena, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(arena, arena.player(), statement)
