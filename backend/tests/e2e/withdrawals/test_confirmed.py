"""Withdrawals: who may request them, and how they are confirmed: code, pauses, quote.

Rows of docs/security.md: S16.
"""

from typing import Any

import pytest

from app.core.settings import get_settings
from devstack.api_client import sms_code
from tests.e2e import payouts
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


def test_a_quote_lists_all_that_will_happen_and_it_does(system: System, rich: Player) -> None:
    quote = _quote(rich, "withdrawal", "200.75")

    assert quote == {
        "kind": "withdrawal",
        "amount": "200.75",
        "fee": "0.00",
        "tax": "0.00",
        "tax_rate": "0",
        "tax_profile": "none",
        "net": "200.00",
        "change": "0.75",
        "phone": rich.phone,
        "minimum": "10.00",
        "maximum": "250000.00",
        "left_today": "500000.00",
        "allowed": True,
        "refusal": None,
    }
    withdrawal = payouts.withdraw(rich, "200.75")
    payouts.wait_for(rich, withdrawal, "paid")
    assert payouts.wallet(rich) == ("300.00", "0.00"), "the cents are back"
    assert payouts.received(system, rich) == 200


@pytest.mark.parametrize(
    ("kind", "amount", "code"),
    [
        ("withdrawal", 9, "amount_not_allowed"),
        ("withdrawal", 501, "insufficient_balance"),
        ("deposit", 9, "amount_not_allowed"),
        ("deposit", "10.50", "amount_not_allowed"),
    ],
)
def test_a_quote_refuses_as_the_request_would(
    rich: Player, kind: str, amount: Any, code: str
) -> None:
    quote = _quote(rich, kind, amount)

    assert quote["allowed"] is False
    assert quote["refusal"]["code"] == code
    assert quote["refusal"]["next_step"]
    refused = rich.post(f"/payments/{kind}s", {"amount": amount})
    assert refused.json()["code"] == code
    assert refused.json()["detail"] == quote["refusal"]["message"]


def test_a_wrong_code_sends_nothing_and_five_end_it(system: System, rich: Player) -> None:
    withdrawal = int(payouts.request(rich, 200).json()["id"])
    code = payouts.code_on(rich)
    wrong = "000000" if code != "000000" else "111111"

    tries = [payouts.confirm(rich, withdrawal, wrong).json()["code"] for _ in range(5)]

    assert tries == ["code_wrong"] * 5
    late = payouts.confirm(rich, withdrawal, code)
    assert (late.status_code, late.json()["code"]) == (422, "code_expired")
    assert payouts.seen(rich, withdrawal)["state"] == "awaiting_code"
    assert payouts.calls_for(system, withdrawal) == []


def test_a_code_confirms_its_own_withdrawal_and_no_other(system: System, rich: Player) -> None:
    first = int(payouts.request(rich, 100).json()["id"])
    code = payouts.code_of(system, rich, first)
    second = int(payouts.request(rich, 400).json()["id"])

    swapped = payouts.confirm(rich, second, code)

    assert swapped.json()["code"] in {"code_wrong", "code_expired"}
    assert payouts.seen(rich, first)["failure"]["code"] == "cancelled_by_player"
    gone = payouts.confirm(rich, first, code)
    assert (gone.status_code, gone.json()["code"]) == (409, "withdrawal_moved_on")
    assert payouts.wallet(rich) == ("100.00", "400.00")


def test_a_code_that_is_not_typed_gives_the_money_back_in_time(
    system: System, rich: Player
) -> None:
    asked = payouts.request(rich, 200).json()
    assert asked["code_expires_at"] > asked["created_at"]

    system.write("UPDATE withdrawals SET due_at = now() WHERE id = %s", asked["id"])

    back = payouts.wait_for(rich, asked["id"], "released")
    assert back["failure"]["code"] == "code_not_typed"
    assert payouts.wallet(rich) == ("500.00", "0.00")


def test_another_code_comes_after_a_pause_and_ends_the_first(system: System, rich: Player) -> None:
    withdrawal = int(payouts.request(rich, 200).json()["id"])
    first = payouts.code_of(system, rich, withdrawal)
    path = f"/payments/withdrawals/{withdrawal}/resend-code"
    soon = rich.post(path)
    assert (soon.status_code, soon.json()["code"]) == (429, "too_many_requests")
    system.write(
        "UPDATE sms_codes SET created_at = created_at - interval '61 s' WHERE withdrawal_id = %s",
        withdrawal,
    )

    assert rich.post(path).status_code == 202

    newest = payouts.code_of(system, rich, withdrawal)
    assert (
        newest == first or payouts.confirm(rich, withdrawal, first).json()["code"] == "code_wrong"
    )
    assert payouts.confirm(rich, withdrawal, newest).status_code == 202
    payouts.wait_for(rich, withdrawal, "paid")


