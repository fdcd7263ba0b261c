"""When a deposit that waits is looked at again, and what for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.payments.states import DepositState

# Safaricom's servers do not like to be asked often; nor does a player who waits (daraja.md §2.2):
# up to this age (seconds), ask again after so many seconds. None means the setting.
_PACE: tuple[tuple[int, int | None], ...] = (
    (90, None),
    (300, 60),
    (900, 120),
    (3_600, 300),
    (10_800, 600),
)
_SLOWEST = 1_800


class SweepAction(StrEnum):
    """What a sweep does for a deposit whose deadline has passed."""

    SEND = "send"  # the job was lost, or "busy" has passed
    GIVE_UP_SENDING = "give_up_sending"  # too late: the player no longer waits for the prompt
    CALL_LOST = "call_lost"  # the worker died while it called: maybe sent, so never send again
    QUERY = "query"
    WAIT = "wait"  # without M-Pesa's id only a callback can bring evidence
    EXPIRE = "expire"
    HAND_OVER = "hand_over"  # a success that M-Pesa never confirmed: a person looks
    REMIND = "remind"


@dataclass(frozen=True)
class DepositSchedule:
    """Settings, in seconds."""

    exclusion: int
    query_every: int
    give_up: int


def next_action(
    state: DepositState,
    *,
    age: timedelta,
    can_query: bool,
    awaits_proof: bool,
    schedule: DepositSchedule,
) -> SweepAction:
    """Return what to do for a deposit in `state`, created `age` ago, whose `due_at` has passed."""
    if state is DepositState.CREATED:
        late = age > timedelta(seconds=schedule.exclusion)
        return SweepAction.GIVE_UP_SENDING if late else SweepAction.SEND
    if state is DepositState.SENDING:
        return SweepAction.CALL_LOST
    given_up = age >= timedelta(seconds=schedule.give_up)
    if state is DepositState.REVIEW:
        return (
            SweepAction.QUERY if awaits_proof and can_query and not given_up else SweepAction.REMIND
        )
    if given_up:
        return SweepAction.HAND_OVER if awaits_proof else SweepAction.EXPIRE
    return SweepAction.QUERY if can_query else SweepAction.WAIT


def next_query(now: datetime, *, created_at: datetime, schedule: DepositSchedule) -> datetime:
    """Return when to ask M-Pesa again: often while the player waits, seldom later."""
    age = (now - created_at).total_seconds()
    pause = next((seconds for limit, seconds in _PACE if age < limit), _SLOWEST)
    at = now + timedelta(seconds=pause or schedule.query_every)
    last = created_at + timedelta(seconds=schedule.give_up)
    return min(at, last) if last > now else at
