"""Whatever happens to a tournament, it ends, and its places and prizes add up.

Absences, drop-outs and corrected results are mixed into tournaments of every number of players.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.tournaments import finish, play
from app.domain.tournaments.prizes import shares
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    DependentsBegun,
    Format,
    MatchState,
    NotPossible,
)
from tests.unit.tournaments.playing import (
    DOUBLE,
    ROBIN,
    SINGLE,
    SWISS,
    a_tournament,
    begun,
    by_dice,
    favourite,
    play_open,
    play_out,
    real_matches,
    underdog,
)

SPLIT = (4200, 2000, 1300, 700, 500, 500, 400, 400)


def play_roughly(tournament: Tournament, dice: Random) -> Tournament:
    """Play to the end with absences, drop-outs, and results that are corrected or reset."""
    judge = by_dice(dice, absences=0.1)
    limit = 400
    while not finish.is_over(tournament):
        limit -= 1
        assert limit, "it does not end"
        tournament = play_open(tournament, judge)
        if dice.random() < 0.2:
            tournament = drop_out(tournament, dice)
        if dice.random() < 0.3 and limit > 300:
            tournament = correct(tournament, dice)
        if tournament.format is SWISS and not play.open_matches(tournament):
            try:
                tournament = play.pair_next_round(tournament)
            except NotPossible:
                assert finish.is_over(tournament)
    return tournament


def drop_out(tournament: Tournament, dice: Random) -> Tournament:
    """Let somebody drop out, which changes nothing that was decided."""
    before = play.matches(tournament)
    after = play.withdraw(tournament, dice.choice(tournament.players))
    if tournament.format is not ROBIN:
        now = play.matches(after)
        assert all(now[key] == one for key, one in before.items() if one.outcome)
    return after


def correct(tournament: Tournament, dice: Random) -> Tournament:
    """Correct some result, with a reset if it has to be, or take somebody's drop-out back."""
    if tournament.withdrawn and dice.random() < 0.3:
        player = dice.choice(sorted(tournament.withdrawn))
        return play.reinstate(tournament, player, reset=True)
    decided = [one for one in real_matches(tournament) if one.outcome]
    if not decided:
        return tournament
    match = dice.choice(decided)
    outcome = by_dice(dice, absences=0.2)(match) if dice.random() < 0.8 else None
    try:
        return play.change(tournament, match.key, outcome)
    except DependentsBegun:
        return play.change(tournament, match.key, outcome, reset=True)


def check(tournament: Tournament) -> None:
    """Check what holds for every finished tournament."""
    check_places(tournament)
    check_prizes(tournament)
    check_meetings(tournament)
    matches = play.matches(tournament)
    assert all(one.state in {MatchState.PASSED, MatchState.DECIDED} for one in matches.values())
    assert tournament.results.keys() <= matches.keys()
    for key, outcome in tournament.results.items():
        assert outcome.winner is None or outcome.winner in matches[key].players
    # Case 1.1.12: nothing hangs on the order of what happened.
    results = dict(sorted(tournament.results.items(), key=str, reverse=True))
    assert play.matches(replace(tournament, results=results)) == matches


def check_places(tournament: Tournament) -> None:
    placings = finish.placings(tournament)
    assert sorted(one.player for one in placings) == sorted(tournament.players)
    following = 1
    for first, equals in groupby(placings, key=lambda one: one.first):
        group = list(equals)
        assert first == following
        assert {one.last for one in group} == {first + len(group) - 1}
        following += len(group)


def check_prizes(tournament: Tournament) -> None:
    pool = Decimal("90.07") * len(tournament.players)
    groups = finish.prize_groups(tournament)
    paid = shares(pool, SPLIT, groups)
    assert not groups or sum(paid.values()) == pool
    assert paid.keys() <= finish.have_played(tournament)


def check_meetings(tournament: Tournament) -> None:
    matches = real_matches(tournament)
    meetings = Counter(frozenset(match.players) for match in matches)
    assert all(len(pair) == 2 for pair in meetings)
    if tournament.format is DOUBLE:
        losses: Counter[int] = Counter()
        for match in matches:
            assert match.outcome is not None
            losses.update(set(match.players) - {match.outcome.winner})
        assert max(losses.values()) <= 2
    else:
        most = tournament.legs + (tournament.format is SINGLE and tournament.bronze)
        assert max(meetings.values(), default=0) <= most
    for pairing in tournament.pairings:
        seated = [player for pair in pairing.pairs for player in pair]
        assert len(set(seated) | {pairing.bye}) == len(seated) + 1
    byes = [pairing.bye for pairing in tournament.pairings if pairing.bye]
    assert len(set(byes)) == len(byes)


def last_of(kind: Format) -> int:
    return 33 if kind is SWISS else 64


KINDS = [SINGLE, DOUBLE, ROBIN, SWISS]
EVERY = [(kind, players) for kind in KINDS for players in range(2, last_of(kind) + 1)]


@pytest.mark.parametrize(("kind", "players"), EVERY)
def test_a_rough_tournament_of_every_size_ends_and_adds_up(kind: Format, players: int) -> None:
    dice = Random(f"{kind}{players}")
    check(play_roughly(a_tournament(kind, players, bronze=dice.random() < 0.5), dice))


@pytest.mark.parametrize("players", range(2, 65))
@pytest.mark.parametrize("kind", [SINGLE, DOUBLE])
def test_a_smooth_bracket_of_every_size_has_the_right_number_of_matches(
    kind: Format, players: int
) -> None:
    tournament = play_out(a_tournament(kind, players), by_dice(Random(players)))
    check(tournament)
    reset = any(match.key == "F2.1" for match in real_matches(tournament))
    twice = kind is DOUBLE and players > 2
    expected = 2 * players - 2 + reset if twice else players - 1
    assert len(real_matches(tournament)) == expected


@given(st.data())
@settings(max_examples=60)
def test_any_rough_tournament_ends_and_adds_up(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    players = data.draw(st.integers(2, 20))
    terms = {
        "bronze": data.draw(st.booleans()),
        "legs": data.draw(st.integers(1, 2)) if kind is ROBIN else 1,
        "groups": data.draw(st.integers(1, players // 2)) if kind is ROBIN else 1,
    }
    dice = Random(data.draw(st.integers(0, 2**32)))
    check(play_roughly(a_tournament(kind, players, **terms), dice))


@given(st.sampled_from(KINDS), st.integers(2, 16), st.integers(0, 2**32))
@settings(max_examples=40)
def test_a_correction_without_reset_exchanges_nobody_who_has_begun(
    kind: Format, players: int, seed: int
) -> None:
    dice = Random(seed)
    tournament = a_tournament(kind, players)
    if kind is SWISS:
        tournament = play.pair_next_round(tournament)
    for match in play.open_matches(tournament):
        tournament = play.record(tournament, match.key, favourite(match))
    for match in play.open_matches(tournament):
        if dice.random() < 0.5:
            tournament = begun(tournament, match.key)
    before = play.matches(tournament)
    key = dice.choice(sorted(tournament.results))
    try:
        changed = play.matches(play.change(tournament, key, underdog(before[key])))
    except DependentsBegun:
        return
    for other in (tournament.begun | tournament.results.keys()) - {key}:
        assert changed[other].sides == before[other].sides


def test_a_bracket_that_all_leave_is_over_and_pays_nobody() -> None:
    for kind in (SINGLE, DOUBLE):
        tournament = a_tournament(kind, 64)
        for player in tournament.players:
            tournament = play.withdraw(tournament, player)
        assert finish.is_over(tournament)
        assert finish.prize_groups(tournament) == []
