"""What a player may switch off, and what they may not."""

from typing import Any

import httpx
import pytest

from app.domain.notifications.kinds import Kind, policy_of
from tests.api.notifications.test_inbox import tell, unread
from tests.support.arena import Arena, Player, refusal


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


def switch(player: Player, kind: Kind, channel: str, *, is_on: bool) -> httpx.Response:
    change = {"type": kind, "channel": channel, "is_on": is_on}
    return player.http.put("/notifications/preferences", json={"items": [change]})


def setting(player: Player, kind: Kind, channel: str) -> bool:
    found: dict[str, Any] = {
        one["type"]: {each["channel"]: each["is_on"] for each in one["channels"]}
        for one in player.get("/notifications/preferences")["items"]
    }
    return bool(found[kind][channel])


def test_everything_is_on_at_first(amina: Player) -> None:
    items = amina.get("/notifications/preferences")["items"]
    assert [one["type"] for one in items] == list(Kind)
    for one in items:
        assert one["required"] == policy_of(Kind(one["type"])).required
        assert all(channel["is_on"] for channel in one["channels"])


def test_a_kind_is_switched_off_and_on_again(amina: Player) -> None:
    for is_on in (False, False, True):
        assert switch(amina, Kind.CHALLENGE_EXPIRED, "push", is_on=is_on).is_success
        assert setting(amina, Kind.CHALLENGE_EXPIRED, "push") is is_on
        assert setting(amina, Kind.CHALLENGE_EXPIRED, "in_app") is True


def test_what_is_off_in_the_app_stands_there_as_read(amina: Player) -> None:
    switch(amina, Kind.CHALLENGE_EXPIRED, "in_app", is_on=False)
    tell(amina, "a")
    assert [item["is_read"] for item in amina.get("/notifications")["items"]] == [True]
    assert unread(amina) == 0


@pytest.mark.parametrize("kind", [Kind.MATCH_REMINDER, Kind.NEW_DEVICE, Kind.PAYOUTS_FROZEN])
@pytest.mark.parametrize("channel", ["in_app", "push"])
def test_what_could_cost_them_cannot_be_off(amina: Player, kind: Kind, channel: str) -> None:
    answer = switch(amina, kind, channel, is_on=False)
    assert refusal(answer) == (422, "notification_required")
    assert setting(amina, kind, channel) is True
    assert switch(amina, kind, channel, is_on=True).is_success


def test_a_kind_has_no_channel_that_it_does_not_go_to(amina: Player) -> None:
    answer = switch(amina, Kind.CHALLENGE_EXPIRED, "sms", is_on=False)
    assert refusal(answer) == (422, "invalid_request")


def test_one_impossible_change_changes_nothing(amina: Player) -> None:
    changes = [
        {"type": Kind.CHALLENGE_EXPIRED, "channel": "push", "is_on": False},
        {"type": Kind.NEW_DEVICE, "channel": "push", "is_on": False},
    ]
    answer = amina.http.put("/notifications/preferences", json={"items": changes})
    assert answer.status_code == 422
    assert setting(amina, Kind.CHALLENGE_EXPIRED, "push") is True


def test_choices_are_their_players_alone(arena: Arena, amina: Player) -> None:
    switch(amina, Kind.CHALLENGE_EXPIRED, "push", is_on=False)
    assert setting(arena.player(), Kind.CHALLENGE_EXPIRED, "push") is True
