"""Client of Activision's API: the calls that we use, all of them read-only."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import quote

import httpx

from app.core.settings.cod import CodSettings
from app.domain.cod.records import CodMatch, Identity, Probe, Visibility
from app.integrations import outbound
from app.integrations.cod import wire
from app.integrations.cod.errors import (
    CodBadPayload,
    CodEmptyData,
    CodError,
    CodNotAllowed,
    CodNotAuthenticated,
    CodOwnBudget,
    CodUpstreamError,
    CodUserNotFound,
)
from app.integrations.cod.pace import Purpose

LARGEST_BODY = 5 * 1024 * 1024
_TRIES = 3
_REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 500
_MULTIPLAYER = "mp"
_BLIND = {
    CodNotAllowed: Visibility.PRIVATE,
    CodUserNotFound: Visibility.NOT_FOUND,
    CodEmptyData: Visibility.EMPTY,
}


def no_turn(_: Purpose) -> None:
    """Let every call go at once."""


def no_count(outcome: str) -> None:
    """Count no call."""


class CodClient:
    """A client with one token, safe to share between threads.

    `turn` is called before each request with its purpose and may refuse it by raising CodOwnBudget;
    `count` is called with how each one ended: `answered`, or the kind of the CodError.
    """

    def __init__(
        self,
        settings: CodSettings,
        *,
        turn: Callable[[Purpose], None] = no_turn,
        count: Callable[[str], None] = no_count,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._turn = turn
        self._count = count
        self._sleep = sleep
        self._remembered: dict[str, tuple[float, list[CodMatch]]] = {}
        self._http = outbound.client(
            base_url=settings.base_url,
            timeout=settings.timeout,
        )

    def verify_token(self) -> bool:
        """Say whether the token is good. Raises CodError when Activision does not say."""
        token = self._settings.key.get_secret_value()
        try:
            self._get(f"/crm/cod/v2/identities/{quote(token, safe='')}")
        except CodNotAuthenticated:
            return False
        except CodEmptyData:
            return True
        return True

    def search(self, platform: str, name: str) -> list[Identity]:
        """Return who is called like this. Raises CodError."""
        path = f"/crm/cod/v2/platform/{platform}/username/{quote(name, safe='')}/search"
        try:
            return wire.read_hits(self._get(path))
        except CodEmptyData:
            return []

    def probe_player(self, identity: Identity, *, title: str) -> Probe:
        """Check once whether a player's matches are visible to us.

        Raises CodOwnBudget when we must not ask now, and nothing for what Activision answers.
        """
        path = self._details(identity, title=title, since=0, until=0)
        try:
            records = wire.read_matches(self._get(path, Purpose.PROBE), title=title)
        except CodOwnBudget:
            raise
        except CodError as error:
            return Probe(visibility=_BLIND.get(type(error), Visibility.UNKNOWN))
        ended = [record.end for record in records if record.end is not None]
        unos = {record.uno for record in records if record.uno is not None}
        return Probe(
            visibility=Visibility.VISIBLE if records else Visibility.EMPTY,
            uno=unos.pop() if len(unos) == 1 else None,
            last_match_at=max(ended, default=None),
            tags=tuple(
                (record.clantag, record.start)
                for record in records
                if record.clantag is not None and record.start is not None
            ),
        )

    def recent_matches(
        self, identity: Identity, *, title: str, since: datetime, until: datetime
    ) -> list[CodMatch]:
        """Return a player's matches that touch a span of time, at most the last 20.

        What was read within the last minute is not asked again. Raises CodError.
        """
        whole = self._last_matches(identity, title=title)
        return [
            record
            for record in whole
            if record.end is None
            or record.start is None
            or (record.end >= since and record.start <= until)
        ]

    def match_ids(
        self, identity: Identity, *, title: str, since: datetime, until: datetime
    ) -> list[tuple[str, datetime]]:
        """Return (id, end) of a player's matches that ended in a span of time. Raises CodError."""
        person = wire.who(identity, uno_lookup=self._settings.uno_lookup)
        path = wire.matches_path(
            person,
            title=title,
            mode=_MULTIPLAYER,
            since=int(since.timestamp() * 1000),
            until=ceil(until.timestamp() * 1000),  # what lies past it is left out below
        )
        found = wire.read_ids(self._get(path))
        return [(match_id, end) for match_id, end in found if since <= end <= until]

    def full_match(self, *, title: str, platform: str, match_id: str) -> list[CodMatch]:
        """Return everybody's part in one match. Raises CodError."""
        path = wire.full_match_path(
            title=title, platform=platform, mode=_MULTIPLAYER, match_id=match_id
        )
        return wire.read_full_match(self._get(path), title=title)

    def forget(self) -> None:
        """Forget what was read within the last minute, so that it is read again."""
        self._remembered.clear()

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _last_matches(self, identity: Identity, *, title: str) -> list[CodMatch]:
        # Without a span: one answer then serves all wagers of a player.
        path = self._details(identity, title=title, since=0, until=0)
        known = self._remembered.get(path)
        if known is not None and time.monotonic() - known[0] < _REMEMBERED_SECONDS:
            return known[1]
        found = wire.read_matches(self._get(path), title=title)
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[path] = (time.monotonic(), found)
        return found

    def _details(self, identity: Identity, *, title: str, since: int, until: int) -> str:
        person = wire.who(identity, uno_lookup=self._settings.uno_lookup)
        span = wire.matches_path(person, title=title, mode=_MULTIPLAYER, since=since, until=until)
        return f"{span}/details"

    def _get(self, path: str, purpose: Purpose = Purpose.LOOKUP) -> Any:
        """Return `data` of a good answer; only what broke on the way is tried again, twice."""
        for attempt in range(_TRIES):
            try:
                return self._get_once(path, purpose)
            except CodUpstreamError:
                if attempt == _TRIES - 1:
                    raise
                pause = self._settings.retry_seconds * 4**attempt
                self._sleep(pause * random.uniform(1.0, 1.3))  # noqa: S311  # no secret
        raise AssertionError(path)

    def _get_once(self, path: str, purpose: Purpose) -> Any:
        self._turn(purpose)
        try:
            data = self._ask(path)
        except CodError as error:
            self._count(error.kind)
            raise
        self._count("answered")
        return data

    def _ask(self, path: str) -> Any:
        token = self._settings.key.get_secret_value()
        try:
            with self._http.stream("GET", path, headers=wire.headers(token)) as answer:
                body = outbound.read(answer, most=LARGEST_BODY)
                wait = answer.headers.get("Retry-After")
        except outbound.TooLong:
            raise CodBadPayload("more than 5 MB") from None
        except httpx.HTTPError as error:
            # Only the kind of it: an address in the text could hold the token.
            raise CodUpstreamError(type(error).__name__) from None
        return wire.read(answer.status_code, body, retry_after=wait)
