"""Who is still in a tournament, as it follows from its state, noted with each participant."""

from sqlalchemy.orm import Session

from app.domain.tournaments import elimination
from app.domain.tournaments.finish import is_over
from app.domain.tournaments.lifecycle import ParticipantStatus
from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import Format, MatchState
from app.models.tournament import Tournament
from app.services.tournaments import transitions
from app.services.tournaments.bracket import store

_TABLES = {Format.ROUND_ROBIN, Format.SWISS}
_AHEAD = {MatchState.OPEN, MatchState.WAITING}


def still_in(state: State) -> frozenset[int]:
    """Return who may still play: in a table all who have not dropped out.

    In a bracket it is who stands in a match that is to be played, and at the end the champion.
    """
    remaining = frozenset(state.players) - state.withdrawn
    if state.format in _TABLES:
        return remaining
    if is_over(state):
        first = elimination.places(state)[0]
        return remaining.intersection(first) if len(first) == 1 else frozenset()
    ahead = [match for match in matches(state).values() if match.state in _AHEAD]
    return remaining.intersection(player for match in ahead for player in match.players)


def note(session: Session, tournament: Tournament, state: State) -> list[int]:
    """Write down who is out; returns who was not before. A corrected result may bring one back."""
    remaining = still_in(state)
    fresh = []
    for one in store.field_of(session, tournament.id):
        is_out = one.user_id not in remaining
        if is_out and not one.eliminated:
            fresh.append(one.user_id)
        to = ParticipantStatus.OUT if is_out else ParticipantStatus.PLAYING
        if one.status != to or one.eliminated != is_out:
            transitions.set_status(session, one, to, eliminated=is_out)
    return fresh
