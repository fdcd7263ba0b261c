"""Exclusions besides ratings: stakes, blocks, devices, numbers and recent opponents."""

from collections.abc import Callable

import psycopg2
import pytest

from app.core.settings import get_settings
from app.workers.tasks.matches import pair_players, sweep_matches
from tests.support.arena import Arena, Player, refusal
from tests.support.databases import Database


def searching(player: Player) -> bool:
    return bool(player.queue()["status"] == "searching")


def find_each_other(arena: Arena, one: Player, two: Player) -> int | None:
    """Let both join, and return their match if they have been paired."""
    one.join(100)
    two.join(100)
    pair_players()
    match_id: int | None = two.queue()["match_id"]
    return match_id


def call_off(one: Player, match_id: int) -> None:
    assert one.cancel(match_id).status_code == 200


def test_accepting_the_tier_below_returns_the_rest_of_the_stake(arena: Arena) -> None:
    low, high = arena.player(), arena.player()
    low.join(100)
    found = high.join(200, accept_adjacent=True).json()
    assert found["status"] == "matched"
    match = high.match(found["match_id"])
    assert (match["wager_amount"], match["pot"], match["prize"]) == ("100.00", "200.00", "180.00")
    assert high.wallet() == low.wallet() == ("400.00", "100.00")


def test_a_waiting_ticket_that_accepts_less_is_paired_by_the_sweep(arena: Arena) -> None:
    low, high = arena.player(), arena.player()
    high.join(200, accept_adjacent=True)
    low.join(100)
    pair_players()
    assert low.queue()["match_id"] == high.queue()["match_id"] is not None
    assert high.wallet() == low.wallet() == ("400.00", "100.00")
    assert [line["amount"] for line in high.statement()][:3] == ["100.00", "-200.00", "500.00"]


def test_nobody_is_made_to_play_for_more_than_they_staked(arena: Arena) -> None:
    low, high = arena.player(), arena.player()
    low.join(100, accept_adjacent=True)
    high.join(200)
    pair_players()
    assert searching(low)
    assert searching(high)


def test_a_stake_that_is_no_tier_and_one_two_tiers_away_do_not_mix(arena: Arena) -> None:
    players = [arena.player() for _ in range(3)]
    for player, stake in zip(players, (50, 130, 200), strict=True):
        player.join(stake, accept_adjacent=True)
    pair_players()
    assert all(map(searching, players))


def test_the_database_lets_nobody_play_for_less_without_consent(
    arena: Arena, database: Database
) -> None:
    """The constraint compares the wager with the terms of both tickets."""
    low, high = arena.player(), arena.player()
    low.join(100)
    high.join(200)
    connection = database.connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM matchmaking_queue ORDER BY wager_amount")
        tickets = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO matches (player1_id, player2_id, player1_ticket_id, player2_ticket_id,"
            " player1_waited, player2_waited, wager_amount, fee_rate, fee, prize, title, mode,"
            " platform, lobby_code, due_at) VALUES (%s, %s, %s, %s, 0, 0, 100, 0.1, 20, 180, 'mw',"
            " 'gunfight', 'acti', 'ABCDEF', now()) RETURNING id",
            (low.id, high.id, *tickets),
        )
        match_id = cursor.fetchall()[0][0]
        cursor.execute("UPDATE matchmaking_queue SET match_id = %s", (match_id,))
        cursor.execute(
            "INSERT INTO accounts (code, kind, match_id, floor) VALUES"
            " ('match_escrow:' || %(id)s, 'match_escrow', %(id)s, 0)",
            {"id": match_id},
        )
        cursor.execute(
            "SELECT ledger_post('match:' || %(id)s || ':lock', 'wager_lock', 'test', %(id)s, NULL,"
            " array_agg(s.id ORDER BY s.id), array_agg(e.id), '{100,100}')"
            " FROM accounts s, accounts e WHERE s.kind = 'user_stake' AND e.match_id = %(id)s",
            {"id": match_id},
        )
        with pytest.raises(psycopg2.errors.CheckViolation, match="not played for what both"):
            connection.commit()
    connection.close()


