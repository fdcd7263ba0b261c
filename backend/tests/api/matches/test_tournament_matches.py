"""A match of a tournament, from open to end: nothing is staked, and somebody goes on."""

from collections.abc import Callable

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services.matches import stakeless
from app.workers.tasks.matches import pair_players, sweep_matches
from app.workers.tasks.ratings import rate_matches
from tests.support.arena import Arena, Json, Player, refusal
from tests.support.players import open_stakeless_match

WHY = "The recording was of another match."


def called(arena: Arena, *, play_seconds: int | None = None) -> tuple[Player, Player, int]:
    """Open a match between two players with 500 KES each."""
    one, two = arena.player(), arena.player()
    return one, two, open_stakeless_match(one, two, play_seconds=play_seconds)


def playing(arena: Arena) -> tuple[Player, Player, int]:
    one, two, match_id = called(arena)
    one.ready(match_id)
    assert two.ready(match_id).json()["status"] == "active"
    ago = "started_at - interval '10 minutes'"
    arena.sql(f"UPDATE matches SET started_at = {ago} WHERE id = {match_id}")
    return one, two, match_id


def disputing(arena: Arena) -> tuple[Player, Player, int]:
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    assert two.report(match_id, "won").json()["status"] == "disputed"
    return one, two, match_id


def end_of(player: Player, match_id: int) -> tuple[str, str | None, str | None]:
    seen = player.match(match_id)
    return seen["status"], seen["result"], seen["reason"]


def told(player: Player) -> set[str]:
    return {item["type"] for item in player.read_inbox()}


def rated(player: Player) -> int:
    rate_matches()
    matches = player.get("/users/me/stats")["total_matches"]
    assert isinstance(matches, int)
    return matches


