"""Challenges: by link, by name, on the board; a rematch needs two; the stake is never stuck."""

from decimal import Decimal
from functools import partial

import pytest

from app.core.settings import get_settings
from app.workers.tasks.matches import pair_players
from app.workers.tasks.matchmaking import sweep_tickets
from tests.support.arena import Arena, Json, Player, at_once, refusal
from tests.support.ws_listener import listen


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


@pytest.fixture
def brian(arena: Arena) -> Player:
    return arena.player(username="brian", rating=1900)


def challenge(player: Player, **terms: object) -> Json:
    answer = player.post("/matches/challenges", {"wager_amount": 100, **terms})
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def accept(player: Player, made: Json) -> Json:
    answer = player.post(f"/matches/challenges/{made['code']}/accept")
    assert answer.status_code == 200, answer.text
    taken: Json = answer.json()
    return taken


def board(player: Player) -> list[str]:
    return [one["code"] for one in player.get("/matches/challenges")["items"]]


def test_any_player_with_the_link_may_play_at_any_rating(amina: Player, brian: Player) -> None:
    made = challenge(amina, mode="sd")
    assert (made["state"], made["challenger"], made["opponent"]) == ("open", "amina", None)
    assert amina.wallet() == ("400.00", "100.00")
    seen = brian.get(f"/matches/challenges/{made['code'].lower()}")
    assert (seen["wager_amount"], seen["mode"], seen["is_mine"]) == ("100.00", "sd", False)

    taken = accept(brian, made)
    match = amina.match(taken["match_id"])
    assert taken["state"] == "accepted"
    assert (match["player1"]["username"], match["player2"]["username"]) == ("amina", "brian")
    assert (match["status"], match["mode"], match["pot"]) == ("pending", "sd", "200.00")
    assert amina.queue()["match_id"] == brian.queue()["match_id"] == match["id"]
    assert amina.wallet() == brian.wallet() == ("400.00", "100.00")


def test_an_own_range_holds_on_the_board_and_by_link_but_not_by_name(
    arena: Arena, amina: Player, brian: Player
) -> None:
    near = arena.player(rating=1100)
    made = challenge(amina, own_range=200)
    assert made["own_range"] == 200
    assert (board(near), board(brian), board(amina)) == ([made["code"]], [], [made["code"]])
    answer = brian.post(f"/matches/challenges/{made['code']}/accept")
    assert refusal(answer) == (403, "challenge_not_for_you")
    assert brian.wallet() == ("500.00", "0.00")
    amina.leave()
    by_name = challenge(amina, own_range=200, opponent="brian")
    assert by_name["own_range"] is None
    assert accept(brian, by_name)["state"] == "accepted"


def test_a_challenge_is_a_ticket_that_the_queue_pairs_with_nobody(
    arena: Arena, amina: Player
) -> None:
    made = challenge(amina)
    other = arena.player()
    assert other.join(100).json()["status"] == "searching"
    assert other.queue()["waiting_players"] == 0
    pair_players()
    assert other.queue()["status"] == "searching"
    seen = amina.queue()
    assert (seen["status"], seen["challenge_code"]) == ("challenging", made["code"])
    assert seen["waiting_players"] is None
    assert refusal(amina.join(50)) == (409, "already_in_play")
    assert refusal(amina.post("/matches/challenges", {"wager_amount": 50})) == (
        409,
        "already_in_play",
    )
    assert amina.wallet() == ("400.00", "100.00")


def test_a_challenge_by_name_is_for_that_player_alone(
    arena: Arena, amina: Player, brian: Player
) -> None:
    made = challenge(amina, opponent="Brian")
    outsider = arena.player()
    assert made["opponent"] == "brian"
    assert board(brian) == board(amina) == [made["code"]]
    assert board(outsider) == []
    path = f"/matches/challenges/{made['code']}"
    assert refusal(outsider.post(f"{path}/accept")) == (403, "challenge_not_for_you")
    assert refusal(outsider.http.delete(path)) == (404, "not_found")
    assert brian.http.delete(path).json()["state"] == "cancelled", "declined"
    assert amina.wallet() == ("500.00", "0.00")
    assert refusal(brian.post(f"{path}/accept")) == (409, "challenge_moved_on")


