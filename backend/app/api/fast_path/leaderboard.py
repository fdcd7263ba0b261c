"""The pages of the leaderboards as they go out, from memory; and a short way to them for guests.

Middleware, routing and parameters cost eight times as much as handing out a page that lies ready.
What is not a plain question of a guest takes the long way, which knows how to refuse.
"""

import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from starlette.types import Scope, Send

from app.api.middleware import metrics
from app.core.database import DATABASE_AWAY, transaction
from app.core.resilience.stale_while_revalidate import Snapshots
from app.domain.ratings.boards import Board, Period
from app.schemas.leaderboard import Leaderboard
from app.services.ratings import leaderboards

PATH = "/leaderboard"
ROWS, MOST_ROWS = 50, 100
CACHE_CONTROL = "public, max-age=1"
_SECONDS = 1.0

Question = tuple[Board, Period, int, int]  # the page after which position, and how many lines


@dataclass(frozen=True)
class Written:
    """A page as it is and as it goes out, and a word that changes when the page does."""

    page: Leaderboard
    body: bytes
    etag: str


def write(question: Question) -> Written:
    """Look a page up."""
    board, period, after, rows = question
    with transaction() as session:
        found = leaderboards.page(session, board=board, period=period, after=after, rows=rows)
    page = Leaderboard.model_validate(found)
    body = page.model_dump_json().encode()
    return Written(page, body, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


tops = Snapshots(write, seconds=_SECONDS)


async def hand_out(path: str, scope: Scope, send: Send) -> bool:
    """Answer a guest who plainly asks for the top of a board at `path`; else do nothing, False."""
    if scope["type"] != "http" or scope["path"] != path or scope["method"] != "GET":
        return False
    began = time.perf_counter()
    question, known = _question(scope["query_string"]), b""
    for name, value in scope["headers"]:
        if name in {b"authorization", b"origin"}:
            return False
        if name == b"if-none-match":
            known = value
    if question is None:
        return False
    try:
        written = await tops.get(question)
    except DATABASE_AWAY:
        return False
    etag = written.etag.encode()
    is_known = etag in known
    body = b"" if is_known else written.body
    headers = [
        (b"etag", etag),
        (b"cache-control", CACHE_CONTROL.encode()),
        (b"vary", b"Authorization"),
    ]
    if not is_known:
        headers += [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
    status = 304 if is_known else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
    metrics.count("GET", path, status, time.perf_counter() - began)
    return True


@lru_cache(maxsize=1024)
def _question(query: bytes) -> Question | None:
    """Read what a guest asks for, or None where it is not as plain as that."""
    fields = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = dict(fields)
    if len(asked) < len(fields) or asked.keys() - {"board", "period", "limit"}:
        return None
    rows = asked.get("limit", str(ROWS))
    if not (rows.isascii() and rows.isdigit() and len(rows) <= 3 and 1 <= int(rows) <= MOST_ROWS):
        return None
    try:
        board, period = Board(asked.get("board", "rating")), Period(asked.get("period", "all"))
    except ValueError:
        return None
    return board, period, 0, int(rows)
