"""The history of one payment: all that is known of it, for people who have to decide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, inspect, or_, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.money import show
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.redaction import mask_phones
from app.domain.problems import ProblemCode
from app.models.deposit import Deposit
from app.models.mpesa_callback import MpesaCallback
from app.models.mpesa_request import MpesaRequest
from app.models.paybill import PaybillPayment
from app.models.payment_event import PaymentEvent
from app.models.platform import ManualRuling
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal
from app.services.ledger import reports as ledger_reports
from app.services.payments.console import listing

_ROWS: dict[PaymentKind, Any] = {
    PaymentKind.DEPOSIT: Deposit,
    PaymentKind.WITHDRAWAL: Withdrawal,
    PaymentKind.PAYBILL: PaybillPayment,
    PaymentKind.REFUND: Refund,
}
_STEPS = ("hold", "paid", "release", "late", "credit", "suspense", "claim", "done")
_RECEIPT = re.compile(r"[A-Z0-9]{8,20}")
_MOST_CALLBACKS = 50
_DAYS_AROUND = timedelta(days=7)
LONGEST_BODY = 8_192

Fact = str | int | bool | None


@dataclass(frozen=True)
class Step:
    """One event, and the evidence it rests on."""

    at: datetime
    state: str
    source: str
    evidence: dict[str, Any]


@dataclass(frozen=True)
class Inquiry:
    """One Transaction Status inquiry about the payment, and M-Pesa's answer."""

    id: int
    state: str
    asked_receipt: str | None
    asked_conversation_id: str | None
    asked_at: datetime
    answered_at: datetime | None
    answer: Any


@dataclass(frozen=True)
class RawCallback:
    """One message as it came; `body` is text without control characters, cut after 8 KB."""

    id: int
    kind: str
    received_at: datetime
    judged_at: datetime | None
    verdict: str | None
    deliveries: int
    failures: int
    source_ip: str | None
    size: int
    body: str


@dataclass(frozen=True)
class PaymentHistory:
    """A payment with its row, its events, our inquiries, the ledger and M-Pesa's raw callbacks."""

    payment: listing.PaymentSummary
    row: dict[str, Fact]
    steps: list[Step]
    questions: list[Inquiry]
    ledger: list[ledger_reports.Posting]
    callbacks: list[RawCallback]
    refunds: list[int]
    rulings: list[int]


def read(session: Session, *, kind: PaymentKind, payment_id: int) -> PaymentHistory:
    """Return everything about one payment; raises NotFound."""
    summary = listing.find(session, kind=kind, payment_id=payment_id)
    if summary is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such payment.")
    row = session.get_one(_ROWS[kind], payment_id)
    steps = _steps(session, kind, payment_id)
    questions = list(
        session.scalars(
            select(MpesaRequest)
            .where(MpesaRequest.subject == kind, MpesaRequest.subject_id == payment_id)
            .order_by(MpesaRequest.id)
        )
    )
    keys = [f"{kind}:{payment_id}:{step}" for step in _STEPS]
    keys += [f"repaid:{kind}:{payment_id}", *_keys_of_receipts(_receipts(row, steps))]
    return PaymentHistory(
        payment=summary,
        row=_facts(row),
        steps=steps,
        questions=[_inquiry(asked) for asked in questions],
        ledger=ledger_reports.postings(session, keys=keys),
        callbacks=_callbacks(session, _about(kind, row, [asked.id for asked in questions])),
        refunds=_refunds(session, kind, payment_id),
        rulings=_rulings(session, kind, payment_id),
    )


def _steps(session: Session, kind: PaymentKind, payment_id: int) -> list[Step]:
    found = session.scalars(
        select(PaymentEvent)
        .where(PaymentEvent.subject == kind, PaymentEvent.subject_id == payment_id)
        .order_by(PaymentEvent.id)
    )
    return [Step(one.created_at, one.state, one.source, one.evidence) for one in found]


def _inquiry(asked: MpesaRequest) -> Inquiry:
    return Inquiry(
        id=asked.id,
        state=asked.state,
        asked_receipt=asked.asked_receipt,
        asked_conversation_id=asked.asked_conversation_id,
        asked_at=asked.created_at,
        answered_at=asked.answered_at,
        answer=asked.answer,
    )


