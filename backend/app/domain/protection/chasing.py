"""Chasing losses: what is said before the next stake, and when a pause is due.

The rule is `loss_chasing` of the database. That people raise stakes or pay in again to win losses
back is a criterion of gambling disorder (DSM-5, 312.31, A6); the figures are ours.
"""

from decimal import Decimal

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode

PAUSE_RULE = "pause"


def chases(*, rule: str, lost: int, down: Decimal) -> Conflict:
    """Build the refusal of a stake of who has lost `lost` matches and `down` KES within the hour.

    `rule` is what they do: `stake_raised`, `deposits_repeated`, or `pause`, which is due.
    """
    matches = "a match" if lost == 1 else f"{lost} matches"
    facts = f"In the last hour you lost {matches}, and are down KES {down:,.2f}."
    ends = {
        "stake_raised": " This stake is higher than your last. Losses are not won back by more.",
        "deposits_repeated": " You have deposited again since. Losses are not won back by more.",
    }
    code = ProblemCode.PAUSE_DUE if rule == PAUSE_RULE else ProblemCode.LOSS_CHASING
    end = ends.get(rule, " An hour's pause from play begins now.")
    return Conflict(code, facts + end, rule=rule, lost=lost, down=str(down))
