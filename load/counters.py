"""What a run has seen: actions, answers, endings of matches, errors and violations."""

import time
from collections import Counter
from dataclasses import dataclass, field

from load.waiting_times import Search


@dataclass
class Counters:
    """Counts and findings of one run; everything in it is written by one event loop."""

    actions: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)  # by HTTP status
    refusals: Counter[str] = field(default_factory=Counter)  # by problem code
    endings: Counter[str] = field(default_factory=Counter)  # matches by status and reason
    searches: list[Search] = field(default_factory=list)
    stages: dict[int, str] = field(default_factory=dict)  # where each player is now
    errors: list[str] = field(default_factory=list)  # answers of 500 and more, lost connections
    violations: list[str] = field(default_factory=list)  # what must never happen
    lags: list[float] = field(default_factory=list)  # how late our own event loop was, seconds
    deposited: int = 0  # KES, by the API's answers to the players
    began_at: float = field(default_factory=time.monotonic)
    _ended: set[int] = field(default_factory=set)

    @property
    def matches(self) -> int:
        """How many matches the players have seen the end of."""
        return len(self._ended)

    def add_ending(self, match_id: int, status: str, reason: str | None) -> None:
        """Count how a match ended, once for both players."""
        if match_id not in self._ended:
            self._ended.add(match_id)
            self.endings[f"{status}: {reason}"] += 1

    def add_error(self, message: str) -> None:
        """Keep what the API should not have answered."""
        self.errors.append(f"after {time.monotonic() - self.began_at:.0f} s: {message}")

    def add_violation(self, message: str) -> None:
        """Keep what must never happen to a player."""
        self.violations.append(f"after {time.monotonic() - self.began_at:.0f} s: {message}")
