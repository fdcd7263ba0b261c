"""Metrics of payments that wait, of alerts, switches and rulings."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

from app.services.platform import monitoring


class PaymentMetrics(Collector):
    """Counts of one moment."""

    def __init__(self, counts: monitoring.Counts) -> None:
        self._counts = counts

    @override
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield each metric under its name."""
        counts = self._counts
        waiting = GaugeMetricFamily(
            "wagewars_payments_waiting", "Payments that have not ended", labels=["kind", "state"]
        )
        oldest = GaugeMetricFamily(
            "wagewars_payments_oldest_seconds",
            "Age of the oldest payment in this state, 0 when there is none",
            labels=["kind", "state"],
        )
        for one in counts.waiting:
            waiting.add_metric([one.kind.value, one.state], one.count)
            oldest.add_metric([one.kind.value, one.state], one.oldest)
        alerts = GaugeMetricFamily(
            "wagewars_alarms_open", "Alerts that are not cleared", labels=["kind"]
        )
        for kind, count in counts.alerts.items():
            alerts.add_metric([kind], count)
        switches = GaugeMetricFamily(
            "wagewars_switch_on", "1 while it goes on, 0 while it is paused", labels=["name"]
        )
        for name, is_on in counts.switches.items():
            switches.add_metric([name], int(is_on))
        yield from (waiting, oldest, alerts, switches)
        yield GaugeMetricFamily(
            "wagewars_rulings_open", "Rulings that wait for a second admin", value=counts.rulings
        )
