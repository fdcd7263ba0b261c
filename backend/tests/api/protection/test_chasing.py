"""Chasing losses: a sentence before the next stake, then a pause that nobody ends early."""

import random
from decimal import Decimal

import psycopg2
import pytest

from app.core.database import transaction
from app.services.protection import staking
from app.workers.tasks.protection import sweep_pauses
from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.identity import figures
from tests.support.players import make_player


@pytest.fixture(autouse=True)
def guarded(arena: Arena, rematches_allowed: None) -> None:
    """The guard as it is in production."""
    del rematches_allowed
    figures(arena, chase_losses=2)


def lose(arena: Arena, player: Player, stake: int = 100) -> None:
    """Let the player lose a match against somebody new."""
    other = arena.player()
    player.join(stake).raise_for_status()
    other.join(stake).raise_for_status()
    match_id = player.queue()["match_id"]
    player.ready(match_id)
    other.ready(match_id)
    arena.let_time_pass(600)
    player.report(match_id, "lost").raise_for_status()
    other.report(match_id, "won").raise_for_status()
    assert player.match(match_id)["status"] == "completed"


def read(player: Player) -> None:
    assert player.post("/users/me/loss-warning").status_code == 204


def break_of(player: Player) -> str | None:
    found = player.get("/users/me/limits")["exclusion"]
    return found["kind"] if found else None


def test_a_raised_stake_after_two_losses_is_answered_with_a_sentence(arena: Arena) -> None:
    player = arena.player(money=5_000)
    lose(arena, player)
    assert player.join(200).status_code < 300, "one loss is no chase"
    player.leave()
    lose(arena, player)
    answer = player.join(200)
    assert refusal(answer) == (409, "loss_chasing")
    told = answer.json()
    assert told["rule"] == "stake_raised"
    assert told["detail"].startswith(
        "In the last hour you lost 2 matches, and are down KES 200.00."
    )
    assert player.join(100).status_code < 300, "the same stake is no chase"


def test_who_has_read_it_may_stake_and_another_loss_is_a_pause(arena: Arena) -> None:
    player = arena.player(money=5_000)
    for _ in range(2):
        lose(arena, player)
    assert refusal(player.join(200)) == (409, "loss_chasing")
    read(player)
    lose(arena, player, 200)
    assert refusal(player.join(50)) == (409, "pause_due"), "before any worker has begun it"
    sweep_pauses()
    assert break_of(player) == "pause"
    assert refusal(player.join(50)) == (409, "excluded")
    assert refusal(player.post("/payments/deposits", {"amount": 100})) == (409, "excluded")
    assert player.post("/payments/withdrawals", {"amount": 200}).status_code == 202
    sweep_pauses()
    assert arena.sql("SELECT count(*), max(hours) FROM player_exclusions") == [(1, 1)]


def test_play_goes_on_after_the_pause_and_what_was_lost_before_counts_no_more(
    arena: Arena,
) -> None:
    player = arena.player(money=5_000)
    for _ in range(2):
        lose(arena, player)
    read(player)
    lose(arena, player)
    sweep_pauses()
    arena.sql(
        "ALTER TABLE player_exclusions DISABLE TRIGGER immutable;"
        "UPDATE player_exclusions SET starts_at = starts_at - interval '1 hour',"
        " ends_at = ends_at - interval '1 hour';"
        "ALTER TABLE player_exclusions ENABLE TRIGGER immutable"
    )
    assert player.join(500).status_code < 300


def test_deposits_that_follow_a_loss_are_answered_with_a_sentence(arena: Arena) -> None:
    player = arena.player(money=5_000)
    lose(arena, player)
    for number in range(2):
        arena.sql(
            "INSERT INTO deposits (user_id, phone, amount, tax, tax_profile, state,"
            " account_reference, token_sha256, due_at, holds_phone)"
            f" SELECT id, phone, 100, 0, 'none', 'created', 'CHASE{number}',"
            f" sha256('chase{number}'), now(), false FROM users WHERE id = {player.id}"
        )
    answer = player.join(50)
    assert refusal(answer) == (409, "loss_chasing")
    assert answer.json()["rule"] == "deposits_repeated"


def test_losses_of_more_than_an_hour_ago_count_no_more(arena: Arena) -> None:
    player = arena.player(money=5_000)
    for _ in range(2):
        lose(arena, player)
    arena.sql("ALTER TABLE matches DISABLE TRIGGER USER")
    arena.sql("UPDATE matches SET completed_at = completed_at - interval '61 minutes'")
    arena.sql("ALTER TABLE matches ENABLE TRIGGER USER")
    assert player.join(500).status_code < 300


def test_a_warning_cannot_be_read_before_there_are_losses(arena: Arena) -> None:
    player = arena.player()
    answer = player.post("/users/me/loss-warning")
    assert refusal(answer) == (409, "not_possible")


def test_of_fifty_raised_stakes_at_once_none_is_taken(arena: Arena) -> None:
    player = arena.player(money=50_000)
    for _ in range(2):
        lose(arena, player)
    answers = at_once(*[lambda: player.join(200) for _ in range(50)])
    assert {refusal(answer)[1] for answer in answers} == {"loss_chasing"}
    assert player.queue()["status"] == "idle"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE player_exclusions SET ends_at = now()",
        "DELETE FROM player_exclusions",
        "INSERT INTO player_exclusions (user_id, kind, hours) VALUES ({0}, 'pause', 25)",
        "UPDATE chase_warnings SET read_at = now()",
        "DELETE FROM chase_warnings",
    ],
)
def test_not_even_the_owner_of_the_tables_ends_a_pause(arena: Arena, statement: str) -> None:
    player = arena.player(money=5_000)
    for _ in range(2):
        lose(arena, player)
    read(player)
    lose(arena, player)
    sweep_pauses()
    with pytest.raises(psycopg2.Error):
        arena.sql(statement.format(player.id))
    assert break_of(player) == "pause"


def test_scripted_chasers_are_caught_and_steady_players_are_not(arena: Arena) -> None:
    """20 evenings of each kind, by the rule alone: ended matches are written by the owner."""
    random_ = random.Random(13)
    arena.sql("ALTER TABLE matches DISABLE TRIGGER USER")
    other = make_player().id
    caught = {"chaser": 0, "steady": 0}
    for kind in caught:
        for _ in range(20):
            caught[kind] += _is_caught(arena, make_player().id, other, kind, random_)
    arena.sql("DELETE FROM matches")
    arena.sql("ALTER TABLE matches ENABLE TRIGGER USER")
    assert caught["chaser"] >= 18
    assert caught["steady"] == 0


def _is_caught(arena: Arena, one: int, two: int, kind: str, random_: random.Random) -> bool:
    stake, caught = 100, False
    for number in range(8):
        with transaction() as session:
            caught |= staking.chasing(session, user_id=one, stake=Decimal(stake)) is not None
        won = random_.random() < 0.3
        arena.sql(
            "INSERT INTO matches (player1_id, player2_id, wager_amount, prize, fee, status, result,"
            " fee_rate, lobby_code, winner_id, title, mode, platform, player1_waited,"
            " player2_waited, created_at, completed_at)"
            f" VALUES ({one}, {two}, {stake}, {stake * 1.8}, {stake * 0.2}, 'completed',"
            f" '{'player1' if won else 'player2'}', 0.1, 'ABC123', {one if won else two},"
            " 'mw', 'gunfight',"
            f" 'acti', 0, 0, now(), now() - interval '{50 - number * 5} minutes')"
        )
        if kind == "chaser":
            stake = 100 if won else stake * 2
    return caught
