"""A player's app and thumb: it asks until it is answered, each intent under one Idempotency-Key."""

import secrets
import time
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

PATIENCE = 60.0  # seconds; the machine may be starting six processes meanwhile
PASSWORD = "Karibu-WageWars-1"
_numbers = count(1)


def eventually(look: Callable[[], T], what: str, *, within: float = PATIENCE) -> T:
    """Return the first truthy result of `look`; fail, naming `what`, when none comes in time."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {within:.0f} s in vain for {what}"
        time.sleep(0.1)
    return found


class Player:
    """Somebody with a phone in the simulated country and an app that does not give up."""

    def __init__(self, *, api_url: str, sim_url: str) -> None:
        number = next(_numbers)
        self.name = f"player{number}"
        self.phone = f"25479{number:07d}"
        self._api = httpx.Client(base_url=f"{api_url}/api/v1", timeout=15, trust_env=False)
        self._sims = httpx.Client(base_url=f"{sim_url}/_sim", timeout=15, trust_env=False)
        self._token = ""
        self._keys: dict[str, str] = {}

    def close(self) -> None:
        """Put the phone away."""
        self._api.close()
        self._sims.close()

    def get(self, path: str) -> Any:
        """Read something, however long it takes to be answered."""
        answer = self._ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, *, intent: str = "") -> Any:
        """Do something once, however often it takes to be told that it is done."""
        answer = self.try_to_post(path, body, intent=intent)
        assert answer.is_success, answer.text
        return answer.json()

    def get_once(self, path: str) -> httpx.Response:
        """Ask once and take what comes; raises httpx.TransportError."""
        return self._api.get(path, headers=self._bearer())

    def try_to_post(self, path: str, body: Any = None, *, intent: str = "") -> httpx.Response:
        """Like `post`, for what may be refused."""
        return self._ask(
            "POST", path, json=body, headers={"Idempotency-Key": self.key_of(intent or path)}
        )

    def post_once(self, path: str, body: Any = None, *, intent: str = "") -> httpx.Response:
        """Send one request and take what comes; raises httpx.TransportError."""
        headers = {"Idempotency-Key": self.key_of(intent or path)} | self._bearer()
        return self._api.post(path, json=body, headers=headers)

    def key_of(self, intent: str) -> str:
        """Return the Idempotency-Key of an intent: the same one at each try."""
        return self._keys.setdefault(intent, secrets.token_hex(8))

    def register(self) -> None:
        """Open an account. Without a key, "taken" after a lost answer means that it is ours."""
        form = {
            "username": self.name,
            "email": f"{self.name}@players.wagewars.example",
            "phone": self.phone,
            "password": PASSWORD,
            "date_of_birth": "1998-04-12",
        }
        answer = self._ask("POST", "/auth/register", json=form)
        assert answer.status_code == 201 or answer.json()["code"] == "username_taken", answer.text
        self.sign_in()

    def verify(self) -> None:
        """Type the code from the SMS."""
        if self.get("/users/me")["is_verified"]:
            return
        answer = self._ask("POST", "/auth/verify-phone", json={"code": self._code()})
        proven = answer.is_success or answer.json()["code"] == "phone_already_verified"
        assert proven, answer.text

    def thumb_on_prompts(self) -> None:
        """Answer prompts by hand from now on, instead of after two seconds."""
        self.sims("PUT", f"/phones/{self.phone}", {"auto_approve": False})

    def prompts(self) -> list[Any]:
        """Return the M-Pesa prompts that the phone has shown, newest first."""
        return list(self.sims("GET", f"/phones/{self.phone}")["prompts"])

    def open_prompt(self) -> Any:
        """Return the prompt that stands on the phone, or None."""
        return next((one for one in self.prompts() if one["status"] == "pending"), None)

    def type_pin(self) -> None:
        """Pay what the prompt asks for, if one asks."""
        prompt = self.open_prompt()
        if prompt is not None:
            self.sims("POST", f"/phones/{self.phone}/prompts/{prompt['id']}", {"pin": "1234"})

    def pay_prompt(self) -> None:
        """Wait for a prompt and pay what it asks for."""
        eventually(self.open_prompt, f"a prompt on the phone of {self.name}")
        self.type_pin()

    def await_deposits(self) -> None:
        """Wait until every deposit has come in."""

        def all_in() -> bool:
            deposits = self.get("/payments/deposits")["items"]
            return {one["status"] for one in deposits} == {"completed"}

        eventually(all_in, f"the money of {self.name}")

    def leave_queue(self) -> None:
        """Stop searching, if searching."""
        answer = self._ask("DELETE", "/matchmaking/queue")
        assert answer.json()["status"] == "idle", answer.text

    def sims(self, method: str, path: str, body: Any = None) -> Any:
        """Use the remote control of the simulated country."""
        answer = self._persist(lambda: self._sims.request(method, path, json=body))
        return answer.json() if answer.content else None

    def _code(self) -> str:
        def newest() -> list[str]:
            inbox = self.sims("GET", f"/phones/{self.phone}")["sms"]
            return [one["text"] for one in inbox if "WageWars: your code" in one["text"]]

        text = eventually(newest, f"a code on the phone of {self.name}")[0]
        return "".join(letter for letter in text if letter.isdigit())[:6]

    def sign_in(self) -> None:
        """Show name and password for a new token."""
        form = {"username": self.name, "password": PASSWORD}
        answer = self._persist(lambda: self._api.post("/auth/login", data=form))
        assert answer.status_code == 200, answer.text
        self._token = answer.json()["access_token"]

    def _ask(
        self, method: str, path: str, *, headers: Any = None, json: Any = None
    ) -> httpx.Response:
        def once() -> httpx.Response:
            return self._api.request(
                method, path, json=json, headers=(headers or {}) | self._bearer()
            )

        answer = self._persist(once)
        if answer.status_code == 401 and self._token:
            self.sign_in()
            answer = self._persist(once)
        return answer

    def _persist(self, once: Callable[[], httpx.Response]) -> httpx.Response:
        """Ask until somebody answers something that is not "later"."""
        deadline = time.monotonic() + PATIENCE
        pause = 0.1
        while True:
            try:
                answer = once()
                if not _means_later(answer):
                    return answer
                trouble = f"{answer.status_code} {answer.text}"
            except httpx.TransportError as error:
                trouble = repr(error)
            assert time.monotonic() < deadline, f"{self.name} gave up: {trouble}"
            time.sleep(pause)
            pause = min(pause * 2, 1.0)

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}


def _means_later(answer: httpx.Response) -> bool:
    if answer.status_code == 409:
        return bool(answer.json()["code"] == "idempotency_key_busy")
    return answer.status_code >= 500 or answer.status_code == 429
