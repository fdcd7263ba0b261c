"""Pull Transactions, page by page, although its offset may be stuck (daraja.md §2.8)."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.payments.paybill.pull_rows import PulledList, PullRow, UnreadRow
from app.integrations.mpesa.errors import Unknown

logger = logging.getLogger(__name__)

MOST_PAGES = 500
FULL_PAGE = 50  # pages hold about 100 rows; not documented
_SHORTEST = timedelta(seconds=2)  # M-Pesa counts whole seconds

Row = PullRow | UnreadRow
Page = Callable[[datetime, datetime, int], list[Row]]


def pull_all(page: Page, *, since: datetime, until: datetime) -> PulledList:
    """Return every payment between two moments, once, oldest first, and what cannot be read.

    `page` gives the rows from an offset on. Where the offset is ignored, the time is halved until
    all rows fit one page. Raises Unknown when even that does not separate them.
    """
    found: dict[str, Row] = {}
    _collect(page, since, until, found)
    rows = [row for row in found.values() if isinstance(row, PullRow)]
    rows.sort(key=lambda row: (row.at.timestamp() if row.at else 0, row.receipt))
    return PulledList(rows, [row for row in found.values() if isinstance(row, UnreadRow)])


def _collect(page: Page, since: datetime, until: datetime, found: dict[str, Row]) -> None:
    seen: set[str] = set()
    for _ in range(MOST_PAGES):
        rows = page(since, until, len(seen))
        new = {row.receipt: row for row in rows if row.receipt not in seen}
        seen |= new.keys()
        found.update(new)
        if not rows:
            return
        if not new:
            break
    else:
        raise Unknown("Pull Transactions has no end")
    if len(seen) < FULL_PAGE:  # the offset is ignored, but there was no more than this
        return
    logger.warning("Pull Transactions repeats itself: asking for shorter times")
    if until - since < _SHORTEST:
        raise Unknown("Pull Transactions gives one page of a second with more")
    middle = since + (until - since) / 2
    _collect(page, since, middle, found)
    _collect(page, middle, until, found)
