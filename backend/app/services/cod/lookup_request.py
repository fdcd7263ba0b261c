"""One lookup of a match at Activision: what is requested, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.cod.filters import ExpectedGame
from app.domain.cod.identification import Sighting
from app.domain.cod.records import MODES, CodMatch, Identity, Visibility
from app.domain.matches.games import Mode
from app.domain.matches.states import MatchStatus
from app.domain.matches.vocabulary import Grade
from app.models.cod import VerificationJob
from app.models.match import Match, MatchEvent, MatchEvidence


@dataclass(frozen=True, kw_only=True)
class LookupRequest:
    """One lookup to be made; a seat without a name (None) cannot be looked up."""

    match_id: int
    replay: int
    attempt: int
    title: str
    expected: ExpectedGame
    identities: tuple[Identity | None, Identity | None]
    was_visible: tuple[bool, bool]
    sightings: Mapping[str, Sighting]


@dataclass(frozen=True, kw_only=True)
class LookupAnswer:
    """The answer of one lookup. `seats` say how each was answered, `wait` (seconds) when to retry.

    `trouble` is what staff has to repair: `token` or `address`. A seat is `seen`, `nothing`,
    `not_asked`, or the kind of error.
    """

    lists: tuple[tuple[CodMatch, ...] | None, tuple[CodMatch, ...] | None] = (None, None)
    full: Mapping[str, tuple[CodMatch, ...]] = field(default_factory=dict)
    seats: tuple[str, str] = ("not_asked", "not_asked")
    calls: int = 0
    wait: float | None = None
    trouble: str | None = None


def request_for(session: Session, job: VerificationJob, match: Match) -> LookupRequest:
    """Return the lookup that a job stands for."""
    return LookupRequest(
        match_id=match.id,
        replay=job.replay,
        attempt=job.attempt,
        title=match.title,
        expected=_expected(session, match),
        identities=(_identity(match, "player1"), _identity(match, "player2")),
        was_visible=(_was_visible(match, "player1"), _was_visible(match, "player2")),
        sightings={
            key: Sighting(digest=one["digest"], seen_at=datetime.fromisoformat(one["seen_at"]))
            for key, one in job.sightings.items()
        },
    )


def locked(
    session: Session, *, match_id: int, replay: int | None = None
) -> tuple[VerificationJob | None, Match | None]:
    """Lock the waiting job of a match's present game (or of another), and return both."""
    match = session.get(Match, match_id, populate_existing=True)
    if match is None:
        return None, None
    number = match.replays if replay is None else replay
    job = session.execute(
        select(VerificationJob)
        .where(VerificationJob.match_id == match_id, VerificationJob.replay == number)
        .where(VerificationJob.state == "waiting")
        .with_for_update()
    ).scalar_one_or_none()
    return job, match


def _identity(match: Match, seat: str) -> Identity | None:
    facts = match.identities.get(seat) or {}
    platform, username = facts.get("platform"), facts.get("username")
    if not platform or not username:
        return None
    return Identity(platform=platform, username=username, uno=facts.get("uno"))


def _was_visible(match: Match, seat: str) -> bool:
    return (match.identities.get(seat) or {}).get("visibility") == Visibility.VISIBLE


def _expected(session: Session, match: Match) -> ExpectedGame:
    nobody = Identity(platform=match.platform, username="")
    ready_at = match.started_at or match.created_at
    if match.replays:
        ready_at = (
            session.scalars(
                select(MatchEvent.created_at)
                .where(MatchEvent.match_id == match.id, MatchEvent.status == MatchStatus.ACTIVE)
                .order_by(MatchEvent.id.desc())
                .limit(1)
            ).first()
            or ready_at
        )
    used, earlier = _used(session, match)
    return ExpectedGame(
        players=(_identity(match, "player1") or nobody, _identity(match, "player2") or nobody),
        title=match.title,
        modes=MODES.get(Mode(match.mode), frozenset()),
        ready_at=ready_at,
        deadline=ready_at + timedelta(seconds=get_settings().match.play_seconds),
        map=match.map,
        format=match.format,
        best_of=match.best_of,
        code=match.lobby_code,
        used=used,
        earlier=earlier,
    )


def _used(session: Session, match: Match) -> tuple[frozenset[str], frozenset[str]]:
    """Return the games that counted for other matches of the pair, and for this one's earlier."""
    pair = (match.player1_id, match.player2_id)
    rows = session.execute(
        select(MatchEvidence.match_id, MatchEvidence.cod_match_id, MatchEvidence.replay)
        .join(Match, Match.id == MatchEvidence.match_id)
        .where(Match.player1_id.in_(pair), Match.player2_id.in_(pair), Match.title == match.title)
        .where(MatchEvidence.grade.in_((Grade.HIGH, Grade.MEDIUM)))
        .where(MatchEvidence.cod_match_id.is_not(None))
    ).all()
    return (
        frozenset(row.cod_match_id for row in rows if row.match_id != match.id),
        frozenset(
            row.cod_match_id
            for row in rows
            if row.match_id == match.id and row.replay < match.replays
        ),
    )
