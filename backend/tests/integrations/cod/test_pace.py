"""All processes together keep the agreed request rate to Activision."""

import pytest
from pydantic import SecretStr
from redis import Redis

from app.core.redis import get_redis
from app.core.settings.cod import CodSettings
from app.integrations.cod import pace
from app.integrations.cod.errors import CodOwnBudget


def settings(**changed: float) -> CodSettings:
    plain = {"calls_per_hour": 120, "min_spacing": 0.0}
    return CodSettings(key=SecretStr("a-cookie"), **{**plain, **changed})  # type: ignore[arg-type]


def test_a_burst_of_five_and_then_two_a_minute(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "LONGEST_WAIT_SECONDS", 0.0)
    for _ in range(pace.BURST):
        pace.take_turn(settings())
    with pytest.raises(CodOwnBudget) as caught:
        pace.take_turn(settings())
    assert 25 < (caught.value.retry_after or 0) <= 30
    assert not any("a-cookie" in str(key) for key in redis.keys("*"))


def test_checks_of_names_leave_the_lookups_of_matches_their_calls(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "LONGEST_WAIT_SECONDS", 0.0)
    for _ in range(pace.PROBE_BURST):
        pace.take_turn(settings(), pace.Purpose.PROBE)
    for _ in range(99):
        with pytest.raises(CodOwnBudget):
            pace.take_turn(settings(), pace.Purpose.PROBE)
    with pytest.raises(CodOwnBudget) as caught:
        pace.take_turn(settings(), pace.Purpose.PROBE)
    assert 115 < (caught.value.retry_after or 0) <= 120, "a quarter of two a minute"
    for _ in range(pace.BURST - pace.PROBE_BURST):
        pace.take_turn(settings())
    with pytest.raises(CodOwnBudget):
        pace.take_turn(settings())


def test_a_name_is_not_checked_with_the_last_calls(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "LONGEST_WAIT_SECONDS", 0.0)
    for _ in range(pace.BURST - pace.PROBE_RESERVE):
        pace.take_turn(settings())
    with pytest.raises(CodOwnBudget):
        pace.take_turn(settings(), pace.Purpose.PROBE)
    pace.take_turn(settings())


def test_calls_keep_their_distance(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    pace.take_turn(settings(min_spacing=0.05))
    monkeypatch.setattr("app.integrations.cod.pace.time.sleep", naps.append)
    monkeypatch.setattr(pace, "LONGEST_WAIT_SECONDS", 1.0)
    pace.take_turn(settings(min_spacing=0.05))
    assert 0 < naps[0] <= 0.05


def test_without_redis_no_request_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "get_redis", lambda: Redis(port=1, socket_connect_timeout=0.1))
    with pytest.raises(CodOwnBudget):
        pace.take_turn(settings())
    get_redis.cache_clear()
