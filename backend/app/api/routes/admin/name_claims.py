"""Claims of names in the game, for referees."""

from fastapi import APIRouter

from app.api.deps import Limit, RowId, SessionDep
from app.api.staff import DecidesNames
from app.core.clock import utc_now
from app.schemas.name_claim import NameClaim, NameClaimDecision, OpenNameClaim, OpenNameClaims
from app.services.auth import name_claims

router = APIRouter(prefix="/admin/name-claims", tags=["admin: names"])


@router.get("", summary="Open claims of names in the game, the oldest first")
def list_open_name_claims(
    _: DecidesNames, session: SessionDep, limit: Limit = 20
) -> OpenNameClaims:
    """Return each claim with its code, what the player shows, and who holds the name now."""
    found = name_claims.list_open(session, rows=limit)
    return OpenNameClaims(items=[OpenNameClaim.model_validate(one) for one in found])


@router.post("/{claim_id}/decide", summary="Move a name to its owner, or refuse it")
def decide_name_claim(
    claim_id: RowId, body: NameClaimDecision, admin: DecidesNames, session: SessionDep
) -> NameClaim:
    """Grant it when something shows the code beside the name; the holder then loses the name."""
    row = name_claims.decide(
        session,
        claim_id=claim_id,
        admin=admin,
        granted=body.granted,
        reason=body.reason,
        now=utc_now(),
    )
    return NameClaim.model_validate(row)
