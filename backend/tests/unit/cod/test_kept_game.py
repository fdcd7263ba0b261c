"""The record of a game by seats: what both see of it, whatever else the payload holds."""

from typing import Any

import pytest

from app.domain.cod.kept_game import kept_game

ACE = {"uno": "11223344556677889900", "username": "NairobiAce#2741"}
VIPER = {"uno": None, "username": "Viper#1"}


def kept(game: object, **identities: Any) -> dict[str, Any]:
    return kept_game(
        {"game": game},
        identities={"player1": ACE, "player2": VIPER, **identities},
        cod_match_id="421",
        winner="player1",
        grade="HIGH",
        replay=0,
    )


def part(**facts: Any) -> dict[str, Any]:
    plain = {"map": "mp_m_king", "mode": "arena", "team": "allies", "scores": [6, 4], "kills": 6}
    return {**plain, **facts}


def test_each_seat_gets_its_own_figures_by_id_or_else_by_name() -> None:
    mine = part(uno=ACE["uno"], username="Renamed")
    theirs = part(uno="7", username="Viper", team="axis", kills=4, clantag="WW7K")
    seen = kept([theirs, mine, part(uno="8", username="Third", kills=31)])
    assert (seen["player1"]["kills"], seen["player1"]["score"]) == (6, 6)
    assert (seen["player2"]["kills"], seen["player2"]["score"]) == (4, 4)
    assert (seen["map"], seen["cod_match_id"], seen["grade"]) == ("mp_m_king", "421", "HIGH")
    assert "31" not in str(seen)
    assert "WW7K" not in str(seen)


def test_where_everybody_fights_alone_there_is_no_score() -> None:
    assert kept([part(uno=ACE["uno"], team="none")])["player1"]["score"] is None


@pytest.mark.parametrize("game", [None, "421", 421, {}, [], ["421", None], [{}], [{"scores": 3}]])
def test_an_unreadable_kept_game_leaves_the_rest_readable(game: object) -> None:
    seen = kept(game, player2={"uno": None, "username": None})
    assert (seen["player1"], seen["player2"], seen["winner"]) == (None, None, "player1")
