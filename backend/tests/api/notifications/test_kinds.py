"""Each kind's event tells whom it is about, once, in both languages, and leads somewhere."""

from collections.abc import Callable

import httpx
import pytest

from app.domain.notifications.kinds import Kind, policy_of
from tests.api.notifications.events import CASES, Scene
from tests.support.arena import Arena, Json, Player


@pytest.fixture
def scene(arena: Arena, sms_network: httpx.Client, run_jobs: Callable[[str], list[str]]) -> Scene:
    def read_sms(phone: str) -> list[str]:
        run_jobs("sms")
        return [sms["text"] for sms in sms_network.get(f"/phones/{phone}").json()["sms"]]

    return Scene(arena, read_sms)


def told(player: Player, kind: Kind) -> list[Json]:
    items = player.get("/notifications", limit=100)["items"]
    return [item for item in items if item["type"] == kind]


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_an_event_makes_one_notification(scene: Scene, kind: Kind) -> None:
    players = CASES[kind](scene)
    for player in players:
        (item,) = told(player, kind)
        assert item["is_read"] is False
        assert item["group"] == policy_of(kind).group
        assert item["link"].startswith("/")
        assert "{" not in item["title"] + item["message"]
        player.http.patch("/users/me", json={"language": "sw"}).raise_for_status()
        (translated,) = told(player, kind)
        assert translated["message"] != item["message"]

    ids = ", ".join(str(player.id) for player in players)
    others = scene.arena.sql(
        f"SELECT user_id FROM notifications WHERE kind = '{kind}' AND user_id NOT IN ({ids})"
    )
    assert others == [], "nobody else is told"
