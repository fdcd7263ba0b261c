"""A player's risk on the wire, for admins only."""

from typing import Annotated

from pydantic import Field

from app.domain.conduct.risk_signals import Signal
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.text import Words


class RiskFlagLine(Outbound):
    """One signal, its points, and the numbers behind it."""

    signal: Signal
    points: int
    explanation: str
    first_seen_at: MomentOut
    last_seen_at: MomentOut
    cleared_at: MomentOut | None


class Risk(Outbound):
    """A player's points (0..100): from 40 withdrawals wait a day, from 70 for an admin."""

    user_id: int
    username: str
    score: Annotated[int, Field(ge=0, le=100)]
    held_until: MomentOut | None
    frozen: bool
    scored_at: MomentOut | None
    flags: list[RiskFlagLine]


class RiskClearing(Inbound):
    """Why a player's flags are explained."""

    model_config = example(reason="Brothers on one computer: I have spoken to both.")

    reason: Words
