"""`.env.example` names every setting there is, and nothing in it is a secret."""

import re
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from app.core.settings import Settings
from app.core.settings.files import SettingsGroup
from tests.architecture.sources import ROOT, sources

# Read by `make`, by migrations and by the build of the web app, not by the app.
OF_THE_STACK = {
    "PYTHON",
    "CHROMIUM_PATH",
    "WEB_PORT",
    "API_PORT",
    "SIM_PORT",
    "SIM_SPEED",
    "MIGRATION_DATABASE_URL",
    "BACKUP_RECIPIENTS",
    "BACKUP_KEY_FILE",
    "BACKUP_DATABASE_URL",
    "BACKUP_PG_BIN",
    "BACKUP_AT",
    "BACKUP_FULL_DAYS",
    "BACKUP_KEEP_DAYS",
    "NEXT_PUBLIC_SUPPORT_EMAIL",
    "NEXT_PUBLIC_SUPPORT_PHONE",
    "NEXT_PUBLIC_SUPPORT_WHATSAPP",
    "NEXT_PUBLIC_HELPLINE",
    "NEXT_PUBLIC_LICENCE",
}


def fields(settings: type[BaseSettings] = Settings) -> Iterator[tuple[str, object]]:
    """Give each setting as the environment spells it, with its default (... if it has none)."""
    prefix = str(settings.model_config.get("env_prefix", ""))
    for name, field in settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            yield from fields(kind)
        else:
            yield (prefix + name).upper(), (... if field.is_required() else field.default)


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    assert len({name for name, _ in pairs}) == len(pairs), "a setting stands there twice"
    return {name: value for name, value in pairs}  # noqa: C416  # pairs are lists


def test_the_example_has_every_setting_and_no_other(example: dict[str, str]) -> None:
    assert set(example) == {name for name, _ in fields()} | OF_THE_STACK


def test_every_setting_is_explained() -> None:
    previous = ""
    for line in (ROOT / ".env.example").read_text().splitlines():
        if line and not line.startswith("#"):
            assert previous.startswith("# "), f"{line} has no comment"
        previous = line


def test_the_example_shows_the_defaults(
    example: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of it as `.env` gives the same settings as no `.env`."""
    for name, default in fields():
        monkeypatch.delenv(name, raising=False) if default is not ... else None
    plain = Settings()
    for name, default in fields():
        if example[name] and default is not ...:
            monkeypatch.setenv(name, example[name])
    assert Settings() == plain


def test_settings_that_the_stack_fills_in_are_left_empty(example: dict[str, str]) -> None:
    """An address in `.env` wins over the servers that `make run` brings."""
    assert example["DATABASE_URL"] == example["REDIS_URL"] == ""
    assert example["MIGRATION_DATABASE_URL"] == ""
    assert example["ENVIRONMENT"] == "development"


def test_no_secret_stands_in_the_example(example: dict[str, str]) -> None:
    secrets = [
        prefix + name
        for prefix, settings in settings_classes()
        for name, field in settings.model_fields.items()
        if field.annotation is SecretStr
    ]
    assert len(secrets) >= 5
    for name in secrets:
        assert example[name.upper()] == "", f"{name.upper()} has a value"


def settings_classes() -> Iterator[tuple[str, type[BaseSettings]]]:
    yield "", Settings
    for field in Settings.model_fields.values():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            yield str(kind.model_config.get("env_prefix", "")), kind


def test_every_group_reads_secrets_from_files() -> None:
    for prefix, group in settings_classes():
        assert issubclass(group, SettingsGroup), f"{prefix}: inherit SettingsGroup (docs/settings)"


def test_nothing_of_the_app_reads_the_environment_but_the_settings() -> None:
    for source in sources():
        if not source.path.startswith("app/core/settings/"):
            assert not re.search(r"os\.environ|getenv\(", source.text), source.path
