"""Many at the same instant: each movement happens once, and nobody waits for ever."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

import pytest

from app.core.database import get_engine, transaction
from app.domain.errors import InsufficientBalance
from app.models.match import Match, MatchmakingQueue
from app.models.user import User
from app.services.ledger import posting
from tests.support.databases import forget_settings


@pytest.fixture(autouse=True)
def _room_for_a_crowd(monkeypatch: pytest.MonkeyPatch, database: object) -> None:
    """Give the app a connection for each of fifty threads, made before they need them."""
    monkeypatch.setenv("DATABASE_POOL", "50")
    forget_settings()
    with ExitStack() as connections:
        for _ in range(50):
            connections.enter_context(get_engine().connect())


def _all_at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Run all deeds at the same instant and return what each returned or raised."""
    start = threading.Barrier(len(deeds))
    outcomes: list[Any] = [None] * len(deeds)

    def run(number: int) -> None:
        start.wait()
        try:
            outcomes[number] = deeds[number]()
        except Exception as error:  # noqa: BLE001  # the test judges it
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def _available(user: User) -> Decimal:
    with transaction() as session:
        return posting.balances(session, user_id=user.id).available


def _credit(user: User, deposit_id: int, amount: int = 10) -> bool:
    with transaction() as session:
        return posting.credit_deposit(
            session,
            deposit_id=deposit_id,
            user_id=user.id,
            amount=Decimal(amount),
            receipt=f"RCPT{deposit_id:06d}",
            actor="system",
        )


def test_fifty_threads_that_post_one_key_twenty_times_have_twenty_effects(
    new_player: Callable[..., User],
) -> None:
    player = new_player()
    for deposit_id in range(1, 21):
        outcomes = _all_at_once([lambda n=deposit_id: _credit(player, n)] * 50)  # type: ignore[misc]
        assert Counter(map(repr, outcomes)) == {"True": 1, "False": 49}
    assert _available(player) == 200


def test_of_two_credits_of_one_receipt_under_two_keys_one_is_refused(
    new_player: Callable[..., User],
) -> None:
    player = new_player()

    def credit(deposit_id: int) -> bool:
        with transaction() as session:
            return posting.credit_deposit(
                session,
                deposit_id=deposit_id,
                user_id=player.id,
                amount=Decimal(10),
                receipt="SAMERECEIPT",
                actor="system",
            )

    outcomes = _all_at_once([lambda n=n: credit(n) for n in range(1, 11)])  # type: ignore[misc]
    assert outcomes.count(True) == 1
    assert sum(isinstance(o, posting.ReceiptAlreadyCredited) for o in outcomes) == 9
    assert _available(player) == 10


def test_a_wallet_that_many_empty_at_once_pays_out_only_what_it_holds(
    new_player: Callable[..., User], new_ticket: Callable[..., MatchmakingQueue]
) -> None:
    player = new_player(money=100)

    def hold(ticket_id: int) -> None:
        with transaction() as session:
            posting.hold_stake(session, ticket_id=ticket_id, user_id=player.id, amount=Decimal(30))

    def release(ticket_id: int) -> None:
        with transaction() as session:
            posting.release_stake(
                session, ticket_id=ticket_id, user_id=player.id, amount=Decimal(30), actor="t"
            )

    outcomes = _all_at_once([lambda n=n: hold(n) for n in range(1, 31)])  # type: ignore[misc]
    assert outcomes.count(None) == 3
    assert sum(isinstance(o, InsufficientBalance) for o in outcomes) == 27
    assert _available(player) == 10
    for number, outcome in enumerate(outcomes, start=1):
        if outcome is None:
            release(number)


def test_many_who_settle_one_match_pay_it_once(
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


def test_players_who_stake_and_settle_crosswise_do_not_block_one_another(
    new_player: Callable[..., User],
) -> None:
    """Each thread locks the accounts of the same two players, half of them in the other order."""
    one, two = new_player(money=1000), new_player(money=1000)
    with transaction() as session:
        codes = [
            f"{kind}:{user.id}" for user in (one, two) for kind in ("user_wallet", "user_stake")
        ]
        ids = list(posting.accounts_of(session, codes=codes).values())
    pairs = [(ids[0], ids[1]), (ids[2], ids[3])]

    def there_and_back(number: int) -> None:
        order = pairs if number % 2 else pairs[::-1]
        for turn in range(10):
            for kind in ("wager_hold", "wager_release"):
                legs = [
                    posting.Leg(*(pair if kind == "wager_hold" else pair[::-1]), Decimal(5))
                    for pair in order
                ]
                with transaction() as session:
                    posting.post(
                        session, key=f"{kind}:{number}:{turn}", kind=kind, legs=legs, actor="t"
                    )

    outcomes = _all_at_once([lambda n=n: there_and_back(n) for n in range(16)])  # type: ignore[misc]
    assert outcomes == [None] * 16
    assert _available(one) == _available(two) == 1000
