"""The house's numbers for the graphs: what waits, alarms, switches. The same from every process."""

import logging
from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from typing_extensions import override

from app.api.metrics.cod import CodNumbers
from app.core.clock import utc_now
from app.core.database import DATABASE_AWAY, transaction
from app.services.cod import metrics
from app.services.platform import monitoring as watch_numbers

logger = logging.getLogger(__name__)


def page() -> bytes:
    """Return the numbers in Prometheus' text format; nothing while the database is away."""
    try:
        with transaction() as session:
            numbers = watch_numbers.take(session, now=utc_now())
            figures = metrics.take(session, now=utc_now())
    except DATABASE_AWAY as error:
        logger.warning("no numbers of the house: %s", type(error).__name__)
        return b""
    registry = CollectorRegistry()
    registry.register(_House(numbers))
    registry.register(CodNumbers(figures))
    return generate_latest(registry)


class _House(Collector):
    def __init__(self, numbers: watch_numbers.Numbers) -> None:
        self._numbers = numbers

    @override
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give each number under its name."""
        numbers = self._numbers
        waiting = GaugeMetricFamily(
            "wagewars_payments_waiting", "Payments that are not over", labels=["kind", "state"]
        )
        oldest = GaugeMetricFamily(
            "wagewars_payments_oldest_seconds",
            "Age of the oldest payment in this state, 0 when there is none",
            labels=["kind", "state"],
        )
        for one in numbers.waiting:
            waiting.add_metric([one.kind.value, one.state], one.count)
            oldest.add_metric([one.kind.value, one.state], one.oldest)
        alarms = GaugeMetricFamily(
            "wagewars_alarms_open", "Alarms that nobody has seen to", labels=["kind"]
        )
        for kind, count in numbers.alarms.items():
            alarms.add_metric([kind], count)
        switches = GaugeMetricFamily(
            "wagewars_switch_on", "1 while it goes on, 0 while it is paused", labels=["name"]
        )
        for name, is_on in numbers.switches.items():
            switches.add_metric([name], int(is_on))
        yield from (waiting, oldest, alarms, switches)
        yield GaugeMetricFamily(
            "wagewars_rulings_open", "Rulings that wait for a second admin", value=numbers.rulings
        )
