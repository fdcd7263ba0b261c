"""The terms of a tournament, and everything that can be wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.errors import WrongField
from app.domain.matches.games import is_on
from app.domain.money import is_whole_shillings, to_cents
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import Absence, Seeding
from app.domain.tournaments.prizes import check_split
from app.domain.tournaments.state import FEWEST, MOST, swiss_rounds
from app.domain.tournaments.vocabulary import Format, NotPossible

FURTHEST_START = timedelta(days=90)
LARGEST_GROUP = 32  # everybody meets everybody: 31 matches for each


@dataclass(frozen=True)
class Terms:
    """What is agreed with everybody who enters: the price, the prizes, the way of playing.

    `entry_fee` and `guarantee` in KES, `prize_split` in basis points with first place first,
    `match_check_in_seconds` and `match_seconds` for each match. `manual_order` are user ids.
    """

    name: str
    format: str
    title: str
    mode: str
    platform: str
    entry_fee: Decimal
    prize_split: tuple[int, ...]
    min_participants: int
    max_participants: int
    check_in_opens_at: datetime
    start_date: datetime
    description: str | None = None
    bronze: bool = False
    groups: int = 1
    legs: int = 1
    rounds: int | None = None
    guarantee: Decimal = Decimal(0)
    seeding: str = Seeding.RATING
    manual_order: tuple[int, ...] = ()
    absence: str = Absence.REFUND
    match_check_in_seconds: int = 600
    match_seconds: int = 2700
    template: str | None = None
    series_id: int | None = None

    def house_part(self, rate: Decimal) -> Decimal:
        """Return what the house keeps of one entry (KES), rounded half up to the cent."""
        return to_cents(self.entry_fee * rate)


def faults(
    terms: Terms, *, lowest_fee: Decimal, highest_fee: Decimal, now: datetime
) -> list[WrongField]:
    """Return every field that cannot be right; fees that are not 0 lie between the two (KES)."""
    return [
        *_faults_of_money(terms, lowest_fee, highest_fee),
        *_faults_of_field(terms),
        *_faults_of_format(terms),
        *faults_of_dates(terms.check_in_opens_at, terms.start_date, now=now),
    ]


def faults_of_dates(
    check_in_opens_at: datetime, start_date: datetime, *, now: datetime
) -> Iterator[WrongField]:
    """Yield what is wrong with the moments of a tournament."""
    if not now < start_date <= now + FURTHEST_START:
        yield WrongField(
            "start_date",
            ProblemCode.START_NOT_POSSIBLE,
            f"A tournament starts in the future, within {FURTHEST_START.days} days.",
        )
    if check_in_opens_at >= start_date:
        yield _wrong("check_in_opens_at", "Check-in opens before the start.")


def _faults_of_money(terms: Terms, lowest: Decimal, highest: Decimal) -> Iterator[WrongField]:
    fee = terms.entry_fee
    if fee and not (lowest <= fee <= highest and is_whole_shillings(fee)):
        yield WrongField(
            "entry_fee",
            ProblemCode.AMOUNT_NOT_ALLOWED,
            f"An entry is free, or costs whole shillings from KES {lowest:,} to KES {highest:,}.",
        )
    if terms.guarantee < 0:
        yield _wrong("guarantee", "A guarantee is not below zero.")
    try:
        check_split(terms.prize_split)
    except NotPossible as error:
        yield _wrong("prize_split", f"{error}.")
    if len(terms.prize_split) > terms.max_participants:
        yield _wrong("prize_split", "There are more prizes than players.")


def _faults_of_field(terms: Terms) -> Iterator[WrongField]:
    if not FEWEST <= terms.min_participants <= terms.max_participants:
        yield _wrong(
            "min_participants", f"The minimum is {FEWEST} or more, and not above the maximum."
        )
    if terms.max_participants > MOST:
        yield _wrong("max_participants", f"There are {MOST} seats at most.")
    if not is_on(terms.title, terms.platform):
        yield WrongField(
            "platform", ProblemCode.GAME_NOT_ON_PLATFORM, "This game is not on this platform."
        )
    if terms.seeding == Seeding.POINTS and terms.series_id is None:
        yield _wrong("seeding", "Only a tournament of a series has points to seed by.")


def _faults_of_format(terms: Terms) -> Iterator[WrongField]:
    most_rounds = swiss_rounds(terms.max_participants)
    if terms.rounds is not None and terms.format != Format.SWISS:
        yield _wrong("rounds", "Only a Swiss has a number of rounds.")
    elif terms.rounds is not None and not 1 <= terms.rounds <= most_rounds:
        yield _wrong("rounds", f"A Swiss of so many players has 1 to {most_rounds} rounds.")
    if terms.bronze and terms.format != Format.SINGLE_ELIMINATION:
        yield _wrong("bronze", "Only a single elimination has a match for the third place.")
    if terms.format == Format.ROUND_ROBIN:
        yield from _faults_of_groups(terms)
    elif terms.groups != 1 or terms.legs != 1:
        yield _wrong("groups", "Only a round robin has groups and legs.")


def _faults_of_groups(terms: Terms) -> Iterator[WrongField]:
    if not 1 <= terms.groups <= max(terms.min_participants // 2, 1):
        yield _wrong("groups", "Each group has two players or more, also with the fewest players.")
    elif terms.max_participants > terms.groups * LARGEST_GROUP:
        yield _wrong("groups", f"A group has {LARGEST_GROUP} players at most.")
    if terms.legs not in {1, 2}:
        yield _wrong("legs", "Everybody meets once or twice.")


def _wrong(field: str, sentence: str) -> WrongField:
    return WrongField(field, ProblemCode.INVALID_REQUEST, sentence)