def test_cancelling_in_time_releases_the_money_at_once(system: System, rich: Player) -> None:
    withdrawal = int(payouts.request(rich, 200).json()["id"])

    cancelled = rich.post(f"/payments/withdrawals/{withdrawal}/cancel")

    assert cancelled.json()["failure"]["code"] == "cancelled_by_player"
    assert payouts.wallet(rich) == ("500.00", "0.00")
    assert payouts.steps_of(system, withdrawal) == ["hold", "release"]


def test_a_withdrawal_that_was_sent_cannot_be_cancelled(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = payouts.withdraw(rich, 200)
    payouts.wait_for(rich, withdrawal, "sent", "unknown")

    refused = rich.post(f"/payments/withdrawals/{withdrawal}/cancel")

    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawal_moved_on")
    assert payouts.wallet(rich) == ("300.00", "200.00")


def test_a_player_cannot_see_or_confirm_the_withdrawal_of_another(
    system: System, rich: Player
) -> None:
    withdrawal = int(payouts.request(rich, 200).json()["id"])
    attacker = system.player(money=500)

    answers = [
        attacker.request("GET", f"/payments/withdrawals/{withdrawal}"),
        payouts.confirm(attacker, withdrawal, payouts.code_of(system, rich, withdrawal)),
        attacker.post(f"/payments/withdrawals/{withdrawal}/cancel"),
        attacker.post(f"/payments/withdrawals/{withdrawal}/resend-code"),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_no_withdrawal_for_a_day_after_a_password_reset(system: System, rich: Player) -> None:
    """A stolen phone shows our SMS; its owner has a day to notice."""
    new = "Mpya-kabisa-2026"
    system.api.post("/api/v1/auth/forgot-password", json={"identifier": rich.phone})
    inbox = eventually(lambda: system.sims.get(f"/_sim/phones/{rich.phone}").json()["sms"])
    code = sms_code(inbox[0]["text"])
    reset = {"identifier": rich.phone, "code": code, "new_password": new}
    done = system.api.post("/api/v1/auth/reset-password", json=reset)
    assert done.is_success, done.text
    rich.sign_in(rich.phone, new)

    refused = payouts.request(rich, 200)

    assert (refused.status_code, refused.json()["code"]) == (403, "withdrawal_cooling_off")
    assert payouts.wallet(rich) == ("500.00", "0.00")


def test_a_withdrawal_from_before_a_password_change_is_not_confirmed(
    system: System, rich: Player
) -> None:
    confirmed_before = int(payouts.request(rich, 100).json()["id"])
    code = payouts.code_on(rich)
    system.write("UPDATE users SET payouts_after = now() + interval '24 h' WHERE id = %s", rich.id)

    refused, late = payouts.request(rich, 200), payouts.confirm(rich, confirmed_before, code)

    for answer in (refused, late):
        assert (answer.status_code, answer.json()["code"]) == (403, "withdrawal_cooling_off")
    assert "withdrawals open again on" in refused.json()["detail"]
    assert _quote(rich, "withdrawal", 100)["refusal"]["code"] == "withdrawal_cooling_off"


def test_no_withdrawal_is_requested_while_they_are_paused(system: System, rich: Player) -> None:
    payouts.switch_payouts(system, is_on=False)

    refused = payouts.request(rich, 200)

    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawals_paused")
    assert payouts.wallet(rich) == ("500.00", "0.00")


def test_paused_deposits_take_no_new_wishes(system: System, player: Player) -> None:
    system.write("UPDATE switches SET is_on = false WHERE name = 'deposits'")
    try:
        refused = player.post("/payments/deposits", {"amount": 100})
        assert (refused.status_code, refused.json()["code"]) == (409, "deposits_paused")
        assert player.prompts() == []
    finally:
        system.write("UPDATE switches SET is_on = true WHERE name = 'deposits'")


def test_a_full_wallet_and_a_full_day_take_no_more(system: System) -> None:
    full = system.player(money=get_settings().deposit.wallet_maximum - 50)
    refused = full.post("/payments/deposits", {"amount": 100})
    assert (refused.status_code, refused.json()["code"]) == (409, "wallet_full")
    assert full.prompts() == []

    busy = system.player()
    system.write(
        "INSERT INTO deposits (user_id, phone, amount, state, holds_phone, account_reference,"
        " token_sha256, due_at) SELECT %s, %s, 250000, 'unknown', false, 'DAY' || n || %s,"
        " sha256(('day' || n || %s)::bytea), now() + interval '1 h' FROM generate_series(1, 2) n",
        *(busy.id, busy.phone, str(busy.id), str(busy.id)),
    )
    refused = busy.post("/payments/deposits", {"amount": 100})
    assert (refused.status_code, refused.json()["code"]) == (409, "daily_limit_reached")


def _quote(player: Player, kind: str, amount: Any) -> Any:
    answer = player.post("/payments/quote", {"kind": kind, "amount": amount})
    assert answer.status_code == 200, answer.text
    return answer.json()
