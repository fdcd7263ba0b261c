"""A referee's ruling on a dispute: once, with a reason, and above a set pot by two people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.matches.decision import Reason
from app.domain.matches.disputes import Blame, Ruling
from app.domain.matches.stakeless import RULINGS
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.problems import ProblemCode
from app.models.dispute import MatchRuling
from app.models.match import Match
from app.models.user import User
from app.services.conduct import strikes
from app.services.disputes import disputes
from app.services.evidence import provider_findings
from app.services.matches import access, notifications, objections, tournament_hint
from app.services.matches.deadlines import deadlines_of
from app.services.matches.settlement import settle
from app.services.matches.transitions import transition
from app.services.payments import prize_holds
from app.services.platform import audit, dual_control


@dataclass(frozen=True)
class RulingDraft:
    """What a referee rules, why (both players read it), and whose claim was false."""

    ruling: Ruling
    reason: str
    strike: Blame = Blame.NONE


def decide(
    session: Session, *, match_id: int, admin: User, draft: RulingDraft, now: datetime
) -> bool:
    """Rule on a disputed match: at once, or, above a set pot, for a second admin to confirm.

    Returns whether it was carried out. Raises NotAllowed about the admin's own match, and Conflict
    when it is not disputed (any more), claimed by another, or waits for a confirmation.
    """
    match = _locked(session, match_id=match_id, admin=admin)
    refuse_claimed(session, match, admin=admin, now=now)
    row = record_ruling(session, match, admin=admin, draft=draft, now=now)
    if row.decision is None:
        _free(session, match, now=now)
        _audit(session, row, admin, "dispute.propose", reason=row.reason)
        return False
    _carry_out(session, match, row, admin=admin, now=now)
    _audit(session, row, admin, "dispute.decide", reason=row.reason)
    return True


def record_ruling(
    session: Session,
    match: Match,
    *,
    admin: User,
    draft: RulingDraft,
    now: datetime,
    of_appeal: bool = False,
) -> MatchRuling:
    """Write a ruling on a locked match down: it stands `alone`, or waits above the set pot.

    Raises Conflict while another one waits for its second admin, and Invalid for a draw or a split
    of a match of a tournament.
    """
    refuse_second(session, match_id=match.id)
    if match.is_stakeless and draft.ruling not in RULINGS:
        raise Invalid(
            ProblemCode.RULING_NOT_FOR_TOURNAMENT,
            "A match of a tournament cannot be drawn or split. Name who goes on, have it played"
            " again, or let neither go on.",
        )
    row = MatchRuling(
        match_id=match.id,
        replay=match.replays,
        result=draft.ruling,
        reason=draft.reason,
        strike=draft.strike,
        of_appeal=of_appeal,
        proposed_by=admin.id,
    )
    if match.prize + match.fee > get_settings().match.dual_control_min_pot:
        dual_control.propose(session, row, now=now)
        return row
    row.decision = "alone"
    row.proposed_at = row.decided_at = now
    session.add(row)
    session.flush()
    return row


def confirm(
    session: Session, *, match_id: int, admin: User, reason: str, now: datetime
) -> MatchRuling:
    """Carry out what another admin ruled. Raises NotAllowed for the one who proposed it."""
    match = _locked(session, match_id=match_id, admin=admin)
    row = decide_proposal(session, match_id=match_id, decision="confirmed", admin=admin, now=now)
    _carry_out(session, match, row, admin=admin, now=now)
    _audit(session, row, admin, "dispute.confirm", reason=reason)
    return row


def reject(
    session: Session, *, match_id: int, admin: User, reason: str, now: datetime
) -> MatchRuling:
    """Reject what another admin ruled; the dispute is open again."""
    _locked(session, match_id=match_id, admin=admin)
    row = decide_proposal(session, match_id=match_id, decision="rejected", admin=admin, now=now)
    _audit(session, row, admin, "dispute.reject", reason=reason)
    return row


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that no second person decided in time."""
    return dual_control.find_overdue(session, MatchRuling, now=now)


def lapse(session: Session, ruling_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, MatchRuling, ruling_id, now=now)


def refuse_claimed(session: Session, match: Match, *, admin: User, now: datetime) -> None:
    """Raise Conflict while another admin has claimed the dispute."""
    dispute = disputes.lock_dispute(session, match, now=now)
    taken = dispute.claimed_until is not None and dispute.claimed_until > now
    if taken and dispute.claimed_by != admin.id:
        raise Conflict(
            ProblemCode.DISPUTE_CLAIMED,
            "Another referee has claimed this dispute.",
            claimed_by=dispute.claimed_by,
        )


