"""Repeated and concurrent requests, and limits: a refused one moves no money.

Rows of docs/security.md: S16.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e import payouts
from tests.e2e.player import Player
from tests.e2e.system import System


def test_55_two_withdrawals_at_once_that_exceed_the_balance_hold_the_money_once(
    system: System, rich: Player
) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: payouts.request(rich, 400), range(6)))

    assert payouts.wallet(rich) == ("100.00", "400.00"), "the newest one alone holds money"
    pending = [w for w in rich.get("/payments/withdrawals")["items"] if w["status"] == "pending"]
    assert len(pending) == 1
    assert {answer.status_code for answer in answers} <= {202, 429}
    rich.behave(b2c_result="stuck")
    payouts.confirm(rich, pending[0]["id"], payouts.code_of(system, rich, pending[0]["id"]))
    refused = payouts.request(rich, 400)
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_balance")
    assert payouts.wallet(rich) == ("100.00", "400.00")


def test_56_the_same_withdrawal_sent_twice_is_one_payout(system: System, rich: Player) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(
                lambda _: payouts.request(rich, 200, key="one-intent-of-" + rich.phone), range(4)
            )
        )
    again = payouts.request(rich, 200, key="one-intent-of-" + rich.phone)
    assert {a.status_code for a in answers} <= {202, 409}, "409: the first one still runs"
    assert again.headers["Idempotent-Replayed"] == "true"
    assert {a.json()["id"] for a in answers if a.status_code == 202} == {again.json()["id"]}
    withdrawal, code = int(again.json()["id"]), payouts.code_on(rich)

    with ThreadPoolExecutor(4) as pool:
        confirmed = list(pool.map(lambda _: payouts.confirm(rich, withdrawal, code), range(4)))

    assert {answer.status_code for answer in confirmed} == {202}
    payouts.wait_for(rich, withdrawal, "paid")
    assert len(payouts.payouts_to(system, rich)) == 1
    assert payouts.wallet(rich) == ("300.00", "0.00")


@pytest.mark.parametrize("amount", [9, "9.99", 250_001, "250001.00"])
def test_59_too_little_or_too_much_at_once_is_refused_before_anything_is_held(
    system: System, amount: Any
) -> None:
    player = system.player(money=400_000)

    refused = payouts.request(player, amount)

    assert (refused.status_code, refused.json()["code"]) == (422, "amount_not_allowed")
    assert "KES 10 to KES 250,000" in refused.json()["detail"]
    assert payouts.wallet(player) == ("400000.00", "0.00")
    assert payouts.sms_on(player) == []


def test_59_more_than_a_day_allows_is_refused_before_anything_is_held(system: System) -> None:
    player = system.player(money=600_000)
    player.behave(b2c_result="stuck")
    for _ in range(2):
        asked = int(payouts.request(player, 250_000).json()["id"])
        payouts.confirm(player, asked, payouts.code_of(system, player, asked))

    refused = payouts.request(player, 10)

    assert (refused.status_code, refused.json()["code"]) == (409, "daily_limit_reached")
    assert payouts.wallet(player) == ("100000.00", "500000.00")
    quote = player.post("/payments/quote", {"kind": "withdrawal", "amount": 10}).json()
    assert (quote["allowed"], quote["left_today"]) == (False, "0.00")
    assert quote["refusal"]["code"] == "daily_limit_reached"
