"""A player of a running system: signed in to the API, with a phone in the simulators."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from typing_extensions import override

from devstack.api_client import ApiClient, new_key

T = TypeVar("T")

PATIENCE = 60.0  # seconds; on two busy cores everything takes its time


def eventually(check: Callable[[], T], *, within: float = PATIENCE) -> T:
    """Return the first truthy result of `check`; fail when none comes `within` seconds."""
    deadline = time.monotonic() + within
    while not (found := check()):
        assert time.monotonic() < deadline, f"still {found!r} after {within} s"
        time.sleep(0.05)
    return found


class Player(ApiClient):
    """A player who is signed in, with a phone of their own in the simulators."""

    def __init__(self, api_url: str, sims: httpx.Client, user_id: int, phone: str) -> None:
        super().__init__(api_url, timeout=PATIENCE)
        self.sims = sims
        self.id = user_id
        self.phone = phone

    @override
    def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """POST JSON, under a new Idempotency-Key unless one is given."""
        return super().post(path, body, key=key or new_key())

    def deposit(self, amount: Any = 500) -> int:
        """Request a deposit and return its id."""
        answer = self.post("/payments/deposits", {"amount": amount})
        assert answer.status_code == 202, answer.text
        return int(answer.json()["id"])

    def see(self, deposit_id: int) -> Any:
        """Return a deposit as the player sees it."""
        return self.get(f"/payments/deposits/{deposit_id}")

    def wait_for(self, deposit_id: int, *states: str, within: float = PATIENCE) -> Any:
        """Return the deposit once it is in one of `states`."""
        deadline = time.monotonic() + within
        while (seen := self.see(deposit_id))["state"] not in states:
            assert time.monotonic() < deadline, f"waited for {states}, still {seen}"
            time.sleep(0.05)
        return seen

    def money(self) -> str:
        """Return what the wallet holds, as the API writes it."""
        return str(self.get("/payments/wallet")["available"])

    def behave(self, **profile: Any) -> None:
        """Change how the player's phone behaves."""
        answer = self.sims.put(f"/_sim/phones/{self.phone}", json=profile)
        assert answer.status_code == 200, answer.text

    def prompts(self) -> list[Any]:
        """Return all prompts that ever were on the phone, newest first."""
        return list(self.sims.get(f"/_sim/phones/{self.phone}").json()["prompts"])

    def answer(self, **finger: Any) -> None:
        """Type a PIN into the newest prompt, or cancel it."""
        prompt = self.prompts()[0]["id"]
        path = f"/_sim/phones/{self.phone}/prompts/{prompt}"
        answer = self.sims.post(path, json=finger)
        assert answer.status_code == 200, answer.text
