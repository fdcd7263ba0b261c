"""What a ruling gives stays in the wallet until nobody can have it taken back any more.

It can be neither withdrawn nor staked: who stakes it loses it, on purpose, to a friend.
"""

from decimal import Decimal

import pytest

from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, Player, refusal

WHY = "The recording was of another match."


def withdrawn(player: Player, amount: Decimal | str) -> tuple[int, str]:
    answer = player.post("/payments/withdrawals", {"amount": str(amount)})
    return refusal(answer) if answer.status_code >= 400 else (answer.status_code, "")


def ruled(arena: Arena, result: str, *, wager: int = 500) -> tuple[Player, Player, int]:
    """Let two players with KES 600 each have a dispute about a pot that is ruled so."""
    one, two, match_id = arena.disputing(wager=wager, money=600)
    assert arena.admin().decide(match_id, result).status_code == 200
    return one, two, match_id


def available(player: Player) -> str:
    return str(player.get("/payments/wallet")["available"])


def appeal(player: Player, match_id: int) -> None:
    assert player.post(f"/matches/{match_id}/appeal", {"reason": WHY}).status_code == 200


def overrule(arena: Arena, match_id: int, result: str | None) -> None:
    body = {"decision": "overturn", "result": result} if result else {"decision": "uphold"}
    answer = arena.admin().post(f"/admin/matches/{match_id}/appeal", {**body, "reason": WHY})
    assert answer.status_code == 200, answer.text


def let_a_day_pass(arena: Arena) -> None:
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER USER; ALTER TABLE payout_holds DISABLE TRIGGER USER;"
        "UPDATE matches SET completed_at = completed_at - interval '86461 seconds';"
        "UPDATE payout_holds SET until = until - interval '86461 seconds';"
        "ALTER TABLE matches ENABLE TRIGGER USER; ALTER TABLE payout_holds ENABLE TRIGGER USER"
    )


def debts(arena: Arena) -> str:
    ((owed,),) = arena.sql("SELECT sum(balance) FROM accounts WHERE kind = 'user_receivable'")
    return f"{owed:.0f}"


def test_two_accounts_take_no_prize_out_before_its_appeal(arena: Arena) -> None:
    one, two, match_id = ruled(arena, "player1")
    assert withdrawn(one, "1000") == (409, "withdrawal_held")
    assert withdrawn(one, "100")[0] == 202, "what they did not stake is theirs at once"
    appeal(two, match_id)
    overrule(arena, match_id, "player2")
    assert (available(one), available(two), debts(arena)) == ("0.00", "1000.00", "0")
    assert withdrawn(two, "1000")[0] == 202, "nobody can take this back any more"


def test_a_prize_that_may_be_taken_back_cannot_be_staked(arena: Arena) -> None:
    one, two, match_id = ruled(arena, "player1")
    answer = one.join(101)
    assert refusal(answer) == (409, "money_held")
    assert "can still be appealed against" in answer.json()["detail"]
    assert one.wallet() == ("1000.00", "0.00"), "nothing was taken for it"
    assert one.join(100).status_code == 201
    answer = one.post("/matches/challenges", {"wager_amount": 100, "opponent": two.username})
    assert refusal(answer) == (409, "already_in_play")
    one.leave()
    appeal(two, match_id)
    assert refusal(one.join(101)) == (409, "money_held")
    overrule(arena, match_id, None)
    assert one.join(1000).status_code == 201, "upheld, it is theirs"


def test_after_a_day_without_an_appeal_the_prize_can_leave(arena: Arena) -> None:
    one, two, match_id = ruled(arena, "player1")
    let_a_day_pass(arena)
    answer = two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    assert refusal(answer) == (409, "appeal_closed")
    assert withdrawn(one, "1000")[0] == 202


def test_an_appeal_holds_the_prize_however_long_it_takes(arena: Arena) -> None:
    one, two, match_id = ruled(arena, "player1")
    appeal(two, match_id)
    for _ in range(3):
        let_a_day_pass(arena)
    assert withdrawn(one, "1000") == (409, "withdrawal_held")
    overrule(arena, match_id, "player2")
    assert Decimal(debts(arena)) == 0


@pytest.mark.parametrize(
    ("result", "share"), [("split", "450.00"), ("draw", "500.00"), ("void", "500.00")]
)
def test_where_both_got_something_both_shares_stay(arena: Arena, result: str, share: str) -> None:
    one, two, match_id = ruled(arena, result)
    for player in (one, two):
        assert withdrawn(player, Decimal(share) + 100) == (409, "withdrawal_held")
        assert withdrawn(player, "100")[0] == 202
    for player in (one, two):
        appeal(player, match_id)
    overrule(arena, match_id, "player2")
    assert (available(one), available(two), debts(arena)) == ("0.00", "900.00", "0")


def test_a_ruling_of_two_referees_is_held_as_well(arena: Arena) -> None:
    one, two, match_id = arena.disputing(wager=6_000, money=6_000)
    arena.admin().decide(match_id, "player1")
    arena.admin().post(f"/admin/matches/{match_id}/confirm", {"reason": WHY})
    assert withdrawn(one, "10800") == (409, "withdrawal_held")
    assert withdrawn(two, "10") == (409, "insufficient_balance")


def test_a_game_that_is_played_again_holds_only_what_it_ends_in(arena: Arena) -> None:
    one, two, match_id = ruled(arena, "replay")
    assert arena.sql("SELECT 1 FROM payout_holds") == []
    assert withdrawn(one, "100")[0] == 202
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert withdrawn(one, "900")[0] == 202, "both agree"
    arena.let_time_pass(86_401)
    sweep_matches()
    assert one.match(match_id)["status"] == "completed"
