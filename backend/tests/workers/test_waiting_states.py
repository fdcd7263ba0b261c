"""Nothing waits for ever: every row in an open state is found by a round of beat."""

import ast
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.states import (
    MATCH_TRANSITIONS,
    VERIFICATION_TRANSITIONS,
    MatchStatus,
    VerificationState,
)
from app.domain.matchmaking.challenge import CHALLENGE_TRANSITIONS, ChallengeState
from app.domain.payments.paybill.account_number import account_code
from app.domain.payments.paybill.pull_rows import PullRow
from app.domain.payments.states import (
    DEPOSIT_STATUS,
    DEPOSIT_TRANSITIONS,
    PAYBILL_TRANSITIONS,
    REFUND_TRANSITIONS,
    WITHDRAWAL_STATUS,
    WITHDRAWAL_TRANSITIONS,
    DepositState,
    PaybillState,
    PaymentStatus,
    RefundState,
    WithdrawalState,
)
from app.models.match import Match
from app.models.paybill import PaybillPayment
from app.models.user import User
from app.services.matchmaking import challenges
from app.services.matchmaking.tickets import QueueRequest
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.paybill import intake
from app.services.payments.refunds import requests as refund_requests
from app.services.payments.transitions import lock
from app.services.payments.withdrawals import requests as withdrawal_requests
from app.workers.schedule import SCHEDULE
from tests.architecture.sources import sources

OPEN_DEPOSITS = [s for s in DepositState if DEPOSIT_STATUS[s] is PaymentStatus.PENDING]
OPEN_PAYBILL = [PaybillState.RECEIVED, PaybillState.SUSPENSE, PaybillState.REVIEW]
OPEN_REFUNDS = [
    RefundState.HELD,
    RefundState.SENDING,
    RefundState.SENT,
    RefundState.UNKNOWN,
    RefundState.REVIEW,
]
OPEN_MATCHES = [status for status in MatchStatus if MATCH_TRANSITIONS[status]]
WAY_TO = {  # a match begins as pending, and the tables allow legal transitions only
    MatchStatus.PENDING: [("pending", "awaiting_checkin")],
    MatchStatus.ACTIVE: [("active", "in_play")],
    MatchStatus.DISPUTED: [("active", "in_play"), ("disputed", "evidence")],
}
_PLAYED = ("active", "in_play")
STEPS_TO = {
    VerificationState.AWAITING_CHECKIN: [("pending", "awaiting_checkin")],
    VerificationState.IN_PLAY: [_PLAYED],
    VerificationState.AWAITING_REPORTS: [_PLAYED, ("active", "awaiting_reports")],
    VerificationState.PROVISIONAL: [_PLAYED, ("active", "provisional")],
    VerificationState.EVIDENCE: [_PLAYED, ("disputed", "evidence")],
    VerificationState.ADMIN_REVIEW: [_PLAYED, ("disputed", "admin_review")],
}
OPEN_WITHDRAWALS = [s for s in WithdrawalState if WITHDRAWAL_STATUS[s] is PaymentStatus.PENDING]
WAY_OUT = {  # all others are reached by a call
    WithdrawalState.AWAITING_CODE: ["awaiting_code"],
    WithdrawalState.HELD: ["held"],
    WithdrawalState.SENDING: ["held", "sending"],
}
OPEN_QUESTIONS = ["created", "sent"]
OPEN_CODES = ["queued", "sending"]

_numbers = count(1)


@pytest.fixture
def beat(database: object) -> Callable[[], None]:
    """Run every task of the schedule once, as the workers do."""
    from app.workers.celery_app import celery_app

    celery_app.loader.import_default_modules()

    def go_round() -> None:
        for entry in SCHEDULE.values():
            celery_app.tasks[entry["task"]]()

    return go_round


def query(connection: Connection, sql: str, *facts: Any) -> Any:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchall()


