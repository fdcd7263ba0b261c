"""What a process builds once and keeps: its settings, and its clients of other services.

`functools.lru_cache` also keeps what was under way while the cache was cleared: a thread that
read the old settings then hands them to everybody after it.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class BuiltOnce(Generic[T]):
    """A function without arguments whose first answer is kept until `cache_clear`.

    Each answer is kept with the period in which its building began, and only answers of the
    current period are given: no lock, which a fork could copy while it is held. Threads that ask
    at the same time may build more than one.
    """

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._period = object()
        self._kept: tuple[object, T] | None = None
        self.__doc__ = build.__doc__

    def __call__(self) -> T:
        """Return what is kept, or else build it; raises what building raises."""
        kept = self._kept
        period = self._period
        if kept is not None and kept[0] is period:
            return kept[1]
        built = self._build()
        self._kept = (period, built)
        return built

    @property
    def is_kept(self) -> bool:
        """Whether the next call has something to give without building it."""
        kept = self._kept
        return kept is not None and kept[0] is self._period

    def cache_clear(self) -> None:
        """Forget what is kept, and what is being built now."""
        self._period = object()
        self._kept = None
