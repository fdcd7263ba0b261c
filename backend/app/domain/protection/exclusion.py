"""A break from play: a time-out of days, a self-exclusion of months, or a pause of an hour.

Players take the first two; the third begins by itself when somebody chases losses.

Nobody can end one early. While it lasts, nothing can be staked or deposited.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode


class ExclusionKind(StrEnum):
    """Which of them it is."""

    TIME_OUT = "time_out"
    SELF_EXCLUSION = "self_exclusion"
    PAUSE = "pause"


# The bounds of both, also in the database (constraints of `player_exclusions`).
SHORTEST_HOURS, LONGEST_HOURS = 24, 1_008  # 42 days
SHORTEST_MONTHS, LONGEST_MONTHS = 6, 60
PAUSE_HOURS = 1  # the time over which losses count: afterwards none of them does

_WHAT = {
    ExclusionKind.TIME_OUT: "taking a time-out",
    ExclusionKind.SELF_EXCLUSION: "self-excluded",
    ExclusionKind.PAUSE: "pausing after several losses in a row",
}


@dataclass(frozen=True)
class Exclusion:
    """One that is in force."""

    kind: ExclusionKind
    starts_at: datetime
    ends_at: datetime


def excluded(kind: str, until: datetime) -> Conflict:
    """Build the refusal of a stake or a deposit during an exclusion."""
    return Conflict(
        ProblemCode.EXCLUDED,
        f"You are {_WHAT[ExclusionKind(kind)]}: you cannot play or deposit until it ends."
        " You can withdraw.",
        kind=str(kind),
        until=until.isoformat().replace("+00:00", "Z"),
    )
