"""What a run has seen: who did what, what was answered, and what must not happen."""

import time
from collections import Counter
from dataclasses import dataclass, field

from load.joinable import Stay


@dataclass
class Tally:
    """Counts and findings of one run; everything in it is written by one event loop."""

    deeds: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)  # by HTTP status
    refusals: Counter[str] = field(default_factory=Counter)  # by problem code
    endings: Counter[str] = field(default_factory=Counter)  # matches by status and reason
    stays: list[Stay] = field(default_factory=list)
    stages: dict[int, str] = field(default_factory=dict)  # where each player is now
    errors: list[str] = field(default_factory=list)  # answers of 500 and more, lost connections
    offences: list[str] = field(default_factory=list)  # what must never happen
    lags: list[float] = field(default_factory=list)  # how late our own event loop was, seconds
    deposited: int = 0  # KES, as the players were told
    began_at: float = field(default_factory=time.monotonic)
    _ended: set[int] = field(default_factory=set)

    @property
    def matches(self) -> int:
        """How many matches the players have seen the end of."""
        return len(self._ended)

    def note_ending(self, match_id: int, status: str, reason: str | None) -> None:
        """Note how a match ended, once for both players."""
        if match_id not in self._ended:
            self._ended.add(match_id)
            self.endings[f"{status}: {reason}"] += 1

    def note_error(self, what: str) -> None:
        """Note what the API should not have answered."""
        self.errors.append(f"after {time.monotonic() - self.began_at:.0f} s: {what}")

    def note_offence(self, what: str) -> None:
        """Note what must never happen to a player."""
        self.offences.append(f"after {time.monotonic() - self.began_at:.0f} s: {what}")
