"""In the queue: the stake is held at once, comes back on leaving, and is never held twice."""

from decimal import Decimal
from typing import Any

import pytest

from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.databases import Database


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina", money=500)


def test_joining_holds_the_stake_at_once(amina: Player) -> None:
    answer = amina.join(100)
    assert answer.status_code == 201
    seen = answer.json()
    assert (seen["status"], seen["wager_amount"]) == ("searching", "100.00")
    assert (seen["title"], seen["mode"], seen["platform"]) == ("mw", "gunfight", "acti")
    assert seen["match_id"] is None
    assert amina.wallet() == ("400.00", "100.00")


def test_the_queue_says_what_playing_costs_before_one_joins(amina: Player) -> None:
    assert amina.queue()["terms"] == {
        "fee_rate": 0.1,
        "minimum_wager": "20.00",
        "maximum_wager": "20000.00",
        "tiers": [f"{tier}.00" for tier in (20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)],
    }


def test_the_queue_shows_unknown_waits_as_unknown(arena: Arena, amina: Player) -> None:
    idle = amina.queue()
    known = ("terms", "unpaired_after_seconds", "kept_seconds")
    assert idle == dict.fromkeys(idle) | {"status": "idle", **{name: idle[name] for name in known}}
    amina.join(100)
    arena.player(rating=1900).join(100)  # rated too high for the waiting player
    arena.player().join(100, mode="sd")  # another game
    arena.let_time_pass(7)
    seen = amina.queue()
    assert seen["status"] == "searching"
    assert 7 <= seen["waited_seconds"] < 60
    assert seen["waiting_players"] == 1
    assert seen["expected_wait_seconds"] is None, "nobody has been paired on these terms yet"


def pair_after(arena: Arena, *waits: int, **terms: Any) -> None:
    for waited in waits:
        one, two = arena.player(), arena.player()
        one.join(100, **terms)
        arena.let_time_pass(waited)
        assert two.join(100, **terms).json()["status"] == "matched"


def test_five_pairs_give_an_expected_wait(arena: Arena, amina: Player) -> None:
    pair_after(arena, 10, 20, 30, 40, 50)
    amina.join(100)
    assert 30 <= amina.queue()["expected_wait_seconds"] < 60


def test_a_wait_that_nobody_measured_is_not_promised(arena: Arena, amina: Player) -> None:
    pair_after(arena, 1, 2, 3, 4, 5)
    offer = amina.post("/matchmaking/offer", {"wager_amount": 100, "mode": "dm"}).json()
    assert offer["widening"]["expected"] is None, "another mode"
    offer = amina.post("/matchmaking/offer", {"wager_amount": 5_00}).json()
    assert offer["widening"]["expected"] is None, "stakes of another class"
    offer = amina.post("/matchmaking/offer", {"wager_amount": 50}).json()
    assert (offer["widening"]["expected"]["basis"], offer["widening"]["expected"]["found"]) == (
        *("stakes", 5),
    )
    arena.sql("ALTER TABLE matches DISABLE TRIGGER USER")
    arena.sql("UPDATE matches SET created_at = created_at - interval '8 days'")
    arena.sql("ALTER TABLE matches ENABLE TRIGGER USER")
    offer = amina.post("/matchmaking/offer", {"wager_amount": 100}).json()
    assert offer["widening"]["expected"] is None, "that was last week"


def test_searches_that_found_nobody_count(arena: Arena, amina: Player) -> None:
    pair_after(arena, 1, 2, 3, 4, 5)
    for _ in range(6):
        patient = arena.player()
        patient.join(100)
        arena.let_time_pass(300)
        patient.leave()
    expected = amina.post("/matchmaking/offer", {"wager_amount": 100}).json()["widening"][
        "expected"
    ]
    assert (expected["searches"], expected["found"]) == (11, 5)
    assert (expected["p50"], expected["p90"]) == (None, None), "most gave up"


def test_a_title_is_played_on_its_own_platforms_only(amina: Player) -> None:
    for terms in ({"title": "codm", "platform": "psn"}, {"title": "mw", "platform": "mobile"}):
        body = {"wager_amount": 100, **terms}
        for path in ("/matchmaking/queue", "/matchmaking/offer", "/matches/challenges"):
            answer = amina.post(path, body)
            assert refusal(answer) == (422, "game_not_on_platform"), (path, terms)
            assert ("psn" in answer.json()["platforms"]) is (terms["title"] == "mw")
    assert amina.wallet() == ("500.00", "0.00")


