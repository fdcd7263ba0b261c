"""A player's break from play: what it stops, what it gives back, and that nobody can end it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg2
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.mpesa.results import PAID, Evidence, Source
from app.services.matchmaking import queue
from app.services.payments.deposits import evidence, push
from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, Json, Player, at_once, refusal
from tests.support.cups import cup


def time_out(player: Player, *, hours: int = 24, key: str | None = None) -> Any:
    return player.post("/users/me/time-out", {"hours": hours}, key=key)


def exclude(player: Player, *, months: int = 6) -> Any:
    return player.post("/users/me/self-exclusion", {"months": months})


def begun(answer: Any) -> Json:
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()["exclusion"]
    return found


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_time_out_begins_now_and_lasts_as_long_as_asked(arena: Arena) -> None:
    player = arena.player()
    assert player.get("/users/me/limits")["exclusion"] is None
    found = begun(time_out(player, hours=48))
    assert found["kind"] == "time_out"
    assert moment(found["ends_at"]) - moment(found["starts_at"]) == timedelta(hours=48)
    assert player.get("/users/me/limits")["exclusion"] == found


def test_a_self_exclusion_lasts_six_months_of_the_calendar(arena: Arena) -> None:
    found = begun(exclude(arena.player()))
    starts, ends = moment(found["starts_at"]), moment(found["ends_at"])
    assert found["kind"] == "self_exclusion"
    assert (ends.year * 12 + ends.month) - (starts.year * 12 + starts.month) == 6
    assert timedelta(days=180) < ends - starts < timedelta(days=185)


@pytest.mark.parametrize("hours", [23, 1_009, 0, -24])
def test_a_time_out_takes_a_day_to_six_weeks(arena: Arena, hours: int) -> None:
    assert refusal(time_out(arena.player(), hours=hours)) == (422, "invalid_request")


@pytest.mark.parametrize("months", [5, 61])
def test_a_self_exclusion_takes_six_months_to_five_years(arena: Arena, months: int) -> None:
    assert refusal(exclude(arena.player(), months=months)) == (422, "invalid_request")


def test_it_can_be_extended_and_not_shortened(arena: Arena) -> None:
    player = arena.player()
    begun(time_out(player, hours=100))
    assert refusal(time_out(player, hours=24)) == (409, "exclusion_not_longer")
    longer = begun(exclude(player, months=12))
    assert refusal(exclude(player, months=6)) == (409, "exclusion_not_longer")
    assert player.get("/users/me/limits")["exclusion"] == longer


def test_an_excluded_player_can_stake_nothing_and_deposit_nothing(arena: Arena) -> None:
    player, friend = arena.player(), arena.player()
    code = friend.post("/matches/challenges", {"wager_amount": 50}).json()["code"]
    free, paid = cup(arena, entry_fee=0), cup(arena)
    exclude(player).raise_for_status()
    answers = [
        player.join(50),
        player.post("/matches/challenges", {"wager_amount": 50}),
        player.post(f"/matches/challenges/{code}/accept"),
        free.act(player, "join"),
        paid.act(player, "join"),
        player.post("/payments/deposits", {"amount": 100}),
    ]
    assert [refusal(answer) for answer in answers] == [(409, "excluded")] * len(answers)
    until = player.get("/users/me/limits")["exclusion"]["ends_at"]
    told = moment(answers[0].json()["until"])
    assert abs(told - moment(until)) < timedelta(milliseconds=1)
    assert player.wallet() == ("500.00", "0.00")
    assert paid.part(player)["refusal"] == "excluded"
    quote = player.post("/payments/quote", {"kind": "deposit", "amount": 100}).json()
    assert (quote["allowed"], quote["refusal"]["code"]) == (False, "excluded")


def test_money_can_be_withdrawn_during_an_exclusion(arena: Arena) -> None:
    player = arena.player()
    exclude(player).raise_for_status()
    answer = player.post("/payments/withdrawals", {"amount": 200})
    assert answer.status_code == 202, answer.text


def test_it_ends_a_search_with_the_stake_back(arena: Arena) -> None:
    player, other = arena.player(), arena.player()
    player.join(100)
    time_out(player).raise_for_status()
    assert player.queue()["status"] == "idle"
    assert player.wallet() == ("500.00", "0.00")
    assert other.join(100).json()["status"] == "searching", "nobody is paired with them"


def test_it_ends_an_open_challenge_with_the_stake_back(arena: Arena) -> None:
    player, other = arena.player(), arena.player()
    code = player.post("/matches/challenges", {"wager_amount": 100}).json()["code"]
    time_out(player).raise_for_status()
    assert player.wallet() == ("500.00", "0.00")
    assert refusal(other.post(f"/matches/challenges/{code}/accept")) == (
        409,
        "challenge_moved_on",
    )


def test_it_calls_off_a_match_before_both_are_ready_and_costs_nobody_anything(
    arena: Arena,
) -> None:
    one, two, match_id = arena.paired()
    two.ready(match_id)
    time_out(one).raise_for_status()
    assert one.match(match_id)["status"] == "cancelled"
    assert one.wallet() == ("500.00", "0.00")
    assert (one.queue()["status"], one.queue()["cooldown"]) == ("idle", None)
    seen = two.queue()
    assert (seen["status"], seen["cooldown"]) == ("searching", None), "who was ready searches on"


def test_a_match_that_is_on_is_played_to_its_end_and_pays(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    exclude(one).raise_for_status()
    one.report(match_id, "won")
    two.report(match_id, "lost").raise_for_status()
    assert one.match(match_id)["status"] == "completed"
    available, in_play = one.wallet()
    assert (float(available) > 500, in_play) == (True, "0.00")
    assert refusal(one.post(f"/matches/{match_id}/rematch")) == (409, "excluded")
    assert refusal(two.post(f"/matches/{match_id}/rematch")) == (403, "challenge_not_for_you")


def test_it_gives_back_places_in_tournaments_that_have_not_begun(arena: Arena) -> None:
    cups = [cup(arena), cup(arena)]
    player = arena.player()
    for one in cups:
        one.join(player)
    cups[1].open_check_in()
    cups[1].check_in(player)
    time_out(player).raise_for_status()
    assert player.wallet() == ("500.00", "0.00")
    assert [one.see()["current_participants"] for one in cups] == [0, 0]
    assert [one.field() for one in cups] == [{}, {}]


def test_its_place_goes_to_who_waits_and_never_to_an_excluded_waiter(arena: Arena) -> None:
    made = cup(arena, max_participants=2, prize_split=[70, 30])
    first, second, third, fourth = (arena.player() for _ in range(4))
    made.join(first, second, third, fourth)
    time_out(third).raise_for_status()
    time_out(first).raise_for_status()
    made.open_check_in()
    assert made.part(fourth)["status"] == "registered"
    assert third.wallet() == ("500.00", "0.00")


def test_a_ready_player_who_takes_a_break_is_not_put_back_into_the_queue(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    # As if the break began between the end of the match and the way back into the queue.
    two.cancel(match_id)
    one.leave()
    time_out(one).raise_for_status()
    with transaction() as session:
        assert not queue.requeue(session, one.id, match_id, now=utc_now())
    assert one.wallet() == ("500.00", "0.00")


def test_a_prompt_that_was_not_sent_yet_is_never_sent(arena: Arena) -> None:
    player = arena.player()
    deposit = player.post("/payments/deposits", {"amount": 100}).json()["id"]
    exclude(player).raise_for_status()
    with transaction() as session:
        assert push.claim_push(session, deposit_id=deposit, now=utc_now()) is None


def test_a_prompt_of_before_that_is_paid_after_is_credited_and_cannot_be_staked(
    arena: Arena,
) -> None:
    player = arena.player()
    deposit = player.post("/payments/deposits", {"amount": 100}).json()["id"]
    with transaction() as session:
        assert push.claim_push(session, deposit_id=deposit, now=utc_now()) is not None
    exclude(player).raise_for_status()
    proof = Evidence(source=Source.CALLBACK, code=PAID, amount=Decimal(100), receipt="EXCLUDED01")
    with transaction() as session:
        evidence.apply_evidence(session, deposit, proof, now=utc_now())
    assert player.get(f"/payments/deposits/{deposit}")["status"] == "completed"
    available, _ = player.wallet()
    assert float(available) > 500
    assert refusal(player.join(100)) == (409, "excluded")


def test_nobody_is_told_that_an_opponent_is_excluded(arena: Arena) -> None:
    player, friend = arena.player(), arena.player()
    exclude(player).raise_for_status()
    asked = friend.post("/matches/challenges", {"wager_amount": 50, "opponent": player.username})
    assert refusal(asked) == (403, "challenge_not_for_you")
    assert player.read_inbox() == []


def test_a_repeated_request_begins_one_break(arena: Arena) -> None:
    player = arena.player()
    answers = [time_out(player, key="one-break-of-mine") for _ in range(2)]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert answers[0].json() == answers[1].json()


def test_play_goes_on_when_it_is_over(arena: Arena) -> None:
    player = arena.player()
    time_out(player).raise_for_status()
    arena.sql(
        "ALTER TABLE player_exclusions DISABLE TRIGGER immutable;"
        "UPDATE player_exclusions SET starts_at = starts_at - interval '25 hours',"
        f" ends_at = ends_at - interval '25 hours' WHERE user_id = {player.id};"
        "ALTER TABLE player_exclusions ENABLE TRIGGER immutable"
    )
    assert player.join(100).json()["status"] == "searching"
    assert player.get("/users/me/limits")["exclusion"] is None


@pytest.mark.parametrize("tries", [10])
def test_no_stake_and_no_deposit_comes_after_an_exclusion_that_it_races(
    arena: Arena, tries: int
) -> None:
    for _ in range(tries):
        player = arena.player()
        made, free = cup(arena), cup(arena, entry_fee=0)
        actions = [
            lambda: player.join(50),  # noqa: B023  # run within this round
            lambda: made.act(player, "join"),  # noqa: B023
            lambda: player.post("/payments/deposits", {"amount": 100}),  # noqa: B023
            lambda: exclude(player),  # noqa: B023
            lambda: player.post("/matches/challenges", {"wager_amount": 50}),  # noqa: B023
            lambda: free.act(player, "join"),  # noqa: B023
        ]
        answers = at_once(*actions)
        assert all(answer.status_code < 500 for answer in answers), [a.text for a in answers]
        begun(answers[3])
        assert player.wallet() == ("500.00", "0.00"), "what had not begun came back"
        assert player.queue()["status"] == "idle"
        assert (made.field(), free.field()) == ({}, {})
        late = arena.sql(
            "SELECT count(*) FROM player_exclusions x JOIN accounts a ON a.user_id = x.user_id"
            " JOIN entries e ON e.debit_account_id = a.id"
            " JOIN transactions t ON t.id = e.transaction_id AND t.created_at > x.starts_at"
            " AND t.type IN ('wager_hold', 'wager_lock', 'tournament_entry')"
            f" WHERE x.user_id = {player.id}"
        )
        late_deposits = arena.sql(
            "SELECT count(*) FROM player_exclusions x JOIN payment_events p"
            " ON p.created_at > x.starts_at AND p.state = 'created' AND p.subject = 'deposit'"
            " JOIN deposits d ON d.id = p.subject_id AND d.user_id = x.user_id"
            f" WHERE x.user_id = {player.id}"
        )
        assert (late, late_deposits) == ([(0,)], [(0,)])


def test_fifty_stakes_race_an_exclusion_and_none_is_left(arena: Arena) -> None:
    player, other = arena.player(money=5_000), arena.player()
    other.join(50)
    joins = [lambda: player.join(50) for _ in range(49)]
    answers = at_once(*joins, lambda: exclude(player))
    begun(answers[-1])
    assert all(answer.status_code < 500 for answer in answers), [a.text for a in answers]
    match_ids = arena.sql(
        "SELECT count(*) FROM matches WHERE status = 'pending'"
        f" AND {player.id} IN (player1_id, player2_id)"
    )
    assert match_ids == [(0,)]
    assert player.wallet() == ("5000.00", "0.00")
    assert refusal(player.join(50)) == (409, "excluded")


def test_two_players_of_one_match_may_exclude_themselves_at_once(arena: Arena) -> None:
    for _ in range(5):
        one, two, match_id = arena.paired()
        one.ready(match_id)
        answers = at_once(lambda: exclude(one), lambda: exclude(two))  # noqa: B023
        for answer in answers:
            begun(answer)
        assert one.match(match_id)["status"] == "cancelled"
        assert [one.wallet(), two.wallet()] == [("500.00", "0.00")] * 2
        assert [one.queue()["status"], two.queue()["status"]] == ["idle", "idle"]


def test_the_sweep_ends_what_an_exclusion_of_raw_sql_left(arena: Arena) -> None:
    from app.workers.tasks.matchmaking import sweep_tickets  # it reads the settings

    player = arena.player()
    player.join(100)
    arena.sql(
        f"INSERT INTO player_exclusions (user_id, kind, hours) VALUES ({player.id}, 'time_out', 24)"
    )
    sweep_tickets()
    assert player.wallet() == ("500.00", "0.00")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE player_exclusions SET ends_at = now()",
        "DELETE FROM player_exclusions",
        "TRUNCATE player_exclusions",
        "INSERT INTO player_exclusions (user_id, kind, months) VALUES ({0}, 'self_exclusion', 5)",
        "INSERT INTO player_exclusions (user_id, kind, hours) VALUES ({0}, 'self_exclusion', 9999)",
        "INSERT INTO player_exclusions (user_id, kind, hours) VALUES ({0}, 'time_out', 23)",
        "INSERT INTO player_exclusions (user_id, kind, hours) VALUES ({0}, 'time_out', 1009)",
    ],
)
def test_not_even_the_owner_of_the_tables_can_end_or_bend_one(arena: Arena, statement: str) -> None:
    player = arena.player()
    exclude(player).raise_for_status()
    with pytest.raises(psycopg2.Error):
        arena.sql(statement.format(player.id))
    assert player.get("/users/me/limits")["exclusion"] is not None


def test_the_database_sets_the_times_whatever_is_written(arena: Arena) -> None:
    player, before = arena.player(), utc_now()
    arena.sql(
        "INSERT INTO player_exclusions (user_id, kind, months, starts_at, ends_at) VALUES"
        f" ({player.id}, 'self_exclusion', 6, '2001-01-01', '2001-07-02')"
    )
    found = player.get("/users/me/limits")["exclusion"]
    assert moment(found["starts_at"]) >= before - timedelta(seconds=1)
    assert refusal(player.join(100)) == (409, "excluded")


def test_the_sweep_of_lapsed_matches_copes_with_excluded_players(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    arena.sql(
        f"INSERT INTO player_exclusions (user_id, kind, hours) VALUES ({one.id}, 'time_out', 24)"
    )
    arena.let_time_pass(600)
    sweep_matches()
    assert [one.wallet(), two.wallet()] == [("500.00", "0.00")] * 2
    assert one.queue()["status"] == "idle"
