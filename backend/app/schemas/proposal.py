"""What two people of staff decide about money, on the wire."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.payments.tax import TaxProfile
from app.domain.platform.proposals import Action, AdjustmentCode
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example
from app.schemas.platform import Reason
from app.schemas.ruling import RulingPerson
from app.schemas.text import pasted

Receipt = Annotated[
    Annotated[str, StringConstraints(pattern=pasted(r"[A-Za-z0-9]{8,20}"), to_upper=True)],
    Field(description="M-Pesa's receipt as the portal shows it", examples=["SG632NMUAB"]),
]
_WHY = "The owner's payment of this morning."


class CapitalProposal(Inbound):
    """Which payment to the paybill, or transfer from the bank (KES), is the house's own."""

    model_config = example(amount="5000.00", receipt="SG632NMUAB", reason=_WHY)

    amount: Shillings
    receipt: Receipt
    reason: Reason


class CapitalWithdrawal(Inbound):
    """How much of the house's capital (KES) is to leave M-Pesa, and why."""

    model_config = example(amount="2000.00", reason="Fees pay for the prizes of this month.")

    amount: Shillings
    reason: Reason


class CapitalReceipt(Inbound):
    """The receipt of a transfer that was approved and has been made."""

    model_config = example(receipt="SG632NMUAC")

    receipt: Receipt


class Adjustment(Inbound):
    """What a wallet gets or loses (KES), and why; the player reads a sentence for `code`."""

    model_config = example(
        kind="credit",
        amount="50.00",
        code="our_fault",
        reason="Our outage of Monday ended their match: see alarm 12.",
    )

    kind: Annotated[Literal["credit", "debit"], Field(examples=["credit"])]
    amount: Shillings
    code: Annotated[AdjustmentCode, Field(examples=["our_fault"])]
    reason: Reason


class Reopening(Inbound):
    """Why withdrawals may go on."""

    model_config = example(reason="The initiator's password is new, and a payout of 10 went out.")

    reason: Reason


class Approval(Inbound):
    """The digest of the proposal that you read, and what you checked."""

    model_config = example(digest="0" * 64, reason="The portal shows the receipt and the amount.")

    digest: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{64}$",
            description="`digest` of the proposal: another one is not approved",
            examples=["0" * 64],
        ),
    ]
    reason: Reason


class Rejection(Inbound):
    """Why not."""

    model_config = example(reason="The portal shows no such payment.")

    reason: Reason


class ProposalLine(Outbound):
    """A proposal: `effect` says what approving does, or did. Undecided ones lapse at `due_at`.

    `amount` (KES) is negative where a wallet loses something. `digest` is the SHA-256 of all that
    is proposed.
    """

    id: int
    action: Action
    effect: Annotated[str, Field(examples=["KES 50.00 go into the wallet of amina: our fault."])]
    user_id: int | None
    username: Annotated[str | None, Field(examples=["amina"])]
    amount: MoneyOut | None
    receipt: str | None
    code: AdjustmentCode | None
    profile: TaxProfile | None
    effective_from: MomentOut | None
    digest: Annotated[str, Field(examples=["0" * 64])]
    reason: str
    proposed_by: RulingPerson
    proposed_at: MomentOut
    decision: Literal["approved", "rejected", "lapsed"] | None
    decided_by: RulingPerson | None
    decided_at: MomentOut | None
    due_at: MomentOut | None


class Proposals(Outbound):
    """Proposals, newest first."""

    items: list[ProposalLine]
    next_cursor: str | None


class HouseMoney(Outbound):
    """The house's own money (KES), apart from players': `available` is what it may still pay.

    That is fees, capital and what corrected wallets took or gave, less what players owe. What the
    sponsor holds has been paid out of it.
    """

    available: MoneyOut
    fees: MoneyOut
    capital: MoneyOut
    adjustments: MoneyOut
    sponsor: MoneyOut
