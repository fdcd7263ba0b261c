"""How figures are compared: paired inside a round, then smallest, median and largest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.testbed import Testbed


@dataclass(frozen=True)
class Figure:
    """A rate beside a reference: `measure` returns (ours, reference) of one round.

    The median ratio must not be below `floor`; `goal` is what we are after. Where `is_wait`, ours
    and the reference are waits: less is better, and `floor` is the most that the ratio may be.
    """

    code: str  # by which it is selected
    name: str
    ours: str
    reference: str
    unit: str
    floor: float
    goal: float
    measure: Callable[[Testbed, int], tuple[float, float]]
    database: str = ""  # where it is not the code
    is_wait: bool = False

    def new_result(self) -> "Ratios":
        """Return a result without rounds."""
        return Ratios(self)


@dataclass
class Ratios:
    """The rates of one figure, round by round."""

    figure: Figure
    ours: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)

    def add_round(self, testbed: Testbed, round_number: int) -> str:
        """Measure one round; returns its ratio as text."""
        ours, reference = self.figure.measure(testbed, round_number)
        self.ours.append(ours)
        self.reference.append(reference)
        return f"{ours / reference:.3f}"

    @property
    def ratios(self) -> list[float]:
        """Ours divided by the reference of the same round."""
        return [one / other for one, other in zip(self.ours, self.reference, strict=True)]

    @property
    def passes(self) -> bool:
        """Say whether the median ratio is on the right side of the floor."""
        middle, floor = median(self.ratios), self.figure.floor
        return middle <= floor if self.figure.is_wait else middle >= floor

    def lines(self) -> list[str]:
        """Describe the result in three lines."""
        figure = self.figure
        bound, missed = "floor", "BELOW ITS FLOOR"
        if figure.is_wait:
            bound, missed = "ceiling", "ABOVE ITS CEILING"
        return [
            f"{figure.code} {figure.name}: ratio {_spread(self.ratios, 3)}"
            f"  ({bound} {figure.floor}, goal {figure.goal})  {'ok' if self.passes else missed}",
            f"    {figure.ours}: {_spread(self.ours, 0)} {figure.unit}",
            f"    {figure.reference}: {_spread(self.reference, 0)} {figure.unit}",
        ]


@dataclass(frozen=True)
class Ceiling:
    """What a percentile of some times must not exceed, in milliseconds."""

    name: str
    milliseconds: float
    percent: int = 99

    def holds(self, times: list[float]) -> bool:
        """Say whether the times are low enough."""
        return percentile(times, self.percent) <= self.milliseconds

    def describe(self, times: list[float]) -> str:
        """Describe the times in one line."""
        conclusion = "ok" if self.holds(times) else "ABOVE ITS CEILING"
        return (
            f"{self.name}: p50 {percentile(times, 50):,.0f} ms,"
            f" p{self.percent} {percentile(times, self.percent):,.0f} ms"
            f"  (ceiling {self.milliseconds:,.0f})  {conclusion}"
        )


@dataclass(frozen=True)
class LatencyFigure:
    """Times that players feel: `measure` returns those of one round, a list for each ceiling."""

    code: str
    name: str
    ceilings: tuple[Ceiling, ...]
    measure: Callable[[Testbed], tuple[list[float], ...]]
    database: str = ""

    def new_result(self) -> "Latencies":
        """Return a result without rounds."""
        return Latencies(self, [[] for _ in self.ceilings])


@dataclass
class Latencies:
    """The times of one figure in milliseconds, of all rounds together."""

    figure: LatencyFigure
    milliseconds: list[list[float]]

    def add_round(self, testbed: Testbed, _: int) -> str:
        """Measure one round; returns the medians as text."""
        measured = self.figure.measure(testbed)
        for times, more in zip(self.milliseconds, measured, strict=True):
            times.extend(more)
        return ", ".join(f"{median(times):.0f} ms" for times in measured)

    @property
    def passes(self) -> bool:
        """Say whether no ceiling is exceeded."""
        return all(
            ceiling.holds(times)
            for ceiling, times in zip(self.figure.ceilings, self.milliseconds, strict=True)
        )

    def lines(self) -> list[str]:
        """Describe the result in a line for each ceiling."""
        return [
            f"{self.figure.code} {self.figure.name}, {ceiling.describe(times)}"
            for ceiling, times in zip(self.figure.ceilings, self.milliseconds, strict=True)
        ]


def percentile(times: list[float], percent: int) -> float:
    """Return what `percent` of a hundred do not exceed."""
    return quantiles(times, n=100, method="inclusive")[percent - 1]


def _spread(values: list[float], digits: int) -> str:
    low, middle, high = min(values), median(values), max(values)
    return f"{low:,.{digits}f} / {middle:,.{digits}f} / {high:,.{digits}f}"
