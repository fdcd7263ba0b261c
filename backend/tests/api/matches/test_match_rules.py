"""What is fixed when two are paired: rules, code and names, for both to see."""

import hashlib
import json

import pytest

from app.core.settings import get_settings
from tests.support.arena import Arena


def test_both_see_the_rules_of_their_match_and_can_check_the_fingerprint(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    seen = one.match(match_id)
    rules = seen["rules"]
    assert two.match(match_id)["rules"] == rules
    assert (rules["title"], rules["mode"], rules["platform"]) == ("mw", "gunfight", "acti")
    assert (rules["best_of"], rules["fee_rate"], rules["format"]) == (1, "0.1000", "private_1v1")
    assert rules["clocks"]["play"] == 7_200
    assert "first finished game" in rules["house"]["counts"]
    spelling = json.dumps(rules, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(spelling.encode()).hexdigest() == seen["rules_sha256"]
    assert (seen["origin"], seen["best_of"], seen["replays"]) == ("queue", 1, 0)


def test_settings_that_change_later_do_not_change_the_rules(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _, match_id = arena.paired()
    before = one.match(match_id)
    monkeypatch.setattr(get_settings().match, "play_seconds", 60)
    after = one.match(match_id)
    assert (after["rules"], after["rules_sha256"]) == (before["rules"], before["rules_sha256"])


def test_the_code_fits_a_clan_tag_and_cannot_be_misread(arena: Arena) -> None:
    for _ in range(5):
        one, _, match_id = arena.paired()
        code = one.match(match_id)["lobby_code"]
        assert len(code) == 5
        assert not set(code) & set("ILOU01")


def test_game_names_are_fixed_when_two_are_paired(arena: Arena) -> None:
    one = arena.player(cod_username="Amina#4821")
    two = arena.player(cod_username="Brian#1")
    one.join(100)
    match_id = two.join(100).json()["match_id"]
    arena.sql("UPDATE users SET cod_username = 'Somebody#1'")
    ((identities,),) = arena.sql(f"SELECT identities FROM matches WHERE id = {match_id}")
    assert identities == {
        "player1": {
            "platform": "acti",
            "username": "Amina#4821",
            "uno": None,
            "visibility": "unknown",
        },
        "player2": {
            "platform": "acti",
            "username": "Brian#1",
            "uno": None,
            "visibility": "unknown",
        },
    }
