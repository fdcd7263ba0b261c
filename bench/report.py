"""How figures are compared: paired inside a round, then smallest, median and largest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.site import Site


@dataclass(frozen=True)
class Figure:
    """One goal: `measure` gives (ours, reference) of one round; the ratio should reach `goal`."""

    name: str
    ours: str
    reference: str
    unit: str
    floor: float  # what must hold now
    goal: float  # what we are after
    measure: Callable[[Site, int], tuple[float, float]]


@dataclass
class Rounds:
    """What one figure came to, round by round."""

    figure: Figure
    ours: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)

    def add(self, ours: float, reference: float) -> None:
        """Note one round."""
        self.ours.append(ours)
        self.reference.append(reference)

    @property
    def ratios(self) -> list[float]:
        """Ours divided by the reference of the same round."""
        return [one / other for one, other in zip(self.ours, self.reference, strict=True)]

    @property
    def holds(self) -> bool:
        """Say whether the median ratio reaches the floor."""
        return median(self.ratios) >= self.figure.floor

    def lines(self) -> list[str]:
        """Describe the figure in three lines."""
        figure = self.figure
        verdict = "ok" if self.holds else "BELOW ITS FLOOR"
        return [
            f"{figure.name}: ratio {_spread(self.ratios, 3)}"
            f"  (floor {figure.floor}, goal {figure.goal})  {verdict}",
            f"    {figure.ours}: {_spread(self.ours, 0)} {figure.unit}",
            f"    {figure.reference}: {_spread(self.reference, 0)} {figure.unit}",
        ]


@dataclass
class Waits:
    """Waiting times of one kind, in milliseconds, of all rounds together."""

    name: str
    ceiling: float  # what that percentile must not exceed
    percent: int = 99
    milliseconds: list[float] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether hardly anybody waits longer than the ceiling."""
        return self.percentile(self.percent) <= self.ceiling

    def percentile(self, percent: int) -> float:
        """Return how long `percent` of a hundred waited at most."""
        return quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]

    def lines(self) -> list[str]:
        """Describe the figure in one line."""
        verdict = "ok" if self.holds else "ABOVE ITS CEILING"
        return [
            f"{self.name}: p50 {self.percentile(50):,.0f} ms,"
            f" p{self.percent} {self.percentile(self.percent):,.0f} ms"
            f"  (ceiling {self.ceiling:,.0f})  {verdict}"
        ]


def _spread(values: list[float], digits: int) -> str:
    low, middle, high = min(values), median(values), max(values)
    return f"{low:,.{digits}f} / {middle:,.{digits}f} / {high:,.{digits}f}"
