"""Secrets come from files as well, and names that are no settings are refused with the nearest.

Rows of docs/security.md: S57.
"""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.core.settings.migrations import MigrationSettings
from tests.support.production import start


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as Docker's /run/secrets."""
    monkeypatch.setenv("SECRETS_FOLDER", str(tmp_path))
    (tmp_path / "kubernetes.io").mkdir()
    return tmp_path


def test_a_secret_is_read_from_the_file_that_is_called_as_its_setting(
    monkeypatch: pytest.MonkeyPatch, secrets: Path
) -> None:
    (secrets / "sms_api_key").write_text("a-key-in-a-file\n")
    (secrets / "database_url").write_text("postgresql://app:x@db.example/ww?sslmode=require")
    settings = start(monkeypatch, SMS_API_KEY="", DATABASE_URL="")
    assert settings.sms.api_key.get_secret_value() == "a-key-in-a-file"
    assert settings.database_url.startswith("postgresql://app:x@db.example")


def test_the_environment_wins_over_the_folder(
    monkeypatch: pytest.MonkeyPatch, secrets: Path
) -> None:
    (secrets / "sms_api_key").write_text("a-key-in-a-file")
    settings = start(monkeypatch, SMS_API_KEY="a-key-of-the-environment")
    assert settings.sms.api_key.get_secret_value() == "a-key-of-the-environment"


def test_a_setting_can_name_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "owner"
    file.write_text("postgresql://wagewars:x@db.example/ww\n")
    monkeypatch.delenv("MIGRATION_DATABASE_URL", raising=False)
    monkeypatch.setenv("MIGRATION_DATABASE_URL_FILE", str(file))
    assert MigrationSettings().migration_database_url == "postgresql://wagewars:x@db.example/ww"
    start(monkeypatch)  # which knows the name


def test_a_setting_whose_file_is_missing_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = str(tmp_path / "missing")
    with pytest.raises(SettingsError, match=r"SECRET_KEY_FILE names .*: no such file"):
        start(monkeypatch, SECRET_KEY="", SECRET_KEY_FILE=missing)


def test_a_setting_that_is_given_twice_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY and SECRET_KEY_FILE are both set"):
        start(monkeypatch, SECRET_KEY_FILE=str(tmp_path / "key"))


@pytest.mark.parametrize(
    ("misspelt", "nearest"),
    {
        "TOURNAMENT_LEAVES_WEEK": "TOURNAMENT_LEAVES_A_WEEK",  # has a prefix of ours
        "SECERT_KEY": "SECRET_KEY",  # is nearly a setting
        "ENVIROMENT": "ENVIRONMENT",
        "REDIS_URI": "REDIS_URL",
        "MPESA_PASSKEY_FILES": "MPESA_PASSKEY_FILE",
        "PUBLIC_WEBURL": "PUBLIC_WEB_URL",
    }.items(),
)
def test_an_unknown_name_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, misspelt: str, nearest: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, **{misspelt: "5"})
    sentence = f"no {misspelt}: there is no such setting (the nearest is {nearest})"
    assert sentence in str(refusal.value)


def test_names_of_others_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch) -> None:
    others = (
        *("REDIS_PORT", "API_URL", "WEB_CONCURRENCY", "HOSTNAME", "PGHOST"),
        *("OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "SENTRY_RELEASE"),
    )
    assert start(monkeypatch, **dict.fromkeys(others, "1")).is_production
