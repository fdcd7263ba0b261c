"""Leaderboards by rating, money and victories, by week, month and ever; and the own place."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from app.api.leaderboard_cache import top_pages
from app.core.clock import NAIROBI, month_in_nairobi, utc_now, week_in_nairobi
from app.core.database import transaction
from app.domain.ratings.boards import Board, Period
from app.services.ratings import leaderboard_builds as leaderboard_editions
from app.services.ratings import leaderboards
from app.workers.tasks.ratings import build_leaderboards, rate_matches
from tests.support.arena import Arena, Player, refusal
from tests.support.databases import Database
from tests.support.players import make_match

Names = list[tuple[int, str, str]]

_matches = count(1)


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    top_pages.clear()
    yield
    top_pages.clear()


def draw_up(arena: Arena) -> None:
    """Build all boards, and drop the page in memory."""
    arena.sql("UPDATE leaderboards SET due_at = now()")
    build_leaderboards()
    top_pages.clear()


def known(arena: Arena, *ranks: int, deviation: int = 60) -> list[Player]:
    """Players with so many points each, a certain rating and a recent match."""
    players = [arena.player(username=f"p{number}") for number in range(1, len(ranks) + 1)]
    for player, rank in zip(players, ranks, strict=True):
        arena.sql(
            f"UPDATE player_stats SET rating = {rank}, current_rank = {rank}, rated_at = now(),"
            f" deviation = {deviation}, total_matches = 1, losses = 1 WHERE user_id = {player.id}"
        )
    return players


def history(arena: Arena, player: Player, *outcomes: str, days_ago: float = 0) -> None:
    """Insert a player's rating changes, a minute apart, without the matches themselves."""
    made = {"w": ("won", 80), "l": ("lost", -100), "d": ("draw", 0)}
    arena.sql(
        "ALTER TABLE rating_changes DROP CONSTRAINT IF EXISTS fk_rating_changes_match_id;"
        "INSERT INTO rating_changes (match_id, user_id, opponent_id, outcome, stake, net,"
        " rating_before, deviation_before, volatility_before, rating_after, deviation_after,"
        " volatility_after, played_at) VALUES "
        + ",".join(
            f"({next(_matches)}, {player.id}, 0, '{made[outcome][0]}', 100, {made[outcome][1]},"
            " 1, 60, 0.06, 1, 60, 0.06,"
            f" now() - interval '{days_ago} days' + interval '{number} minutes')"
            for number, outcome in enumerate(outcomes)
        )
    )


def entries(page: dict[str, Any]) -> Names:
    return [(line["rank"], line["username"], line["value"]) for line in page["items"]]


def test_with_nobody_the_boards_are_empty_and_say_so(browser: httpx.Client) -> None:
    for board in Board:
        page = browser.get("/leaderboard", params={"board": board}).json()
        assert (page["items"], page["as_of"], page["players"]) == ([], None, 0)
    build_leaderboards()
    top_pages.clear()
    page = browser.get("/leaderboard", params={"period": "week"}).json()
    assert (page["items"], page["players"], page["me"]) == ([], 0, None)
    assert page["as_of"] is not None
    assert datetime.fromisoformat(page["starts_at"]) == week_in_nairobi(utc_now())


def test_equals_share_a_rank_and_the_next_one_is_not_promoted(arena: Arena) -> None:
    known(arena, 1500, 1700, 1500, 1400)
    draw_up(arena)
    page = arena.player().get("/leaderboard")
    assert entries(page) == [
        (1, "p2", "1700.00"),
        (2, "p1", "1500.00"),
        (2, "p3", "1500.00"),
        (4, "p4", "1400.00"),
    ]
    assert [line["position"] for line in page["items"]] == [1, 2, 3, 4]


def test_an_uncertain_rating_is_not_ranked_and_says_why(arena: Arena) -> None:
    (newcomer,) = known(arena, 2400, deviation=76)
    history(arena, newcomer, "l")
    draw_up(arena)
    page = newcomer.get("/leaderboard")
    assert page["items"] == []
    assert page["me"] == {
        "rank": None,
        "value": None,
        "why_not": "too_few_matches",
        "neighbours": [],
    }
    assert newcomer.get("/leaderboard", board="winnings")["me"]["why_not"] == "nothing_won"
    assert arena.player().get("/leaderboard")["me"]["why_not"] == "not_played"
    arena.sql("UPDATE player_stats SET deviation = 74 WHERE deviation = 76")
    assert newcomer.get("/leaderboard")["me"]["why_not"] == "soon"
    draw_up(arena)
    assert newcomer.get("/leaderboard")["me"]["rank"] == 1


