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
            "wagewars_cod_calls", "Calls to Activision, by outcome", labels=["outcome"]
        )
        for outcome, count in cod_call_counts.read().items():
            calls.add_metric([outcome], count)
        closed = GaugeMetricFamily(
            "wagewars_cod_closed_seconds",
            "Seconds until calls of this scope are allowed again; 0: allowed now",
            labels=["scope"],
        )
        for scope, seconds in cod_circuits.scopes().items():
            closed.add_metric([scope], seconds)
        yield from (calls, closed)
        left = pace.left(get_settings().cod)
        metrics = {
            "wagewars_cod_on": ("1 while lookups of matches are on", cod_circuits.status() == "on"),
            "wagewars_cod_calls_left": ("Calls left in our own budget now; -1: unknown", left),
            "wagewars_cod_looks_waiting": (
                "Matches whose game is still being looked up",
                self._figures.waiting,
            ),
            "wagewars_cod_look_late_seconds": (
                "Seconds by which the oldest due lookup is late",
                self._figures.late,
            ),
            "wagewars_cod_looked": ("Matches looked up, among the last ones", self._figures.looked),
            "wagewars_cod_found": ("Matches among them whose game was found", self._figures.found),
            "wagewars_cod_sure": (
                "Matches among them whose game was found with high confidence",
                self._figures.sure,
            ),
            "wagewars_cod_found_seconds": (
                "Median seconds until a game was found; -1: none was",
                -1 if self._figures.half_after is None else self._figures.half_after,
            ),
            "wagewars_disputes_per_hundred": (
                "Disputes per hundred of the last matches",
                100 * self._figures.disputes / max(1, self._figures.matches),
            ),
        }
        for name, (meaning, value) in metrics.items():
            yield GaugeMetricFamily(name, meaning, value=float(value))
