"""Metrics of this process alone: its live sockets, its connections, its disk queue."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, Metric
from sqlalchemy import QueuePool

from app.api import policy_reports
from app.api.live.counts import counts
from app.api.metrics.families import by, gauge, render
from app.core.database import get_engine
from app.core.resilience import disk_queue
from app.core.settings import get_settings


def page() -> bytes:
    """Return them in Prometheus' text format."""
    return render(_families())


def _families() -> Iterator[Metric]:
    yield gauge("wagewars_sockets_open", "Open live sockets of this process", counts.open)
    yield CounterMetricFamily(
        "wagewars_socket_messages", "Messages sent to live sockets", value=counts.sent
    )
    yield CounterMetricFamily(
        "wagewars_sockets_dropped",
        "Live sockets closed because their reader fell behind",
        value=counts.dropped,
    )
    stopped = CounterMetricFamily(
        "wagewars_policy_reports",
        "What browsers report that the content policy stopped",
        labels=["directive"],
    )
    for directive, times in policy_reports.counts.items():
        stopped.add_metric([directive], times)
    yield stopped
    pool = get_engine().pool
    if isinstance(pool, QueuePool):
        connections = {"in_use": pool.checkedout(), "idle": pool.checkedin()}
        yield by("state", "wagewars_database_connections", "Connections of the pool", connections)
        yield gauge("wagewars_database_connections_kept", "Connections it keeps", pool.size())
    yield gauge("wagewars_spool_bytes", "Callbacks on disk", disk_queue.size())
    yield gauge(
        "wagewars_spool_limit_bytes",
        "Beyond this, callbacks are refused",
        get_settings().spool_megabytes * 2**20,
    )
    yield gauge(
        "wagewars_spool_aside_files",
        "Batches of callbacks that could not be read or stored",
        disk_queue.count_set_aside(),
    )
