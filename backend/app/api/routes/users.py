"""Players: one's own account, and what others may see."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.api.deps import CurrentPlayer, Identity, SessionDep
from app.core.database import one_statement
from app.schemas.user import Me, ProfileChange, PublicProfile, Stats
from app.services import accounts

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/me")
def get_me(identity: Identity) -> Me:
    """Show your own account; `wallet_balance` is what you can play or pay out now."""
    user_id, session_id = identity
    # One statement and one thread: what every open app asks for again and again.
    with one_statement() as statement:
        return Me.model_validate(accounts.me(statement, user_id=user_id, session_id=session_id))


@router.patch("/me")
def change_me(body: ProfileChange, player: CurrentPlayer, session: SessionDep) -> Me:
    """Change your Call of Duty name; what is not sent stays as it is."""
    if "cod_username" in body.model_fields_set:
        accounts.change_profile(session, player=player, cod_username=body.cod_username)
    return Me.model_validate(accounts.overview(session, player=player))


@router.get("/me/stats")
def get_my_stats(player: CurrentPlayer, session: SessionDep) -> Stats:
    """Show your record."""
    return Stats.model_validate(accounts.stats(session, user_id=player.id))


@router.get("/{username}")
def get_profile(
    username: Annotated[str, Path(max_length=50, pattern=r"^[A-Za-z0-9_.-]+$")],
    _: CurrentPlayer,
    session: SessionDep,
) -> PublicProfile:
    """Show what everybody may see of a player."""
    return PublicProfile.model_validate(accounts.profile(session, username=username))
