"""How a tournament ends that was played in: with its prizes, or cancelled while it runs."""

from app.api import bracket_cache
from app.core.settings import get_settings
from app.domain.matches.decision import Result
from app.workers.tasks.matches import sweep_matches
from app.workers.tasks.ratings import rate_matches
from app.workers.tasks.tournaments import advance_tournament
from tests.api.matches.test_match_proposals import found
from tests.support.arena import Arena, Json, Player
from tests.support.cups import Cup, cup
from tests.support.ws_listener import listen

WHY = "The recording was of another match."


class _Field:
    """A knockout that runs: its first matches, and who plays in each."""

    def __init__(self, arena: Arena, *, players: int, absent: int = 0) -> None:
        self.arena = arena
        self.cup: Cup = cup(arena, max_participants=16)
        everybody = [arena.player() for _ in range(players + absent)]
        self.players = {one.id: one for one in everybody}
        self.cup.join(*everybody)
        self.cup.open_check_in()
        self.cup.check_in(*everybody[:players])
        self.cup.close_check_in()
        self.cup.sweep()
        rows = arena.sql(
            "SELECT key, match_id, home_id, away_id FROM tournament_matches ORDER BY id"
        )
        self.matches = {row[0]: row[1:] for row in rows}

    def of(self, key: str) -> tuple[Player, Player, int]:
        """Return the two of a match, and its id."""
        match_id, home, away = self.matches[key]
        return self.players[home], self.players[away], match_id

    def playing(self, key: str) -> tuple[Player, Player, int]:
        """Let both be ready for a match, and play for ten minutes."""
        one, two, match_id = self.of(key)
        one.ready(match_id)
        assert two.ready(match_id).json()["status"] == "active"
        ago = "started_at - interval '10 minutes'"
        self.arena.sql(f"UPDATE matches SET started_at = {ago} WHERE id = {match_id}")
        return one, two, match_id

    def won(self, key: str) -> tuple[Player, Player, int]:
        """Let both say that the first one has won."""
        one, two, match_id = self.playing(key)
        one.report(match_id, "won")
        assert two.report(match_id, "lost").json()["status"] == "completed"
        return one, two, match_id

    def disputed(self, key: str) -> tuple[Player, Player, int]:
        """Let both say that they have won."""
        one, two, match_id = self.playing(key)
        one.report(match_id, "won")
        assert two.report(match_id, "won").json()["status"] == "disputed"
        return one, two, match_id

    def ends(self, key: str) -> tuple[str, str | None, str | None]:
        """Return how a match stands for its first player."""
        one, _, match_id = self.of(key)
        seen = one.match(match_id)
        return seen["status"], seen["result"], seen["reason"]

    def shown(self, view: str) -> Json:
        """Return a page of the bracket, as a guest sees it."""
        bracket_cache.pages.clear()
        return self.cup.admin.get(f"/tournaments/{self.cup.id}/{view}")


def _told(player: Player) -> list[str]:
    return [item["type"] for item in player.read_inbox() if item["type"].startswith("tournament_")]


def test_case_2_4_two_who_play_for_three_prizes_get_them_all(arena: Arena) -> None:
    field = _Field(arena, players=2, absent=1)
    seen = field.cup.see()
    assert seen["pool"] == "180.00"
    assert [one["amount"] for one in seen["prize_table"]] == ["126.00", "36.00", "18.00"]
    winner, loser, _ = field.won("W1.1")
    advance_tournament(field.cup.id)
    assert [_told(one)[0] for one in (winner, loser)] == ["tournament_prize_due"] * 2
    seconds = get_settings().tournament.finalising_seconds + 1
    arena.sql(
        f"UPDATE tournaments SET finished_at = now() - interval '{seconds} seconds', due_at = now()"
    )
    for _ in range(2):
        field.cup.sweep()
    seen = field.cup.see()
    assert seen["status"] == "paid"
    assert {one["username"]: one["amount"] for one in seen["prizes"]} == {
        winner.username: "144.00",
        loser.username: "36.00",
    }
    (absentee,) = field.players.keys() - {winner.id, loser.id}
    assert (winner.wallet(), loser.wallet(), field.players[absentee].wallet()) == (
        ("544.00", "0.00"),
        ("436.00", "0.00"),
        ("500.00", "0.00"),
    )


