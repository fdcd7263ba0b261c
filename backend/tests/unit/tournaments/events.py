"""Events in simulated time, with the durations of tournaments.md §4 and the engine itself.

It shares nothing with the forecast but the words for the stages of a match.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random

from app.domain.tournaments import play
from app.domain.tournaments.forecast.durations import Measured, Stage
from app.domain.tournaments.forecast.forecast import Running
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    Match,
    NotPossible,
    Outcome,
    forfeited_to,
    won_by,
)
from tests.unit.tournaments.playing import ROBIN, SWISS

START = datetime(2026, 1, 3, 17, tzinfo=UTC)
PAUSE = 2.0


@dataclass(frozen=True)
class Played:
    """One match of the past: who met, when it opened (minutes), and its stages."""

    players: tuple[int, ...]
    opened: float
    stages: Measured

    @property
    def timeline(self) -> list[tuple[Stage, float, float]]:
        """Return each stage with its beginning and its end."""
        lengths = [
            (Stage.CHECK_IN, 10.0 if self.stages.no_show else self.stages.check_in),
            (Stage.PLAY, self.stages.play),
            (Stage.REPORT, self.stages.report),
            (Stage.DISPUTE, self.stages.dispute),
        ]
        found, at = [], self.opened
        for stage, length in lengths:
            if length is not None:
                found.append((stage, at, at + length))
                at += length
        return found

    @property
    def ended(self) -> float:
        return self.timeline[-1][2]


def a_duration(dice: Random, *, slower: float = 1.0) -> Measured:
    """Draw the stages of one match, in minutes."""
    if dice.random() < 0.08:
        return Measured(no_show=True)
    return Measured(
        check_in=min(10.0, 0.5 + dice.expovariate(1 / 2)),
        play=slower * dice.lognormvariate(2.5649, 0.3),
        report=1 + dice.expovariate(1 / 1.5),
        dispute=dice.uniform(20, 60) if dice.random() < 0.03 else None,
    )


@dataclass
class Event:
    """A tournament that was played to its end; `states` are what it was from when on."""

    states: list[tuple[float, Tournament]] = field(default_factory=list)
    played: dict[str, Played] = field(default_factory=dict)

    @property
    def finish(self) -> float:
        return max(one.ended for one in self.played.values())

    def at(self, minute: float) -> Tournament:
        return max((one for one in self.states if one[0] <= minute), key=lambda one: one[0])[1]

    def running(self, minute: float) -> dict[str, Running]:
        """Return the stages of the matches that are open then, or open within the pause."""
        found = {}
        tournament = self.at(minute)
        for match in play.open_matches(tournament):
            one = self.played[match.key]
            if tournament.format is ROBIN and one.opened > minute + PAUSE:
                continue
            stage, since = max(
                ((stage, begun) for stage, begun, _ in one.timeline if begun <= minute),
                key=lambda found: found[1],
                default=(Stage.CHECK_IN, one.opened),
            )
            found[match.key] = Running(stage, clock(since))
        return found

    def plays(self, minute: float) -> list[float]:
        """Return the minutes in play of what has ended by then."""
        ended = (one.stages.play for one in self.played.values() if one.ended <= minute)
        return [length for length in ended if length is not None]

    def next_start(self, player: int, minute: float) -> float | None:
        later = (one.opened for one in self.played.values() if player in one.players)
        return min((opened for opened in later if opened > minute), default=None)


def clock(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def play_event(tournament: Tournament, dice: Random, *, slower: float = 1.0) -> Event:
    """Play to the end: each match opens two minutes after its players are free."""
    event = Event()
    queue: list[tuple[float, str, Match]] = []
    now, known = 0.0, tournament
    while True:
        if known.format is SWISS and not play.open_matches(known):
            try:
                known = play.pair_next_round(known)
            except NotPossible:
                return event
        event.states.append((now, known))
        for match in _to_open(known, event, now):
            opened = now + PAUSE if now else 0.0
            one = Played(match.players, opened, a_duration(dice, slower=slower))
            event.played[match.key] = one
            heappush(queue, (one.ended, match.key, match))
        if not queue:
            return event
        now, key, match = heappop(queue)
        known = play.record(known, key, _outcome(match, event.played[key], dice))


def _to_open(known: Tournament, event: Event, now: float) -> Iterator[Match]:
    busy: set[int] = set()
    for match in sorted(play.open_matches(known), key=_order):
        one = event.played.get(match.key)
        if one is None and not busy.intersection(match.players):
            yield match
        if known.format is ROBIN:
            busy.update(match.players)


def _order(match: Match) -> tuple[int, str]:
    number = match.key.split(".")[-2].strip("GRWLFBS")
    return int(number), match.key


def _outcome(match: Match, one: Played, dice: Random) -> Outcome:
    winner = dice.choice(match.players)
    return forfeited_to(winner) if one.stages.no_show else won_by(winner)
