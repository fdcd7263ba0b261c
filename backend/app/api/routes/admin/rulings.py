"""Four eyes: what one admin proposes about a payment, another approves or rejects."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from app.api.contract.declare import refuses
from app.api.deps import Cursor, Limit, SessionDep
from app.api.staff import ReadsPayments, RulesPayments
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.errors import NotFound
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.rulings import RulingAction, Term
from app.schemas.admin_payment import AdminPayment
from app.schemas.base import Flag, in_digits
from app.schemas.ruling import (
    RulingLine,
    RulingPage,
    RulingPerson,
    RulingProposal,
    RulingVerdict,
)
from app.services.payments.rulings import rulings
from app.services.payments.rulings.rulings import Proposal, RulingView

router = APIRouter(prefix="/admin/rulings", tags=["admin: rulings"])

RulingId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]


@router.post(
    "",
    status_code=201,
    responses=refuses(NotFound),
    summary="Propose what is to be done about a payment",
)
def propose_ruling(
    body: RulingProposal,
    admin: RulesPayments,
    session: SessionDep,
    fresh: FreshFactor,
) -> RulingLine:
    """Propose an action, with a reason; nothing happens until another admin approves it.

    - a **deposit**: `credit` (with the `receipt` that you see on M-Pesa's statement), `fail`,
      `refund`
    - a **withdrawal**: `pay` (with the `receipt`), `release`, `ask_again`
    - a **paybill** payment: `assign` (to a `username`), `credit` (as its account number says),
      `refund`, `refuse`
    - a **refund**: `done` (with the `receipt` of the reversal), `release`

    Nobody proposes or approves about their own money. Undecided proposals lapse after a day.
    """
    fresh.require("ruling.propose", f"{body.subject_kind}:{body.subject_id}:{body.action}")
    terms = {Term.RECEIPT: body.receipt, Term.USERNAME: body.username}
    proposal = Proposal(
        kind=body.subject_kind,
        payment_id=body.subject_id,
        action=body.action,
        terms={name.value: value for name, value in terms.items() if value is not None},
        reason=body.reason,
    )
    return _line(rulings.propose(session, admin=admin, proposal=proposal, now=utc_now()))


@router.get("", summary="Rulings, newest first")
def list_rulings(
    *,
    _: ReadsPayments,
    session: SessionDep,
    only_open: Annotated[Flag, Query(alias="open", description="what waits for you")] = False,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> RulingPage:
    """List what was proposed, by whom and why, what approving does, and what was decided."""
    before = min(int(cursor), 2**62) if cursor else None
    found = rulings.list_newest(session, only_open=only_open, before=before, rows=limit + 1)
    page = found[:limit]
    return RulingPage(
        items=[_line(one) for one in page],
        next_cursor=str(page[-1].ruling.id) if len(found) > limit else None,
    )


@router.get("/{ruling_id}", summary="One ruling")
def get_ruling(ruling_id: RulingId, _: ReadsPayments, session: SessionDep) -> RulingLine:
    """Return one ruling, with the payment as it is now."""
    return _line(rulings.get(session, ruling_id=ruling_id))


@router.post("/{ruling_id}/approve", summary="Let another admin's proposal be done")
def approve_ruling(
    ruling_id: RulingId,
    body: RulingVerdict,
    admin: RulesPayments,
    session: SessionDep,
    fresh: FreshFactor,
) -> RulingLine:
    """Approve what another admin proposed. It is done before this answers, or not at all.

    Read the payment's history and M-Pesa's statement yourself first; `reason` says what you saw.
    """
    fresh.require("ruling.approve", f"ruling:{ruling_id}")
    seen = rulings.approve(
        session, ruling_id=ruling_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return _line(seen)


@router.post("/{ruling_id}/reject", summary="Say no to another admin's proposal")
def reject_ruling(
    ruling_id: RulingId, body: RulingVerdict, admin: RulesPayments, session: SessionDep
) -> RulingLine:
    """Reject what another admin proposed. Nothing happens to the payment."""
    seen = rulings.reject(
        session, ruling_id=ruling_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return _line(seen)


def _line(seen: RulingView) -> RulingLine:
    ruling = seen.ruling
    decided = ruling.decided_by is not None and seen.decider is not None
    return RulingLine(
        id=ruling.id,
        subject_kind=PaymentKind(ruling.subject),
        subject_id=ruling.subject_id,
        action=RulingAction(ruling.action),
        terms=ruling.terms,
        effect=seen.effect,
        reason=ruling.reason,
        proposed_by=RulingPerson(id=ruling.proposed_by, username=seen.proposer),
        proposed_at=ruling.proposed_at,
        decision=ruling.decision,
        decided_by=RulingPerson(id=ruling.decided_by, username=seen.decider) if decided else None,
        decided_at=ruling.decided_at,
        due_at=ruling.due_at,
        payment=AdminPayment.model_validate(seen.payment),
    )
