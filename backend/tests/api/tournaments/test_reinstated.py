"""Staff takes a disqualification back: only its own mistake, and only while nothing hangs on it."""

import pytest

from app.api import bracket_cache
from app.core.settings import get_settings
from app.domain.matches.decision import Result
from tests.support.arena import Arena, Json, Player, refusal
from tests.support.cups import cup
from tests.support.running import FEE, Event, begin

WHY = {"reason": "It was another account that cheated."}


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    bracket_cache.pages.clear()


def _name(event: Event, user_id: int) -> str:
    return next(one.username for one in event.players if one.id == user_id)


def _staff(admin: Player, event: Event, what: str, user_id: int) -> Json:
    path = f"/admin/tournaments/{event.id}/participants/{_name(event, user_id)}/{what}"
    answer = admin.post(path, WHY)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def _refused(admin: Player, event: Event, user_id: int) -> tuple[int, str]:
    path = f"/admin/tournaments/{event.id}/participants/{_name(event, user_id)}/reinstate"
    return refusal(admin.post(path, WHY))


def _rounds(admin: Player, event: Event) -> dict[str, Json]:
    bracket_cache.pages.clear()
    found = admin.get(f"/tournaments/{event.id}/rounds")
    return {
        one["key"]: one
        for section in found["sections"]
        for each in section["rounds"]
        for one in each["matches"]
    }


def _told(arena: Arena, user_id: int) -> list[str]:
    found = arena.sql(
        f"SELECT kind FROM notifications WHERE user_id = {user_id} AND kind LIKE 'tournament_%'"
        " ORDER BY id"
    )
    return [kind for (kind,) in found]


def _end(event: Event, *keys: str) -> None:
    for key in keys:
        event.end(key, Result.PLAYER1)
    event.go_on()


def _pay(event: Event) -> None:
    event.let_pass(seconds=get_settings().tournament.finalising_seconds + 1)
    event.go_on()
    assert event.row().status == "paid"


def test_case_1_12_a_mistaken_disqualification_opens_the_match_again(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    row = event.live()["W1.1"]
    player, opponent = row.home_id, row.away_id
    _staff(admin, event, "disqualify", player)
    _end(event, "W1.2")
    semi = event.live()["W2.1"]
    assert opponent in (semi.home_id, semi.away_id), "they went on by a walkover"
    waits = semi.home_id + semi.away_id - opponent

    seen = _staff(admin, event, "reinstate", player)
    assert seen["status"] == "running"
    again = event.live()
    assert list(again) == ["W1.1"]
    assert (again["W1.1"].home_id, again["W1.1"].away_id) == (player, opponent)
    assert again["W1.1"].match_id not in {row.match_id, semi.match_id}
    called_off = f"SELECT status, reason FROM matches WHERE id = {semi.match_id}"
    assert arena.sql(called_off) == [("cancelled", "called_off")]
    shown = _rounds(admin, event)
    assert {key: one["state"] for key, one in shown.items()} == {
        "W1.1": "open",
        "W1.2": "decided",
        "W2.1": "waiting",
    }
    rows = arena.sql(
        "SELECT status, is_barred, withdrawn_at, eliminated FROM tournament_participants"
        f" WHERE user_id IN ({player}, {opponent})"
    )
    assert rows == [("playing", False, None, False)] * 2
    assert sorted(_told(arena, player)[-2:]) == ["tournament_match", "tournament_reinstated"]
    assert _told(arena, opponent)[-2:] == ["tournament_reopened", "tournament_match"]
    assert "tournament_match_void" in _told(arena, waits)
    assert "tournament_reopened" not in _told(arena, waits)
    audited = admin.get("/admin/audit")["items"][0]
    assert audited["action"] == "tournament.reinstate"
    assert _refused(admin, event, player) == (409, "not_possible"), "it is taken back once"

    event.assert_shown_as_computed()
    _end(event, "W1.1")
    _end(event, "W2.1")
    _pay(event)
    assert event.prizes()[player] > 0
    assert sum(event.wallets().values()) == 4 * 500 - 4 * FEE / 10


def test_not_once_a_match_has_begun_that_hangs_on_it(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    player = event.live()["W1.1"].home_id
    _staff(admin, event, "disqualify", player)
    _end(event, "W1.2")
    arena.sql(
        "UPDATE matches SET status = 'active', verification_state = 'in_play', started_at = now(),"
        f" due_at = now() + interval '1 hour' WHERE id = {event.live()['W2.1'].match_id}"
    )
    path = f"/admin/tournaments/{event.id}/participants/{_name(event, player)}/reinstate"
    answer = admin.post(path, WHY)
    assert refusal(answer) == (409, "dependents_begun")
    assert answer.json()["keys"] == ["W2.1"]
    assert _rounds(admin, event)["W1.1"]["state"] == "decided"
    assert "tournament_reinstated" not in _told(arena, player)


def test_who_left_by_themselves_was_never_taken_out_or_may_not_play_is_not_taken_back(
    arena: Arena,
) -> None:
    event, admin = begin(4), arena.admin()
    left, other = (event.live()[key].home_id for key in ("W1.1", "W1.2"))
    event.withdraw(left)
    assert _refused(admin, event, left) == (409, "not_possible")
    assert _refused(admin, event, other) == (409, "not_possible")
    _staff(admin, event, "disqualify", other)
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {other}")
    assert _refused(admin, event, other) == (409, "not_possible")
    # Who had left before staff disqualified them may win a prize again, and stays away.
    _staff(admin, event, "disqualify", left)
    _staff(admin, event, "reinstate", left)
    rows = arena.sql(
        f"SELECT status, is_barred, withdrawn_reason FROM tournament_participants"
        f" WHERE user_id = {left}"
    )
    assert rows == [("out", False, "left")]


def test_after_the_last_match_it_gives_the_prize_back_until_it_is_paid(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    _end(event, "W1.1", "W1.2")
    _end(event, "W2.1")
    first, second = event.state().players[:2]
    for player in (first, second):
        _staff(admin, event, "disqualify", player)
    assert _staff(admin, event, "reinstate", first)["status"] == "finalising"
    _pay(event)
    assert event.prizes().keys() == {first, *event.state().players[2:]}
    assert _refused(admin, event, second) == (409, "not_possible"), "prizes are paid"
    assert event.wallets()[second] == 500 - FEE


def test_staff_who_take_part_decide_nothing_in_it(arena: Arena) -> None:
    made, cheat, rival = cup(arena), arena.player(), arena.player()
    players = [cheat, rival, arena.player(), arena.player()]
    made.join(*players)
    made.open_check_in()
    made.check_in(*players)
    made.close_check_in()
    made.sweep()
    arena.appoint(cheat)
    assert made.staff(f"participants/{cheat.username}/disqualify", WHY).status_code == 200

    for path, body in {
        f"participants/{cheat.username}/reinstate": WHY,
        f"participants/{rival.username}/disqualify": WHY,
        "matches/W1.1/result": {"winner": rival.username, "ending": "played", **WHY},
        "matches/W1.1/reset": WHY,
    }.items():
        own = cheat.post(f"/admin/tournaments/{made.id}/{path}", body)
        assert refusal(own) == (403, "not_allowed"), path
    assert made.staff(f"participants/{cheat.username}/reinstate", WHY).status_code == 200
