"""A name in the game has one holder: who can show that it is theirs, else who was first."""

from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from app.core.settings import get_settings
from app.workers.tasks.matches import score_risks
from tests.support.activision import Activision
from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.pictures import photo
from tests.support.web import registration

NAME = "NairobiIce#2741"
WHY = "The video shows the code beside the name."

pytestmark = pytest.mark.nameless


def put(player: Player, name: str = NAME, platform: str = "acti") -> httpx.Response:
    return player.http.put(f"/users/me/game-accounts/{platform}", json={"username": name})


def nameless(arena: Arena) -> Player:
    return arena.player(cod_username=None)


def names(player: Player) -> dict[str, str]:
    found = player.get("/users/me/game-accounts")["items"]
    return {account["platform"]: account["username"] for account in found}


def rename(player: Player, name: str | None) -> httpx.Response:
    return player.http.patch("/users/me", json={"cod_username": name})


def claim(player: Player, **more: str) -> dict[str, Any]:
    body = {"platform": "acti", "username": NAME, **more}
    answer = player.post("/users/me/name-claims", body)
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


# ── one store, one rule ──


def test_the_plain_name_is_the_game_account_on_activision(arena: Arena) -> None:
    player = arena.player()
    assert rename(player, "Simba#11").json()["cod_username"] == "Simba#11"
    assert names(player) == {"acti": "Simba#11"}
    assert put(player, "Simba#12").status_code == 200
    assert player.get("/users/me")["cod_username"] == "Simba#12"
    assert player.http.delete("/users/me/game-accounts/acti").status_code == 204
    assert player.get("/users/me")["cod_username"] is None
    assert put(player, "Simba#13").status_code == 200
    assert rename(player, None).json()["cod_username"] is None
    assert names(player) == {}


def test_both_doors_are_shut_while_in_play_except_for_a_first_name(arena: Arena) -> None:
    one, two = nameless(arena), nameless(arena)
    for player, name in ((one, "Simba_KE"), (two, "Ice_KE")):
        assert put(player, name, "psn").status_code == 200
    one.join(platform="psn")
    match_id = int(two.join(platform="psn").json()["match_id"])
    one.ready(match_id), two.ready(match_id)
    assert rename(one, "Simba#11").status_code == 200, "a first one on another platform"
    for change in (rename(one, "Other#1"), rename(one, None), put(one, "Other#1")):
        assert refusal(change) == (409, "game_account_locked")
    assert rename(one, "Simba#11").status_code == put(one, "Simba#11").status_code == 200
    one.report(match_id, "lost"), two.report(match_id, "won")
    assert rename(one, "Other#1").status_code == 200


# ── one holder ──


@pytest.mark.parametrize(
    "again", [NAME, NAME.lower(), "NAIROBIICE#2741", "ＮairobiIce#2741", "Nairobilce#2741"]
)
def test_a_name_that_somebody_holds_is_refused(arena: Arena, again: str) -> None:
    first, second = nameless(arena), nameless(arena)
    assert put(first).status_code == 200
    assert refusal(put(second, again)) == (409, "game_name_held")
    assert refusal(rename(second, again)) == (409, "game_name_held")
    assert names(second) == {}
    assert put(second, "NairobiIce#2742").status_code == 200, "another number is another person"
    assert put(second, NAME, "psn").status_code == 200, "and so may be another platform"


def test_without_a_number_names_that_look_alike_are_two(arena: Arena) -> None:
    first, second, third = arena.player(), arena.player(), arena.player()
    assert put(first, "S1mba", "psn").status_code == put(second, "Simba", "psn").status_code == 200
    assert refusal(put(third, "SIMBA", "psn")) == (409, "game_name_held")
    assert refusal(put(third, "\u200b\u200b\u200b", "psn")) == (422, "invalid_request")


def test_of_many_at_once_one_gets_the_name(arena: Arena) -> None:
    players = [arena.player() for _ in range(6)]
    answers = at_once(*(partial(put, player) for player in players))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 409, 409, 409, 409, 409]


def test_nobody_registers_with_a_name_that_is_held(arena: Arena, browser: httpx.Client) -> None:
    assert put(arena.player()).status_code == 200
    answer = browser.post("/auth/register", json=registration(cod_username=NAME))
    assert refusal(answer) == (409, "game_name_held")
    assert browser.post("/auth/register", json=registration()).status_code == 201


def test_a_released_name_is_free(arena: Arena) -> None:
    squatter, owner = arena.player(), arena.player()
    put(squatter)
    assert squatter.http.delete("/users/me/game-accounts/acti").status_code == 204
    assert put(owner).status_code == 200
    assert refusal(put(squatter)) == (409, "game_name_held")
    put(owner, "Another#1")
    assert put(squatter).status_code == 200, "a changed name is released as well"


