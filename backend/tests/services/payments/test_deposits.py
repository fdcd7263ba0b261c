"""Deposits over time: what the sweeps do, and late and lost answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import callback_token, fingerprint
from app.domain.errors import Conflict
from app.domain.payments.mpesa.results import Evidence, Failure, Push, PushAccepted, Source
from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.models.payment_event import PaymentEvent
from app.models.user import User
from app.services.ledger import posting
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.deposits import push as deposit_pushes
from app.services.payments.deposits import requests as deposit_requests
from app.services.payments.deposits import sweep as deposit_sweeps
from app.services.platform import alerts
from app.workers.sweep import sweep_rows

pytestmark = pytest.mark.usefixtures("ledger_balances", "celery")

NOW = utc_now()
ACCEPTED = PushAccepted(merchant_request_id="2654-4b64", checkout_request_id="ws_CO_1")
PAID = Evidence(source=Source.CALLBACK, code="0", amount=Decimal(500), receipt="UKM1AAAAAA")
DAY = timedelta(hours=24)


def _later(**ago: float) -> datetime:
    return NOW + timedelta(**ago)


@pytest.fixture
def player(new_player: Callable[..., User]) -> User:
    """Somebody with an empty wallet."""
    return new_player()


@pytest.fixture
def deposit_id(player: User) -> int:
    """A deposit of KES 500, asked for at NOW."""
    return _request(player)


def test_the_secret_of_the_callback_is_kept_as_a_hash_only(deposit_id: int) -> None:
    push = _claim(deposit_id)

    assert push is not None
    assert len(push.token) == 64
    row = _row(deposit_id)
    assert bytes(row.token_sha256) == fingerprint(push.token)
    assert push.token == callback_token(row.account_reference)
    assert row.account_reference.startswith("D")
    assert len(row.account_reference) == 10


def test_only_one_worker_may_call(deposit_id: int) -> None:
    assert _claim(deposit_id) is not None
    assert _claim(deposit_id) is None


def test_a_deposit_that_no_worker_took_is_sent_by_the_sweep(
    deposit_id: int, jobs: Callable[[], list[str]]
) -> None:
    jobs()

    _sweep(_later(seconds=6))

    assert jobs() == ["mpesa.send_stk_push"]
    assert _row(deposit_id).state == DepositState.CREATED


def test_no_prompt_is_sent_after_its_time_is_over(deposit_id: int) -> None:
    assert _claim(deposit_id, at=_later(minutes=3)) is None

    _sweep(_later(minutes=3))

    row = _row(deposit_id)
    assert (row.state, row.failure, row.holds_phone) == ("failed", "prompt_not_sent", False)


def test_a_worker_that_died_while_calling_leaves_an_open_question(
    player: User, deposit_id: int, jobs: Callable[[], list[str]]
) -> None:
    _claim(deposit_id)
    jobs()

    _sweep(_later(seconds=50))
    _sweep(_later(seconds=60))

    assert _row(deposit_id).state == DepositState.UNKNOWN
    assert jobs() == []
    with pytest.raises(Conflict):
        _request(player, at=_later(seconds=60))


def test_the_phone_is_free_again_once_no_prompt_can_be_on_it(player: User, deposit_id: int) -> None:
    _claim(deposit_id)
    _do(deposit_pushes.record_unknown, deposit_id, reason="ReadTimeout")

    _sweep(_later(seconds=121))

    assert _row(deposit_id).state == DepositState.UNKNOWN
    second = _request(player, at=_later(seconds=122))
    assert _apply(deposit_id, PAID) == "credited"
    assert _row(second).state == DepositState.CREATED
    assert _money(player) == 500


def test_an_answer_that_came_after_the_sweep_still_brings_the_ids(deposit_id: int) -> None:
    _claim(deposit_id)
    _sweep(_later(seconds=50))

    _do(deposit_pushes.record_push, deposit_id, accepted=ACCEPTED)

    row = _row(deposit_id)
    assert (row.state, row.checkout_request_id) == ("unknown", "ws_CO_1")
    assert row.due_at is not None
    assert row.due_at < _later(minutes=2)


def test_a_refusal_that_came_after_the_sweep_ends_it(deposit_id: int) -> None:
    _claim(deposit_id)
    _sweep(_later(seconds=50))

    _do(
        deposit_pushes.record_refused,
        deposit_id,
        failure=Failure.PHONE_BUSY,
        code="500.001.1001",
    )

    assert _row(deposit_id).failure == Failure.PHONE_BUSY


def test_a_payment_counts_even_after_busy(player: User, deposit_id: int) -> None:
    _claim(deposit_id)
    _do(deposit_pushes.record_busy, deposit_id, reason="500.003.02")
    assert _row(deposit_id).state == DepositState.CREATED

    assert _apply(deposit_id, PAID) == "credited"

    assert _claim(deposit_id) is None
    assert _money(player) == 500


def test_a_prompt_is_queried_often_then_seldom_then_no_more(
    deposit_id: int, jobs: Callable[[], list[str]]
) -> None:
    _claim(deposit_id)
    _do(deposit_pushes.record_push, deposit_id, accepted=ACCEPTED)
    jobs()

    while (due_at := _row(deposit_id).due_at) is not None:
        _sweep(due_at)

    asked = jobs()
    assert set(asked) == {"mpesa.query_deposit"}
    assert 60 < len(asked) < 110
    row = _row(deposit_id)
    assert (row.state, row.failure) == ("expired", "nothing_heard")


def test_a_success_that_mpesa_never_confirms_is_handed_to_a_person(deposit_id: int) -> None:
    _claim(deposit_id)
    _do(deposit_pushes.record_push, deposit_id, accepted=ACCEPTED)
    no_amount = Evidence(source=Source.CALLBACK, code="0", receipt="UKM1AAAAAA")
    assert _apply(deposit_id, no_amount) == "ask"

    _sweep(NOW + DAY)

    row = _row(deposit_id)
    assert (row.state, row.review_reason, row.due_at is not None) == ("review", "unconfirmed", True)
    query = Evidence(source=Source.QUERY, code="0", checkout_request_id="ws_CO_1")
    assert _apply(deposit_id, query) == "credited"
    assert _row(deposit_id).mpesa_reference == "UKM1AAAAAA"


def test_a_person_is_reminded_every_hour(deposit_id: int) -> None:
    _claim(deposit_id)
    _apply(deposit_id, Evidence(source=Source.CALLBACK, code="7777"))

    for hours in (0.5, 1.1, 1.2, 2.2):
        _sweep(_later(hours=hours))

    with transaction() as session:
        (alarm,) = alerts.list_newest(session, cleared=False, rows=10)
    assert (alarm.kind, alarm.subject) == ("deposit_review", f"deposit:{deposit_id}")
    assert alarm.times == 3, "once at first, and two reminders"


def test_every_step_is_written_down_with_its_source(player: User, deposit_id: int) -> None:
    _claim(deposit_id)
    _do(deposit_pushes.record_push, deposit_id, accepted=ACCEPTED)
    _apply(deposit_id, PAID)
    _apply(deposit_id, Evidence(source=Source.QUERY, code="1032"))

    assert _events(deposit_id) == [
        ("created", "player"),
        ("sending", "push"),
        ("prompted", "push"),
        ("credited", "callback"),
        ("credited", "query"),
    ]
    assert _money(player) == 500


def _request(player: User, *, at: datetime = NOW) -> int:
    with transaction() as session:
        return deposit_requests.request(session, player=player, amount=Decimal(500), now=at).id


def _claim(deposit_id: int, *, at: datetime = NOW) -> Push | None:
    with transaction() as session:
        return deposit_pushes.claim_push(session, deposit_id=deposit_id, now=at)


def _do(step: Callable[..., None], deposit_id: int, **terms: Any) -> None:
    with transaction() as session:
        step(session, deposit_id=deposit_id, now=NOW, **terms)


def _apply(deposit_id: int, evidence: Evidence) -> str:
    with transaction() as session:
        return deposit_evidence.apply_evidence(session, deposit_id, evidence, now=NOW)


def _sweep(now: datetime) -> None:
    sweep_rows(
        "deposit",
        now=now,
        find=partial(deposit_sweeps.find_overdue, now=now),
        apply=deposit_sweeps.advance,
    )
    with transaction() as session:
        deposit_sweeps.release_phones(session, now=now)


def _row(deposit_id: int) -> Deposit:
    with transaction() as session:
        return session.get_one(Deposit, deposit_id)


def _events(deposit_id: int) -> list[tuple[str, str]]:
    with transaction() as session:
        found = session.execute(
            select(PaymentEvent.state, PaymentEvent.source)
            .where(PaymentEvent.subject == "deposit", PaymentEvent.subject_id == deposit_id)
            .order_by(PaymentEvent.id)
        )
        return [(row.state, row.source) for row in found]


def _money(player: User) -> Decimal:
    with transaction() as session:
        return posting.balances(session, user_id=player.id).available
