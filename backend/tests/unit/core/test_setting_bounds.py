"""Every number among the settings has a floor and a ceiling in production."""

import os
from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from app.core.settings import Settings
from tests.support.production import start

_NUMBERS = (int, float, Decimal)
# Their types have bounds, here and on a laptop.
_BOUND_BY_TYPE = {
    "DEMO_PLAYERS",
    "LOGIN_BCRYPT_ROUNDS",
    "LOGIN_FORGOT_SECONDS",
    "MATCH_FEE_RATE",
    "MATCH_REPLAYS",
    "NOTIFICATION_QUIET_FROM",
    "NOTIFICATION_QUIET_UNTIL",
    "OTEL_TRACES_SAMPLER_ARG",
    "PAYBILL_VALIDATION_SECONDS",
    "RATING_TAU",
}


def numbers(settings: type[BaseSettings] = Settings) -> Iterator[str]:
    """Give the settings that are numbers, as the environment spells them."""
    prefix = str(settings.model_config.get("env_prefix", ""))
    for name, field in settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            yield from numbers(kind)
        elif isinstance(field.default, _NUMBERS) and not isinstance(field.default, bool):
            yield f"{prefix}{name}".upper()


def test_the_defaults_lie_within_their_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    start(monkeypatch)
    for name in list(os.environ):  # noqa: TID251  # what the tests have set for the app
        if name in set(numbers()):
            monkeypatch.delenv(name)
    assert Settings().is_production


def test_every_number_has_a_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set(numbers()) - _BOUND_BY_TYPE
    assert len(names) > 100
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, **dict.fromkeys(names, "1000000000"))
    assert [name for name in sorted(names) if f"{name} of " not in str(refusal.value)] == []


def test_a_number_without_bounds_of_its_own_has_some_around_its_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValidationError, match=r"PUSH_TIMEOUT of 0\.5 or more, and of 50 at most"):
        start(monkeypatch, PUSH_TIMEOUT="0.01")


def test_each_step_of_a_list_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="MATCHMAKING_COOLDOWN_SECONDS of 0 or more"):
        start(monkeypatch, MATCHMAKING_COOLDOWN_SECONDS="0,600,999999")
