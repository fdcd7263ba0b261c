"""Which game was the match and who won it: examples of each rule, and random properties."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cod.filters import KILL_RACE, ExpectedGame
from app.domain.cod.identification import Finding, LookupRecords, Sighting, identify
from app.domain.cod.records import MODES, CodMatch, Identity
from app.domain.cod.winner import GameOutcome, winner_of
from app.domain.matches.games import Mode

READY = datetime(2026, 1, 10, 18, 0, tzinfo=UTC)
NOW = READY + timedelta(minutes=40)
REREAD = timedelta(minutes=3)
ACE = Identity(platform="battle", username="NairobiAce#2741", uno="11223344556677889900")
VIPER = Identity(platform="battle", username="Viper#1", uno="7654321")
WAGER = ExpectedGame(
    players=(ACE, VIPER),
    title="mw",
    modes=MODES[Mode.GUNFIGHT],
    ready_at=READY,
    deadline=READY + timedelta(hours=2),
    code="WW7K",
)
FIRST, SECOND = "13370000000000000421", "13370000000000000422"


def ace(match_id: Any = FIRST, *, after: Any = 120, lasts: Any = 385, **facts: Any) -> CodMatch:
    """Ace's record of a gunfight that Ace won."""
    start = READY + timedelta(seconds=after)
    plain: dict[str, Any] = {
        "match_id": match_id,
        "uno": ACE.uno,
        "username": "NairobiAce",
        "platform": "battlenet",
        "title": "mw",
        "game_type": "mp",
        "mode": "arena",
        "map": "mp_m_king",
        "start": start,
        "end": start + timedelta(seconds=lasts),
        "private": True,
        "result": "win",
        "team": "allies",
        "winning_team": "allies",
        "team1_score": 6,
        "team2_score": 4,
        "present_at_end": True,
        "kills": 6,
        "deaths": 4,
        "score": 600,
        "damage": 640,
    }
    return CodMatch(**{**plain, **facts})


def viper(match_id: Any = FIRST, **facts: Any) -> CodMatch:
    """What Viper's list says of the same gunfight."""
    theirs: dict[str, Any] = {
        "uno": VIPER.uno,
        "username": "Viper",
        "team": "axis",
        "result": "loss",
        "kills": 4,
    }
    return ace(match_id, **{**theirs, "deaths": 6, "score": 400, **facts})


def lookup(
    one: list[CodMatch] | None = None,
    other: list[CodMatch] | None = None,
    *,
    full: dict[str, list[CodMatch]] | None = None,
    wager: ExpectedGame = WAGER,
    again: bool = True,
    now: datetime = NOW,
) -> Finding:
    """Identify the game in two lists; `again`: they were read before, `REREAD` ago."""
    seen = LookupRecords(
        lists=(
            tuple(one) if one is not None else None,
            tuple(other) if other is not None else None,
        ),
        full={match_id: tuple(records) for match_id, records in (full or {}).items()},
    )
    finding = identify(wager, seen, now=now, reread=REREAD)
    if not again:
        return finding
    sightings = {
        match_id: Sighting(digest=digest, seen_at=now - REREAD)
        for match_id, digest in finding.digests.items()
    }
    return identify(wager, replace(seen, sightings=sightings), now=now, reread=REREAD)


def test_two_records_that_agree_and_were_read_twice_are_certain() -> None:
    found = lookup([ace()], [viper()])
    assert (found.outcome, found.grade, found.cod_match_id) == ("player1", "HIGH", FIRST)
    assert found.flags == ()


def test_read_once_is_not_certain_and_changed_figures_are_not_either() -> None:
    once = lookup([ace()], [viper()], again=False)
    assert (once.outcome, once.grade, once.reasons) == ("player1", "MEDIUM", ("not_reread",))
    sightings = {FIRST: Sighting(digest=once.digests[FIRST], seen_at=NOW - REREAD)}
    seen = LookupRecords(lists=((ace(kills=7),), (viper(),)), sightings=sightings)
    assert identify(WAGER, seen, now=NOW, reread=REREAD).grade == "MEDIUM"


def test_nothing_seen_is_no_evidence_at_all() -> None:
    for one, other in ((None, None), ([], []), (None, [])):
        found = lookup(one, other)
        assert (found.outcome, found.grade, found.flags) == ("unknown", "NONE", ())


