"""A break from play that a player takes: a time-out of days, or a self-exclusion of months.

Nobody can end one early. While it lasts, nothing can be staked or deposited.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode


class ExclusionKind(StrEnum):
    """Which of the two a player takes."""

    TIME_OUT = "time_out"
    SELF_EXCLUSION = "self_exclusion"


# The bounds of both, also in the database (constraints of `player_exclusions`).
SHORTEST_HOURS, LONGEST_HOURS = 24, 1_008  # 42 days
SHORTEST_MONTHS, LONGEST_MONTHS = 6, 60


@dataclass(frozen=True)
class Exclusion:
    """One that is in force."""

    kind: ExclusionKind
    starts_at: datetime
    ends_at: datetime


def excluded(kind: str, until: datetime) -> Conflict:
    """Build the refusal of a stake or a deposit during an exclusion."""
    what = "taking a time-out" if kind == ExclusionKind.TIME_OUT else "self-excluded"
    return Conflict(
        ProblemCode.EXCLUDED,
        f"You are {what}: you cannot play or deposit until it ends. You can withdraw.",
        kind=str(kind),
        until=until.isoformat().replace("+00:00", "Z"),
    )
