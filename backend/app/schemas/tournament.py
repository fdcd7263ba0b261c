"""Tournaments on the wire: the list, one tournament, its bracket, standings, and one's own part."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.games import Mode, Platform, Title
from app.domain.tournaments.lifecycle import (
    Absence,
    ParticipantStatus,
    Seeding,
    TournamentStatus,
)
from app.domain.tournaments.vocabulary import Ending, Format, MatchState
from app.schemas.base import MomentOut, MoneyOut, Outbound

Place = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=1)]


class TournamentSummary(Outbound):
    """A tournament in the list. An entry costs `entry_fee` = `prize_part` + `house_part` (KES).

    `pool` is what would be paid out with the participants of now, at least `guarantee`.
    """

    id: int
    name: str
    format: Format
    title: Title
    mode: Mode
    platform: Platform
    status: TournamentStatus
    is_paused: bool
    entry_fee: MoneyOut
    prize_part: MoneyOut
    house_part: MoneyOut
    guarantee: MoneyOut
    pool: MoneyOut
    min_participants: int
    max_participants: int
    current_participants: int
    waiting: int
    check_in_opens_at: MomentOut
    start_date: MomentOut
    closed_at: MomentOut | None


class TournamentList(Outbound):
    """Tournaments, the next to begin first; `next_cursor` continues where this page ends."""

    items: list[TournamentSummary]
    next_cursor: str | None


class PrizeLine(Outbound):
    """What a place is worth (KES) with the pool of now, and its part of the pool in percent."""

    place: Place
    percent: float
    amount: MoneyOut


class PrizePaid(Outbound):
    """What somebody was paid (KES), and for which place; shared where `last` is above `first`.

    Where somebody was disqualified after the payout, their prize was taken back and others moved
    up: `to_come` is what these are paid once it is recovered.
    """

    username: str
    place_first: Place | None
    place_last: Place | None
    amount: MoneyOut
    to_come: MoneyOut
    is_taken_back: bool


class MinuteRange(Outbound):
    """In so many minutes from now, nine times out of ten no sooner and no later."""

    from_minutes: Annotated[int, Field(ge=0)]
    to_minutes: Annotated[int, Field(ge=0)]


class TournamentDetail(TournamentSummary):
    """Everything that is public about one tournament before its bracket.

    `finish` is the forecast of its end, null while it does not run. `lot_secret` is shown once the
    lot is drawn; its SHA-256 is `lot_commitment`, which stood here before.
    """

    description: str | None
    bronze: bool
    groups: int
    legs: int
    rounds: int | None
    seeding: Seeding
    absence: Absence
    lot_commitment: str | None
    lot_secret: str | None
    match_check_in_seconds: int
    match_seconds: int
    prize_table: list[PrizeLine]
    prizes: list[PrizePaid]
    finish: MinuteRange | None
    waits_on_dispute: bool
    published_at: MomentOut | None
    started_at: MomentOut | None
    finished_at: MomentOut | None
    reason: str | None
    version: int


class Participant(Outbound):
    """Somebody in the field or on the waiting list, in the order in which they joined or seeded."""

    username: str
    status: ParticipantStatus
    seed: Seed | None
    rating: int | None
    place_first: Place | None
    place_last: Place | None
    is_simulated: bool = False


class ParticipantList(Outbound):
    """The field of a tournament."""

    items: list[Participant]


class RoundMatch(Outbound):
    """One match of a round; a side is a seed, `bye` if nobody comes, null if not known yet.

    `from_home` and `from_away` say where an unknown side comes from, such as "winner of W1.2".
    """

    key: str
    state: MatchState
    home: Seed | Literal["bye"] | None
    away: Seed | Literal["bye"] | None
    from_home: str | None
    from_away: str | None
    winner: Literal["home", "away"] | None
    ending: Ending | None
    score: list[int] | None
    match_id: int | None
    is_disputed: bool
    pace: Literal["on_track", "behind", "overdue"] | None


class Round(Outbound):
    """One round, with the words for it, such as Quarter-final."""

    number: int
    label: str
    matches: list[RoundMatch]


class Section(Outbound):
    """A part of a bracket, such as the lower bracket, or a group."""

    name: Literal["upper", "lower", "final", "bronze", "group", "swiss"]
    label: str
    rounds: list[Round]


class BracketPlayer(Outbound):
    """Who stands behind a seed."""

    seed: Seed
    username: str
    is_out: bool
    is_simulated: bool = False


class Rounds(Outbound):
    """Our own summary of a bracket; every player is named once, and known by their seed."""

    tournament_id: int
    version: int
    status: TournamentStatus
    format: Format
    players: list[BracketPlayer]
    sections: list[Section]


class StandingLine(Outbound):
    """One place of the table of now; points and Buchholz only where the format has them."""

    place_first: Place
    place_last: Place
    seed: Seed
    username: str
    is_out: bool
    is_disqualified: bool = False
    played: int
    won: int
    lost: int
    points: float | None
    buchholz_cut: float | None
    buchholz: float | None
    group: int | None


class Standings(Outbound):
    """The table of a tournament; `is_final` once nothing is left to be played."""

    version: int
    is_final: bool
    items: list[StandingLine]


class TournamentStats(Outbound):
    """What happened so far; durations in seconds, null while there is nothing to measure."""

    version: int
    matches_played: int
    matches_open: int
    forfeits: int
    disputes: int
    upsets: int
    average_seconds: int | None
    longest_seconds: int | None
    shortest_seconds: int | None


class MyNextMatch(Outbound):
    """The match that the caller plays now or next; `match_id` once it is open.

    `expected` is when it is likely to open, null once it is open and while the wait hangs on a
    dispute (`waits_on_dispute`).
    """

    key: str
    match_id: int | None
    opponent: str | None
    check_in_until: MomentOut | None
    expected: MinuteRange | None
    waits_on_dispute: bool


class MyPart(Outbound):
    """What the caller is in a tournament, and what they may do now; null fields: not in it.

    `prize` is what they were paid, `prize_to_come` what they moved up by and are not paid yet.

    `refusal` says why they cannot join, as a code of problems, null where they can or are in.
    """

    tournament_id: int
    status: ParticipantStatus | None
    waiting_place: int | None
    seed: Seed | None
    can_join: bool
    can_leave: bool
    can_check_in: bool
    refusal: str | None
    held: MoneyOut
    next_match: MyNextMatch | None
    place_first: Place | None
    place_last: Place | None
    prize: MoneyOut | None
    prize_to_come: MoneyOut | None = None
    is_disqualified: bool = False


class MyTournament(Outbound):
    """One of the caller's tournaments that is not over, with what they do next there."""

    tournament: TournamentSummary
    me: MyPart


class MyTournaments(Outbound):
    """The caller's tournaments that are not over, the next first."""

    items: list[MyTournament]