@pytest.mark.parametrize(
    "odd",
    [
        {"after": -61},  # before both were ready
        {"after": 7201},  # after the deadline
        {"start": None},
        {"end": None},
        {"lasts": 59},
        {"result": "none"},
        {"private": False},
        {"title": "cw"},
        {"game_type": "wz"},
        {"mode": "war"},
        {"mode": None},
        {"uno": "999"},
        {"uno": None},
    ],
)
def test_a_record_that_fails_a_gate_is_as_if_it_were_not_there(odd: dict[str, Any]) -> None:
    found = lookup([ace(**odd)], [viper(**{k: v for k, v in odd.items() if k != "uno"})])
    assert found.grade in {"NONE", "LOW"}
    assert found.outcome == "unknown" or "one_record" in found.reasons


def test_their_time_may_be_a_minute_ahead() -> None:
    now = READY + timedelta(seconds=120 + 385 - 40)
    assert lookup([ace()], [viper()], now=now).grade == "HIGH"
    assert lookup([ace()], [viper()], now=now - timedelta(seconds=21)).grade == "NONE"


def test_the_wrong_mode_in_both_lists_is_said_so() -> None:
    found = lookup([ace(mode="war")], [viper(mode="war")])
    assert (found.grade, found.flags) == ("NONE", ("wrong_rules",))
    rust = replace(WAGER, map="mp_rust")
    assert lookup([ace()], [viper()], wager=rust).flags == ("wrong_rules",)


def test_hardcore_is_the_same_mode() -> None:
    assert lookup([ace(mode="hc_arena")], [viper(mode="hc_arena")]).outcome == "player1"


def test_renamed_players_are_known_by_their_id() -> None:
    assert lookup([ace(username="NewName")], [viper()]).grade == "HIGH"


def test_without_an_id_a_name_is_weak() -> None:
    nameless = replace(WAGER, players=(replace(ACE, uno=None), VIPER))
    assert lookup([ace()], [viper()], wager=nameless).grade == "LOW"
    assert lookup([ace(username="NairobIAce")], [viper()], wager=nameless).grade == "LOW"


def test_a_player_with_the_same_name_and_another_id_is_flagged() -> None:
    assert "identity_mismatch" in lookup([ace(uno="666")], [viper()]).flags


def test_another_platform_with_the_same_id_counts_and_is_noticed() -> None:
    found = lookup([ace(platform="psn")], [viper()])
    assert (found.grade, found.flags) == ("HIGH", ("platform_changed",))


def test_a_game_that_counted_already_does_not_count_again() -> None:
    found = lookup([ace()], [viper()], wager=replace(WAGER, used=frozenset({FIRST})))
    assert (found.grade, found.flags) == ("NONE", ("match_reused",))


def test_one_record_alone_is_a_hint() -> None:
    found = lookup([ace()], None)
    assert (found.outcome, found.grade) == ("player1", "LOW")
    assert lookup(None, [viper()]).outcome == "player1"


def test_one_list_and_the_whole_match_are_more_than_a_hint() -> None:
    found = lookup([ace()], None, full={FIRST: [ace(), viper()]})
    assert (found.outcome, found.grade) == ("player1", "MEDIUM")


def test_a_game_with_somebody_else_is_not_the_wager() -> None:
    outsider = viper(uno="5", username="Outsider")
    assert lookup([ace()], [], full={FIRST: [ace(), outsider]}).grade == "NONE"


def test_a_player_known_by_a_former_name_only_may_have_played_it() -> None:
    nameless = replace(WAGER, players=(replace(ACE, uno=None), VIPER))
    whole = {FIRST: [ace(username="NewName"), viper()]}
    found = lookup(None, [viper()], full=whole, wager=nameless)
    assert (found.outcome, found.grade) == ("player1", "LOW")


def test_a_third_player_disqualifies_a_private_game() -> None:
    third = viper(uno="5", username="Outsider")
    found = lookup([ace()], [viper()], full={FIRST: [ace(), viper(), third]})
    assert (found.grade, found.flags) == ("NONE", ("extra_players",))


def test_whether_it_was_private_may_be_unsaid() -> None:
    pair = ([ace(private=None)], [viper(private=None)])
    assert lookup(*pair).grade == "MEDIUM"
    assert lookup(*pair).reasons == ("low_score", "others_not_excluded")


def test_the_first_finished_game_counts_and_no_later_one() -> None:
    rematch: dict[str, Any] = {"after": 900, "result": "loss", "winning_team": "axis"}
    later = ace(SECOND, **rematch, team1_score=4, team2_score=6)
    theirs = viper(SECOND, **{**rematch, "result": "win"}, team1_score=4, team2_score=6)
    assert lookup([later, ace()], [viper(), theirs]).outcome == "player1"
    assert lookup([later, ace()], [viper(), theirs]).cod_match_id == FIRST


