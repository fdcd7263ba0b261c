"""Whom the player does not want to meet."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.api.deps import CurrentPlayer, SessionDep
from app.schemas.matchmaking import Blocks
from app.schemas.text import LINE
from app.services.conduct import blocks

router = APIRouter(prefix="/users/me/blocks", tags=["users"])

Username = Annotated[str, Path(min_length=1, max_length=50, pattern=LINE)]


@router.get("")
def my_blocks(player: CurrentPlayer, session: SessionDep) -> Blocks:
    """Return whom the player does not meet."""
    return Blocks(usernames=blocks.list_of(session, user_id=player.id))


@router.put("/{username}")
def block_player(username: Username, player: CurrentPlayer, session: SessionDep) -> Blocks:
    """Never be paired with this player again, from this moment on."""
    blocks.block(session, user_id=player.id, username=username)
    return my_blocks(player, session)


@router.delete("/{username}")
def unblock_player(username: Username, player: CurrentPlayer, session: SessionDep) -> Blocks:
    """Be ready to meet this player again."""
    blocks.unblock(session, user_id=player.id, username=username)
    return my_blocks(player, session)
