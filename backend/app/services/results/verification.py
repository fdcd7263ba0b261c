"""Verification: decide a live match by all that is known of it, and apply the decision."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.matches.decision import (
    MatchDecision,
    MatchFacts,
    PlayerEvidence,
    PlayerReport,
    Reason,
    ReportedOutcome,
    Result,
    claimed_result,
    decide,
)
from app.domain.matches.states import MatchStatus, VerificationState
from app.models.match import Match, MatchReport
from app.services.conduct import strikes
from app.services.disputes import disputes
from app.services.evidence import pictures, provider_findings
from app.services.matches import notifications
from app.services.matches.deadlines import deadlines_of, match_deadlines
from app.services.matches.settlement import settle
from app.services.matches.transitions import transition
from app.services.payments import prize_holds
from app.services.results import reach

_ALL_SENT = 9  # reminders: in this state nobody is reminded any more


def verify(session: Session, *, match_id: int, now: datetime) -> str | None:
    """Lock a live match, apply all that is known of it, and return the reason of its new state.

    Returns None for a match that has not begun or is over, and changes nothing.
    """
    match = session.execute(
        select(Match)
        .where(Match.id == match_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if match is None or match.status not in (MatchStatus.ACTIVE, MatchStatus.DISPUTED):
        return None
    if match.status == MatchStatus.DISPUTED:
        # Whatever else is found: out of a dispute only a person lets money go.
        provider_findings.keep_game(session, match)
        if match.due_at is not None and match.due_at <= now:
            disputes.on_deadline(session, match, now=now)
        return match.reason
    return decide_active(session, match, now=now, by=None)


def decide_active(session: Session, match: Match, *, now: datetime, by: int | None) -> str | None:
    """Decide an active match that the caller has locked, and do what follows; return why.

    `by` is the user whose report is the reason, or None.
    """
    session.flush()
    facts = _load_facts(session, match, now=now)
    proofs = provider_findings.of_game(session, match_id=match.id, replay=match.replays)
    if proofs:
        provider_findings.keep_game(session, match)
    decision = decide(facts, proofs, now)
    if decision.flags != facts.flags:
        match.flags = sorted(decision.flags)
    match.actor = f"user:{by}" if by else "system:verification"

    if decision.is_final:
        _end(session, match, decision, now=now)
    elif decision.status is MatchStatus.DISPUTED:
        match.proposed_result, match.proposed_at = None, None
        disputes.open_dispute(
            session, match, reason=Reason(decision.reason or ""), opened_by=by, now=now
        )
    else:
        _move(session, match, decision, now=now, by=by)
    return decision.reason


def latest_reports(session: Session, *, match_id: int, replay: int) -> dict[int, PlayerReport]:
    """Return each player's latest report on one game of a match, by user id."""
    rows = session.scalars(
        select(MatchReport)
        .where(MatchReport.match_id == match_id, MatchReport.replay == replay)
        .order_by(MatchReport.id)
    )
    return {
        row.user_id: PlayerReport(
            ReportedOutcome(row.outcome),
            wants_replay=row.wants_replay,
            cod_match_id=row.cod_match_id,
            contests=row.contests,
            by_sms=row.by_sms,
        )
        for row in rows
    }


def _load_facts(session: Session, match: Match, *, now: datetime) -> MatchFacts:
    report = latest_reports(session, match_id=match.id, replay=match.replays)

    def side(user_id: int, ready_at: datetime | None) -> PlayerEvidence:
        is_silent = bool(report) and user_id not in report
        return PlayerEvidence(
            report=report.get(user_id),
            is_ready=ready_at is not None,
            has_proof=pictures.has_proof(session, match.id, user_id),
            is_trusted=strikes.status_of(session, user_id=user_id, now=now).auto_confirm,
            reached_at=reach.reached_at(session, match, user_id=user_id) if is_silent else None,
        )

    return MatchFacts(
        status=MatchStatus(match.status),
        state=VerificationState(match.verification_state),
        stake=match.wager_amount,
        due_at=match.due_at,
        began_at=match.started_at,
        answer_until=match.answer_until,
        one=side(match.player1_id, match.player1_ready_at),
        two=side(match.player2_id, match.player2_ready_at),
        reason=Reason(match.reason) if match.reason else None,
        proposed=Result(match.proposed_result) if match.proposed_result else None,
        replays=match.replays,
        flags=frozenset(match.flags),
        deadlines=deadlines_of(match),
        is_stakeless=match.is_stakeless,
    )


def _end(session: Session, match: Match, decision: MatchDecision, *, now: datetime) -> None:
    """Settle a match; what it gives is held while an end that not both confirmed is contestable."""
    result, reason = Result(decision.result or ""), Reason(decision.reason or "")
    session.flush()
    settled = settle(
        session,
        match_id=match.id,
        player_ids=match.player_ids,
        result=result,
        reason=reason,
        actor=match.actor,
        tournament_id=match.tournament_id,
    )
    if settled and decision.holds_prize:
        until = now + match_deadlines().hold
        prize_holds.hold_shares(session, match, until=until, reason=reason)


def _move(
    session: Session, match: Match, decision: MatchDecision, *, now: datetime, by: int | None
) -> None:
    """Move a live match to its next state, and notify both players if anything changed."""
    proposed = decision.result if decision.state is VerificationState.PROVISIONAL else None
    before = (match.verification_state, match.reason, match.proposed_result)
    due_at = match.due_at
    agrees = _who_agrees(session, match, proposed)
    match.reason, match.answer_until = decision.reason, decision.answer_until
    if (decision.state, proposed) != (before[0], before[2]):
        match.proposed_result = proposed
        match.proposed_at = now if proposed else None
    if decision.replay:
        match.replays += 1
        match.started_at = now
        match.player1_confirmed = match.player2_confirmed = False
    elif proposed:
        match.player1_confirmed, match.player2_confirmed = agrees
    is_news = before != (decision.state, match.reason, match.proposed_result)
    if is_news:
        # Two who both claim defeat have ten minutes and were notified; nobody else is silent.
        match.reminders = _ALL_SENT if decision.reason is Reason.BOTH_LOST else 0
    transition(session, match, decision.state, actor=match.actor, due_at=decision.due_at)
    if is_news:
        _tell(session, match, decision, by=by, agrees=agrees, now=now)
    elif by:
        notifications.reported(session, match, by=by, now=now)
    elif match.due_at != due_at:
        notifications.deadline_moved(session, match)


def _who_agrees(session: Session, match: Match, proposed: Result | None) -> tuple[bool, bool]:
    """Return which of the players, in seat order, reported what is proposed now."""
    report = latest_reports(session, match_id=match.id, replay=match.replays)
    one, two = (
        user_id in report and claimed_result(seat, report[user_id].outcome) is proposed
        for seat, user_id in enumerate(match.player_ids, start=1)
    )
    return one, two


def _tell(
    session: Session,
    match: Match,
    decision: MatchDecision,
    *,
    by: int | None,
    agrees: tuple[bool, bool],
    now: datetime,
) -> None:
    if decision.state is VerificationState.PROVISIONAL:
        agree = [user_id for user_id, same in zip(match.player_ids, agrees, strict=True) if same]
        notifications.proposed(session, match, agree=agree, now=now)
    elif decision.reason in (Reason.NOBODY_REPORTED, Reason.BOTH_LOST):
        notifications.asked(session, match, reason=decision.reason, now=now)
    elif decision.replay:
        notifications.replayed(session, match, now=now)
    else:
        notifications.reported(session, match, by=by, now=now)
