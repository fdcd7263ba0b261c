"""Who is still in a tournament, as it follows from its state, noted with each participant."""

from sqlalchemy.orm import Session

from app.domain.tournaments.finish import still_in
from app.domain.tournaments.lifecycle import ParticipantStatus
from app.domain.tournaments.state import Tournament as State
from app.models.tournament import Tournament
from app.services.tournaments import transitions
from app.services.tournaments.bracket import store


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
