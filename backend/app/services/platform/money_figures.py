"""Figures of money for monitoring: callbacks that wait, payments past their moment, the float."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.models.mpesa_request import MpesaRequest
from app.services.platform.play_figures import SHARES

_NEWEST_INQUIRIES = 500
_CALLBACKS = text(
    """
SELECT count(*) AS waiting, coalesce(max(EXTRACT(EPOCH FROM :now - received_at)), 0) AS oldest
FROM mpesa_callbacks WHERE judged_at IS NULL
"""
)
_LAG = text(
    """
SELECT percentile_cont(CAST(:shares AS float8[])) WITHIN GROUP (
  ORDER BY EXTRACT(EPOCH FROM judged_at - received_at))
FROM (SELECT judged_at, received_at FROM mpesa_callbacks ORDER BY id DESC LIMIT 200) newest
WHERE judged_at > CAST(:now AS timestamptz) - interval '1 hour'
"""
)


@dataclass(frozen=True)
class Float:
    """What M-Pesa last said is in our accounts (KES), and when."""

    accounts: dict[str, Decimal]
    at: datetime


@dataclass(frozen=True)
class MoneyFigures:
    """Callbacks that are not applied yet, and the seconds it took for the last ones."""

    callbacks: int
    oldest_callback: float
    callback_lag: Sequence[float]
    at_mpesa: Float | None


def take(session: Session, *, now: datetime) -> MoneyFigures:
    """Read all figures of one moment."""
    terms: dict[str, Any] = {"now": now, "shares": SHARES}
    waiting = session.execute(_CALLBACKS, terms).one()
    lag = session.execute(_LAG, terms).scalar_one() or ()
    return MoneyFigures(
        callbacks=waiting.waiting,
        oldest_callback=float(waiting.oldest),
        callback_lag=[float(value) for value in lag if value is not None],
        at_mpesa=_float(session),
    )


def _float(session: Session) -> Float | None:
    """Return the last balance that M-Pesa reported, if one of the newest inquiries brought it."""
    newest = (
        select(MpesaRequest.id).order_by(MpesaRequest.id.desc()).limit(_NEWEST_INQUIRIES).subquery()
    )
    row = session.execute(
        select(MpesaRequest.answer, MpesaRequest.answered_at)
        .where(
            MpesaRequest.id.in_(select(newest.c.id)),
            MpesaRequest.kind == "balance",
            MpesaRequest.state == "answered",
        )
        .order_by(MpesaRequest.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.answer is None or row.answered_at is None:
        return None
    accounts = row.answer.get("accounts") or {}
    return Float({name: Decimal(amount) for name, amount in accounts.items()}, row.answered_at)