def test_a_played_match_has_a_winner_and_moves_a_rating_but_no_money(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    seen = one.match(match_id)
    place = (seen["origin"], seen["tournament_id"], seen["tournament_match_key"])
    assert place == ("tournament", 7, "W1.1")
    assert (seen["wager_amount"], seen["pot"], seen["prize"]) == ("0.00", "0.00", "0.00")
    assert "absence" in seen["rules"]["house"]
    assert seen["rules"]["fee_rate"] == "0.0000"
    assert seen["lobby"]["map"] == seen["map"]
    assert refusal(one.request("GET", f"/matches/{match_id}/offer")) == (404, "not_found")
    one.report(match_id, "won")
    assert two.report(match_id, "lost").status_code == 200

    assert end_of(one, match_id) == ("completed", "player1", "agreed")
    assert one.match(match_id)["my_net"] == "0.00"
    assert [item["id"] for item in one.get("/matches")["items"]] == [match_id]
    receipt = one.get(f"/matches/{match_id}/receipt")["receipt"]
    assert (receipt["stake"], receipt["ledger"]) == ("0.00", [])
    assert one.wallet() == two.wallet() == ("500.00", "0.00")
    assert "tournament_match_won" in told(one)
    assert "tournament_match_lost" in told(two)
    assert rated(one) == rated(two) == 1
    assert one.match(match_id)["rating_change"]["change"] > 0


def test_who_is_ready_keeps_the_announced_time_and_then_wins_without_a_game(arena: Arena) -> None:
    one, two, match_id = called(arena)
    due_at = two.match(match_id)["due_at"]
    assert two.ready(match_id).json()["due_at"] == due_at, "the other one may still come"
    arena.let_time_pass(901)
    sweep_matches()
    sweep_matches()
    assert end_of(two, match_id) == ("completed", "player2", "not_ready")
    assert (told(one), "tournament_match_won" in told(two)) == (
        {"opponent_ready", "tournament_match_lost"},
        True,
    )
    assert rated(one) == rated(two) == 0, "nobody has played"
    assert one.join().json()["status"] == "searching", "it costs the match and no pause"


def test_if_nobody_is_ready_neither_goes_on(arena: Arena) -> None:
    one, two, match_id = called(arena)
    arena.let_time_pass(901)
    sweep_matches()
    assert end_of(one, match_id) == ("cancelled", "void", "not_ready")
    assert "tournament_match_void" in told(two)


def test_who_walks_away_before_the_start_loses_however_long_they_waited(arena: Arena) -> None:
    one, two, match_id = called(arena)
    one.ready(match_id)
    arena.sql("UPDATE matches SET player1_ready_at = player1_ready_at - interval '10 minutes'")
    assert one.cancel(match_id).json()["result"] == "player2"
    assert end_of(two, match_id) == ("completed", "player2", "walked_away")
    assert one.cancel(match_id).status_code == 200, "again is no other answer"
    assert one.queue()["status"] == two.queue()["status"] == "idle"
    assert rated(one) == 0


def test_nobody_who_played_reports_and_neither_goes_on(arena: Arena) -> None:
    one, _, match_id = called(arena, play_seconds=600)
    one.ready(match_id)
    _.ready(match_id)
    arena.let_time_pass(601)
    sweep_matches()
    assert one.match(match_id)["reason"] == "nobody_reported"
    arena.let_time_pass(1_801)
    sweep_matches()
    assert end_of(one, match_id) == ("cancelled", "void", "nobody_reported")


@pytest.mark.parametrize("outcome", ["draw", "problem"])
def test_a_draw_is_played_again_until_a_referee_names_who_goes_on(
    arena: Arena, outcome: str
) -> None:
    one, two, match_id = playing(arena)
    for replays in (1, 2, 3):
        one.report(match_id, outcome)
        seen = two.report(match_id, outcome).json()
        assert (seen["status"], seen["replays"], seen["reason"]) == ("active", replays, "replay")
    one.report(match_id, outcome)
    seen = two.report(match_id, outcome).json()
    assert (seen["status"], seen["reason"]) == ("disputed", "no_winner")

    referee = arena.admin()
    assert referee.get(f"/admin/matches/{match_id}/dispute")["match"]["origin"] == "tournament"
    for ruling in ("draw", "split"):
        refused = referee.decide(match_id, ruling)
        assert refusal(refused) == (422, "ruling_not_for_tournament")
    assert referee.decide(match_id, "player2").status_code == 200
    assert end_of(one, match_id) == ("completed", "player2", "ruled")


def test_a_referee_may_let_neither_go_on_or_have_it_played_again(arena: Arena) -> None:
    one, two, match_id = disputing(arena)
    referee = arena.admin()
    assert referee.decide(match_id, "replay").status_code == 200
    assert one.match(match_id)["status"] == "active"
    assert refusal(one.join()) == (409, "tournament_match_open")
    one.report(match_id, "won")
    two.report(match_id, "won")
    assert referee.decide(match_id, "void").status_code == 200
    assert end_of(two, match_id) == ("completed", "void", "ruled")


def test_an_appeal_turns_the_result_and_nothing_is_owed(arena: Arena) -> None:
    one, two, match_id = disputing(arena)
    arena.admin().decide(match_id, "player1")
    assert two.post(f"/matches/{match_id}/appeal", {"reason": WHY}).status_code == 200
    other = arena.admin()
    draw = {"decision": "overturn", "result": "draw", "reason": WHY}
    refused = other.post(f"/admin/matches/{match_id}/appeal", draw)
    assert refusal(refused) == (422, "ruling_not_for_tournament")
    turned = other.post(f"/admin/matches/{match_id}/appeal", draw | {"result": "player2"})
    assert turned.status_code == 200, turned.text
    assert end_of(one, match_id) == ("completed", "player2", "overturned")
    assert one.wallet() == two.wallet() == ("500.00", "0.00")
    assert arena.sql("SELECT count(*) FROM payout_holds") == [(0,)]


def test_an_admitted_defeat_stands_and_can_be_contested(arena: Arena) -> None:
    one, two, match_id = playing(arena)
    one.report(match_id, "lost")
    arena.let_time_pass(1_801)
    sweep_matches()
    assert end_of(two, match_id) == ("completed", "player2", "silence")
    assert two.match(match_id)["contest_until"] is None, "they have won by it"


def test_no_other_match_begins_while_it_is_open(arena: Arena) -> None:
    one, two, third = arena.player(), arena.player(), arena.player()
    assert one.join().json()["status"] == "searching"
    match_id = open_stakeless_match(one, two)
    assert refusal(two.join()) == (409, "tournament_match_open")
    terms: Json = {"wager_amount": 100}
    assert refusal(two.post("/matches/challenges", terms)) == (409, "tournament_match_open")
    assert third.join().json()["status"] == "searching", "nobody is paired with who must play"
    pair_players()
    assert one.queue()["match_id"] == two.queue()["match_id"] == match_id

    two.cancel(match_id)
    pair_players()
    assert one.queue()["status"] == third.queue()["status"] == "matched"
    again = one.post(f"/matches/{match_id}/rematch")
    assert refusal(again) == (403, "challenge_not_for_you")


def test_a_tournament_calls_off_a_match_in_any_state_once(arena: Arena) -> None:
    one, _, opened = called(arena)
    two, _, disputed = disputing(arena)
    for match_id in (opened, disputed):
        for expected in (True, False):
            with transaction() as session:
                was_live = stakeless.call_off(
                    session,
                    match_id,
                    actor="system:tournament",
                    reason="The tournament was cancelled.",
                    now=utc_now(),
                )
            assert was_live is expected
    assert end_of(one, opened) == ("cancelled", "void", "called_off")
    assert end_of(two, disputed) == ("completed", "void", "called_off")
    assert two.match(disputed)["ruling"] == "The tournament was cancelled."
    assert refusal(arena.admin().decide(disputed, "player1")) == (409, "match_moved_on")
    assert rated(two) == 0


def test_its_tournament_looks_at_it_whenever_a_result_comes_or_goes(
    arena: Arena, jobs: Callable[[], list[str]]
) -> None:
    def hinted() -> bool:
        return Job.ADVANCE_TOURNAMENT in jobs()

    one, two, match_id = disputing(arena)
    assert not hinted(), "nothing is decided"
    arena.admin().decide(match_id, "replay")
    assert hinted()
    one.report(match_id, "won")
    two.report(match_id, "won")
    arena.admin().decide(match_id, "player1")
    assert hinted()
    two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    turn = {"decision": "overturn", "result": "player2", "reason": WHY}
    arena.admin().post(f"/admin/matches/{match_id}/appeal", turn)
    assert hinted()

    one, _, match_id = called(arena)
    one.cancel(match_id)
    assert hinted()
    one, two, match_id = playing(arena)
    one.report(match_id, "won")
    assert not hinted()
    two.report(match_id, "lost")
    assert hinted()
