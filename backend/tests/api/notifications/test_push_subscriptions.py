"""A browser is subscribed for one sign-in, at a push service that we know, and ends with it.

Rows of docs/security.md: S55.
"""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.vapid_format import encode
from app.services.auth import sessions
from app.services.notifications import subscriptions
from tests.support.arena import Arena, Player, refusal
from tests.support.phone_browser import PhoneBrowser

ENDPOINT = "https://fcm.googleapis.com/fcm/send/a-phone:APA91b"
PATH = "/notifications/push-subscriptions"

KNOWN = [
    ENDPOINT,
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA",
    "https://web.push.apple.com/QGkk",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYA",
    "https://fcm.googleapis.com:443/fcm/send/x",
]
ATTACKS = [
    "http://fcm.googleapis.com/fcm/send/x",
    "https://127.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://localhost/x",
    "https://2130706433/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com.evil.example/x",
    "https://evil.example/fcm.googleapis.com/x",
    "https://evil.example#@fcm.googleapis.com/x",
    "https://evil.example?@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://fcm.googleapis.com:x@evil.example/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\.evil.example/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:443@evil.example/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com%2eevil.example/x",
    "https://fcmXgoogleapis.com/x",
    "https://notify.windows.com/x",
    "https://evilnotify.windows.com/x",
    "https://a.notify.windows.com.evil.example/x",
    "https://evilpush.apple.com/x",
    "https://fcm.googleapis.com/x#part",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/\u0430",
    "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com/a\r\nHost:evil.example",
    "file:///etc/passwd",
    "//fcm.googleapis.com/x",
    "http://127.0.0.1:1@evil.example/x",
    "http://127.0.0.1:12/x",
    "https://fcm.googleapis.com/" + "x" * 800,
]


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


@pytest.fixture
def subscribed(arena: Arena) -> Callable[[], list[tuple[Any, ...]]]:
    """`subscribed()` are the players and endpoints of all subscriptions."""
    return lambda: arena.sql("SELECT user_id, endpoint FROM push_subscriptions ORDER BY id")


Subscribed = Callable[[], list[tuple[Any, ...]]]


def subscribe(player: Player, browser: PhoneBrowser, **changes: Any) -> Any:
    return player.http.post(PATH, json=browser.subscription(player) | changes)


@pytest.mark.parametrize("endpoint", KNOWN)
def test_browsers_of_the_known_services_are_taken(
    amina: Player, subscribed: Subscribed, endpoint: str
) -> None:
    assert subscribe(amina, PhoneBrowser(endpoint)).status_code == 204
    assert subscribed() == [(amina.id, endpoint)]


def test_no_other_address_is_taken(amina: Player, subscribed: Subscribed) -> None:
    for endpoint in ATTACKS:
        answer = subscribe(amina, PhoneBrowser(endpoint))
        assert refusal(answer)[0] == 422, endpoint
        assert refusal(answer)[1] in {"push_service_unknown", "invalid_request"}
    assert subscribed() == []


def test_keys_that_are_none_are_refused(amina: Player, subscribed: Subscribed) -> None:
    browser = PhoneBrowser(ENDPOINT)
    for keys in (
        browser.keys | {"auth": encode(bytes(8))},
        browser.keys | {"auth": encode(bytes(16)) + "=="},
        browser.keys | {"p256dh": encode(b"\x04" + bytes(64))},  # not on the curve
        browser.keys | {"p256dh": encode(b"\x05" + bytes(range(64)))},
        browser.keys | {"p256dh": encode(b"\x02" + bytes(32))},
    ):
        assert refusal(subscribe(amina, browser, keys=keys)) == (422, "invalid_request")
    assert subscribed() == []


def test_a_browser_that_subscribed_with_another_key_is_told_to_do_so_anew(
    amina: Player, subscribed: Subscribed
) -> None:
    browser = PhoneBrowser(ENDPOINT)
    answer = subscribe(amina, browser, server_key=browser.keys["p256dh"])
    assert refusal(answer) == (409, "push_key_outdated")
    assert subscribed() == []


def test_again_at_each_start_is_once(amina: Player, subscribed: Subscribed) -> None:
    browser = PhoneBrowser(ENDPOINT)
    for _ in range(3):
        assert subscribe(amina, browser).status_code == 204
    renewed = PhoneBrowser(f"{ENDPOINT}-renewed")
    assert subscribe(amina, renewed).status_code == 204
    assert subscribed() == [(amina.id, renewed.endpoint)]


def test_the_next_player_on_a_phone_takes_it_over(
    arena: Arena, amina: Player, subscribed: Subscribed
) -> None:
    baraka, browser = arena.player(), PhoneBrowser(ENDPOINT)
    subscribe(amina, browser)
    subscribe(baraka, browser)
    assert subscribed() == [(baraka.id, ENDPOINT)]
    amina.http.delete(PATH).raise_for_status()
    assert subscribed() == [(baraka.id, ENDPOINT)]


def test_who_switches_it_off_has_none(amina: Player, subscribed: Subscribed) -> None:
    subscribe(amina, PhoneBrowser(ENDPOINT))
    for _ in range(2):
        assert amina.http.delete(PATH).status_code == 204
    assert subscribed() == []


def test_it_ends_with_its_sign_in_and_with_no_other(
    arena: Arena, amina: Player, subscribed: Subscribed
) -> None:
    elsewhere = arena.signed_in_again(amina)
    for device, name in ((amina, "a"), (elsewhere, "b")):
        subscribe(device, PhoneBrowser(f"https://fcm.googleapis.com/{name}"))
    elsewhere.http.post("/auth/logout").raise_for_status()
    assert subscribed() == [(amina.id, "https://fcm.googleapis.com/a")]
    with transaction() as session:  # as a new password does
        sessions.end_all(session, user_id=amina.id, because="password_reset", now=utc_now())
    assert subscribed() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE login_sessions SET expires_at = now() - interval '1 second'",
        "UPDATE users SET is_active = false",
    ],
)
def test_that_of_a_player_who_was_shut_out_is_swept_away(
    arena: Arena, amina: Player, subscribed: Subscribed, change: str
) -> None:
    subscribe(amina, PhoneBrowser(ENDPOINT))
    arena.sql(change)
    with transaction() as session:
        subscriptions.delete_ended(session, now=utc_now())
    assert subscribed() == []
