"""Redis is speed and never the truth: without its memory the game goes on, only slower."""

import pytest
from redis import Redis

from tests.chaos.story import Moment, Story
from tests.chaos.system import House


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(Moment.REGISTERED, id="before the codes are sent"),
        pytest.param(Moment.DEPOSIT_ASKED, id="before M-Pesa is called"),
        pytest.param(Moment.PAID, id="while callbacks come in"),
        pytest.param(Moment.ONE_WAITS, id="while one waits in the queue"),
    ],
)
def test_the_story_goes_on_after_flushall(house: House, story: Story, moment: Moment) -> None:
    story.play(until=moment)

    with Redis.from_url(house.redis_url) as redis:
        redis.flushall()

    story.play()
    story.check_ending()


def test_the_story_goes_on_when_redis_comes_back_empty(house: House, story: Story) -> None:
    story.play(until=Moment.PAID)

    house.kill("redis")
    house.forget_redis()
    house.start("redis")

    story.play()
    story.check_ending()
