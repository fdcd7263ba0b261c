"""Exclusions as they are in force. A trigger refuses stakes and deposits; this asks before it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.protection.exclusion import Exclusion, ExclusionKind, excluded
from app.models.protection import PlayerExclusion


def current(session: Session, *, user_id: int, now: datetime) -> Exclusion | None:
    """Return the exclusion of a player that ends last, if one is in force."""
    row = session.execute(
        select(PlayerExclusion.kind, PlayerExclusion.starts_at, PlayerExclusion.ends_at)
        .where(PlayerExclusion.user_id == user_id, PlayerExclusion.ends_at > now)
        .order_by(PlayerExclusion.ends_at.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Exclusion(ExclusionKind(row.kind), row.starts_at, row.ends_at)


def refusal(session: Session, *, user_id: int, now: datetime) -> Conflict | None:
    """Return why a player cannot stake or deposit now, if an exclusion is in force."""
    found = current(session, user_id=user_id, now=now)
    return None if found is None else excluded(found.kind, found.ends_at)


def refuse_excluded(session: Session, *, user_id: int, now: datetime) -> None:
    """Raise Conflict with `until` while an exclusion of the player is in force."""
    found = refusal(session, user_id=user_id, now=now)
    if found is not None:
        raise found


def is_any_excluded(session: Session, user_ids: Collection[int], *, now: datetime) -> bool:
    """Say whether an exclusion of one of these players is in force."""
    in_force = exists().where(PlayerExclusion.user_id.in_(user_ids), PlayerExclusion.ends_at > now)
    return bool(session.scalar(select(in_force)))


def record(
    session: Session,
    *,
    user_id: int,
    kind: ExclusionKind,
    months: int | None = None,
    hours: int | None = None,
) -> Exclusion:
    """Write an exclusion, which begins now; the player's row and accounts are locked first.

    Raises IntegrityError for a length that the database does not allow.
    """
    row = session.execute(
        insert(PlayerExclusion)
        .values(user_id=user_id, kind=kind, months=months, hours=hours)
        .returning(PlayerExclusion.starts_at, PlayerExclusion.ends_at)
    ).one()
    return Exclusion(kind, row.starts_at, row.ends_at)
