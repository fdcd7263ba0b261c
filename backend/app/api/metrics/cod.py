"""Metrics of Activision: calls, blocked scopes, calls left, how late lookups are."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from app.core.resilience import cod_call_counts, cod_circuits
from app.core.settings import get_settings
from app.integrations.cod import pace
from app.services.cod import metrics


class CodMetrics(Collector):
    """Metrics of all processes together; calls are counted in Redis."""

    def __init__(self, figures: metrics.Figures) -> None:
        self._figures = figures

    @override
    def collect(self) -> Iterator[Metric]:
        """Yield each metric under its name."""
        calls = CounterMetricFamily(
            "wagewars_cod_calls", "Calls of Activision by how they ended", labels=["outcome"]
        )
        for outcome, count in cod_call_counts.read().items():
            calls.add_metric([outcome], count)
        closed = GaugeMetricFamily(
            "wagewars_cod_closed_seconds",
            "For how long nothing is asked in this scope, 0 while it is open",
            labels=["scope"],
        )
        for scope, seconds in cod_circuits.scopes().items():
            closed.add_metric([scope], seconds)
        yield from (calls, closed)
        left = pace.left(get_settings().cod)
        metrics = {
            "wagewars_cod_on": ("1 while matches verify themselves", cod_circuits.status() == "on"),
            "wagewars_cod_calls_left": ("Calls that may be made at once; -1: unknown", left),
            "wagewars_cod_looks_waiting": ("Games still looked for", self._figures.waiting),
            "wagewars_cod_look_late_seconds": ("Of the oldest look due", self._figures.late),
            "wagewars_cod_looked": ("Games looked for, of the last matches", self._figures.looked),
            "wagewars_cod_found": ("Of these found at all", self._figures.found),
            "wagewars_cod_sure": ("Of these found for sure (HIGH)", self._figures.sure),
            "wagewars_cod_found_seconds": (
                "Within how long half of them were found; -1: none was",
                -1 if self._figures.half_after is None else self._figures.half_after,
            ),
            "wagewars_disputes_per_hundred": (
                "Disputes in a hundred of the last matches",
                100 * self._figures.disputes / max(1, self._figures.matches),
            ),
        }
        for name, (meaning, value) in metrics.items():
            yield GaugeMetricFamily(name, meaning, value=float(value))
