"""The scenarios of cod-api.md §5.5 that need no more than reports, clocks and findings.

Stakes 500 each, fee 10 % of the pot: the winner gets 900.
"""

from pathlib import Path
from typing import cast

import pytest

from app.core.clock import utc_now
from app.core.config import get_settings
from app.core.database import transaction
from app.domain.verdict import Grade, Result
from app.models.user import User
from app.services import match_evidence
from app.workers.tasks.play import look_again, sweep_matches
from tests.fixtures.arena import Arena, Json, Player, at_once, refusal
from tests.fixtures.ears import listen
from tests.fixtures.pictures import photo
from tests.fixtures.players import make_match

READY, PLAY, LATE, ANSWER, EVIDENCE, RULING = 901, 7_201, 1_801, 1_801, 10_801, 86_401
CONTEST, CORRECTION = 901, 601
PAID, LOST = ("900.00", "0.00"), ("0.00", "0.00")
STAKED, REFUNDED = ("0.00", "500.00"), ("500.00", "0.00")


def playing(arena: Arena, *, wager: int = 500) -> tuple[Player, Player, int]:
    return arena.playing(wager=wager, money=wager)


def found(
    match_id: int,
    grade: str,
    outcome: str | None = None,
    *flags: str,
    game: str | None = None,
    replay: int = 0,
) -> None:
    """Let the game's data say something, as the poller does; the worker looks at the match."""
    with transaction() as session:
        match_evidence.record(
            session,
            match_id=match_id,
            replay=replay,
            provider="activision",
            outcome=Result(outcome) if outcome else None,
            grade=Grade(grade),
            cod_match_id=game,
            observed_at=utc_now(),
            payload={"game": game, "grade": grade, "outcome": outcome},
            flags=flags,
        )
    look_again(match_id)


def pass_time(arena: Arena, seconds: float) -> None:
    arena.let_time_pass(seconds)
    sweep_matches()


def stands(player: Player, match_id: int) -> tuple[str, str, str | None, str | None]:
    seen = player.match(match_id)
    return seen["status"], seen["verification_state"], seen["result"], seen["reason"]


def money(one: Player, two: Player) -> tuple[tuple[str, str], tuple[str, str]]:
    return one.wallet(), two.wallet()


def flags_of(arena: Arena, match_id: int) -> list[str]:
    ((flags,),) = arena.sql(f"SELECT flags FROM matches WHERE id = {match_id}")
    return list(flags)


def holds(arena: Arena) -> list[tuple[int, str, str]]:
    """Return who cannot withdraw how much, and why; each for a day."""
    rows = arena.sql(
        "SELECT user_id, amount, reason, until - now() BETWEEN '23:58' AND '24:00'"
        " FROM payout_holds ORDER BY id"
    )
    assert all(row[3] for row in rows)
    return [(row[0], str(row[1]), row[2]) for row in rows]


@pytest.fixture(autouse=True)
def _folder(evidence_folder: Path) -> None:
    """Pictures are kept in a folder of each test."""


def show_picture(player: Player, match_id: int) -> None:
    named = [("pictures", ("board.jpg", photo(player.id), "image/jpeg"))]
    answer = player.http.post(f"/matches/{match_id}/evidence", files=named)
    assert answer.status_code == 201, answer.text


# ── Reports alone ──


def test_scenario_01_data_see_nothing_and_both_say_that_player_1_won(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "NONE")
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert stands(one, match_id) == ("completed", "settled", "player1", "agreed")
    assert money(one, two) == (PAID, LOST)
    assert holds(arena) == []


def test_scenario_06_data_fail_all_along_and_both_agree(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "lost")
    for _ in range(3):
        found(match_id, "NONE", None, "http_500")
    two.report(match_id, "won")
    assert stands(one, match_id) == ("completed", "settled", "player2", "agreed")
    assert money(one, two) == (LOST, PAID)


