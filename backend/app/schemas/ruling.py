"""Rulings about payments on the wire."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.payments.kinds import PaymentKind
from app.domain.payments.rulings import RulingAction
from app.schemas.admin_payment import AdminPayment
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.platform import Reason
from app.schemas.text import LINE, pasted


class RulingProposal(Inbound):
    """What is to be done about a payment, and why; the terms depend on the action."""

    model_config = example(
        subject_kind="withdrawal",
        subject_id=7,
        action="pay",
        reason="The M-Pesa portal shows receipt SG632NMUAB for this number.",
        receipt="SG632NMUAB",
    )

    subject_kind: Annotated[PaymentKind, Field(examples=["withdrawal"])]
    subject_id: Annotated[int, Field(ge=1, le=2**62, examples=[7])]
    action: Annotated[RulingAction, Field(examples=["pay"])]
    reason: Reason
    receipt: Annotated[
        Annotated[str, StringConstraints(pattern=pasted(r"[A-Za-z0-9]{8,20}"), to_upper=True)]
        | None,
        Field(
            description="M-Pesa's receipt as the portal shows it: to credit a deposit, to pay a"
            " withdrawal, and for a refund that is done",
            examples=["SG632NMUAB"],
        ),
    ] = None
    username: Annotated[
        str | None,
        Field(
            max_length=50,
            pattern=LINE,
            description="whose a paybill payment is, to assign it",
            examples=[None],
        ),
    ] = None


class RulingVerdict(Inbound):
    """What you checked, or why not."""

    model_config = example(reason="The portal shows the receipt and the amount.")

    reason: Reason


class RulingPerson(Outbound):
    """An admin."""

    id: int
    username: Annotated[str, Field(examples=["referee"])]


class RulingLine(Outbound):
    """A ruling: `effect` says what approving does, or did. Undecided ones lapse at `due_at`."""

    id: int
    subject_kind: PaymentKind
    subject_id: int
    action: RulingAction
    terms: Annotated[dict[str, str], Field(examples=[{"receipt": "SG632NMUAB"}])]
    effect: Annotated[
        str,
        Field(examples=["KES 128.00 of amina counts as paid, for receipt SG632NMUAB."]),
    ]
    reason: str
    proposed_by: RulingPerson
    proposed_at: MomentOut
    decision: Literal["approved", "rejected", "lapsed"] | None
    decided_by: RulingPerson | None
    decided_at: MomentOut | None
    due_at: MomentOut | None
    payment: Annotated[AdminPayment, Field(description="as it is now")]


class RulingPage(Outbound):
    """Rulings, newest first; pass `next_cursor` as `cursor` for the next page."""

    items: list[RulingLine]
    next_cursor: str | None
