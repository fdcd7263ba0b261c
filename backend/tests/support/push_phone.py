"""A browser at the simulated push service, on which a player switches pushes on."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.core.settings import get_settings
from app.integrations.push import get_push_client
from tests.support.arena import Arena, Player

PATH = "/notifications/push-subscriptions"


class Phone:
    """A browser at the simulated push service, on which a player switches pushes on."""

    def __init__(self, control: httpx.Client, player: Player) -> None:
        self._control = control
        key = player.get("/notifications/vapid-key")["public_key"]
        self._json = control.post("/browsers", json={"server_key": key}).json()
        self._json["server_key"] = key
        self._name = self._json["endpoint"].rpartition("/")[2]
        self.subscribe(player)

    def subscribe(self, player: Player) -> None:
        player.http.post(PATH, json=self._json).raise_for_status()

    def behaves(self, **behaviour: Any) -> None:
        self._control.put(f"/browsers/{self._name}", json=behaviour).raise_for_status()

    @property
    def calls(self) -> int:
        return int(self._control.get(f"/browsers/{self._name}").json()["calls"])

    @property
    def shown(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = self._control.get(f"/browsers/{self._name}").json()["shown"]
        return shown

    def messages(self) -> list[tuple[str, str]]:
        return [(one["message"]["title"], one["message"]["body"]) for one in self.shown]


@pytest.fixture
def push_service(
    simulators_url: str, arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> Iterator[httpx.Client]:
    """A client of the control API of the simulators, at whose push service browsers are."""
    monkeypatch.setenv("PUSH_LOCAL_SERVICE", simulators_url)
    monkeypatch.setenv("PUSH_TIMEOUT", "0.5")
    get_settings.cache_clear()
    get_push_client.cache_clear()
    with httpx.Client(base_url=f"{simulators_url}/_sim") as control:
        yield control
    get_push_client().close()
    get_push_client.cache_clear()
    get_settings.cache_clear()
