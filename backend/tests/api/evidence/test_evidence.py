"""Players show pictures as proof: access, flags, and retention.

Rows of docs/security.md: S48, S49, S50, S65.
"""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw

from app.core.jobs import Job
from app.core.settings import get_settings
from app.integrations.storage.store import key_of
from app.workers.tasks.matches import sweep_matches
from tests.api.conftest import forget_store
from tests.support.arena import Arena, Json, Player, at_once, refusal
from tests.support.pictures import encoded, opened, photo, rematch, scoreboard
from tests.support.players import make_match

BOARD = photo(1)


@pytest.fixture(autouse=True)
def folder(evidence_folder: Path) -> Path:
    """The store of evidence: a folder of this test."""
    return evidence_folder


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def upload(player: Player, match_id: int, *pictures: bytes, **fields: str) -> httpx.Response:
    """Show pictures; their names and types are what a liar would write."""
    named = [("pictures", ("shot.jpg", data, "image/jpeg")) for data in pictures]
    return player.http.post(f"/matches/{match_id}/evidence", files=named, data=fields)


def shown(player: Player, match_id: int, *pictures: bytes, **fields: str) -> Json:
    """Show pictures which must be taken; returns what the player then sees."""
    answer = upload(player, match_id, *pictures, **fields)
    assert answer.status_code == 201, answer.text
    seen: Json = answer.json()
    return seen


def seen_by(player: Player, match_id: int) -> Json:
    return player.get(f"/matches/{match_id}/evidence")


def fetch(player: Player, match_id: int, picture_id: int) -> httpx.Response:
    return player.http.get(f"/matches/{match_id}/evidence/{picture_id}")


def flags(arena: Arena, match_id: int) -> list[str]:
    found: list[str] = arena.sql(f"SELECT flags FROM matches WHERE id = {match_id}")[0][0]
    return found


def open_window(arena: Arena, match_id: int) -> None:
    """Let a dispute wait for evidence."""
    arena.sql(f"UPDATE matches SET verification_state = 'evidence' WHERE id = {match_id}")


