"""What the traffic of a test is counted in: requests, refusals, and settlements that were seen."""

import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Counts:
    """Sums that only grow; the difference of two moments is what lay between them."""

    requests: int = 0
    posts: int = 0
    failed: int = 0
    settled: int = 0
    sockets_broken: int = 0
    slowest: tuple[float, str] = (0.0, "")
    reasons: Counter[str] = field(default_factory=Counter)
    # Settlements that a player was not told of yet, by player and match: since when.
    untold: dict[tuple[str, int], float] = field(default_factory=dict)
    lost: list[tuple[str, int]] = field(default_factory=list)

    def sums(self) -> tuple[int, int, int, int]:
        """Return how many requests, failed ones, settled matches, and untold players there were."""
        return self.requests, self.failed, self.settled, len(self.lost)

    def fail(self, reason: str) -> None:
        """Count a request that did not get the answer it should."""
        self.failed += 1
        self.reasons[reason] += 1

    def give_up(self, *, after_seconds: float) -> None:
        """Call lost what nobody was told of for so long."""
        now = time.monotonic()
        for key, since in list(self.untold.items()):
            if now - since > after_seconds:
                del self.untold[key]
                self.lost.append(key)
