"""When a delivery leaves: quiet hours, and pauses between tries."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

_FIRST_PAUSE = timedelta(seconds=4)
_LONGEST_PAUSE = timedelta(minutes=5)
_MAX_DOUBLINGS = 10


class DeliveryState(StrEnum):
    """States of one delivery on one channel; the last four are final."""

    QUEUED = "queued"
    SENDING = "sending"  # a worker is calling the provider, or died while calling
    SENT = "sent"  # the provider has it
    FAILED = "failed"  # the provider never took it
    UNCLEAR = "unclear"  # the provider may have it: it is not sent again
    SKIPPED = "skipped"  # it was not wanted any more


class Skip(StrEnum):
    """Why a delivery was not made."""

    EXPIRED = "expired"
    READ = "read"  # in the app, meanwhile
    SWITCHED_OFF = "switched_off"
    NO_NUMBER = "no_number"  # the player has not proved one, or may not sign in
    BUDGET = "budget"
    SHOWN = "shown"  # as a push, meanwhile
    OVER = "over"  # the call that it is: its match has begun or ended, its challenge too
    NO_BROWSER = "no_browser"  # it has signed out, or is another player's now


class Verdict(StrEnum):
    """A provider's last word on a message that it had taken."""

    DELIVERED = "delivered"  # the phone has it
    FAILED = "failed"


def why_over(*, expires_at: datetime, read_at: datetime | None, now: datetime) -> Skip | None:
    """Return why nobody needs a delivery any more, whatever its channel."""
    if expires_at <= now:
        return Skip.EXPIRED
    return Skip.READ if read_at is not None else None


class Outcome(StrEnum):
    """The outcome of handing a message to a provider."""

    SENT = "sent"
    REFUSED = "refused"  # it will never be delivered to this number
    NOT_TAKEN = "not_taken"  # provably not: it may be tried again
    MISCONFIGURED = "misconfigured"  # not taken, for a reason of ours
    UNCLEAR = "unclear"  # no answer: nobody knows


@dataclass(frozen=True)
class QuietHours:
    """The hours of the night, by the clock in `zone`; `starts` may be after `ends`."""

    starts: time
    ends: time
    zone: tzinfo

    def end_after(self, moment: datetime) -> datetime | None:
        """Return when the quiet hours end that `moment` is in; None by day."""
        local = moment.astimezone(self.zone)
        if not self._covers(local.time()):
            return None
        end = local.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return end if end > local else end + timedelta(days=1)

    def _covers(self, at: time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends


def pause_after(attempts: int, *, share: float) -> timedelta:
    """Return how long to wait after so many tries, from 1: full jitter, `share` in [0, 1).

    Random from zero to a bound that doubles: who failed together does not come back together.
    """
    factor: int = 2 ** min(attempts - 1, _MAX_DOUBLINGS)
    return min(_FIRST_PAUSE * factor, _LONGEST_PAUSE) * share
