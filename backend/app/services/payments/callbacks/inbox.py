"""The inbox of M-Pesa's callbacks, forged ones included: stored first, applied afterwards."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.database import Unit, cursor_of
from app.core.settings import get_settings
from app.domain.payments.decisions import Verdict
from app.domain.payments.inquiries import BalanceReport, StatusEvidence
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.results import Evidence, PaybillConfirmation
from app.models.mpesa_callback import MpesaCallback
from app.services.payments import inquiries
from app.services.payments.callbacks import inquiry_results
from app.services.payments.deposits import batch
from app.services.payments.evidence import apply_evidence
from app.services.payments.paybill import intake
from app.services.platform import alerts

logger = logging.getLogger(__name__)

STK = "stk"
PAYBILL = "c2b"
PAYOUT, PAYOUT_TIMEOUT = "b2c", "b2c_timeout"
STATUS, STATUS_TIMEOUT = "status", "status_timeout"
BALANCE, BALANCE_TIMEOUT = "balance", "balance_timeout"
REVERSAL, REVERSAL_TIMEOUT = "reversal", "reversal_timeout"
MAX_FAILURES = 8  # with doubling pauses, after four minutes

UNREADABLE = "unreadable"
UNMATCHED = "unmatched"
INAPPLICABLE = "unjudgeable"
RECORDED = "written_down"

_Key = tuple[str, bytes, bytes]

# A message with an unknown token leaves no row: whoever guesses tokens cannot fill the disk, nor
# attach anything to another player's payment.
_RECORD = """
INSERT INTO mpesa_callbacks AS c
  (kind, token_sha256, body_sha256, body, source_ip, deliveries{column})
SELECT m.kind, m.token, m.digest, m.body, m.ip::inet, m.copies{id}
FROM unnest(%s::text[], %s::bytea[], %s::bytea[], %s::bytea[], %s::text[], %s::bigint[])
  AS m (kind, token, digest, body, ip, copies) {owner}
ON CONFLICT (kind, token_sha256, body_sha256)
  DO UPDATE SET deliveries = c.deliveries + EXCLUDED.deliveries