@pytest.mark.parametrize("state", OPEN_DEPOSITS)
def test_an_overdue_deposit_is_found_in_every_open_state(
    state: DepositState,
    new_player: Callable[..., User],
    owner: Connection,
    beat: Callable[[], None],
) -> None:
    player, now, number = new_player(), utc_now(), next(_numbers)
    overdue = now - timedelta(seconds=1)
    query(
        owner,
        "INSERT INTO deposits (user_id, phone, amount, state, account_reference, token_sha256,"
        " due_at) VALUES (%s, %s, 500, %s, %s, %s, %s) RETURNING id",
        *(player.id, player.phone, state, f"REF{number}", f"token{number}".encode(), overdue),
    )
    beat()
    ((found, due_at),) = query(owner, "SELECT state, due_at FROM deposits")
    assert found != state or due_at > now, f"no sweep finds a deposit that is {state}"
    assert found != DepositState.CREDITED, "time alone never proves a payment"


@pytest.mark.parametrize("state", OPEN_PAYBILL)
def test_an_overdue_payment_is_found_in_every_open_state(
    state: PaybillState, owner: Connection, beat: Callable[[], None]
) -> None:
    overdue = utc_now() - timedelta(seconds=1)
    query(
        owner,
        "INSERT INTO paybill_payments (receipt, amount, reference, source, due_at)"
        " VALUES ('UKM1AAAAAA', 500, 'NOBODY', 'c2b', %s) RETURNING id",
        overdue,
    )
    if state is PaybillState.SUSPENSE:
        with transaction() as session:
            payment = lock(session, PaybillPayment, 1)
            paybill_evidence.accept(session, payment, source="pull", facts={}, now=utc_now())
    query(
        owner,
        "UPDATE paybill_payments SET state = %s, due_at = %s RETURNING id",
        *(state, overdue),
    )
    beat()
    ((found, due_at),) = query(owner, "SELECT state, due_at FROM paybill_payments")
    assert found != state or due_at > utc_now(), f"no sweep finds a payment that is {state}"
    assert found != PaybillState.CREDITED, "time alone never proves a payment"


@pytest.mark.parametrize("state", OPEN_REFUNDS)
def test_an_overdue_refund_is_found_in_every_open_state(
    state: RefundState,
    new_player: Callable[..., User],
    owner: Connection,
    beat: Callable[[], None],
) -> None:
    player, overdue = new_player(), utc_now() - timedelta(seconds=1)
    with transaction() as session:
        row = PullRow("UKM1AAAAAA", Decimal(500), account_code(player.id), "Pay Bill")
        intake.ingest_row(session, row, now=utc_now())
    with transaction() as session:
        refund_requests.request(
            session, paybill_payment_id=1, reason="a test", actor="test", now=utc_now()
        )
    for step in OPEN_REFUNDS[: OPEN_REFUNDS.index(state) + 1]:
        query(owner, "UPDATE refunds SET state = %s, due_at = %s RETURNING id", step, overdue)
    beat()
    ((found, due_at),) = query(owner, "SELECT state, due_at FROM refunds")
    assert found != state or due_at > utc_now(), f"no sweep finds a refund that is {state}"
    assert found not in {RefundState.DONE, RefundState.RELEASED}, "time alone never ends a refund"


@pytest.mark.parametrize("state", OPEN_WITHDRAWALS)
def test_an_overdue_withdrawal_is_found_in_every_open_state(
    state: WithdrawalState,
    new_player: Callable[..., User],
    owner: Connection,
    beat: Callable[[], None],
    check_ledger: Callable[[], None],
) -> None:
    player, now = new_player(money=500), utc_now()
    with transaction() as session:
        withdrawal = withdrawal_requests.request(
            session, player=player, amount=Decimal(200), now=now
        )
    for step in WAY_OUT.get(state, ["held", "sending", state]):
        query(
            owner,
            "UPDATE withdrawals SET state = %s, sent_at = %s, due_at = %s WHERE id = %s"
            " RETURNING id",
            *(step, now - timedelta(minutes=1), now - timedelta(seconds=1), withdrawal.id),
        )
    beat()
    ((found, due_at),) = query(owner, "SELECT state, due_at FROM withdrawals")
    assert found != state or due_at > now, f"no sweep finds a withdrawal that is {state}"
    released = found == WithdrawalState.RELEASED
    assert released == (state is WithdrawalState.AWAITING_CODE), "time alone gives nothing back"
    assert found != WithdrawalState.PAID, "time alone never proves a payment"
    check_ledger()


