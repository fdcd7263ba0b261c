"""POST /push/{name}: a message to a browser; /_sim/browsers subscribes them, and says what came."""

import asyncio
import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict

from simulators.push.browsers import Browser, Browsers
from simulators.push.signature import flaw_of

router = APIRouter(prefix="/push")
control = APIRouter(prefix="/browsers")

_MOST_BYTES = 4_096


async def get_browsers(request: Request) -> Browsers:
    """Return the browsers of this app."""
    browsers: Browsers = request.app.state.browsers
    return browsers


BrowsersDep = Annotated[Browsers, Depends(get_browsers)]


class NewBrowser(BaseModel):
    """A page that calls `pushManager.subscribe` with `server_key`."""

    server_key: str


class Behaviour(BaseModel):
    """What its push service answers from now on; without a status it takes what comes."""

    model_config = ConfigDict(extra="forbid")

    status: int | None = None
    seconds: float = 0.0
    retry_after: int | None = None


@router.post("/{name}")
async def push(name: str, request: Request, browsers: BrowsersDep) -> Response:
    """Answer 201 for a message that the browser can read."""
    browser = browsers.find(name)
    if browser is None:
        return PlainTextResponse("no such subscription", 410)
    browser.calls += 1
    await asyncio.sleep(browser.seconds)
    if browser.status is not None:
        wait = {} if browser.retry_after is None else {"Retry-After": str(browser.retry_after)}
        where = {"Location": f"/push/{name}"} if browser.status in {302, 307} else {}
        return PlainTextResponse("as you wish", browser.status, headers={**wait, **where})
    flaw = flaw_of(
        request.headers.get("Authorization", ""),
        endpoint=str(request.url),
        server_key=browser.server_key,
    )
    if flaw is not None:
        return PlainTextResponse(flaw, 403)
    return _taken(browser, await request.body(), request)


@control.post("", status_code=201)
async def add(new: NewBrowser, request: Request, browsers: BrowsersDep) -> dict[str, Any]:
    """Subscribe a browser; answers what `PushSubscription.toJSON()` does."""
    browser = browsers.add(new.server_key)
    return {"endpoint": f"{request.base_url}push/{browser.name}", "keys": browser.keys}


@control.get("/{name}")
async def show(name: str, browsers: BrowsersDep) -> dict[str, Any]:
    """Show what came to a browser, decrypted."""
    browser = _known(browsers, name)
    return {"calls": browser.calls, "shown": browser.shown}


@control.put("/{name}")
async def change(name: str, behaviour: Behaviour, browsers: BrowsersDep) -> Behaviour:
    """Let its push service answer with an error, late, or well again."""
    browser = _known(browsers, name)
    browser.status, browser.seconds = behaviour.status, behaviour.seconds
    browser.retry_after = behaviour.retry_after
    return behaviour


def _known(browsers: Browsers, name: str) -> Browser:
    browser = browsers.find(name)
    if browser is None:
        raise HTTPException(404)
    return browser


def _taken(browser: Browser, body: bytes, request: Request) -> Response:
    headers = request.headers
    topic = headers.get("Topic")
    if len(body) > _MOST_BYTES:
        return PlainTextResponse("too large", 413)
    if not headers.get("TTL", "").isdecimal():
        return PlainTextResponse("no TTL", 400)
    if topic is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", topic):
        return PlainTextResponse("errno 113: topic", 400)
    if headers.get("Content-Encoding") != "aes128gcm":
        return PlainTextResponse("unknown encoding", 400)
    try:
        message = browser.read(body)
    except ValueError as error:
        return PlainTextResponse(f"unreadable: {error}", 400)
    envelope = {name: headers.get(name) for name in ("ttl", "urgency", "topic")}
    browser.shown.append({**envelope, "message": message})
    return Response(status_code=201, headers={"Location": f"/push-message/{len(browser.shown)}"})
