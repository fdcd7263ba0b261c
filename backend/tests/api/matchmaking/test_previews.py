"""What a player knows before they stake: chances, what the fee makes of them, and the wait."""

import pytest

from app.domain.ratings.glicko2 import Rating, win_chance
from tests.support.arena import Arena, Json, Player, refusal


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina", rating=1000)


def offer(player: Player, wager: int = 100, **terms: object) -> Json:
    answer = player.post("/matchmaking/offer", {"wager_amount": wager, **terms})
    assert answer.status_code == 200, answer.text
    card: Json = answer.json()
    return card


def record_waits(arena: Arena, waits: tuple[int, ...], wager: int = 100) -> None:
    """Make pairs whose first player waited so long (seconds)."""
    for waited in waits:
        one, two = arena.player(), arena.player()
        one.join(wager)
        arena.let_time_pass(waited)
        assert two.join(wager).json()["status"] == "matched"


def test_the_offer_holds_nothing_and_says_what_the_fee_makes_of_a_match(amina: Player) -> None:
    card = offer(amina)
    assert (card["prize"], card["fee"]) == ("180.00", "20.00")
    assert card["break_even"] == pytest.approx(100 / 180)
    assert amina.wallet() == ("500.00", "0.00")
    assert amina.queue()["status"] == "idle"


def test_with_nobody_waiting_the_band_is_that_of_the_window(amina: Player) -> None:
    card = offer(amina)
    assert (card["basis"], card["is_provisional"]) == ("window", False)
    me = Rating(1000, 60)
    assert card["lowest_chance"] == pytest.approx(win_chance(me, Rating(1100, 60)))
    assert card["chance"] == pytest.approx(0.5)
    assert card["highest_chance"] == pytest.approx(win_chance(me, Rating(900, 60)))
    assert card["gain"] == "-10.00", "two equals pay the fee together"
    assert float(card["lowest_gain"]) < -10 < 0 < float(card["highest_gain"])


def test_with_a_waiting_player_the_preview_is_about_them(arena: Arena, amina: Player) -> None:
    arena.player(rating=1080).join(100)
    arena.player(rating=1300).join(100)  # cannot be met yet
    card = offer(amina)
    assert card["basis"] == "waiting"
    expected = win_chance(Rating(1000, 60), Rating(1080, 60))
    for name in ("lowest_chance", "chance", "highest_chance"):
        assert card[name] == pytest.approx(expected)
    assert card["widening"]["opponents_now"] == 1


def test_the_preview_of_a_newcomer_says_that_the_chance_is_an_estimate(arena: Arena) -> None:
    assert offer(arena.player(deviation=350))["is_provisional"] is True


def test_the_stakes_of_a_newcomer_are_limited(arena: Arena) -> None:
    newcomer, known = arena.player(money=2_000, deviation=111), arena.player(money=2_000)
    assert known.queue()["newcomer_maximum"] is None
    assert newcomer.queue()["newcomer_maximum"] == "500.00"
    challenge = {"wager_amount": 501}
    code = known.post("/matches/challenges", challenge).json()["code"]
    for answer in (
        newcomer.join(501),
        newcomer.post("/matchmaking/offer", {"wager_amount": 501}),
        newcomer.post("/matches/challenges", challenge),
        newcomer.post(f"/matches/challenges/{code}/accept"),
    ):
        assert refusal(answer) == (422, "newcomer_stake_too_high")
        assert answer.json()["maximum"] == "500.00"
    assert newcomer.wallet() == ("2000.00", "0.00")
    assert newcomer.join(500).json()["newcomer_maximum"] == "500.00"
    newcomer.leave()
    arena.sql(f"UPDATE player_stats SET deviation = 110 WHERE user_id = {newcomer.id}")
    assert newcomer.join(501).status_code == 201


def test_the_card_says_what_waiting_and_the_lower_stake_would_bring(
    arena: Arena, amina: Player
) -> None:
    arena.player(rating=1140).join(100)
    arena.player(rating=1050).join(50)
    arena.player(rating=1050).join(20)
    found = offer(amina)["widening"]
    assert (found["window"], found["in_seconds"]) == (100, 15)
    assert (found["opponents_now"], found["opponents_then"]) == (0, 1)
    assert (found["lower_stake"], found["opponents_with_lower"]) == ("50.00", 1)
    assert found["expected"] is None
    assert offer(amina, 20)["widening"]["lower_stake"] is None, "there is no tier below"


def test_expected_waits_are_measured_and_say_what_they_were_measured_from(
    arena: Arena, amina: Player
) -> None:
    record_waits(arena, (10, 20, 30, 40, 50))
    expected = offer(amina)["widening"]["expected"]
    assert (expected["searches"], expected["found"], expected["basis"]) == (5, 5, "stake")
    assert (expected["p50"], expected["p90"]) == (30, 50)
    like_it = offer(amina, 50)["widening"]["expected"]
    assert (like_it["p50"], like_it["basis"]) == (30, "stakes")
    assert offer(amina, 200)["widening"]["expected"] is None
    assert offer(amina, mode="sd")["widening"]["expected"] is None


def test_the_wait_for_a_lower_stake_combines_the_waits_at_both(arena: Arena, amina: Player) -> None:
    record_waits(arena, (100,) * 5)
    record_waits(arena, (10,) * 6, wager=50)
    found = offer(amina)["widening"]
    assert found["expected"]["p50"] == 100
    assert found["expected_with_lower"]["p50"] == 10
    assert found["expected_with_lower"]["searches"] == 11


def test_the_queue_says_the_same_while_one_waits(arena: Arena, amina: Player) -> None:
    record_waits(arena, (10, 20, 30, 40, 50))
    arena.player(rating=1240).join(100)
    amina.join(100)
    arena.let_time_pass(20)
    seen = amina.queue()
    assert (seen["expected_wait_seconds"], seen["expected_wait_p90_seconds"]) == (30, 50)
    widening = seen["widening"]
    assert widening["window"] == 150
    assert 0 < widening["in_seconds"] <= 10
    assert (widening["opponents_now"], widening["opponents_then"]) == (0, 0)


def test_a_match_shows_each_player_their_own_chance(arena: Arena) -> None:
    strong, weak = arena.player(rating=1050), arena.player(rating=990)
    strong.join(100)
    match_id = weak.join(100).json()["match_id"]
    good = strong.get(f"/matches/{match_id}/offer")
    bad = weak.get(f"/matches/{match_id}/offer")
    assert good["chance"] == pytest.approx(win_chance(Rating(1050, 60), Rating(990, 60)))
    assert good["chance"] + bad["chance"] == pytest.approx(1)
    assert good["lowest_chance"] < good["chance"] < good["highest_chance"]
    assert (good["basis"], good["widening"]) == ("opponent", None)
    outsider = arena.player()
    assert refusal(outsider.http.get(f"/matches/{match_id}/offer")) == (404, "not_found")


def test_a_stake_outside_the_limits_gets_no_offer(amina: Player) -> None:
    answer = amina.post("/matchmaking/offer", {"wager_amount": 19})
    assert refusal(answer) == (422, "amount_not_allowed")
