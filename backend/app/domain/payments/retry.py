"""Whether something that M-Pesa refused may be tried again, and what must happen before."""

from enum import StrEnum


class Retry(StrEnum):
    """What it takes before another try makes sense."""

    NO = "no"  # nothing the player does will help
    NOW = "now"  # the same again, at once
    LATER = "later"  # the same again, after a while
    CHANGED = "changed"  # another amount, another number, or more money first
    SAME_ID = "same_id"  # by us, under the same id, after Transaction Status was asked
