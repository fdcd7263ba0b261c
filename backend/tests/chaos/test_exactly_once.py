"""Processes killed in the middle of a call, or two doing the same work: effects happen once."""

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
from tests.chaos.scenario import Scenario, Step, match_of
from tests.chaos.system import System

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
def amina(scenario: Scenario) -> Player:
    """A player with a verified phone who types the PIN by hand."""
    scenario.play(until=Step.VERIFIED)
    return scenario.amina


@pytest.fixture
def request_deposit(amina: Player) -> Callable[[], int]:
    """Request a deposit of KES 500 and return its id."""
    return lambda: int(amina.do("/payments/deposits", {"amount": 500}, intent="deposit")["id"])


def test_sweep_does_a_job_that_was_lost_with_its_worker(
    system: System, amina: Player, auditor: Auditor, request_deposit: Callable[[], int]
) -> None:
    system.pause("worker")  # it may take the job from Redis, but will never do it
    deposit_id = request_deposit()
    system.kill("worker")
    system.start("worker")

    eventually(amina.open_prompt, "a prompt")
    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")
    assert pushes_to(auditor, amina) == 1


def test_worker_killed_during_a_push_sends_no_second_prompt(
    system: System, amina: Player, auditor: Auditor, request_deposit: Callable[[], int]
) -> None:
    """The push took effect and its answer was lost with the worker; the callback alone credits."""
    amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang_after_processing"})
    deposit_id = request_deposit()
    eventually(amina.open_prompt, "a prompt")
    assert state_of(auditor, deposit_id) == "sending"
    system.kill("worker")
    system.start("worker")

    eventually(lambda: state_of(auditor, deposit_id) == "unknown", "the sweep")
    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")
    assert pushes_to(auditor, amina) == 1


def test_worker_killed_before_the_push_took_effect_does_not_repeat_it(
    system: System, amina: Player, auditor: Auditor, request_deposit: Callable[[], int]
) -> None:
    """It is unknown whether the push had an effect, so it must not be repeated."""
    amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang"})
    deposit_id = request_deposit()
    eventually(lambda: pushes_to(auditor, amina), "a push")
    system.kill("worker")
    system.start("worker")

    eventually(lambda: state_of(auditor, deposit_id) == "unknown", "the sweep")
    assert pushes_to(auditor, amina) == 1
    assert amina.prompts() == []
    assert amina.get(f"/payments/deposits/{deposit_id}")["status"] == "pending"


def test_push_result_is_recorded_once_postgresql_is_back(
    system: System, amina: Player, auditor: Auditor, request_deposit: Callable[[], int]
) -> None:
    """No callback comes here, and the status query needs the checkout id from the push result."""
    amina.sims("PUT", f"/phones/{amina.phone}", {"callbacks": "drop"})
    system.pause("simulators")
    deposit_id = request_deposit()
    eventually(lambda: state_of(auditor, deposit_id) == "sending", "the call")
    system.kill("postgres")
    system.resume("simulators")
    eventually(amina.open_prompt, "a prompt")
    time.sleep(3)
    system.start("postgres")

    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")
    assert pushes_to(auditor, amina) == 1


def test_worker_that_resumes_late_changes_nothing(
    system: System, amina: Player, auditor: Auditor, request_deposit: Callable[[], int]
) -> None:
    amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang_after_processing", "seconds": 1})
    deposit_id = request_deposit()
    eventually(amina.open_prompt, "a prompt")
    system.pause("worker")
    system.start("worker2")
    amina.type_pin()
    eventually(lambda: state_of(auditor, deposit_id) == "credited", "the money")

    system.resume("worker")
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
def test_api_killed_between_commit_and_answer_acts_once(
    system: System,
    scenario: Scenario,
    auditor: Auditor,
    path: str,
    body: dict[str, int],
    effects: str,
) -> None:
    scenario.play(until=Step.CREDITED)
    player = scenario.amina
    before = len(auditor.rows(effects, player.name))
    system.pause("redis")  # the commit is done, and the API is publishing to a paused Redis

    with ThreadPoolExecutor() as pool:
        cut_off = pool.submit(player.post_once, path, body, intent="once")
        eventually(lambda: len(auditor.rows(effects, player.name)) > before, "the commit")
        system.kill("api")
        with pytest.raises(httpx.TransportError):
            cut_off.result()
    system.resume("redis")
    system.start("api")

    replayed = player.try_to_do(path, body, intent="once")
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert len(auditor.rows(effects, player.name)) == before + 1
    if path == "/matchmaking/queue":
        player.leave_queue()


