"""A player's risk flags, and their clearing by an admin."""

from fastapi import APIRouter

from app.api.deps import CurrentAdmin, RowId, SessionDep
from app.core.clock import utc_now
from app.schemas.risk import Risk, RiskClearing
from app.services.conduct import risk

router = APIRouter(prefix="/admin/users", tags=["admin: risk"])


@router.get("/{user_id}/risk", summary="A player's risk, explained")
def get_risk(user_id: RowId, admin: CurrentAdmin, session: SessionDep) -> Risk:
    """Show each signal with its points and the numbers behind it, cleared ones as well.

    From 40 points withdrawals wait 24 h, from 70 until an admin clears it. Nothing is taken.
    """
    return Risk.model_validate(risk.read(session, user_id=user_id, admin=admin))


@router.post("/{user_id}/risk/clear", summary="Say that a player's flags are explained")
def clear_risk(
    user_id: RowId, body: RiskClearing, admin: CurrentAdmin, session: SessionDep
) -> Risk:
    """End hold and freeze; what was cleared counts again only when it grows."""
    seen = risk.clear(session, user_id=user_id, admin=admin, reason=body.reason, now=utc_now())
    return Risk.model_validate(seen)
