"""What two people of staff decide about money, and the house's own money."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.deps import Cursor, Limit, RowId, SessionDep
from app.api.proposal_lines import line
from app.api.staff import DecidesProposals, MovesCapital
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.platform.proposals import Action, Terms
from app.schemas.base import Flag
from app.schemas.proposal import (
    Approval,
    CapitalProposal,
    CapitalReceipt,
    CapitalWithdrawal,
    HouseMoney,
    ProposalLine,
    Proposals,
    Rejection,
)
from app.services.ledger import house_postings
from app.services.proposals import proposals

router = APIRouter(prefix="/admin", tags=["admin: two people"])

OnlyOpen = Annotated[Flag, Query(alias="open", description="only those that nobody has decided")]


@router.get("/proposals", summary="What two people decide about money")
def list_proposals(
    _: DecidesProposals,
    session: SessionDep,
    only_open: OnlyOpen = False,  # noqa: FBT002
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Proposals:
    """List capital, corrected wallets, taxes, cleared risk and reopened withdrawals, newest first.

    Each is proposed where it belongs, and decided here.
    """
    before = min(int(cursor), 2**62) if cursor else None
    found = proposals.list_newest(session, only_open=only_open, before=before, rows=limit + 1)
    page = found[:limit]
    return Proposals(
        items=[line(one) for one in page],
        next_cursor=str(page[-1].row.id) if len(found) > limit else None,
    )


@router.post("/proposals/{proposal_id}/approve", summary="Approve what somebody else proposed")
def approve_proposal(
    proposal_id: RowId,
    body: Approval,
    staff: DecidesProposals,
    session: SessionDep,
    fresh: FreshFactor,
) -> ProposalLine:
    """Approve a proposal with the digest of what you read; it is done before this answers.

    Neither of the two is the player whom it is about, or shares a device or a number with them, and
    both need the right to propose it.
    """
    fresh.require("proposal.approve", f"proposal:{proposal_id}")
    return line(
        proposals.approve(
            session,
            proposal_id=proposal_id,
            digest=body.digest,
            staff=staff,
            reason=body.reason,
            now=utc_now(),
        )
    )


@router.post("/proposals/{proposal_id}/reject", summary="Say no to what somebody else proposed")
def reject_proposal(
    proposal_id: RowId, body: Rejection, staff: DecidesProposals, session: SessionDep
) -> ProposalLine:
    """Reject a proposal; nothing happens."""
    return line(
        proposals.reject(
            session, proposal_id=proposal_id, staff=staff, reason=body.reason, now=utc_now()
        )
    )


@router.get("/house", summary="The house's own money")
def get_house(_: MovesCapital, session: SessionDep) -> HouseMoney:
    """Show what the house has of its own, and what of it may still be paid out."""
    return HouseMoney.model_validate(house_postings.money(session))


@router.post("/house/capital", status_code=201, summary="Propose capital that was paid in")
def propose_capital(
    body: CapitalProposal, staff: MovesCapital, session: SessionDep, fresh: FreshFactor
) -> ProposalLine:
    """Say which receipt of M-Pesa's is the house's own money, for somebody else to confirm.

    A payment to the paybill that nobody else can be the owner of is in suspense, and is taken from
    there. One that M-Pesa did not tell us of, a transfer from the bank, is booked by its receipt.
    """
    fresh.require("capital_in.propose", f"receipt:{body.receipt}:{body.amount}")
    terms = Terms(Action.CAPITAL_IN, amount=body.amount, receipt=body.receipt)
    return line(proposals.propose(session, terms, reason=body.reason, staff=staff, now=utc_now()))


@router.post(
    "/house/capital/withdrawals", status_code=201, summary="Propose to take capital out again"
)
def propose_capital_withdrawal(
    body: CapitalWithdrawal, staff: MovesCapital, session: SessionDep, fresh: FreshFactor
) -> ProposalLine:
    """Propose a transfer of the house's capital out of M-Pesa, never more than it has.

    Once it is approved, make it on M-Pesa's portal, and name its receipt here.
    """
    fresh.require("capital_out.propose", f"capital:{body.amount}")
    terms = Terms(Action.CAPITAL_OUT, amount=body.amount)
    return line(proposals.propose(session, terms, reason=body.reason, staff=staff, now=utc_now()))


@router.post(
    "/house/capital/withdrawals/{proposal_id}/receipt",
    summary="Name the receipt of capital that has left",
)
def name_capital_receipt(
    proposal_id: RowId, body: CapitalReceipt, staff: MovesCapital, session: SessionDep
) -> ProposalLine:
    """Name M-Pesa's receipt once, so that reconciliation finds the transfer in M-Pesa's list."""
    return line(
        proposals.name_receipt(session, proposal_id=proposal_id, receipt=body.receipt, staff=staff)
    )
