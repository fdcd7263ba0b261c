"""One process dies alone and comes back alone, as under Docker; the others must get over it."""

import pytest

from tests.chaos.story import Moment, Story
from tests.chaos.system import House


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


def test_beat_starts_whatever_kill_9_has_left_on_disk(house: House, story: Story) -> None:
    """Celery's default keeps a file of its rounds, which a crash can cut short for ever."""
    house.kill("beat")
    left = list(house.data_dir.glob("celerybeat*"))
    for file in left or [house.data_dir / "celerybeat-schedule.dat"]:
        file.write_bytes(b"\0" * 100)
    house.start("beat")
    house.pause("redis")  # so that the job is lost, and only a round of beat can do it
    story.play(until=Moment.REGISTERED)
    house.resume("redis")

    story.play()
    story.check_ending()
