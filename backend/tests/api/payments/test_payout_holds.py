"""What stays in the wallet a while: the player reads why and until when, and it stays theirs."""

from tests.support.arena import Arena, Player, refusal


def withdraw(player: Player, amount: int) -> tuple[int, str]:
    answer = player.post("/payments/withdrawals", {"amount": amount})
    return refusal(answer) if answer.status_code >= 400 else (answer.status_code, "")


def test_winnings_under_appeal_are_held_and_the_rest_can_leave(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    arena.admin().decide(match_id, "player1")
    why = "The recording was of another match."
    two.post(f"/matches/{match_id}/appeal", {"reason": why})
    assert withdraw(one, 401) == (409, "withdrawal_held"), "580 less the prize of 180"
    assert withdraw(one, 400)[0] == 202
    assert withdraw(two, 400)[0] == 202, "the loser has nothing of it"


def test_after_the_appeal_all_of_it_can_leave(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    arena.admin().decide(match_id, "player1")
    why = "The recording was of another match."
    two.post(f"/matches/{match_id}/appeal", {"reason": why})
    body = {"decision": "uphold", "reason": "The recording is of this match."}
    arena.admin().post(f"/admin/matches/{match_id}/appeal", body)
    assert withdraw(one, 580)[0] == 202


def test_an_unconfirmed_prize_stays_a_day(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    arena.sql(
        "INSERT INTO payout_holds (user_id, match_id, amount, until, reason)"
        f" VALUES ({one.id}, {match_id}, 180, now() + interval '1 day', 'silence')"
    )
    answer = one.post("/payments/withdrawals", {"amount": 300})
    assert refusal(answer) == (409, "withdrawal_held")
    body = answer.json()
    assert (body["free"], "It stays yours" in body["detail"]) == ("220.00", True)
    assert body["until"]
    assert withdraw(one, 220)[0] == 202


def test_a_hold_that_is_over_keeps_nothing(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    arena.sql(
        "INSERT INTO payout_holds (user_id, match_id, amount, until, reason)"
        f" VALUES ({one.id}, {match_id}, 180, now() - interval '1 second', 'silence')"
    )
    assert withdraw(one, 400)[0] == 202