def test_nobody_stakes_without_a_name_on_the_platform(arena: Arena, amina: Player) -> None:
    nameless = arena.player(username="nameless", cod_username=None)
    answer = nameless.join(100)
    assert refusal(answer) == (409, "game_name_needed")
    assert answer.json()["platform"] == "acti"
    offer = nameless.post("/matchmaking/offer", {"wager_amount": 100})
    assert refusal(offer) == (409, "game_name_needed")
    made = nameless.post("/matches/challenges", {"wager_amount": 100})
    assert refusal(made) == (409, "game_name_needed")
    code = amina.post("/matches/challenges", {"wager_amount": 100}).json()["code"]
    taken = nameless.post(f"/matches/challenges/{code}/accept")
    assert refusal(taken) == (409, "game_name_needed")
    assert nameless.wallet() == ("500.00", "0.00")
    nameless.http.put("/users/me/game-accounts/acti", json={"username": "Nameless#1"})
    assert nameless.post(f"/matches/challenges/{code}/accept").status_code == 200
    other = arena.player()
    mobile = {"title": "codm", "platform": "mobile"}
    assert refusal(other.join(100, **mobile)) == (409, "game_name_needed")
    other.http.put("/users/me/game-accounts/mobile", json={"username": "Otis"})
    assert other.join(100, **mobile).status_code == 201


def test_a_player_without_the_stake_gets_no_ticket(arena: Arena) -> None:
    poor = arena.player(money=99)
    assert refusal(poor.join(100)) == (409, "insufficient_balance")
    assert poor.queue()["status"] == "idle"
    assert poor.wallet() == ("99.00", "0.00")
    assert poor.join(99).status_code == 201, "a stake of all one has is fine"
    assert poor.wallet() == ("0.00", "99.00")


def test_a_second_ticket_is_refused_and_holds_nothing(amina: Player) -> None:
    amina.join(100)
    assert refusal(amina.join(50)) == (409, "already_in_play")
    assert amina.wallet() == ("400.00", "100.00")
    assert amina.queue()["wager_amount"] == "100.00"


