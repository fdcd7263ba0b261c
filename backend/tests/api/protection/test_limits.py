"""A player's own limits: lower at once, higher after three days, and nothing goes beyond one."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import httpx
import psycopg2
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.services.matchmaking import queue
from tests.support.arena import Arena, Json, Player, at_once, refusal
from tests.support.cups import cup


def put(player: Player, kind: str, amount: Any, *, hours: int = 24) -> httpx.Response:
    body = {"kind": kind, "hours": hours, "amount": amount}
    answer: httpx.Response = player.http.put("/users/me/limits", json=body)
    return answer


def limit(player: Player, kind: str, amount: Any, *, hours: int = 24) -> Json:
    """Set a limit, and return it as it then stands."""
    put(player, kind, amount, hours=hours).raise_for_status()
    return shown(player, kind, hours=hours)


def shown(player: Player, kind: str, *, hours: int = 24) -> Json:
    every = player.get("/users/me/limits")["limits"]
    (found,) = (one for one in every if (one["kind"], one["hours"]) == (kind, hours))
    return dict(found)


def confirm(player: Player, waiting: Json) -> httpx.Response:
    return player.post(f"/users/me/limits/{waiting['id']}/confirm")


def let_hours_pass(arena: Arena, player: Player, hours: int) -> None:
    arena.sql(
        "ALTER TABLE player_limits DISABLE TRIGGER immutable;"
        f"UPDATE player_limits SET created_at = created_at - interval '{hours} hours',"
        f" effective_at = effective_at - interval '{hours} hours' WHERE user_id = {player.id};"
        "ALTER TABLE player_limits ENABLE TRIGGER immutable"
    )


def lose(arena: Arena, player: Player, wager: int) -> None:
    """Let a player lose a match."""
    other = arena.player()
    other.join(wager).raise_for_status()
    match_id = player.join(wager).json()["match_id"]
    for one in (player, other):
        one.ready(match_id).raise_for_status()
    arena.sql(
        f"UPDATE matches SET started_at = started_at - interval '10 minutes' WHERE id = {match_id}"
    )
    player.report(match_id, "lost").raise_for_status()
    other.report(match_id, "won").raise_for_status()
    assert player.match(match_id)["status"] == "completed"


def test_a_player_has_no_limits_until_they_set_one(arena: Arena) -> None:
    every = arena.player().get("/users/me/limits")["limits"]
    assert [(one["kind"], one["hours"]) for one in every] == [
        (kind, hours) for kind in ("deposit", "stake", "loss", "time") for hours in (24, 168, 720)
    ]
    assert all(one["amount"] is None and one["used"] is None for one in every)


def test_a_first_and_a_lower_limit_hold_at_once(arena: Arena) -> None:
    player = arena.player()
    assert limit(player, "stake", 300)["amount"] == "300.00"
    assert limit(player, "stake", "120.50")["amount"] == "120.50"
    answer = player.join(200)
    assert refusal(answer) == (409, "own_limit_reached")
    told = answer.json()
    assert (told["limit"], told["hours"], told["left"]) == ("stake", 24, "120.50")
    assert player.join(100).json()["status"] == "searching"


def test_a_higher_limit_waits_three_days_and_for_a_second_yes(arena: Arena) -> None:
    player = arena.player()
    limit(player, "stake", 50)
    asked = limit(player, "stake", 500)
    assert (asked["amount"], asked["waiting"]["amount"]) == ("50.00", "500.00")
    assert refusal(confirm(player, asked["waiting"])) == (409, "limit_not_waiting")
    let_hours_pass(arena, player, 71)
    assert refusal(confirm(player, asked["waiting"])) == (409, "limit_not_waiting")
    let_hours_pass(arena, player, 2)
    assert refusal(player.join(100)) == (409, "own_limit_reached"), "no raise without a yes"
    confirm(player, asked["waiting"]).raise_for_status()
    confirm(player, asked["waiting"]).raise_for_status()
    now = shown(player, "stake")
    assert (now["amount"], now["waiting"]) == ("500.00", None)
    assert player.join(100).json()["status"] == "searching"


def test_taking_a_limit_away_is_a_raise(arena: Arena) -> None:
    player = arena.player()
    assert refusal(put(player, "loss", None)) == (422, "no_limit_set")
    limit(player, "loss", 20)
    asked = limit(player, "loss", None)
    assert (asked["amount"], asked["waiting"]["amount"]) == ("20.00", None)
    let_hours_pass(arena, player, 73)
    confirm(player, asked["waiting"]).raise_for_status()
    assert shown(player, "loss")["amount"] is None
    assert player.join(100).json()["status"] == "searching"


def test_a_lowering_cancels_a_raise_that_waits(arena: Arena) -> None:
    player = arena.player()
    limit(player, "deposit", 100)
    asked = limit(player, "deposit", 900)
    lowered = limit(player, "deposit", 80)
    assert (lowered["amount"], lowered["waiting"]) == ("80.00", None)
    let_hours_pass(arena, player, 73)
    assert refusal(confirm(player, asked["waiting"])) == (409, "limit_not_waiting")
    assert shown(player, "deposit")["amount"] == "80.00"


def test_a_break_cancels_a_raise_that_waits_and_none_begins_in_it(arena: Arena) -> None:
    player = arena.player()
    limit(player, "deposit", 100)
    asked = limit(player, "deposit", 900)
    player.post("/users/me/time-out", {"hours": 24}).raise_for_status()
    assert shown(player, "deposit")["waiting"] is None
    assert refusal(put(player, "deposit", 900)) == (409, "excluded")
    let_hours_pass(arena, player, 73)
    assert refusal(confirm(player, asked["waiting"])) == (409, "limit_not_waiting")
    assert limit(player, "deposit", 50)["amount"] == "50.00", "lower is possible at any time"


def test_nobody_confirms_the_limit_of_another_player(arena: Arena) -> None:
    player, other = arena.player(), arena.player()
    limit(player, "deposit", 100)
    asked = limit(player, "deposit", 900)
    let_hours_pass(arena, player, 73)
    assert refusal(confirm(other, asked["waiting"])) == (404, "not_found")


def test_deposits_stop_at_the_limit_whoever_counts_them(arena: Arena) -> None:
    player = arena.player(money=0)
    limit(player, "deposit", 150, hours=168)
    player.post("/payments/deposits", {"amount": 100}).raise_for_status()
    quote = player.post("/payments/quote", {"kind": "deposit", "amount": 60}).json()
    assert (quote["allowed"], quote["refusal"]["code"]) == (False, "own_limit_reached")
    assert refusal(player.post("/payments/deposits", {"amount": 60})) == (
        409,
        "own_limit_reached",
    )
    assert shown(player, "deposit", hours=168)["used"] == "100.00"


def test_the_lowest_of_several_periods_decides(arena: Arena) -> None:
    player = arena.player()
    limit(player, "stake", 400, hours=24)
    limit(player, "stake", 90, hours=720)
    answer = player.join(100)
    assert refusal(answer) == (409, "own_limit_reached")
    assert answer.json()["hours"] == 720


def test_a_stake_that_came_back_unplayed_is_not_used(arena: Arena) -> None:
    player, made = arena.player(), cup(arena)
    limit(player, "stake", 100)
    for _ in range(3):
        player.join(100).raise_for_status()
        assert shown(player, "stake")["used"] == "100.00"
        player.leave().raise_for_status()
    made.join(player)
    assert refusal(player.join(50)) == (409, "own_limit_reached")
    made.act(player, "leave").raise_for_status()
    assert shown(player, "stake")["used"] == "0.00"


def test_an_entry_fee_counts_and_is_refused_beyond(arena: Arena) -> None:
    player, made = arena.player(), cup(arena)
    limit(player, "loss", 60)
    assert made.part(player)["refusal"] == "own_limit_reached"
    assert refusal(made.act(player, "join")) == (409, "own_limit_reached")
    assert player.wallet() == ("500.00", "0.00")


def test_a_loss_limit_counts_losses_and_what_is_at_stake(arena: Arena) -> None:
    player = arena.player()
    limit(player, "loss", 100)
    lose(arena, player, 60)
    assert shown(player, "loss")["used"] == "60.00"
    assert refusal(player.join(50)) == (409, "own_limit_reached")
    player.join(40).raise_for_status()
    assert shown(player, "loss")["used"] == "100.00"


def test_winnings_make_room_in_a_loss_limit_and_not_in_a_stake_limit(arena: Arena) -> None:
    winner, loser = arena.player(), arena.player()
    limit(winner, "loss", 100)
    limit(winner, "stake", 150)
    winner.join(100).raise_for_status()
    match_id = loser.join(100).json()["match_id"]
    for one in (winner, loser):
        one.ready(match_id).raise_for_status()
    arena.sql(
        f"UPDATE matches SET started_at = started_at - interval '10 minutes' WHERE id = {match_id}"
    )
    loser.report(match_id, "lost").raise_for_status()
    winner.report(match_id, "won").raise_for_status()
    assert shown(winner, "loss")["used"] == "0.00"
    assert shown(winner, "stake")["used"] == "100.00"
    answer = winner.join(100)
    assert (refusal(answer), answer.json()["limit"]) == ((409, "own_limit_reached"), "stake")


def test_a_stake_of_before_a_lowering_stays_and_counts(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    assert limit(one, "stake", 50)["used"] == "100.00"
    one.ready(match_id).raise_for_status()
    assert two.ready(match_id).json()["status"] == "active"


def test_a_player_beyond_a_limit_is_not_put_back_into_the_queue(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    two.cancel(match_id)
    limit(one, "stake", 50)
    with transaction() as session:
        assert not queue.requeue(session, one.id, match_id, now=utc_now())
    assert one.wallet() == ("500.00", "0.00")


def _stakes(arena: Arena, player: Player) -> list[Callable[[], httpx.Response]]:
    cups = [cup(arena, entry_fee=50) for _ in range(8)]
    challenge = partial(player.post, "/matches/challenges", {"wager_amount": 50})
    return [
        *(partial(made.act, player, "join") for made in cups),
        partial(player.join, 50),
        challenge,
    ] * 5


@pytest.mark.parametrize("kind", ["stake", "loss"])
def test_of_fifty_racing_stakes_only_those_within_the_limit_pass(arena: Arena, kind: str) -> None:
    player = arena.player(money=5_000)
    limit(player, kind, 300)
    answers = at_once(*_stakes(arena, player))
    assert all(answer.status_code < 500 for answer in answers), [a.text for a in answers]
    available, in_play = (Decimal(one) for one in player.wallet())
    assert (available, in_play) == (Decimal(4_700), Decimal(300))
    assert shown(player, kind)["used"] == "300.00"


def test_of_fifty_racing_deposits_only_those_within_the_limit_pass(arena: Arena) -> None:
    player = arena.player(money=0)
    limit(player, "deposit", 100)
    asks = [lambda: player.post("/payments/deposits", {"amount": 60}) for _ in range(50)]
    answers = at_once(*asks)
    assert sorted({answer.status_code for answer in answers}) == [202, 409]
    assert [answer.status_code for answer in answers].count(202) == 1
    assert shown(player, "deposit")["used"] == "60.00"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE player_limits SET amount = 5000",
        "DELETE FROM player_limits",
        "TRUNCATE player_limits CASCADE",
        "INSERT INTO player_limit_confirmations (limit_id)"
        " SELECT max(id) FROM player_limits WHERE user_id = {0}",
        "INSERT INTO deposits (user_id, phone, amount, tax, tax_profile, state,"
        " account_reference, token_sha256, due_at)"
        " SELECT id, phone, 60, 0, 'none', 'created', 'TSTLIMIT' || id, sha256('x'), now()"
        " FROM users WHERE id = {0}",
    ],
)
def test_not_even_the_owner_of_the_tables_gets_around_a_limit(arena: Arena, statement: str) -> None:
    player = arena.player()
    limit(player, "deposit", 50)
    limit(player, "deposit", 500)
    with pytest.raises(psycopg2.Error):
        arena.sql(statement.format(player.id))
    assert shown(player, "deposit")["amount"] == "50.00"


def test_a_raise_is_one_whatever_is_written(arena: Arena) -> None:
    player = arena.player()
    limit(player, "deposit", 50)
    arena.sql(
        "INSERT INTO player_limits (user_id, kind, hours, amount, is_raise, effective_at)"
        f" VALUES ({player.id}, 'deposit', 24, 5000, false, '2001-01-01')"
    )
    now = shown(player, "deposit")
    assert (now["amount"], now["waiting"]["amount"]) == ("50.00", "5000.00")
