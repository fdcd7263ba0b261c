"""The referees' console: disputes by pot times age, one claim each, and all their evidence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import NotAllowed, NotFound
from app.domain.matches.disputes import PROOF, Complaint
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.problems import ProblemCode
from app.models.dispute import Dispute, DisputeStatement, MatchRuling
from app.models.match import Match, MatchEvent, MatchEvidence, MatchReached, MatchReport
from app.models.user import User
from app.services.disputes import disputes, rulings
from app.services.evidence import pictures
from app.services.matches import access, dispute_deadlines, views
from app.services.platform import audit
from app.services.rooms import views as room_views


@dataclass(frozen=True)
class ReportEntry:
    """One report: who (seat), what, when, of which game."""

    seat: str
    outcome: str
    replay: int
    reported_at: datetime


@dataclass(frozen=True)
class EventEntry:
    """One step of a match: when, to where, by whom."""

    at: datetime
    status: str
    verification_state: str
    actor: str
    note: str | None


@dataclass(frozen=True)
class StatementEntry:
    """What one player wrote; `helps` is the proof that such a complaint needs."""

    seat: str
    reason: str
    statement: str
    helps: str
    written_at: datetime


@dataclass(frozen=True)
class PlayerRecord:
    """A player's past, in numbers."""

    matches: int
    disputes: int
    rulings_won: int
    rulings_lost: int
    strikes: int
    risk: int


@dataclass(frozen=True)
class ClaimView:
    """Which admin has claimed a dispute, and until when."""

    admin_id: int
    admin: str
    until: datetime


@dataclass(frozen=True)
class DisputeView:
    """Everything a referee needs to decide one dispute; `pot` in KES."""

    match: views.MatchView
    pot: Decimal
    disputed_at: datetime
    evidence_until: datetime
    rule_by: datetime
    needs_two: bool
    claim: ClaimView | None
    rulings: list[MatchRuling]
    appeal: dispute_deadlines.AppealDeadlines | None
    reports: list[ReportEntry]
    statements: list[StatementEntry]
    timeline: list[EventEntry]
    pictures: list[pictures.EvidenceView]
    messages: list[room_views.MessageView]
    candidates: list[MatchEvidence]
    flags: list[str]
    player1_record: PlayerRecord
    player2_record: PlayerRecord


def list_open(session: Session, *, admin: User, rows: int, now: datetime) -> list[DisputeView]:
    """Return the disputed matches that others play, the largest product of pot and age first."""
    found = session.scalars(
        select(Match)
        .join(Dispute, Dispute.match_id == Match.id)
        .where(
            Match.status == MatchStatus.DISPUTED,
            Dispute.closed_at.is_(None),
            Match.player1_id != admin.id,
            Match.player2_id != admin.id,
        )
        .order_by(dispute_deadlines.weight(Match, Dispute).desc(), Match.id)
        .limit(rows)
    )
    return [_view(session, match, admin=admin, now=now) for match in found.all()]


def get(session: Session, *, match_id: int, admin: User, now: datetime) -> DisputeView:
    """Return one match that is or was disputed; raises NotFound.

    Raises NotAllowed for one's own: statements, pictures and candidates are for its referee.
    """
    match = _find(session, match_id)
    _refuse_own(match, admin)
    return _view(session, match, admin=admin, now=now)


def claim(session: Session, *, match_id: int, admin: User, now: datetime) -> DisputeView:
    """Keep a dispute for oneself for a while; claiming again prolongs it.

    Raises NotAllowed for one's own match, Conflict while another has it or when it is over.
    """
    match = _locked(session, match_id)
    _refuse_own(match, admin)
    if match.status != MatchStatus.DISPUTED:
        raise access.moved_on(match)
    rulings.refuse_claimed(session, match, admin=admin, now=now)
    dispute = disputes.lock_dispute(session, match, now=now)
    dispute.claimed_by = admin.id
    dispute.claimed_until = now + timedelta(seconds=get_settings().match.claim_seconds)
    session.flush()
    audit.record(session, admin_id=admin.id, action="dispute.claim", subject=f"match:{match_id}")
    return _view(session, match, admin=admin, now=now)


def release(session: Session, *, match_id: int, admin: User, now: datetime) -> DisputeView:
    """Release a claimed dispute, so that another referee can claim it."""
    match = _locked(session, match_id)
    _refuse_own(match, admin)
    dispute = disputes.lock_dispute(session, match, now=now)
    if dispute.claimed_by == admin.id:
        dispute.claimed_by = None
        dispute.claimed_until = None
        session.flush()
        subject = f"match:{match_id}"
        audit.record(session, admin_id=admin.id, action="dispute.release", subject=subject)
    return _view(session, match, admin=admin, now=now)


def _refuse_own(match: Match, admin: User) -> None:
    if admin.id in match.player_ids:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody is the referee of their own match.")


