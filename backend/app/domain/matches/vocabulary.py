"""Enumerations of a match: reported outcome, result, reason of its state, grade of evidence."""

from enum import StrEnum


class ReportedOutcome(StrEnum):
    """What a player reports about the end of their game."""

    WON = "won"
    LOST = "lost"
    DRAW = "draw"
    PROBLEM = "problem"


class Result(StrEnum):
    """How a match ended; `void` means that it does not count and both stakes go back."""

    PLAYER1 = "player1"
    PLAYER2 = "player2"
    DRAW = "draw"
    VOID = "void"
    SPLIT = "split"  # by a ruling only: both get half of what is left after the fee


class Reason(StrEnum):
    """Why a match is in its state; the app has a sentence for each."""

    AGREED = "agreed"
    RULED = "ruled"
    NOT_READY = "not_ready"
    WALKED_AWAY = "walked_away"
    NOBODY_REPORTED = "nobody_reported"
    REPORTS_CONTRADICT = "reports_contradict"
    NO_ANSWER = "no_answer"
    SILENCE = "silence"  # one reported, the other was told and did not in time
    UNREACHED = "unreached"  # one reported, and nothing shows that the other was told in time
    GAME_DATA = "game_data"  # the game's own records say so, and nobody contested it
    FORFEIT = "forfeit"  # one of them left the game before it was over
    BOTH_LOST = "both_lost"  # both claim defeat: they are asked once to correct it
    REPLAY = "replay"  # a draw that both want to play again, or that a tournament cannot use
    NO_WINNER = "no_winner"  # of a tournament: played as often as it may be, and nobody has won
    CALLED_OFF = "called_off"  # of a tournament that was cancelled or changed
    CONTESTED = "contested"
    PLAYER_DISPUTED = "player_disputed"
    REPLAYED = "replayed"  # a referee has it played again
    OVERTURNED = "overturned"  # by another referee, after an appeal
    DATA_CONTRADICTS = "data_contradicts"  # the game's records and the players disagree
    # These keep a match from being paid without a referee, whatever the reports (cod-api.md §5.3).
    AMBIGUOUS = "ambiguous"
    INCONSISTENT = "inconsistent"
    IDENTITY_MISMATCH = "identity_mismatch"
    MATCH_REUSED = "match_reused"
    # And these when the reports contradict each other.
    EVIDENCE_REUSE = "evidence_reuse"
    IMPERSONATION = "impersonation"


# Ends that time or the game's data brought, not both players: who got less may contest them.
AUTOMATIC = frozenset({Reason.SILENCE, Reason.GAME_DATA, Reason.FORFEIT})

# As flags of pictures they decide nothing, and name the dispute of reports that contradict anyway:
# otherwise a loser could freeze a pot that both agree on with a picture of their own.
PICTURE_FLAGS = (Reason.IMPERSONATION, Reason.EVIDENCE_REUSE)

# As flags of a provider's record they open a dispute; the first of several gives the reason.
DISPUTE_FLAGS = (
    Reason.MATCH_REUSED,
    Reason.IDENTITY_MISMATCH,
    Reason.INCONSISTENT,
    Reason.AMBIGUOUS,
)


class Grade(StrEnum):
    """How reliable a provider's record is (cod-api.md §5.2); NONE proves nothing."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"
    NONE = "NONE"


class Money(StrEnum):
    """What happens to the pot."""

    PAY = "pay"
    REFUND = "refund"
    HOLD = "hold"
