"""Killed in the middle of a call, or done by two at once: each thing still happens once."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest
from celery import Celery

from tests.chaos.audit import Auditor
from tests.chaos.player import Player, eventually
from tests.chaos.story import Moment, Story, match_of
from tests.chaos.system import House

_STATE = "SELECT state FROM deposits WHERE id = %s"
_DEPOSITS_OF = "SELECT d.id FROM deposits d JOIN users u ON u.id = d.user_id WHERE u.username = %s"
_TICKETS_OF = """
SELECT q.id FROM matchmaking_queue q JOIN users u ON u.id = q.user_id WHERE u.username = %s
"""


def state_of(auditor: Auditor, deposit_id: int) -> str:
    return str(auditor.rows(_STATE, deposit_id)[0][0])


def pushes_to(auditor: Auditor, player: Player) -> int:
    return sum(one["body"]["PhoneNumber"] == player.phone for one in auditor.pushes())


@pytest.fixture
def amina(story: Story) -> Player:
    """A player with a verified phone who answers prompts by hand."""
    story.play(until=Moment.VERIFIED)
    return story.amina


@pytest.fixture
def ask_for_deposit(amina: Player) -> Callable[[], int]:
    """Ask for KES 500 and return the deposit's id."""
    return lambda: int(amina.do("/payments/deposits", {"amount": 500}, intent="deposit")["id"])


def test_a_job_that_was_lost_with_its_worker_is_done_by_the_sweep(
    house: House, amina: Player, auditor: Auditor, ask_for_deposit: Callable[[], int]
) -> None:
    house.pause("worker")  # it may take the job from Redis, but will never do it
    deposit_id = ask_for_deposit()
    house.kill("worker")
    house.start("worker")

    eventually(amina.open_prompt, "a prompt")
    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")
    assert pushes_to(auditor, amina) == 1


def test_a_worker_killed_while_m_pesa_acts_sends_no_second_prompt(
    house: House, amina: Player, auditor: Auditor, ask_for_deposit: Callable[[], int]
) -> None:
    """The push took effect, its answer died with the worker: the callback alone must do."""
    amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang_after_processing"})
    deposit_id = ask_for_deposit()
    eventually(amina.open_prompt, "a prompt")
    assert state_of(auditor, deposit_id) == "sending"
    house.kill("worker")
    house.start("worker")

    eventually(lambda: state_of(auditor, deposit_id) == "unknown", "the sweep")
    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")
    assert pushes_to(auditor, amina) == 1


def test_a_worker_killed_before_m_pesa_acted_sends_nothing_again(
    house: House, amina: Player, auditor: Auditor, ask_for_deposit: Callable[[], int]
) -> None:
    """Nobody can know that the push had no effect, so nobody may repeat it."""
    amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang"})
    deposit_id = ask_for_deposit()
    eventually(lambda: pushes_to(auditor, amina), "a push")
    house.kill("worker")
    house.start("worker")

    eventually(lambda: state_of(auditor, deposit_id) == "unknown", "the sweep")
    assert pushes_to(auditor, amina) == 1
    assert amina.prompts() == []
    assert amina.get(f"/payments/deposits/{deposit_id}")["status"] == "pending"


def test_what_m_pesa_answered_is_written_down_after_postgresql_came_back(
    house: House, amina: Player, auditor: Auditor, ask_for_deposit: Callable[[], int]
) -> None:
    """Without M-Pesa's id nobody could ask about the prompt, and here no callback comes."""
    amina.sims("PUT", f"/phones/{amina.phone}", {"callbacks": "drop"})
    house.pause("simulators")
    deposit_id = ask_for_deposit()
    eventually(lambda: state_of(auditor, deposit_id) == "sending", "the call")
    house.kill("postgres")
    house.resume("simulators")
    eventually(amina.open_prompt, "a prompt")
    time.sleep(3)
    house.start("postgres")

    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")
    assert pushes_to(auditor, amina) == 1


def test_a_worker_that_slept_changes_nothing_when_it_wakes(
    house: House, amina: Player, auditor: Auditor, ask_for_deposit: Callable[[], int]
) -> None:
    amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang_after_processing", "seconds": 1})
    deposit_id = ask_for_deposit()
    eventually(amina.open_prompt, "a prompt")
    house.pause("worker")
    house.start("worker2")
    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")

    house.resume("worker")
    time.sleep(1)
    assert state_of(auditor, deposit_id) == "credited"
    assert pushes_to(auditor, amina) == 1
    auditor.check()


