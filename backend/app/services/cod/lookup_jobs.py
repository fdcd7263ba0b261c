"""Which matches we still look for at Activision, and when.

Nothing is asked while a match is being played: we begin with the first report, or some time after
both were ready. What we find is one witness among others (cod-api.md §0).
"""

import random
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.cod.schedule import poll_at, priority_of
from app.domain.matches.states import MATCH_TRANSITIONS, MatchStatus
from app.models.cod import VerificationJob
from app.models.match import Match, MatchmakingQueue, MatchReport
from app.services.cod import capabilities as cod_capabilities
from app.services.cod.lookup_request import Work, locked, work_of

_LIVE = (MatchStatus.ACTIVE, MatchStatus.DISPUTED)
_PRIVATE = "private_1v1"


def plan(session: Session, *, now: datetime, rows: int) -> int:
    """Write down looks for matches that were played, and return how many; each game once."""
    settings = get_settings()
    cod = settings.cod
    said = exists().where(MatchReport.match_id == Match.id, MatchReport.replay == Match.replays)
    known = exists().where(
        VerificationJob.match_id == Match.id, VerificationJob.replay == Match.replays
    )
    late = Match.started_at <= now - timedelta(seconds=cod.start_seconds)
    seated = select(MatchmakingQueue.match_id).where(MatchmakingQueue.match_id.is_not(None))
    query = (
        select(Match)
        .where(Match.id.in_(seated), Match.status.in_(_LIVE), Match.started_at.is_not(None))
        .where(Match.title.in_(cod.known_titles), or_(said, late), ~known)
        .order_by(Match.id)
        .limit(rows)
    )
    if not cod_capabilities.shows_private(session, now=now):
        query = query.where(Match.format != _PRIVATE)
    found = list(session.scalars(query))
    for match in found:
        session.execute(
            insert(VerificationJob)
            .values(
                match_id=match.id,
                replay=match.replays,
                priority=_priority(session, match),
                started_at=now,
                next_poll_at=poll_at(now, attempt=0, scale=cod.poll_scale, luck=_luck()),
            )
            .on_conflict_do_nothing()
        )
    return len(found)


def hand_out(session: Session, *, now: datetime, rows: int) -> int:
    """Ask for the looks that are due, the most important first; return how many."""
    due = (
        select(VerificationJob.match_id, VerificationJob.replay)
        .where(VerificationJob.state == "waiting", VerificationJob.next_poll_at <= now)
        .where(or_(VerificationJob.lease_until.is_(None), VerificationJob.lease_until <= now))
        .order_by(VerificationJob.priority, VerificationJob.next_poll_at)
        .limit(rows)
        .with_for_update(skip_locked=True)
    )
    jobs = session.execute(due).all()
    for match_id, replay in jobs:
        session.execute(
            update(VerificationJob)
            .where(VerificationJob.match_id == match_id, VerificationJob.replay == replay)
            .values(lease_until=now + timedelta(seconds=get_settings().cod.lease_seconds))
        )
        enqueue(session, Job.LOOK_FOR_LOBBY, match_id=match_id)
    return len(jobs)


def close(session: Session, *, now: datetime, is_on: bool) -> None:
    """End the looks for matches that are over, and learn from them; all of them when we are off."""
    over = [status for status in MatchStatus if not MATCH_TRANSITIONS[status]]
    query = select(VerificationJob, Match).join(Match, Match.id == VerificationJob.match_id)
    query = query.where(VerificationJob.state == "waiting")
    if is_on:
        query = query.where(or_(Match.status.in_(over), VerificationJob.replay != Match.replays))
    for job, match in session.execute(query.with_for_update(of=VerificationJob, skip_locked=True)):
        job.state, job.next_poll_at, job.lease_until = "done", None, None
        agreed = match.reason == "agreed" and match.format == _PRIVATE
        if is_on and agreed and job.attempt > 0 and job.hits == 0:
            cod_capabilities.missed_private(session, now=now)


def claim(session: Session, *, match_id: int, now: datetime) -> Work | None:
    """Return the look that is due for a match; None if it is not, or another worker makes it."""
    job, match = locked(session, match_id=match_id)
    if job is None or match is None or job.next_poll_at is None or job.next_poll_at > now:
        return None
    settings = get_settings()
    if match.status not in _LIVE or not settings.cod.enabled:
        return None
    # Another worker that was asked for the same look finds it taken.
    job.next_poll_at = now + timedelta(seconds=settings.cod.lease_seconds)
    return work_of(session, job, match)


def _priority(session: Session, match: Match) -> int:
    words = {
        row.user_id: row.outcome
        for row in session.execute(
            select(MatchReport.user_id, MatchReport.outcome)
            .where(MatchReport.match_id == match.id, MatchReport.replay == match.replays)
            .order_by(MatchReport.id)
        )
    }
    return priority_of(
        match.status,
        list(words.values()),
        stake=match.wager_amount,
        high_stake=get_settings().cod.high_stake,
    )


def _luck() -> float:
    return random.uniform(-1.0, 1.0)  # noqa: S311  # spreads calls, hides nothing
