"""Risk of a player: signals of dishonesty in points, each with its reason (cod-api.md §9).

Siblings on one computer and cafés are weak evidence, and we keep no addresses or devices to score
them by; so points only add up to a hold or to a review by staff. Nothing here takes money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

HOLD_FROM = 40
FREEZE_FROM = 70
HOLD_FOR = timedelta(hours=24)
_MOST = 100


class Signal(StrEnum):
    """A pattern in a player's matches, payments, disputes or pictures."""

    SAME_PAIR = "same_pair"
    ONE_WAY_FLOW = "one_way_flow"
    FAST_CONFIRMATIONS = "fast_confirmations"
    CHIP_DUMPING = "chip_dumping"
    LITTLE_PLAY = "little_play"
    RING = "ring"
    SHARED_NUMBER = "shared_number"
    STRIKES = "strikes"
    LOST_DISPUTES = "lost_disputes"
    WINS_TOO_MUCH = "wins_too_much"
    ALTERNATING_WINS = "alternating_wins"
    DRAWS_TOGETHER = "draws_together"
    DATA_CONTRADICT = "data_contradict"
    MANY_NUMBERS = "many_numbers"
    WINS_WHEN_IT_PAYS = "wins_when_it_pays"
    SILENT_LOSSES = "silent_losses"
    ACCUSED = "accused"
    REUSED_PICTURES = "reused_pictures"
    LOOK_ALIKE_NAMES = "look_alike_names"
    MISTIMED_PICTURES = "mistimed_pictures"
    PRIVACY_CLOSED = "privacy_closed"


# What a player reads who has to wait for their money; the rest is for staff. Who may
# be laundering money must not learn which signal it was (POCAMLA 2009, section 8: tipping off).
_ODD_MONEY = "money moves through your account in an unusual way"
PLAIN: dict[Signal, str] = {
    Signal.SAME_PAIR: "you played the same opponent again and again",
    Signal.ONE_WAY_FLOW: "all your matches against one opponent ended the same way",
    Signal.FAST_CONFIRMATIONS: "matches were agreed within a minute of their start",
    Signal.CHIP_DUMPING: _ODD_MONEY,
    Signal.LITTLE_PLAY: _ODD_MONEY,
    Signal.RING: "your matches with some players do not look like contests",
    Signal.SHARED_NUMBER: "another account uses your M-Pesa number",
    Signal.STRIKES: "claims of yours were found to be false",
    Signal.LOST_DISPUTES: "you lost many disputes",
    Signal.WINS_TOO_MUCH: "you win far more often than others",
    Signal.ALTERNATING_WINS: "you and one opponent win in turns",
    Signal.DRAWS_TOGETHER: "you and one opponent play draws again and again",
    Signal.DATA_CONTRADICT: "the game's records contradict what you both reported",
    Signal.MANY_NUMBERS: _ODD_MONEY,
    Signal.WINS_WHEN_IT_PAYS: "you lose small stakes and win large ones",
    Signal.SILENT_LOSSES: "you never report a match that you lose",
    Signal.ACCUSED: "several opponents reported you for cheating",
    Signal.REUSED_PICTURES: "a picture of yours was shown in another match before",
    Signal.LOOK_ALIKE_NAMES: "your name in the game can be mistaken for another player's",
    Signal.MISTIMED_PICTURES: "a picture of yours was not taken during its match",
    Signal.PRIVACY_CLOSED: "you closed your game data while matches were on",
}


