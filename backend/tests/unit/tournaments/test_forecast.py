"""What the forecast says of events whose next minutes are known."""

from collections.abc import Mapping
from datetime import timedelta
from math import log
from random import Random
from statistics import median
from typing import Any

import pytest

from app.domain.tournaments import finish, play
from app.domain.tournaments.forecast.durations import (
    PRIOR,
    Durations,
    Measured,
    Stage,
    durations_of,
    factor_of,
)
from app.domain.tournaments.forecast.forecast import Band, Forecast, NextMatch, Running, forecast
from app.domain.tournaments.forecast.pace import Pace, pace_of, usual_length
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import DOUBLE_FORFEIT, Format, MatchState
from tests.unit.tournaments.events import START, clock
from tests.unit.tournaments.playing import (
    DOUBLE,
    ROBIN,
    SINGLE,
    SWISS,
    a_tournament,
    by_dice,
    play_until,
    win,
)

# Every match: one minute to check in, ten of play, one to report; a dispute takes 30.
CLOCKWORK = Durations((1.0,), (10.0,), (1.0,), (30.0,), no_show_rate=0, dispute_rate=0)


def ask(tournament: Tournament, running: Mapping[str, Running], **terms: Any) -> Forecast:
    said = forecast(tournament, running, now=START, **{"durations": CLOCKWORK, **terms})
    assert said is not None
    return said


def since(stage: Stage, minutes: float) -> Running:
    return Running(stage, clock(-minutes))


def exactly(minutes: float) -> NextMatch:
    band = Band(minutes, minutes, minutes)
    return NextMatch(*band.shown, band=band)


def four() -> Tournament:
    """Return a bracket whose first match is over: 1 waits for the winner of 2 and 3."""
    return win(a_tournament(SINGLE, 4), "W1.1", 1)


@pytest.mark.parametrize(
    ("stage", "spent", "left"),
    [
        (Stage.CHECK_IN, 0, 12),
        (Stage.PLAY, 4, 7),
        (Stage.REPORT, 0.5, 0.5),
        (Stage.CHECK_IN, -3, 15),
    ],
)
def test_who_waits_plays_a_pause_after_what_is_left_of_the_other_match(
    stage: Stage, spent: float, left: float
) -> None:
    said = ask(four(), {"W1.2": since(stage, spent)})
    assert said.next_matches[1] == exactly(left + 2)
    assert said.finish == Band(left + 14, left + 14, left + 14)


def test_who_plays_now_has_no_next_match_and_who_opens_soon_knows_when() -> None:
    said = ask(four(), {"W1.2": since(Stage.PLAY, 4)})
    assert said.next_matches.keys() == {1}
    soon = ask(four(), {"W1.2": since(Stage.CHECK_IN, -3)})
    assert soon.next_matches[2] == soon.next_matches[3] == exactly(3)


def test_an_open_dispute_is_said_instead_of_minutes() -> None:
    said = ask(four(), {"W1.2": since(Stage.DISPUTE, 5)})
    assert said.next_matches == {1: NextMatch(None, None, waits_on_dispute=True)}
    assert said.finish.middle == 25 + 2 + 12, "which the end still counts in"
    eight = play_until(a_tournament(SINGLE, 8), "W2.1")
    eight = play.change(win(eight, "W2.1", 1), "W1.4", None, reset=True)
    later = ask(eight, {"W1.4": since(Stage.DISPUTE, 0)})
    assert later.next_matches[1].waits_on_dispute, "though it is two matches away"


def test_a_pause_says_nothing() -> None:
    assert forecast(four(), {}, now=START, durations=CLOCKWORK, paused=True) is None


def test_the_same_seed_says_the_same() -> None:
    tournament = a_tournament(DOUBLE, 16)
    said = [ask(tournament, {}, durations=PRIOR, seed=seed).finish for seed in (1, 1, 2)]
    assert said[0] == said[1] != said[2]


