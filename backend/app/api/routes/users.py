"""Players: the own account, and what others may see."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.api.deps import CurrentPlayer, Cursor, Identity, Limit, SessionDep
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.database import one_statement
from app.core.settings import get_settings
from app.schemas.rating import PublicProfile, RatingHistory, RatingHistoryLine, Stats
from app.schemas.user import Me, ProfileChange
from app.services.auth import accounts
from app.services.ratings import player_stats

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/me")
def get_me(identity: Identity) -> Me:
    """Show your own account; `wallet_balance` includes what is held for now."""
    user_id, session_id = identity
    # One statement and one thread: what every open app asks for again and again.
    with one_statement() as statement:
        return Me.model_validate(accounts.me(statement, user_id=user_id, session_id=session_id))


@router.patch("/me")
def change_me(body: ProfileChange, player: CurrentPlayer, session: SessionDep) -> Me:
    """Change your language, or your name on Activision, as your game account; the rest stays."""
    if body.language is not None:
        accounts.change_language(session, player=player, language=body.language)
    if "cod_username" in body.model_fields_set and body.cod_username != player.cod_username:
        rate_limit.count(get_settings().rate.game_names_per_account, "game_names", str(player.id))
        accounts.change_profile(
            session, player=player, cod_username=body.cod_username, now=utc_now()
        )
    return Me.model_validate(accounts.overview(session, player=player))


@router.get("/me/stats")
def get_my_stats(player: CurrentPlayer, session: SessionDep) -> Stats:
    """Show your record; a match counts within a second or two of its end."""
    return Stats.model_validate(player_stats.record(session, user_id=player.id, now=utc_now()))


@router.get("/me/rating-history")
def get_my_rating_history(
    player: CurrentPlayer, session: SessionDep, cursor: Cursor = None, limit: Limit = 20
) -> RatingHistory:
    """Show what each match did to your rating, newest first, and what rulings took back."""
    before = int(cursor) if cursor else None
    found = player_stats.history(session, user_id=player.id, before=before, rows=limit + 1)
    page = [RatingHistoryLine.model_validate(change) for change in found[:limit]]
    more = len(found) > limit
    return RatingHistory(items=page, next_cursor=str(page[-1].id) if more else None)


@router.get("/{username}")
def get_profile(
    username: Annotated[str, Path(max_length=50, pattern=r"^[A-Za-z0-9_.-]+$")],
    player: CurrentPlayer,
    session: SessionDep,
) -> PublicProfile:
    """Show the profile of a player who shows their results, or whom you have met."""
    rule = get_settings().rate.profiles_per_account
    rate_limit.count(rule, "profile", str(player.id))
    found = player_stats.profile(session, username=username, viewer=player, now=utc_now())
    return PublicProfile.model_validate(found)