@dataclass(frozen=True)
class RiskFacts:
    """A player in numbers; money in KES, `partner` is the one they met most in 30 days.

    A dispute that cost them a strike is among `strikes` and not among `disputes_lost`, so that
    nothing counts twice.
    """

    matches: int = 0  # in 30 days, with a winner
    drawn: int = 0  # and so many draws
    won: int = 0
    partner: str = ""
    partner_matches: int = 0
    partner_matches_today: int = 0
    partner_drawn: int = 0
    partner_won: int = 0  # by the player, against the partner
    fast: int = 0  # agreed within a minute of the start
    partner_in_turns: int = 0  # matches in a row at one stake that the two won by turns
    contradicted: int = 0  # matches in which the game's records contradict what both say
    # A player who met nobody else, and lost most of their deposits to this one within a day of it.
    dumped_by: str = ""
    dumped: Decimal = Decimal(0)
    deposited: Decimal = Decimal(0)
    wagered: Decimal = Decimal(0)
    withdrawn: Decimal = Decimal(0)
    number_sharers: int = 0
    numbers: int = 0  # that they paid in from
    stake_won: Decimal = Decimal(0)  # on average, of the matches won
    stake_lost: Decimal = Decimal(0)
    silent_losses: int = 0
    accusers: int = 0  # opponents who reported cheating
    reused_pictures: int = 0
    look_alike_names: int = 0
    mistimed_pictures: int = 0
    strikes: int = 0
    disputes: int = 0
    disputes_lost: int = 0
    closed: int = 0  # matches in 30 days during which they closed their data
    ring: Sequence[str] = ()  # what was seen of each pair of theirs that is under suspicion
    ring_evidence: float = 0.0  # of the strongest of them (nats)


@dataclass(frozen=True)
class RaisedSignal:
    """One signal, its points (1..100) and a sentence with the numbers behind it."""

    signal: Signal
    points: int
    explanation: str


def flags_of(facts: RiskFacts) -> list[RaisedSignal]:
    """Return the signals that the facts raise, in the order of `Signal`."""
    parts = (_rings, _collusion, _laundering, _accounts, _skill, _disputes, _pictures)
    return [flag for part in parts for flag in part(facts)]


def in_turns(won: Sequence[tuple[bool, Decimal]]) -> int:
    """Return the longest row of matches at one stake (KES) that two players won by turns.

    `won` says of each match, in order, whether the first of them did, and for how much.
    """
    longest = run = 0
    for at, (mine, stake) in enumerate(won):
        goes_on = at > 0 and won[at - 1][0] is not mine and won[at - 1][1] == stake
        run = run + 1 if goes_on else 1
        longest = max(longest, run)
    return longest


def score_of(points: list[int]) -> int:
    """Add points up, to 100 at most."""
    return min(sum(points), _MOST)


def _rings(facts: RiskFacts) -> list[RaisedSignal]:
    """Suspected pairs freeze until a person has looked: only that person can see what it was."""
    if not facts.ring:
        return []
    points = min(FREEZE_FROM + int(facts.ring_evidence), _MOST)
    return [RaisedSignal(Signal.RING, points, ". ".join(facts.ring))]


def _collusion(facts: RiskFacts) -> list[RaisedSignal]:
    found = []
    often = facts.partner_matches_today >= 3
    played = facts.matches + facts.drawn
    mostly = played >= 6 and facts.partner_matches * 2 > played
    if often or mostly:
        why = (
            f"{facts.partner_matches} of {played} matches in 30 days against"
            f" {facts.partner}, {facts.partner_matches_today} of them today"
        )
        found.append(RaisedSignal(Signal.SAME_PAIR, 20, why))
    decided = facts.partner_matches - facts.partner_drawn
    lost = decided - facts.partner_won
    if decided >= 4 and 0 in (lost, facts.partner_won):
        how = "won" if lost == 0 else "lost"
        why = f"{how} all {decided} decided matches against {facts.partner}"
        found.append(RaisedSignal(Signal.ONE_WAY_FLOW, 25, why))
    if facts.fast >= 2:
        why = f"{facts.fast} matches ended, agreed by both, within a minute of their start"
        found.append(RaisedSignal(Signal.FAST_CONFIRMATIONS, 30, why))
    if facts.partner_in_turns >= 6:
        why = f"won and lost by turns, {facts.partner_in_turns} times, against {facts.partner}"
        found.append(RaisedSignal(Signal.ALTERNATING_WINS, 15, why))
    if facts.partner_drawn >= 3:
        why = f"{facts.partner_drawn} draws in 30 days against {facts.partner}"
        found.append(RaisedSignal(Signal.DRAWS_TOGETHER, 30, why))
    if facts.contradicted:
        why = f"the game's records contradict both reports of {facts.contradicted} matches"
        found.append(RaisedSignal(Signal.DATA_CONTRADICT, 40, why))
    return found


