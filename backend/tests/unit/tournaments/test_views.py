"""What the app shows of a tournament: rounds, standings and figures."""

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from app.domain.tournaments import finish, play
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.views.export import export
from app.domain.tournaments.views.rounds import RoundsView, group_name, summary
from app.domain.tournaments.views.standings import Standing, standings
from app.domain.tournaments.views.stats import stats
from app.domain.tournaments.vocabulary import DOUBLE_FORFEIT, Format, forfeited_to, won_by
from tests.unit.tournaments.playing import (
    DOUBLE,
    ROBIN,
    SINGLE,
    SWISS,
    a_tournament,
    by_dice,
    favourite,
    play_open,
    play_out,
    play_until,
    win,
)


def names(tournament: Tournament) -> dict[int, str]:
    return {player: f"Player {player}" for player in tournament.players}


def shown(tournament: Tournament) -> RoundsView:
    return summary(tournament, names(tournament))


def labels(tournament: Tournament) -> dict[str, list[str]]:
    return {
        section["name"]: [one["label"] for one in section["rounds"]]
        for section in shown(tournament)["sections"]
    }


def match_of(tournament: Tournament, key: str) -> dict[str, Any]:
    view = shown(tournament)
    rounds = [one for section in view["sections"] for one in section["rounds"]]
    return dict(next(match for one in rounds for match in one["matches"] if match["key"] == key))


def test_rounds_have_names_that_people_say() -> None:
    assert labels(a_tournament(SINGLE, 16, bronze=True)) == {
        "upper": ["Round 1", "Quarter-final", "Semi-final", "Final"],
        "bronze": ["Match for third place"],
    }
    assert labels(a_tournament(DOUBLE, 8)) == {
        "upper": ["Upper quarter-final", "Upper semi-final", "Upper final"],
        "lower": ["Lower round 1", "Lower round 2", "Lower round 3", "Lower final"],
        "final": ["Final", "Second final"],
    }
    assert labels(a_tournament(DOUBLE, 2)) == {"upper": ["Final"]}
    groups = labels(a_tournament(ROBIN, 7, groups=2))
    assert groups == {"group A": ["Round 1", "Round 2", "Round 3"], "group B": groups["group A"]}
    swiss = play_open(play.pair_next_round(a_tournament(SWISS, 5)), favourite)
    assert labels(play.pair_next_round(swiss)) == {"swiss": ["Round 1", "Round 2"]}
    assert [group_name(number) for number in (1, 26, 27)] == ["group A", "group Z", "group AA"]


def test_a_match_says_what_is_known_and_nothing_else() -> None:
    tournament = play.record(a_tournament(DOUBLE, 5), "W1.2", won_by(4, (2, 1)))
    assert match_of(tournament, "W1.2") == {
        "key": "W1.2",
        "state": "decided",
        "home": 4,
        "away": 5,
        "winner": "home",
        "ending": "played",
        "score": (2, 1),
    }
    assert match_of(tournament, "W1.1") == {
        "key": "W1.1",
        "state": "passed",
        "home": 1,
        "away": "bye",
    }
    assert match_of(tournament, "W3.1")["home_from"] == "winner of W2.1"
    assert match_of(tournament, "L2.2") == {
        "key": "L2.2",
        "state": "waiting",
        "home_from": "loser of W2.1",
        "away": "bye",
    }
    assert match_of(tournament, "F2.1")["home_from"] == "only if the lower bracket wins"
    assert match_of(tournament, "W2.1") == {
        "key": "W2.1",
        "state": "open",
        "home": 1,
        "away": 4,
    }


def test_players_are_seeds_whatever_their_ids_are() -> None:
    tournament = Tournament(SINGLE, (900, 70))
    view = summary(tournament, {900: "<img src=x>", 70: "Amina"})
    assert view["players"] == [{"id": 900, "name": "<img src=x>"}, {"id": 70, "name": "Amina"}]
    assert match_of(win(tournament, "W1.1", 70), "W1.1")["winner"] == "away"


def test_case_1_1_25_both_absent_is_no_score_and_a_bye_of_a_swiss_is_no_match() -> None:
    both = play.record(a_tournament(SINGLE, 4), "W1.1", DOUBLE_FORFEIT)
    assert match_of(both, "W1.1").keys() == {"key", "state", "home", "away", "ending"}
    swiss = play.pair_next_round(a_tournament(SWISS, 5))
    assert match_of(swiss, "S1.3") == {"key": "S1.3", "state": "passed", "home": 5, "away": "bye"}


@pytest.mark.parametrize("kind", [SINGLE, DOUBLE])
def test_1024_seats_are_smaller_than_in_the_model_of_brackets(kind: Format) -> None:
    """Seen: 108 KB (15 KB in gzip) for 220 KB (22), doubly 205 KB (24) for 379 KB (31)."""
    tournament = a_tournament(kind, 1024)
    for state in (tournament, played_wholly(tournament)):
        theirs = export(state, tournament_id=7, name="Weekend cup", names=names(state))
        size, packed = sizes(shown(state))
        their_size, their_packed = sizes(theirs)
        assert size < 0.6 * their_size
        assert packed < 0.8 * their_packed


def played_wholly(tournament: Tournament) -> Tournament:
    """Play by rounds at once, which a thousand single results would take too long for."""
    while matches := play.open_matches(tournament):
        results = {match.key: won_by(min(match.players)) for match in matches}
        tournament = replace(tournament, results={**tournament.results, **results})
    return tournament


