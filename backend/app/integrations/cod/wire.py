"""Activision's spelling: paths, headers, errors inside HTTP 200, and records full of floats."""

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from app.domain.cod.records import CodMatch, Identity
from app.integrations.cod.errors import (
    CodBadPayload,
    CodBlocked,
    CodEmptyData,
    CodError,
    CodMatchNotFound,
    CodNotAllowed,
    CodNotAuthenticated,
    CodNotFound,
    CodRateLimited,
    CodUnknownError,
    CodUpstreamError,
    CodUserNotFound,
)

_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
_MESSAGES: tuple[tuple[str, type[CodError]], ...] = (
    ("not authenticated", CodNotAuthenticated),
    ("not allowed", CodNotAllowed),
    ("user not found", CodUserNotFound),
    ("rate limit exceeded", CodRateLimited),
    ("from datastore", CodUpstreamError),
    ("specified key does not exist", CodMatchNotFound),
    ("nosuchkey", CodMatchNotFound),
)
_STATUS: dict[int, type[CodError]] = {
    401: CodNotAuthenticated,
    403: CodBlocked,
    404: CodNotFound,
    429: CodRateLimited,
}
_LONGEST_ID = 20
_PLATFORMS = {"acti": "uno"}
LONGEST_MESSAGE = 200


def headers(token: str) -> dict[str, str]:
    """Return the headers that are known to work; the XSRF value may be anything."""
    xsrf = str(uuid.uuid4())
    cookie = f"new_SiteId=cod;ACT_SSO_LOCALE=en_US;ACT_SSO_COOKIE={token};XSRF-TOKEN={xsrf}"
    return {
        "User-Agent": _AGENT,
        "Accept": "application/json",
        "X-XSRF-TOKEN": xsrf,
        "X-CSRF-TOKEN": xsrf,
        "Atvi-Auth": token,
        "atkn": token,
        "Cookie": f"{cookie};API_CSRF_TOKEN={xsrf};comid=cod",
    }


def who(identity: Identity, *, uno_lookup: str, by_id: bool = False) -> str:
    """Return the part of a path that names a player; everything unsafe in a name is encoded."""
    if by_id and identity.uno is not None:
        return f"platform/uno/{uno_lookup}/{quote(identity.uno, safe='')}"
    platform = _PLATFORMS.get(identity.platform, identity.platform)
    return f"platform/{platform}/gamer/{quote(identity.username, safe='')}"


def matches_path(person: str, *, title: str, mode: str, since: int, until: int) -> str:
    """Return the path of endpoint B; endpoint A adds `/details`. Moments in milliseconds."""
    return f"/crm/cod/v2/title/{title}/{person}/matches/{mode}/start/{since}/end/{until}"


def full_match_path(*, title: str, platform: str, mode: str, match_id: str) -> str:
    """Return the path of endpoint C."""
    place = _PLATFORMS.get(platform, platform)
    match = quote(match_id, safe="")
    return f"/crm/cod/v2/title/{title}/platform/{place}/fullMatch/{mode}/{match}/en"


def read(status: int, body: bytes, *, retry_after: str | None = None) -> Any:
    """Return `data` of a good answer. Raises the CodError that any other stands for.

    Classified before anything is parsed: HTTP status first, then the message inside HTTP 200.
    """
    if status >= 500:
        raise CodUpstreamError(f"HTTP {status}")
    if status in _STATUS:
        raise _STATUS[status](f"HTTP {status}", retry_after=as_seconds(retry_after))
    if status != 200:
        raise CodBadPayload(f"HTTP {status}")
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise CodBadPayload("not JSON") from error
    if not isinstance(answer, dict):
        raise CodBadPayload("not an object")
    if answer.get("status") != "success":
        raise _said(answer)
    data = answer.get("data")
    if data in (None, {}):
        raise CodEmptyData
    return data


def _said(answer: dict[str, Any]) -> CodError:
    data = answer.get("data")
    message = str(data.get("message", "")) if isinstance(data, dict) else str(data)
    lower = message.lower()
    kind = next((error for message, error in _MESSAGES if message in lower), CodUnknownError)
    return kind(message[:LONGEST_MESSAGE])


