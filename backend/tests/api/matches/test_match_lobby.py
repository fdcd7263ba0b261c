"""Map, score, weapons and host of each game: fixed when two are paired, the same for both."""

from collections.abc import Iterator

import psycopg2
import pytest

from app.core.settings import get_settings
from app.domain.matches.games import Mode, Title
from app.domain.matches.lobby import MAPS
from tests.support.arena import Arena, Player

POOL = MAPS[Title.MODERN_WARFARE][Mode.GUNFIGHT]


@pytest.fixture
def again_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the same two meet again at once, and let nobody who walked away wait."""
    for setting in ("MATCHMAKING_REMATCH_SECONDS", "MATCHMAKING_COOLDOWN_SECONDS"):
        monkeypatch.setenv(setting, "0")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def pair(one: Player, two: Player, **terms: str) -> int:
    one.join(100, **terms)
    return int(two.join(100, **terms).json()["match_id"])


def host(seen: dict[str, object]) -> int:
    return int(seen[seen["lobby"]["host"]]["id"])  # type: ignore[index]


def play(one: Player, two: Player, match_id: int) -> None:
    one.ready(match_id)
    two.ready(match_id)
    one.report(match_id, "won")
    assert two.report(match_id, "lost").json()["status"] == "completed"


def test_both_see_who_hosts_the_map_the_score_and_the_weapons(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    seen = one.match(match_id)
    lobby, rules = seen["lobby"], seen["rules"]
    assert two.match(match_id)["lobby"] == lobby
    assert lobby["game"] == 1
    assert lobby["goal"] == {"to_win": 6, "unit": "rounds", "minutes": None}
    assert lobby["weapons"] == "given"
    assert lobby["map"] == seen["map"] == rules["map"] == rules["maps"][0]
    assert sorted(rules["maps"]) == sorted(POOL)
    assert (rules["schema"], rules["first_host"]) == (2, lobby["host"])
    assert "weapons" in rules["house"]


def test_a_replay_is_hosted_by_the_other_on_the_next_map(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    first = one.match(match_id)
    one.report_more(match_id, outcome="draw", replay=True)
    second = two.report_more(match_id, outcome="draw", replay=True).json()
    assert second["lobby"]["game"] == 2
    assert second["lobby"]["map"] == second["map"] == first["rules"]["maps"][1]
    assert host(second) != host(first)
    assert second["rules_sha256"] == first["rules_sha256"]


def test_a_rematch_is_hosted_by_who_did_not_host(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    for _ in range(3):
        before = host(one.match(match_id))
        play(one, two, match_id)
        one.post(f"/matches/{match_id}/rematch")
        match_id = two.post(f"/matches/{match_id}/rematch").json()["match_id"]
        assert host(one.match(match_id)) != before


def test_who_hosted_their_last_match_does_not_host_a_newcomer(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    hosting = host(one.match(match_id))
    play(one, two, match_id)
    for player in (one, two):
        newcomer = arena.player()
        against = player.match(pair(player, newcomer))
        if player.id == hosting:
            assert host(against) == newcomer.id
        player.cancel(against["id"])


@pytest.mark.usefixtures("again_at_once")
def test_walking_away_brings_neither_another_map_nor_another_host(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    first = one.match(pair(one, two))
    one.ready(first["id"])
    two.cancel(first["id"])
    one.leave()
    second = one.match(pair(two, one))
    assert second["player1"]["id"] == two.id, "the seats are turned, the lobby is not"
    assert second["rules"]["maps"] == first["rules"]["maps"]
    assert host(second) == host(first)
    play(one, two, second["id"])
    third = one.match(pair(one, two))
    assert third["rules"]["draw"] != second["rules"]["draw"], "what was played is drawn anew"
    assert host(third) != host(second)


@pytest.mark.usefixtures("again_at_once")
def test_another_mode_between_them_is_no_way_to_another_draw(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    first = one.match(pair(one, two))
    one.cancel(first["id"])
    other = one.match(pair(one, two, mode="dm"))
    assert other["lobby"]["goal"]["unit"] == "kills"
    one.cancel(other["id"])
    assert one.match(pair(one, two))["rules"]["maps"] == first["rules"]["maps"]


def test_nobody_can_change_what_was_drawn(arena: Arena) -> None:
    _, _, match_id = arena.paired()
    with pytest.raises(psycopg2.Error, match="the terms of a match cannot change"):
        arena.sql(
            "UPDATE matches SET rules = jsonb_set(rules, '{first_host}', '\"player2\"')"
            f" WHERE id = {match_id}"
        )


def test_a_match_from_before_is_still_shown(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER terms; UPDATE matches SET rules = rules - 'maps'"
        " - 'goal' - 'weapons' - 'first_host' - 'draw' || '{\"schema\": 1, \"map\": null}'"
        f" WHERE id = {match_id}; ALTER TABLE matches ENABLE TRIGGER terms"
    )
    seen = one.match(match_id)
    assert (seen["lobby"], seen["map"]) == (None, None)
    assert [each["id"] for each in one.get("/matches")["items"]] == [match_id]
    play(one, two, match_id)
    one.post(f"/matches/{match_id}/rematch")
    match_id = two.post(f"/matches/{match_id}/rematch").json()["match_id"]
    assert host(one.match(match_id)) == two.id, "player 1 hosted every match of before"


def test_the_receipt_names_the_map(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    play(one, two, match_id)
    receipt = one.get(f"/matches/{match_id}/receipt")["receipt"]
    assert receipt["map"] == one.match(match_id)["map"]