def sizes(view: object) -> tuple[int, int]:
    text = json.dumps(view, separators=(",", ":")).encode()
    return len(text), len(gzip.compress(text))


def rows(tournament: Tournament) -> dict[int, Standing]:
    """Return the rows of all tables by player."""
    tables = standings(tournament, names(tournament))["tables"]
    return {row["player"]: row for table in tables for row in table["rows"]}


def places(tournament: Tournament) -> dict[int, tuple[int, int, bool]]:
    found = rows(tournament)
    return {player: (row["first"], row["last"], row["is_in"]) for player, row in found.items()}


def test_a_bracket_says_who_is_in_and_which_places_are_left() -> None:
    tournament = win(win(a_tournament(SINGLE, 8), "W1.1", 1), "W1.2", 4)
    assert places(tournament) == {
        1: (1, 4, True),
        4: (1, 4, True),
        2: (1, 8, True),
        3: (1, 8, True),
        6: (1, 8, True),
        7: (1, 8, True),
        5: (5, 8, False),
        8: (5, 8, False),
    }
    assert list(rows(tournament))[-2:] == [5, 8], "who is out stands below"
    assert not standings(tournament, names(tournament))["is_final"]


def test_a_lower_bracket_gives_a_second_chance() -> None:
    tournament = win(win(a_tournament(DOUBLE, 4), "W1.1", 1), "W1.2", 2)
    found = places(tournament)
    assert found[1] == found[2] == (1, 3, True)
    assert found[3] == found[4] == (1, 4, True)
    assert places(win(tournament, "L1.1", 3))[4] == (4, 4, False)


def test_a_match_for_the_third_place_leaves_third_or_fourth() -> None:
    tournament = play_until(a_tournament(SINGLE, 4, bronze=True), "B1.1")
    assert places(tournament)[3] == places(tournament)[4] == (3, 4, True)
    assert places(tournament)[1] == (1, 1, False)
    assert places(win(tournament, "B1.1", 4))[3] == (4, 4, False)


def test_who_has_dropped_out_is_not_in() -> None:
    tournament = play.withdraw(win(a_tournament(SINGLE, 8), "W1.1", 1), 1)
    row = rows(tournament)[1]
    assert (row["is_in"], row["has_dropped_out"]) == (False, True)
    assert (row["first"], row["last"]) == (3, 4)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", [SINGLE, DOUBLE])
def test_the_final_place_was_possible_all_along(kind: Format, seed: int) -> None:
    dice = Random(seed)
    tournament = a_tournament(kind, dice.randrange(3, 20), bronze=dice.random() < 0.5)
    states = [tournament]
    while matches := play.open_matches(tournament):
        match = dice.choice(matches)
        tournament = play.record(tournament, match.key, by_dice(dice)(match))
        if dice.random() < 0.1:
            tournament = play.withdraw(tournament, dice.choice(tournament.players))
        states.append(tournament)
    final = places(tournament)
    for state in states:
        dropped = tournament.withdrawn - state.withdrawn
        for player, (first, last, _) in places(state).items():
            if not dropped:  # until somebody else drops out, who moves others up
                assert first <= final[player][0] <= final[player][1] <= last, (state, player)
    assert {
        one.player: (one.first, one.last, False) for one in finish.placings(tournament)
    } == final


def test_tables_count_on_the_way_and_at_the_end() -> None:
    tournament = win(play.pair_next_round(a_tournament(SWISS, 5)), "S1.1", 1)
    first, resting = rows(tournament)[1], rows(tournament)[5]
    assert (first["points"], first["wins"], first["last"]) == (1, 1, 2)
    assert (resting["points"], resting["wins"]) == (1, 0)
    assert first["is_in"]
    assert "buchholz" in first
    robin = play_out(a_tournament(ROBIN, 6, groups=2))
    view = standings(robin, names(robin))
    assert view["is_final"]
    assert [table["name"] for table in view["tables"]] == ["group A", "group B"]
    assert [row["points"] for row in view["tables"][0]["rows"]] == [2, 1, 0]
    assert "buchholz" not in view["tables"][0]["rows"][0]


def test_figures_come_from_what_was_played_and_measured() -> None:
    tournament = play.record(a_tournament(SINGLE, 8), "W1.1", forfeited_to(8))
    tournament = win(win(tournament, "W1.2", 5), "W1.3", 2)
    lengths = {"W1.2": timedelta(minutes=10), "W1.3": timedelta(minutes=20)}
    ratings = {4: 1600.4, 5: 1500.0, 2: 1700.0}
    assert stats(tournament, lengths=lengths, ratings=ratings) == {
        "matches_played": 2,
        "forfeits": 1,
        "upsets": [{"key": "W1.2", "winner": 5, "loser": 4, "difference": 100}],
        "average_seconds": 900,
        "longest": {"key": "W1.3", "winner": 2, "seconds": 1200},
        "fastest_win": {"key": "W1.2", "winner": 5, "seconds": 600},
    }


def test_there_are_no_figures_of_nothing() -> None:
    found = stats(a_tournament(ROBIN, 4), lengths={}, ratings={})
    assert (found["matches_played"], found["forfeits"], found["upsets"]) == (0, 0, [])
    assert (found["longest"], found["average_seconds"]) == (None, None)
