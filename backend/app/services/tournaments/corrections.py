"""Staff corrects a tournament that runs: a result, a match to be played again, somebody barred.

Brackets are computed, so that a corrected result moves everybody who hangs on it. What was begun
between players whom it would send elsewhere is played again only if staff says so (`reset`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotFound
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.play import change, find, record
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import (
    DOUBLE_FORFEIT,
    DependentsBegun,
    Ending,
    MatchState,
    NotPossible,
    Outcome,
)
from app.models.tournament import Tournament, TournamentMatch, TournamentParticipant
from app.models.user import User
from app.services.platform import audit
from app.services.tournaments import advance, drop_outs, transitions
from app.services.tournaments.bracket import intake, progress, store
from app.services.tournaments.money import impartial

DISQUALIFIED = "disqualified"

_UNDER_WAY = (TournamentStatus.RUNNING, TournamentStatus.FINALISING)


def set_result(
    session: Session,
    *,
    tournament_id: int,
    key: str,
    winner: str | None,
    ending: Ending,
    reset: bool,
    admin: User,
    reason: str,
    now: datetime,
) -> None:
    """Enter or change the result of a match; `winner` is a username, None after a double forfeit.

    A live match of that key is called off. Raises Conflict where the match has not both its
    players, and, unless `reset`, while matches have begun whose players it would exchange.
    """
    tournament = lock_under_way(session, tournament_id, admin=admin, now=now)
    outcome = DOUBLE_FORFEIT
    if ending is not Ending.DOUBLE_FORFEIT:
        outcome = Outcome(ending, user_id_of(session, winner))
    intake.take_in(session, tournament, now=now)
    state = store.load(session, tournament)
    try:
        if find(state, key).state is MatchState.OPEN:
            _call_off_live(session, tournament, key, admin=admin, now=now)
            changed = record(state, key, outcome)
        else:
            changed = change(state, key, outcome, reset=reset)
    except NotPossible as error:
        raise refusal_of(error) from error
    _carry_on(session, tournament, changed, admin=admin, now=now)
    _audit(session, tournament, admin, "tournament.result", reason, match=key, winner=winner or "")


def reset_match(
    session: Session,
    *,
    tournament_id: int,
    key: str,
    reset: bool,
    admin: User,
    reason: str,
    now: datetime,
) -> None:
    """Have a match played again: what was recorded, or is being played, does not count.

    Raises Conflict as `set_result` does.
    """
    tournament = lock_under_way(session, tournament_id, admin=admin, now=now)
    intake.take_in(session, tournament, now=now)
    state = store.load(session, tournament)
    try:
        is_open = find(state, key).state is MatchState.OPEN
        changed = state if is_open else change(state, key, None, reset=reset)
    except NotPossible as error:
        raise refusal_of(error) from error
    if is_open:
        _call_off_live(session, tournament, key, admin=admin, now=now)
    _carry_on(session, tournament, changed, admin=admin, now=now)
    _audit(session, tournament, admin, "tournament.reset", reason, match=key)


def disqualify(
    session: Session,
    *,
    tournament_id: int,
    username: str,
    admin: User,
    reason: str,
    now: datetime,
) -> None:
    """Take a player out and bar them from prizes, before the prizes are paid.

    Raises NotFound, and Conflict if the tournament is not under way.
    """
    tournament = lock_under_way(session, tournament_id, admin=admin, now=now)
    user_id = user_id_of(session, username)
    find_player(session, tournament_id, user_id=user_id).is_barred = True
    session.flush()
    drop_outs.withdraw(
        session,
        tournament,
        user_id=user_id,
        reason=DISQUALIFIED,
        actor=f"admin:{admin.id}",
        now=now,
    )
    transitions.announce(session, tournament)
    _audit(session, tournament, admin, "tournament.disqualify", reason, player=username)


def start_now(
    session: Session, *, tournament_id: int, admin: User, reason: str, now: datetime
) -> None:
    """Begin a tournament whose field is seeded before its time. Raises Conflict for another."""
    tournament = transitions.lock(session, tournament_id=tournament_id)
    if tournament.status != TournamentStatus.SEEDED:
        raise Conflict(
            ProblemCode.NOT_POSSIBLE, "It can begin once check-in is over and the field is seeded."
        )
    advance.start(session, tournament, now)
    _audit(session, tournament, admin, "tournament.start", reason)


def find_player(session: Session, tournament_id: int, *, user_id: int) -> TournamentParticipant:
    """Return who plays, or has played, in a tournament; raises NotFound."""
    participant = session.scalars(
        select(TournamentParticipant)
        .where(
            TournamentParticipant.tournament_id == tournament_id,
            TournamentParticipant.user_id == user_id,
            TournamentParticipant.seed.is_not(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if participant is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such player in this tournament.")
    return participant


def lock_under_way(
    session: Session, tournament_id: int, *, admin: User, now: datetime
) -> Tournament:
    """Return a tournament that `admin` can correct, locked.

    Raises NotFound, Conflict, and NotAllowed for staff who take part in it.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    impartial.require(session, tournament, admin=admin, now=now)
    if tournament.status not in _UNDER_WAY:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "This tournament is not under way.")
    return tournament


def _carry_on(
    session: Session, tournament: Tournament, state: State, *, admin: User, now: datetime
) -> None:
    actor = f"admin:{admin.id}"
    live = store.save(session, tournament, state, actor=actor, now=now)
    intake.call_off(session, live, actor=actor, reason="Staff corrected a result.", now=now)
    progress.go_on(session, tournament, actor=actor, now=now)


def _call_off_live(
    session: Session, tournament: Tournament, key: str, *, admin: User, now: datetime
) -> None:
    row = session.scalars(
        select(TournamentMatch).where(
            TournamentMatch.tournament_id == tournament.id,
            TournamentMatch.key == key,
            TournamentMatch.replaced_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return
    actor = f"admin:{admin.id}"
    if row.match_id is not None:
        reason = "Staff decided this match of the tournament."
        intake.call_off(session, [row.match_id], actor=actor, reason=reason, now=now)
    row.replaced_at, row.actor = now, actor
    session.flush()


def user_id_of(session: Session, username: str | None) -> int:
    """Return the id behind a username; raises NotFound."""
    user_id = session.scalars(select(User.id).where(User.is_called(username or ""))).one_or_none()
    if user_id is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such player.")
    return user_id


def refusal_of(error: NotPossible) -> Conflict:
    """Build the refusal of what the engine does not allow."""
    if isinstance(error, DependentsBegun):
        keys = ", ".join(error.keys)
        return Conflict(
            ProblemCode.DEPENDENTS_BEGUN,
            f"Matches that hang on this one have begun and would be played again: {keys}.",
            keys=list(error.keys),
        )
    return Conflict(ProblemCode.NOT_POSSIBLE, f"The bracket does not allow it: {error}.")


def _audit(
    session: Session, tournament: Tournament, admin: User, action: str, reason: str, **facts: str
) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"tournament:{tournament.id}",
        reason=reason,
        **facts,
    )
