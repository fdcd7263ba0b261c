"""One process dies, which ends all; `make run` again, and the story goes on."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from devstack.stack import Stack
from tests.chaos.audit import Auditor
from tests.chaos.story import Moment, Story


@pytest.fixture
def story(stack: Stack) -> Iterator[Story]:
    """Two strangers; at the end the books are looked into."""
    status = stack.status()
    urls = {"api_url": status["api_url"], "sim_url": status["sim_url"]}
    with closing(Story(**urls)) as story:
        yield story
    Auditor(database_url=status["DATABASE_URL"], sim_url=status["sim_url"]).check()


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        pytest.param("worker", Moment.PROMPTED, id="the worker while a prompt is on the phone"),
        pytest.param("api", Moment.PAID, id="the API while the callback is on its way"),
        pytest.param("beat", Moment.CREDITED, id="beat between deposit and queue"),
        pytest.param("redis", Moment.ONE_WAITS, id="Redis while one waits in the queue"),
        pytest.param("postgres", Moment.ONE_REPORTED, id="PostgreSQL after one report"),
    ],
)
def test_the_story_goes_on_after_kill_9_of(
    stack: Stack, story: Story, name: str, moment: Moment
) -> None:
    story.play(until=moment)

    stack.kill(name)
    assert stack.wait() == 1
    stack.start()

    story.play()
    story.check_ending()


def test_the_story_goes_on_after_kill_9_of_the_supervisor(stack: Stack, story: Story) -> None:
    story.play(until=Moment.ACTIVE)

    stack.kill_supervisor()
    stack.start()

    story.play()
    story.check_ending()