@pytest.mark.parametrize("state", OPEN_QUESTIONS)
def test_an_overdue_inquiry_is_found_in_every_open_state(
    state: str, owner: Connection, beat: Callable[[], None]
) -> None:
    now = utc_now()
    query(
        owner,
        "INSERT INTO mpesa_requests (kind, subject, subject_id, reference, token_sha256, state,"
        " asked_receipt, due_at) VALUES ('status', 'deposit', 1, 'Q1', 'q1', %s, 'UKM1', %s)"
        " RETURNING id",
        *(state, now - timedelta(seconds=1)),
    )
    beat()
    ((found, due_at),) = query(
        owner, "SELECT state, due_at FROM mpesa_requests WHERE reference = 'Q1'"
    )
    assert found != state or due_at > now, f"no sweep finds an inquiry that is {state}"


def take_steps(owner: Connection, steps: list[tuple[str, str]], *, due_at: datetime) -> None:
    """Move the only match through these states; a disputed one has its dispute, as in the app."""
    for step in steps:
        change = "UPDATE matches SET status = %s, verification_state = %s, due_at = %s RETURNING id"
        query(owner, change, *step, due_at)
        if step[0] == "disputed":
            query(
                owner,
                "INSERT INTO disputes (match_id, reason_code, opened_at, evidence_until, rule_by)"
                " SELECT id, 'reports_contradict', due_at, due_at, due_at + interval '1 day'"
                " FROM matches RETURNING match_id",
            )


@pytest.mark.parametrize("status", OPEN_MATCHES)
def test_an_overdue_match_is_found_in_every_open_status(
    status: MatchStatus,
    new_player: Callable[..., User],
    new_match: Callable[..., Match],
    owner: Connection,
    beat: Callable[[], None],
    check_ledger: Callable[[], None],
) -> None:
    now = utc_now()
    new_match(new_player(money=100), new_player(money=100))
    take_steps(owner, WAY_TO[status], due_at=now)
    beat()
    ((found, due_at),) = query(owner, "SELECT status, due_at FROM matches")
    assert found != status or due_at > now, f"no sweep finds a match that is {status}"
    assert (found == "disputed") == (status is MatchStatus.DISPUTED), "a dispute never ends alone"
    check_ledger()


@pytest.mark.parametrize("state", list(STEPS_TO))
def test_an_overdue_match_is_found_in_every_finer_state(
    state: VerificationState,
    new_player: Callable[..., User],
    new_match: Callable[..., Match],
    owner: Connection,
    beat: Callable[[], None],
    check_ledger: Callable[[], None],
) -> None:
    now = utc_now()
    new_match(new_player(money=100), new_player(money=100))
    take_steps(owner, STEPS_TO[state], due_at=now)
    beat()
    ((status, found, due_at),) = query(
        owner, "SELECT status, verification_state, due_at FROM matches"
    )
    moved = found != state or due_at > now
    assert moved, f"no sweep finds a match that is {state}"
    assert (status == "disputed") == (STEPS_TO[state][-1][0] == "disputed")
    check_ledger()


@pytest.mark.parametrize("state", OPEN_CODES)
def test_an_overdue_code_is_found_in_every_open_state(
    state: str, new_player: Callable[..., User], owner: Connection, beat: Callable[[], None]
) -> None:
    player, now = new_player(), utc_now()
    query(
        owner,
        "INSERT INTO sms_codes (user_id, purpose, phone, salt, state, tries_left, due_at,"
        " expires_at) VALUES (%s, 'verify_phone', %s, 'salt', %s, 5, %s, %s) RETURNING id",
        *(player.id, player.phone, state),
        *(now - timedelta(seconds=1), now + timedelta(minutes=5)),
    )
    beat()
    ((found, due_at),) = query(owner, "SELECT state, due_at FROM sms_codes")
    assert found != state or due_at > now, f"no sweep finds a code that is {state}"


def test_an_overdue_ruling_is_found(
    new_player: Callable[..., User], owner: Connection, beat: Callable[[], None]
) -> None:
    overdue = utc_now() - timedelta(seconds=1)
    query(
        owner,
        "INSERT INTO manual_rulings (subject, subject_id, action, reason, proposed_by, due_at)"
        " VALUES ('withdrawal', 7, 'release', 'The portal shows it.', %s, %s) RETURNING id",
        *(new_player(role="admin").id, overdue),
    )
    beat()
    assert query(owner, "SELECT decision, due_at FROM manual_rulings") == [("lapsed", None)]


