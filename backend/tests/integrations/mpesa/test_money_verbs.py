"""Payouts, inquiries and refunds against a simulated Daraja on a real socket."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.domain.payments.inquiries import BalanceInquiry, StatusInquiry, StatusVerdict
from app.domain.payments.mpesa.payout_codes import PayoutFailure, PayoutOutcome
from app.domain.payments.payouts import Payout
from app.domain.payments.reversals import ReversalOrder, ReversalOutcome
from app.integrations.mpesa import inquiry_wire, payout_wire, reversal_wire
from app.integrations.mpesa.client import Daraja
from app.integrations.mpesa.errors import (
    Busy,
    CredentialTrouble,
    DuplicateRequest,
    MpesaError,
    NotSent,
    PayoutRefused,
    TokenTrouble,
    Unknown,
)

B2C = "/mpesa/b2c"
TOKEN = "5e" * 32

New = Callable[..., Daraja]


@pytest.fixture(autouse=True)
def _money_to_pay_out(world: httpx.Client, new_daraja: New) -> None:
    world.put("/_sim/org", json={"utility": 100_000}).raise_for_status()


def payout(number: int = 1, **changes: Any) -> Payout:
    terms: dict[str, Any] = {
        "withdrawal_id": number,
        "originator_conversation_id": f"W{number}-0123456789abcdef",
        "phone": f"2547110000{number:02d}",
        "amount": 500,
        "token": TOKEN,
    }
    return Payout(**(terms | changes))


def count(world: httpx.Client, path: str) -> int:
    return len(world.get("/_sim/requests", params={"path": path}).json())


def fault(world: httpx.Client, api: str, kind: str, **more: Any) -> None:
    world.post("/_sim/faults", json={"api": api, "kind": kind, **more}).raise_for_status()


def callback_of(world: httpx.Client, path: str, *, token: str = TOKEN) -> bytes:
    """Return the body of the newest message to an address, sent or not."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        found = [
            one
            for one in world.get("/_sim/callbacks").json()
            if one["url"].endswith(f"/hooks/d/{token}/{path}")
        ]
        if found:
            body = found[0]["body"]
            return body.encode() if isinstance(body, str) else json.dumps(body).encode()
        time.sleep(0.05)
    raise AssertionError(f"M-Pesa has sent nothing to {path}")


def test_a_payout_is_accepted_under_our_id_and_its_result_is_read(
    world: httpx.Client, new_daraja: New
) -> None:
    accepted = new_daraja().b2c(payout())

    assert accepted.originator_conversation_id == payout().originator_conversation_id
    assert accepted.conversation_id.startswith("AG_")
    said = payout_wire.read_b2c_result(callback_of(world, "b2c/result"))
    assert said is not None
    assert said.meaning.outcome is PayoutOutcome.PAID
    assert (said.amount, said.conversation_id) == (Decimal(500), accepted.conversation_id)
    assert said.receiver_is("254711000001") is True


@pytest.mark.parametrize("in_200", [True, False])
def test_44_a_repeated_payout_is_there_already(
    world: httpx.Client, new_daraja: New, *, in_200: bool
) -> None:
    world.put("/_sim/switches", json={"duplicate_in_200": in_200}).raise_for_status()
    daraja = new_daraja()
    daraja.b2c(payout())

    with pytest.raises(DuplicateRequest):
        daraja.b2c(payout())

    assert len(world.get("/_sim/payouts").json()) == 1


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("hang", Unknown),
        ("hang_after_processing", Unknown),
        ("reset_before", Unknown),
        ("reset_after_processing", Unknown),
        ("truncated_json", Unknown),
        ("html_503", Unknown),
        ("http_500", Unknown),
        ("response_code", Unknown),
        ("duplicate_originator", DuplicateRequest),
        ("spike_arrest", Busy),
        ("quota", Busy),
        ("no_apiproduct", PayoutRefused),
        ("merchant_does_not_exist", PayoutRefused),
    ],
)
def test_41_a_payout_is_sent_once_whatever_happens(
    world: httpx.Client, new_daraja: New, kind: str, error: type[Exception]
) -> None:
    fault(world, "b2c", kind, seconds=200)

    with pytest.raises(MpesaError) as caught:
        new_daraja().b2c(payout())

    assert type(caught.value) is error
    assert count(world, B2C) == 1


