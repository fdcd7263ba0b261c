"""The risk of a player: flags with reasons, a hold or a freeze of withdrawals, an admin who clears.

Nothing is ever confiscated here.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.conduct.risk_signals import (
    Consequence,
    RaisedSignal,
    consequence,
    flags_of,
    score_of,
)
from app.domain.errors import NotAllowed, NotFound
from app.domain.notifications.kinds import Kind
from app.domain.problems import ProblemCode
from app.models.risk import PlayerRisk, RiskFlag
from app.models.user import User
from app.services.conduct import rings, risk_signals
from app.services.notifications.notify import Notice, notify
from app.services.platform import alerts


@dataclass(frozen=True)
class RiskView:
    """A player's risk as admins see it; cleared flags stay readable."""

    user_id: int
    username: str
    score: int
    held_until: datetime | None
    frozen: bool
    scored_at: datetime | None
    flags: list[RiskFlag]


def due(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the players whose risk should be scored again."""
    return risk_signals.due(session, now=now, rows=rows)


def score(session: Session, user_id: int, *, now: datetime) -> int:
    """Score a player's risk, record the flags it raises, and return the points (0..100)."""
    risk = _locked(session, user_id, now=now)
    flags = flags_of(risk_signals.gather(session, user_id=user_id, now=now))
    for flag in flags:
        _note(session, user_id, flag, now=now)
    session.flush()
    before, was = risk.score, Consequence(risk.held_until, risk.frozen)
    risk.score = score_of(
        list(
            session.scalars(
                select(RiskFlag.points).where(
                    RiskFlag.user_id == user_id,
                    RiskFlag.cleared_at.is_(None),
                    RiskFlag.signal.in_([flag.signal for flag in flags]),
                )
            )
        )
    )
    follows = consequence(risk.score, before=before, was=was, now=now)
    risk.held_until, risk.frozen, risk.scored_at = follows.held_until, follows.frozen, now
    session.flush()
    _tell(session, user_id, was, follows, now=now)
    if risk.frozen and not was.frozen:
        alerts.raise_alert(
            session, kind="payouts_frozen", subject=f"user:{user_id}", now=now, points=risk.score
        )
    return risk.score


def _tell(
    session: Session, user_id: int, was: Consequence, follows: Consequence, *, now: datetime
) -> None:
    """Tell a player that withdrawals wait; why is said when they ask for one (`payout_holds`)."""
    until = follows.held_until
    if follows.frozen and not was.frozen:
        kind, variables = Kind.PAYOUTS_FROZEN, {}
    elif not follows.frozen and until is not None and until != was.held_until:
        kind, variables = Kind.PAYOUTS_HELD, {"until": until.isoformat()}
    else:
        return
    event = f"{kind}:{now.isoformat()}"
    notice = Notice(user_id, kind, subject="payouts", event=event, variables=variables)
    notify(session, [notice], now=now)


def _note(session: Session, user_id: int, flag: RaisedSignal, *, now: datetime) -> None:
    """Write a flag down. One that an admin cleared counts again only if it has grown."""
    fresh = {"points": flag.points, "explanation": flag.explanation, "last_seen_at": now}
    grown = insert(RiskFlag).excluded.points > RiskFlag.points
    session.execute(
        insert(RiskFlag)
        .values(user_id=user_id, signal=flag.signal, first_seen_at=now, **fresh)
        .on_conflict_do_update(
            index_elements=["user_id", "signal"],
            set_=fresh | {"cleared_at": None, "cleared_by": None},
            where=RiskFlag.cleared_at.is_(None) | grown,
        )
    )


def _locked(session: Session, user_id: int, *, now: datetime) -> PlayerRisk:
    session.execute(
        insert(PlayerRisk)
        .values(user_id=user_id, score=0, scored_at=now)
        .on_conflict_do_nothing(index_elements=["user_id"])
    )
    return session.scalars(
        select(PlayerRisk).where(PlayerRisk.user_id == user_id).with_for_update()
    ).one()


def read(session: Session, *, user_id: int, admin: User) -> RiskView:
    """Return a player's risk to an admin; raises NotAllowed about oneself, and NotFound.

    Who may be laundering money must not learn which signal it was, admin or not (POCAMLA, s. 8).
    """
    if admin.id == user_id:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody reads their own risk.")
    return view(session, user_id=user_id)


def view(session: Session, *, user_id: int) -> RiskView:
    """Return a player's risk as last scored; raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such player.")
    risk = session.get(PlayerRisk, user_id, populate_existing=True)
    flags = session.scalars(
        select(RiskFlag)
        .where(RiskFlag.user_id == user_id)
        .order_by(RiskFlag.points.desc(), RiskFlag.id)
        .execution_options(populate_existing=True)
    )
    return RiskView(
        user_id=user.id,
        username=user.username,
        score=risk.score if risk else 0,
        held_until=risk.held_until if risk else None,
        frozen=risk.frozen if risk else False,
        scored_at=risk.scored_at if risk else None,
        flags=list(flags),
    )


def clear(session: Session, *, user_id: int, admin: User, now: datetime) -> None:
    """Clear a player's flags as explained, as two people decided: hold and freeze end, and the
    points are zero. `admin` is the second of them.
    """
    risk = _locked(session, user_id, now=now)
    session.execute(
        update(RiskFlag)
        .where(RiskFlag.user_id == user_id, RiskFlag.cleared_at.is_(None))
        .values(cleared_at=now, cleared_by=admin.id)
    )
    rings.clear(session, user_id=user_id, now=now)
    was_kept = risk.frozen or (risk.held_until is not None and risk.held_until > now)
    risk.score, risk.held_until, risk.frozen = 0, None, False
    session.flush()
    if was_kept:
        event = f"{Kind.PAYOUTS_RELEASED}:{now.isoformat()}"
        notice = Notice(user_id, Kind.PAYOUTS_RELEASED, subject="payouts", event=event)
        notify(session, [notice], now=now)
    subject = f"user:{user_id}"
    alerts.clear_about(session, kind="payouts_frozen", subject=subject, admin_id=admin.id, now=now)