def as_seconds(text: str | None) -> float | None:
    """Return Retry-After in seconds, at most six hours; None for a date or nonsense."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        return None
    return min(float(text), 6 * 3600.0)


def read_matches(data: Any, *, title: str) -> list[CodMatch]:
    """Return the records of endpoint A. Raises CodBadPayload for another container."""
    return _records(_rows(data, "matches"), title=title)


def read_full_match(data: Any, *, title: str) -> list[CodMatch]:
    """Return everybody's record, of endpoint C. Raises CodBadPayload for another container."""
    return _records(_rows(data, "allPlayers"), title=title)


def read_ids(data: Any) -> list[tuple[str, datetime]]:
    """Return (match id, end) of endpoint B. Raises CodBadPayload for another container."""
    if not isinstance(data, list):
        raise CodBadPayload("no list")
    pairs = [
        (as_id(row.get("matchId")), as_moment(row.get("timestamp"), unit=1000))
        for row in data
        if isinstance(row, dict)
    ]
    return [(match_id, end) for match_id, end in pairs if match_id is not None and end is not None]


def read_hits(data: Any) -> list[Identity]:
    """Return who was found, of endpoint E. Raises CodBadPayload for another container."""
    if not isinstance(data, list):
        raise CodBadPayload("no list")
    found = []
    for row in data:
        body = row if isinstance(row, dict) else {}
        platform, name = as_text(body.get("platform")), as_text(body.get("username"))
        if platform is not None and name is not None:
            uno = as_id(body.get("accountId"))
            found.append(Identity(platform=platform, username=name, uno=uno))
    return found


def _rows(data: Any, name: str) -> list[Any]:
    rows = data.get(name) if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise CodBadPayload(f"no {name}")
    return rows


def _records(rows: Iterable[Any], *, title: str) -> list[CodMatch]:
    """Read what can be read; a row without an id cannot be a proof of anything and is left out."""
    found = (_record(row, title=title) for row in rows if isinstance(row, dict))
    return [record for record in found if record is not None]


def _record(row: dict[str, Any], *, title: str) -> CodMatch | None:
    match_id = as_id(row.get("matchID", row.get("matchId")))
    if match_id is None:
        return None
    player, stats = as_object(row.get("player")), as_object(row.get("playerStats"))
    return CodMatch(
        match_id=match_id,
        uno=as_id(player.get("uno")),
        username=as_text(player.get("username")),
        platform=as_text(player.get("platform")),
        clantag=as_text(player.get("clantag")),
        title=title,
        game_type=as_text(row.get("gameType")),
        mode=as_text(row.get("mode")),
        map=as_text(row.get("map")),
        start=as_moment(row.get("utcStartSeconds")),
        end=as_moment(row.get("utcEndSeconds")),
        private=as_flag(row.get("privateMatch")),
        result=as_text(row.get("result")),
        team=as_text(player.get("team")),
        winning_team=as_text(row.get("winningTeam")),
        team1_score=as_count(row.get("team1Score")),
        team2_score=as_count(row.get("team2Score")),
        present_at_end=as_flag(row.get("isPresentAtEnd")),
        draw=as_flag(row.get("draw")),
        kills=as_count(stats.get("kills")),
        deaths=as_count(stats.get("deaths")),
        score=as_count(stats.get("score")),
        damage=as_count(stats.get("damageDone")),
        player_count=as_count(row.get("playerCount")),
    )


def as_object(value: Any) -> dict[str, Any]:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: Any) -> str | None:
    """Return a short text; None for anything else."""
    return value[:LONGEST_MESSAGE] if isinstance(value, str) and value else None


def as_id(value: Any) -> str | None:
    """Return an id as digits: up to 20 of them, more than a computer's number holds."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST_ID:
        return None
    return value if value.isascii() and value.isdigit() else None


def as_count(value: Any) -> int | None:
    """Return a count that arrives as 6 or 6.0; None, never 0, for what is missing or odd."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) < 10**12 else None  # neither nan nor infinite is


def as_flag(value: Any) -> bool | None:
    """Return true or false; None for anything else."""
    return value if isinstance(value, bool) else None


def as_moment(value: Any, *, unit: int = 1) -> datetime | None:
    """Return a moment given as seconds (or `unit` of them) since 1970; None for nonsense."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / unit if abs(value) < 10**14 else 0
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 2**33 else None
