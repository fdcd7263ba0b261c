"""The schedule of lookups at Activision: which matches, and when.

Nothing is asked while a match is being played: we begin with the first report, or some time after
both were ready. What is found is one piece of evidence among others (cod-api.md §0).
"""

import random
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.cod.schedule import poll_at, priority_of
from app.domain.matches.states import MATCH_TRANSITIONS, MatchStatus
from app.models.cod import VerificationJob
from app.models.match import Match, MatchReport
from app.services.cod import capabilities
from app.services.cod.lookup_request import LookupRequest, locked, request_for
from app.services.matches import live

_LIVE = (MatchStatus.ACTIVE, MatchStatus.DISPUTED)
_PRIVATE = "private_1v1"


def find_unplanned(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the ids of live matches that were played and whose game has no lookup job yet."""
    cod = get_settings().cod
    reported = exists().where(MatchReport.match_id == Match.id, MatchReport.replay == Match.replays)
    known = exists().where(
        VerificationJob.match_id == Match.id, VerificationJob.replay == Match.replays
    )
    late = Match.started_at <= now - timedelta(seconds=cod.start_seconds)
    query = (
        select(Match.id)
        .where(
            Match.id.in_(live.live_ids()), Match.status.in_(_LIVE), Match.started_at.is_not(None)
        )
        .where(Match.title.in_(cod.known_titles), or_(reported, late), ~known)
        .order_by(Match.id)
        .limit(rows)
    )
    if not capabilities.shows_private(session, now=now):
        query = query.where(Match.format != _PRIVATE)
    return list(session.scalars(query))


def plan(session: Session, match_id: int, *, now: datetime) -> None:
    """Create the lookup job of a match's present game, unless it has one."""
    match = session.get_one(Match, match_id)
    scale = get_settings().cod.poll_scale
    session.execute(
        insert(VerificationJob)
        .values(
            match_id=match.id,
            replay=match.replays,
            priority=_priority(session, match),
            started_at=now,
            next_poll_at=poll_at(now, attempt=0, scale=scale, luck=_luck()),
        )
        .on_conflict_do_nothing()
    )


def find_due(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the ids of matches whose next lookup is due, the most important first."""
    due = select(VerificationJob.match_id).where(*_is_due(now))
    order = (VerificationJob.priority, VerificationJob.next_poll_at)
    return list(session.scalars(due.order_by(*order).limit(rows)))


def hand_out(session: Session, match_id: int, *, now: datetime) -> None:
    """Enqueue the due lookup of a match, and lease it, so that it is enqueued once."""
    leased = session.execute(
        update(VerificationJob)
        .where(VerificationJob.match_id == match_id, *_is_due(now))
        .values(lease_until=now + timedelta(seconds=get_settings().cod.lease_seconds))
        .returning(VerificationJob.replay)
    )
    for _ in leased:
        enqueue(session, Job.LOOK_UP_MATCH, match_id=match_id)


def postpone(session: Session, match_id: int, *, until: datetime) -> None:
    """Move the due lookup of a match to `until`, after the sweep of it failed."""
    session.execute(
        update(VerificationJob)
        .where(VerificationJob.match_id == match_id, VerificationJob.state == "waiting")
        .where(VerificationJob.next_poll_at < until)
        .values(next_poll_at=until)
    )


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        VerificationJob.state == "waiting",
        VerificationJob.next_poll_at <= now,
        or_(VerificationJob.lease_until.is_(None), VerificationJob.lease_until <= now),
    )


def find_over(session: Session, *, is_on: bool) -> list[int]:
    """Return the ids of matches that need no further lookup: all of them when lookups are off."""
    waiting = (
        select(Match.id)
        .join(VerificationJob, VerificationJob.match_id == Match.id)
        .where(*_is_over(is_on=is_on))
    )
    return list(session.scalars(waiting.distinct()))


def close(session: Session, match_id: int, *, now: datetime, is_on: bool) -> None:
    """End the lookups of a match that is over, and note whether private matches were hidden."""
    query = (
        select(VerificationJob, Match)
        .join(Match, Match.id == VerificationJob.match_id)
        .where(Match.id == match_id, *_is_over(is_on=is_on))
        .with_for_update(of=VerificationJob, skip_locked=True)
    )
    for job, match in session.execute(query):
        job.state, job.next_poll_at, job.lease_until = "done", None, None
        agreed = match.reason == "agreed" and match.format == _PRIVATE
        if is_on and agreed and job.attempt > 0 and job.hits == 0:
            capabilities.missed_private(session, now=now)


def _is_over(*, is_on: bool) -> tuple[ColumnElement[bool], ...]:
    waiting = VerificationJob.state == "waiting"
    if not is_on:
        return (waiting,)
    ended = [status for status in MatchStatus if not MATCH_TRANSITIONS[status]]
    return (waiting, or_(Match.status.in_(ended), VerificationJob.replay != Match.replays))


def claim(session: Session, *, match_id: int, now: datetime) -> LookupRequest | None:
    """Return the due lookup of a match, and claim it; None if it is not due, or is claimed."""
    job, match = locked(session, match_id=match_id)
    if job is None or match is None or job.next_poll_at is None or job.next_poll_at > now:
        return None
    settings = get_settings()
    if match.status not in _LIVE or not settings.cod.enabled:
        return None
    # Another worker with the same job finds it claimed.
    job.next_poll_at = now + timedelta(seconds=settings.cod.lease_seconds)
    return request_for(session, job, match)


def _priority(session: Session, match: Match) -> int:
    outcomes = {
        row.user_id: row.outcome
        for row in session.execute(
            select(MatchReport.user_id, MatchReport.outcome)
            .where(MatchReport.match_id == match.id, MatchReport.replay == match.replays)
            .order_by(MatchReport.id)
        )
    }
    return priority_of(
        match.status,
        list(outcomes.values()),
        stake=match.wager_amount,
        high_stake=get_settings().cod.high_stake,
    )


def _luck() -> float:
    return random.uniform(-1.0, 1.0)  # noqa: S311  # spreads calls, hides nothing
