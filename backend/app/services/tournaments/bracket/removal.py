"""Who drops out of a tournament that runs: one way for leave, ban, timeout and disqualification."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.tournaments import play
from app.domain.tournaments.finish import still_in
from app.domain.tournaments.lifecycle import ParticipantStatus
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import Ending
from app.models.tournament import Tournament, TournamentMatch
from app.services.tournaments import transitions
from app.services.tournaments.bracket import intake, store

NO_SHOWS = "no_shows"
_MOST_NO_SHOWS = 2  # the second ends it


def take_out(
    session: Session,
    tournament: Tournament,
    reasons: Mapping[int, str],
    *,
    actor: str,
    now: datetime,
) -> bool:
    """Take players (user ids, and why) out of a locked tournament that runs; False if all are out.

    What they played stays. Their live matches are called off, unless they have just ended, and
    open and future ones are walkovers.
    """
    leaving = [
        one
        for one in store.field_of(session, tournament.id)
        if one.user_id in reasons and one.withdrawn_at is None
    ]
    if not leaving:
        return False
    user_ids = {one.user_id for one in leaving}
    _call_off(session, tournament, user_ids, actor=actor, now=now)
    intake.take_in(session, tournament, now=now)
    state = play.withdraw(store.load(session, tournament), *sorted(user_ids))
    for one in leaving:
        values = {"withdrawn_at": now, "withdrawn_reason": reasons[one.user_id]}
        transitions.set_status(session, one, ParticipantStatus.OUT, **values)
    again = store.save(session, tournament, state, actor=actor, now=now)
    intake.call_off(session, again, actor=actor, now=now)
    return True


def _call_off(
    session: Session, tournament: Tournament, user_ids: set[int], *, actor: str, now: datetime
) -> None:
    rows = session.scalars(
        select(TournamentMatch).where(
            TournamentMatch.tournament_id == tournament.id,
            TournamentMatch.replaced_at.is_(None),
            TournamentMatch.ending.is_(None),
            TournamentMatch.match_id.is_not(None),
            or_(TournamentMatch.home_id.in_(user_ids), TournamentMatch.away_id.in_(user_ids)),
        )
    ).all()
    live = {row.match_id: row for row in rows if row.match_id is not None}
    reason = "One of the two is out of the tournament: the other one goes on."
    for match_id in intake.call_off(session, live, actor=actor, reason=reason, now=now):
        live[match_id].replaced_at, live[match_id].actor = now, actor
    session.flush()


def who_must_go(state: State) -> dict[int, str]:
    """Return who stays away for good by the rules: the second no-show ends a player's event."""
    absences = _absences(state)
    remaining = still_in(state)
    return {
        user_id: NO_SHOWS
        for user_id, count in absences.items()
        if count >= _MOST_NO_SHOWS and user_id in remaining
    }


def _absences(state: State) -> Counter[int]:
    """Count to how many recorded matches each player did not come."""
    known = play.matches(state)
    absences: Counter[int] = Counter()
    for key, outcome in state.results.items():
        if outcome.ending is not Ending.PLAYED:
            absences.update(set(known[key].players) - {outcome.winner})
    return absences
