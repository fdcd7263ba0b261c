"""Metrics of the database itself: replication, slots, and its clock against ours."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import Metric

from app.api.metrics.families import by, gauge
from app.services.platform.database_figures import DatabaseFigures


def families(figures: DatabaseFigures, *, now: datetime) -> Iterator[Metric]:
    """Yield each metric under its name; `now` is our time right after the figures were taken."""
    yield gauge(
        "wagewars_clock_skew_seconds",
        "Our clock minus the database's, the way of its answer included",
        (now - figures.clock).total_seconds(),
    )
    yield gauge(
        "wagewars_database_wants_standby",
        "1 if a commit waits for a standby (synchronous_standby_names)",
        figures.wants_standby,
    )
    states = {}
    if figures.standbys is not None:
        states = dict.fromkeys(("sync", "quorum", "potential", "async"), 0) | figures.standbys
    yield by("state", "wagewars_database_standbys", "Connected standbys, by sync_state", states)
    yield by(
        "slot",
        "wagewars_replication_slot_safe_bytes",
        "Bytes of WAL that this slot may still fall behind before it is lost",
        figures.slots,
    )
