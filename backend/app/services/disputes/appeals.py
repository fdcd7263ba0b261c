"""Appeals against rulings and contests of other ends, decided by a referee who had no part in them.

Until then what the match gave stays in the wallets. What is overturned is corrected by new entries;
what the first winner no longer has (M-Pesa took a deposit back), they owe.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.core.settings import get_settings
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.matches.decision import Reason, Result
from app.domain.matches.disputes import Blame, Ruling
from app.domain.matches.states import MatchStatus
from app.domain.problems import ProblemCode
from app.models.dispute import Appeal
from app.models.match import Match
from app.models.user import User
from app.services.conduct import strikes
from app.services.disputes import disputes, rulings
from app.services.matches import access, notifications, objections
from app.services.matches.settlement import overturn
from app.services.payments import prize_holds
from app.services.platform import alerts, audit
from app.services.ratings import ratings

_REMIND_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class _Verdict:
    """What was decided (None: upheld), why, whose claim was false, and which referee said so."""

    result: Result | None
    reason: str
    strike: Blame
    by: int


def appeal(session: Session, *, match_id: int, user_id: int, statement: str, now: datetime) -> None:
    """Ask for another referee, once for each who got less than the prize by the ruling.

    Where both did (split, draw, void), the second of them joins the appeal of the first: there is
    one hearing. Raises Conflict for who won by the ruling, for a second appeal, and a day later.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status != MatchStatus.COMPLETED or match.reason != Reason.RULED:
        raise access.moved_on(match)
    closes_at = objections.closes_at(match)
    if closes_at is None or now > closes_at:
        raise _closed("The time to appeal against this ruling is over.")
    if user_id not in objections.objectors(session, match):
        raise _closed("This ruling gave you the prize: only who lost by it can appeal.")
    found = session.scalars(
        select(Appeal).where(Appeal.match_id == match_id).with_for_update()
    ).one_or_none()
    if found is None:
        others = objections.objectors(session, match) - {user_id}
        rule_by = (closes_at if others else now) + timedelta(
            seconds=get_settings().match.ruling_seconds
        )
        session.add(
            Appeal(
                match_id=match_id,
                user_id=user_id,
                statement=statement,
                opened_at=now,
                rule_by=rule_by,
                due_at=rule_by,
            )
        )
    elif found.decision is not None or user_id in (found.user_id, found.joined_by):
        raise _closed("You have appealed already. Each of you can once for each match.")
    else:
        found.joined_by, found.joined_statement, found.joined_at = user_id, statement, now
    session.flush()
    notifications.appealed(session, match, by=user_id, now=now)


def decide(
    session: Session,
    *,
    match_id: int,
    admin: User,
    result: Result | None,
    reason: str,
    now: datetime,
    strike: Blame = Blame.NONE,
) -> bool:
    """End an appeal: uphold the ruling (no `result`), or overturn it to another `result`.

    Above a set pot overturning waits for a second referee, as ruling does. Returns whether it was
    carried out. Raises NotAllowed for a referee who had a part in the ruling or plays in the match,
    NotFound, and Conflict when it was decided before, waits for a second one, or the other player
    may still join it.
    """
    row, match = _locked(session, match_id=match_id, admin=admin)
    _refuse_unheard(session, match, row, now=now)
    rulings.refuse_second(session, match_id=match_id)
    if result is not None:
        if match.result == result:
            raise _as_it_is()
        order = rulings.RulingDraft(ruling=Ruling(result), reason=reason, strike=strike)
        ruling = rulings.record_ruling(
            session, match, admin=admin, draft=order, now=now, of_appeal=True
        )
        if ruling.decision is None:
            _audit(session, match_id, admin, "appeal.propose", reason=reason, result=result)
            return False
    verdict = _Verdict(result, reason, strike, by=admin.id)
    _end(session, row, match, verdict, admin=admin, now=now)
    action = "appeal.overturn" if result else "appeal.uphold"
    _audit(session, match_id, admin, action, reason=reason, result=result)
    return True


def confirm(session: Session, *, match_id: int, admin: User, reason: str, now: datetime) -> None:
    """Overturn a ruling as another referee proposed. Raises NotAllowed for either of the first two.

    Raises Conflict when nothing waits for a second referee (any more).
    """
    row, match = _locked(session, match_id=match_id, admin=admin)
    proposal = rulings.decide_proposal(
        session, match_id=match_id, decision="confirmed", admin=admin, now=now
    )
    result = Ruling(proposal.result).result
    verdict = _Verdict(result, proposal.reason, Blame(proposal.strike), by=proposal.proposed_by)
    _end(session, row, match, verdict, admin=admin, now=now)
    _audit(session, match_id, admin, "appeal.confirm", reason=reason, result=result)


def reject(session: Session, *, match_id: int, admin: User, reason: str, now: datetime) -> None:
    """Say no to what another referee would overturn; the appeal is open again."""
    _locked(session, match_id=match_id, admin=admin)
    rulings.decide_proposal(session, match_id=match_id, decision="rejected", admin=admin, now=now)
    _audit(session, match_id, admin, "appeal.reject", reason=reason, result=None)


