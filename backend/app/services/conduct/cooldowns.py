"""Cooldowns after missed matches: a warning, then longer pauses; an hour without clears them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.conduct.cooldown import Cooldown, CooldownPolicy, cooldown_at
from app.domain.errors import Conflict
from app.domain.live import LiveType
from app.domain.notifications.kinds import Kind
from app.domain.problems import ProblemCode
from app.models.matchmaking import NoShow
from app.services.notifications.notify import Notice, notify


def policy() -> CooldownPolicy:
    """Return what missing a match costs, from the settings."""
    settings = get_settings().matchmaking
    return CooldownPolicy(
        steps=tuple(timedelta(seconds=seconds) for seconds in settings.cooldown_seconds),
        forgotten_after=timedelta(seconds=settings.cooldown_forgotten_seconds),
    )


def record_no_shows(session: Session, user_ids: list[int], match_id: int, *, now: datetime) -> None:
    """Record that these players were not ready in time for a match, or left it; once a match."""
    if not user_ids:
        return
    session.execute(
        insert(NoShow)
        .values(
            [{"user_id": user_id, "match_id": match_id, "created_at": now} for user_id in user_ids]
        )
        .on_conflict_do_nothing()
    )
    notices = [_notice(session, user_id, match_id, now=now) for user_id in user_ids]
    notify(session, notices, now=now)
    broadcast(session, user_ids, kind=LiveType.QUEUE_CHANGED, topic="queue", data={})


def _notice(session: Session, user_id: int, match_id: int, *, now: datetime) -> Notice:
    cooldown = current(session, user_id=user_id, now=now)
    until = cooldown.until if cooldown else None
    return Notice(
        user_id=user_id,
        kind=Kind.MATCH_MISSED if until is None else Kind.COOLDOWN_STARTED,
        subject="conduct",
        event=f"missed:{match_id}",
        variables={} if until is None else {"until": until.isoformat()},
    )


def current(session: Session, *, user_id: int, now: datetime) -> Cooldown | None:
    """Return a player's cooldown; None if they have no missed match that counts."""
    rules = policy()
    longest = max(rules.forgotten_after, rules.steps[-1])
    missed_at = session.scalars(
        select(NoShow.created_at).where(
            # The last may be as old as `longest`, and counts what came before it.
            NoShow.user_id == user_id,
            NoShow.created_at > now - longest - rules.forgotten_after,
        )
    ).all()
    return cooldown_at(missed_at, policy=rules, now=now)


def refuse_pausing(session: Session, *, user_id: int, now: datetime) -> None:
    """Raise Conflict with `until` while a player pauses."""
    cooldown = current(session, user_id=user_id, now=now)
    if cooldown is not None and cooldown.until is not None:
        seconds = max(1, int((cooldown.until - now).total_seconds()))
        raise Conflict(
            ProblemCode.COOLING_DOWN,
            "You missed matches lately. You may play again in a while.",
            until=cooldown.until.isoformat().replace("+00:00", "Z"),
            missed=cooldown.missed,
            retry_after=seconds,
        )
