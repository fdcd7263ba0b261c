"""A phone that writes to our short code, and reads what comes back."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest

from app.core.settings import get_settings
from app.integrations.sms import get_sms_client
from tests.support.arena import Arena, Player

RunJobs = Callable[[str], list[str]]


@dataclass
class Phones:
    """The phones of players, the network between them and us, and our workers."""

    arena: Arena
    network: httpx.Client
    run_jobs: RunJobs

    def number(self, player: Player) -> str:
        """Return a player's number."""
        ((phone,),) = self.arena.sql(f"SELECT phone FROM users WHERE id = {player.id}")
        return str(phone)

    def inbox(self, phone: str) -> list[str]:
        """Return the texts on a phone, newest first."""
        return [sms["text"] for sms in self.network.get(f"/phones/{phone}").json()["sms"]]

    def post(self, message_id: str, phone: str, text: str) -> None:
        """Post an SMS to us as the network does, and let the workers work."""
        token = get_settings().sms.hook_token.get_secret_value()
        form = {"id": message_id, "from": f"+{phone}", "to": "22333", "text": text}
        answer = httpx.post(f"{self.arena.url}/hooks/sms/{token}/inbound", data=form)
        assert answer.status_code == 200
        self.run_jobs("sms")

    def write(self, phone: str, text: str, *, copies: int = 1) -> list[str]:
        """Write to us; return what came back to this phone, oldest first."""
        before = len(self.inbox(phone))
        sent = {"to": "22333", "text": text, "copies": 0}
        message_id = self.network.post(f"/phones/{phone}/sms", json=sent).json()["id"]
        for _ in range(copies):
            self.post(str(message_id), phone, text)
        came = self.inbox(phone)
        return came[: len(came) - before][::-1]

    def due_sms(self) -> None:
        """Let the SMS leave that wait for players to read the app."""
        from app.workers.tasks.notifications import sweep_deliveries

        self.arena.sql(
            "UPDATE notification_deliveries SET due_at = now() - interval '1 second'"
            " WHERE state = 'queued'"
        )
        sweep_deliveries()
        self.run_jobs("sms")


@pytest.fixture
def phones(
    monkeypatch: pytest.MonkeyPatch, arena: Arena, sms_network: httpx.Client, run_jobs: RunJobs
) -> Phones:
    monkeypatch.setenv("SMS_SHORT_CODE", "22333")
    get_settings.cache_clear()
    get_sms_client.cache_clear()
    return Phones(arena, sms_network, run_jobs)
