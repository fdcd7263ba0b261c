"""One process dies alone and comes back alone, as under Docker; the others must get over it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.audit import Auditor
from tests.faults.house import House
from tests.faults.story import Moment, Story

pytestmark = pytest.mark.xdist_group("one-by-one")


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        pytest.param("api", Moment.ONE_WAITS, id="the API while one waits in the queue"),
        pytest.param("api", Moment.ONE_REPORTED, id="the API after one report"),
        pytest.param("worker", Moment.REGISTERED, id="the worker before the codes are sent"),
        pytest.param("worker", Moment.PAID, id="the worker while callbacks come in"),
        pytest.param("beat", Moment.ONE_WAITS, id="beat while one waits in the queue"),
        pytest.param("redis", Moment.PROMPTED, id="Redis while a prompt is on the phone"),
        pytest.param("redis", Moment.ACTIVE, id="Redis while they play"),
        pytest.param("postgres", Moment.PAID, id="PostgreSQL while callbacks come in"),
        pytest.param("postgres", Moment.CREDITED, id="PostgreSQL between deposit and queue"),
    ],
)
def test_the_story_goes_on_after_kill_9_of(
    house: House, story: Story, name: str, moment: Moment
) -> None:
    story.play(until=moment)

    house.kill(name)
    house.start(name)

    story.play()
    story.check_ending()