def test_an_earlier_game_that_one_list_lacks_makes_a_later_one_doubtful() -> None:
    found = lookup([ace(), ace(SECOND, after=900)], [viper(SECOND, after=900)])
    assert (found.cod_match_id, found.grade) == (SECOND, "LOW")


def test_games_that_overlap_are_ambiguous() -> None:
    found = lookup([ace(), ace(SECOND, after=200)], [viper(), viper(SECOND, after=200)])
    assert (found.outcome, found.flags) == ("unknown", ("ambiguous",))


def test_overlapping_games_without_a_winner_are_not_ambiguous() -> None:
    spoiled = {"result": None, "winning_team": None, "team1_score": None}
    lists = [[who(**spoiled), who(SECOND, after=200, **spoiled)] for who in (ace, viper)]
    found = lookup(*lists)
    assert (found.outcome, found.grade, found.flags) == ("unknown", "NONE", ())


def test_two_different_claims_are_ambiguous() -> None:
    found = lookup([ace()], [viper()], wager=replace(WAGER, claims=(FIRST, SECOND)))
    assert (found.outcome, found.flags) == ("unknown", ("ambiguous",))


@pytest.mark.parametrize(
    "lie",
    [
        {"winning_team": "axis"},
        {"team1_score": 4, "team2_score": 6},
        {"team": "axis"},
        {"map": "mp_rust"},
        {"after": 126},
    ],
)
def test_records_that_contradict_each_other_decide_nothing(lie: dict[str, Any]) -> None:
    found = lookup([ace(**lie)], [viper()])
    assert (found.outcome, found.flags) == ("unknown", ("inconsistent",))


def test_both_winning_or_results_against_scores_decide_nothing() -> None:
    assert lookup([ace()], [viper(result="win")]).flags == ("inconsistent",)
    swapped = lookup([ace(result="loss")], [viper(result="win")])
    assert (swapped.outcome, swapped.flags) == ("unknown", ("inconsistent",))


def test_a_contradiction_is_flagged_only_after_a_second_reading() -> None:
    found = lookup([ace()], [viper(result="win")], again=False)
    assert (found.outcome, found.grade, found.flags) == ("unknown", "NONE", ())


def test_a_draw_is_a_draw() -> None:
    even: dict[str, Any] = {
        "result": "draw",
        "winning_team": "none",
        "team1_score": 5,
        "team2_score": 5,
    }
    assert lookup([ace(**even)], [viper(**even)]).outcome == "draw"


@pytest.mark.parametrize("missing", ["result", "winning_team", "team1_score", "team", "kills"])
def test_a_missing_figure_never_counts_as_zero(missing: str) -> None:
    found = lookup([ace(**{missing: None})], [viper(**{missing: None})])
    assert found.outcome in ({"player1"} if missing == "kills" else {"unknown"})


def test_leaving_after_a_kill_loses_and_before_a_kill_does_not_count() -> None:
    found = lookup([ace(present_at_end=False)], [viper()])
    assert (found.outcome, found.flags) == ("player2", ("forfeit",))
    nothing = {"kills": 0, "deaths": 0}
    quit_early = lookup([ace(present_at_end=False, **nothing)], [viper(**nothing)])
    assert (quit_early.outcome, quit_early.flags) == ("unknown", ("not_counted",))


def test_without_teams_kills_and_results_decide() -> None:
    duel: dict[str, Any] = {"mode": "dm", "team": "none", "winning_team": "none"}
    duel |= {"team1_score": 0, "team2_score": 0}
    wager = replace(WAGER, modes=MODES[Mode.DUEL])
    assert lookup([ace(**duel)], [viper(**duel)], wager=wager).outcome == "player1"
    even = {**duel, "kills": 5, "score": 500, "result": "loss"}
    assert lookup([ace(**even)], [viper(**even)], wager=wager).outcome == "draw"


def test_best_of_three_needs_two_wins() -> None:
    wager = replace(WAGER, best_of=3)
    lost: dict[str, Any] = {
        "after": 900,
        "winning_team": "axis",
        "team1_score": 4,
        "team2_score": 6,
    }
    one_each = (
        [ace(), ace(SECOND, result="loss", **lost)],
        [viper(), viper(SECOND, result="win", **lost)],
    )
    assert lookup(*one_each, wager=wager).outcome == "unknown"
    third = "13370000000000000423"
    both = lookup(
        [*one_each[0], ace(third, after=1800)],
        [*one_each[1], viper(third, after=1800)],
        wager=wager,
    )
    assert (both.outcome, both.grade) == ("player1", "MEDIUM")  # the later games: +10 is gone


