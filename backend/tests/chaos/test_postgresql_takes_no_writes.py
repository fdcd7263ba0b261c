"""A PostgreSQL that answers but takes no writes, as after a failover, is away: nothing is lost."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.chaos.audit import Auditor
from tests.chaos.player import eventually
from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System

_STORED = "SELECT count(*) FROM paybill_payments WHERE receipt LIKE %s"


def confirm(system: System, receipt: str) -> tuple[int, object]:
    """Deliver M-Pesa's confirmation of a payment to our paybill."""
    answer = httpx.post(
        f"{system.api_url}/hooks/d/{system.setting('MPESA_C2B_TOKEN')}/c2b/confirmation",
        json={
            "TransactionType": "Pay Bill",
            "TransID": receipt,
            "TransTime": "20261122102115",
            "TransAmount": "50.00",
            "BusinessShortCode": system.setting("MPESA_SHORTCODE"),
            "BillRefNumber": "nobody",
            "MSISDN": "2547 ***** 126",
            "FirstName": "AMINA",
        },
        timeout=15,
        trust_env=False,
    )
    return answer.status_code, answer.json()["ResultCode"]


def test_callbacks_are_kept_while_it_takes_no_writes(system: System, auditor: Auditor) -> None:
    """It changes its mind four times while they come in."""
    drawn = secrets.token_hex(3).upper()
    receipts = [f"R{drawn}{number:03}" for number in range(120)]
    with ThreadPoolExecutor(6) as pool:
        answers = [pool.submit(confirm, system, receipt) for receipt in receipts[:30]]
        for turn, start in enumerate(range(30, 120, 23)):
            system.take_no_writes(is_so=turn % 2 == 0)
            answers += [pool.submit(confirm, system, one) for one in receipts[start : start + 23]]
            time.sleep(0.3)
        assert {one.result() for one in answers} == {(200, 0)}
    system.take_no_writes(is_so=False)

    def stored() -> bool:
        return bool(auditor.rows(_STORED, f"R{drawn}%") == [(len(receipts),)])

    assert eventually(stored, "all confirmations")


def test_a_deposit_that_is_paid_while_it_takes_no_writes_is_credited(
    system: System, scenario: Scenario
) -> None:
    scenario.play(until=Step.PROMPTED)
    system.take_no_writes(is_so=True)
    scenario.play(until=Step.PAID)
    prompts = {player.prompts()[0]["id"] for player in scenario.both}

    def answers() -> list[int]:
        known = scenario.amina.sims("GET", "/callbacks")
        sent = [one for one in known if one["state"] != "pending" and one["prompt_id"] in prompts]
        return [one["answer_status"] for one in sent]

    assert eventually(lambda: len(answers()) == 2 and answers(), "M-Pesa to call back") == [200] * 2
    refused = scenario.amina.post_once("/matchmaking/queue", {"wager_amount": 100}, intent="play")
    assert refused.status_code == 503
    assert scenario.amina.get_once("/payments/wallet").status_code == 200  # reading goes on
    system.take_no_writes(is_so=False)

    scenario.play()
    scenario.check_ending()
    assert "ReadOnlySqlTransaction" not in system.log("api")
