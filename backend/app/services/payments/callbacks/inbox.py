"""What M-Pesa, or somebody who pretends to be it, has sent us: kept first, judged afterwards."""

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
from app.domain.payments.deposits.rules import Verdict
from app.domain.payments.inquiries import BalanceReport, StatusEvidence
from app.domain.payments.mpesa.results import Evidence, PaybillConfirmation
from app.domain.payments.payouts import PayoutEvidence
from app.domain.payments.reversals import ReversalEvidence
from app.models.mpesa_callback import MpesaCallback
from app.services.payments import inquiries
from app.services.payments.callbacks import inquiry_results as answers
from app.services.payments.deposits import batch as deposit_crowds
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.paybill import intake as paybill
from app.services.payments.refunds import evidence as refund_evidence
from app.services.payments.withdrawals import evidence as withdrawal_evidence

logger = logging.getLogger(__name__)

STK = "stk"
PAYBILL = "c2b"
PAYOUT, PAYOUT_TIMEOUT = "b2c", "b2c_timeout"
STATUS, STATUS_TIMEOUT = "status", "status_timeout"
BALANCE, BALANCE_TIMEOUT = "balance", "balance_timeout"
REVERSAL, REVERSAL_TIMEOUT = "reversal", "reversal_timeout"
MOST_FAILURES = 8  # with doubling pauses, four minutes of trying

UNREADABLE = "unreadable"
UNMATCHED = "unmatched"
UNJUDGEABLE = "unjudgeable"
WRITTEN_DOWN = "written_down"

_Key = tuple[str, bytes, bytes]

# A message for a secret that nothing of ours has leaves no row: whoever guesses fills no disk, and
# can put nothing under the name of somebody else's payment.
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


# A statement for each place where a secret may belong: looking in all of them at once takes the
# planner longer than the writing.
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
class Unjudged:
    """A message that waits for its judge."""

    id: int
    kind: str
    body: bytes
    deposit_id: int | None


def record(session: Unit, deliveries: Iterable[Delivery]) -> set[_Key]:
    """Keep a batch, with one statement a kind; return the keys of those whose secret is known.

    The same message again only counts up, whether it was judged or not.
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


def claim_unjudged(session: Session, *, now: datetime, rows: int) -> list[Unjudged]:
    """Return messages that may be judged now, the oldest first, and keep them for this transaction.

    Whoever drains at the same time gets others.
    """
    found = session.execute(
        select(MpesaCallback.id, MpesaCallback.kind, MpesaCallback.body, MpesaCallback.deposit_id)
        .where(MpesaCallback.judged_at.is_(None), MpesaCallback.judge_after <= now)
        .order_by(MpesaCallback.id)
        .limit(rows)
        .with_for_update(skip_locked=True)
    )
    return [
        Unjudged(id=row.id, kind=row.kind, body=bytes(row.body), deposit_id=row.deposit_id)
        for row in found
    ]


_JUDGED = text(
    "UPDATE mpesa_callbacks SET judged_at = :now, verdict = :verdict WHERE id = ANY(:ids)"
)


def judge_crowd(session: Session, claimed: dict[Unjudged, Evidence], *, now: datetime) -> set[int]:
    """Credit what is plain among claimed messages about prompts, all at once.

    `claimed` are messages with what they say. Returns the ids of those that are judged now; the
    others are still to be judged one by one. When it raises, all of them are.
    """
    about = [(one.deposit_id, said) for one, said in claimed.items() if one.deposit_id is not None]
    credited = deposit_crowds.credit_plain(session, about, now=now)
    judged = {one.id for one in claimed if one.deposit_id in credited}
    if judged:
        session.execute(_JUDGED, {"ids": list(judged), "now": now, "verdict": Verdict.CREDIT.value})
    return judged


def judge(
    session: Session,
    *,
    callback_id: int,
    statement: Any | None,
    now: datetime,
) -> str | None:
    """Weigh one message and write down the verdict; None when somebody else has it in hand.

    `statement` is what the message says, read by the wire of its kind; None when it says nothing
    readable.
    """
    callback = _claim(session, callback_id=callback_id)
    if callback is None:
        return None
    if statement is None:
        logger.warning("callback %s cannot be read; it is kept as it came", callback_id)
        verdict = UNREADABLE
    else:
        verdict = _JUDGES[callback.kind](session, callback, statement, now)
    callback.judged_at = now
    callback.verdict = verdict
    return verdict


def record_failure(session: Session, *, callback_id: int, now: datetime) -> None:
    """Judging this one crashed: let it wait, ever longer, so that it holds nobody else up."""
    callback = _claim(session, callback_id=callback_id)
    if callback is None:
        return
    callback.failures += 1
    callback.judge_after = now + timedelta(seconds=2**callback.failures)
    if callback.failures >= MOST_FAILURES:
        callback.judged_at = now
        callback.verdict = UNJUDGEABLE
        logger.error("callback %s cannot be judged; a person must look", callback_id)


def _claim(session: Session, *, callback_id: int) -> MpesaCallback | None:
    return session.execute(
        select(MpesaCallback)
        .where(MpesaCallback.id == callback_id, MpesaCallback.judged_at.is_(None))
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()


def _judge_paybill(
    session: Session, callback: MpesaCallback, said: PaybillConfirmation, now: datetime
) -> str:
    if said.shortcode not in get_settings().mpesa.collecting_shortcodes:
        return UNMATCHED
    verdict, callback.deposit_id = paybill.hear(session, said, now=now)
    return verdict


def _judge_prompt(
    session: Session, callback: MpesaCallback, evidence: Evidence, now: datetime
) -> str:
    assert callback.deposit_id is not None, "only messages for a known deposit are kept"
    return deposit_evidence.weigh(
        session, deposit_id=callback.deposit_id, evidence=evidence, now=now
    )


def _judge_payout(
    session: Session, callback: MpesaCallback, said: PayoutEvidence, now: datetime
) -> str:
    assert callback.withdrawal_id is not None, "only messages for a known withdrawal are kept"
    return withdrawal_evidence.weigh_result(
        session, withdrawal_id=callback.withdrawal_id, evidence=said, now=now
    )


def _judge_status(
    session: Session, callback: MpesaCallback, said: StatusEvidence, now: datetime
) -> str:
    assert callback.request_id is not None, "only answers to a known question are kept"
    return answers.weigh(session, request_id=callback.request_id, evidence=said, now=now)


def _judge_balance(
    session: Session, callback: MpesaCallback, said: BalanceReport, now: datetime
) -> str:
    assert callback.request_id is not None, "only answers to a known question are kept"
    inquiries.record_balance(session, request_id=callback.request_id, report=said, now=now)
    return WRITTEN_DOWN


def _judge_reversal(
    session: Session, callback: MpesaCallback, said: ReversalEvidence, now: datetime
) -> str:
    assert callback.refund_id is not None, "only messages for a known refund are kept"
    return refund_evidence.weigh(session, refund_id=callback.refund_id, evidence=said, now=now)


_JUDGES: dict[str, Callable[[Session, MpesaCallback, Any, datetime], str]] = {
    STK: _judge_prompt,
    PAYBILL: _judge_paybill,
    PAYOUT: _judge_payout,
    PAYOUT_TIMEOUT: _judge_payout,
    STATUS: _judge_status,
    STATUS_TIMEOUT: _judge_status,
    BALANCE: _judge_balance,
    REVERSAL: _judge_reversal,
    REVERSAL_TIMEOUT: _judge_reversal,
}