def test_a_player_in_a_match_cannot_queue_for_another(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    assert refusal(one.join(50)) == (409, "already_in_play")
    seen = one.queue()
    assert (seen["status"], seen["match_id"]) == ("matched", match_id)
    assert seen["waiting_players"] is None


def test_leaving_returns_the_stake_before_the_answer(amina: Player) -> None:
    amina.join(100)
    answer = amina.leave()
    assert (answer.status_code, answer.json()["status"]) == (200, "idle")
    assert amina.wallet() == ("500.00", "0.00")
    assert amina.leave().json()["status"] == "idle", "leaving twice changes nothing"
    assert amina.wallet() == ("500.00", "0.00")
    assert amina.join(100).status_code == 201, "and joining again works"


def test_leaving_after_an_opponent_was_found_is_refused(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    answer = one.leave()
    assert refusal(answer) == (409, "match_moved_on")
    assert answer.json()["match_id"] == match_id
    assert one.wallet() == ("400.00", "100.00")


def test_stakes_outside_the_limits_or_with_cents_are_refused(arena: Arena) -> None:
    rich = arena.player(money=50_000)
    for stake in (19, 20_001, "20.50", "100.01"):
        answer = rich.join(stake)
        assert refusal(answer) == (422, "amount_not_allowed"), stake
        assert (answer.json()["minimum"], answer.json()["maximum"]) == ("20.00", "20000.00")
    assert rich.wallet() == ("50000.00", "0.00")


NO_AMOUNTS: tuple[Any, ...] = (
    0,
    -100,
    "NaN",
    "Infinity",
    "1e99",
    "ten",
    None,
    True,
    "100.001",
    # Digits that a reader would take for 100, and what only a program writes.
    "\uff11\uff10\uff10",
    "\u0661\u0660\u0660",
    "+100",
    "1e2",
    " 100 ",
    "1_00",
    [100],
    {},
)


def test_an_invalid_amount_is_refused_before_anything_happens(amina: Player) -> None:
    for stake in NO_AMOUNTS:
        assert refusal(amina.join(stake)) == (422, "invalid_request"), stake
    assert amina.queue()["status"] == "idle"


def test_the_limits_themselves_and_every_spelling_are_fine(arena: Arena) -> None:
    rich = arena.player(money=20_000)
    for stake in (20, "20", "20.00", 20_000, 20.5 * 2):
        answer = rich.join(stake)
        assert answer.status_code == 201, stake
        assert Decimal(answer.json()["wager_amount"]) == Decimal(stake)
        rich.leave()


def test_unknown_games_and_unknown_fields_are_refused(amina: Player) -> None:
    for terms in (
        {"title": "chess"},
        {"mode": ""},
        {"platform": "ps9"},
        {"stake": 5},
        {"user_id": 1},
    ):
        assert refusal(amina.join(100, **terms)) == (422, "invalid_request"), terms


def test_an_unverified_phone_keeps_a_player_out_of_the_queue(arena: Arena) -> None:
    new = arena.player(is_verified=False)
    assert refusal(new.join(100)) == (403, "phone_not_verified")
    assert new.wallet() == ("500.00", "0.00")


def test_nobody_queues_without_signing_in(amina: Player) -> None:
    del amina.http.headers["Authorization"]
    assert refusal(amina.join(100)) == (401, "not_signed_in")


def test_the_same_key_and_body_is_answered_and_not_repeated(amina: Player) -> None:
    first = amina.join(100, key="key-of-amina-1")
    again = amina.join(100, key="key-of-amina-1")
    assert (again.status_code, again.text) == (201, first.text)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert amina.wallet() == ("400.00", "100.00")
    amina.leave()
    assert amina.join(100, key="key-of-amina-1").json() == first.json()
    assert amina.queue()["status"] == "idle", "a late retry does not join again"


def test_the_same_key_for_another_stake_is_refused(amina: Player) -> None:
    amina.join(100, key="key-of-amina-1")
    assert refusal(amina.join(50, key="key-of-amina-1")) == (422, "idempotency_key_reused")
    assert amina.wallet() == ("400.00", "100.00")


def test_a_refused_attempt_leaves_its_key_free(arena: Arena) -> None:
    poor = arena.player(money=50)
    assert refusal(poor.join(100, key="key-of-poor-1")) == (409, "insufficient_balance")
    assert poor.join(50, key="key-of-poor-1").status_code == 201


def test_two_players_may_use_the_same_key(arena: Arena, amina: Player) -> None:
    other = arena.player()
    amina.join(100, key="everybodys-key", mode="sd")
    assert other.join(50, key="everybodys-key").status_code == 201


def test_a_key_that_is_no_key_is_refused(amina: Player) -> None:
    for key in ("short", "x" * 129):
        assert refusal(amina.join(100, key=key)) == (422, "invalid_request"), key


def test_a_retry_while_the_first_request_still_runs_has_to_wait(
    amina: Player, database: Database
) -> None:
    first = database.connect()  # what the first request holds until it commits
    with first.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", (f"{amina.id}:key-of-amina-1",)
        )
    answer = amina.join(100, key="key-of-amina-1")
    assert refusal(answer) == (409, "idempotency_key_busy")
    assert answer.headers["retry-after"] == "1"
    first.rollback()  # after a close alone the server may keep the lock for a moment
    first.close()
    assert amina.join(100, key="key-of-amina-1").status_code == 201


def test_ten_impatient_taps_make_one_ticket(amina: Player) -> None:
    answers = at_once(*[lambda: amina.join(100)] * 10)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert amina.wallet() == ("400.00", "100.00")


def test_ten_taps_with_one_key_make_one_ticket_and_no_other_answer(amina: Player) -> None:
    answers = at_once(*[lambda: amina.join(100, key="key-of-amina-1")] * 10)
    codes = {refusal(answer) for answer in answers if answer.status_code != 201}
    assert codes <= {(409, "idempotency_key_busy")}
    assert len({answer.text for answer in answers if answer.status_code == 201}) == 1
    assert amina.wallet() == ("400.00", "100.00")


def test_leaving_twice_in_the_same_instant_returns_the_stake_once(amina: Player) -> None:
    amina.join(100)
    at_once(*[amina.leave] * 6)
    assert amina.wallet() == ("500.00", "0.00")
