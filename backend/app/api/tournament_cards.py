"""The picture of a tournament that chats show beside its link: read, then drawn or remembered."""

from sqlalchemy.orm import Session

from app.integrations.pictures import tournament_card
from app.services.tournaments.views import cards


def draw(session: Session, *, tournament_id: int) -> bytes:
    """Return the PNG of a published tournament; raises NotFound for any other."""
    return tournament_card.draw(cards.get(session, tournament_id=tournament_id))
