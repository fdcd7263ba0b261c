"""Limits that players set for what they deposit, stake or lose (KES), and for how long they play
(minutes), within a rolling period.

A lower one holds at once; a higher one, or none, after three days and a second confirmation.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode


class LimitKind(StrEnum):
    """What is limited."""

    DEPOSIT = "deposit"
    STAKE = "stake"
    LOSS = "loss"
    TIME = "time"


PERIODS = {24: "24 hours", 168: "7 days", 720: "30 days"}
"""The rolling periods, in hours, and how they are called."""

_VERBS = {LimitKind.DEPOSIT: "deposit", LimitKind.STAKE: "stake", LimitKind.LOSS: "lose"}


@dataclass(frozen=True)
class Waiting:
    """A higher limit, or none (`amount` is None), that may be confirmed from `effective_at` on."""

    id: int
    amount: Decimal | None
    effective_at: datetime


@dataclass(frozen=True)
class Limit:
    """One kind and period: the amount in force (KES; None for no limit), and what was used of it.

    `used` is None without a limit.
    """

    kind: LimitKind
    hours: int
    amount: Decimal | None
    used: Decimal | None
    waiting: Waiting | None


def beyond_limit(*, kind: str, hours: int, amount: Decimal, left: Decimal) -> Conflict:
    """Build the refusal of a stake or a deposit beyond a limit of the player's own (KES)."""
    if kind == LimitKind.TIME:
        return Conflict(
            ProblemCode.OWN_LIMIT_REACHED,
            f"You set yourself a limit: play at most {amount:,.0f} minutes within {PERIODS[hours]}."
            f" {left:,.0f} minutes of it are left.",
            limit=kind,
            hours=hours,
            amount=str(amount),
            left=str(left),
        )
    verb = _VERBS[LimitKind(kind)]
    return Conflict(
        ProblemCode.OWN_LIMIT_REACHED,
        f"You set yourself a limit: {verb} at most KES {amount:,.2f} within {PERIODS[hours]}."
        f" KES {left:,.2f} of it is left.",
        limit=kind,
        hours=hours,
        amount=str(amount),
        left=str(left),
    )