def test_the_board_shows_acceptable_challenges_own_invitations_first(
    arena: Arena, amina: Player, brian: Player
) -> None:
    to_all = challenge(amina)
    to_brian = challenge(arena.player(), opponent="brian")
    hidden = arena.player()
    challenge(hidden)
    brian.http.put(f"/users/me/blocks/{hidden.username}")
    assert board(brian) == [to_brian["code"], to_all["code"]]
    accept(brian, to_all)
    assert board(brian) == [to_brian["code"]]


def test_a_block_also_refuses_challenges(amina: Player, brian: Player) -> None:
    made = challenge(amina)
    amina.http.put("/users/me/blocks/brian")
    path = f"/matches/challenges/{made['code']}/accept"
    assert refusal(brian.post(path)) == (403, "challenge_not_for_you")
    amina.leave()
    answer = brian.post("/matches/challenges", {"wager_amount": 50, "opponent": "amina"})
    assert refusal(answer) == (403, "challenge_not_for_you")
    assert refusal(amina.post(path)) == (403, "challenge_not_for_you"), "one's own challenge"


def test_an_invalid_challenge_is_refused_and_holds_nothing(arena: Arena, amina: Player) -> None:
    for request, expected in (
        ({"wager_amount": 100, "opponent": "nobody"}, (404, "not_found")),
        ({"wager_amount": 19}, (422, "amount_not_allowed")),
        ({"wager_amount": 501}, (409, "insufficient_balance")),
    ):
        assert refusal(amina.post("/matches/challenges", request)) == expected
    assert amina.wallet() == ("500.00", "0.00")
    assert refusal(amina.http.get("/matches/challenges/NOSUCH99")) == (404, "not_found")
    poor = arena.player(money=99)
    made = challenge(amina)
    answer = poor.post(f"/matches/challenges/{made['code']}/accept")
    assert refusal(answer) == (409, "insufficient_balance")
    assert amina.queue()["status"] == "challenging"


def test_leaving_the_queue_withdraws_the_challenge(amina: Player) -> None:
    made = challenge(amina)
    assert amina.leave().json()["status"] == "idle"
    assert amina.get(f"/matches/challenges/{made['code']}")["state"] == "cancelled"
    assert amina.http.delete(f"/matches/challenges/{made['code']}").status_code == 200
    assert amina.wallet() == ("500.00", "0.00")


def test_after_an_hour_the_stake_is_back(arena: Arena, amina: Player, brian: Player) -> None:
    made = challenge(amina)
    arena.sql("UPDATE challenges SET due_at = due_at - interval '59 minutes'")
    sweep_tickets()
    assert amina.wallet() == ("400.00", "100.00")
    arena.sql("UPDATE challenges SET due_at = due_at - interval '2 minutes'")
    path = f"/matches/challenges/{made['code']}"
    assert refusal(brian.post(f"{path}/accept")) == (409, "challenge_moved_on")
    sweep_tickets()
    assert amina.get(path)["state"] == "expired"
    assert amina.wallet() == ("500.00", "0.00")
    assert amina.queue()["status"] == "idle"


def test_of_six_simultaneous_acceptances_one_plays(arena: Arena, amina: Player) -> None:
    made = challenge(amina)
    players = [arena.player() for _ in range(6)]
    path = f"/matches/challenges/{made['code']}/accept"
    answers = at_once(*[partial(one.post, path) for one in players])
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    assert sum(Decimal(player.wallet()[1]) for player in players) == 100


