"""A player whose app retries: each intent under one Idempotency-Key until it is answered."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

import httpx
from typing_extensions import override

from devstack.api_client import (
    ApiClient,
    means_later,
    new_key,
    registration,
    result,
    sms_code,
)

T = TypeVar("T")

PATIENCE = 60.0  # seconds; the machine may be starting six processes meanwhile
_numbers = count(1)


def eventually(check: Callable[[], T], what: str, *, within: float = PATIENCE) -> T:
    """Return the first truthy result of `check`; fail, naming `what`, when none comes in time."""
    deadline = time.monotonic() + within
    while not (found := check()):
        assert time.monotonic() < deadline, f"waited {within:.0f} s in vain for {what}"
        time.sleep(0.1)
    return found


class Player(ApiClient):
    """A player with a phone in the simulators and an app that retries until it is answered."""

    def __init__(self, *, api_url: str, sim_url: str) -> None:
        super().__init__(api_url, timeout=15)
        number = next(_numbers)
        self.name = f"player{number}"
        self.phone = f"25479{number:07d}"
        self._sims = httpx.Client(base_url=f"{sim_url}/_sim", timeout=15, trust_env=False)
        self._keys: dict[str, str] = {}

    @override
    def close(self) -> None:
        """Close the connections to the API and to the simulators."""
        super().close()
        self._sims.close()

    @override
    def request(
        self, method: str, path: str, *, key: str | None = None, **options: Any
    ) -> httpx.Response:
        """Send a request until its answer is final; sign in again if the token is not accepted."""

        def once() -> httpx.Response:
            return self.request_once(method, path, key=key, **options)

        answer = self._retry(once)
        if answer.status_code == 401 and self.token and path != "/auth/login":
            self.sign_in(self.name)
            answer = self._retry(once)
        return answer

    def request_once(
        self, method: str, path: str, *, key: str | None = None, **options: Any
    ) -> httpx.Response:
        """Send one request without a retry; raises httpx.TransportError."""
        return super().request(method, path, key=key, **options)

    def get_once(self, path: str) -> httpx.Response:
        """GET without a retry; raises httpx.TransportError."""
        return self.request_once("GET", path)

    def post_once(self, path: str, body: Any = None, *, intent: str = "") -> httpx.Response:
        """POST under the key of an intent, without a retry; raises httpx.TransportError."""
        return self.request_once("POST", path, key=self.key_of(intent or path), json=body)

    def try_to_do(self, path: str, body: Any = None, *, intent: str = "") -> httpx.Response:
        """POST under the key of an intent; the answer may be a refusal."""
        return self.post(path, body, key=self.key_of(intent or path))

    def do(self, path: str, body: Any = None, *, intent: str = "") -> Any:
        """POST under the key of an intent and return the JSON; raises Refused."""
        return result(self.try_to_do(path, body, intent=intent))

    def key_of(self, intent: str) -> str:
        """Return the Idempotency-Key of an intent: the same one at each try."""
        return self._keys.setdefault(intent, new_key())

    def register(self) -> None:
        """Open an account. Without a key, "taken" after a lost answer means that it is ours."""
        answer = self.post("/auth/register", registration(self.name, self.phone))
        assert answer.status_code == 201 or answer.json()["code"] == "username_taken", answer.text
        self.sign_in(self.name)

    def verify(self) -> None:
        """Enter the code from the SMS."""
        if self.get("/users/me")["is_verified"]:
            return
        answer = self.post("/auth/verify-phone", {"code": self._code()})
        proven = answer.is_success or answer.json()["code"] == "phone_already_verified"
        assert proven, answer.text

    def answer_prompts_by_hand(self) -> None:
        """Let prompts wait for `type_pin`, instead of being approved after two seconds."""
        self.sims("PUT", f"/phones/{self.phone}", {"auto_approve": False})

    def prompts(self) -> list[Any]:
        """Return all M-Pesa prompts of the phone, newest first."""
        return list(self.sims("GET", f"/phones/{self.phone}")["prompts"])

    def open_prompt(self) -> Any:
        """Return the prompt that waits for a PIN, or None."""
        return next((one for one in self.prompts() if one["status"] == "pending"), None)

    def type_pin(self) -> None:
        """Approve the open prompt, if there is one."""
        prompt = self.open_prompt()
        if prompt is not None:
            self.sims("POST", f"/phones/{self.phone}/prompts/{prompt['id']}", {"pin": "1234"})

    def pay_prompt(self) -> None:
        """Wait for a prompt and approve it."""
        eventually(self.open_prompt, f"a prompt on the phone of {self.name}")
        self.type_pin()

    def await_deposits(self) -> None:
        """Wait until all deposits are completed."""

        def all_in() -> bool:
            deposits = self.get("/payments/deposits")["items"]
            return {one["status"] for one in deposits} == {"completed"}

        eventually(all_in, f"the money of {self.name}")

    def leave_queue(self) -> None:
        """Leave the matchmaking queue; no error if the player is not in it."""
        answer = self.delete("/matchmaking/queue")
        assert answer.json()["status"] == "idle", answer.text

    def sims(self, method: str, path: str, body: Any = None) -> Any:
        """Call the simulators' control API below /_sim."""
        answer = self._retry(lambda: self._sims.request(method, path, json=body))
        return answer.json() if answer.content else None

    def _code(self) -> str:
        def newest() -> list[str]:
            inbox = self.sims("GET", f"/phones/{self.phone}")["sms"]
            return [one["text"] for one in inbox if "WageWars: your code" in one["text"]]

        return sms_code(eventually(newest, f"a code on the phone of {self.name}")[0])

    def _retry(self, once: Callable[[], httpx.Response]) -> httpx.Response:
        """Call `once` until it answers something that is not "later"."""
        deadline = time.monotonic() + PATIENCE
        pause = 0.1
        while True:
            try:
                answer = once()
                if not means_later(answer):
                    return answer
                trouble = f"{answer.status_code} {answer.text}"
            except httpx.TransportError as error:
                trouble = repr(error)
            assert time.monotonic() < deadline, f"{self.name} gave up: {trouble}"
            time.sleep(pause)
            pause = min(pause * 2, 1.0)
