"""Two tickets with equal terms are paired: on joining, or a moment later by the sweep."""

import pytest

from app.core.settings import get_settings
from app.workers.tasks.matches import pair_players
from tests.support.arena import Arena, at_once


def test_the_second_to_join_is_paired_at_once(arena: Arena) -> None:
    one, two = arena.player(cod_username="Ninja#254"), arena.player()
    one.join(100)
    answer = two.join(100)
    assert (answer.status_code, answer.json()["status"]) == (201, "matched")
    match = one.match(answer.json()["match_id"])
    assert (match["status"], match["verification_state"]) == ("pending", "awaiting_checkin")
    assert match["player1"] == {
        "id": one.id,
        "username": one.username,
        "cod_username": "Ninja#254",
        "is_simulated": False,
        "ready": False,
        "reported": False,
    }
    assert match["player2"]["id"] == two.id
    assert (match["wager_amount"], match["pot"]) == ("100.00", "200.00")
    assert (match["prize"], match["fee"]) == ("180.00", "20.00")
    assert (match["my_seat"], two.match(match["id"])["my_seat"]) == ("player1", "player2")
    assert match["due_at"].endswith("Z")
    assert len(match["lobby_code"]) == 5
    assert one.queue()["status"] == two.queue()["status"] == "matched"
    assert one.wallet() == two.wallet() == ("400.00", "100.00")


def test_different_terms_never_meet(arena: Arena) -> None:
    arena.player().join(100)
    for terms in (
        {"wager": 50},
        {"mode": "sd"},
        {"title": "cw"},
        {"platform": "psn"},
    ):
        other = arena.player()
        other.http.put("/users/me/game-accounts/psn", json={"username": other.username})
        assert other.join(**terms).json()["status"] == "searching", terms
    arena.let_time_pass(3600)
    pair_players()
    assert arena.sql("SELECT count(*) FROM matches") == [(0,)]


def test_ratings_far_apart_wait_until_both_windows_have_widened(arena: Arena) -> None:
    good, strong = arena.player(rating=1000), arena.player(rating=1250)
    good.join(100)
    assert strong.join(100).json()["status"] == "searching"
    pair_players()
    assert strong.queue()["status"] == "searching"
    arena.let_time_pass(44)
    pair_players()
    assert strong.queue()["status"] == "searching"
    arena.let_time_pass(1)  # 100 + 3 × 50 = 250 points either way
    pair_players()
    assert good.queue()["status"] == strong.queue()["status"] == "matched"


def test_a_known_player_waits_until_the_newcomer_accepts_them(arena: Arena) -> None:
    patient = arena.player(rating=1000)
    patient.join(100)
    arena.let_time_pass(3600)
    newcomer = arena.player(rating=1250)
    assert newcomer.join(100).json()["status"] == "searching"
    pair_players()
    assert newcomer.queue()["status"] == "searching"


def test_beginner_and_champion_never_meet_however_long_they_wait(arena: Arena) -> None:
    beginner, champion = arena.player(rating=1000), arena.player(rating=1501)
    beginner.join(100)
    champion.join(100)
    arena.let_time_pass(86_400)
    pair_players()
    assert beginner.queue()["status"] == champion.queue()["status"] == "searching"


def test_the_nearest_rating_is_chosen_before_the_longest_wait(arena: Arena) -> None:
    far, near, me = (arena.player(rating=rating) for rating in (1095, 1210, 1150))
    far.join(100)
    arena.let_time_pass(2)
    near.join(100)
    arena.let_time_pass(2)
    match = me.match(me.join(100).json()["match_id"])
    assert match["player1"]["id"] == far.id
    assert near.queue()["status"] == "searching"


def test_two_simultaneous_joins_are_paired_by_the_next_sweep(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    seen = at_once(one.join, two.join)
    assert [answer.status_code for answer in seen] == [201, 201]
    pair_players()
    match_id = one.queue()["match_id"]
    assert match_id is not None
    assert two.queue()["match_id"] == match_id


def test_rounds_that_run_in_the_same_instant_make_each_match_once(arena: Arena) -> None:
    players = [arena.player(rating=rating) for rating in (1000, 1150, 1300, 1450, 1600, 1750)]
    for player in players:
        assert player.join(100).json()["status"] == "searching"
    arena.let_time_pass(15)
    at_once(*[pair_players] * 4)
    pair_players()
    match_ids = [player.queue()["match_id"] for player in players]
    assert all(match_ids)
    assert sorted(match_ids.count(one) for one in set(match_ids)) == [2, 2, 2]


def test_of_twenty_simultaneous_joins_each_gets_one_opponent(arena: Arena) -> None:
    players = [arena.player() for _ in range(20)]
    answers = at_once(*[player.join for player in players])
    assert {answer.status_code for answer in answers} == {201}
    pair_players()
    pair_players()
    match_ids = [player.queue()["match_id"] for player in players]
    assert all(match_ids)
    assert {match_ids.count(one) for one in match_ids} == {2}
    assert {player.wallet() for player in players} == {("400.00", "100.00")}


def test_joining_leaving_and_sweeps_at_once_pair_no_cancelled_ticket(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHMAKING_REMATCH_SECONDS", "0")  # the same two meet again and again
    monkeypatch.setenv("MATCHMAKING_MEETINGS_A_DAY", "100")
    get_settings.cache_clear()
    waiting, leaver, joiner = arena.player(rating=1400), arena.player(), arena.player()
    waiting.join(100)
    for _ in range(5):
        leaver.join(100)
        at_once(leaver.leave, joiner.join, pair_players)
        if leaver.queue()["status"] == "matched":
            assert joiner.queue()["match_id"] == leaver.queue()["match_id"]
            leaver.cancel(leaver.queue()["match_id"])
        else:
            assert leaver.wallet() == ("500.00", "0.00")
            joiner.leave()
        assert joiner.wallet() == leaver.wallet() == ("500.00", "0.00")
