"""The terms of a published tournament, as its picture beside a link says them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.domain.errors import NotFound
from app.domain.matches.games import Title
from app.domain.problems import ProblemCode
from app.domain.tournaments.card import Card
from app.domain.tournaments.vocabulary import Format
from app.models.tournament import Tournament


def get(session: Session, *, tournament_id: int) -> Card:
    """Return the card of a tournament; raises NotFound until it is published."""
    found = session.scalars(
        select(Tournament).where(
            Tournament.id == tournament_id, Tournament.published_at.is_not(None)
        )
    ).one_or_none()
    if found is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such tournament.")
    return Card(
        name=found.name,
        format=Format(found.format),
        title=Title(found.title),
        entry_fee=found.entry_fee,
        prize_part=found.prize_part,
        guarantee=found.guarantee,
        seats=found.max_participants,
        starts_at=found.start_date.astimezone(NAIROBI),
    )
