"""Codes leave through the worker, and no log line gives them or their owners away."""

import logging
import re
from collections.abc import Callable

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.auth.purposes import Purpose
from app.models.user import User
from app.services.auth import otp
from app.services.platform import alerts
from app.workers.tasks import otp as sms

PHONE = "254712000001"


@pytest.fixture
def code_id(new_player: Callable[..., User], sms_network: httpx.Client) -> int:
    player = new_player(phone=PHONE, is_verified=False)
    with transaction() as session:
        code = otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=utc_now())
    return code.id


def inbox(sms_network: httpx.Client) -> list[str]:
    return [message["text"] for message in sms_network.get(f"/phones/{PHONE}").json()["sms"]]


def test_a_job_that_comes_twice_sends_one_sms(code_id: int, sms_network: httpx.Client) -> None:
    sms.send_code(code_id)
    sms.send_code(code_id)
    (text,) = inbox(sms_network)
    assert re.fullmatch(
        r"WageWars: your code is (\d{6})\. It proves that this phone is yours, for 5 minutes\."
        r" Never share it with anyone\.\n@localhost #\1",
        text,
    )


def test_a_job_for_a_code_that_is_not_there_does_nothing(code_id: int) -> None:
    sms.send_code(code_id + 1000)


def test_an_sms_that_the_network_swallowed_is_sent_again_with_the_same_digits(
    code_id: int,
    sms_network: httpx.Client,
    owner: Connection,
    run_jobs: Callable[[str], list[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    run_jobs("sms")
    (first,) = inbox(sms_network)
    with owner, owner.cursor() as cursor:  # the worker died before it wrote this down
        cursor.execute("UPDATE sms_codes SET state = 'sending', due_at = now()")

    sms_network.post("/faults", json={"api": "sms", "kind": "http_500"}).raise_for_status()
    with caplog.at_level(logging.DEBUG):
        sms.sweep_codes()
        assert run_jobs("sms") == ["sms.send_code"], "and the network is out of order"
        with owner, owner.cursor() as cursor:
            cursor.execute("UPDATE sms_codes SET due_at = now()")
        sms.sweep_codes()
        assert run_jobs("sms") == ["sms.send_code"]

    assert inbox(sms_network) == [first, first]
    digits = re.findall(r"\d{6}", first)[0]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("app.")]
    assert ours
    assert not any(digits in line or PHONE in line for line in ours)


@pytest.mark.parametrize("kind", ["unauthorized", "insufficient_balance", "unknown_sender"])
def test_a_code_that_the_network_refuses_us_is_not_tried_for_minutes_but_alerts_staff_once(
    code_id: int,
    sms_network: httpx.Client,
    owner: Connection,
    run_jobs: Callable[[str], list[str]],
    kind: str,
) -> None:
    fault = {"api": "sms", "kind": kind, "times": 5}
    sms_network.post("/faults", json=fault).raise_for_status()
    run_jobs("sms")
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE sms_codes SET due_at = now() - interval '1 second'")
    sms.sweep_codes()
    assert run_jobs("sms") == []
    assert inbox(sms_network) == []
    with transaction() as session:
        assert alerts.count_open(session) == {"sms_refuses_us": 1}
