"""Limits that players set for themselves. Triggers refuse what is beyond; this asks before them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.database import savepoint
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.problems import ProblemCode
from app.domain.protection.limits import PERIODS, Limit, LimitKind, Waiting, beyond_limit
from app.models.protection import PlayerExclusion, PlayerLimit, PlayerLimitConfirmation
from app.models.user import User
from app.services.ledger import locks
from app.services.protection import self_exclusion

_NONE = Decimal(0)
_IN_FORCE = text("SELECT kind, hours, amount FROM limits_in_force(:user_id)")
STAKING = frozenset({LimitKind.STAKE, LimitKind.LOSS, LimitKind.TIME})


def overview(session: Session, *, user_id: int, now: datetime) -> list[Limit]:
    """Return all kinds and periods: the limit in force, what of it is used, and what waits."""
    in_force = _in_force(session, user_id=user_id)
    waiting = _waiting(session, user_id=user_id)
    return [
        Limit(
            kind=kind,
            hours=hours,
            amount=(amount := in_force.get((kind, hours))),
            used=None if amount is None else _used(session, user_id, kind, hours, now=now),
            waiting=waiting.get((kind, hours)),
        )
        for kind in LimitKind
        for hours in PERIODS
    ]


def refusal(
    session: Session,
    *,
    user_id: int,
    kinds: frozenset[LimitKind],
    amount: Decimal,
    now: datetime,
) -> Conflict | None:
    """Return why `amount` KES more would be beyond a limit of these kinds, if one is in the way."""
    for (kind, hours), limit in _in_force(session, user_id=user_id).items():
        if kind not in kinds or limit is None:
            continue
        left = limit - _used(session, user_id, kind, hours, now=now)
        asked = _NONE if kind is LimitKind.TIME else amount
        if asked > left:
            return beyond_limit(kind=kind, hours=hours, amount=limit, left=max(left, _NONE))
    return None


def set_limit(
    session: Session, *, user_id: int, kind: LimitKind, hours: int, amount: Decimal | None
) -> None:
    """Set a limit (KES), or ask for none (None): lower at once, higher after three days.

    What was asked for before and waits is replaced. Raises Conflict where there is no limit to take
    away, and for a higher one during a break from play.
    """
    _lock(session, user_id=user_id)
    now_in_force = _in_force(session, user_id=user_id).get((kind, hours))
    if now_in_force is None and amount is None:
        raise Invalid(ProblemCode.NO_LIMIT_SET, "There is no limit to take away.")
    is_raise = now_in_force is not None and (amount is None or amount > now_in_force)
    if is_raise:
        moment = session.execute(select(func.clock_timestamp())).scalar_one()
        self_exclusion.refuse_excluded(session, user_id=user_id, now=moment)
    session.execute(
        insert(PlayerLimit).values(user_id=user_id, kind=kind, hours=hours, amount=amount)
    )


def confirm(session: Session, *, user_id: int, limit_id: int) -> None:
    """Let a higher limit hold, once its three days are over; twice is the same as once.

    Raises NotFound for another player's, and Conflict before its time, and for one that was
    replaced or is from before a break.
    """
    _lock(session, user_id=user_id)
    owner = session.execute(
        select(PlayerLimit.user_id).where(PlayerLimit.id == limit_id)
    ).scalar_one_or_none()
    if owner != user_id:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such limit of yours.")
    if session.get(PlayerLimitConfirmation, limit_id) is not None:
        return
    try:
        with savepoint(session):
            session.execute(insert(PlayerLimitConfirmation).values(limit_id=limit_id))
    except IntegrityError as error:
        waiting = _waiting(session, user_id=user_id).values()
        found = next((one for one in waiting if one.id == limit_id), None)
        facts: dict[str, Any] = {"from": found.effective_at.isoformat()} if found else {}
        raise Conflict(
            ProblemCode.LIMIT_NOT_WAITING, "This limit cannot be confirmed now.", **facts
        ) from error


def _lock(session: Session, *, user_id: int) -> None:
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    locks.lock_money_of(session, user_ids=[user_id])


def _in_force(session: Session, *, user_id: int) -> dict[tuple[LimitKind, int], Decimal | None]:
    rows = session.execute(_IN_FORCE, {"user_id": user_id})
    return {(LimitKind(row.kind), row.hours): row.amount for row in rows}


def _used(session: Session, user_id: int, kind: LimitKind, hours: int, *, now: datetime) -> Decimal:
    since = now - timedelta(hours=hours)
    used: Decimal = session.execute(select(func.limit_use(user_id, kind.value, since))).scalar_one()
    return used


def _waiting(session: Session, *, user_id: int) -> dict[tuple[LimitKind, int], Waiting]:
    """Return the raises that were not confirmed, replaced, or cancelled by a break."""
    newest = (
        select(PlayerLimit)
        .where(PlayerLimit.user_id == user_id)
        .ext(distinct_on(PlayerLimit.kind, PlayerLimit.hours))
        .order_by(PlayerLimit.kind, PlayerLimit.hours, PlayerLimit.id.desc())
    )
    last_break = session.execute(
        select(func.max(PlayerExclusion.ends_at)).where(PlayerExclusion.user_id == user_id)
    ).scalar_one_or_none()
    found = [
        one
        for one in session.scalars(newest)
        if one.is_raise and (last_break is None or one.created_at >= last_break)
    ]
    confirmed = set(
        session.scalars(
            select(PlayerLimitConfirmation.limit_id).where(
                PlayerLimitConfirmation.limit_id.in_([one.id for one in found])
            )
        )
    )
    return {
        (LimitKind(one.kind), one.hours): Waiting(one.id, one.amount, one.effective_at)
        for one in found
        if one.id not in confirmed
    }
