"""While Redis is dead or silent players stake, play and are paid, and hardly notice."""

import time
from collections.abc import Callable

import pytest

from tests.chaos.story import Moment, Story
from tests.chaos.system import House

NOTICED = 2.0  # seconds after which a silent Redis is given up
TIRED = 1.5  # what a busy machine may add


@pytest.fixture(params=["killed", "silent"])
def without_redis(request: pytest.FixtureRequest, house: House) -> Callable[[], None]:
    """Call it to lose Redis: its port is closed, or open and nobody answers."""
    return lambda: (house.kill if request.param == "killed" else house.pause)("redis")


def test_a_match_is_played_and_paid_without_redis(
    story: Story, without_redis: Callable[[], None]
) -> None:
    story.play(until=Moment.CREDITED)

    without_redis()
    began = time.monotonic()
    while story.moment < Moment.OVER:
        step = time.monotonic()
        story.play(until=Moment(story.moment + 1))
        assert time.monotonic() - step < NOTICED + TIRED, story.moment.name
    took = time.monotonic() - began

    story.check_ending()
    assert took < 2 * NOTICED + 2 * TIRED


def test_nobody_is_shut_out_without_redis(
    house: House, story: Story, without_redis: Callable[[], None]
) -> None:
    story.play(until=Moment.CREDITED)

    without_redis()
    timed: dict[str, Callable[[], object]] = {
        "asking for a deposit": lambda: story.amina.do(
            "/payments/deposits", {"amount": 100}, intent="more"
        ),
        "signing in": lambda: story.brian.sign_in(story.brian.name),
        "a ticket for live updates": lambda: story.brian.post_once("/ws/ticket"),
        "readiness": lambda: house.answers(f"{house.api_url}/readyz"),
    }
    for what, act in timed.items():
        began = time.monotonic()
        act()
        assert time.monotonic() - began < 2 * NOTICED + TIRED, what

    house.heal()
    story.amina.pay_prompt()
    story.amina.await_deposits()


def test_new_players_come_in_when_redis_is_back(house: House, story: Story) -> None:
    house.kill("redis")
    story.play(until=Moment.REGISTERED)
    house.start("redis")

    story.play()
    story.check_ending()


def test_the_api_starts_and_pairs_players_without_redis(house: House, story: Story) -> None:
    story.play(until=Moment.CREDITED)
    house.kill("redis")
    house.kill("api")
    house.start("api")

    story.play()
    story.check_ending()