def people_involved(session: Session, *, match_id: int) -> set[int]:
    """Return the user ids of all who ruled on a disputed match, or proposed to."""
    rows = session.execute(
        select(MatchRuling.proposed_by, MatchRuling.decided_by).where(
            MatchRuling.match_id == match_id, MatchRuling.of_appeal.is_(False)
        )
    )
    return {user_id for row in rows for user_id in row if user_id is not None}


def _locked(session: Session, *, match_id: int, admin: User) -> Match:
    match = session.execute(
        select(Match).where(Match.id == match_id).with_for_update(key_share=True)
    ).scalar_one_or_none()
    if match is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match.")
    if admin.id in match.player_ids:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody rules on their own match.")
    if match.status != MatchStatus.DISPUTED:
        raise access.moved_on(match)
    return match


def refuse_second(session: Session, *, match_id: int) -> None:
    """Raise Conflict while a ruling on this match waits for a second admin."""
    if dual_control.find_open(session, MatchRuling, MatchRuling.match_id == match_id) is not None:
        raise Conflict(
            ProblemCode.RULING_MOVED_ON,
            "A ruling on this match waits for a second admin to confirm it.",
        )


def decide_proposal(
    session: Session, *, match_id: int, decision: str, admin: User, now: datetime
) -> MatchRuling:
    """Record that a second admin `confirmed` or `rejected` the open ruling, and return it.

    Raises Conflict when none waits (any more), NotAllowed for the one who proposed it.
    """
    row = session.scalars(
        select(MatchRuling)
        .where(MatchRuling.match_id == match_id, MatchRuling.decision.is_(None))
        .with_for_update()
    ).one_or_none()
    ruling = dual_control.require_open(
        row,
        person_id=admin.id,
        now=now,
        not_open="No ruling on this match waits for a second admin.",
        same_person="You ruled this: another admin has to confirm it.",
    )
    dual_control.decide(session, ruling, decision, person_id=admin.id, now=now)
    return ruling


def _carry_out(
    session: Session, match: Match, row: MatchRuling, *, admin: User, now: datetime
) -> None:
    disputes.close(session, match, now=now)
    strike(session, match, Blame(row.strike), admin_id=row.proposed_by, now=now)
    result = Ruling(row.result).result
    actor = f"admin:{admin.id}"
    if result is None:
        _play_again(session, match, note=row.reason, actor=actor, now=now)
    else:
        settle(
            session,
            match_id=match.id,
            player_ids=match.player_ids,
            result=result,
            reason=Reason.RULED,
            actor=actor,
            note=row.reason,
            tournament_id=match.tournament_id,
        )
        session.refresh(match)
        until = objections.closes_at(match)
        assert until is not None, "it was ruled on a moment ago"
        prize_holds.hold_shares(session, match, until=until, reason=Reason.RULED)
        provider_findings.alert_if_contradicted(session, match, result=result, now=now)
    notifications.ruled(session, match, ruling_id=row.id, now=now)


def strike(session: Session, match: Match, blame: Blame, *, admin_id: int, now: datetime) -> None:
    """Put the false claim of the player to blame on record, if there is one."""
    if blame is not Blame.NONE:
        liar = match.player1_id if blame is Blame.PLAYER1 else match.player2_id
        strikes.give(session, user_id=liar, match_id=match.id, admin_id=admin_id, now=now)


def _play_again(session: Session, match: Match, *, note: str, actor: str, now: datetime) -> None:
    match.reason = Reason.REPLAYED
    match.note = note
    match.replays += 1  # reports and evidence of the games before count no more
    match.player1_confirmed = match.player2_confirmed = False
    match.proposed_result = None
    match.proposed_at = None
    match.started_at = now
    match.answer_until = None
    due_at = now + deadlines_of(match).play
    transition(session, match, VerificationState.IN_PLAY, actor=actor, due_at=due_at)
    tournament_hint.changed(session, match.tournament_id)


def _free(session: Session, match: Match, *, now: datetime) -> None:
    dispute = disputes.lock_dispute(session, match, now=now)
    dispute.claimed_by = None
    dispute.claimed_until = None
    session.flush()


def _audit(session: Session, row: MatchRuling, admin: User, action: str, *, reason: str) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"match:{row.match_id}",
        ruling=row.id,
        result=row.result,
        strike=row.strike,
        reason=reason,
    )
