"""A callback has the same effect on its deposit alone and in a batch."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import fingerprint
from app.integrations.mpesa import wire
from app.models.user import User
from app.services.ledger import posting
from app.services.payments.callbacks import inbox
from app.services.payments.callbacks.inbox import Delivery
from app.services.payments.deposits import push as deposit_pushes
from app.services.payments.deposits import requests as deposit_requests
from app.workers.tasks.deposits import drain_callbacks
from tests.support.factories.base import writing
from tests.support.factories.payments import DepositFactory

pytestmark = pytest.mark.usefixtures("celery", "ledger_balances")


@dataclass(frozen=True)
class Message:
    """One callback to a player's deposit, and its content."""

    player: str
    receipt: str | None
    amount: int = 500
    code: int = 0
    body: bytes | None = None
    prompt: str | None = None  # whose prompt it names, if not its own


# A burst of mostly plain callbacks, with some of every other kind.
BURST = (
    Message("amina", "R1"),
    Message("brian", "R2"),
    Message("differs", "R3", amount=499),
    Message("cancels", None, code=1032),
    Message("twice", "R4"),
    Message("twice", "R4", amount=501),
    Message("first", "R5"),
    Message("forger", "R5"),
    Message("late", "OLD"),
    Message("borrower", "R8", prompt="lender"),
    Message("lender", "R9"),
    Message("garbled", None, body=b"\x00 not JSON"),
    Message("unheard_of", None, code=7777),
    Message("without_receipt", None),
    Message("reversed", "BACK"),
    Message("dalili", "R6"),
    Message("chebet", "R7"),
)
_PLAIN = {"amina", "brian", "chebet", "dalili"}


def _body(message: Message, prefix: str) -> bytes:
    if message.body is not None:
        return message.body
    items = [{"Name": "Amount", "Value": message.amount}]
    if message.receipt is not None:
        items.append({"Name": "MpesaReceiptNumber", "Value": f"{prefix}{message.receipt}"})
    result: dict[str, Any] = {
        "ResultCode": message.code,
        "CheckoutRequestID": f"ws_CO_{prefix}_{message.prompt or message.player}",
        "MerchantRequestID": f"{prefix}-{message.player}",
    }
    if message.code == 0:
        result["CallbackMetadata"] = {"Item": items}
    return json.dumps({"Body": {"stkCallback": result}}).encode()


class World:
    """Players whose deposits wait for their callbacks."""

    def __init__(self, prefix: str, new_player: Callable[..., User], owner: Connection) -> None:
        self.prefix = prefix
        self._owner = owner
        self.players = {name: new_player() for name in {message.player for message in BURST}}
        self.deposits: dict[str, int] = {}
        self._tokens: dict[str, str] = {}
        for name, player in self.players.items():
            with transaction() as session:
                deposit = deposit_requests.request(
                    session, player=player, amount=Decimal(500), now=utc_now()
                )
                push = deposit_pushes.claim_push(session, deposit_id=deposit.id, now=utc_now())
                assert push is not None
                self.deposits[name], self._tokens[name] = deposit.id, push.token
        self._credit_before(new_player())
        with owner.cursor() as cursor:
            cursor.execute(
                "INSERT INTO mpesa_lines (receipt, kind, amount, original_receipt, completed_at,"
                " source) VALUES (%s, 'reversal', -500, %s, now(), 'pull')",
                (f"{prefix}TOOK", f"{prefix}BACK"),
            )
        owner.commit()

    def _credit_before(self, player: User) -> None:
        receipt = f"{self.prefix}OLD"
        with writing() as session:
            row = DepositFactory.create(
                user_id=player.id, amount=Decimal(500), mpesa_reference=receipt
            )
            posting.credit_deposit(
                session,
                deposit_id=row.id,
                user_id=player.id,
                amount=row.amount,
                receipt=receipt,
                actor="test",
            )

    def burst(self) -> None:
        """Record all messages in the inbox."""
        for message in BURST:
            body = _body(message, self.prefix)
            delivery = Delivery(
                kind="stk",
                token_sha256=fingerprint(self._tokens[message.player]),
                body_sha256=hashlib.sha256(body).digest(),
                body=body,
                source_ip=None,
            )
            with transaction() as session:
                inbox.record(session, [delivery])

    def apply_one_by_one(self) -> None:
        """Apply without a batch."""
        with transaction() as session:
            waiting = inbox.claim_pending(session, now=utc_now(), rows=100)
        for message in waiting:
            with transaction() as session:
                statement = wire.read_stk_callback(message.body)
                inbox.apply(session, callback_id=message.id, statement=statement, now=utc_now())

    def outcome(self) -> dict[str, object]:
        """Return the state of each deposit, without the prefix of this world."""
        found: dict[str, object] = {}
        for name, deposit_id in self.deposits.items():
            with self._owner.cursor() as cursor:
                cursor.execute(_OUTCOME, {"id": deposit_id})
                (row,) = cursor.fetchall()
            self._owner.rollback()
            found[name] = json.loads(json.dumps(row[0]).replace(self.prefix, ""))
        return found


