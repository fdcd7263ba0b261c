"""The life of a challenge between two players who know what they want."""

from enum import StrEnum


class ChallengeState(StrEnum):
    """Where a challenge stands; all but the first are ends."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"  # withdrawn, or declined
    EXPIRED = "expired"


CHALLENGE_TRANSITIONS: dict[ChallengeState, frozenset[ChallengeState]] = {
    ChallengeState.OPEN: frozenset(
        {ChallengeState.ACCEPTED, ChallengeState.CANCELLED, ChallengeState.EXPIRED}
    ),
    ChallengeState.ACCEPTED: frozenset(),
    ChallengeState.CANCELLED: frozenset(),
    ChallengeState.EXPIRED: frozenset(),
}
