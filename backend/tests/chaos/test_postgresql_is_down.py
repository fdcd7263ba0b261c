"""While PostgreSQL is down requests are refused within two seconds; afterwards none is."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.chaos.player import eventually
from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System


def test_requests_without_postgresql_get_503_within_two_seconds(
    system: System, scenario: Scenario
) -> None:
    scenario.play(until=Step.VERIFIED)
    system.kill("postgres")

    for _ in range(3):
        began = time.monotonic()
        answer = scenario.amina.get_once("/payments/wallet")
        assert time.monotonic() - began < 2
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "2"
        assert answer.json()["code"] == "service_unavailable"


def test_first_request_after_a_restart_of_postgresql_succeeds(
    system: System, scenario: Scenario
) -> None:
    """All pooled connections of the API are dead; the pool replaces them unnoticed."""
    scenario.play(until=Step.VERIFIED)

    def status(_: int) -> int:
        return scenario.amina.get_once("/payments/wallet").status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(status, range(24))) == {200}  # the pool is full of connections
        system.kill("postgres")
        system.start("postgres")
        assert set(pool.map(status, range(24))) == {200}


def test_callback_right_after_a_restart_of_postgresql_is_kept(
    system: System, scenario: Scenario
) -> None:
    """M-Pesa does not send a callback again, so a dead connection must not lose it."""
    scenario.play(until=Step.PROMPTED)
    system.kill("postgres")
    system.start("postgres")

    scenario.play(until=Step.CREDITED)

    prompts = {player.prompts()[0]["id"] for player in scenario.both}

    def answers() -> set[int]:
        sent = [
            one for one in scenario.amina.sims("GET", "/callbacks") if one["state"] != "pending"
        ]
        return {one["answer_status"] for one in sent if one["prompt_id"] in prompts}

    assert eventually(answers, "M-Pesa to call back") == {200}
    scenario.play()
    scenario.check_ending()


def test_68_callback_while_postgresql_is_down_counts_once_later(
    system: System, scenario: Scenario
) -> None:
    """M-Pesa got our 200, so the stored callback must survive a restart of the API."""
    scenario.play(until=Step.PROMPTED)
    system.kill("postgres")
    scenario.play(until=Step.PAID)
    prompts = {player.prompts()[0]["id"] for player in scenario.both}

    def answers() -> list[int]:
        sent = [
            one for one in scenario.amina.sims("GET", "/callbacks") if one["state"] != "pending"
        ]
        return [one["answer_status"] for one in sent if one["prompt_id"] in prompts]

    assert eventually(lambda: len(answers()) == 2 and answers(), "M-Pesa to call back") == [200] * 2
    system.kill("api")
    system.start("postgres", "api")

    scenario.play(until=Step.CREDITED)
    scenario.play()
    scenario.check_ending()
