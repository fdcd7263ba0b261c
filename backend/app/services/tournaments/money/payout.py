"""The end of a tournament: objections are waited for, then one transaction pays all prizes.

Nothing of it is done twice: the status, the prizes' rows and the ledger change together, or not
at all.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.reasons import Why
from app.models.risk import PlayerRisk
from app.models.tournament import Tournament
from app.services.platform import alerts
from app.services.tournaments import cancellation, notices, transitions
from app.services.tournaments.bracket import intake, objections, places, prize_list, store
from app.services.tournaments.money import escrow

_ARCHIVED_AFTER = timedelta(days=1)
_ASK_AGAIN = timedelta(minutes=5)
_SOON = timedelta(seconds=5)
_UNPLAYED = "Nobody has played a match to its end."


def pay(session: Session, tournament: Tournament, *, now: datetime) -> None:
    """Pay the prizes of a locked tournament whose places nobody can change any more.

    They wait for every dispute, appeal and open window of its matches, and while somebody who
    would be paid is looked into: all are paid together.
    """
    if tournament.status != TournamentStatus.FINALISING:
        return
    until = _earliest(session, tournament, now=now)
    if until > now:
        tournament.due_at = until
    else:
        _pay(session, tournament, now=now)


def archive(session: Session, tournament: Tournament, *, now: datetime) -> None:
    """Archive a tournament a day after it was paid."""
    if tournament.closed_at is None or tournament.closed_at + _ARCHIVED_AFTER <= now:
        to = TournamentStatus.ARCHIVED
        transitions.transition(session, tournament, to, actor=intake.SYSTEM, due_at=None)


def _earliest(session: Session, tournament: Tournament, *, now: datetime) -> datetime:
    """Return when to look again, or `now` when nothing stands against the places any more."""
    finished_at = tournament.finished_at or now
    seconds = get_settings().tournament.finalising_seconds
    quiet_until = finished_at + timedelta(seconds=seconds)
    if tournament.paused_at is not None or objections.is_open(session, tournament.id):
        return max(quiet_until, now + _SOON)
    closes_at = objections.last_window(session, tournament.id, now=now)
    return max(now, quiet_until, closes_at or now)


def _pay(session: Session, tournament: Tournament, *, now: datetime) -> None:
    state = store.load(session, tournament)
    groups = prize_list.groups_of(session, tournament, state, now=now)
    won = prize_list.prizes_of(session, tournament, groups)
    suspects = _under_investigation(session, {prize.user_id for prize in won})
    if suspects:
        _wait_for_staff(session, tournament, suspects, now=now)
        return
    if not groups:  # nobody played a match to its end: there is nobody to be paid
        cancellation.cancel(
            session, tournament, reason=_UNPLAYED, actor=intake.SYSTEM, now=now, why=Why.TOO_FEW
        )
        return
    escrow.pay_prizes(session, tournament, prizes=won, actor=intake.SYSTEM, now=now)
    transitions.transition(
        session,
        tournament,
        TournamentStatus.PAID,
        actor=intake.SYSTEM,
        due_at=now + _ARCHIVED_AFTER,
        closed_at=now,
    )
    places.note(session, tournament, state)
    for prize in won:
        notices.prize_paid(
            session,
            tournament,
            user_id=prize.user_id,
            amount=prize.amount,
            place=(prize.place_first, prize.place_last),
            now=now,
        )
    transitions.announce(session, tournament)


def _under_investigation(session: Session, user_ids: set[int]) -> list[int]:
    found = session.scalars(
        select(PlayerRisk.user_id).where(
            PlayerRisk.user_id.in_(user_ids), PlayerRisk.frozen.is_(True)
        )
    )
    return sorted(found)


def _wait_for_staff(
    session: Session, tournament: Tournament, suspects: list[int], *, now: datetime
) -> None:
    alerts.raise_alert(
        session,
        kind="tournament_prizes_wait",
        subject=f"tournament:{tournament.id}",
        now=now,
        players=", ".join(str(user_id) for user_id in suspects),
    )
    tournament.due_at = now + _ASK_AGAIN
    session.flush()
