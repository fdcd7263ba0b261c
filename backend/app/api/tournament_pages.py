"""Tournaments as they are answered, and rendered once for everybody who looks at an edition."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Response
from sqlalchemy.orm import Session

from app.core.database import one_statement, transaction
from app.domain.errors import NotFound
from app.domain.problems import ProblemCode
from app.schemas.tournament import (
    MinuteRange,
    PrizeLine,
    PrizePaid,
    TournamentDetail,
    TournamentSummary,
)
from app.services.tournaments.bracket.forecasts import Outlook
from app.services.tournaments.views import listing, prizes

_KEPT = 200  # tournaments; the ones that nobody has asked for the longest go
_SECONDS = 10.0  # what hangs on the clock, such as a forecast, is never older
_HEADERS = {
    "Cache-Control": "no-cache"
}  # a page that was told of a change must not see the old one


@dataclass(frozen=True)
class _Rendered:
    version: int
    body: bytes
    etag: str
    at: float


class Editions:
    """The latest rendering for each tournament, replaced when its `version` has grown.

    Whoever asks reads one number from the database; one of them computes, while others wait.
    """

    def __init__(self, render: Callable[[Session, int], bytes]) -> None:
        self._render = render
        self._kept: OrderedDict[int, _Rendered] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, tournament_id: int, if_none_match: str | None) -> Response:
        """Return the page, or 304 to who has it; raises NotFound."""
        found = self._get(tournament_id)
        headers = _HEADERS | {"ETag": found.etag}
        if if_none_match is not None and found.etag in if_none_match:
            return Response(status_code=304, headers=headers)
        return Response(found.body, media_type="application/json", headers=headers)

    def clear(self) -> None:
        """Forget all pages, as a process that has just started."""
        self._kept.clear()

    def _get(self, tournament_id: int) -> _Rendered:
        with one_statement() as statement:
            version = listing.edition(statement, tournament_id=tournament_id)
        if version is None:
            raise NotFound(ProblemCode.NOT_FOUND, "There is no such tournament.")
        found = self._fresh(tournament_id, version)
        if found is not None:
            return found
        with self._lock:
            return self._fresh(tournament_id, version) or self._load(tournament_id, version)

    def _fresh(self, tournament_id: int, version: int) -> _Rendered | None:
        found = self._kept.get(tournament_id)
        if found is None or found.version < version or time.monotonic() - found.at > _SECONDS:
            return None
        return found

    def _load(self, tournament_id: int, version: int) -> _Rendered:
        with transaction() as session:
            body = self._render(session, tournament_id)
        digest = hashlib.sha256(body).hexdigest()[:16]
        # `version` is from before the page was read: at worst it is rendered once more.
        found = _Rendered(version, body, f'"{version}-{digest}"', time.monotonic())
        self._kept[tournament_id] = found
        self._kept.move_to_end(tournament_id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


def summary(line: listing.Line) -> TournamentSummary:
    """Return a tournament as the list shows it."""
    return TournamentSummary(**_values(line, TournamentSummary.model_fields))


def detail(session: Session, tournament_id: int, *, drafts: bool = False) -> TournamentDetail:
    """Return all that is public of one tournament before its bracket; raises NotFound."""
    line = listing.line(session, tournament_id=tournament_id, drafts=drafts)
    table = [PrizeLine.model_validate(one) for one in listing.prize_table(line)]
    paid = prizes.list_paid(session, tournament_id=tournament_id)
    outlook = Outlook.of(line.tournament)
    more = {
        "lot_secret": line.lot_secret,
        "prize_table": table,
        "prizes": [PrizePaid.model_validate(one) for one in paid],
        "finish": _minutes(outlook.finish) if outlook else None,
        "waits_on_dispute": outlook is not None and outlook.waits_on_dispute,
    }
    return TournamentDetail(**_values(line, TournamentDetail.model_fields) | more)


details = Editions(lambda session, one: detail(session, one).model_dump_json().encode())


def _minutes(found: tuple[int, int]) -> MinuteRange:
    return MinuteRange(from_minutes=found[0], to_minutes=found[1])


def _values(line: listing.Line, fields: Any) -> dict[str, Any]:
    row = line.tournament
    values = {name: getattr(row, name) for name in fields if hasattr(row, name)}
    return values | {
        "is_paused": row.paused_at is not None,
        "pool": line.pool,
        "waiting": line.waiting,
    }
