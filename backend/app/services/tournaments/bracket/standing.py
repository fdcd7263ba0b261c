"""Who is still in a tournament, as it follows from its state, noted with each participant."""

from collections import defaultdict

from sqlalchemy.orm import Session

from app.domain.tournaments.finish import still_in
from app.domain.tournaments.lifecycle import ParticipantStatus
from app.services.tournaments import transitions
from app.services.tournaments.bracket import store


def note(session: Session, seen: store.Snapshot) -> list[int]:
    """Write down who is out; returns who was not before. A corrected result may bring one back."""
    remaining = still_in(seen.state)
    fresh = []
    changed: defaultdict[bool, list[int]] = defaultdict(list)
    for one in seen.field:
        is_out = one.user_id not in remaining
        if is_out and not one.eliminated:
            fresh.append(one.user_id)
        to = ParticipantStatus.OUT if is_out else ParticipantStatus.PLAYING
        if one.status != to or one.eliminated != is_out:
            changed[is_out].append(one.id)
    for is_out, ids in changed.items():
        to = ParticipantStatus.OUT if is_out else ParticipantStatus.PLAYING
        transitions.set_statuses(session, ids, to, eliminated=is_out)
    return fresh
