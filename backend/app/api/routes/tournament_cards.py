"""What a tournament looks like where its link is shared."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.api import tournament_cards
from app.api.deps import RowId, SessionDep

router = APIRouter(prefix="/tournaments/{tournament_id}", tags=["tournaments"])

_PNG = "image/png"
_HEADERS = {"Cache-Control": "public, max-age=300"}


@router.get(
    "/card.png",
    response_class=Response,
    responses={200: {"content": {_PNG: {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_tournament_card(tournament_id: RowId, session: SessionDep) -> Response:
    """Show the picture for chats (Open Graph, 1200 x 630): the terms, which do not change."""
    picture = tournament_cards.draw(session, tournament_id=tournament_id)
    return Response(picture, media_type=_PNG, headers=_HEADERS)
