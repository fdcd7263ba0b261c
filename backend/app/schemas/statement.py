"""The statement of a wallet on the wire."""

from typing import Literal

from app.domain.ledger.statement import MovementKind, MovementReason, MovementType, Place
from app.schemas.base import MomentOut, MoneyOut, Outbound


class StatementLine(Outbound):
    """What one movement did to the wallet, and the sentence that says so.

    `amount` is negative when money left. `status` is pending while money that was set aside for
    M-Pesa has neither arrived nor come back; the sentence changes when that is known, the amount
    never does. `reason` is why a stake, an entry fee or a withdrawal moved, where more than one
    thing can be the cause; null for all other movements.
    """

    id: int
    type: MovementType
    kind: MovementKind
    amount: MoneyOut
    status: Literal["pending", "completed"]
    reason: MovementReason | None
    match_id: int | None
    tournament_id: int | None
    deposit_id: int | None
    withdrawal_id: int | None
    phone: str | None
    mpesa_reference: str | None
    description: str
    balance_after: MoneyOut
    created_at: MomentOut


class Statement(Outbound):
    """A page of movements, newest first; pass `next_cursor` as `cursor` for the next one."""

    items: list[StatementLine]
    next_cursor: str | None


class StatementPlace(Outbound):
    """Where money was or went: what the place is, and what we call it."""

    kind: Place
    name: str


class StatementLeg(Outbound):
    """One amount from one place to another, as it stands in the ledger."""

    amount: MoneyOut
    source: StatementPlace
    target: StatementPlace
    created_at: MomentOut


class StatementDetail(StatementLine):
    """A line with all the legs behind it; of money set aside also those by which it ended."""

    legs: list[StatementLeg]
