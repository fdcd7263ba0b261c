"""Claims of names in the game by their owners."""

from fastapi import APIRouter

from app.api.deps import CurrentPlayer, RowId, SessionDep
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.settings import get_settings
from app.schemas.name_claim import NameClaim, NameClaimRequest, NameClaims
from app.services.auth import name_claims

router = APIRouter(prefix="/users/me/name-claims", tags=["users"])

_ROWS = 20


@router.post("", status_code=201)
def claim_name(body: NameClaimRequest, player: CurrentPlayer, session: SessionDep) -> NameClaim:
    """Claim a name that another player holds, or prove that yours is yours.

    Play a game with `code` as your clan tag and have it checked, or give referees a link to what
    shows the code in the profile of that name.
    """
    rate_limit.count(get_settings().rate.game_names_per_account, "game_names", str(player.id))
    row = name_claims.claim(session, player=player, now=utc_now(), **dict(body))
    return NameClaim.model_validate(row)


@router.get("")
def list_name_claims(player: CurrentPlayer, session: SessionDep) -> NameClaims:
    """Show your claims, newest first."""
    found = name_claims.list_of(session, user_id=player.id, rows=_ROWS)
    return NameClaims(items=[NameClaim.model_validate(row) for row in found])


@router.post("/{claim_id}/check", status_code=202)
def check_name_claim(claim_id: RowId, player: CurrentPlayer, session: SessionDep) -> NameClaim:
    """Have Activision asked for a game of that name with the code as clan tag, where that is on."""
    rate_limit.count(get_settings().rate.game_names_per_account, "game_names", str(player.id))
    row = name_claims.request_check(session, user_id=player.id, claim_id=claim_id)
    return NameClaim.model_validate(row)
