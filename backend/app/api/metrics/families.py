"""How our metrics are written: gauges with one label at most, never one with a person in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from typing_extensions import override

from app.services.platform.play_figures import PERCENTILES


class _Fixed(Collector):
    """Metrics that were read already."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    @override
    def collect(self) -> Iterator[Metric]:
        yield from self._families


def render(families: Iterable[Metric]) -> bytes:
    """Return metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Fixed(families))
    return generate_latest(registry)


def gauge(name: str, meaning: str, value: float | None) -> Metric:
    """Return a gauge without labels; without a sample where the value is unknown."""
    return GaugeMetricFamily(name, meaning, value=value)


def by(label: str, name: str, meaning: str, values: Mapping[str, float]) -> Metric:
    """Return a gauge with a value for each value of `label`."""
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for one, value in values.items():
        family.add_metric([one], value)
    return family


def percentiles(name: str, meaning: str, values: Sequence[float]) -> Metric:
    """Return a gauge of the values of PERCENTILES; without samples where nothing is known."""
    return by("percentile", name, meaning, dict(zip(map(str, PERCENTILES), values, strict=False)))
