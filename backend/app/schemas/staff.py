"""Roles of staff on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.platform.rights import Right, Role
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.platform import Reason
from app.schemas.text import LINE


class StaffMember(Outbound):
    """Somebody of staff, and what their role may do."""

    id: int
    username: Annotated[str, Field(examples=["referee"])]
    role: Role
    is_active: bool
    rights: list[Right]


class RoleProposal(Inbound):
    """Whose role is to change, to which, and why. `player` takes a role away."""

    model_config = example(
        username="wanjiku_ke", role="referee", reason="They start as a referee on Monday."
    )

    username: Annotated[str, Field(max_length=50, pattern=LINE, examples=["wanjiku_ke"])]
    role: Annotated[Role, Field(examples=["referee"])]
    reason: Reason


class RoleVerdict(Inbound):
    """What you checked, or why not."""

    model_config = example(reason="I have met them and seen their contract.")

    reason: Reason


class RoleChangeLine(Outbound):
    """A proposal. Undecided ones lapse at `due_at`."""

    id: int
    user_id: int
    username: Annotated[str, Field(examples=["wanjiku_ke"])]
    role_before: Role
    role: Role
    reason: str
    proposed_by: int
    proposed_at: MomentOut
    decision: Literal["approved", "rejected", "lapsed"] | None
    decided_by: int | None
    decided_at: MomentOut | None
    due_at: MomentOut | None


class RoleGiven(RoleChangeLine):
    """A change that was approved; `invitation` is for who has no second factor, good for a day."""

    invitation: str | None


class Staff(Outbound):
    """Everybody of staff, and the proposals that wait for a second admin."""

    items: list[StaffMember]
    waiting: list[RoleChangeLine]
