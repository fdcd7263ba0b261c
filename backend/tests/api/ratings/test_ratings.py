"""Each match moves two ratings and two records, once; a ruling that flips it takes that back."""

from datetime import timedelta

import psycopg2.errors
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.decision import Result
from app.services.ratings import ratings
from app.workers.tasks.ratings import rate_matches
from tests.support.arena import Arena, Player, at_once
from tests.support.players import make_match


def play(arena: Arena, one: Player, two: Player, outcome: str = "won") -> int:
    """Let two players play to the end, seen by the first; return their match."""
    match_id = make_match(one, two, active=True).id
    one.report(match_id, outcome)
    two.report(match_id, {"won": "lost", "lost": "won"}.get(outcome, outcome))
    return match_id


def record(player: Player, *names: str) -> tuple[object, ...]:
    stats = player.get("/users/me/stats")
    return tuple(stats[name] for name in names or ("wins", "losses", "draws"))


def test_two_newcomers_change_as_the_reference_says(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    match_id = play(arena, one, two)
    assert one.match(match_id)["rating_change"] is None, "nobody is rated inside the settlement"
    rate_matches()
    assert one.match(match_id)["rating_change"] == {
        "before": 1000,
        "after": 1162,
        "change": 162,
        "deviation": 290,
        "provisional": True,
    }
    assert two.match(match_id)["rating_change"]["change"] == -162
    assert record(one, "current_rank", "deviation", "provisional", "on_leaderboards") == (
        *(1162, 290, True, False),
    )
    assert one.get("/users/me")["current_rank"] == 1162
    assert arena.admin().match(match_id)["rating_change"] is None, "it is the viewer's own"


def test_the_record_counts_played_matches_and_no_void_ones(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    play(arena, one, two)
    rate_matches()
    stats = one.get("/users/me/stats")
    rating = ("current_rank", "deviation", "provisional", "on_leaderboards")
    assert {name: stats[name] for name in stats.keys() - set(rating)} == {
        "total_matches": 1,
        "wins": 1,
        "losses": 0,
        "draws": 0,
        "current_streak": 1,
        "best_streak": 1,
        "total_wagered": "100.00",
        "total_winnings": "180.00",
        "net_winnings": "80.00",
    }
    money = ("total_wagered", "total_winnings", "net_winnings")
    assert record(two) == (0, 1, 0)
    assert record(two, *money) == ("100.00", "0.00", "-100.00")
    play(arena, one, two, "problem")
    play(arena, one, two, "draw")
    rate_matches()
    assert record(one) == (1, 0, 1)
    assert record(one, *money) == ("200.00", "180.00", "80.00")
    assert record(one, "current_streak", "best_streak") == (0, 1)


def test_a_split_counts_in_both_records_and_moves_no_rating(arena: Arena) -> None:
    one, two, match_id = arena.disputing(wager=105)
    arena.admin().decide(match_id, "split")
    play(arena, one, two)
    rate_matches()
    stands = arena.sql("SELECT rating, deviation, volatility FROM player_stats ORDER BY user_id")
    # Pot 210 less 10 %: 94.50 for each of them.
    money = ("total_wagered", "total_winnings", "net_winnings")
    assert (record(one), record(two)) == ((1, 0, 1), (0, 1, 1))
    assert record(one, *money) == ("205.00", "180.00", "69.50")
    assert record(two, *money) == ("205.00", "0.00", "-110.50")
    assert record(one, "total_matches", "current_streak") == (2, 0), "the same two again"
    seen = one.match(match_id)["rating_change"]
    assert (seen["before"], seen["change"]) == (seen["after"], 0)

    for player in (one, two):
        player.post(f"/matches/{match_id}/appeal", {"reason": "My recording shows it."})
    answer = arena.admin().post(
        f"/admin/matches/{match_id}/appeal",
        {"decision": "overturn", "result": "void", "reason": "Their lobby crashed."},
    )
    assert answer.status_code == 200, answer.text
    assert (record(one), record(one, *money)) == ((1, 0, 0), ("100.00", "180.00", "80.00"))
    assert record(two, *money) == ("100.00", "0.00", "-100.00")
    after = arena.sql("SELECT rating, deviation, volatility FROM player_stats ORDER BY user_id")
    for was, is_now in zip(stands, after, strict=False):  # another admin is last
        assert is_now == pytest.approx(was)


def test_a_match_is_rated_once_however_many_sweeps_run(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    for _ in range(3):
        play(arena, one, two)
        at_once(*[rate_matches] * 3)
    rate_matches()
    assert record(one) == (3, 0, 0)
    assert arena.sql("SELECT count(*) FROM rating_changes") == [(6,)]
    assert record(one, "current_streak", "best_streak") == (1, 1), "all over the same opponent"


def test_the_history_has_each_match_and_nobody_elses(arena: Arena) -> None:
    one, two, third = arena.player(), arena.player(), arena.player()
    matches = [play(arena, one, two), play(arena, two, one), play(arena, one, third)]
    rate_matches()
    first = one.get("/users/me/rating-history", limit=2)
    assert [line["match_id"] for line in first["items"]] == matches[:0:-1]
    assert [line["opponent"] for line in first["items"]] == [third.username, two.username]
    rest = one.get("/users/me/rating-history", limit=2, cursor=first["next_cursor"])
    assert [line["match_id"] for line in rest["items"]] == matches[:1]
    assert rest["next_cursor"] is None
    lines = [*first["items"], *rest["items"]]
    assert [line["outcome"] for line in lines] == ["won", "lost", "won"]
    assert all(line["before"] + line["change"] == line["after"] for line in lines)
    assert [late["before"] for late in lines[:-1]] == [early["after"] for early in lines[1:]]
    assert len(third.get("/users/me/rating-history")["items"]) == 1


def test_a_ruling_that_flips_the_result_moves_both_the_other_way(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    match_id = play(arena, one, two)
    rate_matches()
    with transaction() as session:
        assert ratings.rate_again(session, match_id, utc_now(), result=Result.PLAYER2)
    assert (one.match(match_id)["rating_change"]["change"], record(one)) == (-162, (0, 1, 0))
    assert (two.match(match_id)["rating_change"]["change"], record(two)) == (162, (1, 0, 0))
    assert record(one, "net_winnings", "best_streak", "deviation") == ("-100.00", 0, 290)
    taken_back = one.get("/users/me/rating-history")["items"]
    assert [line["reversed_at"] is None for line in taken_back] == [True, False]
    rate_matches()
    assert record(two) == (1, 0, 0)


def test_the_sweep_does_not_rate_again_what_a_ruling_reversed(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    match_id = play(arena, one, two)
    rate_matches()
    with transaction() as session:
        ratings.rate_again(session, match_id, utc_now(), result=Result.VOID)
    rate_matches()
    assert record(one) == (0, 0, 0)
    with transaction() as session:
        ratings.rate_again(session, match_id, utc_now(), result=Result.PLAYER2)
        assert not ratings.rate_finished(session, match_id, now=utc_now())
    assert record(one) == (0, 1, 0)


def test_a_match_that_a_ruling_makes_void_leaves_no_trace(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    before = arena.sql("SELECT rating, deviation, volatility FROM player_stats ORDER BY user_id")
    match_id = play(arena, one, two)
    rate_matches()
    with transaction() as session:
        assert not ratings.rate_again(session, match_id, utc_now(), result=Result.VOID)
    with transaction() as session:
        assert not ratings.reverse(session, match_id, utc_now()), "once is enough"
    rate_matches()
    after = arena.sql("SELECT rating, deviation, volatility FROM player_stats ORDER BY user_id")
    for was, now in zip(before, after, strict=True):
        assert now == pytest.approx(was)
    assert record(one, "total_matches", "total_wagered", "current_streak") == (0, "0.00", 0)


def test_later_changes_stay_when_an_old_match_is_flipped(arena: Arena) -> None:
    one, two, third = arena.player(), arena.player(), arena.player()
    flipped = play(arena, one, two)
    play(arena, one, third)
    play(arena, one, arena.player())
    rate_matches()
    assert record(one, "current_streak", "best_streak") == (3, 3)
    thirds = record(third, "current_rank", "losses")
    with transaction() as session:
        ratings.rate_again(session, flipped, utc_now(), result=Result.PLAYER2)
    assert record(one, "current_streak", "best_streak") == (2, 2), "the lost one came first"
    assert record(one) == (2, 1, 0)
    assert record(third, "current_rank", "losses") == thirds


def test_an_inactive_player_grows_uncertain_and_keeps_their_points(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    play(arena, one, two)
    rate_matches()
    arena.sql("UPDATE player_stats SET deviation = 74, rated_at = now()")
    assert record(one, "deviation", "on_leaderboards", "current_rank") == (74, True, 1162)
    arena.sql("UPDATE player_stats SET rated_at = now() - interval '100 days'")
    assert record(one, "deviation", "on_leaderboards", "current_rank") == (88, False, 1162)
    with transaction() as session:
        assert ratings.current(session, [one.id])[one.id].deviation == 74
        now = ratings.current(session, [one.id], utc_now())[one.id]
        assert now.deviation == pytest.approx(88.3, abs=0.2)
    match_id = play(arena, one, two)
    rate_matches()
    grown = f"SELECT deviation_before FROM rating_changes WHERE match_id = {match_id}"
    assert arena.sql(grown)[0][0] == pytest.approx(88.3, abs=0.2)


def test_matches_that_end_out_of_order_are_rated(arena: Arena) -> None:
    """The mark passes rated matches only, never one that may still be committing."""
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    play(arena, one, two)
    rate_matches()
    assert arena.sql("SELECT seen_event_id FROM rating_progress") == [(0,)], "too fresh to pass"
    with transaction() as session:
        ratings.note_progress(session, now=utc_now() + timedelta(minutes=3))
    ((seen,),) = arena.sql("SELECT seen_event_id FROM rating_progress")
    assert arena.sql("SELECT max(id) FROM match_events") == [(seen,)]
    match_id = play(arena, one, two)
    with transaction() as session:
        ratings.note_progress(session, now=utc_now() + timedelta(minutes=3))
        assert ratings.unrated(session, rows=5) == [match_id]
    rate_matches()
    assert record(one) == (2, 0, 0)


def test_each_further_match_of_the_same_two_within_a_week_counts_half(arena: Arena) -> None:
    one, two = (arena.player(deviation=350, money=2_000) for _ in range(2))
    for _ in range(8):
        play(arena, one, two)
    rate_matches()
    weights = arena.sql(f"SELECT weight FROM rating_changes WHERE user_id = {one.id} ORDER BY id")
    assert [weight for (weight,) in weights[:4]] == [1, 0.5, 0.25, 0.125]
    assert record(one) == (8, 0, 0), "all of them are in the record"
    assert record(one, "provisional") == (True,)
    assert record(one, "deviation") > (250,), "as if they had met twice"
    arena.sql("ALTER TABLE rating_changes DISABLE TRIGGER USER")
    arena.sql("UPDATE rating_changes SET played_at = played_at - interval '8 days'")
    arena.sql("ALTER TABLE rating_changes ENABLE TRIGGER USER")
    play(arena, one, two)
    rate_matches()
    last = "SELECT weight FROM rating_changes ORDER BY id DESC LIMIT 1"
    assert arena.sql(last) == [(1.0,)], "another week"


def test_draws_make_nobody_certain_and_lift_no_newcomers_limit(arena: Arena) -> None:
    one = arena.player(deviation=350, money=1_000)
    for _ in range(20):
        play(arena, one, arena.player(deviation=350), "draw")
    rate_matches()
    assert record(one) == (0, 0, 20)
    assert record(one, "deviation", "provisional") == (350, True)
    assert one.queue()["newcomer_maximum"] == "500.00"


def test_a_weekend_of_wanted_defeats_moves_a_rating_by_two_matches(arena: Arena) -> None:
    one, two = arena.player(money=2_000), arena.player()
    play(arena, two, one)
    rate_matches()
    first = 1000 - int(str(record(one, "current_rank")[0]))
    for _ in range(12):
        play(arena, two, one)
    rate_matches()
    assert 1000 - int(str(record(one, "current_rank")[0])) <= 2 * first + 1


def test_both_players_are_notified(arena: Arena) -> None:
    one, two = arena.player(deviation=350), arena.player(deviation=350)
    match_id = play(arena, one, two)
    sent: list[object] = []
    with transaction() as session:
        ratings.rate_match(session, match_id, utc_now())
        sent += session.info["hints"]
        session.info["hints"].clear()
    assert [(set(hint.to), hint.kind, hint.topic) for hint in sent] == [  # type: ignore[attr-defined]
        ({one.id, two.id}, "rating.changed", f"match:{match_id}")
    ]


def test_a_profile_shows_how_often_a_referee_had_to_decide(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    arena.admin().decide(match_id, "player1")
    assert two.get(f"/users/{one.username}")["disputes"] == {"decided": 1, "won": 1, "lost": 0}
    assert one.get(f"/users/{two.username}")["disputes"] == {"decided": 1, "won": 0, "lost": 1}


def test_the_history_of_ratings_cannot_be_rewritten(arena: Arena, app_role: Connection) -> None:
    play(arena, arena.player(), arena.player())
    rate_matches()
    for statement in (
        "UPDATE rating_changes SET rating_after = 3000",
        "DELETE FROM rating_changes",
        "TRUNCATE rating_changes",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), app_role:
            app_role.cursor().execute(statement)
    with app_role:
        app_role.cursor().execute("UPDATE rating_changes SET reversed_at = now()")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), app_role:
        app_role.cursor().execute("UPDATE rating_changes SET reversed_at = NULL")
