"""Sweeps: rows whose deadline has passed, each handled in a transaction of its own."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from app.core.database import connection_was_lost, transaction
from app.services.platform import alerts

logger = logging.getLogger(__name__)

RowId = TypeVar("RowId", int, str)

_FIRST_STEP = timedelta(seconds=30)
_LONGEST_STEP = timedelta(hours=1)
_MAX_DOUBLINGS = 7  # 30 s * 2**7 is longer than the longest step


def sweep_rows(
    subject: str,
    *,
    now: datetime,
    find: Callable[..., Sequence[RowId]],
    apply: Callable[..., object],
    postpone: Callable[..., object] | None = None,
) -> int:
    """Call `apply` once for each id that `find` returns, in one transaction a row.

    `find(session)` returns the ids that are due. `apply(session, row_id, now=now)` locks the row,
    and does nothing if it is no longer due. What happens to a row that raises: see `run_each`.

    Returns how many rows `find` returned.
    """
    with transaction() as session:
        ids = find(session)

    def apply_alone(row_id: RowId) -> None:
        with transaction() as session:
            apply(session, row_id, now=now)

    run_each(subject, ids, run=apply_alone, now=now, postpone=postpone)
    return len(ids)


def run_each(
    subject: str,
    ids: Sequence[RowId],
    *,
    run: Callable[[RowId], object],
    now: datetime,
    postpone: Callable[..., object] | None = None,
) -> None:
    """Call `run(row_id)` for each id, whatever became of the others; it opens its transactions.

    For a row that raises, the alert `sweep_failed` about `<subject>:<id>` is raised, and
    `postpone(session, row_id, until=…)` moves the row's deadline on by 30 seconds, doubled with
    each failure since the alert was last cleared, up to an hour.

    Raises what SQLAlchemy raises when the connection to the database is lost: then no row is to
    blame, and the next round goes on.
    """
    for row_id in ids:
        try:
            run(row_id)
        except Exception as error:
            if connection_was_lost(error):
                raise
            logger.exception("%s %s could not be swept", subject, row_id)
            failures = _raise_alert(f"{subject}:{row_id}", error, now=now)
            if postpone is not None:
                _postpone(postpone, row_id, until=now + step_after(failures))


def step_after(failures: int) -> timedelta:
    """Return how long a row waits after it failed so many times, from 1."""
    factor: int = 2 ** min(failures - 1, _MAX_DOUBLINGS)
    return min(_FIRST_STEP * factor, _LONGEST_STEP)


def _raise_alert(subject: str, error: Exception, *, now: datetime) -> int:
    # Not in the transaction that postpones: a row that cannot be written at all raises it too.
    with transaction() as session:
        name = type(error).__name__
        return alerts.raise_alert(
            session, kind="sweep_failed", subject=subject, now=now, error=name
        )


def _postpone(postpone: Callable[..., object], row_id: int | str, *, until: datetime) -> None:
    try:
        with transaction() as session:
            postpone(session, row_id, until=until)
    except Exception as error:
        if connection_was_lost(error):
            raise
        logger.exception("row %s could not be postponed", row_id)
