"""The sponsor's money for guaranteed prizes: one admin proposes to fund it, another approves."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from app.api.deps import Cursor, Limit, SessionDep
from app.api.staff import FundsSponsor
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.schemas.base import in_digits
from app.schemas.ruling import RulingPerson, RulingVerdict
from app.schemas.sponsor import FundingLine, FundingProposal, Sponsor
from app.services.tournaments.money import sponsor
from app.services.tournaments.money.sponsor import FundingView

router = APIRouter(prefix="/admin/tournaments/sponsor", tags=["admin: tournaments"])

FundingId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]


@router.get("", summary="What the sponsor holds, and its fundings")
def get_sponsor(
    _: FundsSponsor, session: SessionDep, cursor: Cursor = None, limit: Limit = 20
) -> Sponsor:
    """Show what the sponsor can still promise, and who proposed and decided each funding."""
    before = min(int(cursor), 2**62) if cursor else None
    found = sponsor.list_newest(session, before=before, rows=limit + 1)
    page = found[:limit]
    return Sponsor(
        balance=sponsor.balance(session),
        items=[_line(one) for one in page],
        next_cursor=str(page[-1].funding.id) if len(found) > limit else None,
    )


@router.post("/fundings", status_code=201, summary="Propose to fund the sponsor")
def propose_funding(
    body: FundingProposal,
    admin: FundsSponsor,
    session: SessionDep,
    fresh: FreshFactor,
) -> FundingLine:
    """Propose to move money out of our fees to the sponsor; another admin has to approve it.

    The whole guarantee of a tournament is reserved when it is published. What its prize parts make
    up comes back when the prizes are paid. Undecided proposals lapse after a day.
    """
    fresh.require("sponsor.propose", f"sponsor:{body.amount}")
    return _line(
        sponsor.propose(session, amount=body.amount, reason=body.reason, admin=admin, now=utc_now())
    )


@router.post("/fundings/{funding_id}/approve", summary="Let another admin's funding be made")
def approve_funding(
    funding_id: FundingId,
    body: RulingVerdict,
    admin: FundsSponsor,
    session: SessionDep,
    fresh: FreshFactor,
) -> FundingLine:
    """Approve what another admin proposed; the money moves before this answers."""
    fresh.require("sponsor.approve", f"funding:{funding_id}")
    return _line(
        sponsor.approve(
            session, funding_id=funding_id, admin=admin, reason=body.reason, now=utc_now()
        )
    )


@router.post("/fundings/{funding_id}/reject", summary="Say no to another admin's funding")
def reject_funding(
    funding_id: FundingId, body: RulingVerdict, admin: FundsSponsor, session: SessionDep
) -> FundingLine:
    """Reject what another admin proposed; nothing moves."""
    return _line(
        sponsor.reject(
            session, funding_id=funding_id, admin=admin, reason=body.reason, now=utc_now()
        )
    )


def _line(seen: FundingView) -> FundingLine:
    row = seen.funding
    decided = row.decided_by is not None and seen.decider is not None
    return FundingLine(
        id=row.id,
        amount=row.amount,
        reason=row.reason,
        proposed_by=RulingPerson(id=row.proposed_by, username=seen.proposer),
        proposed_at=row.proposed_at,
        decision=row.decision,
        decided_by=RulingPerson(id=row.decided_by, username=seen.decider) if decided else None,
        decided_at=row.decided_at,
        due_at=row.due_at,
    )
