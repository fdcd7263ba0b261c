"""Leaderboards: by what players are ranked, and over which time."""

from enum import StrEnum


class Board(StrEnum):
    """By what: rating of the well known, money won less money lost (KES), victories in a row."""

    RATING = "rating"
    WINNINGS = "winnings"
    STREAK = "streak"


class Period(StrEnum):
    """Over which time, in Nairobi: this week from Monday on, this month, or ever."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


class WhyNot(StrEnum):
    """Why a player does not stand on a board."""

    NOT_PLAYED = "not_played"  # nothing finished in this time
    TOO_FEW_MATCHES = "too_few_matches"  # the rating is not certain enough yet
    NOTHING_WON = "nothing_won"  # no victory, or no more than was lost
    ON_HOLD = "on_hold"  # staff looks at the account before it stands anywhere
    SOON = "soon"  # they qualify, and the next edition has them
