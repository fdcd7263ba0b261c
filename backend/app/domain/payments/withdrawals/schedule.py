"""When a withdrawal that waits is looked at again, and what for."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.domain.payments.states import WithdrawalState

# Multiples of the first pause: with a minute, M-Pesa is asked after 1, 2, 4 minutes, and then
# every five. Often enough that all is final ten minutes after M-Pesa is back, however long it was
# away.
_PAUSES = (1, 1, 2, 5)
_SPREAD = 0.2  # of a pause, by chance, so that a thousand do not ask in the same second


class SweepAction(StrEnum):
    """What a sweep does for a withdrawal whose deadline has passed."""

    RETURN = "return"  # the code of the SMS was not typed
    SEND = "send"  # the job was lost, or M-Pesa was busy, or payouts were paused
    CALL_LOST = "call_lost"  # the worker died while it called: maybe sent, so ask first
    ASK = "ask"
    HAND_OVER = "hand_over"  # asked for a day: two people decide
    REMIND = "remind"


@dataclass(frozen=True)
class WithdrawalSchedule:
    """Settings, in seconds."""

    first_question: int
    question: int
    give_up: int


def next_action(
    state: WithdrawalState,
    *,
    since_call: timedelta,
    needs_people: bool,
    schedule: WithdrawalSchedule,
) -> SweepAction:
    """Return what to do for a withdrawal in `state` whose `due_at` has passed.

    `since_call` is the time since M-Pesa was called for the first time. Under review it goes on
    being asked about for a day, unless it `needs_people`: the answer may remove the reason.
    """
    match state:
        case WithdrawalState.AWAITING_CODE:
            return SweepAction.RETURN
        case WithdrawalState.HELD:
            return SweepAction.SEND
        case WithdrawalState.SENDING:
            return SweepAction.CALL_LOST
        case WithdrawalState.REVIEW:
            return (
                SweepAction.REMIND
                if needs_people or _is_over(since_call, schedule)
                else SweepAction.ASK
            )
        case _:
            return SweepAction.HAND_OVER if _is_over(since_call, schedule) else SweepAction.ASK


def pause_after(asked: int, *, schedule: WithdrawalSchedule, chance: float) -> timedelta:
    """Return how long to wait after as many inquiries as `asked` (0: after the call itself).

    `chance`, from 0 to 1, is drawn by the caller and shortens the pause a little.
    """
    factor = _PAUSES[min(asked, len(_PAUSES) - 1)]
    pause = min(factor * schedule.first_question, schedule.question)
    return timedelta(seconds=pause * (1 - _SPREAD * chance))


def _is_over(since_call: timedelta, schedule: WithdrawalSchedule) -> bool:
    return since_call >= timedelta(seconds=schedule.give_up)
