"""The final places, as they are noted with each participant: who is barred has none."""

from sqlalchemy.orm import Session

from app.domain.tournaments.finish import placings
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import Placing
from app.models.tournament import Tournament
from app.services.tournaments.bracket import store


def note(session: Session, tournament: Tournament, state: State) -> dict[int, Placing]:
    """Write the final places down; returns those that are others than before, by player."""
    field = store.field_of(session, tournament.id)
    barred = frozenset(one.user_id for one in field if one.is_barred)
    places = {place.player: place for place in placings(state, barred=barred)}
    changed = {}
    for one in field:
        place = places.get(one.user_id)
        first, last = (place.first, place.last) if place else (None, None)
        if place and (one.place_first, one.place_last) != (first, last):
            changed[one.user_id] = place
        one.place_first, one.place_last = first, last
    session.flush()
    return changed
