"""Figures of the jobs of all processes, in Redis: what ran how long, what waits, when beat beat.

Workers and beat export nothing themselves. A worker adds up what it did and writes it every second
or two; counts begin anew when Redis is emptied, which Prometheus understands.
"""

import json
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from redis import RedisError

from app.core.jobs import QUEUES
from app.core.redis import get_redis

BUCKETS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)  # seconds a job takes
_RUNS = "figures:jobs"
_BEAT = "figures:beat_at"
_FLUSH_SECONDS = 2.0
_BEAT_SECONDS = 1.0


class JobCounter:
    """Adds up the jobs of this process, and writes the sums at most every two seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sums: Counter[str] = Counter()
        self._written_at = 0.0

    def count(self, job: str, outcome: str, *, seconds: float, queue: str, waited: float) -> None:
        """Count one run of `job`, which had waited in `queue`; `seconds` is what it took."""
        bucket = next((most for most in BUCKETS if seconds <= most), "+Inf")
        with self._lock:
            self._sums[f"runs|{job}|{outcome}"] += 1
            self._sums[f"took|{job}|{bucket}"] += 1
            self._sums[f"seconds|{job}"] += round(seconds * 1e6)  # integers add up exactly
            self._sums[f"waits|{queue}"] += 1
            self._sums[f"waited|{queue}"] += round(max(0.0, waited) * 1e6)
            is_due = time.monotonic() - self._written_at >= _FLUSH_SECONDS
        if is_due:
            self.write()

    def write(self) -> None:
        """Write what was counted; while Redis is away it is kept for the next time."""
        with self._lock:
            sums, self._sums = self._sums, Counter()
            self._written_at = time.monotonic()
        try:
            with get_redis().pipeline(transaction=True) as pipe:
                for name, amount in sums.items():
                    pipe.hincrby(_RUNS, name, amount)
                pipe.execute()
        except RedisError:
            with self._lock:
                self._sums.update(sums)


class BeatMark:
    """Writes when beat last sent a job, at most once a second."""

    def __init__(self) -> None:
        self._written_at = 0.0

    def sent(self) -> None:
        """Note that beat has sent a job."""
        if time.monotonic() - self._written_at < _BEAT_SECONDS:
            return
        self._written_at = time.monotonic()
        with suppress(RedisError):
            get_redis().set(_BEAT, time.time())


@dataclass(frozen=True)
class JobFigures:
    """Sums since Redis was empty (seconds), queues now, and seconds since beat sent a job.

    `runs` by (job, outcome), `took` by job and bucket, `waits` as (jobs, seconds) by queue.
    """

    runs: dict[tuple[str, str], int]
    took: dict[str, dict[str, int]]
    seconds: dict[str, float]
    waits: dict[str, tuple[int, float]]
    waiting: dict[str, int]
    oldest: dict[str, float]
    unacknowledged: int
    beat_age: float | None


def read(*, now: float) -> JobFigures:
    """Read the figures at `now` (seconds since 1970); raises RedisError."""
    with get_redis().pipeline(transaction=False) as pipe:
        pipe.hgetall(_RUNS)
        pipe.get(_BEAT)
        pipe.hlen("unacked")  # kombu's: given to a worker, not ended yet
        for queue in QUEUES:
            pipe.llen(queue)
            pipe.lindex(queue, -1)  # the next one
        stored, beat_at, unacknowledged, *queues = pipe.execute()
    lengths, heads = queues[0::2], queues[1::2]
    sums = _Sums()
    for name, amount in stored.items():
        sums.add(name.split("|"), int(amount))
    return JobFigures(
        runs=sums.runs,
        took=sums.took,
        seconds=sums.seconds,
        waits={queue: (sums.waits[queue], sums.waited[queue] / 1e6) for queue in QUEUES},
        waiting=dict(zip(QUEUES, map(int, lengths), strict=True)),
        oldest={queue: _age(head, now) for queue, head in zip(QUEUES, heads, strict=True)},
        unacknowledged=int(unacknowledged),
        beat_age=None if beat_at is None else max(0.0, now - float(beat_at)),
    )


class _Sums:
    def __init__(self) -> None:
        self.runs: dict[tuple[str, str], int] = {}
        self.took: dict[str, dict[str, int]] = {}
        self.seconds: dict[str, float] = {}
        self.waits: Counter[str] = Counter()
        self.waited: Counter[str] = Counter()

    def add(self, name: list[str], amount: int) -> None:
        match name:
            case "runs", job, outcome:
                self.runs[job, outcome] = amount
            case "took", job, bucket:
                self.took.setdefault(job, {})[bucket] = amount
            case "seconds", job:
                self.seconds[job] = amount / 1e6
            case "waits", queue:
                self.waits[queue] = amount
            case "waited", queue:
                self.waited[queue] = amount


def _age(message: str | None, now: float) -> float:
    """Return how long ago a message was sent; 0 without one, or if it does not say."""
    if message is None:
        return 0.0
    try:
        return max(0.0, now - float(json.loads(message)["headers"]["sent_at"]))
    except (ValueError, KeyError, TypeError):
        return 0.0
