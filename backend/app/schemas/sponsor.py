"""The sponsor's money on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example
from app.schemas.platform import Reason
from app.schemas.ruling import RulingPerson


class FundingProposal(Inbound):
    """How much of the house's money the sponsor is to get (KES), and what for."""

    model_config = example(amount="3000.00", reason="The guarantee of the Saturday Cup.")

    amount: Shillings
    reason: Reason


class FundingLine(Outbound):
    """A proposal to fund the sponsor. Undecided ones lapse at `due_at`."""

    id: int
    amount: MoneyOut
    reason: str
    proposed_by: RulingPerson
    proposed_at: MomentOut
    decision: Literal["approved", "rejected", "lapsed"] | None
    decided_by: RulingPerson | None
    decided_at: MomentOut | None
    due_at: MomentOut | None


class Sponsor(Outbound):
    """What the sponsor can still promise (KES), and its fundings, newest first."""

    balance: Annotated[MoneyOut, Field(description="not reserved for a published tournament")]
    items: list[FundingLine]
    next_cursor: str | None