def _end(
    session: Session, row: Appeal, match: Match, verdict: _Verdict, *, admin: User, now: datetime
) -> None:
    result = verdict.result
    row.decision = "upheld" if result is None else "overturned"
    row.result = result
    row.reason = verdict.reason
    row.decided_by = admin.id
    row.decided_at = now
    row.due_at = None
    disputes.close_contested(session, match, now=now)
    session.flush()
    if result is not None:
        _overturn(session, match, result=result, reason=verdict.reason, admin=admin, now=now)
    rulings.strike(session, match, verdict.strike, admin_id=verdict.by, now=now)
    notifications.appeal_decided(session, match, now=now)


def _refuse_unheard(session: Session, match: Match, row: Appeal, *, now: datetime) -> None:
    """Raise Conflict while the other one could join an appeal: its decision is both players' last.

    A contest needs no joining: both write and show proof while its window is open.
    """
    closes_at = objections.closes_at(match)
    others = objections.objectors(session, match) - {row.user_id, row.joined_by}
    if match.reason == Reason.RULED and others and closes_at is not None and now <= closes_at:
        at = closes_at.astimezone(NAIROBI)
        raise Conflict(
            ProblemCode.APPEAL_WAITS,
            f"The other player can join this appeal until {at:%d %b at %H:%M}, Nairobi time."
            " Decide it after that, or when they have.",
            until=closes_at.isoformat(),
        )


def _audit(
    session: Session,
    match_id: int,
    admin: User,
    action: str,
    *,
    reason: str,
    result: Result | None,
) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"match:{match_id}",
        result=result.value if result else None,
        reason=reason,
    )


def _locked(session: Session, *, match_id: int, admin: User) -> tuple[Appeal, Match]:
    match = session.execute(
        select(Match).where(Match.id == match_id).with_for_update(key_share=True)
    ).scalar_one_or_none()
    row = session.scalars(
        select(Appeal).where(Appeal.match_id == match_id).with_for_update()
    ).one_or_none()
    if match is None or row is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no appeal about this match.")
    if admin.id in match.player_ids:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody rules on their own match.")
    if admin.id in rulings.people_involved(session, match_id=match_id):
        raise NotAllowed(
            ProblemCode.SAME_PERSON, "You had a part in this ruling: another referee decides."
        )
    if row.decision is not None:
        raise _closed("This appeal was decided before.")
    return row, match


def _overturn(
    session: Session, match: Match, *, result: Result, reason: str, admin: User, now: datetime
) -> None:
    owed = overturn(
        session,
        match_id=match.id,
        player_ids=match.player_ids,
        result=result,
        actor=f"admin:{admin.id}",
        note=reason,
        tournament_id=match.tournament_id,
    )
    if owed is None:
        raise _as_it_is()
    session.refresh(match)
    strikes.lift(session, match_id=match.id, now=now)
    ratings.rate_again(session, match.id, now, result=result)
    if owed > 0:
        # The float pays this, not the first winner: a person looks at it before it can leave.
        until = now + timedelta(seconds=get_settings().match.ruling_limit_seconds)
        prize_holds.hold_shares(session, match, until=until, reason=Reason.OVERTURNED)
        subject = f"match:{match.id}"
        alerts.raise_alert(
            session, kind="overturned_with_debt", subject=subject, now=now, owed=owed
        )


def list_open(session: Session, *, admin_id: int, rows: int) -> list[Appeal]:
    """Return the appeals in others' matches that nobody decided, the oldest first."""
    undecided = (
        select(Appeal)
        .join(Match, Match.id == Appeal.match_id)
        .where(
            Appeal.decision.is_(None),
            Match.player1_id != admin_id,
            Match.player2_id != admin_id,
        )
    )
    return list(session.scalars(undecided.order_by(Appeal.due_at).limit(rows)))


def find_overdue(session: Session, *, now: datetime, rows: int = 100) -> list[int]:
    """Return the ids of matches with an undecided appeal whose time has passed."""
    overdue = select(Appeal.match_id).where(Appeal.decision.is_(None), Appeal.due_at <= now)
    return list(session.scalars(overdue.order_by(Appeal.due_at).limit(rows)))


def remind(session: Session, match_id: int, *, now: datetime) -> None:
    """Raise the alert for one overdue appeal; it is raised again every day."""
    row = session.scalars(
        select(Appeal)
        .where(Appeal.match_id == match_id, Appeal.decision.is_(None), Appeal.due_at <= now)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is not None:
        alerts.raise_alert(session, kind="appeal_is_late", subject=f"match:{match_id}", now=now)
        row.due_at = now + _REMIND_EVERY
        session.flush()


def postpone(session: Session, match_id: int, *, until: datetime) -> None:
    """Move the reminder of an appeal to `until`, after the sweep of it failed."""
    session.execute(
        update(Appeal)
        .where(Appeal.match_id == match_id, Appeal.decision.is_(None))
        .values(due_at=until)
    )


def _as_it_is() -> Conflict:
    return _closed("That is what the ruling says already: uphold it.")


def _closed(sentence: str) -> Conflict:
    return Conflict(ProblemCode.APPEAL_CLOSED, sentence)
