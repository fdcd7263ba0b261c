"""A colleague's lost authenticator: one of staff proposes to take it away, another decides."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from app.api.contract.declare import refuses
from app.api.deps import Cursor, Limit, SessionDep
from app.api.staff import ResetsFactors
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.errors import Conflict, Invalid, NotFound
from app.schemas.base import in_digits
from app.schemas.factor import FactorReset, FactorResetLine, FactorResetProposal, FactorResets
from app.schemas.ruling import RulingVerdict
from app.services.auth.factor import resets
from app.services.auth.factor.resets import ResetView

router = APIRouter(prefix="/admin/factor-resets", tags=["admin: staff"])

ResetId = Annotated[int, Field(ge=1, le=2**63 - 1), in_digits, Path()]


@router.get("", summary="Lost authenticators, newest first")
def list_factor_resets(
    _: ResetsFactors, session: SessionDep, cursor: Cursor = None, limit: Limit = 20
) -> FactorResets:
    """List proposals to take an authenticator away."""
    found = resets.list_newest(session, before=int(cursor) if cursor else None, rows=limit + 1)
    rest = found[limit:]
    return FactorResets(
        items=[_line(seen) for seen in found[:limit]],
        next_cursor=str(found[limit - 1].reset.id) if rest else None,
    )


@router.post(
    "",
    status_code=201,
    responses=refuses(NotFound, Conflict, Invalid),
    summary="Propose to take a colleague's authenticator away",
)
def propose_factor_reset(
    body: FactorResetProposal, admin: ResetsFactors, session: SessionDep, fresh: FreshFactor
) -> FactorResetLine:
    """Propose it, with a fresh code of yours; another colleague decides within a day."""
    fresh.require("factor.reset.propose", f"staff:{body.username}")
    return _line(
        resets.propose(
            session, username=body.username, reason=body.reason, admin=admin, now=utc_now()
        )
    )


@router.post(
    "/{reset_id}/approve",
    responses=refuses(NotFound, Conflict, Invalid),
    summary="Take it away, and invite them anew",
)
def approve_factor_reset(
    reset_id: ResetId,
    body: RulingVerdict,
    admin: ResetsFactors,
    session: SessionDep,
    fresh: FreshFactor,
) -> FactorReset:
    """Approve it, with a fresh code of yours. They are signed out and told.

    The answer holds an invitation, once: hand it over in person.
    """
    fresh.require("factor.reset.approve", f"reset:{reset_id}")
    seen, invitation = resets.approve(
        session, reset_id=reset_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return FactorReset(**_line(seen).model_dump(), invitation=invitation)


@router.post(
    "/{reset_id}/reject",
    responses=refuses(NotFound, Conflict),
    summary="Leave a colleague their authenticator",
)
def reject_factor_reset(
    reset_id: ResetId, body: RulingVerdict, admin: ResetsFactors, session: SessionDep
) -> FactorResetLine:
    """Reject what a colleague proposed; they keep their authenticator."""
    return _line(
        resets.reject(session, reset_id=reset_id, admin=admin, reason=body.reason, now=utc_now())
    )


def _line(seen: ResetView) -> FactorResetLine:
    reset = seen.reset
    return FactorResetLine.model_validate(
        {
            "id": reset.id,
            "username": seen.person,
            "reason": reset.reason,
            "proposed_by": seen.proposer,
            "proposed_at": reset.proposed_at,
            "decided_by": seen.decider,
            "decided_at": reset.decided_at,
            "decision": reset.decision,
            "due_at": reset.due_at,
        }
    )
