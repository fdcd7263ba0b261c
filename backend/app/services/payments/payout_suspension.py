"""Suspends payouts when the next one would fail like the last, or lock our operator at M-Pesa."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.platform import Switch
from app.services.platform import alerts, switches
from app.services.platform.switches import SwitchName

# Our operator's name, password, rights or lock (daraja.md §3.2): each further try with them, a
# inquiry included, makes it worse.
_OPERATOR_CODES = frozenset({"18", "20", "21", "22", "2001", "8006"})
_OPERATOR_REASON = "M-Pesa does not take our operator"


def suspend(session: Session, *, code: str, subject: str, now: datetime) -> None:
    """Turn withdrawals off, until an admin turns them on again, and raise the alert.

    `code` is M-Pesa's result code, `subject` what it was about, for instance `withdrawal:7`.
    """
    why = _OPERATOR_REASON if code in _OPERATOR_CODES else "M-Pesa refuses all payouts"
    switches.turn(
        session,
        name=SwitchName.WITHDRAWALS,
        is_on=False,
        reason=f"{why}: {code}"[:200],
        by="system",
        now=now,
    )
    alerts.raise_alert(
        session, kind="payouts_paused", subject=f"code:{code}", now=now, last=subject
    )


def operator_is_refused(session: Session) -> bool:
    """Return whether payouts are off because M-Pesa refuses our operator."""
    reason = session.scalars(
        select(Switch.reason).where(
            Switch.name == SwitchName.WITHDRAWALS,
            Switch.is_on.is_(False),
            Switch.changed_by == "system",
        )
    ).one_or_none()
    return reason is not None and reason.startswith(_OPERATOR_REASON)
