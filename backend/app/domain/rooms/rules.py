"""The rules of a match room: when it is open, how much may be written, how often reported."""

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from app.domain.errors import Conflict, TooSoon
from app.domain.matches.states import MatchStatus
from app.domain.problems import ProblemCode

LONGEST_TEXT = 200  # characters
MESSAGES_A_MINUTE = 10  # of one player in one match, presets and text alike
MESSAGES_A_MATCH = 100
REPORTS_A_MATCH = 5  # of one player; staff sees the whole conversation beside each
LONGEST_SILENCE_HOURS = 720
# Whatever the settings say: appeals, contests and second looks are over by then.
SHORTEST_RETENTION = timedelta(days=30)

_MINUTE = timedelta(minutes=1)


class ClosedReason(StrEnum):
    """Why somebody cannot write free text; who is silenced may still send presets."""

    ENDED = "ended"
    DISPUTED = "disputed"
    SILENCED = "silenced"
    NOT_A_PLAYER = "not_a_player"


class ReportReason(StrEnum):
    """What is wrong with a message."""

    ABUSE = "abuse"
    THREAT = "threat"
    CHEATING = "cheating"
    PERSONAL_DATA = "personal_data"
    OTHER = "other"


class Decision(StrEnum):
    """What a moderator does about a message."""

    HIDE = "hide"
    DISMISS = "dismiss"


def closed_by(status: str) -> ClosedReason | None:
    """Return why a match in `status` has no open room; None while it is played or waited for.

    In a dispute the conversation is evidence: nobody adds to it.
    """
    if status in {MatchStatus.PENDING, MatchStatus.ACTIVE}:
        return None
    if status == MatchStatus.DISPUTED:
        return ClosedReason.DISPUTED
    return ClosedReason.ENDED


def refuse_flood(*, written: int, lately: list[datetime], now: datetime) -> None:
    """Refuse one message more than may be written in a match, or in a minute.

    `lately` are the moments of the player's messages of the last minute, in any order.
    """
    if written >= MESSAGES_A_MATCH:
        raise Conflict(
            ProblemCode.ROOM_FULL,
            f"You have written {MESSAGES_A_MATCH} messages in this match. That is the most.",
            limit=MESSAGES_A_MATCH,
        )
    if len(lately) >= MESSAGES_A_MINUTE:
        oldest = sorted(lately)[-MESSAGES_A_MINUTE]
        raise TooSoon(
            "You are writing very fast. Please wait a little and try again.",
            retry_after=max(1, ceil((oldest + _MINUTE - now).total_seconds())),
            quota=(MESSAGES_A_MINUTE, int(_MINUTE.total_seconds())),
        )


def minute_before(now: datetime) -> datetime:
    """Return since when messages count to the limit of a minute."""
    return now - _MINUTE