def test_an_inactive_player_leaves_the_board_of_ratings(arena: Arena) -> None:
    known(arena, 1500, 1400, deviation=74)
    arena.sql(
        "UPDATE player_stats SET rated_at = now() - interval '90 days' WHERE current_rank = 1500"
    )
    draw_up(arena)
    assert [line[1] for line in entries(arena.player().get("/leaderboard"))] == ["p2"]


def test_everybody_sees_their_place_and_five_neighbours_either_side(arena: Arena) -> None:
    players = known(arena, *range(2000, 1980, -1))
    draw_up(arena)
    me = players[9].get("/leaderboard", limit=3)["me"]
    assert (me["rank"], me["value"], me["why_not"]) == (10, "1991.00", None)
    assert [line["rank"] for line in me["neighbours"]] == list(range(5, 16))
    assert [line["username"] for line in me["neighbours"] if line["is_me"]] == ["p10"]
    first = players[0].get("/leaderboard")["me"]["neighbours"]
    assert [line["rank"] for line in first] == [1, 2, 3, 4, 5, 6]


def test_pages_follow_each_other_without_a_gap(arena: Arena) -> None:
    guest = known(arena, *range(2000, 1993, -1))[0]
    draw_up(arena)
    seen, cursor = [], None
    while True:
        query: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = guest.get("/leaderboard", **query)
        seen += [line["position"] for line in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_winnings_are_net_and_nobody_is_shown_below_zero(arena: Arena) -> None:
    up, down, even = (arena.player(username=name) for name in ("up", "down", "even"))
    history(arena, up, "w", "w", "l", "w")
    history(arena, down, "w", "l")
    history(arena, even, "d")
    arena.sql("UPDATE player_stats SET board_winnings = 140 WHERE user_id = 1")
    arena.sql("UPDATE player_stats SET board_winnings = -20 WHERE user_id = 2")
    draw_up(arena)
    for period in Period:
        page = down.get("/leaderboard", board="winnings", period=period)
        assert entries(page) == [(1, "up", "140.00")], period
        assert page["me"]["why_not"] == "nothing_won"


def test_a_streak_is_the_longest_run_within_the_time(arena: Arena) -> None:
    one, two = arena.player(username="one"), arena.player(username="two")
    history(arena, one, "w", "w", "d", "w", "w", "w", "l", "w")
    history(arena, two, "l", "w", "w")
    draw_up(arena)
    page = one.get("/leaderboard", board="streak", period="week")
    assert entries(page) == [(1, "one", "3.00"), (2, "two", "2.00")]


def repeat(arena: Arena, *, count: int) -> tuple[Player, Player]:
    """Let one player beat the same other one so often, and rate it."""
    one, two = arena.player(username="one", money=5_000), arena.player(username="two", money=5_000)
    for _ in range(count):
        match_id = make_match(one, two, active=True).id
        one.report(match_id, "won")
        two.report(match_id, "lost")
    rate_matches()
    draw_up(arena)
    return one, two


def test_of_wins_over_the_same_player_the_first_in_a_week_counts(arena: Arena) -> None:
    one, two = repeat(arena, count=4)
    for period in Period:
        assert entries(one.get("/leaderboard", board="winnings", period=period)) == [
            (1, "one", "80.00")
        ]
        assert entries(one.get("/leaderboard", board="streak", period=period)) == [
            (1, "one", "1.00")
        ]
    assert one.get("/users/me/stats")["net_winnings"] == "320.00", "the record has all of it"
    match_id = make_match(one, two, active=True).id
    one.report(match_id, "lost")
    two.report(match_id, "won")
    rate_matches()
    draw_up(arena)
    for period in Period:
        page = one.get("/leaderboard", board="winnings", period=period)
        assert entries(page) == [], "what is lost always counts, and what two won in a rematch not"
        assert page["me"]["why_not"] == "nothing_won"


def test_a_frozen_account_stands_on_no_board(arena: Arena) -> None:
    one, two = repeat(arena, count=1)
    arena.sql(f"UPDATE player_stats SET deviation = 50 WHERE user_id = {one.id}")
    arena.sql(
        "INSERT INTO player_risks (user_id, score, frozen, scored_at)"
        f" VALUES ({one.id}, 95, true, now())"
    )
    draw_up(arena)
    for board in Board:
        for period in Period:
            page = one.get("/leaderboard", board=board, period=period)
            assert [line for line in page["items"] if line["username"] == "one"] == []
            assert page["me"]["why_not"] == "on_hold"
    assert two.get("/leaderboard", board="winnings")["me"]["why_not"] == "nothing_won"


def test_earlier_and_reversed_matches_do_not_count_in_a_month(arena: Arena) -> None:
    old, new = arena.player(username="old"), arena.player(username="new")
    history(arena, old, "w", "w", days_ago=32)
    history(arena, new, "w")
    history(arena, new, "w")
    arena.sql(
        "UPDATE rating_changes SET reversed_at = now()"
        " WHERE id = (SELECT max(id) FROM rating_changes)"
    )
    draw_up(arena)
    for board, value in (("winnings", "80.00"), ("streak", "1.00")):
        page = new.get("/leaderboard", board=board, period="month")
        assert entries(page) == [(1, "new", value)]
    known_now = "UPDATE player_stats SET deviation = 50, total_matches = 1, wins = 1"
    arena.sql(known_now)
    draw_up(arena)
    assert [line[1] for line in entries(new.get("/leaderboard", period="month"))] == ["new"]
    assert len(new.get("/leaderboard")["items"]) == 2


def test_a_match_reaches_all_boards_with_its_rating(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    rate_matches()
    draw_up(arena)
    for period in Period:
        assert one.get("/leaderboard", board="winnings", period=period)["me"]["value"] == "80.00"
        assert one.get("/leaderboard", board="streak", period=period)["me"]["rank"] == 1
        assert one.get("/leaderboard", period=period)["me"]["value"] == "1010.00"
        assert two.get("/leaderboard", board="streak", period=period)["me"]["rank"] is None


def build_while_old_pages_are_cached(arena: Arena) -> None:
    """Build the boards that are due and leave the pages in the API's memory as they are."""
    arena.sql("UPDATE leaderboards SET due_at = now()")
    build_leaderboards()


def set_rank(arena: Arena, player: Player, rank: int) -> None:
    arena.sql(f"UPDATE player_stats SET current_rank = {rank} WHERE user_id = {player.id}")
    arena.sql("UPDATE leaderboards SET built_at = NULL")


def test_page_and_own_place_are_of_one_edition(
    arena: Arena, new_browser: Callable[[], httpx.Client]
) -> None:
    first, last = known(arena, 1500, 1400)
    draw_up(arena)
    guest = new_browser()
    assert entries(guest.get("/leaderboard").json())[0] == (1, "p1", "1500.00")
    set_rank(arena, last, 1600)
    build_while_old_pages_are_cached(arena)
    page = last.get("/leaderboard")
    assert page["me"]["rank"] == 1
    assert entries(page) == [(1, "p2", "1600.00"), (2, "p1", "1500.00")]
    assert entries(guest.get("/leaderboard").json()) == entries(page), (
        "guests get the newer page too"
    )
    assert first.get("/leaderboard")["me"]["rank"] == 2


def test_a_player_off_the_board_is_not_on_the_page_either(
    arena: Arena, new_browser: Callable[[], httpx.Client]
) -> None:
    _, leaver = known(arena, 1500, 1400)
    draw_up(arena)
    assert len(new_browser().get("/leaderboard").json()["items"]) == 2
    arena.sql(f"UPDATE player_stats SET deviation = 200 WHERE user_id = {leaver.id}")
    arena.sql("UPDATE leaderboards SET built_at = NULL")
    build_while_old_pages_are_cached(arena)
    page = leaver.get("/leaderboard")
    assert page["me"]["rank"] is None
    assert entries(page) == [(1, "p1", "1500.00")]


def test_later_pages_and_own_place_are_of_one_edition(arena: Arena) -> None:
    players = known(arena, 1500, 1400, 1300)
    draw_up(arena)
    cursor = players[2].get("/leaderboard", limit=1)["next_cursor"]
    set_rank(arena, players[2], 1450)
    build_while_old_pages_are_cached(arena)
    page = players[2].get("/leaderboard", limit=1, cursor=cursor)
    assert page["me"]["rank"] == 2
    assert entries(page) == [(2, "p3", "1450.00")]


def test_page_and_place_read_together_are_of_one_edition(arena: Arena) -> None:
    last = known(arena, 1500, 1400)[1]
    draw_up(arena)
    with transaction() as session:
        leaderboards.read_one_edition(session)
        page = leaderboards.page(session, board=Board.RATING, period=Period.ALL, after=0, rows=50)
        set_rank(arena, last, 1600)
        build_while_old_pages_are_cached(arena)
        place = leaderboards.find_place(
            session, user_id=last.id, board=Board.RATING, period=Period.ALL
        )
    assert place.edition == page.edition
    assert place.place is not None
    assert place.place.rank == 2


def test_suspended_players_are_not_on_show(arena: Arena) -> None:
    players = known(arena, 1500, 1400)
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {players[0].id}")
    draw_up(arena)
    page = arena.player().get("/leaderboard")
    assert (entries(page), page["players"]) == ([(1, "p2", "1400.00")], 1)


def test_a_page_that_has_not_changed_is_not_sent_again(
    arena: Arena, new_browser: Callable[[], httpx.Client]
) -> None:
    known(arena, 1500)
    draw_up(arena)
    guest = new_browser()
    first = guest.get("/leaderboard")
    assert first.headers["cache-control"] == "public, max-age=1"
    again = guest.get("/leaderboard", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    known_more = "UPDATE player_stats SET current_rank = 1600 WHERE current_rank = 1500"
    arena.sql(known_more)
    arena.sql("UPDATE leaderboards SET built_at = NULL")
    draw_up(arena)
    changed = guest.get("/leaderboard", headers={"If-None-Match": first.headers["etag"]})
    assert (changed.status_code, entries(changed.json())) == (200, [(1, "p1", "1600.00")])


PLAIN = ["", "?board=winnings", "?period=week&board=streak&limit=3", "?limit=100"]


@pytest.mark.parametrize("query", PLAIN)
def test_the_fast_path_answers_like_the_full_stack(
    query: str, arena: Arena, new_browser: Callable[[], httpx.Client]
) -> None:
    known(arena, 1500, 1400)
    draw_up(arena)
    guest = new_browser()
    short = guest.get(f"/leaderboard{query}")
    long = guest.get(f"/leaderboard{query}", headers={"Origin": "https://elsewhere.example"})
    assert "x-request-id" in long.headers
    assert "x-request-id" not in short.headers, "that is what makes it short"
    assert (short.status_code, short.content) == (long.status_code, long.content)
    for header in ("etag", "cache-control", "content-type", "vary"):
        assert short.headers[header] == long.headers[header]


ODD = ["board=luck", "period=year", "limit=0", "limit=101", "limit=x", "limit=", "limit=0100000"]


@pytest.mark.parametrize("query", ODD)
def test_invalid_queries_are_refused(query: str, browser: httpx.Client) -> None:
    assert refusal(browser.get(f"/leaderboard?{query}")) == (422, "invalid_request")


def test_the_own_place_is_not_cached_by_proxies(arena: Arena) -> None:
    player = arena.player()
    answer = player.http.get("/leaderboard")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    player.http.headers["Authorization"] = "Bearer nonsense"
    assert refusal(player.http.get("/leaderboard")) == (401, "not_signed_in")


def test_a_board_is_drawn_up_again_only_when_something_happened(arena: Arena) -> None:
    (player,) = known(arena, 1500)
    draw_up(arena)
    editions = arena.sql("SELECT board, period, edition FROM leaderboards ORDER BY 1, 2")
    assert len(editions) == 9
    before = player.get("/leaderboard")["as_of"]
    draw_up(arena)
    assert arena.sql("SELECT board, period, edition FROM leaderboards ORDER BY 1, 2") == editions
    assert player.get("/leaderboard")["as_of"] > before, "it has been looked at, though"
    history(arena, player, "w")
    draw_up(arena)
    newer = arena.sql("SELECT board, period, edition FROM leaderboards ORDER BY 1, 2")
    assert all(new > old for (*_, new), (*_, old) in zip(newer, editions, strict=True))
    left = "SELECT count(*) FROM standings s LEFT JOIN leaderboards l USING (edition)"
    assert arena.sql(f"{left} WHERE l.edition IS NULL") == [(0,)], "old editions are gone"


def test_a_new_week_begins_at_midnight_in_nairobi(database: Database) -> None:
    sunday = datetime(2026, 11, 22, 23, 59, tzinfo=NAIROBI)
    monday = sunday + timedelta(minutes=1)
    assert week_in_nairobi(sunday) == datetime(2026, 11, 16, tzinfo=NAIROBI)
    assert week_in_nairobi(monday) == monday
    assert month_in_nairobi(monday) == datetime(2026, 11, 1, tzinfo=NAIROBI)
    with transaction() as session:
        for board in Board:
            for period in Period:
                leaderboard_editions.build(session, board=board, period=period, now=sunday)
    with transaction() as session:
        due = leaderboard_editions.due(session, now=sunday + timedelta(seconds=30))
        assert due == []
        due = leaderboard_editions.due(session, now=monday - timedelta(seconds=1))
        assert due == []
        due = leaderboard_editions.due(session, now=monday)
        assert {period for _, period in due} == {
            Period.WEEK,
            Period.MONTH,
        }  # month: a minute is over
