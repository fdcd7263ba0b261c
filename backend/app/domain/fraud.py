"""What makes a player look dishonest: signals in points, each with its reason (cod-api.md §9).

Brothers on one computer and cafés are weak evidence, and we keep no addresses or devices to judge
them by; so points only add up to a hold or to a person's look. Nothing here takes money.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

HOLD_FROM = 40
FREEZE_FROM = 70
HOLD_FOR = timedelta(hours=24)
_MOST = 100


class Signal(StrEnum):
    """What can be seen in the books."""

    SAME_PAIR = "same_pair"
    ONE_WAY_FLOW = "one_way_flow"
    FAST_CONFIRMATIONS = "fast_confirmations"
    CHIP_DUMPING = "chip_dumping"
    LITTLE_PLAY = "little_play"
    SHARED_NUMBER = "shared_number"
    STRIKES = "strikes"
    LOST_DISPUTES = "lost_disputes"
    WINS_TOO_MUCH = "wins_too_much"
    PRIVACY_CLOSED = "privacy_closed"


@dataclass(frozen=True)
class Facts:
    """A player in numbers; money in KES, `partner` is the one he met most in 30 days."""

    matches: int = 0  # in 30 days, with a winner
    won: int = 0
    partner: str = ""
    partner_matches: int = 0
    partner_matches_today: int = 0
    partner_won: int = 0  # by the player, against the partner
    fast: int = 0  # agreed within a minute of the start
    dumped_by: str = ""  # somebody who played nobody else, and lost most of his deposits to him
    dumped: Decimal = Decimal(0)
    deposited: Decimal = Decimal(0)
    wagered: Decimal = Decimal(0)
    withdrawn: Decimal = Decimal(0)
    number_sharers: int = 0
    strikes: int = 0
    disputes: int = 0
    disputes_lost: int = 0
    closed: int = 0  # matches in 30 days during which he closed his data


@dataclass(frozen=True)
class Flag:
    """One signal, its points (1..100) and a sentence with the numbers behind it."""

    signal: Signal
    points: int
    explanation: str


def flags_of(facts: Facts) -> list[Flag]:
    """Return what speaks against a player, in the order of `Signal`."""
    return [*_collusion(facts), *_laundering(facts), *_accounts(facts), *_disputes(facts)]


def score_of(points: list[int]) -> int:
    """Add points up, to 100 at most."""
    return min(sum(points), _MOST)


def _collusion(facts: Facts) -> list[Flag]:
    found = []
    often = facts.partner_matches_today >= 3
    mostly = facts.matches >= 6 and facts.partner_matches * 2 > facts.matches
    if often or mostly:
        why = (
            f"{facts.partner_matches} of {facts.matches} matches in 30 days against"
            f" {facts.partner}, {facts.partner_matches_today} of them today"
        )
        found.append(Flag(Signal.SAME_PAIR, 20, why))
    lost = facts.partner_matches - facts.partner_won
    if facts.partner_matches >= 4 and 0 in (lost, facts.partner_won):
        how = "won" if lost == 0 else "lost"
        why = f"{how} all {facts.partner_matches} matches against {facts.partner}"
        found.append(Flag(Signal.ONE_WAY_FLOW, 25, why))
    if facts.fast >= 2:
        why = f"{facts.fast} matches ended, agreed by both, within a minute of their start"
        found.append(Flag(Signal.FAST_CONFIRMATIONS, 30, why))
    return found


def _laundering(facts: Facts) -> list[Flag]:
    found = []
    if facts.dumped >= 1_000:
        why = f"{facts.dumped_by} played nobody else and lost KES {facts.dumped:,.2f} to him"
        found.append(Flag(Signal.CHIP_DUMPING, 40, why))
    if facts.withdrawn > 0 and facts.deposited >= 5_000 and facts.wagered * 5 < facts.deposited:
        why = f"KES {facts.wagered:,.2f} staked of KES {facts.deposited:,.2f} deposited"
        found.append(Flag(Signal.LITTLE_PLAY, 25, why))
    return found


def _accounts(facts: Facts) -> list[Flag]:
    found = []
    if facts.number_sharers:
        why = f"{facts.number_sharers} other accounts paid in or out by the same number"
        found.append(Flag(Signal.SHARED_NUMBER, 60, why))
    if facts.matches >= 15 and facts.won * 100 > facts.matches * 85:
        why = f"won {facts.won} of {facts.matches} matches"
        found.append(Flag(Signal.WINS_TOO_MUCH, 20, why))
    if facts.closed:
        why = f"closed his game data during {facts.closed} matches in 30 days"
        found.append(Flag(Signal.PRIVACY_CLOSED, 20, why))
    return found


def _disputes(facts: Facts) -> list[Flag]:
    found = []
    if facts.strikes:
        why = f"{facts.strikes} false claims on record"
        found.append(Flag(Signal.STRIKES, min(20 * facts.strikes, 60), why))
    if facts.disputes >= 5 and facts.disputes_lost * 10 > facts.disputes * 3:
        why = f"lost {facts.disputes_lost} of {facts.disputes} disputes"
        found.append(Flag(Signal.LOST_DISPUTES, 20, why))
    return found


@dataclass(frozen=True)
class Consequence:
    """What follows for withdrawals: held until a moment, or frozen until a person looks."""

    held_until: datetime | None
    frozen: bool


def consequence(score: int, *, before: int, was: Consequence, now: datetime) -> Consequence:
    """Return what follows from `score`; a hold begins when the score rises to 40 or above it.

    Time ends a hold. Only a person ends a freeze.
    """
    frozen = was.frozen or (score >= FREEZE_FROM and score > before)
    held_until = was.held_until
    if score >= HOLD_FROM and score > before:
        held_until = now + HOLD_FOR
    return Consequence(held_until, frozen)
