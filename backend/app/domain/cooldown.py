"""What follows when a player misses his match: a warning, then longer and longer pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Ladder:
    """How long a player pauses after his first, second, … missed match, and when one is forgotten.

    The last step holds for all that follow.
    """

    steps: tuple[timedelta, ...]
    forgotten_after: timedelta


@dataclass(frozen=True)
class Cooldown:
    """Where a player stands: how many matches he missed lately, and until when he may not join.

    `until` is None for a mere warning, and when the pause is over.
    """

    missed: int
    until: datetime | None
    forgotten_at: datetime


def standing(missed_at: Sequence[datetime], *, ladder: Ladder, now: datetime) -> Cooldown | None:
    """Return where a player stands who missed matches at those moments; None with a clean slate.

    A missed match counts for what was missed within `forgotten_after` before it, so that an hour of
    reliability makes good again. A pause that is longer than that is served in full.
    """
    if not missed_at:
        return None
    last = max(missed_at)
    missed = sum(last - ladder.forgotten_after < moment for moment in missed_at)
    until = last + ladder.steps[min(missed, len(ladder.steps)) - 1]
    forgotten_at = max(last + ladder.forgotten_after, until)
    if forgotten_at <= now:
        return None
    return Cooldown(missed=missed, until=until if until > now else None, forgotten_at=forgotten_at)
