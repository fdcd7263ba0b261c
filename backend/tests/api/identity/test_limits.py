"""What may be deposited and paid out before a name, and before a document, is proved."""

from contextlib import closing
from decimal import Decimal

import psycopg2
import pytest
from sqlalchemy.exc import IntegrityError

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import fingerprint
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.payments import postings
from tests.support.arena import Arena, at_once, refusal
from tests.support.identity import declare, figures, identity, pay_out


def test_deposits_stop_at_the_total_until_the_name_is_proved(arena: Arena) -> None:
    player = arena.player(money=150)
    figures(arena, deposits_without_name=300, deposits_without_document=1000)
    assert identity(player)["deposits"] == {"needs": "name", "most": "300.00", "left": "150.00"}
    answer = player.post("/payments/deposits", {"amount": 200})
    assert refusal(answer) == (409, "identity_needed")
    assert (answer.json()["needs"], answer.json()["left"]) == ("name", "150.00")
    quote = player.post("/payments/quote", {"kind": "deposit", "amount": 200}).json()
    assert (quote["allowed"], quote["refusal"]["code"]) == (False, "identity_needed")

    declare(player, "Amina Wanjiru")
    pay_out(player, "AMINA WANJIRU")
    assert identity(player)["deposits"]["needs"] == "document"
    assert player.post("/payments/deposits", {"amount": 200}).status_code == 202


def test_payouts_stop_at_the_total_until_the_name_is_proved(arena: Arena) -> None:
    figures(arena, payouts_without_name=150, payouts_without_document=350)
    player = arena.player(money=1000)
    assert refusal(player.post("/payments/withdrawals", {"amount": 200})) == (
        409,
        "identity_needed",
    )
    declare(player, "Amina Wanjiru")
    pay_out(player, "AMINA WANJIRU", amount=100)
    assert player.post("/payments/withdrawals", {"amount": 200}).status_code == 202
    assert identity(player)["payouts"] == {"needs": "document", "most": "350.00", "left": "50.00"}


def test_zero_asks_for_the_name_before_anything(arena: Arena) -> None:
    figures(arena, deposits_without_name=0)
    assert refusal(arena.player(money=0).post("/payments/deposits", {"amount": 10})) == (
        409,
        "identity_needed",
    )


def test_of_fifty_withdrawals_at_once_no_more_than_the_total_goes_out(arena: Arena) -> None:
    figures(arena, payouts_without_name=100)
    player = arena.player(money=10_000)
    with transaction() as session:
        user = session.get_one(User, player.id)

    def withdraw(number: int) -> bool:
        try:
            with transaction() as session:
                row = Withdrawal(
                    user_id=user.id,
                    phone=user.phone,
                    amount=Decimal(50),
                    fee=Decimal(0),
                    tax=Decimal(0),
                    net=Decimal(50),
                    change=Decimal(0),
                    tax_profile="none",
                    state="awaiting_code",
                    originator_conversation_id=f"race-{number}",
                    token_sha256=fingerprint(f"race {number}"),
                    due_at=utc_now(),
                )
                session.add(row)
                session.flush()
                postings.hold_withdrawal(session, row)
        except IntegrityError:
            return False
        return True

    done = at_once(*[lambda number=number: withdraw(number) for number in range(50)])
    assert sum(done) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE protection_settings SET value = 1000000",
        "DELETE FROM protection_settings",
        "DELETE FROM legal_names",
        "UPDATE mpesa_names SET outcome = 'same'",
        "UPDATE identity_proofs SET step = 2",
        "DELETE FROM identity_documents",
        "UPDATE identity_checks SET user_id = 1",
        "DROP TRIGGER protect_payout ON withdrawals",
        "ALTER TABLE identity_proofs DISABLE TRIGGER ALL",
        "SELECT refuse_beyond_identity(1, 'payouts', 1)",
    ],
)
def test_the_apps_login_cannot_bend_what_identity_allows(arena: Arena, statement: str) -> None:
    with (
        closing(psycopg2.connect(arena.database.login_url)) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(statement)
