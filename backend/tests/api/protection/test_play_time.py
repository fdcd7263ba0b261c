"""How long a player has played, what it cost, and a limit of it."""

import contextlib

import psycopg2
import pytest

from tests.support.arena import Arena, Json, Player, at_once, refusal


def here(player: Player) -> Json:
    answer = player.post("/users/me/play-time")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def play_for(arena: Arena, player: Player, minutes: int, ago: int = 0) -> None:
    """Write a session of so many minutes that ended `ago` minutes ago."""
    arena.sql(
        "ALTER TABLE play_sessions DISABLE TRIGGER USER;"
        "INSERT INTO play_sessions (user_id, started_at, last_seen_at) VALUES"
        f" ({player.id}, now() - interval '{minutes + ago} minutes',"
        f" now() - interval '{ago} minutes');"
        "ALTER TABLE play_sessions ENABLE TRIGGER USER"
    )


def limit(player: Player, minutes: int | None) -> None:
    body = {"kind": "time", "hours": 24, "amount": minutes}
    player.http.put("/users/me/limits", json=body).raise_for_status()


def test_minutes_that_follow_each_other_are_one_session(arena: Arena) -> None:
    player = arena.player()
    play_for(arena, player, 20, ago=5)
    before = arena.sql("SELECT started_at FROM play_sessions")
    seen = here(player)
    assert (seen["minutes"], seen["net"]) == (15, "0.00"), "preset to the shortest"
    assert arena.sql("SELECT started_at FROM play_sessions") == before


def test_half_an_hour_of_silence_ends_a_session(arena: Arena) -> None:
    player = arena.player()
    play_for(arena, player, 20, ago=31)
    here(player)
    assert arena.sql("SELECT count(*) FROM play_sessions") == [(2,)]


def test_it_says_what_the_matches_of_the_session_cost(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    here(one), here(two)
    one.report(match_id, "lost")
    two.report(match_id, "won").raise_for_status()
    assert (here(one)["net"], float(here(two)["net"]) > 0) == ("-100.00", True)


def test_players_choose_how_often_they_are_told(arena: Arena) -> None:
    player = arena.player()
    answer = player.http.put("/users/me/reality-check", json={"minutes": 30})
    assert answer.json()["minutes"] == 30
    assert here(player)["minutes"] == 30
    never = player.http.put("/users/me/reality-check", json={"minutes": 600})
    assert refusal(never) == (422, "invalid_request")


def test_a_limit_of_time_refuses_every_stake_once_it_is_used(arena: Arena) -> None:
    player = arena.player()
    limit(player, 60)
    play_for(arena, player, 59)
    assert player.join(50).status_code < 300
    player.leave()
    play_for(arena, player, 5, ago=100)
    answers = [
        player.join(50),
        player.post("/matches/challenges", {"wager_amount": 50}),
    ]
    assert [refusal(answer) for answer in answers] == [(409, "own_limit_reached")] * 2
    assert "play at most 60 minutes within 24 hours" in answers[0].json()["detail"]
    assert player.post("/payments/deposits", {"amount": 100}).status_code == 202


def test_of_fifty_stakes_at_once_beyond_the_time_none_is_taken(arena: Arena) -> None:
    player = arena.player(money=50_000)
    limit(player, 10)
    play_for(arena, player, 11)
    answers = at_once(*[lambda: player.join(50) for _ in range(50)])
    assert {refusal(answer)[1] for answer in answers} == {"own_limit_reached"}


def test_a_raise_of_time_waits_three_days_as_any_other(arena: Arena) -> None:
    player = arena.player()
    limit(player, 60)
    limit(player, 120)
    found = next(
        one
        for one in player.get("/users/me/limits")["limits"]
        if (one["kind"], one["hours"]) == ("time", 24)
    )
    assert (found["amount"], found["waiting"]["amount"]) == ("60.00", "120.00")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE play_sessions SET last_seen_at = started_at",
        "DELETE FROM play_sessions",
        "UPDATE play_sessions SET started_at = now()",
    ],
)
def test_time_that_was_counted_cannot_be_taken_back(arena: Arena, statement: str) -> None:
    player = arena.player()
    play_for(arena, player, 61)
    limit(player, 60)
    with contextlib.suppress(psycopg2.Error):
        arena.sql(statement)
    assert refusal(player.join(50)) == (409, "own_limit_reached")
