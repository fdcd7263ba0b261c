"""Metrics of the audit's hash chain: what its last check found."""

from collections.abc import Iterator

from prometheus_client.core import Metric

from app.api.metrics.families import gauge
from app.core.telemetry import audit_figures

_FACTS = {
    "count": (
        "wagewars_audit_entries",
        "Entries in the audit's hash chain when it was last found whole",
    ),
    "broken": (
        "wagewars_audit_broken",
        "1 if the audit's hash chain was broken at the last check",
    ),
    "checked_at": (
        "wagewars_audit_checked_timestamp_seconds",
        "When a worker last followed the audit's hash chain",
    ),
}


def families() -> Iterator[Metric]:
    """Yield each metric under its name, without a sample before the first check."""
    stored = audit_figures.read()
    for fact, (name, meaning) in _FACTS.items():
        known = stored.get(fact)
        yield gauge(name, meaning, None if known is None else float(known))
