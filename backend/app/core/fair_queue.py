"""A queue in which nobody's place depends on how many others one sender has put in.

Known senders, each with a share of the places at most, go before unknown ones. Within a class
senders take turns. When all places are taken, the newest entry of the unknown sender with the most
of them gives way. So who floods the queue makes only themselves wait.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Sender:
    """Who waits: `name` is an address, or an account on a device that it is known to use."""

    name: str
    is_known: bool = False


class FairQueue(Generic[T]):
    """Entries in the order of turns; `places` in all, `share` for one known sender."""

    def __init__(self, *, places: int, share: int) -> None:
        self._places, self._share = places, share
        self._size = 0
        # Known and unknown, by sender; whose turn is next stands first.
        self._lines: tuple[OrderedDict[str, deque[T]], OrderedDict[str, deque[T]]] = (
            OrderedDict(),
            OrderedDict(),
        )

    def __len__(self) -> int:
        """Return how many wait."""
        return self._size

    def push(self, entry: T, sender: Sender) -> T | None:
        """Add an entry; return the one that gives way for it, which may be itself, or None."""
        lines = self._lines[0 if sender.is_known else 1]
        mine = len(lines.get(sender.name, ()))
        if sender.is_known and mine >= self._share:
            return entry
        out = None
        if self._size >= self._places:
            longest = self._longest(than=0 if sender.is_known else mine + 1)
            if longest is None:
                return entry
            out = self._take(self._lines[1], longest, newest=True)
        lines.setdefault(sender.name, deque()).append(entry)
        self._size += 1
        return out

    def pop(self) -> T | None:
        """Take the next entry out; None if nobody waits."""
        for lines in self._lines:
            if lines:
                name = next(iter(lines))
                entry = self._take(lines, name, newest=False)
                if name in lines:
                    lines.move_to_end(name)
                return entry
        return None

    def _longest(self, *, than: int) -> str | None:
        """Return the unknown sender with the most entries, if they have more than `than`."""
        lines = self._lines[1]
        name = max(reversed(lines), key=lambda one: len(lines[one]), default=None)
        return name if name is not None and len(lines[name]) > than else None

    def _take(self, lines: OrderedDict[str, deque[T]], name: str, *, newest: bool) -> T:
        entry = lines[name].pop() if newest else lines[name].popleft()
        if not lines[name]:
            del lines[name]
        self._size -= 1
        return entry
