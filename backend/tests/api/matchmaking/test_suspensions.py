"""A player who may not play any more: their ticket ends, and nobody is paired with them."""

import pytest

from app.workers.tasks.matches import pair_players
from app.workers.tasks.matchmaking import sweep_tickets
from tests.support.arena import Arena, Player, refusal


def shut(arena: Arena, player: Player) -> None:
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {player.id}")


def ban(arena: Arena, player: Player) -> None:
    """Give a player two strikes, the second of which suspends them for a week."""
    one, _, match_id = arena.disputing(wager=20)
    _, _, other = arena.disputing(wager=20)
    for number, (which, kind) in enumerate(((match_id, "warning"), (other, "suspension"))):
        until = "now() + interval '7 days'" if number else "NULL"
        arena.sql(
            "INSERT INTO strikes (user_id, match_id, kind, admin_id, created_at, lapses_at,"
            f" suspended_until) VALUES ({player.id}, {which}, '{kind}', {one.id}, now(),"
            f" now() + interval '100 days', {until})"
        )


@pytest.mark.parametrize("end", [shut, ban])
def test_their_search_ends_with_the_stake_back_and_nobody_meets_them(
    arena: Arena, end: object
) -> None:
    cheat = arena.player(username="cheat")
    cheat.join(100)
    assert callable(end)
    end(arena, cheat)
    assert arena.player().join(100).json()["status"] == "searching"
    pair_players()
    held = f"SELECT balance FROM accounts WHERE user_id = {cheat.id} AND kind = 'user_stake'"
    assert arena.sql(held) == [(100,)]
    sweep_tickets()
    assert arena.sql(held) == [(0,)]
    assert arena.sql("SELECT reason FROM abandoned_searches") == [("suspended",)]


def test_their_challenge_ends_and_cannot_be_taken_meanwhile(arena: Arena) -> None:
    cheat, brian = arena.player(username="cheat"), arena.player(username="brian")
    code = cheat.post("/matches/challenges", {"wager_amount": 100}).json()["code"]
    shut(arena, cheat)
    assert refusal(brian.post(f"/matches/challenges/{code}/accept")) == (409, "challenge_moved_on")
    sweep_tickets()
    assert brian.get(f"/matches/challenges/{code}")["state"] == "cancelled"
    assert brian.wallet() == ("500.00", "0.00")
