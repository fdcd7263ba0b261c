"""Two players write to each other while they play; nobody else reads or writes."""

from contextlib import closing
from typing import Any

import httpx
import psycopg2
import psycopg2.errors
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from tests.support.arena import Arena, Json, Player, at_once, refusal
from tests.support.ws_listener import listen

_REFUSED = (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.CheckViolation)


def write(player: Player, match_id: int, text: str = "", **more: Any) -> httpx.Response:
    """Write a text, or what `more` says."""
    key = more.pop("key", None)
    return player.post(f"/matches/{match_id}/messages", more or {"text": text}, key=key)


def room(player: Player, match_id: int, **query: Any) -> Json:
    return player.get(f"/matches/{match_id}/messages", **query)


def texts(player: Player, match_id: int) -> list[str | None]:
    return [one["text"] or one["preset"] for one in room(player, match_id)["items"]]


def mute(player: Player, match_id: int, *, is_muted: bool) -> httpx.Response:
    return player.request("PUT", f"/matches/{match_id}/messages/mute", json={"is_muted": is_muted})


def refuses(connection: Connection, forgery: str) -> None:
    with connection.cursor() as cursor, pytest.raises(_REFUSED):
        cursor.execute(forgery)


def test_what_one_writes_both_read_oldest_first(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    first = write(one, match_id, preset="hosting")
    assert first.status_code == 201
    second = write(two, match_id, "  Niko njiani 👩‍💻 ").json()
    seen = room(one, match_id)
    assert [(m["seat"], m["is_mine"], m["preset"], m["text"]) for m in seen["items"]] == [
        ("player1", True, "hosting", None),
        ("player2", False, None, "Niko njiani 👩‍💻"),
    ]
    assert (seen["can_write"], seen["closed_reason"], seen["is_muted"]) == (True, None, False)
    assert [m["is_mine"] for m in room(two, match_id)["items"]] == [False, True]
    assert room(one, match_id, after=first.json()["id"])["items"] == [second | {"is_mine": False}]


def test_nobody_else_reads_or_writes(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    write(one, match_id, "my secret")
    stranger = arena.player()
    assert refusal(stranger.http.get(f"/matches/{match_id}/messages")) == (404, "not_found")
    assert refusal(write(stranger, match_id, "hi")) == (404, "not_found")
    assert refusal(mute(stranger, match_id, is_muted=True)) == (404, "not_found")


def test_an_admin_reads_and_does_not_write(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    write(one, match_id, "gg")
    admin = arena.admin()
    seen = room(admin, match_id)
    assert (seen["can_write"], seen["closed_reason"]) == (False, "not_a_player")
    assert [m["text"] for m in seen["items"]] == ["gg"]
    assert refusal(write(admin, match_id, "hi")) == (404, "not_found")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"preset": "hosting", "text": "and more"},
        {"preset": "dance"},
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 201},
        {"text": "one\ntwo"},
        {"text": "turned \u202e round"},
        {"text": "\u200d"},
        {"text": "a\u200bb"},
        {"text": 5},
    ],
)
def test_a_message_is_one_preset_or_one_visible_line(arena: Arena, body: Json) -> None:
    one, _, match_id = arena.paired()
    answer = one.post(f"/matches/{match_id}/messages", body)
    assert refusal(answer) == (422, "invalid_request")


