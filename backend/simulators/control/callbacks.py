"""/_sim/callbacks and /_sim/forge: callbacks sent, planned and forged."""

import asyncio
import json
import sqlite3
from typing import Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from simulators.callback_deliveries import JSON_HEADERS
from simulators.core import random_values
from simulators.core.clock import iso
from simulators.deps import SimulationDep

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


class Release(BaseModel):
    """Which of the held callbacks to send, how often and in which order."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    order: Literal["fifo", "lifo", "seeded"] = "fifo"
    seed: str | None = None
    kind: str | None = None
    copies: int = Field(default=1, ge=1, le=20)


@router.get("/callbacks")
async def list_callbacks(
    simulation: SimulationDep, state: str | None = None, kind: str | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """List deliveries, newest first; `state` is pending, held, sent, failed or dropped."""
    return [_view(row) for row in simulation.deliveries.newest(limit=limit, state=state, kind=kind)]


@router.post("/callbacks/release")
async def release(wanted: Release, simulation: SimulationDep) -> list[dict[str, Any]]:
    """Send all that is held back, one after the other, in the order that was asked for."""
    ids = simulation.deliveries.held(kind=wanted.kind) * wanted.copies
    if wanted.order == "lifo":
        ids.reverse()
    elif wanted.order == "seeded":
        ids = random_values.seeded_order(ids, wanted.seed or simulation.settings.seed)
    answers = []
    for delivery_id in ids:
        for status, _ in await simulation.deliveries.send_now(delivery_id, times=1):
            answers.append({"id": delivery_id, "status": status})
    return answers


@router.post("/callbacks/{delivery_id}/send")
async def send_again(
    delivery_id: int, simulation: SimulationDep, repeat: Repeat | None = None
) -> list[dict[str, Any]]:
    """Send one callback now, also a dropped or sent one, `times` in parallel."""
    if simulation.deliveries.get(delivery_id) is None:
        raise HTTPException(404, "No such callback")
    answers = await simulation.deliveries.send_now(delivery_id, times=repeat.times if repeat else 1)
    return [{"status": status, "body": answer} for status, answer in answers]


@router.post("/callbacks/{delivery_id}/drop")
async def drop(delivery_id: int, simulation: SimulationDep) -> dict[str, Any]:
    """Never send one by itself."""
    if simulation.deliveries.get(delivery_id) is None:
        raise HTTPException(404, "No such callback")
    simulation.deliveries.cancel(delivery_id)
    return {"id": delivery_id, "state": "dropped"}


@router.post("/forge")
async def forge(forgery: Forgery, simulation: SimulationDep) -> list[dict[str, Any]]:
    """POST a made-up callback, `times` in parallel, and return each answer."""
    body = forgery.body if isinstance(forgery.body, str) else json.dumps(forgery.body)
    headers = JSON_HEADERS | forgery.headers
    return await _post_all(simulation, forgery.url, body, headers, forgery.times)


async def _post_all(
    simulation: SimulationDep, url: str, body: str, headers: dict[str, str], times: int
) -> list[dict[str, Any]]:
    posts = (simulation.deliveries.post(url, body, headers) for _ in range(times))
    return [{"status": status, "body": answer} for status, answer in await asyncio.gather(*posts)]


def _view(row: sqlite3.Row) -> dict[str, Any]:
    headers = JSON_HEADERS | json.loads(row["headers"])
    return {
        "id": row["id"],
        "kind": row["kind"],
        "prompt_id": row["prompt_id"],
        "url": row["url"],
        "headers": headers,
        "body": _read(row["body"], headers),
        "raw": row["body"],
        "state": row["state"],
        "due_at": iso(row["due_at"]),
        "sent_at": iso(row["sent_at"]),
        "answer_status": row["answer_status"],
        "answer_body": row["answer_body"],
    }


def _read(body: str, headers: dict[str, str]) -> Any:
    """Return what a body says: Africa's Talking posts forms, all others JSON."""
    is_form = headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    return dict(parse_qsl(body)) if is_form else json.loads(body)
