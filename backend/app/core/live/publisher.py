"""Publish hints in a thread: no request waits for Redis, and no hint is lost while it is away."""

import atexit
import logging
import secrets
import threading
import time
from collections import deque
from itertools import islice

from redis import RedisError

from app.core.live import streams
from app.core.live.streams import Hint
from app.core.redis import get_redis

logger = logging.getLogger(__name__)

MAX_WAITING = 20_000  # hints that wait for Redis, some 10 MB; of older ones only the readers stay
_BATCH = 200
_GATHER_SECONDS = 0.01  # while there is much to publish, to share one call ...
_QUIET_SECONDS = 0.001  # ... and while there is not
_MUCH = 5  # hints in one batch
_RETRY_SECONDS = 0.5
_EXIT_SECONDS = 2.0  # in which a process that ends publishes what is left


class Publisher:
    """A thread that publishes hints in batches and in order, each batch until Redis has it.

    A killed process loses the hints that wait here. Pages poll as well, so those come later.
    """

    def __init__(self) -> None:
        self._waiting: deque[Hint] = deque()
        self._dropped: set[int] = set()  # players of whose hints one was dropped
        self._is_idle = False
        self._wakeup = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, hints: list[Hint]) -> None:
        """Queue hints; the thread starts with the first."""
        self._waiting.extend(hints)
        if self._is_idle:  # waking a thread that works costs as much as a round trip to Redis
            self._wakeup.set()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="hints", daemon=True)
                    self._thread.start()
                    atexit.register(self.flush, _EXIT_SECONDS)

    def flush(self, seconds: float) -> None:
        """Wait until everything is published, at most so long."""
        give_up_at = time.monotonic() + seconds
        while not self._is_done() and time.monotonic() < give_up_at:
            time.sleep(_GATHER_SECONDS)

    def _is_done(self) -> bool:
        return self._is_idle and not self._waiting

    def _run(self) -> None:
        while True:
            if not self._waiting:
                self._wait()
            batch = tuple(islice(self._waiting, _BATCH))
            try:
                self._publish(batch)
            except Exception:
                logger.exception("%d live hints could not be published", len(batch))
                self._dropped.update(user_id for hint in batch for user_id in hint.to)
            for _ in batch:
                self._waiting.popleft()
            time.sleep(_GATHER_SECONDS if len(batch) >= _MUCH else _QUIET_SECONDS)

    def _publish(self, batch: tuple[Hint, ...]) -> None:
        """Publish a batch, however often Redis must be asked."""
        name = secrets.token_hex(8)
        is_away = False
        while True:
            try:
                streams.publish(get_redis(), batch, batch=name, now=time.time())
                if self._dropped:
                    self._forget_dropped()
            except RedisError as error:
                if not is_away:
                    logger.warning("live hints wait for Redis: %s", type(error).__name__)
                is_away = True
                self._drop(keep=len(batch))
                time.sleep(_RETRY_SECONDS)
            else:
                return

    def _drop(self, *, keep: int) -> None:
        """Drop hints behind the first `keep` while too many wait; their readers must resync."""
        while len(self._waiting) > MAX_WAITING:
            hint = self._waiting[keep]
            del self._waiting[keep]
            self._dropped.update(hint.to)

    def _forget_dropped(self) -> None:
        logger.warning("%d players have to fetch everything again", len(self._dropped))
        streams.forget(get_redis(), sorted(self._dropped))
        self._dropped.clear()

    def _wait(self) -> None:
        self._wakeup.clear()
        self._is_idle = True
        if not self._waiting:  # hints put before we were idle have not set the event
            self._wakeup.wait()
        self._is_idle = False


_publisher = Publisher()


def publish_soon(hints: list[Hint]) -> None:
    """Publish hints in order, in a thread, without waiting for Redis."""
    _publisher.put(hints)