_OUTCOME = """
SELECT jsonb_build_object(
  'state', d.state, 'receipt', d.mpesa_reference, 'code', d.result_code, 'doubt', d.doubt,
  'needs_query', d.needs_query, 'failure', d.failure, 'holds_phone', d.holds_phone,
  'checkout', d.checkout_request_id, 'merchant', d.merchant_request_id,
  'is_done', d.completed_at IS NOT NULL, 'waits', d.due_at IS NOT NULL,
  'events', (SELECT jsonb_agg(jsonb_build_array(e.state, e.source, e.evidence) ORDER BY e.id)
             FROM payment_events e WHERE e.subject = 'deposit' AND e.subject_id = d.id),
  'verdicts', (SELECT jsonb_agg(c.verdict ORDER BY c.id) FROM mpesa_callbacks c
               WHERE c.deposit_id = d.id AND c.judged_at IS NOT NULL),
  'posted', (SELECT jsonb_agg(jsonb_build_array(t.type, t.actor, t.mpesa_reference, e.seq, e.amount)
                              ORDER BY e.seq)
             FROM transactions t JOIN entries e ON e.transaction_id = t.id
             WHERE t.idempotency_key = 'deposit:' || d.id || ':credit'),
  'wallet', (SELECT balance FROM accounts WHERE user_id = d.user_id AND kind = 'user_wallet'))
FROM deposits d WHERE d.id = %(id)s
"""


def test_a_batch_comes_to_the_same_as_one_by_one(
    new_player: Callable[..., User], owner: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    alone = World("ALONE", new_player, owner)
    alone.burst()
    alone.apply_one_by_one()
    together = World("TOGETHER", new_player, owner)
    together.burst()
    drain_callbacks()

    assert together.outcome() == alone.outcome()
    states = {name: found["state"] for name, found in together.outcome().items()}  # type: ignore[index]
    assert {name for name, state in states.items() if state == "credited"} >= _PLAIN
    assert "applied one by one" not in caplog.text
    with owner.cursor() as cursor:
        keys = [f"deposit:{together.deposits[name]}:credit" for name in _PLAIN]
        cursor.execute(
            "SELECT count(DISTINCT xact) FROM transactions WHERE idempotency_key = ANY(%s)", (keys,)
        )
        assert cursor.fetchone() == (1,), "the plain ones were credited together"
    owner.rollback()


def test_simultaneous_drains_credit_each_deposit_once(
    new_player: Callable[..., User], owner: Connection
) -> None:
    world = World("DRAIN", new_player, owner)
    world.burst()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: drain_callbacks(), range(4)))
    drain_callbacks()
    with owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mpesa_callbacks WHERE judged_at IS NULL")
        assert cursor.fetchone() == (0,)
    owner.rollback()