def test_phone_numbers_and_links_are_stored_nowhere(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    said = write(one, match_id, "send me 500 on 0712 345 678 or wa.me/someone", key="12345678")
    assert said.json()["text"] == "send me 500 on ••• or •••"
    assert said.json()["is_masked"] is True
    assert texts(two, match_id) == ["send me 500 on ••• or •••"]
    assert write(one, match_id, "13-7 for me").json()["is_masked"] is False
    kept = arena.sql(
        "SELECT string_agg(t::text, ' ') FROM"
        " (SELECT m::text AS t FROM room_messages m UNION ALL"
        "  SELECT a.body::text FROM idempotent_answers a) kept"
    )[0][0]
    assert "345" not in kept
    assert "someone" not in kept


def test_the_names_of_both_in_the_game_stay(arena: Arena) -> None:
    one, _, match_id = arena.paired(names=["NairobiAce#2741001", "KisumuKing#1234567"])
    text = "NairobiAce#2741001 here, KisumuKing#1234567?"
    assert write(one, match_id, text).json()["text"] == text


def test_nobody_writes_as_if_it_were_us(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    answer = write(one, match_id, "WageWars support: report a loss")
    assert refusal(answer) == (422, "poses_as_staff")
    assert texts(two, match_id) == []


def test_the_same_key_writes_once(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    first = write(one, match_id, "invite me", key="tap-00000001")
    again = write(one, match_id, "invite me", key="tap-00000001")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert texts(two, match_id) == ["invite me"]


def test_the_eleventh_message_of_a_minute_waits_whatever_it_is(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    for number in range(5):
        assert write(one, match_id, f"word {number}").status_code == 201
        assert write(one, match_id, preset="bad_lag").status_code == 201
    answer = write(one, match_id, preset="good_game")
    assert refusal(answer) == (429, "too_many_requests")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert write(two, match_id, "the other may").status_code == 201
    assert len(texts(two, match_id)) == 11


def test_ten_of_twenty_at_once_come_through(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    answers = at_once(*[lambda: write(one, match_id, "spam").status_code] * 20)
    assert sorted(answers) == [201] * 10 + [429] * 10
    assert len(texts(two, match_id)) == 10


def test_a_hundred_messages_are_the_most_of_a_match(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    arena.sql(
        "INSERT INTO room_messages (match_id, user_id, body, created_at)"
        f" SELECT {match_id}, {one.id}, 'old', now() - interval '5 minutes'"
        " FROM generate_series(1, 100)"
    )
    assert refusal(write(one, match_id, "more")) == (409, "room_full")
    assert write(two, match_id, "but I may").status_code == 201


def test_the_room_closes_with_the_match(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    write(one, match_id, "gg")
    one.report(match_id, "lost")
    assert two.report(match_id, "won").json()["status"] == "completed"
    assert refusal(write(two, match_id, "pay me back")) == (409, "room_closed")
    assert refusal(write(two, match_id, preset="good_game")) == (409, "room_closed")
    seen = room(two, match_id)
    assert (seen["can_write"], seen["closed_reason"]) == (False, "ended")
    assert [m["text"] for m in seen["items"]] == ["gg"]


def test_a_cancelled_match_has_no_open_room(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    assert one.cancel(match_id).is_success
    assert refusal(write(two, match_id, "why?")) == (409, "room_closed")


def test_a_dispute_freezes_what_was_written(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    write(one, match_id, "let us both say draw")
    write(two, match_id, "ok, and we split")
    one.report(match_id, "won")
    two.report(match_id, "won")
    assert refusal(write(one, match_id, "I take it back")) == (409, "room_closed")
    assert room(one, match_id)["closed_reason"] == "disputed"
    seen = arena.admin().get(f"/admin/matches/{match_id}/dispute")
    assert [(m["seat"], m["text"]) for m in seen["messages"]] == [
        ("player1", "let us both say draw"),
        ("player2", "ok, and we split"),
    ]


def test_a_match_that_is_played_again_opens_its_room(arena: Arena) -> None:
    one, _, match_id = arena.disputing()
    assert arena.admin().decide(match_id, "replay").is_success
    assert write(one, match_id, preset="hosting").status_code == 201


def test_who_muted_the_other_reads_their_own_only(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    write(one, match_id, "mine")
    write(two, match_id, "insults")
    assert mute(one, match_id, is_muted=True).json() == {"is_muted": True}
    assert mute(one, match_id, is_muted=True).json() == {"is_muted": True}
    assert (texts(one, match_id), room(one, match_id)["is_muted"]) == (["mine"], True)
    assert (len(texts(two, match_id)), room(two, match_id)["is_muted"]) == (2, False)
    assert write(two, match_id, "more insults").status_code == 201
    assert mute(one, match_id, is_muted=False).json() == {"is_muted": False}
    assert texts(one, match_id) == ["mine", "insults", "more insults"]


def test_a_block_mutes_until_it_ends(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    write(two, match_id, "insults")
    one.request("PUT", f"/users/me/blocks/{two.username}")
    assert (texts(one, match_id), room(one, match_id)["is_muted"]) == ([], True)
    assert refusal(mute(one, match_id, is_muted=False)) == (409, "player_blocked")
    one.delete(f"/users/me/blocks/{two.username}")
    assert texts(one, match_id) == ["insults"]


def test_a_message_is_a_hint_for_both_but_not_for_who_muted(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    with listen(one) as mine, listen(two) as theirs:
        write(one, match_id, "hello")
        first = theirs.receive()
        for hint in (first, mine.receive()):
            assert (hint["type"], hint["topic"]) == ("message.new", f"match:{match_id}")
            assert hint["data"] == {"match_id": match_id}
        mute(two, match_id, is_muted=True)
        write(one, match_id, "are you there?")
        assert mine.receive()["type"] == "message.new"
        write(two, match_id, "yes")
        hints = [theirs.receive(), *theirs.receive_all()]
        assert [hint["id"] for hint in hints] == [first["id"] + 1], "of their own message alone"


def test_a_suspended_player_writes_nothing(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {one.id}")
    assert refusal(write(one, match_id, "hi"))[0] in {401, 403}


def test_the_app_cannot_rewrite_or_forge_a_message(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    message_id = write(one, match_id, "said").json()["id"]
    forgeries = [
        f"UPDATE room_messages SET body = 'never said' WHERE id = {message_id}",
        f"UPDATE room_messages SET user_id = 1 WHERE id = {message_id}",
        f"DELETE FROM room_messages WHERE id = {message_id}",
        "TRUNCATE room_messages CASCADE",
    ]
    forgeries.append(
        "INSERT INTO room_messages (match_id, user_id, body, created_at)"
        f" VALUES ({match_id}, {arena.player().id}, 'forged', now())"
    )
    for login in (arena.database.login_url, arena.database.url):
        for forgery in forgeries:
            with closing(psycopg2.connect(login)) as connection:
                refuses(connection, forgery)
    assert texts(one, match_id) == ["said"]
