"""What admins do from the docs console."""

from fastapi import APIRouter

from app.api.deps import CurrentAdmin, Limit, SessionDep
from app.domain.verdict import Result
from app.schemas.match import Dispute, DisputeList, Match, Ruling
from app.services import disputes
from app.services import match as matches

router = APIRouter(prefix="/admin", tags=["admin"])


@router.get("/disputes")
def list_disputes(admin: CurrentAdmin, session: SessionDep, limit: Limit = 20) -> DisputeList:
    """Return the matches that wait for a ruling, the oldest first, with all there is to know."""
    found = disputes.list_open(session, admin=admin, rows=limit)
    return DisputeList(items=[Dispute.model_validate(one) for one in found])


@router.post("/matches/{match_id}/decide")
def decide_match(match_id: int, body: Ruling, admin: CurrentAdmin, session: SessionDep) -> Match:
    """Rule on a disputed match. The pot is paid by the ruling before this answers; it is final."""
    disputes.decide(
        session, match_id=match_id, admin=admin, result=Result(body.result), reason=body.reason
    )
    return Match.model_validate(matches.view(session, match_id=match_id, viewer=admin))