def test_postgresql_killed_during_concurrent_requests_keeps_each_intent_once(
    system: System, new_scenarios: Callable[[int], list[Scenario]], auditor: Auditor
) -> None:
    """Some commits were answered, some were not, some failed; every request is repeated."""
    scenarios = new_scenarios(4)
    for scenario in scenarios:
        scenario.play(until=Step.VERIFIED)
    players = [player for scenario in scenarios for player in scenario.both]

    with ThreadPoolExecutor(len(players)) as pool:
        asked = [
            pool.submit(player.do, "/payments/deposits", {"amount": 500}, intent="deposit")
            for player in players
        ]
        time.sleep(0.05)
        system.kill("postgres")
        system.start("postgres")
        answers = [one.result() for one in asked]

    for player, answer in zip(players, answers, strict=True):
        assert auditor.rows(_DEPOSITS_OF, player.name) == [(answer["id"],)]
    for scenario in scenarios:
        scenario.play()
        scenario.check_ending()


def test_two_beats_and_two_workers_do_each_job_once(
    system: System, new_scenarios: Callable[[int], list[Scenario]], auditor: Auditor
) -> None:
    system.start("beat2", "worker2")
    scenarios = new_scenarios(3)

    with ThreadPoolExecutor(len(scenarios)) as pool:
        list(pool.map(lambda scenario: scenario.play(until=Step.CREDITED), scenarios))
        players = [player for scenario in scenarios for player in scenario.both]
        list(pool.map(scenarios[0].queue, players))
        seen = [eventually(partial(match_of, one), "an opponent") for one in players]

    assert len(set(seen)) == len(scenarios)
    auditor.check()


def at_once(*acts: Callable[[], object]) -> None:
    """Run all actions at the same moment and wait for them."""
    gate = threading.Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        gate.wait()
        one()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(act, acts))


@pytest.mark.parametrize("outcomes", [("won", "lost"), ("won", "won")])
def test_reports_at_the_deadline_race_with_the_sweep(
    system: System,
    new_scenarios: Callable[[int], list[Scenario]],
    auditor: Auditor,
    outcomes: tuple[str, str],
) -> None:
    """The match is settled by agreement, voided by the deadline, or disputed: one of them."""
    celery = Celery(broker=system.redis_url)
    for scenario in new_scenarios(3):
        scenario.play(until=Step.ACTIVE)
        auditor.change("UPDATE matches SET due_at = now() WHERE id = %s", scenario.match_id)
        at_once(
            partial(try_to_report, scenario.amina, scenario.match_id, outcomes[0]),
            partial(try_to_report, scenario.brian, scenario.match_id, outcomes[1]),
            *[partial(celery.send_task, "play.sweep_matches", queue="play")] * 4,
        )
        ending = eventually(partial(ending_of, scenario), "an ending")
        money = tuple(one.get("/payments/wallet")["available"] for one in scenario.both)
        assert (ending, money) in {
            ("agreed", ("580.00", "400.00")),
            ("nobody_reported", ("500.00", "500.00")),
            ("no_answer", ("400.00", "400.00")),
            ("reports_contradict", ("400.00", "400.00")),
        }
        auditor.check()


def try_to_report(player: Player, match_id: int, outcome: str) -> None:
    player.try_to_do(f"/matches/{match_id}/report", {"outcome": outcome}, intent="report")


def ending_of(scenario: Scenario) -> str | None:
    seen = scenario.amina.get(f"/matches/{scenario.match_id}")
    reason: str | None = seen["reason"]
    return None if seen["status"] == "active" else reason  # asked to report, which is no ending
