"""Pairs whose matches look arranged: held, explained in true words, and for people to decide.

Rows of docs/security.md: S37.
"""

import psycopg2.errors
import pytest

from app.api.leaderboard_cache import top_pages
from app.workers.tasks.matches import find_rings, score_risks
from app.workers.tasks.ratings import build_leaderboards, rate_matches
from tests.support.arena import Arena, Player, refusal
from tests.support.house import approve
from tests.support.players import make_match

pytestmark = pytest.mark.usefixtures("rematches_allowed")

WHY = "Two brothers who practise draws: I have seen their recordings."


def play(
    one: Player, two: Player, *, result: str = "won", times: int = 1, wager: int = 100
) -> None:
    """Let `one` report so and `two` the opposite, within seconds of the start."""
    for _ in range(times):
        match_id = make_match(one, two, wager=wager, active=True).id
        one.report(match_id, result)
        two.report(match_id, {"won": "lost", "draw": "draw"}[result])


def suspect(arena: Arena, one: Player, two: Player) -> None:
    """Put two players under suspicion, as a search does that found them."""
    first, second = sorted((one.id, two.id))
    arena.sql(
        "INSERT INTO suspected_pairs (one_id, two_id, evidence, games, explanation, found_at,"
        f" seen_at) VALUES ({first}, {second}, 5, 8, 'all won by one of them', now(), now())"
    )


def clear(arena: Arena, player: Player) -> None:
    """Let two people say that a player's flags are explained."""
    proposed = arena.admin().post(f"/admin/users/{player.id}/risk/clear", {"reason": WHY}).json()
    approve(arena.admin(), proposed)


def pairs(arena: Arena) -> list[tuple[int, int, bool]]:
    found = arena.sql(
        "SELECT one_id, two_id, cleared_at IS NULL FROM suspected_pairs ORDER BY 1, 2"
    )
    return [tuple(row) for row in found]


def test_a_pair_that_does_not_compete_is_held_until_a_person_has_looked(arena: Arena) -> None:
    one, two, other = arena.player(money=2_000), arena.player(money=2_000), arena.player()
    play(one, two, result="draw", times=8)
    play(one, other)
    find_rings()
    assert pairs(arena) == [(one.id, two.id, True)], "who met them once is not suspected"
    referee = arena.admin()
    flags = {flag["signal"]: flag for flag in referee.get(f"/admin/users/{two.id}/risk")["flags"]}
    assert flags["ring"]["points"] >= 70
    said = flags["ring"]["explanation"]
    assert f"8 matches in 60 days between {one.username} and {two.username}" in said or (
        f"8 matches in 60 days between {two.username} and {one.username}" in said
    )
    assert "8 of 8 were draws" in said
    assert "8 were over within two and a half minutes" in said
    answer = one.post("/payments/withdrawals", {"amount": 100})
    assert refusal(answer) == (409, "withdrawal_held")
    detail = answer.json()["detail"]
    assert "A person looks at your account first" in detail
    assert "your matches with some players do not look like contests" in detail
    assert "It stays yours" in detail
    assert one.join(100).status_code == 201, "they are not punished: they play on"
    one.leave()
    alerts = referee.get("/admin/alarms")["items"]
    assert [alert["kind"] for alert in alerts if alert["kind"] == "ring_suspected"]


def test_what_a_person_cleared_is_not_held_again_by_the_same_evidence(arena: Arena) -> None:
    one, two = arena.player(money=2_000), arena.player(money=2_000)
    play(one, two, result="draw", times=8)
    find_rings()
    referee = arena.admin()
    clear(arena, one)
    assert pairs(arena) == [(one.id, two.id, True)], "the other has not been cleared"
    clear(arena, two)
    assert pairs(arena) == [(one.id, two.id, False)]
    find_rings()
    score_risks()
    assert pairs(arena) == [(one.id, two.id, False)]
    assert referee.get(f"/admin/users/{one.id}/risk")["frozen"] is False


def test_honest_matches_of_friends_raise_no_suspicion(arena: Arena) -> None:
    one, two = arena.player(money=2_000), arena.player(money=2_000)
    for turn in (1, 0, 0, 1, 1, 0):
        play(*((one, two) if turn else (two, one)))
    arena.sql("ALTER TABLE matches DISABLE TRIGGER USER")
    arena.sql("UPDATE matches SET started_at = completed_at - interval '9 minutes'")
    arena.sql("ALTER TABLE matches ENABLE TRIGGER USER")
    find_rings()
    assert pairs(arena) == []


def test_suspected_matches_stand_on_no_board_until_both_are_cleared(arena: Arena) -> None:
    one, two, other = arena.player(money=2_000), arena.player(), arena.player()
    play(one, two)
    play(one, other, wager=200)
    rate_matches()
    assert _boards(arena, one) == {
        (board, period): value
        for period in ("week", "all")
        for board, value in (("winnings", "240.00"), ("streak", "2.00"))
    }
    suspect(arena, one, two)
    assert _boards(arena, one) == {
        (board, period): value
        for period in ("week", "all")
        for board, value in (("winnings", "160.00"), ("streak", "1.00"))
    }
    for player in (one, two):
        clear(arena, player)
    assert _boards(arena, one)["winnings", "all"] == "240.00"


def test_what_a_suspected_match_did_to_a_rating_is_taken_off_the_board(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    play(one, two)
    rate_matches()
    arena.sql("UPDATE player_stats SET deviation = 60, current_rank = 1162, rating = 1162")
    before = _values(arena, one, "rating", "all")
    suspect(arena, one, two)
    assert before == ["1162.00", "1162.00"]
    gained = arena.sql(
        f"SELECT round(rating_after - rating_before) FROM rating_changes WHERE user_id = {one.id}"
    )[0][0]
    assert sorted(_values(arena, one, "rating", "all")) == sorted(
        [f"{1162 - gained:.2f}", f"{1162 + gained:.2f}"]
    )


def test_the_apps_login_cannot_delete_a_suspicion(arena: Arena) -> None:
    suspect(arena, arena.player(), arena.player())
    with pytest.raises(psycopg2.errors.Error):
        arena.sql("DELETE FROM suspected_pairs")


def _boards(arena: Arena, player: Player) -> dict[tuple[str, str], str]:
    found = {}
    for period in ("week", "all"):
        for board in ("winnings", "streak"):
            _rebuild(arena)
            page = player.get("/leaderboard", board=board, period=period)
            found[board, period] = page["me"]["value"]
    return found


def _values(arena: Arena, player: Player, board: str, period: str) -> list[str]:
    _rebuild(arena)
    page = player.get("/leaderboard", board=board, period=period)
    return [line["value"] for line in page["items"]]


def _rebuild(arena: Arena) -> None:
    arena.sql("UPDATE leaderboards SET due_at = now()")
    build_leaderboards()
    top_pages.clear()
