"""Staff's second factor: each code counts once, for one thing, and nobody gets in without it.

Rows of docs/security.md: S13, S39.
"""

import base64
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.cli import second_factor
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.auth import totp
from app.models.user import User
from app.services.auth.factor import invitations
from devstack import staff_codes
from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.factories.player import PASSWORD
from tests.support.house import pay_capital_in
from tests.support.production import as_in_production

Browsers = Callable[[], httpx.Client]
Json = dict[str, Any]
DEMO = totp.read_secret(totp.DEMO_SECRET)
WRONG = (422, "factor_code_wrong")


@pytest.fixture
def real_window(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The window of production: one step before, one after."""
    monkeypatch.setenv("STAFF_DRIFT_STEPS", "1")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def desk(new_player: Callable[..., User]) -> User:
    return new_player(username="desk", role="admin")


def code(steps: int = 0, secret: bytes = DEMO) -> str:
    """Return the code that is `steps` away; one of now stays good for another step."""
    return totp.code_of(secret, totp.step_at(utc_now()) + steps)


def log_in(browser: httpx.Client, code: str | None, password: str = PASSWORD) -> httpx.Response:
    form = {"username": "desk", "password": password} | ({} if code is None else {"code": code})
    return browser.post("/auth/login", data=form)


def invited(user: User | Player) -> str:
    with transaction() as session:
        return invitations.invite(session, user_id=user.id, now=utc_now())


def newcomer(arena: Arena) -> Player:
    """Return somebody who was appointed and has no authenticator yet."""
    player = arena.player()
    arena.sql(f"UPDATE users SET role = 'admin' WHERE id = {player.id}")
    return player


def enrol(person: Player, invitation: str | None = None, **headers: str) -> httpx.Response:
    return person.http.post("/auth/factor/enrol", json={"invitation": invitation}, headers=headers)


def test_the_password_alone_opens_nothing(
    browser: httpx.Client, desk: User, real_window: None
) -> None:
    assert refusal(log_in(browser, None)) == (403, "second_factor_needed")
    assert refusal(log_in(browser, "000000", "a-wrong-password")) == (401, "wrong_credentials")
    assert refusal(log_in(browser, None, "a-wrong-password")) == (401, "wrong_credentials")
    assert log_in(browser, code()).status_code == 200


def test_a_code_counts_once_and_no_earlier_one_after_it(
    browser: httpx.Client, desk: User, real_window: None
) -> None:
    before, now, after = code(-1), code(), code(1)
    assert log_in(browser, now).status_code == 200
    for used in (now, before):
        assert refusal(log_in(browser, used)) == WRONG
    assert log_in(browser, after).status_code == 200


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_time_is_none(
    browser: httpx.Client, desk: User, real_window: None, steps: int
) -> None:
    assert refusal(log_in(browser, code(steps))) == WRONG


def test_full_width_digits_are_no_code(
    browser: httpx.Client, desk: User, real_window: None
) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code())
    assert refusal(log_in(browser, wide)) == WRONG
    assert log_in(browser, code()).status_code == 200


def test_of_twenty_at_once_one_gets_in(
    new_browser: Browsers, desk: User, real_window: None
) -> None:
    once = code()
    answers = at_once(*[lambda: log_in(new_browser(), once).status_code for _ in range(20)])
    assert sorted(answers) == [200] + [422] * 19


def test_after_five_wrong_codes_no_more_is_looked_at_on_any_route(
    new_browser: Browsers, arena: Arena, desk: User, real_window: None
) -> None:
    inside = new_browser()
    answer = log_in(inside, code())
    inside.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    guesses = ["000000", "111111", "222222", "333333", "444444"]
    tried = at_once(
        *[lambda one=one: log_in(new_browser(), one).status_code for one in guesses[:3]]
    )
    assert tried == [422] * 3
    for guess in guesses[3:]:
        headers = {"X-Factor-Code": guess}
        assert inside.post("/auth/factor/recovery-codes", headers=headers).status_code == 422
    assert log_in(new_browser(), code(1)).status_code == 429
    right = {"X-Factor-Code": code()}
    assert inside.post("/auth/factor/recovery-codes", headers=right).status_code == 429
    arena.sql("UPDATE staff_factor_tries SET began_at = began_at - interval '15 minutes'")
    assert log_in(new_browser(), code(1)).status_code == 200


def test_used_codes_are_no_guesses(browser: httpx.Client, desk: User, real_window: None) -> None:
    once = code()
    assert log_in(browser, once).status_code == 200
    for _ in range(7):
        assert refusal(log_in(browser, once)) == WRONG
    assert log_in(browser, code(1)).status_code == 200


def test_somebody_who_was_appointed_enrols_by_an_invitation(arena: Arena) -> None:
    person = newcomer(arena)
    assert refusal(person.request("GET", "/admin/alarms")) == (403, "second_factor_needed")
    assert refusal(enrol(person)) == (422, "factor_code_wrong")
    invitation = invited(person)
    made = enrol(person, invitation.lower()).json()
    assert base64.b64decode(made["qr"].partition(",")[2]).startswith(b"<?xml")
    secret = totp.read_secret(made["secret"])
    assert made["secret"] in made["uri"]
    assert person.post("/auth/factor/confirm", {"code": "000000"}).status_code == 422
    assert refusal(person.request("GET", "/admin/alarms")) == (403, "second_factor_needed")
    codes = person.post("/auth/factor/confirm", {"code": code(0, secret)}).json()["codes"]
    assert len(set(codes)) == 10
    assert person.request("GET", "/admin/alarms").status_code == 200
    state = person.get("/auth/factor")
    assert (state["is_active"], state["recovery_codes_left"]) == (True, 10)
    told = [item["type"] for item in person.get("/notifications")["items"]]
    assert "factor_changed" in told
    assert arena.sql("SELECT count(*) FROM sms_codes WHERE purpose = 'told_factor'") == [(1,)]


def test_who_two_admins_appoint_is_invited_and_who_leaves_loses_the_factor(arena: Arena) -> None:
    one, two, person = arena.admin(), arena.admin(), arena.player()

    def change(role: str) -> Json:
        body = {"username": person.username, "role": role, "reason": "They start on Monday."}
        path = "/admin/staff/changes"
        made = one.post(path, body).json()["id"]
        given: Json = two.post(f"{path}/{made}/approve", {"reason": body["reason"]}).json()
        return given

    invitation = change("support")["invitation"]
    support = arena.signed_in_again(person)
    assert refusal(support.http.get("/admin/alarms")) == (403, "second_factor_needed")
    secret = totp.read_secret(enrol(support, invitation).json()["secret"])
    assert support.post("/auth/factor/confirm", {"code": code(0, secret)}).status_code == 200
    assert support.http.get("/admin/alarms").status_code == 200
    assert change("player")["invitation"] is None
    assert arena.sql(
        f"SELECT count(*) FROM staff_factors WHERE user_id = {person.id} AND removed_at IS NULL"
    ) == [(0,)]
    form = {"username": person.username, "password": PASSWORD}
    assert person.http.post("/auth/login", data=form).status_code == 200, "a password, as before"


def test_an_invitation_is_of_one_person_one_use_and_one_day(arena: Arena) -> None:
    one, two = newcomer(arena), newcomer(arena)
    earlier, invitation = invited(one), invited(one)
    assert refusal(enrol(one, earlier)) == (422, "factor_code_wrong")
    assert refusal(enrol(two, invitation)) == (422, "factor_code_wrong")
    arena.sql("UPDATE staff_invitations SET expires_at = expires_at - interval '2 days'")
    assert refusal(enrol(one, invitation)) == (422, "factor_code_wrong")
    again = invited(one)
    other = arena.signed_in_again(one)
    secrets = [totp.read_secret(enrol(who, again).json()["secret"]) for who in (one, other)]
    # What another session began replaces what the first did.
    late = one.post("/auth/factor/confirm", {"code": code(0, secrets[0])})
    assert refusal(late) == (422, "code_expired")
    assert other.post("/auth/factor/confirm", {"code": code(0, secrets[1])}).status_code == 200
    assert refusal(enrol(one, again)) == (403, "fresh_factor_needed")


def test_another_authenticator_needs_a_fresh_code_of_the_present_one(arena: Arena) -> None:
    admin = arena.admin()
    del admin.http.event_hooks["request"][:]
    assert refusal(enrol(admin, invited(admin))) == (403, "fresh_factor_needed")
    made = enrol(admin, None, **{"X-Factor-Code": code()})
    assert made.status_code == 201
    secret = totp.read_secret(made.json()["secret"])
    assert admin.post("/auth/factor/confirm", {"code": code(0, secret)}).status_code == 200
    form = {"username": admin.username, "password": PASSWORD}
    for other, status in ((code(5), 422), (code(1, secret), 200)):
        answer = admin.http.post("/auth/login", data=form | {"code": other})
        assert answer.status_code == status


def test_a_recovery_code_signs_in_once_and_allows_no_money(
    browser: httpx.Client, new_browser: Browsers, arena: Arena
) -> None:
    admin = arena.admin(username="desk")
    codes = admin.post("/auth/factor/recovery-codes").json()["codes"]
    answers = at_once(*[lambda: log_in(new_browser(), codes[0]).status_code for _ in range(20)])
    assert min(answers) == 200
    assert answers.count(200) == 1
    arena.sql("DELETE FROM staff_factor_tries")  # nineteen of them were wrong
    spelled = codes[1].replace("-", " ").lower()
    token = log_in(browser, spelled).json()["access_token"]
    browser.headers["Authorization"] = f"Bearer {token}"
    assert browser.get("/admin/alarms").status_code == 200
    assert browser.get("/auth/factor").json()["recovery_codes_left"] == 8
    body = {"amount": 500, "reason": "For the Saturday Cup."}
    for sent in ({}, {"X-Factor-Code": codes[2]}):
        answer = browser.post("/admin/tournaments/sponsor/fundings", json=body, headers=sent)
        assert answer.status_code in {403, 422}, sent
    new = admin.post("/auth/factor/recovery-codes").json()["codes"]
    assert refusal(log_in(browser, codes[3])) == WRONG
    assert log_in(browser, new[3]).status_code == 200


def test_a_code_allows_one_action_on_one_subject(arena: Arena) -> None:
    one, two = arena.admin(), arena.admin()
    pay_capital_in(2000)
    fundings = [
        one.post("/admin/tournaments/sponsor/fundings", {"amount": 500 + n, "reason": "A cup's."})
        for n in range(2)
    ]
    ids = [funding.json()["id"] for funding in fundings]
    del two.http.event_hooks["request"][:]

    def approve(funding: int, code: str | None) -> httpx.Response:
        headers = {"X-Factor-Code": code} if code else {}
        path = f"/admin/tournaments/sponsor/fundings/{funding}/approve"
        return two.http.post(path, json={"reason": "Looked at it."}, headers=headers)

    fresh = code()
    assert refusal(approve(ids[0], None)) == (403, "fresh_factor_needed")
    assert approve(ids[0], fresh).status_code == 200
    assert refusal(approve(ids[1], fresh)) == (422, "factor_code_wrong")
    # A retry whose answer was lost is told how it stands, not that its code is wrong.
    assert refusal(approve(ids[0], fresh)) == (409, "ruling_moved_on")
    arena.sql("ALTER TABLE staff_step_ups DISABLE TRIGGER fixed;"
              "UPDATE staff_step_ups SET used_at = used_at - interval '6 minutes';"
              "ALTER TABLE staff_step_ups ENABLE TRIGGER fixed")  # fmt: skip
    assert refusal(approve(ids[0], fresh)) == (422, "factor_code_wrong")
    assert approve(ids[1], code(1)).status_code == 200


def test_a_refused_action_gives_its_code_back(arena: Arena) -> None:
    one, two = arena.admin(), arena.admin()
    pay_capital_in(500)
    path = "/admin/tournaments/sponsor/fundings"
    funding = one.post(path, {"amount": 500, "reason": "For a cup."}).json()["id"]
    del two.http.event_hooks["request"][:]
    headers = {"X-Factor-Code": code()}
    body = {"reason": "Looked at it."}
    missing = two.http.post(f"{path}/{funding + 1}/approve", json=body, headers=headers)
    assert missing.status_code == 404
    done = two.http.post(f"{path}/{funding}/approve", json=body, headers=headers)
    assert done.status_code == 200


def test_two_colleagues_take_a_lost_authenticator_away(arena: Arena) -> None:
    one, two, lost = arena.admin(), arena.admin(), arena.admin(username="lost")
    body = {"username": "lost", "reason": "They lost their phone."}
    why = {"reason": "I spoke to them."}
    assert refusal(lost.post("/admin/factor-resets", body)) == (403, "same_person")
    assert refusal(one.post("/admin/factor-resets", body | {"username": "nobody"}))[0] == 404
    reset = one.post("/admin/factor-resets", body).json()["id"]
    assert refusal(two.post("/admin/factor-resets", body)) == (409, "ruling_moved_on")
    for person in (one, lost):
        answer = person.post(f"/admin/factor-resets/{reset}/approve", why)
        assert refusal(answer) == (403, "same_person")
    assert lost.request("GET", "/admin/alarms").status_code == 200
    approved = two.post(f"/admin/factor-resets/{reset}/approve", why).json()
    assert approved["decision"] == "approved"
    assert lost.request("GET", "/admin/alarms").status_code == 401
    again = arena.signed_in_again(lost)
    assert refusal(again.request("GET", "/admin/alarms")) == (403, "second_factor_needed")
    secret = totp.read_secret(enrol(again, approved["invitation"]).json()["secret"])
    assert again.post("/auth/factor/confirm", {"code": code(0, secret)}).status_code == 200
    shown = one.get("/admin/factor-resets")["items"]
    assert [(line["username"], line["decided_by"]) for line in shown] == [("lost", two.username)]
    assert "invitation" not in shown[0]
    actions = [line["action"] for line in one.get("/admin/audit")["items"]]
    assert actions[:3] == ["factor.enrol", "factor.reset.approve", "factor.reset.propose"]


def test_a_rejected_reset_changes_nothing(arena: Arena) -> None:
    one, two, kept = arena.admin(), arena.admin(), arena.admin(username="kept")
    body = {"username": "kept", "reason": "They lost their phone."}
    reset = one.post("/admin/factor-resets", body).json()["id"]
    why = {"reason": "They have it still."}
    assert two.post(f"/admin/factor-resets/{reset}/reject", why).json()["decision"] == "rejected"
    assert kept.request("GET", "/admin/alarms").status_code == 200
    assert refusal(two.post(f"/admin/factor-resets/{reset}/approve", why))[0] == 409


def test_a_secret_that_is_moved_to_another_account_is_of_no_use(
    arena: Arena, browser: httpx.Client
) -> None:
    one, desk = arena.admin(), arena.admin(username="desk")
    arena.sql(
        "UPDATE staff_factors SET secret ="
        f" (SELECT secret FROM staff_factors WHERE user_id = {one.id}) WHERE user_id = {desk.id}"
    )
    assert refusal(log_in(browser, code(3))) == WRONG


def test_the_demos_secret_opens_nothing_in_production(
    browser: httpx.Client, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_in_production(monkeypatch):
        assert refusal(log_in(browser, code(1))) == WRONG
    assert log_in(browser, code(1)).status_code == 200


def test_players_have_no_second_factor(arena: Arena) -> None:
    player = arena.player()
    assert refusal(player.request("GET", "/auth/factor")) == (403, "not_allowed")
    assert refusal(enrol(player, "MFRG-GZDF-MZTW-Q2LK")) == (403, "not_allowed")
    assert refusal(player.post("/auth/factor/confirm", {"code": "123456"})) == (403, "not_allowed")


def test_a_new_key_encrypts_a_secret_anew_at_its_next_use(
    browser: httpx.Client, desk: User, arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = "b3JhY2xlLW9mLXRoZS1vbGQta2V5LTI1NC0wMQ", "bmV3LWtleS1vZi10aGUtcmluZy0yNTQtMDItWFk"
    secret_key = get_settings().secret_key.get_secret_value()
    for ring, status in (
        (f"{old},{secret_key}", 200),
        (f"{new},{old}", 200),
        (new, 200),
        (old, 422),
    ):
        monkeypatch.setenv("KEYS_FACTORS", ring)
        get_settings.cache_clear()
        answer = log_in(browser, staff_codes.new_code("desk"))
        assert answer.status_code == status, ring
    monkeypatch.undo()
    get_settings.cache_clear()


def test_the_server_invites_who_was_appointed_or_has_lost_theirs(
    arena: Arena, capsys: pytest.CaptureFixture[str]
) -> None:
    admin = arena.admin(username="desk")
    arena.player(username="amina")
    assert second_factor.main(["amina"]) == 1
    assert second_factor.main(["Desk"]) == 0
    invitation = capsys.readouterr().out.rpartition(" ")[2].strip()
    assert admin.request("GET", "/admin/alarms").status_code == 401
    again = arena.signed_in_again(admin)
    secret = totp.read_secret(enrol(again, invitation).json()["secret"])
    assert again.post("/auth/factor/confirm", {"code": code(0, secret)}).status_code == 200
    actions = [line["action"] for line in again.get("/admin/audit")["items"]]
    assert actions == ["factor.enrol", "factor.reset.server"]
