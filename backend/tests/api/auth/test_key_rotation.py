"""Keys change while players are signed in, codes are under way and payments are open.

Rows of docs/security.md: S03, S57.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from pydantic import ValidationError

from app.core import security
from app.core.keys import Purpose, current
from app.core.settings import get_settings
from app.core.settings.keys import KeySettings
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in

OLD, NEW = "k" * 40, "l" * 40


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`keys(TOKENS=[NEW, OLD])` sets a ring, as a restart with other settings does."""

    def change(**rings: list[str]) -> None:
        for name, ring in rings.items():
            monkeypatch.setenv(f"KEYS_{name}", ",".join(ring))
        get_settings.cache_clear()
        security.dummy_hash.cache_clear()

    yield change
    monkeypatch.undo()
    get_settings.cache_clear()
    security.dummy_hash.cache_clear()


def stored_hash(owner: Connection, player: User) -> str:
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT password_hash FROM users WHERE id = %s", (player.id,))
        row = cursor.fetchone()
        assert row is not None
        return str(row[0])


def test_a_token_is_good_as_long_as_its_key_is_in_the_ring(
    browser: httpx.Client, new_player: Callable[..., User], keys: Callable[..., None]
) -> None:
    keys(TOKENS=[OLD])
    new_player(username="amina")
    sign_in(browser, "amina", PASSWORD).raise_for_status()
    keys(TOKENS=[OLD, NEW])  # first all processes learn the new key
    assert browser.get("/users/me").status_code == 200
    keys(TOKENS=[NEW, OLD])  # then it signs
    assert browser.get("/users/me").status_code == 200
    fresh = browser.post("/auth/refresh").json()["access_token"]
    keys(TOKENS=[NEW])  # ten minutes later the old one goes
    assert browser.get("/users/me").status_code == 401
    browser.headers["Authorization"] = f"Bearer {fresh}"
    assert browser.get("/users/me").status_code == 200


def test_a_password_gets_the_new_pepper_at_the_next_sign_in(
    browser: httpx.Client,
    new_player: Callable[..., User],
    keys: Callable[..., None],
    owner: Connection,
) -> None:
    keys(PASSWORDS=[OLD])
    password_hash = security.hash_password(PASSWORD)
    amina = new_player(username="amina", password_hash=password_hash)
    brian = new_player(username="brian", password_hash=password_hash)
    keys(PASSWORDS=[NEW, OLD])
    assert sign_in(browser, "amina", "Not-the-password-1").status_code == 401
    assert stored_hash(owner, amina) == password_hash, "only a right password can be hashed anew"
    assert sign_in(browser, "amina", PASSWORD).status_code == 200
    assert stored_hash(owner, amina) != password_hash
    keys(PASSWORDS=[NEW])
    assert sign_in(browser, "amina", PASSWORD).status_code == 200
    assert sign_in(browser, "brian", PASSWORD).status_code == 401, "they reset their password"
    assert stored_hash(owner, brian) == password_hash


def test_a_password_gets_the_new_cost_at_the_next_sign_in(
    browser: httpx.Client,
    new_player: Callable[..., User],
    owner: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amina = new_player(username="amina", password_hash=security.hash_password(PASSWORD))
    assert "$04$" in stored_hash(owner, amina)
    monkeypatch.setenv("LOGIN_BCRYPT_ROUNDS", "5")
    get_settings.cache_clear()
    assert sign_in(browser, "amina", PASSWORD).status_code == 200
    assert "$05$" in stored_hash(owner, amina)
    assert sign_in(browser, "amina", PASSWORD).status_code == 200
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_code_is_good_as_long_as_its_key_is_in_the_ring(keys: Callable[..., None]) -> None:
    keys(SMS_CODES=[OLD])
    salt = security.new_code_salt()
    digits = security.sms_digits(7, salt)
    keys(SMS_CODES=[NEW, OLD])
    assert security.sms_digits(7, salt) == digits
    assert security.new_code_salt()[:4] != salt[:4]
    keys(SMS_CODES=[NEW])
    assert security.sms_digits(7, salt) != digits


def test_a_callback_finds_its_payment_as_long_as_its_key_is_in_the_ring(
    keys: Callable[..., None],
) -> None:
    keys(CALLBACKS=[OLD])
    token = security.callback_token("D123456789")
    stored = security.fingerprint(token)
    keys(CALLBACKS=[NEW, OLD])
    assert security.callback_token("D123456789", stored=stored) == token
    fresh = security.callback_token("D123456789")
    assert fresh != token
    keys(CALLBACKS=[NEW])
    assert security.callback_token("D123456789", stored=stored) == fresh


def test_one_root_gives_a_different_key_for_each_purpose() -> None:
    assert len({current(purpose).secret for purpose in Purpose}) == len(Purpose)
    assert len({current(purpose).id for purpose in Purpose}) == len(Purpose)


def test_a_ring_says_what_is_wrong_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for ring in ("short", f"{OLD},short", f"{OLD},{OLD}", f"{OLD},"):
        monkeypatch.setenv("KEYS_TOKENS", ring)
        with pytest.raises(ValidationError) as refusal:
            KeySettings()
        assert OLD not in str(refusal.value)