def test_a_match_that_is_passed_by_takes_no_time() -> None:
    tournament = play.record(a_tournament(SINGLE, 8), "W1.1", DOUBLE_FORFEIT)
    tournament = win(win(tournament, "W1.3", 2), "W1.4", 3)
    said = ask(tournament, {"W1.2": since(Stage.PLAY, 0), "W2.2": since(Stage.PLAY, 0)})
    assert said.next_matches == {}
    assert said.finish.middle == 11 + 2 + 12, "the winner of W1.2 goes straight to the final"
    gone = play.withdraw(four(), 3)
    assert ask(gone, {}).finish.middle == 12, "2 is in the final, which opens now"


def test_who_has_dropped_out_gives_walkovers_only() -> None:
    tournament = play.withdraw(win(a_tournament(DOUBLE, 4), "W1.1", 1), 4)
    said = ask(tournament, {"W1.2": since(Stage.PLAY, 1)})
    assert said.next_matches.keys() == {1}
    assert said.finish.middle in {10 + 4 * 14 - 28, 10 + 4 * 14 - 14}, "with and without a reset"


def test_the_second_final_is_counted_when_the_first_sends_there() -> None:
    final = play_until(a_tournament(DOUBLE, 8), "F1.1")
    said = ask(final, {"F1.1": since(Stage.PLAY, 0)}, paths=2000)
    assert (said.finish.low, said.finish.high) == (11, 25)
    second = win(final, "F1.1", play.find(final, "F1.1").players[1])
    assert ask(second, {"F2.1": since(Stage.PLAY, 0)}).finish.middle == 11


def test_a_round_robin_goes_on_match_by_match() -> None:
    tournament = win(win(a_tournament(ROBIN, 4), "G1.R1.1", 1), "G1.R2.1", 1)
    # 1 has played twice; 2 and 3 still play R1.2, then 4 meets 2 in R2.2.
    said = ask(tournament, {"G1.R1.2": since(Stage.PLAY, 5)})
    assert said.next_matches == {1: exactly(6 + 2 + 12 + 2), 4: exactly(8)}
    assert said.finish.middle == 6 + 14 + 14
    before = ask(a_tournament(ROBIN, 5), {})
    assert {before.next_matches[player].from_minutes for player in (2, 3, 4, 5)} == {0}
    assert before.next_matches[1] == exactly(14), "who rests in the first round"


def test_a_swiss_round_opens_for_all_when_its_last_match_is_over() -> None:
    tournament = play.pair_next_round(a_tournament(SWISS, 5))
    tournament = win(tournament, "S1.1", 1)
    said = ask(tournament, {"S1.2": since(Stage.PLAY, 4)})
    assert said.next_matches == dict.fromkeys((1, 3, 5), exactly(9))
    assert said.finish.middle == 7 + 14 + 14
    last = play.pair_next_round(win(tournament, "S1.2", 2))
    last = play.pair_next_round(win(win(last, "S2.1", 1), "S2.2", 3))
    assert ask(win(last, "S3.1", 1), {}).next_matches == {}, "there is no fourth round"


@pytest.mark.parametrize("kind", [SINGLE, DOUBLE, ROBIN, SWISS])
@pytest.mark.parametrize("seed", range(10))
def test_whatever_happens_those_who_wait_get_an_answer_and_nobody_else(
    kind: Format, seed: int
) -> None:
    dice = Random(seed)
    tournament = a_tournament(kind, dice.randrange(2, 20), bronze=dice.random() < 0.5)
    while not finish.is_over(tournament):
        if kind is SWISS and not play.open_matches(tournament):
            tournament = play.pair_next_round(tournament)
        known = play.matches(tournament).values()
        playing = [one for one in known if one.state is MatchState.OPEN]
        running = {
            one.key: since(dice.choice(list(Stage)), dice.uniform(0, 70))
            for one in (playing[:1] if kind is ROBIN else playing)
        }
        said = ask(tournament, running, durations=PRIOR, paths=20).next_matches
        busy = {player for one in playing if one.key in running for player in one.players}
        assert not (busy | tournament.withdrawn) & said.keys()
        if kind in {SINGLE, DOUBLE}:
            waiting = [one for one in known if one.state is MatchState.WAITING]
            assert said.keys() <= {player for one in waiting for player in one.players}
        if playing:
            match = dice.choice(playing)
            outcome = by_dice(dice, absences=0.15)(match)
            tournament = play.record(tournament, match.key, outcome)
        if dice.random() < 0.1:
            tournament = play.withdraw(tournament, dice.choice(tournament.players))
    assert ask(tournament, {}).finish.high == 0


