"""Why a stake, a fee or a withdrawal moved: a code for each cause, above all what no player tapped.

The ledger says who posted a movement (`actor`: `user:7`, `user:7:challenge`, `system:absent`) and
what its key ends in; the match or the withdrawal says the rest. So each cause has its own word
without another column in the ledger.
"""

from app.domain.ledger.statement import MovementReason, MovementType
from app.domain.matches.vocabulary import Reason
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import WithdrawalState
from app.domain.tournaments.lifecycle import ParticipantStatus

REQUEUED = "system:requeue"
ABSENT = "system:absent"
SUSPENDED = "system:suspended"
EXPIRED = "system:expired"
TOURNAMENT = "system:tournament"
# What the actor of an entry fee that goes back ends in.
TOURNAMENT_CANCELLED = "cancelled"
TOO_FEW = "too_few"
MOVED = "moved"


def by_player(user_id: int, *, challenge: bool = False) -> str:
    """Return the actor of a stake that a player moved, by a challenge or by the queue."""
    return f"user:{user_id}:challenge" if challenge else f"user:{user_id}"


_R = MovementReason
_RELEASED_BY = {
    ABSENT: _R.ABSENT,
    SUSPENDED: _R.SUSPENDED,
    EXPIRED: _R.EXPIRED,
    TOURNAMENT: _R.TOURNAMENT,
}
_VOID_BECAUSE: dict[str, MovementReason] = {
    Reason.NOT_READY: _R.NOT_READY,
    Reason.WALKED_AWAY: _R.CALLED_OFF,
    Reason.NOBODY_REPORTED: _R.NOBODY_REPORTED,
}
_FEE_BACK_BECAUSE = {
    TOURNAMENT_CANCELLED: _R.TOURNAMENT_CANCELLED,
    TOO_FEW: _R.TOO_FEW_PLAYERS,
    MOVED: _R.START_MOVED,
}
_NOT_PAID_BECAUSE: dict[str, MovementReason] = {
    PayoutFailure.CODE_NOT_TYPED: _R.CODE_NOT_TYPED,
    PayoutFailure.CANCELLED_BY_PLAYER: _R.CANCELLED,
}


def of_stake(kind: MovementType, *, step: str, actor: str, user_id: int) -> MovementReason | None:
    """Return why a stake was held or went back, by who did it; `step` is the end of its key."""
    if kind is MovementType.WAGER_HOLD:
        if actor == REQUEUED:
            return _R.BACK_IN_QUEUE
        return _R.CHALLENGED if actor.endswith(":challenge") else _R.JOINED
    if kind is not MovementType.WAGER_RELEASE:
        return None
    return _R.LOWER_STAKE if step == "surplus" else of_release(actor, user_id=user_id)


def of_release(actor: str, *, user_id: int) -> MovementReason:
    """Return why the whole stake of a ticket of `user_id` goes back."""
    by_themselves = {
        by_player(user_id): _R.LEFT,
        by_player(user_id, challenge=True): _R.WITHDRAWN,
    }
    return (_RELEASED_BY | by_themselves).get(actor, _R.DECLINED)


def of_refund(*, result: str | None, because: str | None) -> MovementReason:
    """Return why both stakes of a match went back, from its `result` and its reason."""
    if result == "draw":
        return _R.DRAWN
    return _VOID_BECAUSE.get(because, _R.VOID) if because else _R.VOID


def of_entry_refund(
    actor: str, *, user_id: int, status: ParticipantStatus | None
) -> MovementReason:
    """Return why the entry fee of `user_id` goes back, who has this status in the tournament."""
    if actor == by_player(user_id):
        return _R.LEFT
    absent = _R.NOT_CHECKED_IN if status is ParticipantStatus.ABSENT else _R.REMOVED
    return _FEE_BACK_BECAUSE.get(actor.rpartition(":")[2], absent)


def of_withdrawal(kind: MovementType, *, state: str, failure: str | None) -> MovementReason | None:
    """Return what a withdrawal waits for, or why its money came back."""
    if kind is MovementType.WITHDRAWAL_HOLD:
        return _R.AWAITING_CODE if state == WithdrawalState.AWAITING_CODE else None
    if kind is not MovementType.WITHDRAWAL_RELEASE:
        return None
    return _NOT_PAID_BECAUSE.get(failure, _R.NOT_PAID) if failure else _R.NOT_PAID
