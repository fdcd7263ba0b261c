"""What follows when a player misses a match: a warning, then longer and longer pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class CooldownPolicy:
    """How long a player pauses after the first, second, … missed match, and when one lapses.

    The last step holds for all that follow.
    """

    steps: tuple[timedelta, ...]
    forgotten_after: timedelta

    def step(self, missed: int) -> timedelta:
        """Return how long the pause is after so many missed matches, one or more."""
        return self.steps[min(missed, len(self.steps)) - 1]


@dataclass(frozen=True)
class Cooldown:
    """A player's missed matches within the policy's time, and until when they may not join.

    `until` is None for a mere warning, and when the pause is over.
    """

    missed: int
    until: datetime | None
    forgotten_at: datetime


def cooldown_at(
    missed_at: Sequence[datetime], *, policy: CooldownPolicy, now: datetime
) -> Cooldown | None:
    """Return where a player stands who missed matches at those moments; None with a clean slate.

    A missed match counts for what was missed within `forgotten_after` before it, so that an hour of
    reliability makes good again. A pause is served in full, also one that is longer than that, and
    whatever is missed while it lasts.
    """
    if not missed_at:
        return None
    last = max(missed_at)
    missed = _missed_by(last, missed_at, policy)
    until = max(one + policy.step(_missed_by(one, missed_at, policy)) for one in missed_at)
    forgotten_at = max(last + policy.forgotten_after, until)
    if forgotten_at <= now:
        return None
    return Cooldown(missed=missed, until=until if until > now else None, forgotten_at=forgotten_at)


def _missed_by(moment: datetime, missed_at: Sequence[datetime], policy: CooldownPolicy) -> int:
    since = moment - policy.forgotten_after
    return sum(since < one <= moment for one in missed_at)
