"""Messages that are lost on the way are sent again; those that ended are given up."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.auth.purposes import Purpose
from app.models.user import User
from app.services.auth import otp, sms_outbox
from app.services.auth.sms_outbox import Sending, Sms

NOW = utc_now()


@pytest.fixture
def code_id(new_player: Callable[..., User]) -> int:
    player = new_player(is_verified=False)
    with transaction() as session:
        return otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=NOW).id


def claim(code_id: int, now: datetime = NOW) -> Sms | None:
    with transaction() as session:
        return sms_outbox.claim(session, code_id=code_id, now=now)


def record(code_id: int, sending: Sending, now: datetime = NOW) -> None:
    with transaction() as session:
        sms_outbox.record(session, code_id=code_id, sending=sending, now=now)


def sweep(*, after: float) -> int:
    with transaction() as session:
        return sms_outbox.send_overdue(session, now=NOW + timedelta(seconds=after))


def state(owner: Connection) -> tuple[str, int]:
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT state, sends FROM sms_codes")
        ((state, sends),) = cursor.fetchall()
        return state, sends


def test_one_worker_sends_a_message(code_id: int, owner: Connection) -> None:
    first = claim(code_id)
    assert first is not None
    assert claim(code_id) is None
    record(code_id, Sending.SENT)
    assert state(owner) == ("sent", 1)
    assert claim(code_id) is None
    assert sweep(after=60) == 0


def test_a_lost_job_is_enqueued_again(code_id: int, owner: Connection, run_jobs: object) -> None:
    assert sweep(after=10) == 0, "the job may still be on its way"
    assert sweep(after=21) == 1
    assert sweep(after=22) == 0, "not every round"
    assert sweep(after=45) == 1
    assert state(owner) == ("queued", 0)


def test_a_worker_that_died_while_sending_is_replaced_with_the_same_digits(
    code_id: int, owner: Connection
) -> None:
    dead = claim(code_id)
    assert sweep(after=21) == 1
    alive = claim(code_id, NOW + timedelta(seconds=22))
    assert dead == alive
    record(code_id, Sending.SENT)
    assert state(owner) == ("sent", 2)


def test_a_slow_worker_does_not_undo_what_a_quicker_one_did(
    code_id: int, owner: Connection
) -> None:
    claim(code_id)
    sweep(after=21)
    claim(code_id, NOW + timedelta(seconds=22))
    record(code_id, Sending.SENT)
    record(code_id, Sending.UNCLEAR)
    assert state(owner) == ("sent", 2)


def test_an_unclear_sending_is_retried_until_the_code_expires(
    code_id: int, owner: Connection
) -> None:
    claim(code_id)
    record(code_id, Sending.UNCLEAR)
    assert sweep(after=4) == 0
    assert sweep(after=5) == 1
    assert sweep(after=301) == 0
    assert state(owner)[0] == "failed"
    assert claim(code_id, NOW + timedelta(seconds=302)) is None


def test_a_number_that_cannot_be_reached_is_not_tried_again(
    code_id: int, owner: Connection
) -> None:
    claim(code_id)
    record(code_id, Sending.REFUSED)
    assert state(owner) == ("failed", 1)
    assert sweep(after=60) == 0


def test_a_code_that_was_used_is_not_sent_any_more(code_id: int, owner: Connection) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE sms_codes SET used_at = now()")
    assert claim(code_id) is None


def test_nothing_is_sent_for_an_account_that_was_not_opened(
    new_player: Callable[..., User], run_jobs: Callable[[str], list[str]]
) -> None:
    player = new_player(is_verified=False)
    with suppress(RuntimeError), transaction() as session:
        otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=NOW)
        raise RuntimeError
    assert run_jobs("sms") == []