def test_a_kill_race_compares_the_best_public_games() -> None:
    race = replace(WAGER, format=KILL_RACE)
    public: dict[str, Any] = {"private": False, "kills": 18}
    one = [ace(**public, score=1800), ace(SECOND, **{**public, "kills": 9})]
    other = [viper("9", **public, score=1700)]
    found = lookup(one, other, wager=race)
    assert (found.outcome, found.grade) == ("player1", "HIGH")
    assert lookup(one, [viper("9", private=False, kills=19)], wager=race).outcome == "player2"
    assert lookup(one, [], wager=race).grade == "NONE"


def test_the_same_row_twice_is_one_and_two_versions_are_none() -> None:
    assert lookup([ace(), ace()], [viper(), viper()]).grade == "HIGH"
    torn = lookup([ace(), ace(kills=9)], [viper()])
    assert (torn.grade, "odd_records" in torn.flags) == ("LOW", True)


WORDS = st.sampled_from([None, "", "win", "loss", "draw", "none", "allies", "axis", "2", "arena"])
COUNTS = st.none() | st.integers(0, 20)
MOMENTS = st.none() | st.integers(-200, 9000).map(lambda s: READY + timedelta(seconds=s))
RECORDS = st.builds(
    CodMatch,
    match_id=st.sampled_from(["1", "2", "18446744073709551615"]),
    uno=st.sampled_from([None, ACE.uno, VIPER.uno, "3"]),
    username=st.sampled_from([None, "NairobiAce", "Viper", "x"]),
    platform=st.sampled_from([None, "battlenet", "psn"]),
    clantag=st.sampled_from([None, "WW7K", "ww7k"]),
    title=st.sampled_from([None, "mw"]),
    mode=st.sampled_from([None, "arena", "hc_arena", "war"]),
    map=st.sampled_from([None, "mp_rust"]),
    start=MOMENTS,
    end=MOMENTS,
    private=st.sampled_from([None, True, False]),
    result=WORDS,
    team=WORDS,
    winning_team=WORDS,
    team1_score=COUNTS,
    team2_score=COUNTS,
    present_at_end=st.sampled_from([None, True, False]),
    kills=COUNTS,
    deaths=COUNTS,
)
LIKELY = st.builds(
    lambda make, match_id, after, result: make(match_id, after=after, result=result),
    st.sampled_from([ace, viper]),
    st.sampled_from([FIRST, SECOND]),
    st.sampled_from([120, 122, 900]),
    st.sampled_from(["win", "loss", "draw"]),
)
LISTS = st.none() | st.lists(RECORDS | LIKELY, max_size=5)
FORMATS = st.sampled_from(["private_1v1", KILL_RACE])


@given(LISTS, LISTS, LISTS, FORMATS, st.sampled_from([1, 3]), st.randoms())
def test_odd_records_in_any_order_never_crash_and_say_the_same(
    one: list[CodMatch] | None,
    other: list[CodMatch] | None,
    whole: list[CodMatch] | None,
    format_: str,
    best_of: int,
    dice: random.Random,
) -> None:
    wager = replace(WAGER, format=format_, best_of=best_of)
    found = lookup(one, other, full={FIRST: whole or []}, wager=wager)
    for records in (one, other, whole):
        dice.shuffle(records or [])
    assert lookup(one, other, full={FIRST: whole or []}, wager=wager) == found
    assert (found.outcome == "unknown") == (found.grade == "NONE")
    if found.grade == "HIGH":
        assert one
        assert other
        assert not {"ambiguous", "inconsistent", "extra_players"} & set(found.flags)


@given(LISTS, LISTS)
def test_swapping_the_players_swaps_the_outcome(
    one: list[CodMatch] | None, other: list[CodMatch] | None
) -> None:
    swapped = replace(WAGER, players=(VIPER, ACE))
    mirror = {"player1": "player2", "player2": "player1"}
    found, turned = lookup(one, other), lookup(other, one, wager=swapped)
    assert turned.outcome == mirror.get(found.outcome, found.outcome)
    assert turned.grade == found.grade


@given(RECORDS | LIKELY, RECORDS | LIKELY)
def test_the_winner_of_two_records_is_the_same_from_both_sides(
    one: CodMatch, two: CodMatch
) -> None:
    mirror = {GameOutcome.FIRST: GameOutcome.SECOND, GameOutcome.SECOND: GameOutcome.FIRST}
    forth, back = winner_of(one, two), winner_of(two, one)
    decided = {GameOutcome.FIRST, GameOutcome.SECOND, GameOutcome.DRAW}
    if forth in decided and back in decided:
        assert back is mirror.get(forth, forth)