def test_scenario_07_silence_confirms_a_report_with_a_screenshot(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    show_picture(one, match_id)
    pass_time(arena, ANSWER - 60)
    assert stands(one, match_id)[0] == "active"
    pass_time(arena, 60)
    assert stands(one, match_id) == ("completed", "settled", "player1", "silence")
    assert money(one, two) == (PAID, LOST)
    assert holds(arena) == [(one.id, "900.00", "silence")]


def test_scenario_08_silence_confirms_nothing_without_a_screenshot(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    pass_time(arena, ANSWER)
    seen = one.match(match_id)
    assert (seen["status"], seen["result"], seen["reason"]) == ("disputed", None, "no_answer")
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_08_silence_confirms_nothing_above_the_cap(arena: Arena) -> None:
    one, two, match_id = playing(arena, wager=1_001)
    one.report(match_id, "won")
    show_picture(one, match_id)
    pass_time(arena, ANSWER)
    seen = one.match(match_id)
    assert (seen["status"], seen["result"], seen["reason"]) == ("disputed", None, "no_answer")
    assert money(one, two) == (("0.00", "1001.00"),) * 2
    assert holds(arena) == []


def test_scenario_09_both_claim_the_victory(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    found(match_id, "NONE")
    seen = two.report(match_id, "won").json()
    assert stands(one, match_id) == ("disputed", "evidence", None, "reports_contradict")
    assert seen["due_at"] > seen["started_at"]
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_10_nobody_shows_proof_and_the_referee_voids_the_match(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    two.report(match_id, "won")
    pass_time(arena, EVIDENCE)
    assert stands(one, match_id)[:2] == ("disputed", "admin_review")
    assert money(one, two) == (STAKED, STAKED), "time alone pays nothing out of a dispute"
    arena.admin().decide(match_id, "void", reason="Neither of you showed any proof.")
    assert stands(one, match_id) == ("completed", "settled", "void", "ruled")
    assert money(one, two) == (REFUNDED, REFUNDED)


def test_scenario_12_both_claim_defeat(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "lost")
    two.report(match_id, "lost")
    assert stands(one, match_id) == ("active", "awaiting_reports", None, "both_lost")
    pass_time(arena, CORRECTION - 60)
    assert stands(one, match_id)[0] == "active"
    pass_time(arena, 60)
    assert stands(one, match_id) == ("disputed", "evidence", None, "both_lost")
    assert "both_lost" in flags_of(arena, match_id)
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_13_nobody_says_anything(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "NONE")
    pass_time(arena, PLAY)
    pass_time(arena, LATE)
    assert stands(one, match_id) == ("cancelled", "settled", "void", "nobody_reported")
    assert money(one, two) == (REFUNDED, REFUNDED)


def test_scenario_20_a_draw(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "draw")
    two.report(match_id, "draw")
    assert stands(one, match_id) == ("completed", "settled", "draw", "agreed")
    assert money(one, two) == (REFUNDED, REFUNDED)


def test_scenario_20_a_draw_that_both_want_to_play_again(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "draw", game="77")
    one.report_more(match_id, outcome="draw", replay=True)
    two.report_more(match_id, outcome="draw", replay=True)
    assert stands(one, match_id) == ("active", "in_play", None, "replay")
    assert money(one, two) == (STAKED, STAKED)
    found(match_id, "HIGH", "player2", game="78", replay=1)
    assert one.match(match_id)["proposed_result"] == "player2"
    pass_time(arena, CONTEST)
    assert money(one, two) == (LOST, PAID)


def test_scenario_39_only_one_checks_in(arena: Arena) -> None:
    one, two, match_id = arena.paired(wager=500)
    one.ready(match_id)
    pass_time(arena, READY)
    assert stands(one, match_id) == ("cancelled", "settled", "void", "not_ready")
    assert one.leave().json()["status"] == "idle", "he was ready, and had gone on searching"
    assert money(one, two) == (REFUNDED, REFUNDED)


def test_scenario_40_neither_checks_in(arena: Arena) -> None:
    one, two, match_id = arena.paired(wager=500)
    pass_time(arena, READY)
    assert stands(one, match_id) == ("cancelled", "settled", "void", "not_ready")
    assert money(one, two) == (REFUNDED, REFUNDED)


def test_scenario_41_a_player_changes_his_mind_in_time(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "draw")
    seen = one.report(match_id, "won").json()
    assert seen["my_outcome"] == "won"
    said = "SELECT outcome FROM match_reports ORDER BY id"
    assert arena.sql(said) == [("draw",), ("won",)], "nothing is overwritten"
    confirmed = "SELECT player1_confirmed, player2_confirmed FROM matches"
    assert arena.sql(confirmed) == [(True, False)]
    two.report(match_id, "lost")
    assert refusal(one.report(match_id, "lost")) == (409, "already_reported")
    assert money(one, two) == (PAID, LOST)


def test_scenario_41_a_player_changes_his_mind_too_late(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings().match, "change_seconds", -1)
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    for word in ("draw", "problem"):
        assert refusal(one.report(match_id, word)) == (409, "already_reported")
    assert one.report(match_id, "lost").status_code == 200, "defeat may be admitted at any time"
    two.report(match_id, "won")
    assert money(one, two) == (LOST, PAID)


def test_scenario_50_the_referee_lets_his_deadline_pass(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    two.report(match_id, "won")
    for wait, rung in (
        (EVIDENCE, []),
        (RULING, ["dispute_is_late"]),
        (2 * RULING, ["dispute_is_late", "dispute_past_limit"]),
        (RULING, ["dispute_is_late", "dispute_past_limit"]),
    ):
        pass_time(arena, wait)
        assert stands(one, match_id)[:3] == ("disputed", "admin_review", None)
        assert [
            kind for (kind,) in arena.sql("SELECT DISTINCT kind FROM alarms ORDER BY 1")
        ] == rung
        assert money(one, two) == (STAKED, STAKED)


# ── With findings of the game's data ──


def test_scenario_02_both_records_and_both_reports_agree(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    found(match_id, "HIGH", "player1", game="421")
    assert stands(one, match_id)[1] == "provisional"
    two.report(match_id, "lost")
    assert stands(one, match_id) == ("completed", "settled", "player1", "agreed")
    assert money(one, two) == (PAID, LOST)
    assert holds(arena) == []


def test_scenario_03_sure_data_and_no_reports(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player1", game="421")
    seen = two.match(match_id)
    assert (seen["verification_state"], seen["proposed_result"]) == ("provisional", "player1")
    assert money(one, two) == (STAKED, STAKED)
    pass_time(arena, CONTEST - 60)
    assert stands(one, match_id)[0] == "active"
    pass_time(arena, 60)
    assert stands(one, match_id) == ("completed", "settled", "player1", "game_data")
    assert money(one, two) == (PAID, LOST)
    assert holds(arena) == [(one.id, "900.00", "game_data")]


def test_scenario_04_the_loser_contests_in_time(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player1", game="421")
    assert two.contest(match_id, "won").status_code == 200
    assert stands(one, match_id) == ("disputed", "evidence", None, "contested")
    assert two.contest(match_id, "won").status_code == 200, "again changes nothing"
    assert refusal(one.confirm(match_id)) == (409, "match_moved_on")
    pass_time(arena, CONTEST)
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_05_sure_data_against_both_reports(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player1", game="421")
    one.report(match_id, "lost")  # against the data, and against himself
    assert stands(one, match_id) == ("disputed", "evidence", None, "data_contradicts")
    assert flags_of(arena, match_id) == ["collusion"]
    assert refusal(two.report(match_id, "won")) == (409, "match_moved_on")
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_14_sure_data_found_late_but_before_the_void(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    pass_time(arena, PLAY)
    pass_time(arena, LATE - 60)
    found(match_id, "HIGH", "player2", game="421")
    pass_time(arena, CONTEST)
    assert stands(one, match_id) == ("completed", "settled", "player2", "game_data")
    assert money(one, two) == (LOST, PAID)


def test_scenario_15_sure_data_after_the_end_change_nothing(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    two.report(match_id, "lost")
    found(match_id, "HIGH", "player2", game="421")
    assert stands(one, match_id) == ("completed", "settled", "player1", "agreed")
    assert money(one, two) == (PAID, LOST)
    kept = arena.sql("SELECT outcome, flags FROM match_evidence")
    assert kept == [("player2", ["late_evidence"])]


def test_scenario_19_both_speak_of_different_games(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report_more(match_id, outcome="won", cod_match_id="1001")
    two.report_more(match_id, outcome="lost", cod_match_id="1002")
    assert stands(one, match_id) == ("disputed", "evidence", None, "ambiguous")
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_22_who_leaves_early_forfeits(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player2", "forfeit", game="421")
    assert one.match(match_id)["reason"] == "forfeit"
    pass_time(arena, CONTEST)
    assert stands(one, match_id) == ("completed", "settled", "player2", "forfeit")
    assert money(one, two) == (LOST, PAID)
    assert holds(arena) == [(two.id, "900.00", "forfeit")]


def test_scenario_36_one_game_does_not_serve_two_wagers_of_a_pair(arena: Arena) -> None:
    one, two, first = arena.playing(wager=500, money=1000)
    found(first, "HIGH", "player1", game="421")
    pass_time(arena, CONTEST)
    assert money(one, two) == (("1400.00", "0.00"), ("500.00", "0.00"))
    # Straight into the tables: a rematch within half an hour is not to be had by the queue.
    second = make_match(cast("User", one), cast("User", two), wager=500, active=True).id
    found(second, "HIGH", "player1", game="421")
    assert stands(one, second) == ("disputed", "evidence", None, "match_reused")
    assert money(one, two) == (("900.00", "500.00"), ("0.00", "500.00"))


def test_scenario_38_data_that_contradict_themselves(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "NONE", None, "inconsistent", game="421")
    assert stands(one, match_id) == ("disputed", "evidence", None, "inconsistent")
    assert money(one, two) == (STAKED, STAKED)


def test_scenario_42_the_same_news_again_pay_once(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    for _ in range(3):
        found(match_id, "HIGH", "player1", game="421")
    assert arena.sql("SELECT count(*) FROM match_evidence") == [(1,)]
    arena.let_time_pass(CONTEST)
    at_once(*[sweep_matches, lambda: look_again(match_id)] * 4)
    sweep_matches()
    assert money(one, two) == (PAID, LOST)
    assert len(holds(arena)) == 1


def test_scenario_43_the_referee_decides_while_data_say_otherwise(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    two.report(match_id, "won")
    admin = arena.admin()
    at_once(
        lambda: admin.decide(match_id, "player1").status_code,
        lambda: found(match_id, "HIGH", "player2", game="421"),
    )
    assert stands(one, match_id) == ("completed", "settled", "player1", "ruled")
    assert money(one, two) == (PAID, LOST)
    assert arena.sql("SELECT outcome FROM match_evidence") == [("player2",)]


# What the poller makes of the game's data comes down to these findings; the same stories with the
# simulator of Activision in the middle are told in the flows.


def test_scenario_16_one_record_that_names_both_needs_one_report(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "MEDIUM", "player1", "privacy_closed", game="421")
    assert stands(one, match_id) == ("active", "in_play", None, None), "it settles nothing alone"
    two.report(match_id, "lost")
    pass_time(arena, ANSWER)
    assert stands(one, match_id) == ("completed", "settled", "player1", "silence")
    assert money(one, two) == (PAID, LOST)


def test_scenario_16_one_record_against_one_report(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "MEDIUM", "player1", game="421")
    two.report(match_id, "won")
    assert stands(one, match_id) == ("disputed", "evidence", None, "data_contradicts")
    assert money(one, two) == (STAKED, STAKED)


@pytest.mark.parametrize(
    ("grade", "outcome", "flag"),
    [
        pytest.param("LOW", "player2", "one_sided", id="17"),
        pytest.param("NONE", None, "aborted", id="21"),
        pytest.param("NONE", None, "not_counted", id="23"),
        pytest.param("LOW", "player2", "name_only", id="25"),
        pytest.param("NONE", None, "wrong_rules", id="28"),
        pytest.param("NONE", None, "extra_players", id="29"),
        pytest.param("NONE", None, "rate_limited", id="32"),
        pytest.param("NONE", None, "token_expired", id="33"),
        pytest.param("NONE", None, "empty", id="34"),
        pytest.param("NONE", None, "banned", id="35"),
        pytest.param("NONE", None, "unfinished_series", id="37"),
        pytest.param("NONE", None, "before_ready", id="45"),
        pytest.param("LOW", "player2", "privacy_closed", id="51"),
        pytest.param("NONE", None, "shut_down", id="52"),
    ],
)
def test_scenarios_of_weak_data_are_decided_by_the_reports(
    arena: Arena, grade: str, outcome: str | None, flag: str
) -> None:
    one, two, match_id = playing(arena)
    found(match_id, grade, outcome, flag)
    assert stands(one, match_id) == ("active", "in_play", None, None)
    one.report(match_id, "won")
    found(match_id, grade, outcome, flag, game="422")
    assert stands(one, match_id)[1] == "awaiting_reports"
    two.report(match_id, "lost")
    assert stands(one, match_id) == ("completed", "settled", "player1", "agreed")
    assert money(one, two) == (PAID, LOST)


def test_scenario_30_data_get_better_and_the_pot_is_paid_once(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    for grade in ("LOW", "MEDIUM"):
        found(match_id, grade, "player1", game="421")
        assert stands(one, match_id)[1] == "in_play"
    found(match_id, "HIGH", "player1", game="421")
    pass_time(arena, CONTEST)
    assert money(one, two) == (PAID, LOST)


def test_scenario_47_the_other_deletes_his_account_while_they_play(arena: Arena) -> None:
    """He can say nothing any more, so it is a matter of silence and proof."""
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    show_picture(one, match_id)
    pass_time(arena, ANSWER)
    assert money(one, two) == (PAID, LOST)


def test_scenario_48_a_tie_that_the_tiebreak_decides(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player1", "tiebreak_score", game="421")
    pass_time(arena, CONTEST)
    assert money(one, two) == (PAID, LOST)


def test_scenario_49_a_picture_from_another_dispute(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    arena.sql(f"UPDATE matches SET flags = '{{evidence_reuse}}' WHERE id = {match_id}")
    look_again(match_id)
    assert stands(one, match_id) == ("disputed", "evidence", None, "evidence_reuse")
    assert money(one, two) == (STAKED, STAKED)


# ── What a proposal is to the players ──


def test_both_confirm_a_proposal_and_it_is_paid_at_once(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player1", game="421")
    assert one.confirm(match_id).json()["my_outcome"] == "won"
    seen: Json = two.confirm(match_id).json()
    assert (seen["status"], seen["reason"], seen["my_outcome"]) == ("completed", "agreed", "lost")
    assert money(one, two) == (PAID, LOST)
    assert holds(arena) == []


def test_who_pays_and_admits_it_shortens_the_wait(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "HIGH", "player1", game="421")
    before = two.match(match_id)["due_at"]
    assert two.confirm(match_id).json()["due_at"] < before
    pass_time(arena, 301)
    assert money(one, two) == (PAID, LOST)


def test_nobody_confirms_or_contests_what_is_not_proposed(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    assert refusal(one.confirm(match_id)) == (409, "match_moved_on")
    assert refusal(two.contest(match_id)) == (409, "match_moved_on")
    stranger = arena.player()
    found(match_id, "HIGH", "player1", game="421")
    assert refusal(stranger.contest(match_id)) == (404, "not_found")
    assert refusal(stranger.confirm(match_id)) == (404, "not_found")


def test_a_high_stake_without_a_word_waits_twice_as_long(arena: Arena) -> None:
    one, _, match_id = playing(arena, wager=1_001)
    found(match_id, "HIGH", "player1", game="421")
    assert flags_of(arena, match_id) == ["admin_glance"]
    pass_time(arena, CONTEST)
    assert stands(one, match_id)[0] == "active"
    pass_time(arena, CONTEST)
    assert stands(one, match_id)[0] == "completed"


def test_a_lost_message_about_new_data_delays_and_loses_nothing(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    with transaction() as session:
        match_evidence.record(
            session,
            match_id=match_id,
            replay=0,
            provider="activision",
            outcome=Result.PLAYER1,
            grade=Grade.HIGH,
            cod_match_id="421",
            observed_at=utc_now(),
            payload={},
        )
    assert stands(one, match_id)[1] == "awaiting_reports", "Redis forgot the job"
    pass_time(arena, ANSWER)
    assert stands(one, match_id)[1] == "provisional"
    pass_time(arena, CONTEST)
    assert money(one, two) == (PAID, LOST)


def test_players_hear_of_proposals_reminders_and_replays(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    with listen(one) as ear_of_one, listen(two) as ear_of_two:
        one.report_more(match_id, outcome="draw", replay=True)
        arena.let_time_pass(660)
        sweep_matches()
        two.report_more(match_id, outcome="draw", replay=True)
        found(match_id, "HIGH", "player1", game="421", replay=1)
        heard = [[news["type"] for news in ear.all()] for ear in (ear_of_one, ear_of_two)]
    common = ["match.reported", "match.replay", "match.provisional"]
    assert heard[0] == common
    assert heard[1] == [common[0], "match.reminder", *common[1:]], "only who was silent"