def test_a_lookup_ends_while_lookups_are_off(
    new_player: Callable[..., User],
    new_match: Callable[..., Match],
    owner: Connection,
    beat: Callable[[], None],
) -> None:
    """The tests' Activision is switched off; `test_lookups` tests it switched on."""
    new_match(new_player(money=100), new_player(money=100), active=True)
    query(
        owner,
        "INSERT INTO verification_jobs (match_id, replay, priority, started_at, next_poll_at)"
        " SELECT id, 0, 1, now(), now() FROM matches RETURNING match_id",
    )
    beat()
    assert query(owner, "SELECT state, next_poll_at FROM verification_jobs") == [("done", None)]


def test_two_matching_tickets_are_found(
    new_player: Callable[..., User],
    new_ticket: Callable[..., Any],
    owner: Connection,
    beat: Callable[[], None],
) -> None:
    for _ in range(2):
        new_ticket(new_player(money=100))
    beat()
    assert query(owner, "SELECT count(*) FROM matches") == [(1,)]


def test_an_overdue_challenge_is_found(
    new_player: Callable[..., User],
    owner: Connection,
    beat: Callable[[], None],
    check_ledger: Callable[[], None],
) -> None:
    player, now = new_player(money=100), utc_now()
    request = QueueRequest(Decimal(100), "mw", "gunfight", "acti")
    with transaction() as session:
        challenges.create(session, user_id=player.id, request=request, now=now - timedelta(days=1))
    check_ledger()
    beat()
    assert query(owner, "SELECT state, due_at FROM challenges") == [("expired", None)]
    check_ledger()


def test_the_tables_refuse_to_wait_without_a_deadline(owner: Connection) -> None:
    """What has no `due_at` could not be found by a sweep, so there is no such row."""
    for table, states in (
        ("deposits", OPEN_DEPOSITS),
        ("withdrawals", OPEN_WITHDRAWALS),
        ("refunds", OPEN_REFUNDS),
        ("mpesa_requests", OPEN_QUESTIONS),
        ("challenges", [s for s in ChallengeState if CHALLENGE_TRANSITIONS[s]]),
    ):
        rules = query(
            owner,
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s",
            f"ck_{table}_waiting_has_a_deadline",
        )
        for state in states:
            assert f"'{state}'" in str(rules), f"{table} may wait as {state} for ever"
    ((trigger,),) = query(owner, "SELECT prosrc FROM pg_proc WHERE proname = 'check_match'")
    assert "a live match has a deadline" in trigger
    for status in OPEN_MATCHES:
        assert f"'{status.value}'" in trigger


def test_every_state_of_a_machine_has_its_transitions() -> None:
    assert set(DEPOSIT_TRANSITIONS) == set(DEPOSIT_STATUS) == set(DepositState)
    assert set(MATCH_TRANSITIONS) == set(MatchStatus)
    assert set(VERIFICATION_TRANSITIONS) == set(VerificationState)
    assert set(STEPS_TO) == {state for state, after in VERIFICATION_TRANSITIONS.items() if after}
    assert set(CHALLENGE_TRANSITIONS) == set(ChallengeState)
    assert set(WITHDRAWAL_TRANSITIONS) == set(WITHDRAWAL_STATUS) == set(WithdrawalState)
    assert set(PAYBILL_TRANSITIONS) == set(PaybillState)
    assert set(REFUND_TRANSITIONS) == set(RefundState)


@pytest.mark.parametrize(
    ("service", "states"),
    [
        ("deposits", OPEN_DEPOSITS),
        ("paybill", OPEN_PAYBILL),
        ("refunds", OPEN_REFUNDS),
        ("withdrawals", OPEN_WITHDRAWALS),
    ],
)
def test_the_sweep_names_every_open_state(service: str, states: list[StrEnum]) -> None:
    (source,) = (
        s for s in sources("app/services") if s.path.endswith(f"payments/{service}/sweep.py")
    )
    named = {
        inner.attr
        for node in source.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"_WAITING", "_TO_SEND"}
        for inner in ast.walk(node.value)
        if isinstance(inner, ast.Attribute)
    }
    assert named == {state.name for state in states}
