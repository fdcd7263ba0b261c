"""Until when the end of a match may be objected to, by whom, and what is shown meanwhile.

A ruling: by an appeal, within `MATCH_APPEAL_SECONDS`. An end by silence or by the game's data: by a
contest, within `MATCH_HOLD_SECONDS`. As long as that lasts, and until the objection is decided,
what the match gave stays in the wallets (`services/payments/payout_holds.py`).
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.matches.objections import may_object
from app.domain.matches.states import MatchStatus
from app.domain.matches.vocabulary import AUTOMATIC, Reason, ReportedOutcome, Result
from app.models.dispute import Appeal, Dispute
from app.models.match import Match, MatchReport


def closes_at(match: Match) -> datetime | None:
    """Return until when somebody may object to the end of a match; None if nobody ever could."""
    if match.status != MatchStatus.COMPLETED or match.completed_at is None:
        return None
    settings = get_settings().match
    if match.reason == Reason.RULED:
        return match.completed_at + timedelta(seconds=settings.appeal_seconds)
    if match.reason in AUTOMATIC:
        return match.completed_at + timedelta(seconds=settings.hold_seconds)
    return None


def objectors(session: Session, match: Match) -> set[int]:
    """Return the user ids of the players of a finished match who may object while there is time."""
    rows = session.execute(
        select(MatchReport.user_id, MatchReport.outcome)
        .where(MatchReport.match_id == match.id, MatchReport.replay == match.replays)
        .order_by(MatchReport.id)
    )
    outcomes = {row.user_id: ReportedOutcome(row.outcome) for row in rows}
    return {
        user_id
        for user_id in match.player_ids
        if user_may_object(match, user_id=user_id, reported=outcomes.get(user_id))
    }


def user_may_object(match: Match, *, user_id: int, reported: str | None) -> bool:
    """Say whether a player, with this as their latest report, may object while there is time."""
    if match.result is None or match.reason is None:
        return False
    return may_object(
        seat=1 if user_id == match.player1_id else 2,
        result=Result(match.result),
        reason=Reason(match.reason),
        reported=None if reported is None else ReportedOutcome(reported),
    )


def proof_until(session: Session, match: Match) -> datetime | None:
    """Return until when both may show proof about a contested end; None unless one is contested."""
    if match.status != MatchStatus.COMPLETED or match.reason not in AUTOMATIC:
        return None
    return session.scalars(
        select(Dispute.evidence_until)
        .join(Appeal, Appeal.match_id == Dispute.match_id)
        .where(Dispute.match_id == match.id, Appeal.decision.is_(None))
    ).one_or_none()


def may_be_answered(session: Session, match: Match, *, now: datetime) -> bool:
    """Say whether somebody can still show pictures about a finished match, or come to do so.

    Until then nobody sees the other's: one could answer them with something made to fit.
    """
    if match.reason not in AUTOMATIC:
        return False
    appeal = session.get(Appeal, match.id)
    if appeal is None:
        end = closes_at(match)
        return end is not None and now <= end and bool(objectors(session, match))
    until = proof_until(session, match)
    return until is not None and now < until
