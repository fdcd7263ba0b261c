"""A player's app: it asks until it is answered, with the Idempotency-Key of the first try."""

import asyncio
import secrets
import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from load.tally import Tally

PASSWORD = "Karibu-WageWars-1"
_PATIENCE = 60.0  # seconds until an app gives up
_REQUEST_SECONDS = 30.0


class Refused(Exception):
    """The API said no, with a reason."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {answer.text[:300]}")
        self.problem: dict[str, Any] = answer.json()
        self.code = str(self.problem.get("code"))


def new_line(url: str) -> httpx.AsyncClient:
    """Return connections that many apps share; cookies are each app's own business."""
    return httpx.AsyncClient(
        base_url=url,
        timeout=_REQUEST_SECONDS,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        # uvicorn hangs up on who says nothing for five seconds; a request must not cross that.
        limits=httpx.Limits(max_connections=150, keepalive_expiry=3),
    )


class App:
    """One signed-in person; `line` leads to the API."""

    def __init__(self, line: httpx.AsyncClient, tally: Tally, name: str) -> None:
        self.name = name
        self._line = line
        self._tally = tally
        self._token = ""
        self._cookie = ""

    async def get(self, path: str) -> Any:
        """Read something."""
        return (await self._ask("GET", path)).json()

    async def delete(self, path: str) -> Any:
        """Take something back; raises Refused."""
        return (await self._ask("DELETE", path)).json()

    async def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """Do something once; raises Refused."""
        return (await self._ask("POST", path, json=body, key=key or new_key())).json()

    async def post_twice(self, path: str, body: Any = None) -> Any:
        """Tap twice at the same moment: both taps must get the same answer; raises Refused.

        A refusal is not remembered: a pause may end between the two, and one of them be done.
        """
        key = new_key()
        taps = [self.post(path, body, key=key) for _ in range(2)]
        first, second = await asyncio.gather(*taps, return_exceptions=True)
        if _is_pausing(first) is not _is_pausing(second):
            first = second = second if _is_pausing(first) else first
        if _said(first) != _said(second):
            self._tally.note_offence(f"two taps, two answers to {path}: {first!r}, {second!r}")
        if isinstance(first, BaseException):
            raise first
        return first

    async def post_killed(self, path: str, body: Any, *, after_seconds: float) -> Any:
        """Send, be killed before the answer, start again and ask under the same key."""
        key = new_key()
        headers = self._headers(key)
        sending = asyncio.ensure_future(
            self._line.request("POST", f"/api/v1{path}", json=body, headers=headers)
        )
        await asyncio.wait([sending], timeout=after_seconds)
        if not sending.done():
            sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await asyncio.sleep(0.3)
        return await self.post(path, body, key=key)

    async def sign_in(self) -> None:
        """Show name and password."""
        form = {"username": self.name, "password": PASSWORD}
        self._keep(await self._persist("POST", "/auth/login", data=form))

    async def register(self, phone: str) -> None:
        """Open an account."""
        form = {
            "username": self.name,
            "email": f"{self.name}@players.wagewars.example",
            "phone": phone,
            "password": PASSWORD,
            "date_of_birth": "1998-04-12",
        }
        answer = await self._persist("POST", "/auth/register", json=form)
        if not answer.is_success and answer.json().get("code") != "username_taken":
            raise Refused(answer)

    def forget_everything(self) -> None:
        """Lose the tokens, as an app that was installed anew."""
        self._token = self._cookie = ""

    async def _ask(
        self, method: str, path: str, *, json: Any = None, key: str = ""
    ) -> httpx.Response:
        if not self._token:
            await self.sign_in()
        answer = await self._persist(method, path, json=json, key=key)
        if answer.status_code == 401:
            await self._refresh()
            answer = await self._persist(method, path, json=json, key=key)
        if not answer.is_success:
            raise Refused(answer)
        return answer

    async def _refresh(self) -> None:
        """Get a new access token by the cookie; sign in where that is not taken any more."""
        if self._cookie:
            self._tally.deeds["tokens refreshed"] += 1
            headers = {"Cookie": f"refresh={self._cookie}"}
            answer = await self._line.post("/api/v1/auth/refresh", headers=headers)
            self._tally.answers[answer.status_code] += 1
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
                self._cookie = value

    async def _persist(
        self, method: str, path: str, *, json: Any = None, data: Any = None, key: str = ""
    ) -> httpx.Response:
        """Ask until somebody answers something that is not "later"; errors are noted."""
        give_up_at = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = await self._line.request(
                    method, f"/api/v1{path}", json=json, data=data, headers=self._headers(key)
                )
                self._note(answer)
                if not _means_later(answer):
                    return answer
                trouble = f"{answer.status_code} {answer.text[:200]}"
            except httpx.TransportError as error:
                trouble = repr(error)
                self._tally.note_error(f"{method} {path}: {trouble}")
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"{self.name} gave up {method} {path}: {trouble}")
            await asyncio.sleep(0.25)

    def _note(self, answer: httpx.Response) -> None:
        self._tally.answers[answer.status_code] += 1
        where = f"{answer.request.method} {answer.request.url.path}"
        if answer.status_code >= 500:
            self._tally.note_error(f"{where}: {answer.status_code} {answer.text[:200]}")
        elif answer.status_code >= 400:
            self._tally.refusals[str(answer.json().get("code"))] += 1

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return headers | ({"Idempotency-Key": key} if key else {})


def new_key() -> str:
    """Return the Idempotency-Key of a new intent."""
    return secrets.token_hex(8)


def _is_pausing(answer: object) -> bool:
    return isinstance(answer, Refused) and answer.code == "cooling_down"


def _said(outcome: Any) -> Any:
    return outcome.code if isinstance(outcome, Refused) else outcome


def _means_later(answer: httpx.Response) -> bool:
    if answer.status_code == 409:
        return bool(answer.json().get("code") == "idempotency_key_busy")
    return answer.status_code >= 500 or answer.status_code == 429