def _find(session: Session, match_id: int) -> Match:
    match = session.scalars(
        select(Match)
        .join(Dispute, Dispute.match_id == Match.id)
        .where(Match.id == match_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if match is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no dispute about such a match.")
    return match


def _locked(session: Session, match_id: int) -> Match:
    session.execute(select(Match.id).where(Match.id == match_id).with_for_update(key_share=True))
    return _find(session, match_id)


def _view(session: Session, match: Match, *, admin: User, now: datetime) -> DisputeView:
    (seen,) = views.views_of(session, matches=[match], viewer_id=admin.id)
    assert seen.dispute is not None, "it was found by its dispute"
    deadlines = seen.dispute
    return DisputeView(
        match=seen,
        pot=seen.pot,
        disputed_at=deadlines.opened_at,
        evidence_until=deadlines.evidence_until,
        rule_by=deadlines.rule_by,
        needs_two=seen.pot > get_settings().match.dual_control_min_pot,
        claim=_claim(session, match.id, now=now),
        rulings=_rows(session, MatchRuling, match.id),
        appeal=deadlines.appeal,
        reports=_reports(session, match),
        statements=_statements(session, match),
        timeline=_timeline(session, match),
        pictures=pictures.of_match(session, match.id, admin),
        messages=room_views.conversation(session, match, viewer_id=admin.id),
        candidates=_rows(session, MatchEvidence, match.id),
        flags=match.flags,
        player1_record=record_of(session, user_id=match.player1_id),
        player2_record=record_of(session, user_id=match.player2_id),
    )


def _rows(session: Session, table: Any, match_id: int) -> list[Any]:
    return list(session.scalars(select(table).where(table.match_id == match_id).order_by(table.id)))


def _claim(session: Session, match_id: int, *, now: datetime) -> ClaimView | None:
    row = session.execute(
        select(Dispute.claimed_by, User.username, Dispute.claimed_until)
        .join(User, User.id == Dispute.claimed_by)
        .where(Dispute.match_id == match_id, Dispute.claimed_until > now)
    ).one_or_none()
    if row is None:
        return None
    admin_id, admin, until = row
    assert admin_id is not None
    assert until is not None, "a claim lapses"
    return ClaimView(admin_id, admin, until)


def _reports(session: Session, match: Match) -> list[ReportEntry]:
    return [
        ReportEntry(match.seat_of(report.user_id), report.outcome, report.replay, report.created_at)
        for report in _rows(session, MatchReport, match.id)
    ]


def _statements(session: Session, match: Match) -> list[StatementEntry]:
    return [
        StatementEntry(
            seat=match.seat_of(row.user_id),
            reason=row.reason_code,
            statement=row.statement,
            helps=PROOF[Complaint(row.reason_code)],
            written_at=row.created_at,
        )
        for row in _rows(session, DisputeStatement, match.id)
    ]


def _timeline(session: Session, match: Match) -> list[EventEntry]:
    """Return the steps of a match and when a silent player was reached, in their order."""
    steps = [
        EventEntry(
            at=event.created_at,
            status=event.status,
            verification_state=event.verification_state,
            actor=event.actor,
            note=event.note,
        )
        for event in _rows(session, MatchEvent, match.id)
    ]
    reached = session.scalars(select(MatchReached).where(MatchReached.match_id == match.id))
    proofs = [
        EventEntry(
            at=row.reached_at,
            status=MatchStatus.ACTIVE,
            verification_state=VerificationState.AWAITING_REPORTS,
            actor="system:notifications",
            note=f"{match.seat_of(row.user_id)} reached by {row.channel}",
        )
        for row in reached
    ]
    return sorted(steps + proofs, key=lambda entry: entry.at)


_RECORD = text("""
SELECT count(*) AS matches, count(d.match_id) AS disputes,
  count(*) FILTER (WHERE m.reason IN ('ruled', 'overturned') AND m.winner_id = :user_id) AS won,
  count(*) FILTER (WHERE m.reason IN ('ruled', 'overturned') AND m.winner_id <> :user_id) AS lost,
  (SELECT count(*) FROM strikes s WHERE s.user_id = :user_id AND s.lifted_at IS NULL
     AND s.lapses_at > clock_timestamp()) AS strikes,
  coalesce((SELECT score FROM player_risks WHERE user_id = :user_id), 0) AS risk
FROM (SELECT * FROM matches WHERE player1_id = :user_id
      UNION ALL SELECT * FROM matches WHERE player2_id = :user_id) m
  LEFT JOIN disputes d ON d.match_id = m.id
""")


def record_of(session: Session, *, user_id: int) -> PlayerRecord:
    """Return a player's past in numbers."""
    row = session.execute(_RECORD, {"user_id": user_id}).one()
    return PlayerRecord(row.matches, row.disputes, row.won, row.lost, row.strikes, row.risk)
