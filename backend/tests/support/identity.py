"""Players whose number M-Pesa names, and the simulated provider of identity checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.payments.payouts import PayoutEvidence, PayoutSource
from app.integrations.identity import get_identity_provider
from app.models.user import User
from app.services.payments.withdrawals import evidence
from simulators.serving import serving
from simulators.settings import SimSettings
from tests.support.arena import Arena, Json, Player
from tests.support.payments import make_withdrawal, new_receipt

CALLBACK_KEY = "test-identity-callback-key-0123456789abcdef"


def declare(player: Player, name: str) -> httpx.Response:
    return player.http.put("/users/me/identity/name", json={"name": name})


def identity(player: Player) -> Json:
    return player.get("/users/me/identity")


def phone_of(arena: Arena, player: Player) -> str:
    return str(arena.sql(f"SELECT phone FROM users WHERE id = {player.id}")[0][0])


def pay_out(player: Player, name: str, *, amount: int = 100) -> int:
    """Let M-Pesa pay a withdrawal to the player's number, and call its owner `name`."""
    with transaction() as session:
        user = session.get_one(User, player.id)
        phone = user.phone
    row = make_withdrawal(user, amount=amount, state="sent", sent_at=utc_now())
    proof = PayoutEvidence(
        source=PayoutSource.RESULT,
        code="0",
        amount=row.net,
        receipt=new_receipt(),
        receiver=f"{phone} - {name}",
    )
    with transaction() as session:
        evidence.apply_evidence(session, row.id, proof, now=utc_now())
    return row.id


@dataclass
class Provider:
    """The simulated provider, and the worker's jobs for it."""

    http: httpx.Client
    arena: Arena
    run_jobs: Callable[[str], list[str]]

    def request(self, player: Player, number: str = "31247760") -> httpx.Response:
        body = {"kind": "national_id", "number": number, "consent": True}
        return player.post("/users/me/identity/checks", body)

    def start(self, player: Player, number: str = "31247760") -> Json:
        """Request a check and let the worker start it."""
        answer = self.request(player, number)
        assert answer.status_code == 201, answer.text
        self.run_jobs("identity")
        return self.check(player)

    def photograph(self, player: Player) -> None:
        """Take the pictures on the provider's page."""
        link = self.check(player)["link"]
        self.http.post(link).raise_for_status()

    def check(self, player: Player) -> Json:
        found: Json = identity(player)["check"]
        return found

    def ask(self, seconds: float = 120) -> None:
        """Let time pass, and the sweep ask about all that is due."""
        from app.workers.tasks.identity import sweep_identity  # it reads the settings

        self.arena.sql(
            f"UPDATE identity_checks SET due_at = due_at - interval '{seconds} seconds'"
            " WHERE due_at IS NOT NULL"
        )
        sweep_identity()
        self.run_jobs("identity")

    def complete(self, player: Player, number: str = "31247760") -> Json:
        """Take a check to its end: requested, photographed, asked about."""
        self.start(player, number)
        self.photograph(player)
        self.push_clock(5)
        self.ask()
        return self.check(player)

    def push_clock(self, seconds: float) -> None:
        self.http.post("/_sim/clock", json={"advance_seconds": seconds}).raise_for_status()


@pytest.fixture
def provider(
    arena: Arena, run_jobs: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Provider]:
    """The provider on a socket of its own; its callbacks go to our API."""
    hooks = httpx.URL(arena.url).copy_with(path="/hooks/identity")
    settings = SimSettings(
        speed=20, identity_hooks_url=str(hooks), identity_callback_key=CALLBACK_KEY
    )
    with serving(settings) as url, httpx.Client(base_url=url) as client:
        monkeypatch.setenv("IDENTITY_BASE_URL", f"{url}/identity")
        _forget()
        yield Provider(client, arena, run_jobs)
        get_identity_provider().close()
    _forget()


def _forget() -> None:
    get_settings.cache_clear()
    get_identity_provider.cache_clear()


def figures(arena: Arena, **values: Any) -> None:
    """Set what moves before a proof (KES), as a migration writes it."""
    for name, value in values.items():
        arena.sql(f"UPDATE protection_settings SET value = {value} WHERE name = '{name}'")
