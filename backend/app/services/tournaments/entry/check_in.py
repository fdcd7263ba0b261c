"""Check in: who is here when check-in closes plays; the waiting list checks in for seats left."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import SEATED, ParticipantStatus, TournamentStatus
from app.models.tournament import Tournament
from app.services.tournaments import notices, transitions
from app.services.tournaments.entry import registration, waiting_list

_REMINDED_BEFORE = timedelta(minutes=10)


def open_check_in(session: Session, tournament: Tournament, *, now: datetime) -> None:
    """Open the check-in of a locked tournament until its start, and tell everybody in it."""
    transitions.transition(
        session,
        tournament,
        TournamentStatus.CHECK_IN,
        actor="system",
        due_at=max(now, tournament.start_date - _REMINDED_BEFORE),
    )
    waiting_list.promote(session, tournament, now=now)  # who could not pay before may by now
    seated = registration.user_ids(session, tournament, SEATED)
    notices.check_in_open(session, tournament, user_ids=seated, now=now)
    transitions.announce(session, tournament)


def remind(session: Session, tournament: Tournament, *, now: datetime) -> None:
    """Tell who has a seat and has not checked in, once, that check-in closes soon."""
    missing = registration.user_ids(session, tournament, {ParticipantStatus.REGISTERED})
    notices.check_in_closing(session, tournament, user_ids=missing, now=now)
    tournament.due_at = tournament.start_date
    session.flush()


def check_in(session: Session, *, tournament_id: int, user_id: int, now: datetime) -> None:
    """Check a player in; who waits for a seat stays on the list, and gets one if seats are left.

    Nothing happens the second time. Raises Conflict before check-in opens (`opens_at`) and once it
    has closed (`state`), and for who is not in it.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    mine = registration.participant_of(session, tournament, user_id=user_id)
    if mine is None or mine.status not in registration.IN:
        raise registration.not_joined()
    if tournament.status == TournamentStatus.REGISTRATION:
        raise Conflict(
            ProblemCode.CHECK_IN_NOT_OPEN,
            "Check-in has not opened yet.",
            opens_at=tournament.check_in_opens_at.isoformat().replace("+00:00", "Z"),
        )
    if tournament.status != TournamentStatus.CHECK_IN:
        raise Conflict(ProblemCode.CHECK_IN_CLOSED, "Check-in has closed.", state=tournament.status)
    if mine.checked_in_at is not None:
        return
    is_waiting = mine.status == ParticipantStatus.WAITING
    to = ParticipantStatus.WAITING if is_waiting else ParticipantStatus.CHECKED_IN
    transitions.set_status(session, mine, to, checked_in_at=now)
    transitions.announce(session, tournament)
