"""How games are set up: the draw is fair, hosting alternates, and nobody has a say in either."""

from collections import Counter
from itertools import pairwise, product
from math import factorial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matches.games import Mode, Title
from app.domain.matches.lobby import (
    MAPS,
    PLAYER1,
    PLAYER2,
    Goal,
    ScoreUnit,
    Weapons,
    first_host,
    goal_of,
    host_of,
    lobby_of,
    order_of_maps,
    weapons_of,
)

AMINA, BRIAN = 7, 12
GAMES = list(product(Title, Mode))
DRAWS = st.binary(min_size=16, max_size=16).map(bytes.hex)
RULES: dict[str, Any] = {
    "maps": ["King", "Pine", "Stack"],
    "goal": {"to_win": 6, "unit": "rounds", "minutes": None},
    "weapons": "given",
    "first_host": PLAYER2,
}


def hosts(
    *, hosted_last: tuple[bool, bool], between: int | None = None, draw: str = "00" * 16
) -> int:
    """Return who hosts; the same whichever of the two was in the queue first."""
    seat = first_host((AMINA, BRIAN), hosted_last=hosted_last, host_between_them=between, draw=draw)
    turned = first_host(
        (BRIAN, AMINA),
        hosted_last=(hosted_last[1], hosted_last[0]),
        host_between_them=between,
        draw=draw,
    )
    assert (seat == PLAYER1) is (turned == PLAYER2)
    return AMINA if seat == PLAYER1 else BRIAN


@pytest.mark.parametrize(("title", "mode"), GAMES)
def test_every_game_that_can_be_staked_on_has_maps_a_score_and_weapons(
    title: Title, mode: Mode
) -> None:
    pool = MAPS[title][mode]
    assert len(set(pool)) == len(pool) >= 3
    assert all(0 < len(name) <= 30 for name in pool)
    assert goal_of(title, mode).to_win > 0
    assert weapons_of(mode) in Weapons


def test_the_score_that_wins_is_the_games_own() -> None:
    assert goal_of(Title.MODERN_WARFARE, Mode.GUNFIGHT) == Goal(6, ScoreUnit.ROUNDS)
    assert goal_of(Title.MOBILE, Mode.DUEL) == Goal(2, ScoreUnit.ROUNDS)
    assert goal_of(Title.COLD_WAR, Mode.DUEL) == Goal(20, ScoreUnit.KILLS, minutes=10)


def test_who_hosted_last_does_not_host_now() -> None:
    assert hosts(hosted_last=(True, False)) == BRIAN
    assert hosts(hosted_last=(False, True)) == AMINA
    assert hosts(hosted_last=(True, False), between=BRIAN) == BRIAN


@pytest.mark.parametrize("both", [True, False])
def test_where_that_is_true_of_both_they_alternate_between_them(both: bool) -> None:
    assert hosts(hosted_last=(both, both), between=AMINA) == BRIAN
    assert hosts(hosted_last=(both, both), between=BRIAN) == AMINA


@given(DRAWS)
def test_strangers_draw_and_the_draw_does_not_care_about_seats(draw: str) -> None:
    assert hosts(hosted_last=(True, True), draw=draw) == hosts(
        hosted_last=(False, False), draw=draw
    )


def test_the_draw_of_the_host_is_fair() -> None:
    drawn = Counter(hosts(hosted_last=(False, False), draw=f"{n:032x}") for n in range(2_000))
    assert 900 < drawn[AMINA] < 1_100


@given(st.sampled_from([PLAYER1, PLAYER2]), st.integers(1, 20))
def test_each_replay_has_the_other_host(first: str, replays: int) -> None:
    seats = [host_of(first, replays=number) for number in range(replays + 1)]
    assert seats[0] == first
    assert all(one != other for one, other in pairwise(seats))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=12), DRAWS)
def test_two_who_only_meet_each_other_host_in_turn(replays: list[int], draw: str) -> None:
    """Over any number of matches and of replays inside them."""
    last: int | None = None
    for number in replays:
        amina = last == AMINA
        seat = first_host(
            (AMINA, BRIAN),
            hosted_last=(amina, last == BRIAN),
            host_between_them=last,
            draw=draw,
        )
        games = [host_of(seat, replays=game) for game in range(number + 1)]
        people = [AMINA if each == PLAYER1 else BRIAN for each in games]
        assert people[0] != last
        last = people[-1]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=60), DRAWS)
def test_nobody_hosts_twice_in_a_row_but_against_somebody_who_would_too(
    pairs: list[tuple[int, int]], draw: str
) -> None:
    hosted: dict[int, bool] = {}
    for one, two in pairs:
        if one == two:
            continue
        before = (hosted.get(one, False), hosted.get(two, False))
        seat = first_host((one, two), hosted_last=before, host_between_them=None, draw=draw)
        host, guest = (one, two) if seat == PLAYER1 else (two, one)
        assert not (hosted.get(host, False) and not hosted.get(guest, False))
        hosted |= {host: True, guest: False}


@given(st.sampled_from(GAMES), DRAWS)
def test_a_draw_orders_the_whole_pool_and_always_in_the_same_way(
    game: tuple[Title, Mode], draw: str
) -> None:
    order = order_of_maps(*game, draw)
    assert sorted(order) == sorted(MAPS[game[0]][game[1]])
    assert order == order_of_maps(*game, draw)


def test_every_order_of_maps_is_as_likely_as_another() -> None:
    pool = MAPS[Title.MODERN_WARFARE][Mode.DUEL]
    draws = 6_000
    seen = Counter(
        order_of_maps(Title.MODERN_WARFARE, Mode.DUEL, f"{n:032x}") for n in range(draws)
    )
    fair = draws / factorial(len(pool))
    assert len(seen) == factorial(len(pool))
    assert sum((count - fair) ** 2 / fair for count in seen.values()) < 20.5  # chi², 0.1 %


def test_replays_go_on_to_the_next_map_and_begin_again_after_the_last() -> None:
    games = [lobby_of(RULES, replays=number) for number in range(4)]
    assert [game and game.map for game in games] == ["King", "Pine", "Stack", "King"]
    assert [game and game.game for game in games] == [1, 2, 3, 4]
    assert [game and game.host for game in games] == [PLAYER2, PLAYER1, PLAYER2, PLAYER1]


def test_a_match_from_before_has_no_setup_and_player_1_hosted_it() -> None:
    assert lobby_of({"schema": 1, "map": None}, replays=1) is None
    assert lobby_of({}, replays=0) is None
    assert host_of(None, replays=1) == PLAYER1
