"""Addresses that name sentinels."""

import pytest
from pydantic import ValidationError

from app.core.redis_address import read_sentinel_address
from tests.support.production import start


def test_a_server_itself_has_no_sentinels() -> None:
    assert read_sentinel_address("redis://:pw@redis:6379/0") is None


def test_all_parts_are_read() -> None:
    address = read_sentinel_address(
        "redis+sentinel://app:p%2Fw@one:26380,two/ww?db=3&sentinel_password=theirs"
    )
    assert address is not None
    assert address.sentinels == (("one", 26380), ("two", 26379))
    assert (address.name, address.database) == ("ww", 3)
    assert (address.username, address.password) == ("app", "p/w")
    assert address.sentinel_password == "theirs"
    assert address.broker_urls == (
        "sentinel://app:p%2Fw@one:26380/3;sentinel://app:p%2Fw@two:26379/3"
    )


@pytest.mark.parametrize(
    "rest", ["one:26379", "one:26379/", "/ww", "one:x/ww", "one,,two/ww", "one/ww?password=x"]
)
def test_nonsense_stops_the_start(monkeypatch: pytest.MonkeyPatch, rest: str) -> None:
    with pytest.raises(ValidationError, match="sentinel") as refusal:
        start(monkeypatch, REDIS_URL=f"redis+sentinel://:a-word-that-was-drawn@{rest}")
    assert "a-word-that-was-drawn" not in str(refusal.value)


def test_production_starts_with_sentinels_and_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = "one:26379,two:26379,three:26379/ww"
    start(monkeypatch, REDIS_URL=f"redis+sentinel://:a-word-that-was-drawn@{hosts}")
    with pytest.raises(ValidationError, match="a password of 16 letters or more in REDIS_URL"):
        start(monkeypatch, REDIS_URL=f"redis+sentinel://{hosts}")
