"""The roads between states of a deposit and of a match; whoever leaves the road is refused."""

from enum import StrEnum


class DepositStatus(StrEnum):
    """What the player is told in one word."""

    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"


class DepositState(StrEnum):
    """Where a deposit really is."""

    CREATED = "created"  # written down, M-Pesa not called yet
    SENDING = "sending"  # a worker is calling M-Pesa, or died while calling
    PROMPTED = "prompted"  # M-Pesa took it; the phone should ring
    UNKNOWN = "unknown"  # M-Pesa may or may not have taken it
    REVIEW = "review"  # evidence contradicts: a person looks
    CREDITED = "credited"
    FAILED = "failed"
    EXPIRED = "expired"  # nothing was heard of it for a day


class MatchStatus(StrEnum):
    """The brief's states of a match, and `cancelled`."""

    PENDING = "pending"
    ACTIVE = "active"
    COMPLETED = "completed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


class VerificationState(StrEnum):
    """The finer step inside a status."""

    AWAITING_CHECKIN = "awaiting_checkin"
    IN_PLAY = "in_play"
    AWAITING_REPORTS = "awaiting_reports"
    ADMIN_REVIEW = "admin_review"
    SETTLED = "settled"


DEPOSIT_ROADS: dict[DepositState, frozenset[DepositState]] = {
    # CREDITED and REVIEW: M-Pesa said "busy, not sent" and was paid all the same.
    DepositState.CREATED: frozenset(
        {
            DepositState.SENDING,
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
        }
    ),
    DepositState.SENDING: frozenset(
        {
            DepositState.CREATED,  # provably not sent: try again
            DepositState.PROMPTED,
            DepositState.UNKNOWN,
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
        }
    ),
    DepositState.PROMPTED: frozenset(
        {
            DepositState.UNKNOWN,
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
            DepositState.EXPIRED,
        }
    ),
    DepositState.UNKNOWN: frozenset(
        {
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
            DepositState.EXPIRED,
        }
    ),
    DepositState.REVIEW: frozenset({DepositState.CREDITED, DepositState.FAILED}),
    # Money that turns out to be there is always the player's (daraja.md §3.1, late PIN).
    DepositState.FAILED: frozenset({DepositState.CREDITED, DepositState.REVIEW}),
    DepositState.EXPIRED: frozenset({DepositState.CREDITED, DepositState.REVIEW}),
    DepositState.CREDITED: frozenset(),
}

MATCH_ROADS: dict[MatchStatus, frozenset[MatchStatus]] = {
    MatchStatus.PENDING: frozenset({MatchStatus.ACTIVE, MatchStatus.CANCELLED}),
    MatchStatus.ACTIVE: frozenset(
        {MatchStatus.COMPLETED, MatchStatus.DISPUTED, MatchStatus.CANCELLED}
    ),
    MatchStatus.DISPUTED: frozenset({MatchStatus.COMPLETED}),
    MatchStatus.COMPLETED: frozenset(),
    MatchStatus.CANCELLED: frozenset(),
}

DEPOSIT_STATUS: dict[DepositState, DepositStatus] = {
    DepositState.CREATED: DepositStatus.PENDING,
    DepositState.SENDING: DepositStatus.PENDING,
    DepositState.PROMPTED: DepositStatus.PENDING,
    DepositState.UNKNOWN: DepositStatus.PENDING,
    DepositState.REVIEW: DepositStatus.PENDING,
    DepositState.CREDITED: DepositStatus.COMPLETED,
    DepositState.FAILED: DepositStatus.FAILED,
    DepositState.EXPIRED: DepositStatus.FAILED,
}


class OffTheRoad(Exception):
    """Somebody tried a transition that does not exist: a bug, never the player's fault."""


def step(state: DepositState, to: DepositState) -> DepositState:
    """Return `to` if a deposit may go there from `state`; raise OffTheRoad otherwise."""
    if to not in DEPOSIT_ROADS[state]:
        msg = f"a deposit cannot go from {state} to {to}"
        raise OffTheRoad(msg)
    return to
