"""Evidence about a match from providers, for instance Activision; only ever added."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, insert, select
from sqlalchemy.orm import Session, aliased

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.domain.cod.kept_game import kept_game
from app.domain.errors import NotFound
from app.domain.matches.decision import Grade, ProviderEvidence, Reason, Result
from app.domain.matches.house_rules import fingerprint
from app.domain.matches.states import MATCH_TRANSITIONS, MatchStatus
from app.domain.problems import ProblemCode
from app.models.match import Match, MatchEvidence
from app.services.platform import alerts

_UNKNOWN = "unknown"
_BELIEVED = (Grade.HIGH, Grade.MEDIUM)
_RULED = (Reason.RULED, Reason.OVERTURNED)


def record(
    session: Session,
    *,
    match_id: int,
    replay: int,
    provider: str,
    outcome: Result | None,
    grade: Grade,
    cod_match_id: str | None,
    observed_at: datetime,
    payload: dict[str, Any],
    flags: Collection[str] = (),
) -> int:
    """Lock the match, record one finding and have the match decided again; return its id.

    `replay` is the number of the game, `outcome` None where it is unknown. The same
    finding again is not written twice. A finding on a finished match is kept with the flag
    `late_evidence` and changes nothing; one that served another match of the same two players gets
    `match_reused`. Raises NotFound.
    """
    match = _locked(session, match_id)
    sha256 = fingerprint(payload)
    known = session.execute(
        select(MatchEvidence.id).where(
            MatchEvidence.match_id == match_id,
            MatchEvidence.replay == replay,
            MatchEvidence.provider == provider,
            MatchEvidence.outcome == (outcome or _UNKNOWN),
            MatchEvidence.grade == grade,
            MatchEvidence.payload_sha256 == sha256,
        )
    ).first()
    if known is not None:
        return int(known.id)
    raised = set(flags)
    if not MATCH_TRANSITIONS[MatchStatus(match.status)]:
        raised.add("late_evidence")
    if grade in _BELIEVED and cod_match_id and _served_before(session, match, cod_match_id):
        raised.add(Reason.MATCH_REUSED)
    finding_id = session.execute(
        insert(MatchEvidence)
        .values(
            match_id=match_id,
            replay=replay,
            provider=provider,
            outcome=outcome or _UNKNOWN,
            grade=grade,
            cod_match_id=cod_match_id,
            observed_at=observed_at,
            payload=payload,
            payload_sha256=sha256,
            flags=sorted(raised),
        )
        .returning(MatchEvidence.id)
    ).scalar_one()
    enqueue(session, Job.VERIFY_MATCH, match_id=match_id)
    _alert_if_ruled(session, match, now=observed_at)
    return finding_id


def _locked(session: Session, match_id: int) -> Match:
    """Lock a match: a referee who rules now sees the finding, or the finding sees the ruling."""
    match = session.get(
        Match, match_id, populate_existing=True, with_for_update={"key_share": True}
    )
    if match is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match.")
    return match


def _alert_if_ruled(session: Session, match: Match, *, now: datetime) -> None:
    if match.reason in _RULED and match.result is not None:
        alert_if_contradicted(session, match, result=Result(match.result), now=now)


def alert_if_contradicted(session: Session, match: Match, *, result: Result, now: datetime) -> None:
    """Raise an alert for a second referee if sure data say that the other player won."""
    other = {Result.PLAYER1: Result.PLAYER2, Result.PLAYER2: Result.PLAYER1}.get(result)
    proofs = of_game(session, match_id=match.id, replay=match.replays)
    if any(proof.grade is Grade.HIGH and proof.outcome is other is not None for proof in proofs):
        subject = f"match:{match.id}"
        alerts.raise_alert(
            session, kind="ruling_against_data", subject=subject, now=now, ruled=result
        )


def _served_before(session: Session, match: Match, cod_match_id: str) -> bool:
    """Say whether another match of these two was decided by the same game."""
    other = aliased(Match)
    pair = (match.player1_id, match.player2_id)
    found = session.execute(
        select(MatchEvidence.id)
        .join(other, other.id == MatchEvidence.match_id)
        .where(
            MatchEvidence.cod_match_id == cod_match_id,
            MatchEvidence.grade.in_(_BELIEVED),
            other.id != match.id,
            other.title == match.title,
            other.player1_id.in_(pair),
            other.player2_id.in_(pair),
        )
        .limit(1)
    )
    return found.first() is not None


def of_game(session: Session, *, match_id: int, replay: int) -> list[ProviderEvidence]:
    """Return what is known of one game of a match, as the rules read it."""
    rows = session.execute(
        select(MatchEvidence.outcome, MatchEvidence.grade, MatchEvidence.flags).where(
            MatchEvidence.match_id == match_id, MatchEvidence.replay == replay
        )
    )
    return [
        ProviderEvidence(
            outcome=None if row.outcome == _UNKNOWN else Result(row.outcome),
            grade=Grade(row.grade),
            flags=frozenset(row.flags),
        )
        for row in rows
    ]


def keep_game(session: Session, match: Match) -> None:
    """Keep with a locked match the surest game found for it, where something believable was found.

    The findings themselves stay where they are; of several as sure the latest is kept.
    """
    sureness = case((MatchEvidence.grade == Grade.HIGH, 0), else_=1)
    found = session.scalars(
        select(MatchEvidence)
        .where(MatchEvidence.match_id == match.id, MatchEvidence.replay == match.replays)
        .where(MatchEvidence.grade.in_(_BELIEVED), MatchEvidence.outcome != _UNKNOWN)
        .order_by(sureness, MatchEvidence.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return
    game = kept_game(
        found.payload,
        identities=match.identities,
        cod_match_id=found.cod_match_id,
        winner=found.outcome,
        grade=found.grade,
        replay=found.replay,
    )
    if game != match.cod_match_data:
        match.cod_match_data = game
