"""A player's complaint: it disputes a match that is played, or contests an end without a ruling.

Both freeze the money and let both players show proof. A match that is played becomes `disputed`. A
match that silence or the game's data ended stays as it is, with what it gave held in the wallets,
and another look at it begins: an appeal row, which a referee decides (`services/disputes/appeals`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.matches.decision import Reason
from app.domain.matches.disputes import Complaint
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import AUTOMATIC
from app.models.dispute import Appeal, DisputeStatement
from app.models.match import Match
from app.services.disputes import disputes
from app.services.matches import access, notifications, objections

_MOST_STATEMENTS = 5  # of one player in one dispute


def complain(
    session: Session,
    *,
    match_id: int,
    user_id: int,
    complaint: Complaint,
    statement: str,
    now: datetime,
) -> None:
    """Dispute a match that is played or has a proposed result, or contest an end without a ruling.

    While proof can be shown, add to the dispute instead. Raises Conflict when the match is over and
    cannot be contested (any more) by this player, or when the window for statements is closed.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.ACTIVE:
        reason = Reason.PLAYER_DISPUTED
        disputes.open_dispute(
            session, match, reason=reason, opened_by=user_id, now=now, complaint=complaint
        )
    elif match.status == MatchStatus.COMPLETED and match.reason in AUTOMATIC:
        words = statement or complaint.value
        _contest(session, match, user_id=user_id, complaint=complaint, words=words, now=now)
    elif match.verification_state != VerificationState.EVIDENCE:
        raise access.moved_on(match)
    _write(session, match, user_id=user_id, complaint=complaint, statement=statement)


def _contest(
    session: Session,
    match: Match,
    *,
    user_id: int,
    complaint: Complaint,
    words: str,
    now: datetime,
) -> None:
    """Open the one contest of a locked match, unless proof about it can be shown already."""
    if session.get(Appeal, match.id) is not None:
        until = objections.proof_until(session, match)
        if until is None or now >= until:
            raise access.moved_on(match)
        return
    closes_at = objections.closes_at(match)
    if closes_at is None or now > closes_at or user_id not in objections.objectors(session, match):
        raise access.moved_on(match)
    dispute = disputes.record(session, match, opened_by=user_id, reason=complaint.value, now=now)
    dispute.match_is_live = False
    session.add(
        Appeal(
            match_id=match.id,
            user_id=user_id,
            statement=words,
            opened_at=now,
            rule_by=dispute.rule_by,
            due_at=dispute.rule_by,
        )
    )
    session.flush()
    notifications.appealed(session, match, by=user_id, now=now)


def _write(
    session: Session, match: Match, *, user_id: int, complaint: Complaint, statement: str
) -> None:
    earlier = session.execute(
        select(DisputeStatement.reason_code, DisputeStatement.statement).where(
            DisputeStatement.match_id == match.id,
            DisputeStatement.user_id == user_id,
            DisputeStatement.replay == match.replays,
        )
    ).all()
    if (complaint.value, statement) in [tuple(row) for row in earlier]:
        return
    if len(earlier) >= _MOST_STATEMENTS:
        raise access.moved_on(match)
    session.add(
        DisputeStatement(
            match_id=match.id,
            replay=match.replays,
            user_id=user_id,
            reason_code=complaint,
            statement=statement,
        )
    )
    session.flush()
