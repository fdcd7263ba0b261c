"""What both players say happened, what follows from it, and what follows from silence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.config import get_settings
from app.core.database import Unit
from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.domain.states import MatchStatus, VerificationState
from app.domain.verdict import Outcome, Reason, Result, weigh
from app.models.match import Match, MatchmakingQueue, MatchReport
from app.services import disputes
from app.services import match as matches
from app.services.settlement import settle


def report(
    session: Session, *, match_id: int, user_id: int, outcome: Outcome, now: datetime
) -> None:
    """Note what a player says. Agreement settles at once; contradiction waits for an admin.

    While the other is silent a player may correct himself; the same report again changes nothing.
    Raises Conflict when the match is not being played, or when both have spoken.
    """
    match, seat = matches.lock_as_player(session, match_id=match_id, user_id=user_id)
    said = _last_reports(session, match)
    if said.get(user_id) is outcome:
        return
    if match.status != MatchStatus.ACTIVE:
        if user_id in said:
            raise Conflict(
                ProblemCode.ALREADY_REPORTED, "Both of you have reported; this is final now."
            )
        raise matches.moved_on(match)

    game = match.replays
    session.add(MatchReport(match_id=match_id, user_id=user_id, outcome=outcome, replay=game))
    said[user_id] = outcome
    if seat == 1:
        match.player1_confirmed = True
    else:
        match.player2_confirmed = True

    verdict = weigh(said.get(match.player1_id), said.get(match.player2_id))
    if verdict.result is not None:
        session.flush()
        settle(
            session,
            match_id=match_id,
            player_ids=matches.players_of(match),
            result=verdict.result,
            reason=Reason.AGREED,
            actor=f"user:{user_id}",
        )
    elif verdict.disputed:
        dispute(session, match, reason=Reason.REPORTS_CONTRADICT, now=now, actor=f"user:{user_id}")
    else:
        _await_answer(session, match, user_id=user_id, now=now)


def _await_answer(session: Session, match: Match, *, user_id: int, now: datetime) -> None:
    if match.verification_state != VerificationState.AWAITING_REPORTS:
        match.actor = f"user:{user_id}"
        match.verification_state = VerificationState.AWAITING_REPORTS
        match.due_at = now + timedelta(seconds=get_settings().match.answer_seconds)
    session.flush()
    matches.tell(session, match.id, matches.players_of(match), kind="match.reported")


def dispute(session: Session, match: Match, *, reason: Reason, now: datetime, actor: str) -> None:
    """Freeze the pot of an active match until an admin decides."""
    who = int(actor.removeprefix("user:")) if actor.startswith("user:") else None
    disputes.open_dispute(session, match, reason=reason, opened_by=who, now=now)


def _last_reports(session: Session, match: Match) -> dict[int, Outcome]:
    """Return what each player said last of the game that counts, by user id."""
    rows = session.execute(
        select(MatchReport.user_id, MatchReport.outcome)
        .where(MatchReport.match_id == match.id, MatchReport.replay == match.replays)
        .order_by(MatchReport.id)
    )
    return {user_id: Outcome(outcome) for user_id, outcome in rows}


def walk_away(session: Session, *, match_id: int, user_id: int) -> None:
    """Call a match off before both were ready; both get their stake back. Raises Conflict later."""
    match, _ = matches.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.CANCELLED:
        return
    if match.status != MatchStatus.PENDING:
        raise matches.moved_on(match)
    settle(
        session,
        match_id=match_id,
        player_ids=matches.players_of(match),
        result=Result.VOID,
        reason=Reason.WALKED_AWAY,
        actor=f"user:{user_id}",
    )


@dataclass(frozen=True)
class Overdue:
    """A live match whose deadline has passed; both user ids in seat order."""

    match_id: int
    player_ids: tuple[int, int]
    status: MatchStatus
    verification_state: VerificationState

    @property
    def is_silent(self) -> bool:
        """Say whether nobody was ready, or nobody reported: then both stakes go back."""
        return self.status is MatchStatus.PENDING or (
            self.status is MatchStatus.ACTIVE
            and self.verification_state is not VerificationState.AWAITING_REPORTS
        )


def overdue(session: Session, *, now: datetime, rows: int) -> list[Overdue]:
    """Return live matches whose deadline has passed, the oldest deadline first.

    Found by way of their seats, which exist as long as a match lives: an index on the deadline
    would have to be written at each settlement.
    """
    seated = select(MatchmakingQueue.match_id).where(MatchmakingQueue.match_id.is_not(None))
    found = session.execute(
        select(Match.id, Match.player1_id, Match.player2_id, Match.status, Match.verification_state)
        .where(Match.id.in_(seated), Match.due_at <= now)
        .order_by(Match.due_at)
        .limit(rows)
    )
    return [
        Overdue(
            match_id=row.id,
            player_ids=(row.player1_id, row.player2_id),
            status=MatchStatus(row.status),
            verification_state=VerificationState(row.verification_state),
        )
        for row in found
    ]


def call_off(session: Unit, late: Overdue) -> Reason | None:
    """End a silent match without a result; None if somebody spoke meanwhile.

    Who moves a deadline moves the state as well, so the state alone tells; one statement.
    """
    nobody_came = late.status is MatchStatus.PENDING
    reason = Reason.NOT_READY if nobody_came else Reason.NOBODY_REPORTED
    settled = settle(
        session,
        match_id=late.match_id,
        player_ids=late.player_ids,
        result=Result.VOID,
        reason=reason,
        actor="system:deadline",
        only_from=late.verification_state,
    )
    return reason if settled else None


def escalate(session: Session, *, match_id: int, now: datetime) -> Reason | None:
    """Do what the passed deadline of a match asks for in which somebody spoke.

    One report and silence: an admin decides. Of a dispute the window for proof closes, and later
    alarms ring (money never moves by a timer out of a dispute). None if somebody moved
    the match meanwhile.
    """
    match = session.execute(
        select(Match)
        .where(Match.id == match_id, Match.due_at <= now)
        .where(Match.status.in_((MatchStatus.ACTIVE, MatchStatus.DISPUTED)))
        .with_for_update(skip_locked=True, key_share=True)
    ).scalar_one_or_none()
    if match is None:
        return None
    if match.status == MatchStatus.DISPUTED:
        disputes.on_deadline(session, match, now=now)
        return Reason(match.reason or Reason.REPORTS_CONTRADICT)
    if match.verification_state != VerificationState.AWAITING_REPORTS:
        return None
    dispute(session, match, reason=Reason.NO_ANSWER, now=now, actor="system:deadline")
    return Reason.NO_ANSWER
