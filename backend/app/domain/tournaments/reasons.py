"""Why a tournament did not take place, or why somebody did not take part in it."""

from enum import StrEnum


class Why(StrEnum):
    """The reason that a participant is told."""

    TOO_FEW = "too_few"  # fewer than the minimum
    STAFF = "staff"
    ABSENT = "absent"  # did not check in
    SUSPENDED = "suspended"  # their account may not play