def _laundering(facts: RiskFacts) -> list[RaisedSignal]:
    found = []
    if facts.dumped >= 1_000:
        why = (
            f"{facts.dumped_by} played nobody else and lost KES {facts.dumped:,.2f} to this player,"
            " who withdrew within a day"
        )
        found.append(RaisedSignal(Signal.CHIP_DUMPING, 40, why))
    if facts.withdrawn > 0 and facts.deposited >= 5_000 and facts.wagered * 5 < facts.deposited:
        why = f"KES {facts.wagered:,.2f} staked of KES {facts.deposited:,.2f} deposited"
        found.append(RaisedSignal(Signal.LITTLE_PLAY, 25, why))
    return found


def _accounts(facts: RiskFacts) -> list[RaisedSignal]:
    found = []
    if facts.number_sharers:
        why = f"{facts.number_sharers} other accounts paid in or out by the same number"
        found.append(RaisedSignal(Signal.SHARED_NUMBER, 60, why))
    if facts.numbers >= 4:
        why = f"paid in from {facts.numbers} numbers"
        found.append(RaisedSignal(Signal.MANY_NUMBERS, 30, why))
    if facts.closed:
        why = f"closed their game data during {facts.closed} matches in 30 days"
        found.append(RaisedSignal(Signal.PRIVACY_CLOSED, 20, why))
    return found


def _skill(facts: RiskFacts) -> list[RaisedSignal]:
    found = []
    if facts.matches >= 15 and facts.won * 100 > facts.matches * 85:
        why = f"won {facts.won} of {facts.matches} matches"
        found.append(RaisedSignal(Signal.WINS_TOO_MUCH, 20, why))
    lost = facts.matches - facts.won
    if min(facts.won, lost) >= 5 and facts.stake_won >= 3 * facts.stake_lost:
        why = f"wins KES {facts.stake_won:,.0f} stakes and loses KES {facts.stake_lost:,.0f} ones"
        found.append(RaisedSignal(Signal.WINS_WHEN_IT_PAYS, 25, why))
    return found


def _disputes(facts: RiskFacts) -> list[RaisedSignal]:
    found = []
    if facts.strikes:
        why = f"{facts.strikes} false claims on record"
        found.append(RaisedSignal(Signal.STRIKES, min(20 * facts.strikes, 60), why))
    if facts.disputes >= 5 and facts.disputes_lost * 10 > facts.disputes * 3:
        why = f"lost {facts.disputes_lost} of {facts.disputes} disputes"
        found.append(RaisedSignal(Signal.LOST_DISPUTES, 20, why))
    lost = facts.matches - facts.won
    if lost >= 5 and facts.silent_losses == lost:
        why = f"reported none of {lost} defeats in 30 days"
        found.append(RaisedSignal(Signal.SILENT_LOSSES, 10, why))
    if facts.accusers >= 3:
        why = f"{facts.accusers} opponents report cheating"
        found.append(RaisedSignal(Signal.ACCUSED, 15, why))
    return found


def _pictures(facts: RiskFacts) -> list[RaisedSignal]:
    found = []
    if facts.reused_pictures:
        why = f"{facts.reused_pictures} of their pictures were shown in another match before"
        found.append(RaisedSignal(Signal.REUSED_PICTURES, 60, why))
    if facts.look_alike_names:
        why = f"{facts.look_alike_names} older names of other players look like theirs"
        found.append(RaisedSignal(Signal.LOOK_ALIKE_NAMES, 60, why))
    if facts.mistimed_pictures:
        why = f"{facts.mistimed_pictures} of their pictures say they were taken at another time"
        found.append(RaisedSignal(Signal.MISTIMED_PICTURES, 20, why))
    return found


@dataclass(frozen=True)
class Consequence:
    """What follows for withdrawals: held until a moment, or frozen until staff clears it."""

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
