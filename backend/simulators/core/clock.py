"""The simulators' time: real time, run faster by SIM_SPEED and pushed forward by tests."""

import time
from datetime import UTC, datetime, timedelta, timezone

from simulators.core.store import Store

NAIROBI = timezone(timedelta(hours=3), "EAT")


class Clock:
    """Tells the time in seconds since 1970 and turns simulated delays into moments."""

    def __init__(self, store: Store, *, speed: float) -> None:
        self._store = store
        self.speed = speed

    @property
    def pushed_seconds(self) -> float:
        """How far tests have pushed this clock ahead of real time."""
        row = self._store.one("SELECT value FROM notes WHERE name = 'clock'")
        return float(row["value"]) if row else 0.0

    def now(self) -> float:
        """Return the present moment."""
        return self.real_now() + self.pushed_seconds

    def real_now(self) -> float:
        """Return the moment that callers, who cannot see our clock, believe it to be."""
        return time.time()

    def after(self, delay_seconds: float) -> float:
        """Return the moment `delay_seconds` of simulated time from now."""
        return self.now() + delay_seconds / self.speed

    def before(self, age_seconds: float) -> float:
        """Return the moment `age_seconds` of simulated time ago."""
        return self.now() - age_seconds / self.speed

    def push(self, seconds: float) -> None:
        """Move the clock forward, for instance past the expiry of a token."""
        self._store.run(
            "INSERT OR REPLACE INTO notes (name, value) VALUES ('clock', ?)",
            str(self.pushed_seconds + seconds),
        )


def in_nairobi(moment: float) -> datetime:
    """Return the wall time in Nairobi, which is what all of M-Pesa speaks."""
    return datetime.fromtimestamp(moment, NAIROBI)


def compact(moment: float) -> str:
    """Return YYYYMMDDHHmmss in Nairobi."""
    return in_nairobi(moment).strftime("%Y%m%d%H%M%S")


def iso(moment: float | None) -> str | None:
    """Return ISO 8601 in UTC with a Z, or None for "not yet"."""
    if moment is None:
        return None
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
