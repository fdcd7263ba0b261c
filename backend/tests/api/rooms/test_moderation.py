"""Players report messages, and staff hides them and silences who wrote them."""

import pytest

from app.core.settings import get_settings
from app.workers.tasks.maintenance import delete_stale
from tests.api.rooms.test_messages import room, texts, write
from tests.support.arena import Arena, Json, Player, at_once, refusal

HIDE = {"decision": "hide", "silence_hours": 24, "note": "A threat."}


def report(player: Player, match_id: int, message_id: int, reason: str = "abuse") -> Json:
    path = f"/matches/{match_id}/messages/{message_id}/report"
    answer = player.post(path, {"reason": reason})
    assert answer.status_code == 200, answer.text
    seen: Json = answer.json()
    return seen


def decide(admin: Player, message_id: int, **decision: object) -> Json:
    answer = admin.post(f"/admin/messages/{message_id}/decision", HIDE | decision)
    assert answer.status_code == 200, answer.text
    seen: Json = answer.json()
    return seen


def reported(arena: Arena) -> tuple[Player, Player, int, int]:
    """Let player 2 write a threat that player 1 reports."""
    one, two, match_id = arena.paired()
    message_id = int(write(two, match_id, "I know where you live").json()["id"])
    report(one, match_id, message_id, "threat")
    return one, two, match_id, message_id


def test_a_report_reaches_staff_and_the_author_learns_nothing(arena: Arena) -> None:
    one, two, match_id, message_id = reported(arena)
    assert room(one, match_id)["items"][0]["is_reported"] is True
    assert room(two, match_id)["items"][0]["is_reported"] is False
    admin = arena.admin()
    (line,) = admin.get("/admin/message-reports")["items"]
    assert (line["author"], line["reporter"]) == (two.username, one.username)
    assert (line["match_id"], line["reason"]) == (match_id, "threat")
    assert line["message"]["id"] == message_id
    assert line["message"]["text"] == "I know where you live"
    (alarm,) = admin.get("/admin/alarms")["items"]
    assert alarm["kind"] == "messages_reported"


def test_a_report_alone_hides_and_silences_nothing(arena: Arena) -> None:
    one, two, match_id, _ = reported(arena)
    assert texts(one, match_id) == ["I know where you live"]
    assert write(two, match_id, "I may still write").status_code == 201


def test_a_message_is_reported_once(arena: Arena) -> None:
    one, _, match_id, message_id = reported(arena)
    path = f"/matches/{match_id}/messages/{message_id}/report"
    answers = at_once(*[lambda: one.post(path, {"reason": "other"}).status_code] * 4)
    assert answers == [200] * 4
    (line,) = arena.admin().get("/admin/message-reports")["items"]
    assert line["reason"] == "threat", "the first one stands"


