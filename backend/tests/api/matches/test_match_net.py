"""What a match brought each player, in one figure: what came back, less their own stake (KES)."""

from typing import Any

import pytest

from tests.support.arena import Arena, Player


def _nets(match_id: int, *players: Player) -> list[str | None]:
    return [player.match(match_id)["my_net"] for player in players]


@pytest.mark.parametrize(
    ("outcomes", "nets"),
    [
        (("won", "lost"), ["80.00", "-100.00"]),
        (("lost", "won"), ["-100.00", "80.00"]),
        (("draw", "draw"), ["0.00", "0.00"]),
    ],
)
def test_what_both_report_is_the_prize_less_the_stake(
    arena: Arena, outcomes: tuple[str, str], nets: list[str]
) -> None:
    one, two, match_id = arena.playing()
    assert _nets(match_id, one, two) == [None, None], "nothing yet"
    for player, outcome in zip((one, two), outcomes, strict=True):
        player.report(match_id, outcome)
    assert _nets(match_id, one, two) == nets


@pytest.mark.parametrize(
    ("result", "nets"),
    [
        ("player2", ["-100.00", "80.00"]),
        ("split", ["-10.00", "-10.00"]),
        ("void", ["0.00", "0.00"]),
    ],
)
def test_what_a_referee_rules_is_the_same_figure(
    arena: Arena, result: str, nets: list[str]
) -> None:
    one, two, match_id = arena.disputing()
    assert arena.admin().decide(match_id, result).is_success
    assert _nets(match_id, one, two) == nets


def test_an_overturned_ruling_turns_the_figures_round(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    assert arena.admin().decide(match_id, "player1").is_success
    reason = "The recording was of another match."
    assert two.post(f"/matches/{match_id}/appeal", {"reason": reason}).is_success
    other_result: dict[str, Any] = {"decision": "overturn", "result": "player2", "reason": reason}
    assert arena.admin().post(f"/admin/matches/{match_id}/appeal", other_result).is_success
    assert _nets(match_id, one, two) == ["-100.00", "80.00"]


def test_who_did_not_play_has_no_figure(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert arena.admin().match(match_id)["my_net"] is None
