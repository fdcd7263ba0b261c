"""What stays in the wallet a while: the player reads why and until when, and it stays theirs."""

from typing import Any

from tests.support.arena import Arena, Player, refusal


def withdraw(player: Player, amount: int) -> tuple[int, str]:
    answer = player.post("/payments/withdrawals", {"amount": amount})
    return refusal(answer) if answer.status_code >= 400 else (answer.status_code, "")


def held(player: Player) -> list[dict[str, Any]]:
    holds: list[dict[str, Any]] = player.get("/payments/wallet")["holds"]
    return holds


def playable(player: Player) -> str:
    return str(player.get("/payments/wallet")["playable"])


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


def test_the_wallet_says_how_much_is_held_why_and_until_when(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    assert (held(one), playable(one)) == ([], "400.00")
    arena.admin().decide(match_id, "player1")
    (ruled,) = held(one)
    assert (ruled["amount"], ruled["reason"], ruled["match_id"]) == ("180.00", "ruled", match_id)
    assert f"The ruling about match {match_id} can still be appealed against." == ruled["why"]
    assert ruled["until"] is not None
    assert (one.wallet()[0], playable(one)) == ("580.00", "400.00")
    assert held(two) == [], "the loser has nothing of it"

    two.post(f"/matches/{match_id}/appeal", {"reason": "The recording was of another match."})
    (looked_at,) = held(one)
    assert (looked_at["reason"], looked_at["until"]) == ("looked_at_again", None)
    assert (looked_at["amount"], playable(one)) == ("180.00", "400.00")

    body = {"decision": "uphold", "reason": "The recording is of this match."}
    arena.admin().post(f"/admin/matches/{match_id}/appeal", body)
    assert (held(one), playable(one)) == ([], "580.00")


def test_what_only_stops_withdrawals_can_still_be_staked(arena: Arena) -> None:
    player = arena.player()
    arena.sql(
        "INSERT INTO player_risks (user_id, score, held_until, scored_at)"
        f" VALUES ({player.id}, 60, now() + interval '1 day', now());"
        f"UPDATE users SET payouts_after = now() + interval '3 days' WHERE id = {player.id}"
    )
    assert [(hold["reason"], hold["amount"]) for hold in held(player)] == [
        ("risk", None),
        ("cooling_off", None),
    ]
    assert all(hold["until"] and hold["why"] for hold in held(player))
    assert playable(player) == "500.00"
    arena.sql("UPDATE player_risks SET frozen = true")
    assert (held(player)[0]["reason"], held(player)[0]["until"]) == ("frozen", None)


def test_more_cannot_be_held_than_there_is(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    arena.sql(
        "INSERT INTO payout_holds (user_id, match_id, amount, until, reason)"
        f" VALUES ({one.id}, {match_id}, 1000, now() + interval '1 day', 'silence')"
    )
    assert (held(one)[0]["reason"], playable(one)) == ("not_confirmed", "0.00")
    assert one.get("/payments/wallet")["held"] == one.wallet()[0]
