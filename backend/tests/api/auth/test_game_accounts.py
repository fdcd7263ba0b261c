"""Players link a game account and are notified whether their games are visible.

Rows of docs/security.md: S38.
"""

from typing import Any

import pytest

from app.domain.cod.records import Visibility
from tests.support.activision import Activision
from tests.support.arena import Arena, Player

NAME = "NairobiAce#2741"


def put(player: Player, name: str = NAME, platform: str = "battle") -> Any:
    return player.http.put(f"/users/me/game-accounts/{platform}", json={"username": name})


def account(player: Player, platform: str = "battle") -> dict[str, Any]:
    found = player.get("/users/me/game-accounts")["items"]
    return next(one for one in found if one["platform"] == platform)


def test_a_name_is_checked_and_becomes_visible(arena: Arena, activision: Activision) -> None:
    player, uno = arena.player(cod_username=None), activision.player(NAME)
    activision.player("Viper#1")
    activision.add_game(NAME, "Viper#1")
    said = put(player)
    assert said.status_code == 200, said.text
    assert (said.json()["visibility"], said.json()["probed_at"]) == ("unknown", None)
    assert activision.run_jobs("cod") == ["cod.probe_account"]
    seen = account(player)
    assert (seen["visibility"], seen["uno"]) == ("visible", uno)
    assert len(activision.calls()) == 1


@pytest.mark.parametrize(
    ("facts", "visibility"),
    [
        ({"data_visible": {"battle": "friends_tourneys"}}, Visibility.PRIVATE),
        ({"names": {"psn": NAME}}, Visibility.NOT_FOUND),
        ({}, Visibility.EMPTY),
    ],
)
def test_an_unusable_name_is_reported_with_its_reason(
    facts: dict[str, Any], visibility: Visibility, arena: Arena, activision: Activision
) -> None:
    player = arena.player()
    activision.player(NAME, **facts)
    put(player)
    activision.run_jobs("cod")
    assert account(player)["visibility"] == visibility


def test_opened_data_are_seen_on_the_next_check(arena: Arena, activision: Activision) -> None:
    player = arena.player()
    uno = activision.player(NAME, data_visible={"battle": "none"})
    put(player)
    activision.run_jobs("cod")
    activision.player(NAME, uno=uno, data_visible={"battle": "all"})
    activision.player("Viper#1")
    activision.add_game(NAME, "Viper#1")
    put(player)
    activision.run_jobs("cod")
    assert account(player)["visibility"] == "visible"


def test_a_check_is_retried_while_activision_is_down(arena: Arena, activision: Activision) -> None:
    player = arena.player(cod_username=None)
    activision.player(NAME)
    activision.fault("http_500", count=None)
    put(player)
    activision.run_jobs("cod")
    assert account(player)["visibility"] == "unknown"
    activision.clear_faults()
    assert activision.run_lookups() == [], "not at once"
    arena.sql("UPDATE game_accounts SET probe_due_at = now()")
    assert activision.run_lookups() == ["cod.probe_account"]
    assert account(player)["visibility"] == "empty"


def test_one_person_in_the_game_is_one_player_here(arena: Arena, activision: Activision) -> None:
    first, second = arena.player(), arena.player()
    uno = activision.player(NAME, names={"battle": NAME, "psn": "AceOnSony"})
    activision.player("Viper#1")
    activision.add_game(NAME, "Viper#1")
    put(first)
    activision.run_jobs("cod")
    put(second, "AceOnSony", "psn")
    activision.run_jobs("cod")
    assert account(first)["visibility"] == "visible"
    seen = account(second, "psn")
    assert (seen["visibility"], seen["uno"]) == ("taken", None)
    assert first.http.delete("/users/me/game-accounts/battle").status_code == 204
    put(second, "AceOnSony", "psn")
    activision.run_jobs("cod")
    seen = account(second, "psn")
    assert (seen["visibility"], seen["uno"]) == ("visible", uno), "released is released"


def test_names_stand_still_while_in_play(arena: Arena) -> None:
    player = arena.player(cod_username=None)
    assert put(player).status_code == 200
    assert player.join(platform="battle").status_code == 201
    refused = put(player, "Other#1")
    assert (refused.status_code, refused.json()["code"]) == (409, "game_account_locked")
    gone = player.http.delete("/users/me/game-accounts/battle")
    assert gone.json()["code"] == "game_account_locked"
    player.leave()
    assert player.http.delete("/users/me/game-accounts/battle").status_code == 204
    assert player.get("/users/me/game-accounts") == {"items": []}


@pytest.mark.parametrize("name", ["", "x", "a/b", "a" * 51, "tab\tname"])
def test_an_invalid_name_is_refused(name: str, arena: Arena) -> None:
    assert put(arena.player(), name).status_code == 422
    assert put(arena.player(), platform="steam").status_code == 422


def test_while_activision_is_off_no_call_is_made(arena: Arena, run_jobs: Any) -> None:
    player = arena.player()
    put(player)
    assert run_jobs("cod") == []
    status = player.get("/matches/verification-status")
    assert status == {"automatic_verification": "off"}


def test_both_identities_are_frozen_in_their_match(arena: Arena, activision: Activision) -> None:
    one, two = arena.player(cod_username=None), arena.player(cod_username=None)
    uno = activision.player(NAME)
    activision.player("Viper#1")
    activision.add_game(NAME, "Viper#1")
    put(one), put(two, "PlainName")
    activision.run_jobs("cod")
    one.join(platform="battle"), two.join(platform="battle")
    ((frozen,),) = arena.sql("SELECT identities FROM matches")
    identities = sorted(frozen.values(), key=lambda identity: identity["username"])
    assert identities == [
        {"platform": "battle", "username": NAME, "uno": uno, "visibility": "visible"},
        {"platform": "battle", "username": "PlainName", "uno": None, "visibility": "not_found"},
    ]
