"""A player's names in the game, and the state of automatic verification."""

from fastapi import APIRouter, Response

from app.api.deps import CurrentPlayer, RowId, SessionDep
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.resilience import cod_circuits
from app.core.settings import get_settings
from app.domain.matches.games import Platform
from app.schemas.game_account import (
    GameAccount,
    GameAccountPut,
    GameAccounts,
    MatchLookup,
    Verification,
)
from app.services.auth import game_accounts
from app.services.cod import lookup_status

router = APIRouter(tags=["users"])


@router.get("/users/me/game-accounts")
def list_game_accounts(player: CurrentPlayer, session: SessionDep) -> GameAccounts:
    """Show your names in the game, and whether Activision shows us your matches."""
    found = game_accounts.list_of(session, user_id=player.id)
    return GameAccounts(items=[GameAccount.model_validate(account) for account in found])


@router.put("/users/me/game-accounts/{platform}")
def put_game_account(
    platform: Platform, body: GameAccountPut, player: CurrentPlayer, session: SessionDep
) -> GameAccount:
    """Set your name on a platform, or have the same one checked again.

    It does not change while you are in play, and is refused while another player holds it.
    """
    rate_limit.count(get_settings().rate.game_names_per_account, "game_names", str(player.id))
    account = game_accounts.set_username(
        session, user_id=player.id, platform=platform, username=body.username, now=utc_now()
    )
    return GameAccount.model_validate(account)


@router.delete("/users/me/game-accounts/{platform}", status_code=204)
def delete_game_account(platform: Platform, player: CurrentPlayer, session: SessionDep) -> Response:
    """Release your name on a platform, so that others can have it; not while you are in play."""
    game_accounts.remove(session, user_id=player.id, platform=platform, now=utc_now())
    return Response(status_code=204)


@router.get("/matches/verification-status", tags=["matches"])
def get_verification_status(_: CurrentPlayer) -> Verification:
    """Show whether the game's own data helps now; matches end just as well without it."""
    return Verification(automatic_verification=cod_circuits.status())


@router.get("/matches/{match_id}/verification", tags=["matches"])
def get_match_verification(
    match_id: RowId, player: CurrentPlayer, session: SessionDep
) -> MatchLookup:
    """Show the state of our lookup of this match in Call of Duty's own records."""
    found = lookup_status.view(session, match_id=match_id, viewer=player, now=utc_now())
    return MatchLookup.model_validate(found)
