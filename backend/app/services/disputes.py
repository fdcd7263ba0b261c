"""Disputes: what an admin sees of them, and how he ends one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.config import get_settings
from app.domain.errors import NotAllowed, NotFound
from app.domain.problems import ProblemCode
from app.domain.states import MatchStatus, VerificationState
from app.domain.verdict import Reason, Result, Situation
from app.domain.verdict import decide as weigh_all
from app.models.match import Match, MatchEvent, MatchReport
from app.models.user import User
from app.services import audit
from app.services import match as matches
from app.services.match_clocks import clocks
from app.services.settlement import settle


def open_dispute(
    session: Session, match: Match, *, reason: Reason, opened_by: int | None, now: datetime
) -> None:
    """Freeze the pot of an active match until somebody rules; `opened_by` is a user id, or nobody.

    Both may show proof first, unless nobody contradicts anybody: then a referee looks at once.
    """
    settings = get_settings().match
    to_referee = reason is Reason.NO_ANSWER
    seconds = settings.ruling_seconds if to_referee else settings.evidence_seconds
    match.status = MatchStatus.DISPUTED
    match.verification_state = (
        VerificationState.ADMIN_REVIEW if to_referee else VerificationState.EVIDENCE
    )
    match.reason = reason
    match.actor = f"user:{opened_by}" if opened_by else "system:verification"
    match.due_at = now + timedelta(seconds=seconds)
    session.flush()
    matches.tell(session, match.id, matches.players_of(match), kind="match.disputed")


def on_deadline(session: Session, match: Match, *, now: datetime) -> None:
    """Do what the passed deadline of a locked, disputed match asks for; money never moves by it.

    The window for proof closes; later the match is marked as overdue, then as escalated.
    """
    situation = Situation(
        status=MatchStatus(match.status),
        state=VerificationState(match.verification_state),
        stake=match.wager_amount,
        due_at=match.due_at,
        flags=frozenset(match.flags),
        clocks=clocks(),
    )
    decision = weigh_all(situation, (), now)
    match.verification_state = decision.state
    match.due_at = decision.due_at
    match.flags = sorted(decision.flags)
    match.actor = "system:deadline"
    session.flush()
    matches.tell(session, match.id, matches.players_of(match), kind="match.disputed")


@dataclass(frozen=True)
class SaidLine:
    """One report: who (seat), what, when."""

    seat: str
    outcome: str
    reported_at: datetime


@dataclass(frozen=True)
class EventLine:
    """One step of a match: when, to where, by whom."""

    at: datetime
    status: str
    verification_state: str
    actor: str
    note: str | None


@dataclass(frozen=True)
class DisputeView:
    """Everything an admin needs to decide one dispute."""

    match: matches.MatchView
    reports: list[SaidLine]
    timeline: list[EventLine]
    disputed_at: datetime


def list_open(session: Session, *, admin: User, rows: int) -> list[DisputeView]:
    """Return the matches that wait for a ruling, the oldest first."""
    open_ones = list(
        session.scalars(
            select(Match).where(Match.status == MatchStatus.DISPUTED).order_by(Match.id).limit(rows)
        )
    )
    views = matches.views_of(session, matches=open_ones, viewer_id=admin.id)
    return [_with_evidence(session, seen) for seen in views]


def _with_evidence(session: Session, seen: matches.MatchView) -> DisputeView:
    reports = session.scalars(
        select(MatchReport).where(MatchReport.match_id == seen.id).order_by(MatchReport.id)
    )
    events = list(
        session.scalars(
            select(MatchEvent).where(MatchEvent.match_id == seen.id).order_by(MatchEvent.id)
        )
    )
    return DisputeView(
        match=seen,
        reports=[
            SaidLine(
                seat="player1" if said.user_id == seen.player1.id else "player2",
                outcome=said.outcome,
                reported_at=said.created_at,
            )
            for said in reports
        ],
        timeline=[
            EventLine(
                at=event.created_at,
                status=event.status,
                verification_state=event.verification_state,
                actor=event.actor,
                note=event.note,
            )
            for event in events
        ],
        disputed_at=max(
            event.created_at for event in events if event.status == MatchStatus.DISPUTED
        ),
    )


def decide(session: Session, *, match_id: int, admin: User, result: Result, reason: str) -> None:
    """Rule on a disputed match; it is paid out at once and both players can read `reason`.

    Raises NotAllowed for a referee's own match and Conflict when the match is not disputed.
    """
    match = session.execute(
        select(Match).where(Match.id == match_id).with_for_update(key_share=True)
    ).scalar_one_or_none()
    if match is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match.")
    if admin.id in matches.players_of(match):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody rules on his own match.")
    if match.status != MatchStatus.DISPUTED:
        raise matches.moved_on(match)
    settle(
        session,
        match_id=match_id,
        player_ids=matches.players_of(match),
        result=result,
        reason=Reason.RULED,
        actor=f"admin:{admin.id}",
        note=reason,
    )
    audit.note(
        session,
        admin_id=admin.id,
        action="dispute.decide",
        subject=f"match:{match_id}",
        result=result.value,
        reason=reason,
    )
