"""The doctor of an installation: says what is wrong, weak or about to expire, and no secret."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis

from app.cli import doctor
from app.core.clock import utc_now
from app.core.settings import get_settings
from tests.support.databases import Database, forget_settings


def said(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Examine the servers of the tests; return the exit code and what was printed."""
    capsys.readouterr()
    return doctor.main(), capsys.readouterr().out


def test_a_sound_installation_has_nothing_wrong(
    database: Database, redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys)
    assert (code, "0 wrong of " in text) == (0, True), text
    for what in (
        "ok     versions     PostgreSQL 18.",
        "lock_timeout 5s, statement_timeout 15s",
        "the newest",
        "no server copies this one",
        "it is the master",
        "the clock of PostgreSQL is 0.0 s",
        "weak   settings     production needs",  # of a laptop, where that is allowed
    ):
        assert what in text, text
    for secret in (
        urlsplit(get_settings().redis_url).password,
        get_settings().secret_key.get_secret_value(),
        get_settings().mpesa.initiator_password.get_secret_value(),
    ):
        assert not secret or secret not in text


def test_the_owners_login_is_wrong(
    database: Database,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    forget_settings()
    code, text = said(capsys)
    monkeypatch.undo()
    forget_settings()
    assert code == 1
    assert "WRONG  login        DATABASE_URL names login" in text


def test_a_database_behind_this_code_is_wrong(
    database: Database, owner: Connection, redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE alembic_version SET version_num = 'old' RETURNING version_num")
    code, text = said(capsys)
    assert code == 1
    assert "WRONG  migrations   the database is at old, this code needs " in text


@pytest.mark.parametrize(
    ("days", "code", "words"),
    [(10, 0, "ok     password"), (80, 0, "soon   password"), (91, 1, "WRONG  password")],
)
def test_it_says_when_the_operators_password_ends(
    database: Database,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    days: int,
    code: int,
    words: str,
) -> None:
    set_on = (utc_now() - timedelta(days=days)).date()
    monkeypatch.setenv("MPESA_INITIATOR_PASSWORD_SET_ON", set_on.isoformat())
    forget_settings()
    outcome = said(capsys)
    monkeypatch.undo()
    forget_settings()
    assert (outcome[0], words in outcome[1]) == (code, True), outcome[1]


def test_settings_with_which_nothing_starts_are_named_one_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("SECRET_KEY", "")
        patch.setenv("LOGIN_CODE_TRIES", "77.5")
        get_settings.cache_clear()
        code, text = said(capsys)
    get_settings.cache_clear()
    assert code == 1
    assert "WRONG  settings     " in text
    assert "77.5" not in text


def test_servers_that_do_not_answer_are_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://someone:hidden@127.0.0.1:1/nothing")
        patch.setenv("REDIS_URL", "redis://:hidden@127.0.0.1:1/0")
        forget_settings()
        code, text = said(capsys)
    forget_settings()
    assert code == 1
    assert "WRONG  postgresql   does not answer (Connection refused)" in text
    assert "WRONG  redis        does not answer (ConnectionError)" in text
    assert "hidden" not in text
