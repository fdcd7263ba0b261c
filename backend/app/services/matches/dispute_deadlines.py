"""The deadlines of a dispute as its players see them, and its place in the referees' queue."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Numeric, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from app.core.settings import get_settings
from app.domain.matches.decision import Reason
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import AUTOMATIC
from app.models.dispute import Appeal, Dispute
from app.models.match import Match
from app.services.matches import objections

_LOOKED_AT = {Reason.RULED, Reason.OVERTURNED, *AUTOMATIC}


@dataclass(frozen=True)
class AppealDeadlines:
    """An appeal: whose, until when it should be decided, and how it was."""

    by: str
    statement: str
    opened_at: datetime
    rule_by: datetime
    decision: str | None
    reason: str | None
    decided_at: datetime | None
    joined_statement: str | None  # of the other player, where both could appeal


@dataclass(frozen=True)
class DisputeDeadlines:
    """Where a dispute stands. `opened_by` is a seat, None when the reports contradicted.

    `place_in_queue` counts from 1 among all disputes that referees have before them, by pot times
    age; None while proof can be shown and when it is over. `appeal_until` is None where the viewer
    cannot appeal (any more).
    """

    opened_at: datetime
    opened_by: str | None
    reason: str
    evidence_until: datetime
    rule_by: datetime
    place_in_queue: int | None
    player1_done: bool
    player2_done: bool
    closed_at: datetime | None
    appeal_until: datetime | None
    appeal: AppealDeadlines | None


def weight(match: type[Match], dispute: type[Dispute]) -> ColumnElement[Decimal]:
    """Return SQL for how urgent a dispute is: pot (KES) times age (seconds).

    A match of a tournament, for which others wait, counts like the largest pot of one referee.
    """
    age = func.extract("epoch", func.clock_timestamp() - dispute.opened_at)
    alone = get_settings().match.dual_control_min_pot
    pot = case((match.tournament_id.is_not(None), alone), else_=match.prize + match.fee)
    return cast(pot * age, Numeric)


def deadlines_of(
    session: Session, *, matches: list[Match], viewer_id: int
) -> dict[int, DisputeDeadlines]:
    """Return the deadlines of those of `matches` that are, were or may be disputed, by match id."""
    by_id = {
        match.id: match
        for match in matches
        if match.status == MatchStatus.DISPUTED or match.replays or match.reason in _LOOKED_AT
    }
    if not by_id:
        return {}
    found = session.execute(
        select(Dispute, Appeal)
        .outerjoin(Appeal, Appeal.match_id == Dispute.match_id)
        .where(Dispute.match_id.in_(by_id))
    )
    return {
        dispute.match_id: _deadlines(session, by_id[dispute.match_id], dispute, appeal, viewer_id)
        for dispute, appeal in found
    }


def _deadlines(
    session: Session, match: Match, dispute: Dispute, appeal: Appeal | None, viewer_id: int
) -> DisputeDeadlines:
    in_review = (
        match.status == MatchStatus.DISPUTED
        and match.verification_state == VerificationState.ADMIN_REVIEW
    )
    return DisputeDeadlines(
        opened_at=dispute.opened_at,
        opened_by=None if dispute.opened_by is None else match.seat_of(dispute.opened_by),
        reason=dispute.reason_code,
        evidence_until=dispute.evidence_until,
        rule_by=dispute.rule_by,
        place_in_queue=_place(session, match.id) if in_review else None,
        player1_done=dispute.player1_done_at is not None,
        player2_done=dispute.player2_done_at is not None,
        closed_at=dispute.closed_at,
        appeal_until=_appeal_until(match, appeal, viewer_id),
        appeal=None if appeal is None else _appeal(match, appeal),
    )


def _appeal_until(match: Match, appeal: Appeal | None, viewer_id: int) -> datetime | None:
    """Return until when the viewer may appeal, or a player may where a referee looks."""
    is_closed = appeal is not None and appeal.decision is not None
    if match.reason != Reason.RULED or is_closed:
        return None
    appealed = set() if appeal is None else {appeal.user_id, appeal.joined_by}
    viewers = {viewer_id} & set(match.player_ids) or set(match.player_ids)
    may = any(
        objections.user_may_object(match, user_id=user_id, reported=None)
        for user_id in viewers - appealed
    )
    return objections.closes_at(match) if may else None


def _appeal(match: Match, appeal: Appeal) -> AppealDeadlines:
    return AppealDeadlines(
        by=match.seat_of(appeal.user_id),
        statement=appeal.statement,
        opened_at=appeal.opened_at,
        rule_by=appeal.rule_by,
        decision=appeal.decision,
        reason=appeal.reason,
        decided_at=appeal.decided_at,
        joined_statement=appeal.joined_statement,
    )


def _place(session: Session, match_id: int) -> int:
    mine, my_match = aliased(Dispute), aliased(Match)
    my_weight = (
        select(weight(my_match, mine))
        .select_from(mine)
        .join(my_match, my_match.id == mine.match_id)
        .where(mine.match_id == match_id)
        .scalar_subquery()
    )
    before = session.scalar(
        select(func.count())
        .select_from(Dispute)
        .join(Match, Match.id == Dispute.match_id)
        .where(
            Dispute.closed_at.is_(None),
            Dispute.match_id != match_id,
            Match.verification_state == VerificationState.ADMIN_REVIEW,
            weight(Match, Dispute) > my_weight,
        )
    )
    return 1 + (before or 0)
