"""A player whose requests are never sent twice: each that fails is counted, and none is mended.

Their socket comes back as the app's does, and notes every settlement that it announces.
"""

import asyncio
import contextlib
import json
import random
import time
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from devstack.api_client import PASSWORD, PREFIX, Credentials, new_key, registration, sms_code
from ops.compose_test.counts import Counts
from ops.compose_test.stacks import Stack
from ops.errors import OpsError

_PATIENCE_SECONDS = 60


class Player:
    """One account, its requests and its socket."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient, counts: Counts, number: int) -> None:
        self.name = f"compose{number}"
        self.told: set[int] = set()
        self._phone = f"25478{number + 1:07d}"
        self._stack = stack
        self._http = http
        self._counts = counts
        self._credentials = Credentials()
        self._last_id: int | None = None
        self._listening: asyncio.Task[None] | None = None

    async def request(self, method: str, path: str, body: Any = None) -> Any:
        """Send one request and return its JSON, None if there is none; raises OpsError."""
        answer = await self._send(method, path, json=body)
        return answer.json() if "json" in answer.headers.get("content-type", "") else None

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = self._credentials.headers(new_key() if method == "POST" else None)
        headers |= options.pop("headers", {})
        address = path if path.startswith(("/api", "/_next")) or method == "PAGE" else PREFIX + path
        self._counts.requests += 1
        self._counts.posts += method == "POST"
        began = time.monotonic()
        try:
            answer = await self._http.request(
                "GET" if method == "PAGE" else method, address, headers=headers, **options
            )
        except httpx.HTTPError as error:
            self._counts.fail(f"{method}: {type(error).__name__}")
            raise OpsError(f"{method} {path}: {error!r}") from error
        self._counts.slowest = max(
            self._counts.slowest, (time.monotonic() - began, f"{method} {path}")
        )
        if not answer.is_success:
            self._counts.fail(f"{method} {answer.status_code} {_code_of(answer)}")
            raise OpsError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    async def sign_up(self) -> None:
        """Register, sign in, and prove the phone."""
        await self.request("POST", "/auth/register", registration(self.name, self._phone))
        await self.sign_in()
        if not (await self.request("GET", "/users/me"))["is_verified"]:
            code = await self.read_code("WageWars: your code", after=set())
            await self.request("POST", "/auth/verify-phone", {"code": code})

    async def sign_in(self) -> None:
        """Get the first access token."""
        form = {"username": self.name, "password": PASSWORD}
        self._credentials.keep(await self._send("POST", "/auth/login", data=form))

    async def renew(self) -> None:
        """Get a new access token by the cookie, as the app does."""
        cookie = {"Cookie": f"refresh={self._credentials.refresh_cookie}"}
        self._credentials.keep(await self._send("POST", "/auth/refresh", headers=cookie))

    async def deposit(self, amount: int) -> None:
        """Pay in; the simulated phone approves by itself."""
        made = await self.request("POST", "/payments/deposits", {"amount": amount})
        path = f"/payments/deposits/{made['id']}"
        await self.until(path, lambda found: bool(found["status"] == "completed"))

    async def balance(self) -> float:
        """Return what is in the wallet."""
        return float((await self.request("GET", "/payments/wallet"))["available"])

    async def until(self, path: str, is_so: Any) -> Any:
        """Ask until the answer is as it should be; raises OpsError after a minute."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not is_so(found := await self.request("GET", path)):
            if time.monotonic() > deadline:
                raise OpsError(f"{path} stays {found}")
            await asyncio.sleep(0.5)
        return found

    async def texts(self) -> list[str]:
        """Return the SMS on the player's phone, the newest first."""
        async with httpx.AsyncClient(base_url=self._stack.sim_url, trust_env=False) as simulators:
            phone = (await simulators.get(f"/_sim/phones/{self._phone}")).json()
        return [str(sms["text"]) for sms in phone["sms"]]

    async def read_code(self, words: str, *, after: set[str]) -> str:
        """Return the code of a new SMS with these words; raises OpsError after a minute."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            found = [text for text in await self.texts() if words in text and text not in after]
            if found:
                return sms_code(found[0])
            if time.monotonic() > deadline:
                raise OpsError(f"{self.name} got no SMS with a code")
            await asyncio.sleep(0.5)

    def listen(self) -> None:
        """Keep a socket open from now on."""
        self._listening = asyncio.create_task(self._listen())

    async def hang_up(self) -> None:
        """Close the socket."""
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(OpsError):  # it is counted; the next try gets another ticket
                try:
                    await self._listen_once()
                except (InvalidHandshake, InvalidMessage) as error:
                    self._counts.fail(f"handshake: {error}")
                except (ConnectionClosed, OSError, TimeoutError):
                    self._counts.sockets_broken += 1
            await asyncio.sleep(random.uniform(0.1, 1.0))  # noqa: S311  # spreads those who return

    async def _listen_once(self) -> None:
        ticket = (await self.request("POST", "/ws/ticket"))["ticket"]
        address = self._stack.url.replace("http", "ws", 1) + "/ws"
        tls = self._stack.tls
        async with connect(address, ssl=tls, compression=None, proxy=None) as socket:
            after = {} if self._last_id is None else {"after": self._last_id}
            await socket.send(json.dumps({"ticket": ticket} | after))
            async for text in socket:
                self._hear(json.loads(text))
        raise ConnectionError

    def _hear(self, message: dict[str, Any]) -> None:
        kind, number = message["type"], message.get("id")
        if number is not None:
            self._last_id = number
        if kind == "match.settled":
            match = int(message["data"]["match_id"])
            self.told.add(match)
            self._counts.untold.pop((self.name, match), None)


def _code_of(answer: httpx.Response) -> str:
    """Return what a problem calls itself; of a page its beginning."""
    if "json" in answer.headers.get("content-type", ""):
        return str(answer.json().get("code"))
    return answer.text[:80]
