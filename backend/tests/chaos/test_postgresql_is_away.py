"""While PostgreSQL is away everybody hears "later" quickly; when it is back nobody hears it."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.chaos.player import eventually
from tests.chaos.story import Moment, Story
from tests.chaos.system import House


def test_without_postgresql_everybody_hears_later_within_two_seconds(
    house: House, story: Story
) -> None:
    story.play(until=Moment.VERIFIED)
    house.kill("postgres")

    for _ in range(3):
        began = time.monotonic()
        answer = story.amina.get_once("/payments/wallet")
        assert time.monotonic() - began < 2
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "2"
        assert answer.json()["code"] == "service_unavailable"


def test_the_first_request_after_a_restart_of_postgresql_is_answered(
    house: House, story: Story
) -> None:
    """Every connection that the API had kept is dead, and nobody is to find out."""
    story.play(until=Moment.VERIFIED)

    def look(_: int) -> int:
        return story.amina.get_once("/payments/wallet").status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(look, range(24))) == {200}  # the pool is full of connections
        house.kill("postgres")
        house.start("postgres")
        assert set(pool.map(look, range(24))) == {200}


def test_a_callback_right_after_a_restart_of_postgresql_is_kept(house: House, story: Story) -> None:
    """M-Pesa will not send it again, so a dead connection is no excuse."""
    story.play(until=Moment.PROMPTED)
    house.kill("postgres")
    house.start("postgres")

    story.play(until=Moment.CREDITED)

    prompts = {player.prompts()[0]["id"] for player in story.both}

    def answers() -> set[int]:
        sent = [one for one in story.amina.sims("GET", "/callbacks") if one["state"] != "pending"]
        return {one["answer_status"] for one in sent if one["prompt_id"] in prompts}

    assert eventually(answers, "M-Pesa to call back") == {200}
    story.play()
    story.check_ending()


def test_68_a_callback_while_postgresql_is_away_counts_once_when_it_is_back(
    house: House, story: Story
) -> None:
    """M-Pesa has our "yes", so the message outlives the API too."""
    story.play(until=Moment.PROMPTED)
    house.kill("postgres")
    story.play(until=Moment.PAID)
    prompts = {player.prompts()[0]["id"] for player in story.both}

    def answers() -> list[int]:
        sent = [one for one in story.amina.sims("GET", "/callbacks") if one["state"] != "pending"]
        return [one["answer_status"] for one in sent if one["prompt_id"] in prompts]

    assert eventually(lambda: len(answers()) == 2 and answers(), "M-Pesa to call back") == [200] * 2
    house.kill("api")
    house.start("postgres", "api")

    story.play(until=Moment.CREDITED)
    story.play()
    story.check_ending()
