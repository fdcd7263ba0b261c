"""A log of every request to a simulated provider, with its response."""

import json
import sqlite3
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.core.clock import iso
from simulators.simulation import Simulation

WATCHED = ("/daraja/", "/sms/", "/cod/")
MAX_TEXT_LENGTH = 20_000
KEPT_ROWS = 5_000


class RequestLog:
    """Middleware that writes each request down before it is handled, and its answer after."""

    def __init__(self, app: ASGIApp, simulation: Simulation) -> None:
        self._app = app
        self._simulation = simulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; log it if it is one to a provider."""
        if scope["type"] == "http":
            # Mounted in-process, the lifespan may not have run: the first request starts timers.
            self._simulation.scheduler.start()
        if scope["type"] != "http" or not path_inside(scope).startswith(WATCHED):
            await self._app(scope, receive, send)
            return
        body = await _read_all(receive)
        row_id = self._log_request(scope, body)
        answer = _Answer(send)
        try:
            await self._app(scope, _replay(body, receive), answer.send)
        finally:
            self._log_answer(row_id, answer)

    def _log_request(self, scope: Scope, body: bytes) -> int:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        store = self._simulation.store
        row_id = store.run(
            "INSERT INTO requests (at, method, path, query, headers, body)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            self._simulation.clock.now(),
            scope["method"],
            path_inside(scope),
            scope["query_string"].decode("latin-1"),
            json.dumps(headers),
            body.decode("utf-8", "replace")[:MAX_TEXT_LENGTH],
        )
        store.run("DELETE FROM requests WHERE id <= ?", row_id - KEPT_ROWS)
        return row_id

    def _log_answer(self, row_id: int, answer: "_Answer") -> None:
        self._simulation.store.run(
            "UPDATE requests SET status = ?, answer = ? WHERE id = ?",
            answer.status,
            answer.body.decode("utf-8", "replace")[:MAX_TEXT_LENGTH],
            row_id,
        )


class _Answer:
    """Listens in on what is sent back."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        """Note the message and pass it on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
        await self._send(message)


def view(row: sqlite3.Row) -> dict[str, Any]:
    """Return one record as JSON, with the bodies decoded where they can be."""
    headers = json.loads(row["headers"])
    return {
        "id": row["id"],
        "at": iso(row["at"]),
        "method": row["method"],
        "path": row["path"],
        "query": row["query"],
        "headers": headers,
        "body": _decode(row["body"], headers.get("content-type", "")),
        "status": row["status"],
        "answer": _decode(row["answer"] or "", "application/json"),
    }


def _decode(text: str, content_type: str) -> Any:
    if content_type.startswith("application/x-www-form-urlencoded"):
        return {name: values[-1] for name, values in parse_qs(text).items()}
    try:
        return json.loads(text)
    except ValueError:
        return text


def path_inside(scope: Scope) -> str:
    """Return the path inside this app, also when it is mounted below another one."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


async def _read_all(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


def _replay(body: bytes, receive: Receive) -> Receive:
    reported = False

    async def replayed() -> Message:
        nonlocal reported
        if reported:
            return await receive()
        reported = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