def test_a_player_shows_a_picture_and_sees_it(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    seen = shown(one, match_id, BOARD, note="Mine says 30 to 12.", video_link="https://yt.be/x")
    (picture,) = seen["items"]
    assert (picture["seat"], picture["is_mine"], picture["state"]) == ("player1", True, "stored")
    assert (picture["note"], picture["video_link"]) == ("Mine says 30 to 12.", "https://yt.be/x")
    assert (seen["is_open"], seen["remaining"], seen["opponent_shown"]) == (True, 9, False)
    assert seen == seen_by(one, match_id)
    answer = fetch(one, match_id, picture["id"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    assert opened(answer.content).size == (picture["width"], picture["height"]) == (960, 540)
    assert len(answer.content) == picture["size"]


def test_several_pictures_come_in_one_upload_and_in_several(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    assert shown(one, match_id, photo(1), photo(2))["remaining"] == 8
    seen = shown(one, match_id, photo(3))
    assert (len(seen["items"]), seen["remaining"]) == (3, 7)


def test_where_it_was_taken_is_not_kept(arena: Arena, folder: Path) -> None:
    one, _, match_id = arena.playing()
    exif = Image.Exif()
    exif[0x010F] = "Tecno Mobile"
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 12.3)
    picture = encoded(scoreboard(4, size=(640, 360)), exif=exif.tobytes())
    (item,) = shown(one, match_id, picture)["items"]
    assert not opened(fetch(one, match_id, item["id"]).content).getexif()
    (kept,) = files(folder)
    assert b"Tecno" not in kept.read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        BOARD[: len(BOARD) // 2],
        encoded(scoreboard(1, size=(64, 64)), "GIF"),
    ],
)
def test_an_invalid_picture_is_refused_and_leaves_nothing(
    arena: Arena, folder: Path, data: bytes
) -> None:
    one, _, match_id = arena.playing()
    assert refusal(upload(one, match_id, photo(2), data)) == (422, "picture_unreadable")
    assert seen_by(one, match_id)["items"] == []
    assert files(folder) == []


def test_a_script_behind_a_picture_does_not_come_out_again(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    (item,) = shown(one, match_id, BOARD + b"<script>alert(1)</script>")["items"]
    assert b"script" not in fetch(one, match_id, item["id"]).content


def test_a_bomb_is_refused(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    huge = encoded(Image.new("1", (30_000, 30_000)), "PNG", optimize=False)
    assert len(huge) < 200_000
    assert refusal(upload(one, match_id, huge)) == (422, "picture_too_large")


def test_eleven_megabytes_are_too_large(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    answer = upload(one, match_id, BOARD + bytes(11 * 1024 * 1024))
    assert refusal(answer) == (422, "picture_too_large")


def test_a_huge_upload_is_refused_before_it_is_read(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="pictures"; filename="a"\r\n\r\n'
        for _ in range(64):
            read += 1
            yield bytes(1024 * 1024)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    path = f"/matches/{match_id}/evidence"
    declared = one.http.post(
        path, content=bytes(40 * 1024 * 1024), headers={**headers, "Expect": ""}
    )
    assert refusal(declared) == (413, "body_too_large")
    try:
        undeclared = one.http.post(path, content=endless(), headers=headers)
    except httpx.TransportError:
        assert read < 64, "the connection was closed on the way"
    else:
        assert refusal(undeclared) == (413, "body_too_large")


def test_an_upload_of_a_non_player_is_not_read(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    outsider = arena.player()
    one.http.headers.pop("Authorization")
    assert refusal(upload(one, match_id, b"x" * 300_000)) == (401, "not_signed_in")
    assert refusal(upload(outsider, match_id, BOARD)) == (404, "not_found")
    assert refusal(outsider.http.get(f"/matches/{match_id}/evidence")) == (404, "not_found")


def test_the_eleventh_picture_is_refused(arena: Arena, folder: Path) -> None:
    one, two, match_id = arena.playing()
    small = [encoded(scoreboard(n, size=(320, 180))) for n in range(11)]
    assert refusal(upload(one, match_id, *small)) == (409, "too_many_pictures")
    assert shown(one, match_id, *small[:9])["remaining"] == 1
    assert refusal(upload(one, match_id, *small[9:])) == (409, "too_many_pictures")
    assert len(files(folder)) == 9
    assert shown(one, match_id, small[9])["remaining"] == 0
    assert refusal(upload(one, match_id, small[10])) == (409, "too_many_pictures")
    assert shown(one, match_id, small[0])["remaining"] == 0, "one that is there may come again"
    assert shown(two, match_id, small[10])["remaining"] == 9


def test_what_has_no_room_is_not_even_decoded(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    small = [encoded(scoreboard(n, size=(320, 180))) for n in range(9)]
    shown(one, match_id, *small)
    assert refusal(upload(one, match_id, b"no picture", b"nor this")) == (409, "too_many_pictures")
    assert refusal(upload(one, match_id, b"no picture")) == (422, "picture_unreadable")


def test_one_account_does_not_keep_the_others_waiting(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    large = [encoded(scoreboard(n), "PNG") for n in range(12)]
    done: list[str] = []

    def crowd(part: int) -> None:
        assert upload(one, match_id, *large[3 * part : 3 * part + 3]).status_code in {201, 409}
        done.append("crowd")

    def single() -> None:
        time.sleep(0.3)
        assert upload(two, match_id, BOARD).status_code == 201
        done.append("single")

    at_once(*(partial(crowd, part) for part in range(4)), single)
    assert done.index("single") < 4, done


def test_a_sixth_upload_at_once_has_to_wait(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    large = encoded(scoreboard(1), "PNG")
    answers = at_once(*[lambda: upload(one, match_id, large)] * 12)
    codes = {answer.status_code for answer in answers}
    assert codes == {201, 429}
    assert len(seen_by(one, match_id)["items"]) == 1
    assert shown(one, match_id, BOARD)["remaining"] == 8, "and later it goes on"


def test_the_same_picture_twice_is_one(arena: Arena, folder: Path) -> None:
    one, _, match_id = arena.playing()
    first = shown(one, match_id, BOARD, BOARD)
    assert shown(one, match_id, BOARD, note="again") == first
    answers = at_once(*[lambda: upload(one, match_id, photo(2))] * 4)
    assert {answer.status_code for answer in answers} == {201}
    assert len(seen_by(one, match_id)["items"]) == len(files(folder)) == 2


def test_four_hands_do_not_get_past_ten(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    small = [encoded(scoreboard(n, size=(320, 180))) for n in range(12)]
    shown(one, match_id, *small[:8])
    at_once(*[lambda n=n: upload(one, match_id, small[n]) for n in range(8, 12)])
    assert len(seen_by(one, match_id)["items"]) == 10


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "x" * 501},
        {"note": "a\x00b"},
        {"video_link": "javascript:alert(1)"},
        {"video_link": "http://clips.example/1"},
        {"video_link": "https://a.example/ b"},
        {"claimed_name": "x" * 51},
        {"winner": "me"},
    ],
)
def test_other_fields_are_refused(arena: Arena, fields: dict[str, str]) -> None:
    one, _, match_id = arena.playing()
    assert refusal(upload(one, match_id, BOARD, **fields)) == (422, "invalid_request")
    assert seen_by(one, match_id)["items"] == []


def test_an_upload_without_a_picture_is_refused(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    path = f"/matches/{match_id}/evidence"
    for answer in (
        one.http.post(path, data={"note": "I won"}),
        one.http.post(path, json={"pictures": []}),
        one.http.post(path, files={"screenshots": BOARD}),
        one.http.post(path, files={"pictures": BOARD, "note": b"a file"}),
        one.http.post(
            path, content=b"junk", headers={"Content-Type": "multipart/form-data; boundary=x"}
        ),
    ):
        assert answer.status_code in {400, 422}, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


# ── when, and access ──


def test_nothing_is_shown_before_the_match_or_after_it(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    assert refusal(upload(one, match_id, BOARD)) == (409, "evidence_closed")
    one.ready(match_id), two.ready(match_id)
    shown(one, match_id, BOARD)
    one.report(match_id, "won")
    shown(two, match_id, photo(2))
    two.report(match_id, "lost")
    assert refusal(upload(one, match_id, photo(3))) == (409, "evidence_closed")
    assert seen_by(one, match_id)["is_open"] is False


def test_in_a_dispute_pictures_are_taken_until_the_window_closes(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    open_window(arena, match_id)
    seen = shown(one, match_id, BOARD)
    assert seen["closes_at"] is not None
    arena.let_time_pass(100_000)
    assert refusal(upload(two, match_id, photo(2))) == (409, "evidence_closed")
    arena.sql(f"UPDATE matches SET verification_state = 'admin_review' WHERE id = {match_id}")
    assert refusal(upload(two, match_id, photo(2))) == (409, "evidence_closed")


def test_nobody_sees_the_others_proof_before_the_window_closes(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    open_window(arena, match_id)
    (mine,) = shown(one, match_id, BOARD, note="It says VICTORY.")["items"]
    assert seen_by(two, match_id)["items"] == []
    assert refusal(fetch(two, match_id, mine["id"])) == (404, "not_found")
    (theirs,) = shown(two, match_id, photo(2))["items"]
    assert [item["id"] for item in seen_by(one, match_id)["items"]] == [mine["id"]]
    arena.sql(f"UPDATE matches SET verification_state = 'admin_review' WHERE id = {match_id}")
    for player in (one, two):
        seen = seen_by(player, match_id)
        assert [item["id"] for item in seen["items"]] == [mine["id"], theirs["id"]]
        assert (seen["opponent_shown"], seen["is_open"]) == (True, False)
        assert fetch(player, match_id, theirs["id"]).status_code == 200


def test_a_referee_sees_all_of_it_at_any_time_and_shows_nothing(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    (mine,) = shown(one, match_id, BOARD)["items"]
    shown(two, match_id, photo(2))
    referee = arena.admin()
    assert [item["seat"] for item in seen_by(referee, match_id)["items"]] == ["player1", "player2"]
    assert fetch(referee, match_id, mine["id"]).status_code == 200
    assert refusal(upload(referee, match_id, photo(3))) == (409, "evidence_closed")


def test_a_referee_in_the_match_is_a_player(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    (mine,) = shown(one, match_id, BOARD)["items"]
    arena.appoint(two)
    assert seen_by(two, match_id)["items"] == []
    assert refusal(fetch(two, match_id, mine["id"])) == (404, "not_found")


def test_a_picture_is_found_under_its_own_match_only(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    (mine,) = shown(one, match_id, BOARD)["items"]
    one.report(match_id, "draw"), two.report(match_id, "draw")
    _, _, other_id = arena.playing()
    outsider = arena.player()
    assert refusal(fetch(outsider, match_id, mine["id"])) == (404, "not_found")
    assert refusal(fetch(one, other_id, mine["id"])) == (404, "not_found")
    assert refusal(fetch(one, match_id, mine["id"] + 999)) == (404, "not_found")
    for path in ("../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "0", "-1", "1e3", "9" * 30):
        answer = one.http.get(f"/matches/{match_id}/evidence/{path}")
        assert answer.status_code in {404, 422}, path


def test_a_game_played_again_begins_without_pictures(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    open_window(arena, match_id)
    (old,) = shown(one, match_id, BOARD)["items"]
    arena.sql(
        "UPDATE matches SET status = 'active', verification_state = 'in_play', replays = 1"
        f" WHERE id = {match_id}"
    )
    assert seen_by(one, match_id)["remaining"] == 10
    assert [item["id"] for item in seen_by(two, match_id)["items"]] == [old["id"]]
    again = shown(one, match_id, BOARD)["items"][-1]
    assert (again["replay"], again["id"] > old["id"]) == (1, True)
    assert flags(arena, match_id) == ["evidence_reuse"], "that was the game that did not count"


# ── flags ──


def changed(data: bytes, *, by: float, quality: int) -> bytes:
    picture = opened(data)
    size = (int(picture.width * by), int(picture.height * by))
    return encoded(picture.resize(size, Image.Resampling.LANCZOS), quality=quality)


@pytest.mark.parametrize(
    "again",
    [BOARD, changed(BOARD, by=0.8, quality=60), changed(BOARD, by=1.4, quality=90)],
    ids=["the same file", "smaller", "larger"],
)
def test_a_picture_from_another_match_is_flagged(arena: Arena, again: bytes) -> None:
    one, two, first_id = arena.playing()
    shown(one, first_id, photo(5), BOARD)
    for player in (one, two):
        player.report(first_id, "draw")
    three, _, second_id = arena.playing()
    (seen,) = shown(three, second_id, again)["items"]
    assert (seen["flags"], seen["reuses_match_id"]) == ([], None), "players do not see it"
    assert flags(arena, second_id) == ["evidence_reuse"]
    assert flags(arena, first_id) == []
    (picture,) = seen_by(arena.admin(), second_id)["items"]
    assert (picture["flags"], picture["reuses_match_id"]) == (["evidence_reuse"], first_id)


def test_honest_scoreboards_of_one_map_are_not_flagged(arena: Arena) -> None:
    for seed in range(4):
        one, two, match_id = arena.playing()
        shown(one, match_id, photo(seed, map_seed=9))
        shown(two, match_id, photo(seed, map_seed=9)), "both may show the same scoreboard"
        assert flags(arena, match_id) == []


@pytest.mark.usefixtures("rematches_allowed")
def test_a_rematch_on_the_same_map_is_no_reuse(arena: Arena) -> None:
    """The same two, the same map, all numbers new; the first picture again is found."""
    one, two, first_id = arena.playing()
    shown(one, first_id, encoded(rematch(1, size=(2400, 1080), font=30), quality=90))
    for player in (one, two):
        player.report(first_id, "draw")
    one.join(), two.join()
    second_id = int(one.queue()["match_id"])
    one.ready(second_id), two.ready(second_id)
    shown(one, second_id, encoded(rematch(2, size=(2400, 1080), font=30), quality=90))
    assert flags(arena, second_id) == []
    shown(two, second_id, encoded(rematch(1, size=(2400, 1080), font=30).resize((1600, 720))))
    assert flags(arena, second_id) == ["evidence_reuse"]


def test_one_other_number_is_a_hint_for_the_referee_and_no_flag_of_the_match(arena: Arena) -> None:
    one, two, first_id = arena.playing()
    shown(one, first_id, encoded(rematch(1), quality=90))
    for player in (one, two):
        player.report(first_id, "draw")
    three, _, second_id = arena.playing()
    board = rematch(1)
    ImageDraw.Draw(board).rectangle([995, 315, 1090, 350], fill=(20, 20, 25))
    shown(three, second_id, encoded(board, quality=90))
    assert flags(arena, second_id) == []
    (picture,) = seen_by(arena.admin(), second_id)["items"]
    assert (picture["flags"], picture["reuses_match_id"]) == (["similar_picture"], first_id)


def test_one_picture_in_two_matches_at_once_is_found(arena: Arena) -> None:
    one, _, first_id = arena.playing()
    two, _, second_id = arena.playing()
    at_once(lambda: upload(one, first_id, BOARD), lambda: upload(two, second_id, BOARD))
    assert sorted([flags(arena, first_id), flags(arena, second_id)]) == [[], ["evidence_reuse"]]


def test_a_picture_with_nothing_to_see_is_refused_and_proves_nothing(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    for shade in (0, 1, 255):
        blank = encoded(Image.new("RGB", (32, 32), (shade, shade, shade)), "PNG")
        answer = upload(one, match_id, photo(1), blank)
        assert refusal(answer) == (422, "picture_shows_nothing")
        assert "final scoreboard" in answer.json()["detail"]
    assert seen_by(one, match_id)["items"] == []
    one.report(match_id, "won")
    two.read_inbox()
    arena.let_time_pass(1_801)
    sweep_matches()
    assert one.match(match_id)["reason"] == "no_answer"


def test_a_picture_that_was_shown_before_wins_no_match_by_silence(arena: Arena) -> None:
    one, two, first_id = arena.playing()
    shown(one, first_id, BOARD)
    for player in (one, two):
        player.report(first_id, "draw")
    three, four, match_id = arena.playing()
    shown(three, match_id, BOARD)
    three.report(match_id, "won")
    four.read_inbox()
    arena.let_time_pass(1_801)
    sweep_matches()
    assert three.match(match_id)["reason"] == "no_answer"


@pytest.mark.parametrize("flag", ["evidence_reuse", "impersonation"])
@pytest.mark.nameless
def test_a_loser_freezes_no_agreed_pot_with_a_picture(arena: Arena, flag: str) -> None:
    one, two, first_id = arena.playing(names=("Simba_KE", "Ice_KE"))
    shown(two, first_id, BOARD)
    for player in (one, two):
        player.report(first_id, "draw")
    match_id = make_match(one, two, active=True).id
    if flag == "evidence_reuse":
        shown(two, match_id, BOARD)
    else:
        shown(two, match_id, photo(2), claimed_name="Sirnba_KE")
    assert flags(arena, match_id) == [flag]
    assert one.report(match_id, "won").json()["status"] == "active"
    assert two.report(match_id, "lost").json()["reason"] == "agreed"
    assert one.wallet() == ("580.00", "0.00")


@pytest.mark.nameless
def test_a_flag_names_the_dispute_of_reports_that_contradict(arena: Arena) -> None:
    one, two, match_id = arena.playing(names=("Simba_KE", "Ice_KE"))
    shown(two, match_id, photo(2), claimed_name="Sirnba_KE")
    one.report(match_id, "won")
    assert two.report(match_id, "won").json()["reason"] == "impersonation"


def rename(player: Player, name: str) -> None:
    assert player.http.patch("/users/me", json={"cod_username": name}).status_code == 200


def playing_against(arena: Arena, name: str) -> tuple[Player, int]:
    """Let a player play somebody of that name in the game; return the player and their match."""
    one, two = arena.player(), arena.player(cod_username=name)
    two.join(100)
    match_id = int(one.join(100).json()["match_id"])
    for player in (one, two):
        player.ready(match_id)
    return one, match_id


@pytest.mark.nameless
def test_an_account_with_a_name_like_the_opponents_is_a_hint_for_the_referee(arena: Arena) -> None:
    """Anybody can plant it, so it decides nothing about a match of others."""
    one, two, match_id = arena.playing(names=("Ice#1", "KILLA#1234567"))
    rename(arena.player(), "KlLLA#7654321")
    shown(one, match_id, photo(1))
    assert flags(arena, match_id) == []
    (picture,) = seen_by(arena.admin(), match_id)["items"]
    assert picture["flags"] == ["similar_name"]
    one.report(match_id, "lost"), two.report(match_id, "won")
    assert one.match(match_id)["status"] == "completed"


@pytest.mark.nameless
def test_a_player_whose_own_name_is_like_their_opponents_older_one_is_flagged(arena: Arena) -> None:
    two = arena.player(cod_username="KILLA#1234567")
    one = arena.player(cod_username="KlLLA#7654321")
    match_id = make_match(one, two, active=True).id
    shown(two, match_id, photo(1))
    assert flags(arena, match_id) == [], "who had the name first imitates nobody"
    shown(one, match_id, photo(2))
    assert flags(arena, match_id) == ["impersonation"]


@pytest.mark.nameless
def test_a_picture_that_shows_a_name_like_the_opponents_is_flagged(arena: Arena) -> None:
    one, match_id = playing_against(arena, "Jabali")
    shown(one, match_id, photo(1), claimed_name="jabali")
    assert flags(arena, match_id) == []
    shown(one, match_id, photo(2), claimed_name="Jaba1i")
    assert flags(arena, match_id) == ["impersonation"]


def test_the_name_that_counts_is_the_one_at_the_time_of_the_match(arena: Arena) -> None:
    one, _, match_id = arena.playing(names=("Ice#1", "SomebodyElse"))
    arena.sql("ALTER TABLE matches DISABLE TRIGGER terms")
    arena.sql(
        """UPDATE matches SET identities = '{"player2": {"username": "Simba"}}'"""
        f" WHERE id = {match_id}"
    )
    shown(one, match_id, BOARD, claimed_name="S1mba")
    shown(one, match_id, photo(2), claimed_name="SomebodyE1se")
    assert flags(arena, match_id) == []
    shown(one, match_id, photo(3), claimed_name="Simbа")  # the last letter is Cyrillic
    assert flags(arena, match_id) == ["impersonation"]


# ── keeping and forgetting ──


def sweep() -> None:
    from app.workers.celery_app import celery_app

    celery_app.loader.import_default_modules()
    celery_app.tasks[Job.SWEEP_EVIDENCE.value]()


def test_while_the_store_is_away_nothing_is_half_stored(
    arena: Arena, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _, match_id = arena.playing()
    (old,) = shown(one, match_id, photo(9))["items"]
    monkeypatch.setenv("EVIDENCE_STORE", "s3")
    monkeypatch.setenv("EVIDENCE_S3_ENDPOINT", "http://127.0.0.1:1")
    for name in ("BUCKET", "ACCESS_KEY", "SECRET_KEY"):
        monkeypatch.setenv(f"EVIDENCE_S3_{name}", "something")
    forget_store()
    answer = upload(one, match_id, BOARD, photo(2))
    assert refusal(answer) == (503, "service_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert [item["id"] for item in seen_by(one, match_id)["items"]] == [old["id"]]
    assert refusal(fetch(one, match_id, old["id"])) == (503, "service_unavailable")
    sweep()  # the store is down: the row stays
    monkeypatch.setenv("EVIDENCE_STORE", "local")
    forget_store()
    seen = shown(one, match_id, BOARD, photo(2))
    assert (len(seen["items"]), seen["remaining"]) == (3, 7)
    sweep()
    assert len(files(folder)) == 3
    assert arena.sql("SELECT count(*) FROM match_pictures WHERE due_at < now()") == [(0,)]


def test_a_file_that_cannot_be_deleted_stops_no_other(arena: Arena, folder: Path) -> None:
    one, _, match_id = arena.playing()
    shown(one, match_id, photo(1), photo(2), photo(3))
    arena.sql(
        "UPDATE match_pictures SET state = 'expired',"
        " due_at = now() - interval '1 hour' + id * interval '1 ms'"
    )
    ((first, sha256), *_) = arena.sql("SELECT id, sha256 FROM match_pictures ORDER BY id")
    file = folder / key_of(match_id=match_id, picture_id=first, sha256=bytes(sha256))
    file.unlink()
    (file / "not-a-file").mkdir(parents=True)
    sweep()
    left = arena.sql("SELECT id, due_at > now() FROM match_pictures WHERE due_at IS NOT NULL")
    assert left == [(first, True)]
    assert files(folder) == []
    raised = arena.sql("SELECT kind, subject FROM alarms WHERE cleared_at IS NULL")
    assert raised == [("sweep_failed", f"picture:{first}")]


def test_an_upload_that_died_is_given_up_and_may_be_tried_again(arena: Arena, folder: Path) -> None:
    one, _, match_id = arena.playing()
    shown(one, match_id, BOARD)
    arena.sql("ALTER TABLE match_pictures DISABLE TRIGGER rules")
    arena.sql("UPDATE match_pictures SET state = 'storing', due_at = now() - interval '1 s'")
    arena.sql("ALTER TABLE match_pictures ENABLE TRIGGER rules")
    assert seen_by(one, match_id)["items"] == []
    (again,) = shown(one, match_id, BOARD)["items"]
    sweep()
    (kept,) = files(folder)
    assert str(again["id"]) in kept.parts
    assert fetch(one, match_id, again["id"]).status_code == 200


def test_proof_is_forgotten_after_half_a_year_and_still_known_again(
    arena: Arena, folder: Path
) -> None:
    one, two, match_id = arena.playing()
    (picture,) = shown(one, match_id, BOARD, note="my words")["items"]
    arena.sql("UPDATE match_pictures SET due_at = now() - interval '1 s'")
    sweep()
    assert fetch(one, match_id, picture["id"]).status_code == 200, "the match is still open"
    one.report(match_id, "draw"), two.report(match_id, "draw")
    arena.sql("UPDATE match_pictures SET due_at = now() - interval '1 s'")
    sweep()
    assert files(folder) == []
    assert refusal(fetch(one, match_id, picture["id"])) == (404, "picture_gone")
    (left,) = seen_by(one, match_id)["items"]
    assert (left["state"], left["note"], left["sha256"]) == ("expired", None, picture["sha256"])
    three, _, other_id = arena.playing()
    shown(three, other_id, changed(BOARD, by=0.9, quality=70))
    assert flags(arena, other_id) == ["evidence_reuse"]


def test_pictures_are_kept_for_a_hundred_and_eighty_days(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    shown(one, match_id, BOARD)
    ((days,),) = arena.sql("SELECT extract(day FROM due_at - created_at) FROM match_pictures")
    assert days in {179, 180}


def test_a_file_that_somebody_changed_is_not_given_out(arena: Arena, folder: Path) -> None:
    one, _, match_id = arena.playing()
    (picture,) = shown(one, match_id, BOARD)["items"]
    (file,) = files(folder)
    file.write_bytes(photo(2))
    assert refusal(fetch(one, match_id, picture["id"])) == (404, "picture_gone")


def test_evidence_cannot_be_changed(arena: Arena, app_role: Any) -> None:
    one, _, match_id = arena.playing()
    shown(one, match_id, BOARD, note="my words")
    for change in (
        "UPDATE match_pictures SET sha256 = 'x'",
        "UPDATE match_pictures SET user_id = user_id",
        "UPDATE match_pictures SET note = 'other words'",
        "UPDATE match_pictures SET note = NULL",
        "UPDATE match_pictures SET state = 'storing'",
        "UPDATE match_pictures SET flags = '{}'",
        "DELETE FROM match_pictures",
        "TRUNCATE match_pictures",
        "UPDATE player_names SET name = 'another'",
        "UPDATE name_claims SET username = 'another'",
        "DELETE FROM name_claims",
    ):
        with app_role.cursor() as cursor, pytest.raises(Exception, match=r"cannot|forbid|denied"):
            cursor.execute(change)
        app_role.rollback()


def test_uploads_are_rate_limited(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_EVIDENCE_PER_ACCOUNT", "2 per hour")
    get_settings.cache_clear()
    one, two, match_id = arena.playing()
    for _ in range(2):
        shown(one, match_id, BOARD)
    assert refusal(upload(one, match_id, BOARD)) == (429, "too_many_requests")
    assert upload(two, match_id, BOARD).status_code == 201


def test_of_one_player_so_many_megabytes_are_kept(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, match_id = arena.playing()
    noise = []
    for number in range(2):
        board = scoreboard(number, size=(1800, 1800))
        board.paste(Image.effect_noise((1800, 1300), 90).convert("RGB"), (0, 500))
        noise.append(encoded(board))
    monkeypatch.setattr(get_settings().evidence, "megabytes_per_player", 2)
    kept = shown(one, match_id, noise[0])["items"][0]["size"]
    assert 1.1 * 2**20 < kept < 2 * 2**20
    assert refusal(upload(one, match_id, noise[1])) == (409, "picture_quota_reached")
    assert upload(two, match_id, noise[1]).status_code == 201, "each has their own"
    assert shown(one, match_id, noise[0])["remaining"] == 9, "one that is there may come again"


def test_the_address_of_a_picture_shows_a_browser_nothing(arena: Arena) -> None:
    """Only our page's own call with its token gets the picture: no link, no frame, no tag."""
    one, _, match_id = arena.playing()
    (item,) = shown(one, match_id, BOARD)["items"]
    address = f"{arena.url}/api/v1/matches/{match_id}/evidence/{item['id']}"
    assert httpx.get(address).status_code == 401
    answer = one.request("GET", f"/matches/{match_id}/evidence/{item['id']}")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
