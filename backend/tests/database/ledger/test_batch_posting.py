"""Many threads at once: each movement happens once, and none deadlocks."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.database import get_engine, transaction
from app.domain.errors import InsufficientBalance
from app.models.deposit import Deposit
from app.models.match import Match
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.ledger import batch_posting, posting
from app.services.ledger.batch_posting import Credit
from tests.support.databases import forget_settings
from tests.support.factories.payments import DepositFactory
from tests.support.payments import make_deposit, make_withdrawal


@pytest.fixture(autouse=True)
def _connection_for_each_thread(monkeypatch: pytest.MonkeyPatch, database: object) -> None:
    """Give the app a connection for each of fifty threads, made before they need them."""
    monkeypatch.setenv("DATABASE_POOL", "50")
    forget_settings()
    with ExitStack() as connections:
        for _ in range(50):
            connections.enter_context(get_engine().connect())


def _all_at_once(actions: list[Callable[[], Any]]) -> list[Any]:
    """Run all actions at the same instant and return what each returned or raised."""
    start = threading.Barrier(len(actions))
    outcomes: list[Any] = [None] * len(actions)

    def run(number: int) -> None:
        start.wait()
        try:
            outcomes[number] = actions[number]()
        except Exception as error:  # noqa: BLE001  # the test checks it
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def _available(user: User) -> Decimal:
    with transaction() as session:
        return posting.balances(session, user_id=user.id).available


def _prompted(user: User, amount: int = 10) -> int:
    """Return the id of a deposit whose prompt is on the player's phone."""
    return make_deposit(user, amount=amount, state="prompted").id


def _credit(user: User, deposit_id: int, *, receipt: str) -> bool:
    """Credit a deposit as the services do: the posting first, then the state."""
    with transaction() as session:
        was_new = posting.credit_deposit(
            session,
            deposit_id=deposit_id,
            user_id=user.id,
            amount=Decimal(10),
            receipt=receipt,
            actor="system",
        )
        if was_new:
            row = session.get_one(Deposit, deposit_id)
            row.state, row.mpesa_reference = "credited", receipt
            row.completed_at, row.due_at = utc_now(), None
        return was_new


def test_fifty_threads_that_post_one_key_twenty_times_have_twenty_effects(
    new_player: Callable[..., User],
) -> None:
    player = new_player()
    for number in range(1, 21):
        deposit_id, receipt = _prompted(player), f"RCPT{number:06d}"
        outcomes = _all_at_once([partial(_credit, player, deposit_id, receipt=receipt)] * 50)
        assert Counter(map(repr, outcomes)) == {"True": 1, "False": 49}
    assert _available(player) == 200


def test_of_two_credits_of_one_receipt_under_two_keys_one_is_refused(
    new_player: Callable[..., User],
) -> None:
    player = new_player()
    deposits = [_prompted(player) for _ in range(10)]
    outcomes = _all_at_once(
        [partial(_credit, player, deposit_id, receipt="SAMERECEIPT") for deposit_id in deposits]
    )
    assert outcomes.count(True) == 1
    assert sum(isinstance(o, posting.ReceiptAlreadyCredited) for o in outcomes) == 9
    assert _available(player) == 10


def test_a_wallet_that_many_empty_at_once_pays_out_only_what_it_holds(
    new_player: Callable[..., User],
) -> None:
    player = new_player(money=100)

    withdraw = partial(make_withdrawal, player, amount=30, state="awaiting_code")
    outcomes = _all_at_once([withdraw] * 30)
    assert sum(isinstance(o, Withdrawal) for o in outcomes) == 3
    assert sum(isinstance(o, InsufficientBalance) for o in outcomes) == 27
    assert _available(player) == 10


def test_concurrent_settlements_pay_a_match_once(
    new_player: Callable[..., User], new_match: Callable[..., Match]
) -> None:
    one, two = new_player(money=100), new_player(money=100)
    match = new_match(one, two, wager=100, active=True)

    def settle(result: str) -> bool:
        with transaction() as session:
            return posting.settle_match(
                session, match_id=match.id, result=result, reason="agreed", actor="t", note=None
            )

    outcomes = _all_at_once(
        [lambda r=r: settle(r) for r in ("player1", "player2", "draw", "void") * 8]  # type: ignore[misc]
    )
    assert outcomes.count(True) == 1
    assert outcomes.count(False) == 31
    assert _available(one) + _available(two) in (180, 200)


def test_batches_that_name_the_same_players_crosswise_do_not_block_one_another(
    new_player: Callable[..., User],
) -> None:
    """Each thread locks the wallets of the same two players, half of them in the other order."""
    one, two = new_player(), new_player()

    def prompt(user: User, number: int, turn: int) -> Deposit:
        with transaction() as session:  # each deposit is asked for alone
            row: Deposit = DepositFactory.build(
                user_id=user.id,
                amount=Decimal(5),
                account_reference=f"C{number}-{turn}-{user.id}",
                token_sha256=f"{number} {turn} {user.id}".encode(),
                state="prompted",
                completed_at=None,
                due_at=utc_now(),
            )
            session.add(row)
            session.flush()
            session.expunge(row)
            return row

    def credit_both(number: int) -> None:
        order = (one, two) if number % 2 else (two, one)
        for turn in range(10):
            asked = [prompt(user, number, turn) for user in order]
            with transaction() as session:
                rows = [session.merge(row) for row in asked]
                for row in rows:
                    row.state = "credited"
                    row.completed_at, row.due_at = utc_now(), None
                    row.mpesa_reference = f"X{number}X{turn}X{row.user_id}"
                session.flush()
                credits = [
                    Credit(row.id, row.user_id, row.amount, row.tax, row.mpesa_reference or "")
                    for row in rows
                ]
                batch_posting.credit_deposits(session, credits, actor="t")

    outcomes = _all_at_once([partial(credit_both, number) for number in range(16)])
    assert outcomes == [None] * 16
    assert _available(one) == _available(two) == 800
