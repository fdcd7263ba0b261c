"""When a payment that waits is looked at again: what all kinds of payments have in common."""

from datetime import timedelta

REMIND_EVERY = timedelta(hours=1)  # people, about a payment that waits for them

_SLOWEST = 5  # times the first pause


def next_inquiry(*, pause: timedelta, age: timedelta) -> timedelta:
    """Return how long to wait with the next inquiry about a payment of this age.

    Half its age, but at least `pause` and at most five times that.
    """
    return min(max(pause, age / 2), _SLOWEST * pause)