@pytest.mark.parametrize("code", ["404.001.03", "400.003.01", "401.002.01", "401.001"])
@pytest.mark.parametrize("api", ["b2c", "status", "balance", "reversal"])
def test_24_a_dead_token_costs_one_refresh_and_one_resend(
    world: httpx.Client, new_daraja: New, api: str, code: str
) -> None:
    fault(world, api, f"bad_token_{code}")
    daraja = new_daraja()

    _verb(daraja, api)()

    assert count(world, "/oauth/v1/generate") == 2


@pytest.mark.parametrize("api", ["b2c", "status", "balance", "reversal"])
def test_24_an_app_without_the_product_loops_nowhere(
    world: httpx.Client, new_daraja: New, api: str
) -> None:
    fault(world, api, "no_apiproduct", times=9)

    with pytest.raises(MpesaError, match=r"401\.003\.01"):
        _verb(new_daraja(), api)()

    assert count(world, "/oauth/v1/generate") == 1


def test_a_token_that_is_never_taken_is_given_up(world: httpx.Client, new_daraja: New) -> None:
    fault(world, "b2c", "bad_token_401.002.01", times=9)

    with pytest.raises(TokenTrouble):
        new_daraja().b2c(payout())

    assert count(world, B2C) == 2


def test_a_wrong_number_is_the_players_and_a_wrong_operator_is_ours(new_daraja: New) -> None:
    with pytest.raises(PayoutRefused) as theirs:
        new_daraja().b2c(payout(phone="12345"))
    assert theirs.value.payout_failure is PayoutFailure.NOT_ON_MPESA
    assert not theirs.value.pauses


def test_49_a_wrong_password_is_only_reported_later(world: httpx.Client, new_daraja: New) -> None:
    new_daraja(MPESA_INITIATOR_PASSWORD="Wrong#2026").b2c(payout())

    said = payout_wire.read_b2c_result(callback_of(world, "b2c/result"))

    assert said is not None
    assert said.code == "2001"
    assert said.meaning.pauses


def test_without_a_certificate_nothing_is_sent(world: httpx.Client, new_daraja: New) -> None:
    with pytest.raises(CredentialTrouble):
        new_daraja(MPESA_CERTIFICATE="http://127.0.0.1:1/none").b2c(payout())

    assert count(world, B2C) == 0


def test_a_refused_connection_means_not_sent(new_daraja: New) -> None:
    new_daraja().access_token()

    with pytest.raises(NotSent):
        _elsewhere(new_daraja).b2c(payout())


def test_a_payout_is_found_by_our_id(world: httpx.Client, new_daraja: New) -> None:
    daraja = new_daraja()
    daraja.b2c(payout())
    callback_of(world, "b2c/result")

    asked = daraja.send_status_inquiry(
        StatusInquiry(
            token=TOKEN,
            originator_conversation_id=payout().originator_conversation_id,
            about_payout=True,
        )
    )

    said = inquiry_wire.read_status_result(callback_of(world, "status/result"))
    assert said is not None
    assert said.verdict is StatusVerdict.COMPLETED
    assert said.question_id == asked.originator_conversation_id
    assert said.originator_conversation_id == payout().originator_conversation_id
    assert said.receiver_is("254711000001") is True
    assert said.amount == Decimal(500)


def test_a_payout_that_never_was_is_not_found(world: httpx.Client, new_daraja: New) -> None:
    question = StatusInquiry(token=TOKEN, originator_conversation_id="W9-none", about_payout=True)

    new_daraja().send_status_inquiry(question)

    said = inquiry_wire.read_status_result(callback_of(world, "status/result"))
    assert said is not None
    assert said.verdict is StatusVerdict.NOT_FOUND


