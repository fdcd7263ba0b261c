"""What can be complained of, what can be ruled about it, and what a false claim costs."""

from enum import StrEnum

from app.domain.matches.vocabulary import Result


class Complaint(StrEnum):
    """Why a player disputes a match; `PROOF` says what helps the referee."""

    WRONG_RESULT = "wrong_result"
    OPPONENT_ABSENT = "opponent_absent"
    DISCONNECTED = "disconnected"
    WRONG_RULES = "wrong_rules"
    CHEATING = "cheating"
    IMPERSONATION = "impersonation"
    OTHER = "other"


PROOF: dict[Complaint, str] = {
    Complaint.WRONG_RESULT: "The final scoreboard: full screen, both names, map and match code.",
    Complaint.OPPONENT_ABSENT: "The empty lobby with its time, and what you wrote to each other.",
    Complaint.DISCONNECTED: "The error message, and the score when the connection broke.",
    Complaint.WRONG_RULES: "The lobby's settings before the start, or the weapon that was used.",
    Complaint.CHEATING: "At least 30 seconds of video that shows it.",
    Complaint.IMPERSONATION: "The scoreboard with the name that played, and its profile.",
    Complaint.OTHER: "Whatever shows a referee what happened.",
}


class Ruling(StrEnum):
    """What a referee can rule; all but `replay` end the match."""

    PLAYER1 = "player1"
    PLAYER2 = "player2"
    SPLIT = "split"
    DRAW = "draw"
    VOID = "void"
    REPLAY = "replay"

    @property
    def result(self) -> Result | None:
        """Return how the match ends by this ruling; None: it is played again."""
        return None if self is Ruling.REPLAY else Result(self.value)


class Blame(StrEnum):
    """Whose claim a ruling calls false."""

    NONE = "none"
    PLAYER1 = "player1"
    PLAYER2 = "player2"


class Penalty(StrEnum):
    """What a false claim costs, in rising order (cod-api.md §3)."""

    WARNING = "warning"
    SUSPENSION = "suspension"
    BAN = "ban"


_LADDER = (Penalty.WARNING, Penalty.SUSPENSION, Penalty.BAN)


def next_penalty(strikes: int) -> Penalty:
    """Return the penalty of a false claim after so many `strikes` that still count."""
    return _LADDER[min(strikes, len(_LADDER) - 1)]
