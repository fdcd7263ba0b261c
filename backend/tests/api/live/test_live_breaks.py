"""A phone without a network for a second, a minute, ten minutes: nothing missed or doubled."""

import time

import pytest

from app.core.live import streams
from app.core.redis import get_redis
from app.domain.live import LiveType
from tests.support.arena import Arena, Json, Player
from tests.support.ws_listener import listen, numbers, publish

EVENTS = 1_000  # one a second


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


def publish_seconds(player: Player, seconds: range) -> None:
    """Publish one hint for each of these seconds of a time that has just passed."""
    for second in seconds:
        publish(player, second, ago=EVENTS - second)


def split(messages: list[Json]) -> tuple[list[int], bool]:
    """Return the numbers of the hints, and whether a resync came before them."""
    is_resync = bool(messages) and messages[0]["type"] == "resync"
    return numbers(messages[is_resync:]), is_resync


@pytest.mark.parametrize(("away", "is_lost"), [(1, False), (60, False), (600, True)])
def test_a_dropped_socket_misses_nothing_and_gets_nothing_twice(
    amina: Player, away: int, is_lost: bool
) -> None:
    before, after = range(100), range(100 + away, EVENTS)
    with listen(amina) as listener:
        publish_seconds(amina, before)
        first = [listener.receive() for _ in before]
    publish_seconds(amina, range(100, 100 + away))
    with listen(amina, after=first[-1]["id"]) as listener:
        missed, is_resync = split(listener.receive_all())
        publish_seconds(amina, after)
        rest = [listener.receive() for _ in after]
    assert is_resync == is_lost
    assert missed == ([] if is_lost else list(range(100, 100 + away)))
    assert numbers(first) + numbers(rest) == [*before, *after]
    ids = [message["id"] for message in first + rest]
    assert ids == sorted(set(ids))
    assert ids[-1] - ids[0] == EVENTS - 1, "no id was skipped"


@pytest.mark.parametrize("hops", [7])
def test_a_socket_that_drops_again_and_again_misses_nothing(amina: Player, hops: int) -> None:
    """Each break begins before all of the last one was read."""
    publish(amina, 0)
    with listen(amina) as listener:
        publish(amina, 1)
        last = listener.receive()
    received = [last]
    for hop in range(hops):
        publish(amina, *range(2 + hop * 50, 52 + hop * 50))
        with listen(amina, after=received[-1]["id"]) as listener:
            received += [listener.receive() for _ in range(40)]
    with listen(amina, after=received[-1]["id"]) as listener:
        received += listener.receive_all()
    assert numbers(received) == list(range(1, 2 + hops * 50))


def test_hints_of_more_than_an_hour_ago_are_not_sent_any_more(amina: Player) -> None:
    """A banner of this morning's challenge helps nobody; the page fetches everything again."""
    with listen(amina) as listener:
        publish(amina, 1, ago=9_000)
        last = listener.receive()["id"]
    with listen(amina, after=last) as listener:
        assert listener.receive_all() == [], "nothing was missed, however long ago the last one was"
    publish(amina, 2, ago=3_660)
    publish(amina, 3)
    with listen(amina, after=last) as listener:
        assert listener.receive() == {"type": "resync"}
        publish(amina, 4)
        assert numbers(listener.receive_all()) == [4]
    with listen(amina, after=last + 1) as listener:
        assert numbers(listener.receive_all()) == [3, 4]


def test_a_batch_that_is_sent_again_is_published_once(amina: Player) -> None:
    """A Redis that was frozen does what waited in its connections, after we sent it again."""
    hint = streams.Hint((amina.id,), LiveType.MATCH_READY, "match:7", {"match_id": 7})
    with listen(amina) as listener:
        for _ in range(3):
            streams.publish(get_redis(), [hint], batch=f"test-{amina.id}", now=time.time())
        assert numbers(listener.receive_all()) == [7]


@pytest.mark.parametrize("odd", ["nobody", "x:y\n{}", "\n\n"])
def test_an_odd_message_in_redis_does_not_end_the_news(amina: Player, odd: str) -> None:
    with listen(amina) as listener:
        get_redis().publish(streams.CHANNEL, odd)
        publish(amina, 0)
        assert listener.receive()["type"] in {LiveType.MATCH_FOUND, "resync"}, "told, or to ask"
        publish(amina, 1)
        while numbers([listener.receive_until(LiveType.MATCH_FOUND)]) != [1]:
            pass
