"""Players' reports on the end of a match, and what follows when one does not report."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.matches.deadlines import reminder_is_due
from app.domain.matches.decision import PlayerReport, Reason, ReportedOutcome, Result
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.problems import ProblemCode
from app.models.match import Match, MatchReport
from app.services.matches import access, live, notifications
from app.services.matches.deadlines import match_deadlines, reminder_times
from app.services.results import reach, verification

_REACHED_REMINDERS = 2  # further ones (`reminder_times`) only look for who was not reached


def submit(
    session: Session, *, match_id: int, user_id: int, report: PlayerReport, now: datetime
) -> None:
    """Record a player's report, and apply what follows from it before this returns.

    While the other is silent a player may change their report for two minutes, and admit defeat at
    any time; the same report again changes nothing. Raises Conflict when the match is not being
    played, or when both have reported.
    """
    match, seat = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    latest = verification.latest_reports(session, match_id=match_id, replay=match.replays)
    if latest.get(user_id) == report:
        return
    if match.status != MatchStatus.ACTIVE:
        if user_id in latest:
            raise Conflict(
                ProblemCode.ALREADY_REPORTED, "Both of you have reported; this is final now."
            )
        raise access.moved_on(match)
    if user_id in latest and not report.contests:
        _refuse_late_change(session, match, user_id=user_id, report=report, now=now)
        match.player1_confirmed = match.player2_confirmed = False
    _note(session, match, seat=seat, user_id=user_id, report=report)
    notifications.has_reported(session, match, user_id=user_id, now=now)
    verification.decide_active(session, match, now=now, by=user_id)


def _note(session: Session, match: Match, *, seat: int, user_id: int, report: PlayerReport) -> None:
    session.add(
        MatchReport(
            match_id=match.id,
            user_id=user_id,
            outcome=report.outcome,
            replay=match.replays,
            wants_replay=report.wants_replay,
            cod_match_id=report.cod_match_id,
            contests=report.contests,
            by_sms=report.by_sms,
        )
    )
    if seat == 1:
        match.player1_confirmed = not report.contests
    else:
        match.player2_confirmed = not report.contests


def _refuse_late_change(
    session: Session, match: Match, *, user_id: int, report: PlayerReport, now: datetime
) -> None:
    """Raise Conflict if the other player may have acted on the report that is to change."""
    if report.outcome is ReportedOutcome.LOST or match.reason == Reason.BOTH_LOST:
        return
    first = session.execute(
        select(func.min(MatchReport.created_at)).where(
            MatchReport.match_id == match.id,
            MatchReport.user_id == user_id,
            MatchReport.replay == match.replays,
        )
    ).scalar_one()
    if now - first > match_deadlines().change:
        raise Conflict(
            ProblemCode.ALREADY_REPORTED,
            "You have reported already. A report can be taken back for two minutes only.",
        )


def contest(
    session: Session, *, match_id: int, user_id: int, outcome: ReportedOutcome, now: datetime
) -> None:
    """Object to what the game's data propose: the pot is frozen and a referee decides.

    `outcome` is what the player says happened instead. Asking again changes nothing. Raises
    Conflict when nothing is proposed.
    """
    match = _provisional(session, match_id=match_id, user_id=user_id)
    if match is not None:
        report = PlayerReport(outcome, contests=True)
        submit(session, match_id=match_id, user_id=user_id, report=report, now=now)


def confirm(
    session: Session, *, match_id: int, user_id: int, now: datetime, by_sms: bool = False
) -> None:
    """Agree with what the game's data propose; when both do, the pot is paid at once.

    Raises Conflict when nothing is proposed.
    """
    match = _provisional(session, match_id=match_id, user_id=user_id)
    if match is None:
        return
    mine = Result.PLAYER1 if match.player1_id == user_id else Result.PLAYER2
    if match.proposed_result == Result.DRAW:
        report = PlayerReport(ReportedOutcome.DRAW, by_sms=by_sms)
    else:
        report = PlayerReport(
            ReportedOutcome.WON if match.proposed_result == mine else ReportedOutcome.LOST,
            by_sms=by_sms,
        )
    submit(session, match_id=match_id, user_id=user_id, report=report, now=now)


def _provisional(session: Session, *, match_id: int, user_id: int) -> Match | None:
    """Lock a match that waits for objections; None if this player's objection is in already."""
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.DISPUTED and match.reason == Reason.CONTESTED:
        latest = verification.latest_reports(session, match_id=match_id, replay=match.replays)
        if user_id in latest and latest[user_id].contests:
            return None
    if match.verification_state != VerificationState.PROVISIONAL:
        raise access.moved_on(match)
    return match


@dataclass(frozen=True)
class Overdue:
    """A live match whose deadline or reminder is due."""

    match_id: int
    status: MatchStatus


def find_overdue(session: Session, *, now: datetime, rows: int) -> list[Overdue]:
    """Return live matches whose deadline has passed or whose silent player is to be reminded.

    The oldest deadline comes first.
    """
    answer = match_deadlines().answer
    remind_by = case(
        *((Match.reminders == n, now + answer - after) for n, after in enumerate(reminder_times())),
        else_=None,
    )
    ends_at = func.coalesce(Match.answer_until, Match.due_at)
    waits = Match.verification_state == VerificationState.AWAITING_REPORTS
    found = session.execute(
        select(Match.id, Match.status)
        .where(
            Match.id.in_(live.live_ids()),
            or_(Match.due_at <= now, waits & (ends_at <= remind_by)),
        )
        .order_by(Match.due_at)
        .limit(rows)
    )
    return [Overdue(match_id=row.id, status=MatchStatus(row.status)) for row in found]


def handle_deadline(session: Session, *, match_id: int, now: datetime) -> str | None:
    """Apply the passed deadline of a match in play or in dispute, or remind the silent player.

    Returns the reason of its state afterwards; None if another transaction has it locked.
    """
    match = session.execute(
        select(Match)
        .where(Match.id == match_id)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if match is None or match.due_at is None:
        return None
    if match.due_at <= now:
        return verification.verify(session, match_id=match_id, now=now)
    if not _is_to_be_reminded(match, now=now):
        return None
    # A proof may have come whose job was lost: then there may be nobody to remind any more.
    reason = verification.verify(session, match_id=match_id, now=now)
    session.refresh(match)  # a statement of the database may have ended it
    if _is_to_be_reminded(match, now=now):
        _remind(session, match, now=now)
        return None
    return reason


def _remind(session: Session, match: Match, *, now: datetime) -> None:
    """Remind who is silent; whoever nothing has reached is told of the report once more."""
    latest = verification.latest_reports(session, match_id=match.id, replay=match.replays)
    silent = [user_id for user_id in match.player_ids if user_id not in latest]
    match.reminders += 1
    session.flush()
    if not latest or reach.reached_at(session, match, user_id=silent[0]):
        if match.reminders <= _REACHED_REMINDERS:
            notifications.remind(session, match, silent=silent, now=now)
    else:
        notifications.call_to_answer(session, match, silent=silent[0], now=now)


def postpone(session: Session, match_id: int, *, until: datetime) -> None:
    """Move a passed deadline to `until`, after the sweep of this match failed."""
    session.execute(
        update(Match).where(Match.id == match_id, Match.due_at < until).values(due_at=until)
    )


def _is_to_be_reminded(match: Match, *, now: datetime) -> bool:
    return (
        match.verification_state == VerificationState.AWAITING_REPORTS
        and match.due_at is not None
        and reminder_is_due(
            left=(match.answer_until or match.due_at) - now,
            answer=match_deadlines().answer,
            reminders=reminder_times(),
            sent=match.reminders,
        )
    )
