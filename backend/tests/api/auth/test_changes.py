"""A new password or number for whoever is signed in, and the SMS that tells the owner.

Rows of docs/security.md: S10, S14, S20, S21.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in

Browsers = Callable[[], httpx.Client]
Inbox = Callable[[str], list[str]]
OLD, NEW = "254711000001", "254722000002"
NEW_PASSWORD = "Pole-pole-ndio-mwendo"


@pytest.fixture
def signed_in(browser: httpx.Client, new_player: Callable[..., User]) -> httpx.Client:
    new_player(username="amina", phone=OLD, money=500)
    sign_in(browser, "amina", PASSWORD).raise_for_status()
    return browser


@pytest.fixture
def inbox(run_jobs: Callable[[str], list[str]], sms_network: httpx.Client) -> Inbox:
    """`inbox(phone)` lets the worker send what waits; it returns the texts, newest first."""

    def read(phone: str) -> list[str]:
        run_jobs("sms")
        return [sms["text"] for sms in sms_network.get(f"/phones/{phone}").json()["sms"]]

    return read


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found.group()


def change_password(browser: httpx.Client, old: str, new: str) -> httpx.Response:
    body = {"current_password": old, "new_password": new}
    return browser.post("/users/me/password", json=body)


def ask(browser: httpx.Client, phone: str = NEW, password: str | None = PASSWORD) -> httpx.Response:
    return browser.post("/users/me/phone", json={"phone": phone, "password": password})


def confirm(browser: httpx.Client, code: str) -> httpx.Response:
    return browser.post("/users/me/phone/confirm", json={"code": code})


def test_a_password_is_changed_by_the_old_one_and_other_devices_end(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    other = new_browser()
    sign_in(other, "amina", PASSWORD).raise_for_status()
    inbox(OLD)
    assert change_password(signed_in, PASSWORD, NEW_PASSWORD).status_code == 204
    assert signed_in.get("/users/me").status_code == 200, "this device stays signed in"
    assert other.get("/users/me").json()["code"] == "session_ended"
    assert sign_in(new_browser(), "amina", PASSWORD).status_code == 401
    assert sign_in(new_browser(), "amina", NEW_PASSWORD).status_code == 200
    assert any("your password was changed" in text for text in inbox(OLD))


def test_without_the_old_password_nothing_is_changed(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    codes = [change_password(signed_in, "a wrong one", NEW_PASSWORD) for _ in range(11)]
    assert [answer.json()["code"] for answer in codes] == ["password_wrong"] * 10 + [
        "too_many_requests"
    ]
    assert sign_in(new_browser(), "amina", PASSWORD).status_code == 200, "who logs in may go on"
    assert not any("changed" in text for text in inbox(OLD))
    assert change_password(new_browser(), PASSWORD, NEW_PASSWORD).status_code == 401


@pytest.mark.parametrize("weak", ["password12", "amina12345", "0711000001", "254711000001"])
def test_a_weak_new_password_is_refused(signed_in: httpx.Client, weak: str) -> None:
    answer = change_password(signed_in, PASSWORD, weak)
    assert (answer.status_code, answer.json()["code"]) == (422, "password_weak")


def test_a_number_is_changed_by_the_password_and_a_code_to_the_new_one(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    answer = ask(signed_in, "0722 000 002")
    assert (answer.status_code, answer.json()) == (202, {"resend_after": 60, "ends_in": 300})
    assert signed_in.get("/users/me").json()["phone"] == OLD, "until it is proved"
    assert inbox(OLD) == []
    (text,) = inbox(NEW)
    assert "THE PHONE of an account" in text
    me = confirm(signed_in, code_in(text)).json()
    assert (me["phone"], me["is_verified"]) == (NEW, True)
    (told,) = inbox(OLD)
    assert "phone is now 2547*****002" in told
    assert "72 hours" in told
    assert sign_in(new_browser(), NEW, PASSWORD).status_code == 200
    assert sign_in(new_browser(), OLD, PASSWORD).status_code == 401


def test_after_a_new_number_no_money_leaves_for_72_hours(
    signed_in: httpx.Client, inbox: Inbox, owner: Connection
) -> None:
    ask(signed_in)
    confirm(signed_in, code_in(inbox(NEW)[0])).raise_for_status()

    def withdraw() -> httpx.Response:
        key = {"Idempotency-Key": f"withdraw-{utc_now().timestamp()}"}
        return signed_in.post("/payments/withdrawals", json={"amount": 100}, headers=key)

    assert withdraw().json()["code"] == "withdrawal_cooling_off"
    for hours, status in ((71, 403), (2, 202)):
        with owner, owner.cursor() as cursor:
            cursor.execute(
                "UPDATE users SET payouts_after = payouts_after - %s", (timedelta(hours=hours),)
            )
        assert withdraw().status_code == status


def test_a_withdrawal_that_waited_for_its_code_does_not_leave_after_a_new_number(
    signed_in: httpx.Client, inbox: Inbox
) -> None:
    key = {"Idempotency-Key": "withdraw-before"}
    asked = signed_in.post("/payments/withdrawals", json={"amount": 100}, headers=key).json()
    code = code_in(inbox(OLD)[0])
    ask(signed_in)
    confirm(signed_in, code_in(inbox(NEW)[0])).raise_for_status()
    answer = signed_in.post(f"/payments/withdrawals/{asked['id']}/confirm", json={"code": code})
    assert answer.json()["code"] == "withdrawal_cooling_off"


def test_a_number_is_not_changed_without_the_password(
    signed_in: httpx.Client, inbox: Inbox
) -> None:
    for password in (None, "", "a wrong one"):
        assert ask(signed_in, password=password).json()["code"] == "password_wrong"
    assert inbox(NEW) == []


def test_a_number_of_another_account_is_answered_alike_and_its_owner_told(
    signed_in: httpx.Client, new_player: Callable[..., User], inbox: Inbox
) -> None:
    new_player(username="brian", phone=NEW)
    answer = ask(signed_in)
    assert (answer.status_code, answer.json()) == (202, {"resend_after": 60, "ends_in": 300})
    (told,) = inbox(NEW)
    assert "somebody tried to use this number" in told
    assert confirm(signed_in, "123456").json()["code"] == "code_wrong"


def test_one_account_cannot_send_sms_to_everybody(signed_in: httpx.Client) -> None:
    codes = [ask(signed_in, f"07330000{n:02d}").status_code for n in range(5)]
    assert codes == [202] + [429] * 4


def test_the_number_that_one_has_is_no_new_one(signed_in: httpx.Client) -> None:
    assert ask(signed_in, OLD).json()["code"] == "phone_already_verified"
    assert ask(signed_in, "0812345678").json()["code"] == "phone_invalid"


def test_five_wrong_tries_void_the_code_of_a_new_number(
    signed_in: httpx.Client, inbox: Inbox
) -> None:
    ask(signed_in)
    code = code_in(inbox(NEW)[0])
    for n in range(1, 6):
        wrong = f"{(int(code) + n) % 1_000_000:06d}"
        assert confirm(signed_in, wrong).json()["code"] == "code_wrong"
    assert confirm(signed_in, code).json()["code"] == "code_expired"


def test_the_database_changes_no_proved_number_without_a_hold(
    signed_in: httpx.Client, app_role: Connection
) -> None:
    with app_role.cursor() as cursor, pytest.raises(errors.InsufficientPrivilege, match="hold"):
        cursor.execute("UPDATE users SET phone = '254700000001'")


def test_a_reset_is_told_and_holds_withdrawals_for_72_hours(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    browser = new_browser()
    browser.post("/auth/forgot-password", json={"identifier": "amina"})
    (text,) = inbox(OLD)
    assert "sets a NEW PASSWORD" in text
    body = {"identifier": "amina", "code": code_in(text), "new_password": NEW_PASSWORD}
    browser.post("/auth/reset-password", json=body).raise_for_status()
    assert "your password was reset" in inbox(OLD)[0]
    sign_in(browser, "amina", NEW_PASSWORD).raise_for_status()
    quote = browser.post("/payments/quote", json={"kind": "withdrawal", "amount": 100}).json()
    assert "withdrawal_cooling_off" in str(quote)


def test_a_login_on_a_new_device_is_told_at_most_three_times_a_day(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    assert inbox(OLD) == [], "the first device of all is no news"
    sign_in(signed_in, "amina", PASSWORD).raise_for_status()
    assert inbox(OLD) == [], "nor is one that was here before"
    for _ in range(5):
        sign_in(new_browser(), "amina", PASSWORD).raise_for_status()
    told = inbox(OLD)
    assert len(told) == 3
    assert all("logged in on a new device" in text for text in told)


def test_a_copied_login_is_told(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox, owner: Connection
) -> None:
    thief = new_browser()
    thief.cookies.set("refresh", signed_in.cookies["refresh"])
    signed_in.post("/auth/refresh").raise_for_status()
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE refresh_tokens SET used_at = used_at - interval '11 s'")
    assert thief.post("/auth/refresh").status_code == 401
    (told,) = inbox(OLD)
    assert "a copy of your log-in was used" in told


def test_nobody_is_told_at_a_number_that_was_not_proved(
    new_browser: Browsers, new_player: Callable[..., User], inbox: Inbox
) -> None:
    new_player(username="fresh", phone=NEW, is_verified=False)
    browser = new_browser()
    sign_in(browser, "fresh", PASSWORD).raise_for_status()
    sign_in(new_browser(), "fresh", PASSWORD).raise_for_status()
    assert change_password(browser, PASSWORD, NEW_PASSWORD).status_code == 204
    assert inbox(NEW) == []


def change_email(browser: httpx.Client, email: str, password: str = PASSWORD) -> httpx.Response:
    return browser.post("/users/me/email", json={"email": email, "password": password})


def test_an_address_is_changed_by_the_password_and_the_owner_is_told(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    old = signed_in.get("/users/me").json()["email"]
    assert change_email(signed_in, "Mpya@Mail.Example.").json()["email"] == "mpya@mail.example"
    assert change_email(signed_in, "mpya@mail.example").status_code == 200, "a retry"
    (told,) = inbox(OLD)
    assert "your log-in e-mail was changed" in told
    assert signed_in.get("/notifications").json()["items"][0]["type"] == "email_changed"
    assert sign_in(new_browser(), "mpya@mail.example", PASSWORD).status_code == 200
    assert sign_in(new_browser(), old, PASSWORD).status_code == 401


def test_an_address_is_not_changed_without_the_password_or_a_proved_phone(
    signed_in: httpx.Client, new_browser: Browsers, new_player: Callable[..., User], inbox: Inbox
) -> None:
    answer = change_email(signed_in, "mpya@mail.example", "a wrong one")
    assert (answer.status_code, answer.json()["code"]) == (422, "password_wrong")
    answer = change_email(signed_in, "me@-.x")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    new_player(username="fresh", phone=NEW, is_verified=False)
    fresh = new_browser()
    sign_in(fresh, "fresh", PASSWORD).raise_for_status()
    answer = change_email(fresh, "mpya@mail.example")
    assert (answer.status_code, answer.json()["code"]) == (403, "phone_not_verified")
    assert inbox(OLD) == []


def test_two_players_at_once_do_not_get_one_address(
    new_browser: Browsers, new_player: Callable[..., User]
) -> None:
    browsers = []
    for n in range(4):
        new_player(username=f"player{n}", phone=f"25471100001{n}")
        browsers.append(new_browser())
        sign_in(browsers[-1], f"player{n}", PASSWORD).raise_for_status()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: change_email(one, "moja@mail.example"), browsers))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    refused = [answer.json()["code"] for answer in answers if answer.status_code == 409]
    assert set(refused) == {"email_taken"}


def test_one_account_cannot_find_out_which_addresses_play_here(
    signed_in: httpx.Client, new_player: Callable[..., User]
) -> None:
    for n in range(6):
        new_player(username=f"victim{n}", phone=f"25471100001{n}", email=f"v{n}@mail.example")
    answers = [change_email(signed_in, f"v{n}@mail.example").status_code for n in range(6)]
    assert answers == [409] * 5 + [429]


def told_of_guesses(browser: httpx.Client) -> int:
    items = browser.get("/notifications").json()["items"]
    return sum(item["type"] == "many_guesses" for item in items)


def test_many_wrong_passwords_of_strangers_are_told_once_a_day_and_cost_no_sms(
    signed_in: httpx.Client, new_browser: Browsers, inbox: Inbox
) -> None:
    for _ in range(9):
        assert sign_in(new_browser(), "amina", "wrong-password").status_code == 401
    assert told_of_guesses(signed_in) == 0, "nine may be the owner's own"
    for _ in range(5):
        sign_in(new_browser(), "amina", "wrong-password")
    assert told_of_guesses(signed_in) == 1
    assert inbox(OLD) == [], "strangers do not make us send SMS"


def test_wrong_passwords_of_a_known_device_are_not_told(signed_in: httpx.Client) -> None:
    for _ in range(11):
        sign_in(signed_in, "amina", "wrong-password")
    assert told_of_guesses(signed_in) == 0