def test_a_name_that_nobody_plays_with_yields_after_a_month(arena: Arena) -> None:
    squatter, player, other = arena.player(), arena.player(), arena.player()
    put(squatter)
    arena.sql("UPDATE game_accounts SET named_at = now() - interval '29 days'")
    assert refusal(put(other)) == (409, "game_name_held")
    arena.sql("UPDATE game_accounts SET named_at = now() - interval '31 days'")
    squatter.join(), player.join()
    assert refusal(put(other)) == (409, "game_name_held"), "they play"
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER terms;"
        "UPDATE matches SET created_at = now() - interval '31 days';"
        "ALTER TABLE matches ENABLE TRIGGER terms"
    )
    assert put(other).status_code == 200
    assert names(squatter) == {}
    assert squatter.get("/users/me")["cod_username"] is None


def test_a_name_that_activision_does_not_know_yields_at_once(
    arena: Arena, activision: Activision
) -> None:
    squatter, other = arena.player(), arena.player()
    put(squatter)
    activision.run_jobs("cod")
    assert put(other).status_code == 200


# ── proof ──


def test_who_shows_the_code_in_the_game_gets_the_name(arena: Arena, activision: Activision) -> None:
    squatter, owner = nameless(arena), nameless(arena)
    uno = activision.player(NAME, names={"uno": NAME, "battle": "Ice#1"})
    activision.player("Viper#1")
    activision.add_game("Ice#1", "Viper#1")
    put(squatter, "Ice#1", "battle"), put(squatter)
    activision.run_jobs("cod")
    opened = claim(owner)
    check = f"/users/me/name-claims/{opened['id']}/check"
    assert owner.post(check).status_code == 202
    activision.run_jobs("cod")
    assert names(owner) == {}, "the games there are do not show the code"
    activision.add_game("Ice#1", "Viper#1", code=opened["code"])
    owner.post(check)
    activision.run_jobs("cod")
    assert names(owner) == {}, "nor does one that began before the claim"
    arena.sql(
        "ALTER TABLE name_claims DISABLE TRIGGER terms;"
        "UPDATE name_claims SET created_at = created_at - interval '1 hour';"
        "ALTER TABLE name_claims ENABLE TRIGGER terms"
    )
    owner.post(check)
    activision.run_jobs("cod")
    assert names(owner) == {"acti": NAME}
    assert names(squatter) == {}, "also the other name with the same Activision id"
    (account,) = owner.get("/users/me/game-accounts")["items"]
    assert account["proven_at"] is not None
    assert arena.sql("SELECT uno, user_id FROM game_ids") == [(uno, owner.id)]
    (seen,) = owner.get("/users/me/name-claims")["items"]
    assert seen["state"] == "granted"


def test_a_referee_moves_a_name_and_a_proven_one_yields_to_proof_only(arena: Arena) -> None:
    squatter, owner, late = arena.player(), arena.player(), arena.player()
    put(squatter)
    opened = claim(owner, link="https://clips.example/1", note="It is in my profile.")
    admin = arena.admin()
    alarms = "SELECT kind FROM alarms WHERE cleared_at IS NULL"
    assert arena.sql(alarms) == [("name_claim_waits",)]
    (waiting,) = admin.get("/admin/name-claims")["items"]
    assert (waiting["claimant"], waiting["holder"]) == (owner.username, squatter.username)
    assert (waiting["code"], waiting["holder_has_proof"]) == (opened["code"], False)
    path = f"/admin/name-claims/{opened['id']}/decide"
    answer = admin.post(path, {"granted": True, "reason": WHY})
    assert (answer.status_code, answer.json()["state"]) == (200, "granted")
    assert (names(owner), names(squatter)) == ({"acti": NAME}, {})
    assert arena.sql(alarms) == []
    assert refusal(admin.post(path, {"granted": True, "reason": WHY})) == (
        409,
        "name_claim_closed",
    )
    (entry,) = admin.get("/admin/audit", subject=f"user:{owner.id}")["items"]
    assert (entry["action"], entry["detail"]["holder"]) == ("name_claim.grant", squatter.id)
    arena.sql("UPDATE game_accounts SET named_at = now() - interval '1 year'")
    assert refusal(put(late)) == (409, "game_name_held")


def test_a_refused_claim_moves_nothing(arena: Arena) -> None:
    holder, other = arena.player(), arena.player()
    put(holder)
    opened = claim(other)
    again = claim(other, link="https://clips.example/1")
    assert again["code"] == opened["code"], "the picture shows the code that was given first"
    admin = arena.admin()
    (waiting,) = admin.get("/admin/name-claims")["items"]
    decided = admin.post(
        f"/admin/name-claims/{waiting['id']}/decide",
        {"granted": False, "reason": "Nothing shows the code."},
    )
    assert decided.json()["state"] == "refused"
    assert names(holder) == {"acti": NAME}
    states = [row["state"] for row in other.get("/users/me/name-claims")["items"]]
    assert states == ["refused", "withdrawn"]


