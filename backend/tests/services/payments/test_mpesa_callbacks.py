"""The inbox of callbacks: stored once, applied once, and one that raises delays no other."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import callback_token, fingerprint
from app.models.mpesa_callback import MpesaCallback
from app.models.user import User
from app.services.ledger import posting
from app.services.payments.callbacks import inbox as mpesa_callbacks
from app.services.payments.callbacks.inbox import Delivery
from app.services.payments.deposits import push as deposit_pushes
from app.services.payments.deposits import requests as deposit_requests
from app.services.platform import alerts
from app.workers.tasks.deposits import drain_callbacks
from tests.support.factories.base import writing
from tests.support.factories.player import PlayerFactory

pytestmark = pytest.mark.usefixtures("celery")


def _body(receipt: str, *, amount: int = 500, code: int = 0) -> bytes:
    items = [{"Name": "Amount", "Value": amount}, {"Name": "MpesaReceiptNumber", "Value": receipt}]
    result = {"ResultCode": code, "CallbackMetadata": {"Item": items}}
    return json.dumps({"Body": {"stkCallback": result}}).encode()


def _delivery(token: str, body: bytes, kind: str = "stk") -> Delivery:
    return Delivery(
        kind=kind,
        token_sha256=fingerprint(token),
        body_sha256=hashlib.sha256(body).digest(),
        body=body,
        source_ip="196.201.212.69",
    )


def _prompted(player: User) -> tuple[int, str]:
    """Return the id of a deposit whose prompt was sent, and the secret of its callback."""
    with transaction() as session:
        deposit = deposit_requests.request(
            session, player=player, amount=Decimal(500), now=utc_now()
        )
        push = deposit_pushes.claim_push(session, deposit_id=deposit.id, now=utc_now())
        assert push is not None
        return deposit.id, push.token


def _keep(*deliveries: Delivery) -> int:
    with transaction() as session:
        return len(mpesa_callbacks.record(session, deliveries))


def _inbox() -> list[MpesaCallback]:
    with transaction() as session:
        return list(session.scalars(select(MpesaCallback).order_by(MpesaCallback.id)))


def _money(player: User) -> Decimal:
    with transaction() as session:
        return posting.balances(session, user_id=player.id).available


@pytest.mark.usefixtures("ledger_balances")
def test_the_same_message_is_kept_once_and_counted(new_player: Callable[..., User]) -> None:
    player = new_player()
    _, token = _prompted(player)
    same = _delivery(token, _body("UKM1AAAAAA"))

    assert _keep(same, same, same) == 1
    drain_callbacks()
    assert _keep(same) == 1
    drain_callbacks()

    (message,) = _inbox()
    assert (message.deliveries, message.verdict) == (4, "credited")
    assert str(message.source_ip) == "196.201.212.69"
    assert _money(player) == 500


def test_a_batch_keeps_only_what_has_a_known_secret(new_player: Callable[..., User]) -> None:
    deposit_id, token = _prompted(new_player())
    known = _delivery(token, b"\x00\xff not even JSON")
    forged = _delivery(callback_token("D000000000"), _body("UKM1AAAAAA"))
    # The secret of a deposit opens no other kind of hook, and the paybill's opens no deposit.
    paybill = _delivery(token, b"{}", kind="c2b")

    with transaction() as session:
        kept = mpesa_callbacks.record(session, [known, forged, paybill])

    assert kept == {known.key, paybill.key}
    drain_callbacks()
    applied = {(message.deposit_id, message.verdict) for message in _inbox()}
    assert applied == {(deposit_id, "unreadable"), (None, "unreadable")}
    with transaction() as session:
        rung = {alert.subject for alert in alerts.list_newest(session, cleared=False, rows=9)}
    assert rung == {"callbacks:stk", "callbacks:c2b"}


def test_a_message_that_raises_delays_no_other(
    new_player: Callable[..., User], owner: Connection
) -> None:
    with writing():
        penniless: User = PlayerFactory.create(phone="254711999999")
    token = _prompted(penniless)[1]
    with owner.cursor() as cursor:  # a wallet that is not there: crediting must crash
        cursor.execute("ALTER TABLE accounts DISABLE TRIGGER no_delete")
        cursor.execute("DELETE FROM accounts WHERE user_id = %s", (penniless.id,))
    owner.commit()
    player = new_player()
    poisoned = _delivery(token, _body("UKM1POISON"))
    good = _delivery(_prompted(player)[1], _body("UKM1AAAAAA"))
    _keep(poisoned)
    _keep(good)

    drain_callbacks()

    first, second = _inbox()
    assert (first.judged_at, first.failures) == (None, 1)
    assert second.verdict == "credited"
    assert _money(player) == 500


def test_a_message_that_never_applies_is_set_aside_with_a_log_entry(
    new_player: Callable[..., User], caplog: pytest.LogCaptureFixture
) -> None:
    _, token = _prompted(new_player())
    _keep(_delivery(token, _body("UKM1AAAAAA")))
    (message,) = _inbox()
    now = utc_now()

    for _ in range(mpesa_callbacks.MAX_FAILURES):
        with transaction() as session:
            mpesa_callbacks.record_failure(session, callback_id=message.id, now=now)

    (message,) = _inbox()
    assert message.verdict == "unjudgeable"
    assert "a person must look" in caplog.text
    assert message.judge_after > now + timedelta(minutes=4)


def test_a_message_in_other_hands_is_left_alone(new_player: Callable[..., User]) -> None:
    _, token = _prompted(new_player())
    _keep(_delivery(token, _body("UKM1AAAAAA")))
    (message,) = _inbox()

    with transaction() as session:
        session.execute(
            select(MpesaCallback).where(MpesaCallback.id == message.id).with_for_update()
        )
        drain_callbacks()
        assert _inbox()[0].judged_at is None

    drain_callbacks()
    assert _inbox()[0].verdict == "credited"