def test_the_own_range_excludes_opponents_however_long_both_wait(arena: Arena) -> None:
    """On joining, by the sweep, and after a lapsed match: each way checks both ranges."""
    one, other = arena.player(), arena.player(rating=1060)
    one.join(100, own_range=50)
    assert other.join(100).json()["status"] == "searching"
    arena.let_time_pass(600)
    pair_players()
    assert searching(one)
    assert one.queue()["own_range"] == 50
    assert one.queue()["widening"]["window"] == 50
    near = arena.player(rating=960)
    match_id = near.join(100).json()["match_id"]
    assert match_id == one.queue()["match_id"] is not None
    one.ready(match_id)
    arena.let_time_pass(901)
    sweep_matches()
    pair_players()
    assert (one.queue()["status"], one.queue()["own_range"]) == ("searching", 50)
    assert refusal(arena.player().join(100, own_range=3)) == (422, "invalid_request")


def test_a_block_excludes_the_player_at_once(arena: Arena) -> None:
    one, two = arena.player(), arena.player(username="cheater")
    assert one.http.put("/users/me/blocks/Cheater").json() == {"usernames": ["cheater"]}
    assert one.http.put("/users/me/blocks/cheater").json() == {"usernames": ["cheater"]}
    assert find_each_other(arena, one, two) is None
    assert two.get("/users/me/blocks") == {"usernames": []}, "being blocked is not shown"
    assert one.http.delete("/users/me/blocks/cheater").json() == {"usernames": []}
    pair_players()
    assert one.queue()["match_id"] == two.queue()["match_id"] is not None


def test_blocking_oneself_or_an_unknown_player_is_refused(arena: Arena) -> None:
    one = arena.player(username="amina")
    assert refusal(one.http.put("/users/me/blocks/amina")) == (403, "not_allowed")
    assert refusal(one.http.put("/users/me/blocks/nobody")) == (404, "not_found")
    assert refusal(one.http.delete("/users/me/blocks/nobody")) == (404, "not_found")


def test_two_players_on_one_device_are_never_paired(arena: Arena) -> None:
    one = arena.player(device="phone-of-the-family")
    two = arena.player(device="phone-of-the-family")
    assert find_each_other(arena, one, two) is None
    third = arena.player(device="another-phone")
    assert third.join(100).json()["status"] == "matched"


def test_players_without_a_device_id_are_not_excluded(arena: Arena) -> None:
    one, two = arena.player(device="short"), arena.player(device="short")
    assert find_each_other(arena, one, two) is not None, "too short to be a device"


def test_two_players_paid_at_one_number_are_never_paired(arena: Arena) -> None:
    one, two = arena.player(), arena.player(phone="254711222333")
    assert one.post("/payments/withdrawals", {"amount": 50}).status_code == 202
    ((number,),) = arena.sql(f"SELECT phone FROM users WHERE id = {one.id}")
    for player, phone in ((one, "254711000999"), (two, number)):
        arena.sql(
            f"UPDATE users SET phone = '{phone}', payouts_after = now() + interval '3 days'"
            f" WHERE id = {player.id}"
        )
    assert find_each_other(arena, one, two) is None


def test_recent_opponents_do_not_meet_again_for_half_an_hour(
    arena: Arena,
) -> None:
    one, two = arena.player(), arena.player()
    match_id = find_each_other(arena, one, two)
    assert match_id is not None
    call_off(one, match_id)
    assert find_each_other(arena, one, two) is None
    arena.sql("ALTER TABLE matches DISABLE TRIGGER USER")
    arena.sql("UPDATE matches SET created_at = created_at - interval '31 minutes'")
    arena.sql("ALTER TABLE matches ENABLE TRIGGER USER")
    pair_players()
    assert one.queue()["match_id"] == two.queue()["match_id"] is not None


@pytest.fixture
def again_at_once(monkeypatch: pytest.MonkeyPatch, arena: Arena) -> Callable[[], None]:
    monkeypatch.setenv("MATCHMAKING_REMATCH_SECONDS", "0")
    monkeypatch.setenv("MATCHMAKING_COOLDOWN_SECONDS", "0")  # they walk away, again and again
    get_settings.cache_clear()
    return get_settings.cache_clear


def test_two_meet_at_most_three_times_a_day(arena: Arena, again_at_once: object) -> None:
    one, two = arena.player(), arena.player()
    for _ in range(3):
        match_id = find_each_other(arena, one, two)
        assert match_id is not None
        call_off(one, match_id)
    assert find_each_other(arena, one, two) is None
