"""Prizes that are taken back, and what others move up by, on the wire."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example
from app.schemas.platform import Reason
from app.schemas.ruling import RulingPerson
from app.schemas.text import LINE

Decision = Literal["approved", "rejected", "lapsed"]


class ClawbackProposal(Inbound):
    """Whose prize is to be taken back, and why."""

    model_config = example(
        username="wanjiku_ke", reason="The recording of the final shows an aimbot."
    )

    username: Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=LINE)]
    reason: Reason


class AdvanceProposal(Inbound):
    """How much of what is still owed the house is to pay (KES), and why."""

    model_config = example(amount="360.00", reason="The debt of this player will not be repaid.")

    amount: Shillings
    reason: Reason


class PrizeProposal(Outbound):
    """Who proposed and who decided. Undecided proposals lapse at `due_at`."""

    id: int
    amount: MoneyOut
    reason: str
    proposed_by: RulingPerson
    proposed_at: MomentOut
    decision: Decision | None
    decided_by: RulingPerson | None
    decided_at: MomentOut | None
    due_at: MomentOut | None


class ClawbackLine(PrizeProposal):
    """A prize to be taken back: all that its player was paid in this tournament (KES).

    `taken` came out of the wallet at once, `passed_on` has gone to others so far, and `debt` is all
    that the player owes us now. `same_person` are participants who play on their device or are
    paid to their number: look whether they are to be disqualified before.
    """

    username: str
    taken: MoneyOut
    passed_on: MoneyOut
    debt: MoneyOut
    same_person: list[str]


class AdvanceLine(PrizeProposal):
    """What the house pays before it is recovered; `paid` went to those who moved up (KES)."""

    paid: MoneyOut


class UpgradeLine(Outbound):
    """By how much somebody moved up (KES), and what of it they were paid."""

    username: str
    amount: MoneyOut
    paid: MoneyOut


class Clawbacks(Outbound):
    """Everything about prizes of a tournament that are taken back; `owed` is still to be paid."""

    tournament_id: int
    owed: MoneyOut
    clawbacks: list[ClawbackLine]
    upgrades: list[UpgradeLine]
    advances: list[AdvanceLine]
