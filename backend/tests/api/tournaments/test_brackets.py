"""Brackets as everybody reads them, and what staff does while they are played."""

import httpx
import pytest

from app.api import bracket_cache
from app.domain.matches.decision import Reason, Result
from tests.support.arena import Arena, Json, Player, refusal
from tests.support.running import Event, begin

WHY = "The recording shows it."


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    bracket_cache.pages.clear()


def _get(arena: Arena, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{arena.url}/api/v1{path}", headers=headers)


def _see(arena: Arena, event: Event, view: str) -> Json:
    """Return a view of the present edition, as a guest."""
    bracket_cache.pages.clear()
    found: Json = _get(arena, f"/tournaments/{event.id}/{view}").json()
    return found


def _staff(admin: Player, event: Event, what: str, **body: object) -> Json:
    answer = admin.post(f"/admin/tournaments/{event.id}/{what}", {"reason": WHY, **body})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def _states(arena: Arena, event: Event) -> dict[str, str]:
    """Return the state of each match by its key."""
    shown = _see(arena, event, "rounds")
    return {
        match["key"]: match["state"]
        for section in shown["sections"]
        for one in section["rounds"]
        for match in one["matches"]
    }


def test_everybody_reads_the_same_edition_and_who_has_it_is_told_so(arena: Arena) -> None:
    event = begin(4)
    path = f"/tournaments/{event.id}/rounds"
    first = _get(arena, path)
    assert first.headers["Cache-Control"] == "public, max-age=1"
    again = _get(arena, path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    event.end("W1.1", Result.PLAYER1)
    event.go_on()
    bracket_cache.pages.clear()
    assert _get(arena, path).headers["ETag"] != first.headers["ETag"]


def test_a_page_is_computed_once_for_an_edition(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = begin(4)
    query = bracket_cache.PageQuery(event.id, bracket_cache.View.STANDINGS)
    bracket_cache.pages.put(query, bracket_cache.load(query))
    known = bracket_cache.pages.peek(query)
    assert bracket_cache.load(query) is known
    event.end("W1.1", Result.PLAYER1)
    event.go_on()
    assert bracket_cache.load(query) is not known


def test_all_views_tell_of_the_same_matches(arena: Arena) -> None:
    event = begin(4)
    event.end("W1.1", Result.PLAYER1)
    event.end("W1.2", Result.PLAYER2, Reason.NOT_READY)
    event.go_on()

    model = {match["key"]: match for match in _see(arena, event, "bracket")["match"]}
    assert model["W1.1"]["status"] == 4
    assert "score" not in model["W1.1"]["opponent1"]
    assert model["W1.2"]["opponent1"]["forfeit"] is True
    assert _states(arena, event) == {"W1.1": "decided", "W1.2": "decided", "W2.1": "open"}
    standings = _see(arena, event, "standings")
    assert standings["is_final"] is False
    assert sorted(one["is_out"] for one in standings["items"]) == [False, False, True, True]
    stats = _see(arena, event, "stats")
    assert (stats["matches_played"], stats["matches_open"], stats["forfeits"]) == (1, 1, 1)
    assert refusal(_get(arena, "/tournaments/999999/bracket")) == (404, "not_found")


def test_staff_pauses_a_tournament_and_nobody_loses_time_by_it(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    left = "extract(epoch FROM due_at - now())::int FROM matches WHERE status = 'pending'"
    before = arena.sql(f"SELECT {left}")[0][0]
    assert _staff(admin, event, "pause")["is_paused"] is True
    awaited = event.live()["W1.1"].match_id
    assert admin.get(f"/matches/{awaited}")["due_at"] is None, "nobody has to hurry"
    assert refusal(admin.post(f"/admin/tournaments/{event.id}/pause", {"reason": WHY})) == (
        409,
        "tournament_paused",
    )
    event.end("W1.1", Result.PLAYER1)
    event.end("W1.2", Result.PLAYER1)
    event.go_on()
    assert event.live() == {}, "nothing opens while it is paused"
    assert _staff(admin, event, "resume")["is_paused"] is False
    assert list(event.live()) == ["W2.1"]

    event = begin(4)
    _staff(admin, event, "pause")
    one_waits = event.live()["W1.1"].match_id
    arena.sql(f"UPDATE matches SET player1_ready_at = now() WHERE id = {one_waits}")
    arena.sql(
        "UPDATE tournaments SET paused_at = paused_at - interval '1 hour';"
        "UPDATE tournament_matches SET opened_at = opened_at - interval '1 hour'"
    )
    _staff(admin, event, "resume")
    where = f"AND tournament_id = {event.id}"
    assert all(abs(row[0] - before) <= 5 for row in arena.sql(f"SELECT {left} {where}"))


def test_a_corrected_result_moves_on_who_hangs_on_it(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    for key in ("W1.1", "W1.2"):
        event.end(key, Result.PLAYER1)
    event.go_on()
    names = {one.id: one.username for one in event.players}
    loser = names[event.state().players[3]]
    event.end("W2.1", Result.PLAYER1)
    event.go_on()
    path = f"/admin/tournaments/{event.id}/matches/W1.1/result"
    body = {"winner": loser, "ending": "played", "reason": WHY}

    answer = admin.post(path, body)
    assert refusal(answer) == (409, "dependents_begun")
    assert answer.json()["keys"] == ["W2.1"]

    seen = _staff(admin, event, "matches/W1.1/result", winner=loser, ending="played", reset=True)
    assert seen["status"] == "running"
    assert list(event.live()) == ["W2.1"]
    assert names[event.live()["W2.1"].home_id] == loser
    audited = [item["action"] for item in admin.get("/admin/audit")["items"]]
    assert audited[0] == "tournament.result"


def test_a_match_is_reset_and_a_player_is_disqualified(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    first = event.live()["W1.1"].match_id
    _staff(admin, event, "matches/W1.1/reset")
    again = event.live()["W1.1"]
    assert again.match_id != first
    assert arena.sql(f"SELECT status, reason FROM matches WHERE id = {first}") == [
        ("cancelled", "called_off")
    ]
    board = admin.get(f"/admin/tournaments/{event.id}/live")
    assert (board["on_track"], board["overdue"], len(board["matches"])) == (2, 0, 2)

    name = next(one.username for one in event.players if one.id == again.home_id)
    _staff(admin, event, f"participants/{name}/disqualify")
    assert "W1.1" not in event.live()
    assert _states(arena, event)["W1.1"] == "decided"
    rows = arena.sql("SELECT is_barred, status FROM tournament_participants WHERE is_barred")
    assert rows == [(True, "out")]
