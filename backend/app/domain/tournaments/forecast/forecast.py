"""When each player plays next, and when the event ends.

Up to 300 paths are drawn from now on: what is left of each open match, given how long it has been
in its stage; then every match that follows, each as soon as its players are free. tournaments.md §4
says how good that can be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from random import Random

from app.domain.tournaments import play
from app.domain.tournaments.forecast import bracket, tables
from app.domain.tournaments.forecast.durations import Draws, Durations, Stage, factor_of
from app.domain.tournaments.forecast.paths import Rest, Start, Walker, Walks
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import Format, Match, MatchState

PATHS = 300
_FEWEST_PATHS, _MATCHES = 30, 600_000  # of all paths together: some tenths of a second


@dataclass(frozen=True)
class Running:
    """The stage of an open match, and since when; it may lie ahead, as after a pause."""

    stage: Stage
    since: datetime


@dataclass(frozen=True)
class Band:
    """Minutes from now: one path in ten is below `low`, one in ten above `high`."""

    low: float
    middle: float
    high: float

    @property
    def shown(self) -> tuple[int, int]:
        """Return the band outwards in steps of 5 minutes, or of 15 from two hours on."""
        step = 5 if self.high <= 120 else 15
        return step * floor(self.low / step), max(step, step * ceil(self.high / step))


@dataclass(frozen=True)
class NextMatch:
    """When a player's next match opens, as in "in 10–20 minutes".

    There are no minutes where the wait hangs on an open dispute. `band` is what was rounded.
    """

    from_minutes: int | None
    to_minutes: int | None
    waits_on_dispute: bool = False
    band: Band | None = None


@dataclass(frozen=True)
class Forecast:
    """Next matches of those who wait for one, by player, and the end of the event.

    Who has a match now, or none any more, is not among them.
    """

    next_matches: dict[int, NextMatch]
    from_minutes: int
    to_minutes: int
    finish: Band


def forecast(
    tournament: Tournament,
    running: Mapping[str, Running],
    *,
    now: datetime,
    durations: Durations,
    plays: Iterable[float] = (),
    seed: int = 0,
    paths: int | None = None,
    paused: bool = False,
) -> Forecast | None:
    """Return the forecast; None while the event is paused.

    `running` are the open matches by key. `plays` are the minutes in play of the matches that have
    ended at this event. The same seed gives the same answer.
    """
    if paused:
        return None
    matches = play.matches(tournament)
    paths = paths or min(PATHS, max(_FEWEST_PATHS, _MATCHES // max(1, len(matches))))
    dice = Random(seed)  # noqa: S311 - a forecast hides nothing
    draws = Draws(durations, factor_of(plays, durations), dice)
    under_way = _under_way(tournament, matches, running, now)
    rests = {
        key: Rest(tuple(draws.rest(stage, spent) for _ in range(paths)), stage is Stage.DISPUTE)
        for key, (stage, spent) in under_way.items()
    }
    walks = _walk(tournament, matches, rests, Walker(draws, dice, paths))
    found = {player: _next_match(starts) for player, starts in walks.starts.items()}
    for key, (_, spent) in under_way.items():
        if spent < 0:
            at = (-spent, False)
            found |= dict.fromkeys(matches[key].players, _next_match([at]))
    finish = _band(walks.ends)
    return Forecast(found, *finish.shown, finish)


def _under_way(
    tournament: Tournament,
    matches: Mapping[str, Match],
    running: Mapping[str, Running],
    now: datetime,
) -> dict[str, tuple[Stage, float]]:
    """Return stage and minutes in it of the open matches.

    One of which nothing is known opens now, but in a round robin it is one of later.
    """
    found = {}
    for key, match in matches.items():
        if match.state is not MatchState.OPEN:
            continue
        if known := running.get(key):
            found[key] = known.stage, (now - known.since).total_seconds() / 60
        elif tournament.format is not Format.ROUND_ROBIN:
            found[key] = Stage.CHECK_IN, 0.0
    return found


def _walk(
    tournament: Tournament, matches: dict[str, Match], rests: dict[str, Rest], walker: Walker
) -> Walks:
    if tournament.format is Format.ROUND_ROBIN:
        return tables.walk_round_robin(tournament, matches, rests, walker)
    if tournament.format is Format.SWISS:
        return tables.walk_swiss(tournament, matches, rests, walker)
    return bracket.walk(tournament, matches, rests, walker)


def _next_match(starts: list[Start]) -> NextMatch:
    """Sum the paths up: those around the middle say whether the wait hangs on a dispute."""
    ordered = sorted(starts)
    margin = len(ordered) * 2 // 5
    around = [disputed for _, disputed in ordered[margin : len(ordered) - margin]]
    if 2 * sum(around) > len(around):
        return NextMatch(None, None, waits_on_dispute=True)
    band = _band([minutes for minutes, _ in ordered])
    return NextMatch(*band.shown, band=band)


def _band(minutes: list[float]) -> Band:
    ordered = sorted(minutes)
    last = len(ordered) - 1
    low, middle, high = (ordered[round(share * last)] for share in (0.1, 0.5, 0.9))
    return Band(low, middle, high)