def test_nothing_is_left_of_a_finished_event() -> None:
    said = ask(win(win(four(), "W1.2", 2), "W2.1", 1), {})
    assert said.next_matches == {}
    assert said.finish == Band(0, 0, 0)


def test_who_does_not_come_is_expected_the_less_the_longer_it_takes() -> None:
    durations = Durations(
        (1.0, 2.0, 3.0, 4.0), (10.0,), (1.0,), (30.0,), no_show_rate=0.5, dispute_rate=0
    )
    late = ask(four(), {"W1.2": since(Stage.CHECK_IN, 9)}, durations=durations)
    assert late.next_matches[1] == exactly(1 + 2), "nobody took nine minutes and came"


def test_matches_that_last_longer_here_move_the_factor_slowly() -> None:
    usual = median(PRIOR.play)
    assert factor_of([], PRIOR) == 1
    assert factor_of([usual * 2], PRIOR) == pytest.approx(2 ** (1 / 7))
    assert factor_of([usual * 2] * 60, PRIOR) == pytest.approx(2 ** (60 / 66))


def test_few_measured_matches_leave_the_prior_most_of_its_weight() -> None:
    short = [Measured(check_in=1.0, play=5.0, report=1.0)] * 10
    durations = durations_of(short)
    assert len(durations.play) == 100
    assert median(durations.play) == pytest.approx(12.5, abs=0.5)
    assert durations.no_show_rate == pytest.approx(8 / 110)
    many = durations_of([Measured(no_show=True)] * 400 + short * 50)
    assert set(many.play) == {5.0}, "only the last 500 count"
    assert many.dispute == PRIOR.dispute


def test_the_prior_is_that_of_the_reference() -> None:
    assert sum(PRIOR.check_in) / 100 == pytest.approx(2.5, abs=0.1)
    assert median(PRIOR.play) == pytest.approx(13, abs=0.1)
    assert sum(9 <= one <= 19 for one in PRIOR.play) == pytest.approx(80, abs=3)
    assert median(PRIOR.report) == pytest.approx(1 + 1.5 * log(2), abs=0.1)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (11, 19, (10, 20)),
        (1, 3, (0, 5)),
        (0, 0, (0, 5)),
        (47, 61, (45, 65)),
        (141, 203, (135, 210)),
    ],
)
def test_a_range_is_rounded_outwards(low: float, high: float, shown: tuple[int, int]) -> None:
    assert Band(low, low, high).shown == shown


def test_a_match_is_on_track_until_nine_of_ten_are_over_and_overdue_after_its_deadline() -> None:
    usual, deadline = timedelta(minutes=25), clock(40)
    paces = [
        pace_of(START, now=clock(minute), usual=usual, deadline=deadline)
        for minute in (0, 25, 26, 40, 41)
    ]
    on_track, behind = Pace.ON_TRACK, Pace.BEHIND
    assert paces == [on_track, on_track, behind, behind, Pace.OVERDUE]
    strict = pace_of(START, now=clock(11), usual=usual, deadline=clock(10))
    assert strict is Pace.OVERDUE


def test_nine_of_ten_matches_end_within_the_minutes_of_the_reference() -> None:
    assert usual_length(PRIOR) / timedelta(minutes=1) == pytest.approx(25.6, abs=1.5)
    assert usual_length(PRIOR, 1.25) > usual_length(PRIOR)
