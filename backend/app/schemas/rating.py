"""Records and ratings on the wire; points are whole, `deviation` one standard deviation."""

from typing import Literal

from app.schemas.base import MomentOut, MoneyOut, Outbound

MatchOutcome = Literal["won", "lost", "draw"]


class PublicStats(Outbound):
    """What everybody may see of a record; streaks are runs of victories.

    `current_rank` is the rating, `deviation` how far off it may be. While `provisional` it is a
    estimate; `on_leaderboards` says whether it is certain enough to be ranked.
    """

    total_matches: int
    wins: int
    losses: int
    draws: int
    current_streak: int
    best_streak: int
    current_rank: int
    deviation: int
    provisional: bool
    on_leaderboards: bool


class Stats(PublicStats):
    """Your own record; money in KES.

    `total_winnings` are the prizes you won, `net_winnings` that less the stakes that went into
    them or were lost. Void matches do not count.
    """

    total_wagered: MoneyOut
    total_winnings: MoneyOut
    net_winnings: MoneyOut


class DisputeRecord(Outbound):
    """How often a referee had to decide, and how often for and against this player."""

    decided: int
    won: int
    lost: int


class PublicProfile(Outbound):
    """What anybody may see of a player; `is_simulated` says that a program plays, in a demo."""

    username: str
    cod_username: str | None
    is_simulated: bool
    member_since: MomentOut
    stats: PublicStats
    disputes: DisputeRecord


class RatingChange(Outbound):
    """What a match did to a rating: `before + change = after`."""

    before: int
    after: int
    change: int
    deviation: int
    provisional: bool


class RatingHistoryLine(RatingChange):
    """One match of a rating's history; `reversed_at` is when a ruling took its change back."""

    id: int
    match_id: int
    opponent: str
    outcome: MatchOutcome
    played_at: MomentOut
    reversed_at: MomentOut | None


class RatingHistory(Outbound):
    """A page of changes, newest first."""

    items: list[RatingHistoryLine]
    next_cursor: str | None
