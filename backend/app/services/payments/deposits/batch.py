"""Many proven deposits credited at once: what a storm of callbacks mostly consists of.

One by one a deposit costs thirty statements, in a crowd of two hundred a tenth of one. Each is
decided by the same rules as alone (`domain/payments/deposits/rules.py`), and only those whose
decision is "credit" and about which nothing else is to be said are credited here. All others are
left as they were, for `deposit_evidence.weigh` to take one by one.
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
from app.domain.payments.deposits.rules import (
    Decision,
    DepositFacts,
    Doubt,
    Verdict,
    decide,
    record_of,
)
from app.domain.payments.mpesa.results import PAID, Evidence, Source
from app.domain.payments.states import DepositState
from app.services.ledger import batch_posting, posting, receipts
from app.services.ledger.batch_posting import Credit
from app.services.payments import provider_reversals
from app.services.payments.transitions import notify_credited

# Arrays, because the planner takes its time over lists of two hundred names.
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
    """While a crowd was credited, one of them turned out not to be plain: nothing was done."""


@dataclass(frozen=True)
class _Proven:
    deposit: Any  # a row of deposits, locked
    evidence: Evidence
    receipt: str


def credit_plain(
    session: Session, said: Iterable[tuple[int, Evidence]], *, now: datetime
) -> set[int]:
    """Credit those deposits whose evidence plainly proves them; return their ids.

    `said` are pairs of a deposit's id and what M-Pesa's callback says about it. Raises NotPlain, or
    one of psycopg2's errors, when the database transaction can only be rolled back.
    """
    evidence = _alone_in_the_crowd(said)
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
    # Asked again now that the wallets are locked: whoever takes money back locks them as well.
    if batch_posting.find_debtors(session, user_ids=[one.deposit.user_id for one in plain]):
        raise NotPlain
    _write(session, plain, now=now)
    for one in plain:
        notify_credited(session, deposit_id=one.deposit.id, user_id=one.deposit.user_id)
    return {one.deposit.id for one in plain}


def _alone_in_the_crowd(messages: Iterable[tuple[int, Evidence]]) -> dict[int, Evidence]:
    """Return what plainly claims a payment, unless two in the crowd are about the same."""
    paid = [
        (deposit_id, evidence)
        for deposit_id, evidence in messages
        if evidence.source is Source.CALLBACK
        and evidence.code == PAID
        and evidence.receipt is not None
    ]
    # What they speak of: a deposit, a receipt, a prompt.
    names = Counter(name for deposit_id, said in paid for name in _names(deposit_id, said))
    return {
        deposit_id: said
        for deposit_id, said in paid
        if all(names[name] == 1 for name in _names(deposit_id, said))
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
    credited |= provider_reversals.known_among(session, receipts=claimed)
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
            doubt=Doubt(row.doubt) if row.doubt else None,
        )
        if row.user_id not in debtors and decide(facts, one.evidence).verdict is Verdict.CREDIT:
            plain.append(one)
    return plain


def _holders(session: Session, proven: list[_Proven]) -> dict[str, set[int]]:
    """Return which deposits hold the receipts and the prompts' ids that are claimed here."""
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


_CREDITED = """
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
        _CREDITED,
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
    noted = [json.dumps(record_of(one.evidence, decision)) for one in plain]
    cursor.execute(_RECORD_EVENTS, (Source.CALLBACK.value, ids, noted))
