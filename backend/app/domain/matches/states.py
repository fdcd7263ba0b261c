"""The states of a match, and which may follow which."""

from enum import StrEnum


class MatchStatus(StrEnum):
    """The state of a match as players see it."""

    PENDING = "pending"
    ACTIVE = "active"
    COMPLETED = "completed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


class VerificationState(StrEnum):
    """The finer state within a status."""

    AWAITING_CHECKIN = "awaiting_checkin"
    IN_PLAY = "in_play"
    AWAITING_REPORTS = "awaiting_reports"
    PROVISIONAL = "provisional"  # a result is proposed, and may be contested
    EVIDENCE = "evidence"  # disputed: both players may send proof
    ADMIN_REVIEW = "admin_review"
    SETTLED = "settled"


_V = VerificationState

# The status that goes with each state of a match that is not over.
LIVE_STATUS: dict[VerificationState, MatchStatus] = {
    _V.AWAITING_CHECKIN: MatchStatus.PENDING,
    _V.IN_PLAY: MatchStatus.ACTIVE,
    _V.AWAITING_REPORTS: MatchStatus.ACTIVE,
    _V.PROVISIONAL: MatchStatus.ACTIVE,
    _V.EVIDENCE: MatchStatus.DISPUTED,
    _V.ADMIN_REVIEW: MatchStatus.DISPUTED,
}

# Before these, neither player is shown what the game's records say: they might report by it.
RECORDS_ARE_SHOWN = frozenset({_V.PROVISIONAL, _V.EVIDENCE, _V.ADMIN_REVIEW, _V.SETTLED})

MATCH_TRANSITIONS: dict[MatchStatus, frozenset[MatchStatus]] = {
    # COMPLETED: of a tournament, won because the other one was not there.
    MatchStatus.PENDING: frozenset(
        {MatchStatus.ACTIVE, MatchStatus.COMPLETED, MatchStatus.CANCELLED}
    ),
    MatchStatus.ACTIVE: frozenset(
        {MatchStatus.COMPLETED, MatchStatus.DISPUTED, MatchStatus.CANCELLED}
    ),
    # ACTIVE: the referee has it played again.
    MatchStatus.DISPUTED: frozenset({MatchStatus.COMPLETED, MatchStatus.ACTIVE}),
    MatchStatus.COMPLETED: frozenset(),
    MatchStatus.CANCELLED: frozenset(),
}

VERIFICATION_TRANSITIONS: dict[VerificationState, frozenset[VerificationState]] = {
    _V.AWAITING_CHECKIN: frozenset({_V.IN_PLAY, _V.SETTLED}),
    _V.IN_PLAY: frozenset(
        {_V.AWAITING_REPORTS, _V.PROVISIONAL, _V.EVIDENCE, _V.ADMIN_REVIEW, _V.SETTLED}
    ),
    # IN_PLAY: a draw that both want to play again.
    _V.AWAITING_REPORTS: frozenset(
        {_V.IN_PLAY, _V.PROVISIONAL, _V.EVIDENCE, _V.ADMIN_REVIEW, _V.SETTLED}
    ),
    _V.PROVISIONAL: frozenset({_V.IN_PLAY, _V.EVIDENCE, _V.ADMIN_REVIEW, _V.SETTLED}),
    _V.EVIDENCE: frozenset({_V.IN_PLAY, _V.ADMIN_REVIEW, _V.SETTLED}),
    _V.ADMIN_REVIEW: frozenset({_V.IN_PLAY, _V.EVIDENCE, _V.SETTLED}),
    _V.SETTLED: frozenset(),
}
