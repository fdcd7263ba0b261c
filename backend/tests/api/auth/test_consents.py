"""Consent: to the terms at registration and anew, and to one's name beside results."""

from typing import Any

import httpx
import psycopg2.errors
import pytest
from sqlalchemy.exc import ProgrammingError

from app.api import bracket_cache
from app.api.leaderboard_cache import top_pages
from app.core.database import transaction
from app.domain.privacy.consent import PUBLIC_NAME_VERSION, TERMS_VERSION
from app.workers.tasks.ratings import build_leaderboards, rate_matches
from tests.support.arena import Arena, Player, refusal
from tests.support.clawbacks import paid_cup
from tests.support.databases import Database
from tests.support.players import make_match
from tests.support.running import begin
from tests.support.web import registration, sign_in


def consent(player: Player, subject: str, *, given: bool = True) -> httpx.Response:
    version = {"terms": TERMS_VERSION, "public_name": PUBLIC_NAME_VERSION}[subject]
    return player.post(
        "/users/me/consents", {"subject": subject, "version": version, "given": given}
    )


def hide(player: Player) -> str:
    """Take back the consent to show the player's name; return their handle."""
    answer = consent(player, "public_name", given=False)
    assert answer.status_code == 200
    handle = str(answer.json()["shown_as"])
    assert handle.startswith("hidden-")
    assert player.username not in handle
    return handle


def take_back(arena: Arena, user_id: int) -> str:
    """Take back the consent of somebody who is not signed in; return their handle."""
    arena.sql(
        "INSERT INTO consents (user_id, subject, version, given)"
        f" VALUES ({user_id}, 'public_name', '{PUBLIC_NAME_VERSION}', false)"
    )
    return str(arena.sql(f"SELECT handle FROM users WHERE id = {user_id}")[0][0])


def test_registration_keeps_which_terms_were_accepted_and_when(
    browser: httpx.Client, database: Database
) -> None:
    assert browser.post("/auth/register", json=registration()).status_code == 201
    sign_in(browser, "wanjiku")
    terms, name = browser.get("/users/me/consents").json()["items"]
    assert (terms["subject"], terms["version"], terms["given"]) == ("terms", TERMS_VERSION, True)
    assert terms["at"] is not None
    assert (name["given"], name["at"]) == (False, None), "nobody's name is shown unless they agree"
    me = browser.get("/users/me").json()
    assert me["terms_due"] is False
    assert me["shown_as"].startswith("hidden-")


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"terms_version": None}, (422, "invalid_request")),
        ({"terms_version": "the new ones"}, (422, "invalid_request")),
        ({"terms_version": "2020-01-01"}, (409, "text_has_changed")),
    ],
)
def test_without_the_present_terms_no_account_is_opened(
    browser: httpx.Client, changed: dict[str, Any], refused: tuple[int, str]
) -> None:
    assert refusal(browser.post("/auth/register", json=registration(**changed))) == refused
    assert browser.post("/auth/register", json=registration()).status_code == 201


def test_new_terms_are_asked_for_before_play_and_deposits_and_nothing_else(arena: Arena) -> None:
    player, other = arena.player(money=500), arena.player()
    arena.sql(f"UPDATE users SET terms_version = '2020-01-01' WHERE id = {player.id}")
    assert player.get("/users/me")["terms_due"] is True
    blocked = (409, "terms_not_accepted")
    assert refusal(player.join(100)) == blocked
    assert refusal(player.post("/payments/deposits", {"amount": 100})) == blocked
    challenge = {"wager_amount": 100, "opponent": other.username}
    assert refusal(player.post("/matches/challenges", challenge)) == blocked
    assert player.post("/payments/withdrawals", {"amount": 100}).status_code == 202
    assert player.http.get("/users/me/export").status_code == 200
    stale = {"subject": "terms", "version": "2020-01-01", "given": True}
    assert refusal(player.post("/users/me/consents", stale)) == (409, "text_has_changed")
    assert consent(player, "terms").status_code == 200
    assert player.get("/users/me")["terms_due"] is False
    assert player.join(100).status_code == 201


def test_terms_are_not_taken_back(arena: Arena) -> None:
    answer = consent(arena.player(), "terms", given=False)
    assert refusal(answer) == (422, "invalid_request")


def test_boards_show_a_handle_instead_of_the_name_without_consent(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    match_id = make_match(one, two, active=True).id
    one.report(match_id, "won")
    two.report(match_id, "lost")
    rate_matches()
    handle = hide(one)
    build_leaderboards()
    top_pages.clear()
    page = two.get("/leaderboard", board="winnings")
    assert [line["username"] for line in page["items"]] == [handle]
    mine = one.get("/leaderboard", board="winnings")["me"]["neighbours"]
    assert [line["username"] for line in mine] == [handle]
    assert hide(one) == handle, "the handle stays the same"
    assert consent(one, "public_name").json()["shown_as"] == one.username
    top_pages.clear()
    page = two.get("/leaderboard", board="winnings")
    assert [line["username"] for line in page["items"]] == [one.username]


def test_tournaments_show_handles_in_lists_brackets_and_tables(arena: Arena) -> None:
    event = begin(4)
    hidden, shown = event.players[:2]
    handle = take_back(arena, hidden.id)
    bracket_cache.pages.clear()
    viewer = arena.player()
    for page in ("participants", "bracket", "rounds", "standings"):
        text = viewer.http.get(f"/tournaments/{event.id}/{page}").text
        assert handle in text, page
        assert f'"{hidden.username}"' not in text, page
        assert shown.username in text, page


def test_prizes_name_nobody_without_consent(arena: Arena) -> None:
    cup = paid_cup(arena)
    paid = cup.event.prizes()
    winner = max(cup.event.players, key=lambda one: paid.get(one.id, 0))
    handle = take_back(arena, winner.id)
    shown = arena.player().get(f"/tournaments/{cup.event.id}")["prizes"]
    names = [one["username"] for one in shown]
    assert handle in names
    assert winner.username not in names


def test_a_profile_is_shown_with_consent_and_to_who_has_met_the_player(arena: Arena) -> None:
    one, two, stranger = arena.player(), arena.player(), arena.player()
    make_match(one, two)
    hide(one)
    path = f"/users/{one.username}"
    assert refusal(stranger.http.get(path)) == (404, "not_found")
    assert two.get(path)["username"] == one.username, "their opponent knows who they are"
    assert one.get(path)["username"] == one.username
    consent(one, "public_name")
    assert stranger.get(path)["username"] == one.username


def test_the_opponent_in_ones_own_match_sees_the_username(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    match_id = make_match(one, two, active=True).id
    hide(one)
    assert one.username in two.http.get(f"/matches/{match_id}").text


def test_the_apps_login_shows_no_name_and_changes_no_consent(arena: Arena) -> None:
    player = arena.player()
    for statement in (
        f"UPDATE users SET shows_name = true WHERE id = {player.id}",
        f"UPDATE users SET terms_version = '{TERMS_VERSION}' WHERE id = {player.id}",
        "UPDATE consents SET given = true",
        "DELETE FROM consents",
        "INSERT INTO consents (user_id, subject, version, given, at) VALUES"
        f" ({player.id}, 'terms', '2020-01-01', true, '2020-01-01')",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_the_app(statement)


def test_nobody_can_change_a_consent_afterwards(arena: Arena) -> None:
    arena.player()
    with pytest.raises(psycopg2.errors.Error):
        arena.sql("UPDATE consents SET at = now() - interval '1 year'")


def as_the_app(statement: str) -> None:
    with transaction() as session:
        session.connection().exec_driver_sql(statement)
