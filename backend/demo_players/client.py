"""A simulated player's app: signs in, renews its token, and repeats what did not get through."""

import asyncio
import secrets
import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from demo_players.cast import PASSWORD, staff_code

_PREFIX = "/api/v1"
_TRIES = 6
_PAUSE_SECONDS = 1.0


class Refused(Exception):
    """The API answered with a problem; `code` says which one."""

    def __init__(self, answer: httpx.Response) -> None:
        request = answer.request
        super().__init__(f"{request.method} {request.url.path}: {answer.status_code} {answer.text}")
        try:
            self.code = str(answer.json().get("code"))
        except ValueError:  # not from the API itself
            self.code = str(answer.status_code)


def new_http_client(url: str) -> httpx.AsyncClient:
    """Return connections that all players share; cookies are each player's own."""
    return httpx.AsyncClient(
        base_url=url,
        timeout=20,
        trust_env=False,
        verify=False,  # noqa: S501  # plain HTTP on this machine; reading certificates takes 30 ms
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        # uvicorn closes a connection that is idle for five seconds; a request must not cross that.
        limits=httpx.Limits(max_connections=20, keepalive_expiry=3),
    )


class Client:
    """The API as one signed-in player; paths are below /api/v1. Raises Refused."""

    def __init__(self, http: httpx.AsyncClient, name: str) -> None:
        self.name = name
        self._http = http
        self._token = ""
        self._refresh_cookie = ""

    async def get(self, path: str) -> Any:
        """Return the JSON at `path`."""
        return await self._send("GET", path)

    async def post(self, path: str, body: Any = None) -> Any:
        """POST under an Idempotency-Key of its own."""
        return await self._send("POST", path, body, key=secrets.token_hex(8))

    async def put(self, path: str, body: Any) -> Any:
        """PUT."""
        return await self._send("PUT", path, body)

    async def delete(self, path: str) -> Any:
        """DELETE."""
        return await self._send("DELETE", path)

    async def sign_in(self) -> None:
        """Sign in with name and password."""
        form = {"username": self.name, "password": PASSWORD}
        answer = await self._request("POST", "/auth/login", data=form)
        if answer.status_code == 403 and "second_factor_needed" in answer.text:
            answer = await self._sign_in_as_staff(form)
        self._keep(answer)

    async def _sign_in_as_staff(self, form: dict[str, str]) -> httpx.Response:
        """Sign in with a code of the demo's authenticator; wait for the next where it was used."""
        attempt = 0
        while True:
            attempt += 1
            form["code"] = staff_code(time.time() - 30)  # a person at the console uses the present
            answer = await self._request("POST", "/auth/login", data=form)
            if "code_wrong" not in answer.text or attempt == _TRIES:
                return answer
            await asyncio.sleep(10 * attempt)

    async def _send(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        answer = await self._request(method, path, json=body, headers=self._headers(key))
        if answer.status_code == 401:
            await self._renew()
            answer = await self._request(method, path, json=body, headers=self._headers(key))
        if not answer.is_success:
            raise Refused(answer)
        return answer.json() if answer.content else None

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return headers | ({"Idempotency-Key": key} if key else {})

    async def _renew(self) -> None:
        """Get a new access token by the cookie, or by signing in."""
        if self._refresh_cookie:
            headers = {"Cookie": f"refresh={self._refresh_cookie}"}
            answer = await self._request("POST", "/auth/refresh", headers=headers)
            if answer.is_success:
                self._keep(answer)
                return
        await self.sign_in()

    def _keep(self, answer: httpx.Response) -> None:
        if not answer.is_success:
            raise Refused(answer)
        self._token = answer.json()["access_token"]
        for header in answer.headers.get_list("set-cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            if name == "refresh":
                self._refresh_cookie = value

    async def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send until the answer is not "later"; raises httpx.TransportError when none comes."""
        for attempt in range(1, _TRIES + 1):
            try:
                answer = await self._http.request(method, f"{_PREFIX}{path}", **options)
            except httpx.TransportError:
                if attempt == _TRIES:
                    raise
            else:
                if attempt == _TRIES or not _means_later(answer):
                    return answer
            await asyncio.sleep(_PAUSE_SECONDS * attempt)
        raise AssertionError("the last try returns or raises")


def _means_later(answer: httpx.Response) -> bool:
    if answer.status_code == 409:
        return "idempotency_key_busy" in answer.text
    return answer.status_code >= 500 or answer.status_code == 429
