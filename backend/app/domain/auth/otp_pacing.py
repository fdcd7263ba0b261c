"""Limits on SMS to one phone number, each of which costs money."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True)
class Pace:
    """At least `gap_seconds` between two messages, at most so many an hour and a day."""

    gap_seconds: int
    an_hour: int
    a_day: int


def seconds_to_wait(sent: list[datetime], *, pace: Pace, now: datetime) -> int:
    """Return how long (whole seconds) until one more may be sent; 0 means now.

    `sent` are the times of messages of the last day, in any order.
    """
    newest_first = sorted(sent, reverse=True)
    free_at = now
    for count, window in (
        (1, timedelta(seconds=pace.gap_seconds)),
        (pace.an_hour, timedelta(hours=1)),
        (pace.a_day, timedelta(days=1)),
    ):
        if len(newest_first) >= count:
            # One more is allowed when the oldest of the last `count` has left the window.
            free_at = max(free_at, newest_first[count - 1] + window)
    return ceil((free_at - now).total_seconds())