def test_case_2_8_what_is_played_is_void_what_is_over_stays_and_every_fee_is_back(
    arena: Arena,
) -> None:
    field = _Field(arena, players=16)
    waits, absent, pending = field.of("W1.1")
    waits.ready(pending)
    field.playing("W1.2")
    reporter, _, reported = field.playing("W1.3")
    reporter.report(reported, "won")
    _, proposed_to, proposed = field.playing("W1.4")
    found(proposed, Result.PLAYER1)
    assert proposed_to.match(proposed)["verification_state"] == "provisional"
    liar, _, disputed = field.disputed("W1.5")
    _, appellant, ruled = field.disputed("W1.6")
    arena.admin().decide(ruled, "player1").raise_for_status()
    appellant.post(f"/matches/{ruled}/appeal", {"reason": WHY}).raise_for_status()
    field.won("W1.7")
    advance_tournament(field.cup.id)
    field.won("W1.8")  # and the worker has not seen it yet
    for player in field.players.values():
        player.read_inbox()

    with listen(waits) as phone:
        assert field.cup.cancel()["status"] == "cancelled"
        news = {(one["type"], one["topic"]) for one in phone.receive_all()}
    assert {
        ("match.cancelled", f"match:{pending}"),
        ("tournament.changed", f"tournament:{field.cup.id}"),
        ("wallet.changed", "wallet"),
    } <= news
    for _ in range(2):
        field.cup.sweep()
        sweep_matches()

    assert {player.wallet() for player in field.players.values()} == {("500.00", "0.00")}
    assert set(field.cup.rows("state")) == {"refunded"}
    assert field.ends("W1.1") == ("cancelled", "void", "called_off")
    for key in ("W1.2", "W1.3", "W1.4"):
        assert field.ends(key) == ("cancelled", "void", "called_off"), key
    assert field.ends("W1.5") == ("completed", "void", "called_off")
    assert field.ends("W1.6") == ("completed", "player1", "ruled")
    assert field.ends("W1.7") == field.ends("W1.8") == ("completed", "player1", "agreed")
    assert liar.match(disputed)["ruling"] == "The tournament was cancelled."
    assert sorted(_told(waits)) == ["tournament_cancelled", "tournament_match_void"]
    assert _told(field.of("W1.7")[1]) == ["tournament_cancelled"]

    rate_matches()
    rated = {key: field.of(key)[0].get("/users/me/stats")["total_matches"] for key in field.matches}
    assert {key for key, count in rated.items() if count} == {"W1.6", "W1.7", "W1.8"}

    (upper,) = field.shown("rounds")["sections"]
    states = {one["key"]: (one["state"], one["match_id"]) for one in upper["rounds"][0]["matches"]}
    decided = {key for key, (state, _) in states.items() if state == "decided"}
    assert decided == {"W1.6", "W1.7", "W1.8"}, "also what the worker had not seen"
    assert {states[key] for key in states.keys() - decided} == {("open", None)}
    figures = field.shown("stats")
    assert (figures["matches_played"], figures["matches_open"]) == (3, 0)
    assert field.shown("standings")["is_final"] is False

    # Whoever was wanted there is free for other things, and an appeal can still be won.
    assert absent.join().json()["status"] == "searching"
    turn = {"decision": "overturn", "result": "player2", "reason": WHY}
    arena.admin().post(f"/admin/matches/{ruled}/appeal", turn).raise_for_status()
    advance_tournament(field.cup.id)
    field.cup.sweep()
    assert field.ends("W1.6") == ("completed", "player2", "overturned")
    assert field.cup.see()["status"] == "cancelled"
    assert appellant.wallet() == ("500.00", "0.00")