def test_a_paybill_payment_is_found_by_its_receipt(world: httpx.Client, new_daraja: New) -> None:
    paid = world.post("/_sim/c2b", json={"msisdn": "254711000001", "amount": 250}).json()

    new_daraja().send_status_inquiry(StatusInquiry(token=TOKEN, receipt=paid["receipt"]))

    said = inquiry_wire.read_status_result(callback_of(world, "status/result"))
    assert said is not None
    assert (said.receipt, said.amount) == (paid["receipt"], Decimal(250))
    assert said.credits(frozenset({"600123"})) is True


def test_the_accounts_are_read_out(world: httpx.Client, new_daraja: New) -> None:
    daraja = new_daraja()
    daraja.b2c(payout())
    callback_of(world, "b2c/result")

    asked = daraja.send_balance_inquiry(BalanceInquiry(token=TOKEN, shortcode="600123"))

    said = inquiry_wire.read_balance_result(callback_of(world, "balance/result"))
    assert said is not None
    assert said.question_id == asked.originator_conversation_id
    assert (said.utility, said.balance_of("Charges Paid Account")) == (Decimal(99_500), Decimal(-5))
    assert said.total == Decimal(99_495)
    assert said.completed_at is not None


def test_61_a_payment_is_given_back_once(world: httpx.Client, new_daraja: New) -> None:
    paid = world.post("/_sim/c2b", json={"msisdn": "254711000001", "amount": 250}).json()
    daraja = new_daraja()
    order = ReversalOrder(refund_id=1, receipt=paid["receipt"], amount=Decimal(250), token=TOKEN)

    accepted = daraja.reverse(order)

    done = reversal_wire.read_reversal_result(callback_of(world, "reversal/result"))
    assert done is not None
    assert done.outcome is ReversalOutcome.DONE
    assert done.originator_conversation_id == accepted.originator_conversation_id
    assert (done.original_receipt, done.amount) == (paid["receipt"], Decimal(250))
    assert done.receipt not in {None, paid["receipt"]}

    again = ReversalOrder(
        refund_id=2, receipt=paid["receipt"], amount=Decimal(250), token="6f" * 32
    )
    daraja.reverse(again)
    said = reversal_wire.read_reversal_result(
        callback_of(world, "reversal/result", token=again.token)
    )
    assert said is not None
    assert said.outcome is ReversalOutcome.ALREADY


@pytest.mark.parametrize("kind", ["hang_after_processing", "reset_after_processing", "html_503"])
def test_a_reversal_is_never_sent_twice(world: httpx.Client, new_daraja: New, kind: str) -> None:
    fault(world, "reversal", kind, seconds=200)
    order = ReversalOrder(refund_id=1, receipt="RKL51ZDR4F", amount=Decimal(5), token=TOKEN)

    with pytest.raises(Unknown):
        new_daraja().reverse(order)

    assert count(world, "/mpesa/reversal") == 1


@pytest.mark.parametrize("receipt", ["A", None])
def test_a_question_is_about_one_thing(receipt: str | None) -> None:
    with pytest.raises(ValueError, match="receipt"):
        StatusInquiry(token=TOKEN, receipt=receipt, originator_conversation_id=receipt)


@pytest.mark.parametrize("name", ["", "x" * 33, "ab cd", "ab/cd", "äöü"])
def test_an_id_that_mpesa_might_change_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="32"):
        payout(originator_conversation_id=name)


def _verb(daraja: Daraja, api: str) -> Callable[[], object]:
    order = ReversalOrder(refund_id=1, receipt="RKL51ZDR4F", amount=Decimal(5), token=TOKEN)
    return {
        "b2c": lambda: daraja.b2c(payout()),
        "status": lambda: daraja.send_status_inquiry(
            StatusInquiry(token=TOKEN, receipt="RKL51ZDR4F")
        ),
        "balance": lambda: daraja.send_balance_inquiry(
            BalanceInquiry(token=TOKEN, shortcode="600123")
        ),
        "reversal": lambda: daraja.reverse(order),
    }[api]


def _elsewhere(new_daraja: New) -> Daraja:
    """A client whose certificate can be fetched, but whose Daraja is away."""
    return new_daraja(MPESA_BASE_URL="http://127.0.0.1:1/daraja")
