"""M-Pesa is down for six hours while a thousand withdrawals are under way.

Delays of withdrawals are a quarter of production's: ten minutes are 150 seconds, in which a
thousand withdrawals are worked off at the real pace. An hour of the outage passes by moving all
deadlines; the sweeps run in each hour.
"""

import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import callback_token, fingerprint, new_reference
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.payments import postings
from app.services.payments.transitions import record_event
from tests.e2e import payouts
from tests.e2e.player import eventually
from tests.e2e.system import System, next_phone, running_system
from tests.invariants import violations
from tests.support.players import make_player
from tests.support.servers.addresses import Addresses

_FASTER = 4
_DELAYS = {
    "WITHDRAWAL_FIRST_QUESTION_SECONDS": str(60 // _FASTER),
    "WITHDRAWAL_QUESTION_SECONDS": str(300 // _FASTER),
    "WITHDRAWAL_ANSWER_SECONDS": str(60 // _FASTER),
    "WITHDRAWAL_CLAIM_SECONDS": "5",
    "WITHDRAWAL_RETRY_SECONDS": "1",
    "MPESA_READ_TIMEOUT": "2",
}
TEN_MINUTES = 600 / _FASTER
HOURS = 6
PLAYERS, EACH = 20, 50
AMOUNT = Decimal(100)
# How M-Pesa fails, hour by hour: each kind of failure means another thing for the money.
_FAILURES = ("reset_after_processing", "hang", "http_500", "html_503", "reset", "http_500")
# How M-Pesa treats the payouts of some players; all others are paid and confirmed.
_PHONE_PROFILES: list[dict[str, Any]] = [
    {"b2c_result": "drop"},
    {"b2c_result_code": "2040"},
    {"b2c_result_code": "2040", "b2c_result": "drop"},
    {"b2c_result": "timeout_only_paid"},
    {"b2c_result": "timeout_only"},
    {"b2c_result": "duplicate"},
    {"result_shape": "missing"},
]


@pytest.fixture(scope="module")
def system(addresses: Addresses) -> Iterator[System]:
    """API, worker and simulators with this test's own delays."""
    with running_system(addresses, delays=_DELAYS) as system:
        system.switch(query_noise=0.0, newest_token_only=True)
        system.fund(5_000_000)
        yield system


def test_six_hours_without_m_pesa_lose_and_double_no_money(system: System) -> None:
    payouts.switch_payouts(system, is_on=False)
    _request_a_thousand_payouts(system)
    payouts.switch_payouts(system, is_on=True)
    eventually(lambda: _count(system)["held"] < 800)

    for failure in _FAILURES[:HOURS]:
        _start_outage(system, failure)
        time.sleep(2.5)
        _let_an_hour_pass(system)
        _check_that_releases_are_proven(system)
    waiting = _count(system)
    assert waiting["review"] == 0, "an outage of six hours is no reason for a review"
    assert sum(waiting[state] for state in ("held", "sending", "sent", "unknown")) > 500, waiting

    system.sims.post("/_sim/outage", json={"on": False})
    eventually(lambda: _is_over(system), within=TEN_MINUTES)

    _check_that_releases_are_proven(system)
    _check_that_each_was_paid_once(system)
    with system.database.connect() as connection:
        assert violations(connection) == []


def _request_a_thousand_payouts(system: System) -> None:
    for number in range(PLAYERS):
        player = make_player(phone=next_phone(), money=AMOUNT * EACH)
        if number < len(_PHONE_PROFILES):
            saved = system.sims.put(f"/_sim/phones/{player.phone}", json=_PHONE_PROFILES[number])
            assert saved.status_code == 200, saved.text
        with transaction() as session:
            for _ in range(EACH):
                row = _confirmed(player)
                session.add(row)
                session.flush()
                postings.hold_withdrawal(session, row)
                record_event(session, row, source="test")


def _confirmed(player: User) -> Withdrawal:
    reference, now = new_reference("W", length=19), utc_now()
    return Withdrawal(
        user_id=player.id,
        phone=player.phone,
        amount=AMOUNT,
        fee=Decimal(0),
        tax=Decimal(0),
        net=AMOUNT,
        change=Decimal(0),
        tax_profile="none",
        state="held",
        originator_conversation_id=reference,
        token_sha256=fingerprint(callback_token(reference)),
        created_at=now,
        confirmed_at=now,
        due_at=now,
    )


def _start_outage(system: System, kind: str) -> None:
    answer = system.sims.post("/_sim/outage", json={"on": True, "kind": kind})
    assert answer.status_code < 300, answer.text


def _let_an_hour_pass(system: System) -> None:
    """Move every deadline an hour closer, and M-Pesa's clock an hour ahead."""
    system.sims.post("/_sim/clock", json={"advance_seconds": 3600})
    for statement in (
        "UPDATE withdrawals SET due_at = due_at - interval '1 h',"
        " sent_at = sent_at - interval '1 h' WHERE due_at IS NOT NULL",
        "UPDATE mpesa_requests SET due_at = due_at - interval '1 h' WHERE due_at IS NOT NULL",
    ):
        system.write(statement)


def _count(system: System) -> Counter[str]:
    return Counter(dict(system.rows("SELECT state, count(*) FROM withdrawals GROUP BY state")))


def _is_over(system: System) -> bool:
    found = _count(system)
    return found["paid"] + found["released"] == PLAYERS * EACH


def _payout_states(system: System) -> dict[str, list[str]]:
    """Return the states of all payouts at M-Pesa by our id."""
    states: dict[str, list[str]] = {}
    for payout in system.sims.get("/_sim/payouts").json():
        states.setdefault(payout["originator_conversation_id"], []).append(payout["state"])
    return states


def _check_that_releases_are_proven(system: System) -> None:
    truth = _payout_states(system)
    back = system.rows(
        "SELECT originator_conversation_id FROM withdrawals WHERE state = 'released'"
    )
    wrong = [one for (one,) in back if truth.get(one) not in (["failed"], ["expired"])]
    assert wrong == [], "money was given back that may have left"


def _check_that_each_was_paid_once(system: System) -> None:
    truth = _payout_states(system)
    assert all(len(states) == 1 for states in truth.values()), "one id, one payout"
    assert len(truth) == PLAYERS * EACH
    ours = dict(system.rows("SELECT originator_conversation_id, state FROM withdrawals"))
    theirs = {one: "paid" if states == ["paid"] else "released" for one, states in truth.items()}
    assert ours == theirs
    paid = Counter(theirs.values())["paid"]
    sent = system.rows(
        "SELECT derived FROM derived_balances WHERE code = 'mpesa_clearing_out:main'"
    )
    assert sent[0][0] == paid * AMOUNT