RETURNING kind, token_sha256
"""


def _record_for(column: str, table: str, condition: str = "") -> str:
    owner = f"JOIN {table} o ON o.token_sha256 = m.token {condition}"
    return _RECORD.format(column=f", {column}", id=", o.id", owner=owner)


# A statement for each table that may hold the secret: one that joins all of them takes longer to
# plan than to run.
_RECORD_PAYBILL = _RECORD.format(column="", id="", owner="")
_RECORD_PROMPT = _record_for("deposit_id", "deposits")
_RECORD_PAYOUT = _record_for("withdrawal_id", "withdrawals")
_RECORD_ANSWER = _record_for("request_id", "mpesa_requests", "AND m.kind LIKE o.kind || '%%'")
_RECORD_REVERSAL = _record_for("refund_id", "refunds")
_STATEMENTS = {
    STK: _RECORD_PROMPT,
    PAYBILL: _RECORD_PAYBILL,
    PAYOUT: _RECORD_PAYOUT,
    PAYOUT_TIMEOUT: _RECORD_PAYOUT,
    STATUS: _RECORD_ANSWER,
    STATUS_TIMEOUT: _RECORD_ANSWER,
    BALANCE: _RECORD_ANSWER,
    BALANCE_TIMEOUT: _RECORD_ANSWER,
    REVERSAL: _RECORD_REVERSAL,
    REVERSAL_TIMEOUT: _RECORD_REVERSAL,
}


class Delivery(NamedTuple):
    """One HTTP request to a hook, byte for byte; secrets and bodies by their SHA-256."""

    kind: str
    token_sha256: bytes
    body_sha256: bytes
    body: bytes
    source_ip: str | None

    @property
    def key(self) -> _Key:
        """What makes two deliveries the same message."""
        return (self.kind, self.token_sha256, self.body_sha256)


@dataclass(frozen=True)
class PendingCallback:
    """A stored message that was not applied yet."""

    id: int
    kind: str
    body: bytes
    deposit_id: int | None


def record(session: Unit, deliveries: Iterable[Delivery]) -> set[_Key]:
    """Store a batch, with one statement a kind; return the keys of those whose secret is known.

    The same message again only increments its count, whether it was applied or not.
    """
    copies: dict[_Key, int] = {}
    distinct: dict[_Key, Delivery] = {}
    for delivery in deliveries:
        key = delivery.key
        copies[key] = copies.get(key, 0) + 1
        distinct[key] = delivery
    cursor = cursor_of(session)
    known: set[tuple[str, bytes]] = set()
    # In one order everywhere, so that two API processes with the same messages cannot deadlock.
    for kind, same in groupby(sorted(distinct), key=itemgetter(0)):
        keys = list(same)
        columns: tuple[list[Any], ...] = (
            [kind] * len(keys),
            [key[1] for key in keys],
            [key[2] for key in keys],
            [distinct[key].body for key in keys],
            [distinct[key].source_ip for key in keys],
            [copies[key] for key in keys],
        )
        cursor.execute(_STATEMENTS[kind], columns)
        known.update((row[0], bytes(row[1])) for row in cursor)
    return {key for key in distinct if key[:2] in known}


def claim_pending(session: Session, *, now: datetime, rows: int) -> list[PendingCallback]:
    """Return and lock up to `rows` messages that may be applied now, the oldest first.

    Another worker at the same time gets others.
    """
    found = session.execute(
        select(MpesaCallback.id, MpesaCallback.kind, MpesaCallback.body, MpesaCallback.deposit_id)
        .where(MpesaCallback.judged_at.is_(None), MpesaCallback.judge_after <= now)
        .order_by(MpesaCallback.id)
        .limit(rows)
        .with_for_update(skip_locked=True)
    )
    return [
        PendingCallback(id=row.id, kind=row.kind, body=bytes(row.body), deposit_id=row.deposit_id)
        for row in found
    ]


_MARK_CREDITED = text(
    "UPDATE mpesa_callbacks SET judged_at = :now, verdict = :verdict WHERE id = ANY(:ids)"
)


def credit_batch(
    session: Session, claimed: dict[PendingCallback, Evidence], *, now: datetime
) -> set[int]:
    """Credit the deposits that claimed messages plainly prove, in one set-based statement.

    `claimed` are locked messages with their evidence. Returns the ids of those that were applied;
    the others are to be applied one by one, all of them when it raises.
    """
    about = [
        (one.deposit_id, evidence)
        for one, evidence in claimed.items()
        if one.deposit_id is not None
    ]
    credited = batch.credit_batch(session, about, now=now)
    applied = {one.id for one in claimed if one.deposit_id in credited}
    if applied:
        session.execute(
            _MARK_CREDITED, {"ids": list(applied), "now": now, "verdict": Verdict.CREDIT.value}
        )
    return applied


def apply(
    session: Session,
    *,
    callback_id: int,
    statement: Any | None,
    now: datetime,
) -> str | None:
    """Apply one message and record the verdict; None when another worker has it locked.

    `statement` is its content, as the decoder of its kind reads it; None when it is unreadable.
    """
    callback = _claim(session, callback_id=callback_id)
    if callback is None:
        return None
    if statement is None:
        # It is kept as it came.
        alerts.raise_alert(
            session,
            kind="callback_unreadable",
            subject=f"callbacks:{callback.kind}",
            now=now,
            newest=callback_id,
        )
        verdict = UNREADABLE
    else:
        verdict = apply_statement(session, callback, statement=statement, now=now)
    callback.judged_at = now
    callback.verdict = verdict
    return verdict


def apply_statement(
    session: Session, callback: MpesaCallback, *, statement: Any, now: datetime
) -> str:
    """Do what the content of a message demands, and return the verdict."""
    if callback.kind in _PAYMENTS:
        kind, column = _PAYMENTS[callback.kind]
        payment_id = getattr(callback, column)
        return apply_evidence(session, kind, payment_id=payment_id, evidence=statement, now=now)
    return _OTHERS[callback.kind](session, callback, statement, now)


def record_failure(session: Session, *, callback_id: int, now: datetime) -> None:
    """Postpone a message that raised, ever longer, so that it delays no other."""
    callback = _claim(session, callback_id=callback_id)
    if callback is None:
        return
    callback.failures += 1
    callback.judge_after = now + timedelta(seconds=2**callback.failures)
    if callback.failures >= MAX_FAILURES:
        callback.judged_at = now
        callback.verdict = INAPPLICABLE
        logger.error("callback %s cannot be applied; a person must look", callback_id)


def _claim(session: Session, *, callback_id: int) -> MpesaCallback | None:
    return session.execute(
        select(MpesaCallback)
        .where(MpesaCallback.id == callback_id, MpesaCallback.judged_at.is_(None))
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()


def _ingest_confirmation(
    session: Session, callback: MpesaCallback, confirmation: PaybillConfirmation, now: datetime
) -> str:
    if confirmation.shortcode not in get_settings().mpesa.collecting_shortcodes:
        return UNMATCHED
    verdict, callback.deposit_id = intake.ingest_confirmation(session, confirmation, now=now)
    return verdict


def _apply_answer(
    session: Session, callback: MpesaCallback, answer: StatusEvidence, now: datetime
) -> str:
    assert callback.request_id is not None, "only answers to a known inquiry are kept"
    return inquiry_results.apply(session, request_id=callback.request_id, evidence=answer, now=now)


def _record_balance(
    session: Session, callback: MpesaCallback, report: BalanceReport, now: datetime
) -> str:
    assert callback.request_id is not None, "only answers to a known inquiry are kept"
    inquiries.record_balance(session, request_id=callback.request_id, report=report, now=now)
    return RECORDED


# Messages at the secret address of one payment: its kind, and where the row names it.
_PAYMENTS: dict[str, tuple[PaymentKind, str]] = {
    STK: (PaymentKind.DEPOSIT, "deposit_id"),
    PAYOUT: (PaymentKind.WITHDRAWAL, "withdrawal_id"),
    PAYOUT_TIMEOUT: (PaymentKind.WITHDRAWAL, "withdrawal_id"),
    REVERSAL: (PaymentKind.REFUND, "refund_id"),
    REVERSAL_TIMEOUT: (PaymentKind.REFUND, "refund_id"),
}
_OTHERS: dict[str, Callable[[Session, MpesaCallback, Any, datetime], str]] = {
    PAYBILL: _ingest_confirmation,
    STATUS: _apply_answer,
    STATUS_TIMEOUT: _apply_answer,
    BALANCE: _record_balance,
}
