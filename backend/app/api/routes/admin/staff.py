"""Who is staff, with which role; two admins give and take one."""

from fastapi import APIRouter

from app.api.contract.declare import refuses
from app.api.deps import RowId, SessionDep
from app.api.staff import ChangesRoles
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.errors import NotFound
from app.domain.platform.rights import RIGHTS, Role
from app.schemas.staff import (
    RoleChangeLine,
    RoleGiven,
    RoleProposal,
    RoleVerdict,
    Staff,
    StaffMember,
)
from app.services.auth import roles
from app.services.auth.roles import RoleChangeView

router = APIRouter(prefix="/admin/staff", tags=["admin: staff"])


@router.get("", summary="Who is staff, and what their role may do")
def list_staff(_: ChangesRoles, session: SessionDep) -> Staff:
    """List everybody of staff with their rights, and the changes that wait for a second admin."""
    return Staff(
        items=[
            StaffMember(
                id=one.id,
                username=one.username,
                role=Role(one.role),
                is_active=one.is_active,
                rights=sorted(RIGHTS[Role(one.role)]),
            )
            for one in roles.list_staff(session)
        ],
        waiting=[_line(one) for one in roles.list_open(session)],
    )


@router.post(
    "/changes",
    status_code=201,
    summary="Propose another role for somebody",
    responses=refuses(NotFound),
)
def propose_role(
    body: RoleProposal, admin: ChangesRoles, session: SessionDep, fresh: FreshFactor
) -> RoleChangeLine:
    """Propose to give a verified player a role, or `player` to take it; another admin decides.

    Nobody proposes a role for themselves, and who is in play cannot become staff, which does not
    play. Undecided proposals lapse after a day.
    """
    fresh.require("role.propose", f"{body.role}:{body.username}")
    proposed = roles.propose(
        session,
        username=body.username,
        role=body.role,
        reason=body.reason,
        admin=admin,
        now=utc_now(),
    )
    return _line(proposed)


@router.post("/changes/{change_id}/approve", summary="Let another admin's change of role be")
def approve_role(
    change_id: RowId,
    body: RoleVerdict,
    admin: ChangesRoles,
    session: SessionDep,
    fresh: FreshFactor,
) -> RoleGiven:
    """Approve what another admin proposed: it holds at once, and the person is signed out.

    For who becomes staff the answer holds an invitation, once: hand it over in person, so that
    they set up their second factor.
    """
    fresh.require("role.approve", f"change:{change_id}")
    approved, invitation = roles.approve(
        session, change_id=change_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return RoleGiven(**_line(approved).model_dump(), invitation=invitation)


@router.post("/changes/{change_id}/reject", summary="Say no to another admin's change of role")
def reject_role(
    change_id: RowId, body: RoleVerdict, admin: ChangesRoles, session: SessionDep
) -> RoleChangeLine:
    """Reject what another admin proposed; nothing changes."""
    return _line(
        roles.reject(session, change_id=change_id, admin=admin, reason=body.reason, now=utc_now())
    )


def _line(seen: RoleChangeView) -> RoleChangeLine:
    row = seen.change
    return RoleChangeLine(
        id=row.id,
        user_id=row.user_id,
        username=seen.username,
        role_before=Role(row.role_before),
        role=Role(row.role),
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decision=row.decision,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        due_at=row.due_at,
    )
