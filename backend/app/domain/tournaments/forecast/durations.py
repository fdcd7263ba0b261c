"""How long the stages of a match last, as it was measured, and draws from that.

Where few matches were measured, the prior of tournaments.md §4 fills up.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log
from random import Random
from statistics import NormalDist, median

LATEST = 500  # matches of the mode that are looked at
_PRIOR_MATCHES = 100  # so many matches the prior counts for, and fills each stage up to
_PRIOR_EVENT = 6  # matches by which the factor of an event is drawn to 1


class Stage(StrEnum):
    """Where an open match is: waiting for check-in, in play, awaiting a report, or in dispute."""

    CHECK_IN = "check_in"
    PLAY = "play"
    REPORT = "report"
    DISPUTE = "dispute"


@dataclass(frozen=True)
class Measured:
    """The stages of one finished match in minutes; None where it had no such stage.

    `no_show` says that it was forfeited since somebody did not check in.
    """

    check_in: float | None = None
    play: float | None = None
    report: float | None = None
    dispute: float | None = None
    no_show: bool = False


@dataclass(frozen=True)
class Durations:
    """How long stages of matches of one mode lasted, in minutes, each stage sorted.

    `no_show_rate` is of all matches, `dispute_rate` of those that were played. A match to which
    somebody does not come ends after `absent_after` minutes, and the next one of a player opens
    `pause` minutes after theirs has ended.
    """

    check_in: tuple[float, ...]
    play: tuple[float, ...]
    report: tuple[float, ...]
    dispute: tuple[float, ...]
    no_show_rate: float = 0.08
    dispute_rate: float = 0.03
    absent_after: float = 10.0
    pause: float = 2.0


def _spread(quantile: Callable[[float], float]) -> tuple[float, ...]:
    """Return as many values as the prior counts for, evenly spread over a distribution."""
    return tuple(quantile((i + 0.5) / _PRIOR_MATCHES) for i in range(_PRIOR_MATCHES))


PRIOR = Durations(
    check_in=_spread(lambda share: min(10.0, 0.5 - 2.0 * log(1 - share))),
    play=_spread(lambda share: exp(log(13.0) + 0.3 * NormalDist().inv_cdf(share))),
    report=_spread(lambda share: 1.0 - 1.5 * log(1 - share)),
    dispute=_spread(lambda share: 20.0 + 40.0 * share),
)


def durations_of(history: Sequence[Measured], prior: Durations = PRIOR) -> Durations:
    """Sum up the latest matches of `history`, which is in order of time."""
    latest = history[-LATEST:]
    count = len(latest) + _PRIOR_MATCHES
    no_shows = sum(one.no_show for one in latest)
    played = sum(one.play is not None for one in latest) + _PRIOR_MATCHES
    disputes = sum(one.dispute is not None for one in latest)
    return replace(
        prior,
        check_in=_filled((one.check_in for one in latest), prior.check_in),
        play=_filled((one.play for one in latest), prior.play),
        report=_filled((one.report for one in latest), prior.report),
        dispute=_filled((one.dispute for one in latest), prior.dispute),
        no_show_rate=(no_shows + prior.no_show_rate * _PRIOR_MATCHES) / count,
        dispute_rate=(disputes + prior.dispute_rate * _PRIOR_MATCHES) / played,
    )


def _filled(measured: Iterable[float | None], prior: tuple[float, ...]) -> tuple[float, ...]:
    known = [minutes for minutes in measured if minutes is not None]
    missing = max(0, _PRIOR_MATCHES - len(known))
    added = (prior[(2 * i + 1) * len(prior) // (2 * missing)] for i in range(missing))
    return tuple(sorted([*known, *added]))


def factor_of(plays: Iterable[float], durations: Durations) -> float:
    """Return by how much play lasts longer at this event than it usually does.

    `plays` are the minutes in play of the matches that have ended here; few say little.
    """
    usual = median(durations.play)
    logs = [log(max(minutes, 0.1) / usual) for minutes in plays]
    return exp(sum(logs) / (len(logs) + _PRIOR_EVENT))


class Draws:
    """Random durations of matches at one event, in minutes."""

    def __init__(self, durations: Durations, factor: float, dice: Random) -> None:
        self.durations = durations
        self._factor = factor
        self._dice = dice

    def whole(self) -> float:
        """Draw how long a match lasts, from the opening of its check-in to its end."""
        if self._dice.random() < self.durations.no_show_rate:
            return self.durations.absent_after
        return self._any(self.durations.check_in) + self._from_play()

    def rest(self, stage: Stage, spent: float) -> float:
        """Draw how long a match goes on that has been in this stage for `spent` minutes.

        Below 0 the stage has not begun yet.
        """
        if spent < 0:
            return self.rest(stage, 0.0) - spent
        if stage is Stage.CHECK_IN:
            return self._rest_of_check_in(spent)
        if stage is Stage.PLAY:
            return (
                self._longer(self.durations.play, spent / self._factor) * self._factor + self._end()
            )
        if stage is Stage.REPORT:
            return self._longer(self.durations.report, spent) + self._dispute()
        return self._longer(self.durations.dispute, spent)

    def _rest_of_check_in(self, spent: float) -> float:
        """Draw by Bayes' rule whether somebody stays away, who has not come so far."""
        came, rate = self.durations.check_in, self.durations.no_show_rate
        slow = 1 - bisect_right(came, spent) / len(came)
        absent = rate / (rate + (1 - rate) * slow) if rate or slow else 1.0
        if self._dice.random() < absent:
            return max(0.0, self.durations.absent_after - spent)
        return self._longer(came, spent) + self._from_play()

    def _from_play(self) -> float:
        return self._any(self.durations.play) * self._factor + self._end()

    def _end(self) -> float:
        return self._any(self.durations.report) + self._dispute()

    def _dispute(self) -> float:
        disputed = self._dice.random() < self.durations.dispute_rate
        return self._any(self.durations.dispute) if disputed else 0.0

    def _any(self, lengths: tuple[float, ...]) -> float:
        return lengths[int(self._dice.random() * len(lengths))]

    def _longer(self, lengths: tuple[float, ...], spent: float) -> float:
        """Draw what is left of a stage, among those that lasted longer than `spent`.

        What has lasted longer than all of them goes on for up to half as long again.
        """
        first = bisect_right(lengths, spent)
        if first == len(lengths):
            return spent * self._dice.random() / 2
        return lengths[first + int(self._dice.random() * (len(lengths) - first))] - spent
