"""Metrics from the database: waiting payments, alerts, switches; the same from every process."""

import logging
from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from typing_extensions import override

from app.api.metrics.cod import CodMetrics
from app.core.clock import utc_now
from app.core.database import DATABASE_AWAY, transaction
from app.services.cod import metrics
from app.services.platform import monitoring

logger = logging.getLogger(__name__)


def page() -> bytes:
    """Return the metrics in Prometheus' text format; nothing while the database is away."""
    try:
        with transaction() as session:
            counts = monitoring.count(session, now=utc_now())
            figures = metrics.take(session, now=utc_now())
    except DATABASE_AWAY as error:
        logger.warning("metrics of the database are missing: %s", type(error).__name__)
        return b""
    registry = CollectorRegistry()
    registry.register(_PaymentMetrics(counts))
    registry.register(CodMetrics(figures))
    return generate_latest(registry)


class _PaymentMetrics(Collector):
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
