"""A record of everything WageWars has asked of the strangers."""

import json
import sqlite3
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.clock import iso
from simulators.world import World

WATCHED = ("/daraja/", "/sms/", "/cod/")
LONGEST_TEXT = 20_000
KEPT_ROWS = 5_000


class Transcript:
    """Middleware that writes each request down before it is handled, and its answer after."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; take notes if it is one for a stranger."""
        if scope["type"] == "http":
            # Mounted in-process nobody may have run our lifespan; the first request does as well.
            self._world.agenda.start()
        if scope["type"] != "http" or not path_inside(scope).startswith(WATCHED):
            await self._app(scope, receive, send)
            return
        body = await _read_all(receive)
        row_id = self._note_request(scope, body)
        answer = _Answer(send)
        try:
            await self._app(scope, _replay(body, receive), answer.send)
        finally:
            self._note_answer(row_id, answer)

    def _note_request(self, scope: Scope, body: bytes) -> int:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        store = self._world.store
        row_id = store.run(
            "INSERT INTO requests (at, method, path, query, headers, body)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            self._world.clock.now(),
            scope["method"],
            path_inside(scope),
            scope["query_string"].decode("latin-1"),
            json.dumps(headers),
            body.decode("utf-8", "replace")[:LONGEST_TEXT],
        )
        store.run("DELETE FROM requests WHERE id <= ?", row_id - KEPT_ROWS)
        return row_id

    def _note_answer(self, row_id: int, answer: "_Answer") -> None:
        self._world.store.run(
            "UPDATE requests SET status = ?, answer = ? WHERE id = ?",
            answer.status,
            answer.body.decode("utf-8", "replace")[:LONGEST_TEXT],
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
    told = False

    async def replayed() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