def _facts(row: Any) -> dict[str, Fact]:
    """Return the row's own columns, but for the fingerprints of secrets."""
    return {
        attribute.columns[0].name: _plain(getattr(row, attribute.key))
        for attribute in inspect(type(row)).column_attrs
        if not attribute.key.endswith("_sha256")
    }


def _plain(value: Any) -> Fact:
    if isinstance(value, Decimal):
        return show(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value  # type: ignore[no-any-return]


def _receipts(row: Any, steps: Iterable[Step]) -> set[str]:
    """Return every receipt that the row or its evidence names: a reversal has one of its own."""
    texts = {
        getattr(row, name, None)
        for name in ("receipt", "mpesa_reference", "claimed_receipt", "original_receipt")
    }
    for step in steps:
        texts |= {value for value in step.evidence.values() if isinstance(value, str)}
    return {text for text in texts if text and _RECEIPT.fullmatch(text)}


def _keys_of_receipts(receipts: set[str]) -> list[str]:
    return [
        f"{what}:{receipt}"
        for receipt in sorted(receipts)
        for what in ("reversal", "statement", "charge")
    ]


def _about(kind: PaymentKind, row: Any, question_ids: list[int]) -> ColumnElement[bool]:
    """Return the condition for callbacks about the payment: its own, and answers about it."""
    answers = MpesaCallback.request_id.in_(question_ids)
    match kind:
        case PaymentKind.DEPOSIT:
            return or_(MpesaCallback.deposit_id == row.id, answers)
        case PaymentKind.WITHDRAWAL:
            return or_(MpesaCallback.withdrawal_id == row.id, answers)
        case PaymentKind.REFUND:
            return or_(MpesaCallback.refund_id == row.id, answers)
        case PaymentKind.PAYBILL:
            return or_(_confirms(row), answers)


def _confirms(payment: PaybillPayment) -> ColumnElement[bool]:
    """Return the condition for confirmations of those days that name the receipt."""
    named = func.position(func.convert_to(payment.receipt, "UTF8").op("IN")(MpesaCallback.body))
    return and_(
        MpesaCallback.kind == "c2b",
        MpesaCallback.received_at >= payment.created_at - _DAYS_AROUND,
        MpesaCallback.received_at <= payment.created_at + _DAYS_AROUND,
        named > 0,
    )


def _callbacks(session: Session, about: ColumnElement[bool]) -> list[RawCallback]:
    found = session.scalars(
        select(MpesaCallback).where(about).order_by(MpesaCallback.id).limit(_MOST_CALLBACKS)
    )
    return [
        RawCallback(
            id=one.id,
            kind=one.kind,
            received_at=one.received_at,
            judged_at=one.judged_at,
            verdict=one.verdict,
            deliveries=one.deliveries,
            failures=one.failures,
            source_ip=None if one.source_ip is None else str(one.source_ip),
            size=len(one.body),
            body=_readable(bytes(one.body)),
        )
        for one in found
    ]


def _readable(body: bytes) -> str:
    """Return untrusted bytes as text without control characters and whole phone numbers."""
    text = mask_phones(body[:LONGEST_BODY].decode("utf-8", errors="backslashreplace"))
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else f"\\u{ord(letter):04x}"
        for letter in text
    )


def _refunds(session: Session, kind: PaymentKind, payment_id: int) -> list[int]:
    if kind not in {PaymentKind.DEPOSIT, PaymentKind.PAYBILL}:
        return []
    mine = Refund.deposit_id if kind is PaymentKind.DEPOSIT else Refund.paybill_payment_id
    return list(session.scalars(select(Refund.id).where(mine == payment_id).order_by(Refund.id)))


def _rulings(session: Session, kind: PaymentKind, payment_id: int) -> list[int]:
    found = select(ManualRuling.id).where(
        ManualRuling.subject == kind, ManualRuling.subject_id == payment_id
    )
    return list(session.scalars(found.order_by(ManualRuling.id)))
