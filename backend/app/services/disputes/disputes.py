"""Disputes: the pot is frozen, both show proof until the window closes, then a referee decides.

No deadline here moves money: when it passes, alerts are raised for referees, then for the owner.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.live import LiveType
from app.domain.matches.decision import Reason
from app.domain.matches.disputes import Complaint
from app.domain.matches.states import MatchStatus, VerificationState
from app.models.dispute import Dispute
from app.models.match import Match
from app.services.matches import access, notifications
from app.services.matches.transitions import transition
from app.services.platform import alerts

_REMIND_EVERY = timedelta(days=1)


def open_dispute(
    session: Session,
    match: Match,
    *,
    reason: Reason,
    opened_by: int | None,
    now: datetime,
    complaint: Complaint | None = None,
) -> None:
    """Freeze the pot of a locked, active match; both may show proof until the window closes.

    `opened_by` is None when time and not a player opened it.
    """
    evidence_until = record(
        session,
        match,
        opened_by=opened_by if complaint is not None else None,
        reason=(complaint or reason).value,
        now=now,
    ).evidence_until
    match.reason = reason
    actor = "system:deadline" if opened_by is None else f"user:{opened_by}"
    transition(session, match, VerificationState.EVIDENCE, actor=actor, due_at=evidence_until)
    notifications.disputed(session, match, now=now)


def record(
    session: Session, match: Match, *, opened_by: int | None, reason: str, now: datetime
) -> Dispute:
    """Write down that a locked match is disputed from now on, and return it, locked.

    A match that is played again and disputed again has a new dispute in the old one's place.
    """
    settings = get_settings().match
    evidence_until = now + timedelta(seconds=settings.evidence_seconds)
    terms = {
        "replay": match.replays,
        "opened_by": opened_by,
        "reason_code": reason,
        "opened_at": now,
        "evidence_until": evidence_until,
        "rule_by": evidence_until + timedelta(seconds=settings.ruling_seconds),
        "match_is_live": True,
    }
    reset = dict.fromkeys(
        (
            "player1_done_at",
            "player2_done_at",
            "claimed_by",
            "claimed_until",
            "late_at",
            "escalated_at",
            "closed_at",
        )
    )
    session.execute(
        insert(Dispute)
        .values(match_id=match.id, **terms)
        .on_conflict_do_update(index_elements=[Dispute.match_id], set_=terms | reset)
    )
    found = _locked(session, match.id)
    assert found is not None, "it was just written"
    return found


def record_evidence_done(session: Session, *, match_id: int, user_id: int, now: datetime) -> None:
    """Record that a player has no more proof; when both have none, the review begins at once."""
    match, seat = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.DISPUTED and match.verification_state != _EVIDENCE:
        return  # the window is closed already
    if match.status != MatchStatus.DISPUTED:
        raise access.moved_on(match)
    dispute = lock_dispute(session, match, now=now)
    if seat == 1:
        dispute.player1_done_at = dispute.player1_done_at or now
    else:
        dispute.player2_done_at = dispute.player2_done_at or now
    if dispute.player1_done_at and dispute.player2_done_at:
        dispute.evidence_until = now
        dispute.rule_by = now + timedelta(seconds=get_settings().match.ruling_seconds)
        close_window(session, match, actor=f"user:{user_id}", now=now)
    else:
        session.flush()
        notifications.hint(session, match.id, match.player_ids, kind=LiveType.MATCH_EVIDENCE)


_EVIDENCE = VerificationState.EVIDENCE


def close_window(session: Session, match: Match, *, actor: str, now: datetime) -> None:
    """Hand a locked match whose time for proof is over to the referees."""
    rule_by = lock_dispute(session, match, now=now).rule_by
    transition(session, match, VerificationState.ADMIN_REVIEW, actor=actor, due_at=rule_by)
    notifications.hint(session, match.id, match.player_ids, kind=LiveType.MATCH_EVIDENCE)


def on_deadline(session: Session, match: Match, *, now: datetime) -> None:
    """Do what the passed deadline of a locked, disputed match asks for; money never moves by it.

    The window for proof closes; later an alert says that referees are late, and after the hard
    limit another one is raised for the owner, once a day.
    """
    if match.verification_state == VerificationState.EVIDENCE:
        close_window(session, match, actor="system:deadline", now=now)
        return
    dispute = lock_dispute(session, match, now=now)
    limit = dispute.opened_at + timedelta(seconds=get_settings().match.ruling_limit_seconds)
    pot = match.prize + match.fee
    subject = f"match:{match.id}"
    if now >= limit:
        alerts.raise_alert(session, kind="dispute_past_limit", subject=subject, now=now, pot=pot)
        dispute.escalated_at = dispute.escalated_at or now
        match.due_at = now + _REMIND_EVERY
    else:
        alerts.raise_alert(session, kind="dispute_is_late", subject=subject, now=now, pot=pot)
        dispute.late_at = dispute.late_at or now
        match.due_at = min(limit, now + _REMIND_EVERY)
    session.flush()


def lock_dispute(session: Session, match: Match, *, now: datetime) -> Dispute:
    """Return the dispute of a disputed match, locked; one that lacks it gets it now."""
    found = _locked(session, match.id)
    if found is None:
        session.add(
            Dispute(
                match_id=match.id,
                replay=match.replays,
                reason_code=match.reason or Reason.REPORTS_CONTRADICT,
                opened_at=now,
                evidence_until=now,
                rule_by=now + timedelta(seconds=get_settings().match.ruling_seconds),
            )
        )
        session.flush()
        found = _locked(session, match.id)
    assert found is not None, "it was there or was made"
    return found


def _locked(session: Session, match_id: int) -> Dispute | None:
    return session.scalars(
        select(Dispute)
        .where(Dispute.match_id == match_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def close(session: Session, match: Match, *, now: datetime) -> None:
    """Record that a dispute was ruled on, and end its claim."""
    dispute = lock_dispute(session, match, now=now)
    dispute.closed_at = now
    dispute.claimed_by = None
    dispute.claimed_until = None
    session.flush()


def close_contested(session: Session, match: Match, *, now: datetime) -> None:
    """Record that the contest of a finished match was decided; nothing for a ruled match."""
    dispute = _locked(session, match.id)
    if dispute is not None and dispute.closed_at is None:
        dispute.closed_at = now
        session.flush()
