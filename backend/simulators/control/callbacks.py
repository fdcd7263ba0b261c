"""/_sim/callbacks and /_sim/forge: what we sent, what we owe, and what we pretend."""

import asyncio
import json
import sqlite3
from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from simulators.clock import iso
from simulators.deliveries import JSON_HEADERS
from simulators.deps import WorldDep

router = APIRouter()


class Repeat(BaseModel):
    """How often to send, all at once."""

    times: int = Field(default=1, ge=1, le=200)


class Forgery(Repeat):
    """Any body to any address; a string goes out as it is."""

    model_config = ConfigDict(extra="forbid")

    url: str
    body: Any
    headers: dict[str, str] = {}


@router.get("/callbacks")
async def list_callbacks(
    world: WorldDep, state: str | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """List deliveries, newest first; `state` is pending, sent, failed or dropped."""
    views = [_view(row) for row in world.deliveries.newest(limit=limit)]
    return [view for view in views if state in {None, view["state"]}]


@router.post("/callbacks/{delivery_id}/send")
async def send_again(
    delivery_id: int, world: WorldDep, repeat: Repeat | None = None
) -> list[dict[str, Any]]:
    """Send one callback now, also a dropped or sent one, `times` in parallel."""
    row = world.deliveries.get(delivery_id)
    if row is None:
        raise HTTPException(404, "No such callback")
    headers = JSON_HEADERS | json.loads(row["headers"])
    times = repeat.times if repeat else 1
    return await _post_all(world, row["url"], row["body"], headers, times)


@router.post("/forge")
async def forge(forgery: Forgery, world: WorldDep) -> list[dict[str, Any]]:
    """POST a made-up callback, `times` in parallel, and return each answer."""
    body = forgery.body if isinstance(forgery.body, str) else json.dumps(forgery.body)
    headers = JSON_HEADERS | forgery.headers
    return await _post_all(world, forgery.url, body, headers, forgery.times)


async def _post_all(
    world: WorldDep, url: str, body: str, headers: dict[str, str], times: int
) -> list[dict[str, Any]]:
    posts = (world.deliveries.post(url, body, headers) for _ in range(times))
    return [{"status": status, "body": answer} for status, answer in await asyncio.gather(*posts)]


def _view(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "prompt_id": row["prompt_id"],
        "url": row["url"],
        "headers": JSON_HEADERS | json.loads(row["headers"]),
        "body": json.loads(row["body"]),
        "raw": row["body"],
        "state": row["state"],
        "due_at": iso(row["due_at"]),
        "sent_at": iso(row["sent_at"]),
        "answer_status": row["answer_status"],
        "answer_body": row["answer_body"],
    }
