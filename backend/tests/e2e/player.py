"""Somebody who plays: signed in at the API, with a phone in the simulators."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

PATIENCE = 60.0  # seconds; on two busy cores everything takes its time


def eventually(look: Callable[[], T], *, within: float = PATIENCE) -> T:
    """Return the first truthy result of `look`; fail when none comes `within` seconds."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"still {found!r} after {within} s"
        time.sleep(0.05)
    return found


@dataclass
class Player:
    """Somebody who is signed in, with a phone of his own in the simulators."""

    api: httpx.Client
    sims: httpx.Client
    id: int
    phone: str
    token: str

    def get(self, path: str) -> Any:
        """GET something below /api/v1 and return its JSON."""
        answer = self.api.get(f"/api/v1{path}", headers=self._headers())
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """POST something below /api/v1, with an Idempotency-Key of its own unless given."""
        headers = self._headers() | {"Idempotency-Key": key or secrets.token_hex(8)}
        return self.api.post(f"/api/v1{path}", json=body, headers=headers)

    def deposit(self, amount: Any = 500) -> int:
        """Ask for a deposit and return its id."""
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
        """Change the habits of the player's phone."""
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

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