@pytest.mark.parametrize(
    ("path", "body", "effects"),
    [
        pytest.param("/payments/deposits", {"amount": 100}, _DEPOSITS_OF, id="a deposit"),
        pytest.param("/matchmaking/queue", {"wager_amount": 70}, _TICKETS_OF, id="a ticket"),
    ],
)
def test_an_api_killed_between_commit_and_answer_does_it_once(
    house: House, story: Story, auditor: Auditor, path: str, body: dict[str, int], effects: str
) -> None:
    story.play(until=Moment.CREDITED)
    player = story.amina
    before = len(auditor.rows(effects, player.name))
    house.pause("redis")  # the commit is done, and the API is busy telling a silent Redis

    with ThreadPoolExecutor() as pool:
        cut_off = pool.submit(player.post_once, path, body, intent="once")
        eventually(lambda: len(auditor.rows(effects, player.name)) > before, "the commit")
        house.kill("api")
        with pytest.raises(httpx.TransportError):
            cut_off.result()
    house.resume("redis")
    house.start("api")

    replayed = player.try_to_do(path, body, intent="once")
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert len(auditor.rows(effects, player.name)) == before + 1
    if path == "/matchmaking/queue":
        player.leave_queue()


def test_postgresql_killed_in_a_crowd_does_each_intent_once(
    house: House, new_stories: Callable[[int], list[Story]], auditor: Auditor
) -> None:
    """Some commits were answered, some were not, some never came: all are asked for again."""
    stories = new_stories(4)
    for story in stories:
        story.play(until=Moment.VERIFIED)
    players = [player for story in stories for player in story.both]

    with ThreadPoolExecutor(len(players)) as pool:
        asked = [
            pool.submit(player.do, "/payments/deposits", {"amount": 500}, intent="deposit")
            for player in players
        ]
        time.sleep(0.05)
        house.kill("postgres")
        house.start("postgres")
        answers = [one.result() for one in asked]

    for player, answer in zip(players, answers, strict=True):
        assert auditor.rows(_DEPOSITS_OF, player.name) == [(answer["id"],)]
    for story in stories:
        story.play()
        story.check_ending()


def test_two_beats_and_two_workers_do_nothing_twice(
    house: House, new_stories: Callable[[int], list[Story]], auditor: Auditor
) -> None:
    house.start("beat2", "worker2")
    stories = new_stories(3)

    with ThreadPoolExecutor(len(stories)) as pool:
        list(pool.map(lambda story: story.play(until=Moment.CREDITED), stories))
        players = [player for story in stories for player in story.both]
        list(pool.map(stories[0].queue, players))
        seen = [eventually(partial(match_of, one), "an opponent") for one in players]

    assert len(set(seen)) == len(stories)
    auditor.check()


def at_once(*acts: Callable[[], object]) -> None:
    """Do all of it in the same instant, and wait for it."""
    gate = threading.Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        gate.wait()
        one()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(act, acts))


@pytest.mark.parametrize("outcomes", [("won", "lost"), ("won", "won")])
def test_both_report_at_the_deadline_while_the_sweep_goes_round(
    house: House,
    new_stories: Callable[[int], list[Story]],
    auditor: Auditor,
    outcomes: tuple[str, str],
) -> None:
    """Settled by agreement, or void by the deadline, or disputed: one of them, whole."""
    celery = Celery(broker=house.redis_url)
    for story in new_stories(3):
        story.play(until=Moment.ACTIVE)
        auditor.change("UPDATE matches SET due_at = now() WHERE id = %s", story.match_id)
        at_once(
            partial(try_to_report, story.amina, story.match_id, outcomes[0]),
            partial(try_to_report, story.brian, story.match_id, outcomes[1]),
            *[partial(celery.send_task, "play.sweep_matches", queue="play")] * 4,
        )
        ending = eventually(partial(ending_of, story), "an ending")
        money = tuple(one.get("/payments/wallet")["available"] for one in story.both)
        assert (ending, money) in {
            ("agreed", ("580.00", "400.00")),
            ("nobody_reported", ("500.00", "500.00")),
            ("no_answer", ("400.00", "400.00")),
            ("reports_contradict", ("400.00", "400.00")),
        }
        auditor.check()


def try_to_report(player: Player, match_id: int, outcome: str) -> None:
    player.try_to_do(f"/matches/{match_id}/report", {"outcome": outcome}, intent="report")


def ending_of(story: Story) -> str | None:
    seen = story.amina.get(f"/matches/{story.match_id}")
    reason: str | None = seen["reason"]
    return None if seen["status"] == "active" else reason  # asked to report, which is no ending
