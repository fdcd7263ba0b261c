"""When a deposit that waits is looked at again, and what for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.states import DepositState

REMIND_EVERY = timedelta(hours=1)

# Safaricom's servers do not like to be asked often; nor does a player who waits (daraja.md §2.2):
# up to this age (seconds), ask again after so many seconds. None stands for the setting.
_PACE: tuple[tuple[int, int | None], ...] = (
    (90, None),
    (300, 60),
    (900, 120),
    (3_600, 300),
    (10_800, 600),
)
_SLOWEST = 1_800


class Chore(StrEnum):
    """What a sweep does for a deposit whose time has come."""

    SEND = "send"  # the worker was never told, or "busy" has passed
    GIVE_UP_SENDING = "give_up_sending"  # nobody waits for that prompt any more
    CALL_LOST = "call_lost"  # the worker died while it called: maybe sent, so never send again
    QUERY = "query"
    WAIT = "wait"  # without M-Pesa's id nothing can be asked: only a callback can tell
    EXPIRE = "expire"
    HAND_OVER = "hand_over"  # a success that M-Pesa never confirmed: a person looks
    REMIND = "remind"


@dataclass(frozen=True)
class Clocks:
    """Settings, in seconds."""

    prompt: int
    query_every: int
    give_up: int


def chore_of(
    state: DepositState, *, age: timedelta, can_query: bool, awaits_proof: bool, clocks: Clocks
) -> Chore:
    """Return what to do for a deposit in `state`, created `age` ago, whose `due_at` has passed."""
    if state is DepositState.CREATED:
        late = age > timedelta(seconds=clocks.prompt)
        return Chore.GIVE_UP_SENDING if late else Chore.SEND
    if state is DepositState.SENDING:
        return Chore.CALL_LOST
    given_up = age >= timedelta(seconds=clocks.give_up)
    if state is DepositState.REVIEW:
        return Chore.QUERY if awaits_proof and can_query and not given_up else Chore.REMIND
    if given_up:
        return Chore.HAND_OVER if awaits_proof else Chore.EXPIRE
    return Chore.QUERY if can_query else Chore.WAIT


def next_query(now: datetime, *, created_at: datetime, clocks: Clocks) -> datetime:
    """Return when to ask M-Pesa again: often while the player waits, seldom later."""
    age = (now - created_at).total_seconds()
    pause = next((seconds for limit, seconds in _PACE if age < limit), _SLOWEST)
    at = now + timedelta(seconds=pause or clocks.query_every)
    last = created_at + timedelta(seconds=clocks.give_up)
    return min(at, last) if last > now else at
