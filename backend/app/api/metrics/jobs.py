"""Metrics of Celery, of all workers together: runs, durations, queues, and beat."""

import time
from collections.abc import Iterator

from prometheus_client.core import (
    CounterMetricFamily,
    HistogramMetricFamily,
    Metric,
    SummaryMetricFamily,
)

from app.api.metrics.families import by, gauge
from app.core.telemetry.job_figures import BUCKETS, JobFigures, read


def families() -> Iterator[Metric]:
    """Yield each metric under its name; raises RedisError."""
    figures = read(now=time.time())
    yield from _runs(figures)
    yield by("queue", "wagewars_jobs_waiting", "Jobs that no worker has taken yet", figures.waiting)
    yield by(
        "queue",
        "wagewars_jobs_oldest_seconds",
        "How long the next job of the queue waits; 0 for an empty one",
        figures.oldest,
    )
    yield gauge(
        "wagewars_jobs_unacknowledged",
        "Jobs that a worker has taken and not ended",
        figures.unacknowledged,
    )
    yield gauge("wagewars_beat_age_seconds", "Seconds since beat last sent a job", figures.beat_age)


def _runs(figures: JobFigures) -> Iterator[Metric]:
    runs = CounterMetricFamily(
        "wagewars_jobs", "Jobs that workers have run", labels=["job", "outcome"]
    )
    for (job, outcome), count in figures.runs.items():
        runs.add_metric([job, outcome], count)
    yield runs
    took = HistogramMetricFamily("wagewars_job_seconds", "What jobs take", labels=["job"])
    for job, counts in figures.took.items():
        took.add_metric([job], _cumulated(counts), figures.seconds.get(job, 0.0))
    yield took
    waits = SummaryMetricFamily(
        "wagewars_job_wait_seconds", "How long jobs waited in their queue", labels=["queue"]
    )
    for queue, (jobs, seconds) in figures.waits.items():
        waits.add_metric([queue], jobs, seconds)
    yield waits


def _cumulated(counts: dict[str, int]) -> list[tuple[str, float]]:
    """Return the buckets as Prometheus has them: each with all that are below."""
    total, buckets = 0, []
    for most in (*map(str, BUCKETS), "+Inf"):
        total += counts.get(most, 0)
        buckets.append((most, float(total)))
    return buckets
