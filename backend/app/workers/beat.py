"""Celery's clock, which starts even when a crash has damaged its memory."""

import logging

from celery.beat import PersistentScheduler
from typing_extensions import override

logger = logging.getLogger(__name__)


class Rounds(PersistentScheduler):
    """Remembers on disk when each round was made last; forgets it if that cannot be read."""

    @override
    def setup_schedule(self) -> None:
        """Read the file, or begin a new one: Celery fails for ever at one that was cut short."""
        try:
            super().setup_schedule()
        except Exception as error:
            logger.exception("beat forgets when it did what: its file is damaged")
            # What Celery does itself, but only for some kinds of damage.
            self._store = self._destroy_open_corrupted_schedule(error)  # type: ignore[attr-defined]
            super().setup_schedule()
