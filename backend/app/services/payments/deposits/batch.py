"""Credits many proven deposits in a few set-based statements: most of a burst of callbacks.

One by one a deposit costs thirty statements, in a batch of two hundred a tenth of one. Each is
decided by the same rules as a single one (`domain/payments/deposits/rules.py`); only those whose
decision is "credit", with nothing else to do, are credited here. All others are left unchanged, for
`apply_evidence` in `evidence.py` to take one by one.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import cursor_of
from app.core.settings import get_settings
from app.domain.payments.decisions import Decision, ReviewReason, Verdict
from app.domain.payments.deposits.rules import DepositFacts, decide, record_of
from app.domain.payments.mpesa.results import PAID, Evidence, Source
from app.domain.payments.states import DepositState
from app.services.ledger import batch_posting, posting, receipts
from app.services.ledger.batch_posting import Credit
from app.services.payments import provider_reversals
from app.services.payments.transitions import notify_credited

# Arrays, because a list of two hundred names takes the planner long.
_LOCKED = text(
    """
    SELECT id, user_id, amount, tax, state, checkout_request_id, mpesa_reference, needs_query, doubt
    FROM deposits WHERE id = ANY(:ids) ORDER BY id FOR UPDATE
    """
)
_HOLDERS = text(
    """
    SELECT id, mpesa_reference, checkout_request_id FROM deposits
    WHERE mpesa_reference = ANY(:receipts) OR checkout_request_id = ANY(:checkout_ids)
    """
)


class NotPlain(Exception):
    """During the batch one deposit turned out not to be plain: the transaction must roll back."""


@dataclass(frozen=True)
class _Proven:
    deposit: Any  # a row of deposits, locked
    evidence: Evidence
    receipt: str


def credit_batch(
    session: Session, evidence_by_id: Iterable[tuple[int, Evidence]], *, now: datetime
) -> set[int]:
    """Credit those deposits whose evidence plainly proves them; return their ids.

    `evidence_by_id` are pairs of a deposit's id and the evidence of its callback. Raises NotPlain,
    or one of psycopg2's errors, when the database transaction can only be rolled back.
    """
    evidence = _unambiguous(evidence_by_id)
    if not evidence:
        return set()
    deposits = session.execute(_LOCKED, {"ids": list(evidence)}).all()
    plain = _plain(session, deposits, evidence)
    if not plain:
        return set()
    batch_posting.credit_deposits(
        session,
        [
            Credit(
                deposit_id=one.deposit.id,
                user_id=one.deposit.user_id,
                amount=one.deposit.amount,
                tax=one.deposit.tax,
                receipt=one.receipt,
            )
            for one in plain
        ],
        actor=f"mpesa:{Source.CALLBACK}",
    )
    # Again, now that the wallets are locked: a reversal locks them as well.
    if batch_posting.find_debtors(session, user_ids=[one.deposit.user_id for one in plain]):
        raise NotPlain
    _write(session, plain, now=now)
    credited = [
        (one.deposit.id, one.deposit.user_id, one.deposit.amount - one.deposit.tax) for one in plain
    ]
    notify_credited(session, credited, now=now)
    return {one.deposit.id for one in plain}


def _unambiguous(messages: Iterable[tuple[int, Evidence]]) -> dict[int, Evidence]:
    """Return the evidence that claims a payment, unless two in the batch are about the same one."""
    paid = [
        (deposit_id, evidence)
        for deposit_id, evidence in messages
        if evidence.source is Source.CALLBACK
        and evidence.code == PAID
        and evidence.receipt is not None
    ]
    # What each is about: a deposit, a receipt, a prompt.
    names = Counter(name for deposit_id, evidence in paid for name in _names(deposit_id, evidence))
    return {
        deposit_id: evidence
        for deposit_id, evidence in paid
        if all(names[name] == 1 for name in _names(deposit_id, evidence))
    }


def _names(deposit_id: int, evidence: Evidence) -> Iterable[object]:
    yield deposit_id
    yield "receipt", evidence.receipt
    if evidence.checkout_request_id is not None:
        yield "prompt", evidence.checkout_request_id


def _plain(
    session: Session, deposits: Iterable[Any], evidence: dict[int, Evidence]
) -> list[_Proven]:
    proven = [
        _Proven(row, evidence[row.id], receipt)
        for row in deposits
        if (receipt := evidence[row.id].receipt) is not None
    ]
    claimed = sorted(one.receipt for one in proven)
    receipts.lock_all(session, receipts=claimed)
    credited = posting.booked_receipts(session, receipts=claimed)
    credited |= provider_reversals.reversed_among(session, receipts=claimed)
    debtors = batch_posting.find_debtors(session, user_ids={one.deposit.user_id for one in proven})
    holders = _holders(session, proven)
    confirm_above = get_settings().deposit.confirm_above
    plain = []
    for one in proven:
        row, checkout_id = one.deposit, one.evidence.checkout_request_id
        facts = DepositFacts(
            state=DepositState(row.state),
            amount=row.amount,
            confirm_above=confirm_above,
            checkout_request_id=row.checkout_request_id,
            mpesa_reference=row.mpesa_reference,
            receipt_used=one.receipt in credited or bool(holders.get(one.receipt)),
            checkout_used=checkout_id is not None
            and bool(holders.get(checkout_id, set()) - {row.id}),
            awaits_proof=row.needs_query,
            review_reason=ReviewReason(row.doubt) if row.doubt else None,
        )
        if row.user_id not in debtors and decide(facts, one.evidence).verdict is Verdict.CREDIT:
            plain.append(one)
    return plain


def _holders(session: Session, proven: list[_Proven]) -> dict[str, set[int]]:
    """Return which deposits hold the receipts and the prompts' ids that the batch claims."""
    checkout_ids = [
        one.evidence.checkout_request_id for one in proven if one.evidence.checkout_request_id
    ]
    holders: dict[str, set[int]] = {}
    for row in session.execute(
        _HOLDERS, {"receipts": [one.receipt for one in proven], "checkout_ids": checkout_ids}
    ):
        for name in (row.mpesa_reference, row.checkout_request_id):
            if name is not None:
                holders.setdefault(name, set()).add(row.id)
    return holders


_CREDIT = """
UPDATE deposits d SET
    state = 'credited', completed_at = %s, due_at = NULL, failure = NULL, holds_phone = false,
    mpesa_reference = s.receipt, result_code = %s, doubt = NULL, needs_query = false,
    checkout_request_id = coalesce(d.checkout_request_id, s.checkout_id),
    merchant_request_id = coalesce(d.merchant_request_id, s.merchant_id)
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])
    AS s (id, receipt, checkout_id, merchant_id)
  WHERE d.id = s.id
"""
_RECORD_EVENTS = """
INSERT INTO payment_events (subject, subject_id, state, source, evidence)
  SELECT 'deposit', s.id, 'credited', %s, s.evidence
  FROM unnest(%s::bigint[], %s::jsonb[]) AS s (id, evidence)
"""


def _write(session: Session, plain: list[_Proven], *, now: datetime) -> None:
    ids = [one.deposit.id for one in plain]
    cursor = cursor_of(session)
    cursor.execute(
        _CREDIT,
        (
            now,
            PAID,
            ids,
            [one.receipt for one in plain],
            [one.evidence.checkout_request_id for one in plain],
            [one.evidence.merchant_request_id for one in plain],
        ),
    )
    decision = Decision(Verdict.CREDIT)
    events = [json.dumps(record_of(one.evidence, decision)) for one in plain]
    cursor.execute(_RECORD_EVENTS, (Source.CALLBACK.value, ids, events))
