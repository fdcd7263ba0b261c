"""Proposed results: both players confirm them, contest them, or let them stand.

The findings are written down here as the poller does; where they come from is tested, with the
simulator of Activision in the middle, in tests/scenarios.
"""

from app.core.database import transaction
from app.domain.matches.decision import Result
from app.workers.tasks.matches import sweep_matches, verify_match
from tests.support.arena import Arena, Json, Player, refusal
from tests.support.findings import record_sure_finding
from tests.support.ws_listener import listen

ANSWER, CONTEST = 1_801, 901
PAID, LOST = ("900.00", "0.00"), ("0.00", "0.00")


def playing(arena: Arena, *, wager: int = 500) -> tuple[Player, Player, int]:
    return arena.playing(wager=wager, money=wager)


def record_finding(match_id: int, outcome: Result, *, replay: int = 0) -> None:
    with transaction() as session:
        record_sure_finding(session, match_id, outcome, replay=replay)


def found(match_id: int, outcome: str, *, replay: int = 0) -> None:
    """Record a certain finding from the game's data and verify the match."""
    record_finding(match_id, Result(outcome), replay=replay)
    verify_match(match_id)


def pass_time(arena: Arena, seconds: float) -> None:
    arena.let_time_pass(seconds)
    sweep_matches()


def stands(player: Player, match_id: int) -> tuple[str, str]:
    seen = player.match(match_id)
    return seen["status"], seen["verification_state"]


def money(one: Player, two: Player) -> tuple[tuple[str, str], tuple[str, str]]:
    return one.wallet(), two.wallet()


def test_both_confirm_a_proposal_and_it_is_paid_at_once(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "player1")
    assert one.confirm(match_id).json()["my_outcome"] == "won"
    seen: Json = two.confirm(match_id).json()
    assert (seen["status"], seen["reason"], seen["my_outcome"]) == ("completed", "agreed", "lost")
    assert money(one, two) == (PAID, LOST)
    assert arena.sql("SELECT * FROM payout_holds") == []


def test_the_losers_confirmation_shortens_the_wait(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    found(match_id, "player1")
    before = two.match(match_id)["due_at"]
    assert two.confirm(match_id).json()["due_at"] < before
    pass_time(arena, 301)
    assert money(one, two) == (PAID, LOST)


def test_nobody_confirms_or_contests_what_is_not_proposed(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    assert refusal(one.confirm(match_id)) == (409, "match_moved_on")
    assert refusal(two.contest(match_id)) == (409, "match_moved_on")
    outsider = arena.player()
    found(match_id, "player1")
    assert refusal(outsider.contest(match_id)) == (404, "not_found")
    assert refusal(outsider.confirm(match_id)) == (404, "not_found")


def test_a_high_stake_without_a_report_waits_twice_as_long(arena: Arena) -> None:
    one, _, match_id = playing(arena, wager=1_001)
    found(match_id, "player1")
    assert arena.sql("SELECT flags FROM matches") == [(["admin_glance"],)]
    pass_time(arena, CONTEST)
    assert stands(one, match_id)[0] == "active"
    pass_time(arena, CONTEST)
    assert stands(one, match_id)[0] == "completed"


def test_a_lost_message_about_new_data_delays_and_loses_nothing(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    record_finding(match_id, Result.PLAYER1)
    assert stands(one, match_id)[1] == "awaiting_reports", "Redis forgot the job"
    pass_time(arena, ANSWER)
    assert stands(one, match_id)[1] == "provisional"
    pass_time(arena, CONTEST)
    assert money(one, two) == (PAID, LOST)


def test_players_are_notified_of_proposals_reminders_and_replays(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    with listen(one) as listener_one, listen(two) as listener_two:
        one.report_more(match_id, outcome="draw", replay=True)
        arena.let_time_pass(660)
        sweep_matches()
        two.report_more(match_id, outcome="draw", replay=True)
        found(match_id, "player1", replay=1)
        received = [
            [news["type"] for news in listener.receive_all() if news["topic"] != "notifications"]
            for listener in (listener_one, listener_two)
        ]
    common = ["match.reported", "match.replay", "match.provisional"]
    assert received[0] == common
    assert received[1] == [common[0], "match.reminder", *common[1:]], "only the silent player"