def test_claims_are_for_players_with_a_phone_and_referees_without_a_part(arena: Arena) -> None:
    unverified = arena.player(is_verified=False)
    body = {"platform": "acti", "username": NAME}
    assert refusal(unverified.post("/users/me/name-claims", body)) == (403, "phone_not_verified")
    admin, player = arena.admin(), arena.player()
    put(admin)
    opened = claim(player)
    path = f"/admin/name-claims/{opened['id']}/decide"
    own = admin.post(path, {"granted": False, "reason": WHY})
    assert refusal(own) == (403, "not_allowed")
    assert refusal(player.post(path, {"granted": True, "reason": WHY})) == (403, "not_allowed")
    other = arena.player()
    check = other.post(f"/users/me/name-claims/{opened['id']}/check")
    assert refusal(check) == (404, "not_found")


# ── nobody is hurt by names that others plant ──


def test_a_stranger_cannot_freeze_a_named_player(arena: Arena) -> None:
    """A rename that cost nothing made each of their matches a dispute and held their money."""
    victim, opponent, match_id = arena.playing(names=("Nairobilce803998#2741", "Ice#1"))
    stranger = arena.player(money=0)
    assert rename(stranger, "NairobiIce803998").status_code == 200
    victim.report(match_id, "won")
    shown = opponent.http.post(
        f"/matches/{match_id}/evidence", files={"pictures": ("a.jpg", photo(1), "image/jpeg")}
    )
    assert shown.status_code == 201
    opponent.report(match_id, "lost")
    assert victim.match(match_id)["status"] == "completed"
    score_risks()
    admin = arena.admin()
    for player in (victim, stranger):
        assert admin.get(f"/admin/users/{player.id}/risk")["flags"] == []
    assert victim.post("/payments/withdrawals", {"amount": 100}).status_code == 202


def test_a_name_planted_before_hurts_nobody_either(arena: Arena) -> None:
    stranger = arena.player(money=0)
    rename(stranger, "NairobiIce803998")
    rename(stranger, "SomethingElse")
    victim, opponent, match_id = arena.playing(names=("Nairobilce803998#2741", "Ice#1"))
    for player, outcome in ((victim, "won"), (opponent, "lost")):
        player.report(match_id, outcome)
    rename(stranger, "NairobiIce803998")
    score_risks()
    assert arena.admin().get(f"/admin/users/{victim.id}/risk")["flags"] == []


def test_who_proves_a_name_imitates_nobody(arena: Arena) -> None:
    older, owner, match_id = arena.playing(names=("KlLLA#9", "KILLA#1"))
    older.report(match_id, "lost"), owner.report(match_id, "won")
    score_risks()
    admin = arena.admin()
    path = f"/admin/users/{owner.id}/risk"
    assert admin.get(path)["score"] == 60, "a player's older name looks like theirs"
    opened = claim(owner, username="KILLA#1")
    decision = f"/admin/name-claims/{opened['id']}/decide"
    assert admin.post(decision, {"granted": True, "reason": WHY}).status_code == 200
    arena.sql("UPDATE player_risks SET scored_at = now() - interval '2 days'")
    score_risks()
    assert admin.get(path)["score"] == 0


def test_one_display_name_with_two_numbers_is_a_coincidence(arena: Arena) -> None:
    one, two, match_id = arena.playing(names=("Simba#111", "Simba#222"))
    one.report(match_id, "won"), two.report(match_id, "lost")
    score_risks()
    admin = arena.admin()
    for player in (one, two):
        assert admin.get(f"/admin/users/{player.id}/risk")["flags"] == []


def test_renames_are_limited(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_GAME_NAMES_PER_ACCOUNT", "3 per day")
    get_settings.cache_clear()
    player, other = arena.player(), arena.player()
    doors: list[Callable[[str], httpx.Response]] = [partial(put, player), partial(rename, player)]
    for number in range(3):
        assert doors[number % 2](f"Simba#{number}").status_code == 200
    for door in doors:
        refused = door("Simba#9")
        assert refusal(refused) == (429, "too_many_requests")
        assert int(refused.headers["retry-after"]) > 0
    assert player.http.patch("/users/me", json={}).status_code == 200
    assert put(other).status_code == 200
    get_settings.cache_clear()


def test_old_names_do_not_pile_up(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_GAME_NAMES_PER_ACCOUNT", "100 per day")
    get_settings.cache_clear()
    player = arena.player()
    for number in range(24):
        assert rename(player, f"Simba#{number}").status_code == 200
    kept = arena.sql("SELECT name FROM player_names ORDER BY created_at")
    assert [name for (name,) in kept] == [f"Simba#{number}" for number in range(3, 24)]
    get_settings.cache_clear()
