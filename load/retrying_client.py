"""A player's app: repeats a request until it is answered, under one Idempotency-Key."""

import asyncio
import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from devstack import staff_codes
from devstack.api_client import (
    PASSWORD,
    PREFIX,
    Credentials,
    Refused,
    means_later,
    new_key,
    registration,
    result,
)
from load.counters import Counters

_GIVE_UP_SECONDS = 60.0
_REQUEST_SECONDS = 30.0


def new_http_client(url: str) -> httpx.AsyncClient:
    """Return connections that many apps share; each app keeps its cookies itself."""
    return httpx.AsyncClient(
        base_url=url,
        timeout=_REQUEST_SECONDS,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        # uvicorn closes a connection that is idle for five seconds; a request must not cross that.
        limits=httpx.Limits(max_connections=150, keepalive_expiry=3),
    )


class RetryingClient:
    """The app of one signed-in player or admin."""

    def __init__(self, http: httpx.AsyncClient, counters: Counters, name: str) -> None:
        self.name = name
        self._http = http
        self._counters = counters
        self._credentials = Credentials()

    async def get(self, path: str) -> Any:
        """GET; raises Refused."""
        return result(await self._send("GET", path))

    async def put(self, path: str, body: Any) -> Any:
        """PUT; raises Refused."""
        return result(await self._send("PUT", path, json=body))

    async def delete(self, path: str) -> Any:
        """DELETE; raises Refused."""
        return result(await self._send("DELETE", path))

    async def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """POST under a new Idempotency-Key, or under `key`; raises Refused."""
        return result(await self._send("POST", path, json=body, key=key or new_key()))

    async def post_twice(self, path: str, body: Any = None) -> Any:
        """Send the same POST twice at once: both must get the same answer; raises Refused.

        Refusals are not stored under the key: a cooldown may end between the two requests.
        """
        key = new_key()
        taps = [self.post(path, body, key=key) for _ in range(2)]
        first, second = await asyncio.gather(*taps, return_exceptions=True)
        if _is_cooldown(first) is not _is_cooldown(second):
            first = second = second if _is_cooldown(first) else first
        if _outcome(first) != _outcome(second):
            self._counters.add_violation(f"two taps, two answers to {path}: {first!r}, {second!r}")
        if isinstance(first, BaseException):
            raise first
        return first

    async def post_killed(self, path: str, body: Any, *, after_seconds: float) -> Any:
        """POST, abort before the answer, and repeat it under the same Idempotency-Key."""
        key = new_key()
        headers = self._credentials.headers(key)
        sending = asyncio.ensure_future(
            self._http.request("POST", f"{PREFIX}{path}", json=body, headers=headers)
        )
        await asyncio.wait([sending], timeout=after_seconds)
        if not sending.done():
            sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await asyncio.sleep(0.3)
        return await self.post(path, body, key=key)

    async def sign_in(self) -> None:
        """Sign in with name and password; raises Refused."""
        form = {"username": self.name, "password": PASSWORD}
        answer = await self._send_until_answered("POST", "/auth/login", data=form)
        while staff_codes.asks_for_a_code(answer):  # of an admin
            step = staff_codes.next_step(self.name)
            await asyncio.sleep(staff_codes.seconds_until_taken(step))
            form["code"] = staff_codes.code_at(step)
            answer = await self._send_until_answered("POST", "/auth/login", data=form)
        self._credentials.keep(answer)

    async def register(self, phone: str) -> None:
        """Open an account, unless an earlier try did; raises Refused."""
        form = registration(self.name, phone)
        answer = await self._send_until_answered("POST", "/auth/register", json=form)
        if not answer.is_success and answer.json().get("code") != "username_taken":
            raise Refused(answer)

    def clear_tokens(self) -> None:
        """Lose the tokens, as an app does that was installed anew."""
        self._credentials.forget()

    async def _send(
        self, method: str, path: str, *, json: Any = None, key: str = ""
    ) -> httpx.Response:
        if not self._credentials.token:
            await self.sign_in()
        answer = await self._send_until_answered(method, path, json=json, key=key)
        if answer.status_code == 401:
            await self._refresh()
            answer = await self._send_until_answered(method, path, json=json, key=key)
        return answer

    async def _refresh(self) -> None:
        """Get a new access token by the cookie, or by signing in where that is refused."""
        if self._credentials.refresh_cookie:
            self._counters.actions["tokens refreshed"] += 1
            headers = {"Cookie": f"refresh={self._credentials.refresh_cookie}"}
            answer = await self._http.post(f"{PREFIX}/auth/refresh", headers=headers)
            self._counters.answers[answer.status_code] += 1
            if answer.is_success:
                self._credentials.keep(answer)
                return
        await self.sign_in()

    async def _send_until_answered(
        self, method: str, path: str, *, json: Any = None, data: Any = None, key: str = ""
    ) -> httpx.Response:
        """Repeat until the answer is not "later"; errors are counted. Raises TimeoutError."""
        give_up_at = time.monotonic() + _GIVE_UP_SECONDS
        fresh = await self._fresh_code(method, path)
        while True:
            try:
                answer = await self._http.request(
                    method,
                    f"{PREFIX}{path}",
                    json=json,
                    data=data,
                    headers=self._credentials.headers(key) | fresh,
                )
                self._count(answer)
                if not means_later(answer):
                    return answer
                failure = f"{answer.status_code} {answer.text[:200]}"
            except httpx.TransportError as error:
                failure = repr(error)
                self._counters.add_error(f"{method} {path}: {failure}")
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"{self.name} gave up {method} {path}: {failure}")
            await asyncio.sleep(0.25)

    async def _fresh_code(self, method: str, path: str) -> dict[str, str]:
        """Return the header with a new code of the authenticator where staff needs one."""
        if method != "POST" or not staff_codes.wants_fresh_code(path):
            return {}
        return {"X-Factor-Code": await asyncio.to_thread(staff_codes.new_code, self.name)}

    def _count(self, answer: httpx.Response) -> None:
        self._counters.answers[answer.status_code] += 1
        where = f"{answer.request.method} {answer.request.url.path}"
        if answer.status_code >= 500:
            self._counters.add_error(f"{where}: {answer.status_code} {answer.text[:200]}")
        elif answer.status_code >= 400:
            self._counters.refusals[str(answer.json().get("code"))] += 1


def _is_cooldown(answer: object) -> bool:
    return isinstance(answer, Refused) and answer.code == "cooling_down"


def _outcome(outcome: Any) -> Any:
    return outcome.code if isinstance(outcome, Refused) else outcome


def _means_later(answer: httpx.Response) -> bool:
    if answer.status_code == 409:
        return bool(answer.json().get("code") == "idempotency_key_busy")
    return answer.status_code >= 500 or answer.status_code == 429