def test_accepting_and_withdrawing_at_once_ends_in_one_of_both(
    amina: Player, brian: Player
) -> None:
    for _ in range(4):
        made = challenge(amina)
        path = f"/matches/challenges/{made['code']}"
        take = partial(brian.post, f"{path}/accept")
        at_once(amina.leave, take)
        sweep_tickets()
        if amina.queue()["status"] == "matched":
            brian.cancel(amina.queue()["match_id"])
        assert amina.wallet() == brian.wallet() == ("500.00", "0.00")


def test_the_same_key_makes_one_challenge(amina: Player) -> None:
    request = {"wager_amount": 100}
    first = amina.post("/matches/challenges", request, key="challenge-1")
    again = amina.post("/matches/challenges", request, key="challenge-1")
    assert again.text == first.text
    assert again.headers["idempotent-replayed"] == "true"


def test_a_rematch_needs_both_and_may_come_at_once(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    assert refusal(one.post(f"/matches/{match_id}/rematch")) == (409, "match_moved_on")
    one.report(match_id, "won")
    two.report(match_id, "lost")
    asked = one.post(f"/matches/{match_id}/rematch").json()
    assert (asked["state"], asked["opponent"]) == ("open", two.username)
    assert (asked["rematch_of"], asked["wager_amount"]) == (match_id, "100.00")
    assert one.post(f"/matches/{match_id}/rematch").json() == asked, "asking twice is asking once"

    agreed = two.post(f"/matches/{match_id}/rematch").json()
    assert (agreed["code"], agreed["state"]) == (asked["code"], "accepted")
    again = one.match(agreed["match_id"])
    assert (again["status"], again["wager_amount"]) == ("pending", "100.00")
    outsider = arena.player()
    assert refusal(outsider.post(f"/matches/{match_id}/rematch")) == (404, "not_found")


def test_a_challenge_by_name_rings_the_player_and_its_acceptance_the_challenger(
    amina: Player, brian: Player
) -> None:
    with listen(brian) as rings, listen(amina) as answers:
        made = challenge(amina, opponent="brian")
        hint = rings.receive_until("challenge.received")
        assert hint["data"] == {
            "code": made["code"],
            "challenger": "amina",
            "wager_amount": "100.00",
        }
        taken = accept(brian, made)
        hint = answers.receive_until("challenge.accepted")
        assert hint["data"] == {
            "code": made["code"],
            "match_id": taken["match_id"],
            "opponent": "brian",
        }


def test_nobody_challenges_the_same_player_again_and_again(arena: Arena, amina: Player) -> None:
    victim = arena.player(username="victim")
    for _ in range(5):
        challenge(amina, opponent="victim")
        amina.leave()
    answer = amina.post("/matches/challenges", {"wager_amount": 100, "opponent": "victim"})
    assert refusal(answer) == (429, "too_many_requests")
    assert 3500 < answer.json()["retry_after"] <= 3600
    assert amina.wallet() == ("500.00", "0.00")
    challenge(amina, opponent=arena.player().username)
    amina.leave()
    assert challenge(victim, opponent="amina")["state"] == "open", "the other way is another matter"


def test_challenges_that_were_taken_do_not_count(arena: Arena, amina: Player) -> None:
    friend = arena.player(username="friend", money=5000)
    for _ in range(6):
        taken = accept(friend, challenge(amina, wager_amount=20, opponent="friend"))
        for player in (amina, friend):
            player.ready(taken["match_id"])
        for player in (amina, friend):
            player.report(taken["match_id"], "draw")


def test_past_so_many_challenges_in_an_hour_a_player_gets_no_more_hints(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHMAKING_CHALLENGE_HINTS", "2")
    get_settings.cache_clear()
    victim = arena.player(username="victim")
    with listen(victim) as rings:
        codes = [challenge(arena.player(), opponent="victim")["code"] for _ in range(3)]
        hints = [hint for hint in rings.receive_all() if hint["topic"] != "notifications"]
        rung = [hint["data"]["code"] for hint in hints]
    assert rung == codes[:2]
    assert set(board(victim)) == set(codes), "all of them stand on the board"
    monkeypatch.undo()
    get_settings.cache_clear()
