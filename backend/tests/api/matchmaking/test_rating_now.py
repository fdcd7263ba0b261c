"""Players are paired by the rating that they have now, not by the one that they had."""

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.decision import Result
from app.services.ratings import ratings
from app.workers.tasks.matches import pair_players
from app.workers.tasks.ratings import rate_matches
from tests.support.arena import Arena, Player
from tests.support.players import make_match


def lose(one: Player, two: Player) -> int:
    """Let `one` lose to `two`, to the end; nobody is rated yet."""
    match_id = make_match(one, two, active=True).id
    one.report(match_id, "lost")
    two.report(match_id, "won")
    return match_id


def ticket(arena: Arena, player: Player) -> int:
    ((rating,),) = arena.sql(f"SELECT rating FROM matchmaking_queue WHERE user_id = {player.id}")
    return int(rating)


def test_who_searches_right_after_a_defeat_searches_with_the_new_rating(arena: Arena) -> None:
    waiting = arena.player(deviation=60)
    waiting.join(100, own_range=25)
    loser, winner = arena.player(deviation=350), arena.player(deviation=350)
    lose(loser, winner)
    joined = loser.join(100, own_range=25).json()
    assert joined["status"] == "searching", "1000 does not meet 838 within 25 points"
    assert ticket(arena, loser) == 838
    rate_matches()
    assert loser.get("/users/me/stats")["losses"] == 1, "rated once, by whoever came first"
    pair_players()
    assert waiting.queue()["status"] == "searching"


def test_a_rating_that_changes_while_its_player_waits_changes_in_the_queue(arena: Arena) -> None:
    loser, winner = arena.player(deviation=350), arena.player(deviation=350)
    match_id = lose(loser, winner)
    loser.join(100)
    assert ticket(arena, loser) == 838
    with transaction() as session:
        ratings.rate_again(session, match_id, utc_now(), result=Result.PLAYER1)
    assert ticket(arena, loser) == loser.get("/users/me/stats")["current_rank"] == 1162
    assert arena.player(rating=1170).join(100, own_range=25).json()["status"] == "matched"


def test_a_ticket_that_was_locked_meanwhile_is_mended_by_the_sweep(arena: Arena) -> None:
    waiting, near = arena.player(), arena.player(rating=1400)
    waiting.join(100)
    near.join(100)
    arena.sql(f"UPDATE player_stats SET rating = 1390 WHERE user_id = {waiting.id}")
    pair_players()
    assert ticket(arena, waiting) == 1390
    assert waiting.queue()["status"] == near.queue()["status"] == "matched"


def test_an_open_challenge_has_the_rating_of_now(arena: Arena) -> None:
    loser, winner = arena.player(deviation=350), arena.player(deviation=350)
    lose(loser, winner)
    made = loser.post("/matches/challenges", {"wager_amount": 100, "own_range": 25}).json()
    assert made["rating"] == 838
    near, far = arena.player(rating=840), arena.player(rating=1000)
    assert far.get("/matches/challenges")["items"] == []
    assert far.post(f"/matches/challenges/{made['code']}/accept").status_code == 403
    assert [one["code"] for one in near.get("/matches/challenges")["items"]] == [made["code"]]
    assert near.post(f"/matches/challenges/{made['code']}/accept").status_code == 200