def test_five_reports_of_a_match_are_the_most(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    ids = [write(two, match_id, f"word {number}").json()["id"] for number in range(6)]
    for message_id in ids[:5]:
        report(one, match_id, message_id)
    answer = one.post(f"/matches/{match_id}/messages/{ids[5]}/report", {"reason": "abuse"})
    assert refusal(answer) == (409, "too_many_reports")


def test_only_the_others_messages_of_this_match_are_reported(arena: Arena) -> None:
    _, two, match_id, message_id = reported(arena)
    body = {"reason": "abuse"}
    path = f"/matches/{match_id}/messages/{message_id}/report"
    assert refusal(two.post(path, body)) == (403, "not_allowed")
    three, _, other_match = arena.paired()
    assert refusal(three.post(path, body)) == (404, "not_found")
    path = f"/matches/{other_match}/messages/{message_id}/report"
    assert refusal(three.post(path, body)) == (404, "not_found")


def test_a_message_may_be_reported_after_the_end(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    message_id = write(two, match_id, "I know where you live").json()["id"]
    one.report(match_id, "lost")
    two.report(match_id, "won")
    assert report(one, match_id, message_id)["is_reported"] is True


def test_a_hidden_message_is_seen_to_be_one_and_not_read(arena: Arena) -> None:
    one, two, match_id, message_id = reported(arena)
    admin = arena.admin()
    assert decide(admin, message_id)["text"] == "I know where you live"
    for player in (one, two):
        (seen,) = room(player, match_id)["items"]
        assert (seen["is_hidden"], seen["text"]) == (True, None)
    (seen,) = room(admin, match_id)["items"]
    assert (seen["is_hidden"], seen["text"]) == (True, "I know where you live")
    assert admin.get("/admin/message-reports")["items"] == []
    assert admin.get("/admin/alarms")["items"] == []


@pytest.mark.usefixtures("rematches_allowed")
def test_who_is_silenced_sends_presets_only_in_any_match(arena: Arena) -> None:
    one, two, match_id, message_id = reported(arena)
    decide(arena.admin(), message_id)
    answer = write(two, match_id, "you cannot stop me")
    assert refusal(answer) == (403, "silenced")
    seen = room(two, match_id)
    assert (seen["can_write"], seen["closed_reason"]) == (False, "silenced")
    assert answer.json()["silenced_until"][:19] == seen["silenced_until"][:19]
    assert write(two, match_id, preset="good_game").status_code == 201
    assert write(one, match_id, "the other may").status_code == 201
    assert room(one, match_id)["silenced_until"] is None
    two.cancel(match_id)
    three = arena.player()
    two.join(100)
    again = int(three.join(100).json()["match_id"])
    assert refusal(write(two, again, "hi")) == (403, "silenced")


def test_a_silence_ends_by_itself(arena: Arena) -> None:
    _, two, match_id, message_id = reported(arena)
    decide(arena.admin(), message_id, silence_hours=1)
    arena.sql("UPDATE room_silences SET until = until - interval '1 hour'")
    assert write(two, match_id, "back again").status_code == 201


def test_deciding_again_replaces_what_was_decided(arena: Arena) -> None:
    one, two, match_id, message_id = reported(arena)
    admin = arena.admin()
    decide(admin, message_id)
    decide(admin, message_id, decision="dismiss", silence_hours=0)
    assert texts(one, match_id) == ["I know where you live"]
    assert write(two, match_id, "thanks").status_code == 201


def test_a_dismissed_message_silences_nobody(arena: Arena) -> None:
    _, _, _, message_id = reported(arena)
    answer = arena.admin().post(
        f"/admin/messages/{message_id}/decision", {"decision": "dismiss", "silence_hours": 1}
    )
    assert refusal(answer) == (422, "invalid_request")


def test_every_decision_is_in_the_audit_log(arena: Arena) -> None:
    _, two, match_id, message_id = reported(arena)
    admin = arena.admin()
    decide(admin, message_id)
    (entry,) = admin.get("/admin/audit", action="message")["items"]
    assert (entry["action"], entry["subject"]) == ("message.hide", f"match:{match_id}")
    assert entry["detail"] == {
        "message": message_id,
        "author": two.id,
        "silence_hours": 24,
        "note": "A threat.",
    }


def test_a_preset_can_be_hidden_too(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    message_id = write(two, match_id, preset="good_game").json()["id"]
    decide(arena.admin(), message_id, silence_hours=0)
    (seen,) = room(one, match_id)["items"]
    assert (seen["preset"], seen["is_hidden"]) == ("good_game", True)


def test_nobody_moderates_a_match_of_their_own(arena: Arena) -> None:
    one, two, _, message_id = reported(arena)
    for player in (one, two):
        arena.appoint(player)
    for player in (one, two):
        answer = player.post(f"/admin/messages/{message_id}/decision", HIDE)
        assert refusal(answer) == (403, "not_allowed")
        assert player.get("/admin/message-reports")["items"] == []


def test_reports_come_in_pages_the_oldest_first(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    ids = [write(two, match_id, f"word {number}").json()["id"] for number in range(3)]
    for message_id in ids:
        report(one, match_id, message_id)
    admin = arena.admin()
    first = admin.get("/admin/message-reports", limit=2)
    assert [line["message"]["id"] for line in first["items"]] == ids[:2]
    rest = admin.get("/admin/message-reports", limit=2, cursor=first["next_cursor"])
    assert [line["message"]["id"] for line in rest["items"]] == ids[2:]
    assert rest["next_cursor"] is None


def test_the_referee_reads_hidden_messages_marked(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    message_id = write(two, match_id, "say draw, I pay you half").json()["id"]
    admin = arena.admin()
    decide(admin, message_id, silence_hours=0)
    one.report(match_id, "won")
    two.report(match_id, "won")
    (line,) = admin.get(f"/admin/matches/{match_id}/dispute")["messages"]
    assert (line["is_hidden"], line["text"]) == (True, "say draw, I pay you half")


@pytest.mark.parametrize(("days", "is_kept"), [(179, True), (181, False)])
def test_messages_go_when_their_match_is_long_over(
    arena: Arena, days: int, *, is_kept: bool
) -> None:
    one, two, match_id = arena.playing()
    message_id = write(two, match_id, "I know where you live").json()["id"]
    report(one, match_id, message_id)
    decide(arena.admin(), message_id)
    one.request("PUT", f"/matches/{match_id}/messages/mute", json={"is_muted": True})
    delete_stale()
    one.report(match_id, "lost")
    two.report(match_id, "won")
    assert get_settings().evidence.retention_days == 180
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER USER;"
        f" UPDATE matches SET completed_at = completed_at - interval '{days} days';"
        " ALTER TABLE matches ENABLE TRIGGER USER"
    )
    delete_stale()
    for table in ("room_messages", "room_reports", "room_silences", "room_mutes"):
        assert bool(arena.sql(f"SELECT 1 FROM {table}")) is is_kept, table
