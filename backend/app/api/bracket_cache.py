"""Rendered brackets, standings and figures of tournaments in this process's memory.

Each is computed once an edition for everybody: a look a second at the edition's number, however
many watch. Which matches are behind, and who shows their name, changes without an edition, so
each is also rendered anew every so many seconds.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.resilience.stale_while_revalidate import Snapshots
from app.schemas.tournament import Rounds, Standings, TournamentStats
from app.schemas.tournament_export import Bracket
from app.services.tournaments.views import brackets

CACHE_CONTROL = "public, max-age=1"
_SECONDS = 1.0
_PACE_SECONDS = 15.0
_MOST = 64  # pages kept


class View(StrEnum):
    """What is shown of a bracket."""

    BRACKET = "bracket"
    ROUNDS = "rounds"
    STANDINGS = "standings"
    STATS = "stats"


class PageQuery(NamedTuple):
    """Which view of which tournament."""

    tournament_id: int
    view: View


@dataclass(frozen=True)
class RenderedPage:
    """The bytes of an answer, their ETag, and the edition they were rendered from, and when."""

    body: bytes
    etag: str
    edition: int
    rendered_at: float


def _rounds(session: Session, tournament_id: int) -> dict[str, Any]:
    return brackets.rounds(session, tournament_id, now=utc_now())


_VIEWS: dict[View, tuple[Callable[[Session, int], dict[str, Any]], Any]] = {
    View.BRACKET: (brackets.bracket, Bracket),
    View.ROUNDS: (_rounds, Rounds),
    View.STANDINGS: (brackets.standings_now, Standings),
    View.STATS: (brackets.stats_now, TournamentStats),
}


def load(query: PageQuery) -> RenderedPage:
    """Return the page of the present edition; it is rendered only if it is not known yet.

    Raises NotFound.
    """
    read, schema = _VIEWS[query.view]
    with transaction() as session:
        edition = brackets.edition(session, query.tournament_id)
        known = pages.peek(query)
        if known is not None and _is_fresh(known, edition):
            return known
        found = read(session, query.tournament_id)
    # What a side of the foreign shape has not is left out there: a score of null is another one.
    is_foreign = query.view is View.BRACKET
    page = schema.model_validate(found)
    body = page.model_dump_json(exclude_unset=is_foreign).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return RenderedPage(body, etag, edition, time.monotonic())


def _is_fresh(known: RenderedPage, edition: int) -> bool:
    is_old = time.monotonic() - known.rendered_at > _PACE_SECONDS
    return known.edition == edition and not is_old


pages = Snapshots(load, seconds=_SECONDS, most=_MOST)
