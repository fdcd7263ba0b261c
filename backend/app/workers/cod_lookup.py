"""One lookup of a match at Activision: few calls, beginning with a player who can be seen."""

import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.core.resilience import cod_circuits, cod_hidden_players
from app.domain.cod.filters import FilteredRecords, filter_records
from app.domain.cod.records import CodMatch, Identity
from app.domain.cod.winner import GameOutcome, winner_of
from app.integrations.cod import CodClient
from app.integrations.cod.errors import (
    CodBadPayload,
    CodEmptyData,
    CodError,
    CodNotAuthenticated,
    CodOwnBudget,
)
from app.services.cod.lookup_request import LookupAnswer, LookupRequest

logger = logging.getLogger(__name__)

_BEFORE = timedelta(minutes=2)
_WAIT_SECONDS = 60.0
_PLAYER = frozenset({"not_allowed", "user_not_found"})


class _Stop(Exception):
    """Activision is not to be asked further now."""


class RecordLookup:
    """A lookup of one match: one player, and on a hit the other one and the whole match."""

    def __init__(self, client: CodClient, request: LookupRequest, *, now: datetime) -> None:
        self._client = client
        self._request = request
        self._now = now
        self._lists: list[tuple[CodMatch, ...] | None] = [None, None]
        self._filtered: list[FilteredRecords | None] = [None, None]
        self._seats = ["not_asked", "not_asked"]
        self._full: dict[str, tuple[CodMatch, ...]] = {}
        self._calls = 0
        self._wait: float | None = None
        self._trouble: str | None = None

    def run(self) -> LookupAnswer:
        """Ask what there is to ask; never raises for what Activision does."""
        with contextlib.suppress(_Stop):
            self._ask_all()
        return LookupAnswer(
            lists=(self._lists[0], self._lists[1]),
            full=self._full,
            seats=(self._seats[0], self._seats[1]),
            calls=self._calls,
            wait=self._wait,
            trouble=self._trouble,
        )

    def _ask_all(self) -> None:
        first, second = self._order()
        hits = self._ask_player(first)
        filtered = self._filtered[first]
        if filtered is not None and not hits and not filtered.off_rules:
            return  # they can be seen and have played nothing yet: no more calls in this lookup
        hits |= self._ask_player(second)
        # The first game that counts is worth a call; in a series each that may.
        may_count = [match_id for match_id in hits if self._may_count(match_id)]
        games = self._request.expected.best_of
        for match_id in sorted(may_count, key=lambda one: (hits[one], one))[:games]:
            self._ask_whole(match_id)

    def _may_count(self, match_id: str) -> bool:
        """Say whether a game is not known as one that broke off before anything had happened."""
        pair = [part.records.get(match_id) if part else None for part in self._filtered]
        one, other = pair
        return one is None or other is None or winner_of(one, other) is not GameOutcome.EXCLUDED

    def _order(self) -> tuple[int, int]:
        """Take turns, but begin with one who has a name and can be seen."""
        seats = [self._request.attempt % 2, (self._request.attempt + 1) % 2]
        seats.sort(key=lambda seat: self._identity(seat) is None)
        return seats[0], seats[1]

    def _identity(self, seat: int) -> Identity | None:
        identity = self._request.identities[seat]
        if identity is None or cod_hidden_players.is_hidden(blind_key(identity)):
            return None
        return identity

    def _ask_player(self, seat: int) -> dict[str, datetime]:
        identity = self._identity(seat)
        if identity is None:
            return {}
        since = self._request.expected.ready_at - _BEFORE
        found = self._call(
            lambda: self._client.recent_matches(
                identity, title=self._request.title, since=since, until=self._now
            ),
            seat=seat,
        )
        if found is None:
            return {}
        self._lists[seat] = tuple(found)
        expected = self._request.expected
        filtered = filter_records(expected, expected.players[seat], found, now=self._now)
        self._filtered[seat] = filtered
        hits = {key: one.start for key, one in filtered.records.items() if one.start is not None}
        self._seats[seat] = "seen" if hits else "nothing"
        return hits

    def _ask_whole(self, match_id: str) -> None:
        platform = next(one.platform for one in self._request.identities if one is not None)
        found = self._call(
            lambda: self._client.full_match(
                title=self._request.title, platform=platform, match_id=match_id
            )
        )
        if found is not None:
            self._full[match_id] = tuple(found)

    def _call(
        self, ask: Callable[[], list[CodMatch]], *, seat: int | None = None
    ) -> list[CodMatch] | None:
        """Make one call. Raises _Stop when the next one would fail as well."""
        title = self._request.title
        self._calls += 1
        try:
            found = ask()
        except CodError as error:
            if seat is not None:
                self._seats[seat] = error.kind
                if error.kind in _PLAYER:
                    identity = self._request.identities[seat]
                    assert identity is not None
                    cod_hidden_players.hide(blind_key(identity))
            if isinstance(error, CodEmptyData):
                if seat is not None and self._request.was_visible[seat]:
                    # Visible when they accepted: several such, and the title is shut down.
                    cod_circuits.failed("title", title=title)
                return None
            if error.scope in {"player", "match", "none"}:
                cod_circuits.answered(title=title)
                return None
            if isinstance(error, CodOwnBudget):
                self._wait = max(error.retry_after or 0, _WAIT_SECONDS)
            else:
                self._fail(error)
            raise _Stop from error
        cod_circuits.answered(title=title)
        return found

    def _fail(self, error: CodError) -> None:
        title = self._request.title
        if isinstance(error, CodNotAuthenticated) and self._token_is_good():
            return  # a blip; they use this answer for other errors, too
        self._trouble = error.scope if error.scope in {"token", "address"} else None
        certain = not isinstance(error, CodBadPayload)
        cod_circuits.failed(error.scope, title=title, is_certain=certain, wait=error.retry_after)
        logger.warning("match %s: Activision did not answer: %s", self._request.match_id, error)
        self._wait = max(cod_circuits.seconds_blocked(title), error.retry_after or 0, _WAIT_SECONDS)

    def _token_is_good(self) -> bool:
        self._calls += 1
        self._wait = _WAIT_SECONDS
        try:
            return self._client.verify_token()
        except CodOwnBudget:
            return True  # nobody has said that it is bad
        except CodError:
            return False


def blind_key(identity: Identity) -> str:
    """Name a player for the memory of those who cannot be seen."""
    return f"{identity.platform}:{identity.username}"
