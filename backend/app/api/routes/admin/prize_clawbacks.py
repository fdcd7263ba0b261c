"""Prizes taken back after they were paid: one admin proposes, another agrees, others move up."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from app.api.deps import RowId, SessionDep
from app.api.staff import TakesPrizesBack
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.schemas.base import in_digits
from app.schemas.prize_clawback import (
    AdvanceLine,
    AdvanceProposal,
    ClawbackLine,
    ClawbackProposal,
    Clawbacks,
    UpgradeLine,
)
from app.schemas.ruling import RulingPerson, RulingVerdict
from app.services.tournaments.money import advances, clawbacks
from app.services.tournaments.views import clawbacks as views

router = APIRouter(prefix="/admin/tournaments", tags=["admin: tournaments"])

ClawbackId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]
AdvanceId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]


@router.get("/{tournament_id}/clawbacks", summary="Prizes that were taken back")
def list_clawbacks(tournament_id: RowId, _: TakesPrizesBack, session: SessionDep) -> Clawbacks:
    """Show whose prize was or is to be taken back, who moved up, and what is still owed to them."""
    return _shown(session, tournament_id)


@router.post("/{tournament_id}/clawbacks", status_code=201, summary="Propose to take a prize back")
def propose_clawback(
    tournament_id: RowId,
    body: ClawbackProposal,
    admin: TakesPrizesBack,
    session: SessionDep,
    fresh: FreshFactor,
) -> Clawbacks:
    """Propose to disqualify a player after the prizes were paid, and to take back what they got.

    Nothing moves until another admin approves it; undecided proposals lapse after a day. While a
    tournament goes on, disqualify instead. Whoever takes part in it can neither propose nor decide.
    """
    fresh.require("clawback.propose", f"tournament:{tournament_id}:{body.username}")
    clawbacks.propose(
        session,
        tournament_id=tournament_id,
        username=body.username,
        reason=body.reason,
        admin=admin,
        now=utc_now(),
    )
    return _shown(session, tournament_id)


@router.post(
    "/{tournament_id}/clawbacks/{clawback_id}/approve", summary="Let another's clawback be made"
)
def approve_clawback(
    *,
    tournament_id: RowId,
    clawback_id: ClawbackId,
    body: RulingVerdict,
    admin: TakesPrizesBack,
    session: SessionDep,
    fresh: FreshFactor,
) -> Clawbacks:
    """Approve what another admin proposed: it is carried out before this answers.

    The prize leaves the wallet as far as its free money reaches, and is a debt for the rest. Those
    below move up, and are paid what is recovered, as it is.
    """
    fresh.require("clawback.approve", f"clawback:{clawback_id}")
    clawbacks.approve(
        session,
        tournament_id=tournament_id,
        clawback_id=clawback_id,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _shown(session, tournament_id)


@router.post(
    "/{tournament_id}/clawbacks/{clawback_id}/reject", summary="Say no to another's clawback"
)
def reject_clawback(
    tournament_id: RowId,
    clawback_id: ClawbackId,
    body: RulingVerdict,
    admin: TakesPrizesBack,
    session: SessionDep,
) -> Clawbacks:
    """Reject what another admin proposed; nothing moves."""
    clawbacks.reject(
        session,
        tournament_id=tournament_id,
        clawback_id=clawback_id,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _shown(session, tournament_id)


@router.post(
    "/{tournament_id}/advances", status_code=201, summary="Propose that the house pays upgrades"
)
def propose_advance(
    tournament_id: RowId,
    body: AdvanceProposal,
    admin: TakesPrizesBack,
    session: SessionDep,
    fresh: FreshFactor,
) -> Clawbacks:
    """Propose to pay, out of our fees, what those who moved up are still owed.

    At most that much. What is recovered later is the house's then.
    """
    fresh.require("advance.propose", f"tournament:{tournament_id}:{body.amount}")
    advances.propose(
        session,
        tournament_id=tournament_id,
        amount=body.amount,
        reason=body.reason,
        admin=admin,
        now=utc_now(),
    )
    return _shown(session, tournament_id)


@router.post("/{tournament_id}/advances/{advance_id}/approve", summary="Let the house pay upgrades")
def approve_advance(
    *,
    tournament_id: RowId,
    advance_id: AdvanceId,
    body: RulingVerdict,
    admin: TakesPrizesBack,
    session: SessionDep,
    fresh: FreshFactor,
) -> Clawbacks:
    """Approve what another admin proposed: what is still owed of it is paid before this answers."""
    fresh.require("advance.approve", f"advance:{advance_id}")
    advances.approve(
        session,
        tournament_id=tournament_id,
        advance_id=advance_id,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _shown(session, tournament_id)


@router.post("/{tournament_id}/advances/{advance_id}/reject", summary="Say no to paying upgrades")
def reject_advance(
    tournament_id: RowId,
    advance_id: AdvanceId,
    body: RulingVerdict,
    admin: TakesPrizesBack,
    session: SessionDep,
) -> Clawbacks:
    """Reject what another admin proposed; nothing moves."""
    advances.reject(
        session,
        tournament_id=tournament_id,
        advance_id=advance_id,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _shown(session, tournament_id)


def _shown(session: SessionDep, tournament_id: int) -> Clawbacks:
    seen = views.read(session, tournament_id=tournament_id, now=utc_now())
    return Clawbacks(
        tournament_id=tournament_id,
        owed=seen.owed,
        clawbacks=[_clawback(one, seen.names) for one in seen.clawbacks],
        upgrades=[UpgradeLine.model_validate(one) for one in seen.upgrades],
        advances=[
            AdvanceLine(**_proposal(one.row, seen.names), paid=one.paid) for one in seen.advances
        ],
    )


def _clawback(one: views.ClawbackView, names: dict[int, str]) -> ClawbackLine:
    return ClawbackLine(
        **_proposal(one.row, names),
        username=one.username,
        taken=one.taken,
        passed_on=one.passed_on,
        debt=one.debt,
        same_person=one.same_person,
    )


def _proposal(row: views.Proposal, names: dict[int, str]) -> dict[str, Any]:
    decider = row.decided_by
    return {
        "id": row.id,
        "amount": row.amount,
        "reason": row.reason,
        "proposed_by": RulingPerson(id=row.proposed_by, username=names[row.proposed_by]),
        "proposed_at": row.proposed_at,
        "decision": row.decision,
        "decided_by": RulingPerson(id=decider, username=names[decider]) if decider else None,
        "decided_at": row.decided_at,
        "due_at": row.due_at,
    }
