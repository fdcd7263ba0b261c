"""The name that M-Pesa gives for a player's number, against the one they gave.

Row of docs/security.md: S17.
"""

from decimal import Decimal

import psycopg2
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.mpesa.results import PAID, Evidence, PaybillConfirmation, Source
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.deposits import push
from app.services.payments.paybill import intake
from app.services.payments.withdrawals import payout
from tests.support.arena import Arena, Player, refusal
from tests.support.factories.player import PASSWORD
from tests.support.identity import declare, identity, pay_out, phone_of
from tests.support.payments import make_withdrawal
from tests.support.web import registration


def held(arena: Arena, player: Player) -> int:
    """Return a confirmed withdrawal that waits to be sent."""
    from app.models.user import User

    with transaction() as session:
        user = session.get_one(User, player.id)
    return make_withdrawal(user, amount=100, state="held").id


def claim(withdrawal_id: int) -> bool:
    with transaction() as session:
        return payout.claim(session, withdrawal_id=withdrawal_id, now=utc_now()) is not None


def review_id(player: Player, admin: Player) -> int:
    found = admin.get("/admin/identity-reviews")["items"]
    return int(next(one["id"] for one in found if one["user_id"] == player.id))


def decide(admin: Player, review: int, *, approves: bool) -> None:
    body = {"approves": approves, "reason": "Shown by the certificate."}
    admin.post(f"/admin/identity-reviews/{review}/decide", body).raise_for_status()


def state(arena: Arena, withdrawal_id: int) -> str:
    return str(arena.sql(f"SELECT state FROM withdrawals WHERE id = {withdrawal_id}")[0][0])


def test_nobody_under_18_gets_an_account_whatever_the_app_says(arena: Arena) -> None:
    form = registration(date_of_birth="2012-05-01", password=PASSWORD)
    answer = arena.player().post("/auth/register", form)
    assert answer.status_code in {403, 422}, answer.text
    with pytest.raises(psycopg2.errors.CheckViolation, match="18 or older"):
        arena.sql(
            "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
            " VALUES ('tooyoung', 'y@x.example', '254711999999', 'x',"
            " ((now() AT TIME ZONE 'Africa/Nairobi')::date - interval '18 years'"
            " + interval '1 day'))"
        )


def test_a_payout_that_m_pesa_names_alike_proves_the_name(arena: Arena) -> None:
    player = arena.player()
    assert declare(player, "Amina Wanjiru").json()["step"] == 0
    pay_out(player, "WANJIRU AMINA NJERI")
    seen = identity(player)
    assert (seen["name"], seen["step"], seen["mpesa"]) == ("Amina Wanjiru", 1, "same")


def test_a_masked_name_proves_nothing_and_holds_nothing(arena: Arena) -> None:
    player = arena.player()
    declare(player, "Amina Wanjiru")
    pay_out(player, "AMINA ***")
    seen = identity(player)
    assert (seen["step"], seen["mpesa"]) == (0, "consistent")
    assert claim(held(arena, player))


def test_a_name_that_is_given_later_is_compared_with_what_m_pesa_said_before(arena: Arena) -> None:
    player = arena.player()
    pay_out(player, "AMINA WANJIRU")
    assert identity(player)["mpesa"] == "undeclared"
    seen = declare(player, "Amina Wanjiru").json()
    assert (seen["step"], seen["mpesa"]) == (1, "same")


def test_another_name_has_nothing_proved(arena: Arena) -> None:
    player = arena.player()
    declare(player, "Amina Wanjiru")
    pay_out(player, "AMINA WANJIRU")
    seen = declare(player, "Brian Otieno").json()
    assert (seen["step"], seen["mpesa"]) == (0, "differs")
    assert declare(player, "Amina Wanjiru").json()["step"] == 1, "and their own one still is theirs"


@pytest.mark.parametrize("name", ["Amina", "1234 5678", "A B", "***** *****"])
def test_what_is_no_name_is_refused(arena: Arena, name: str) -> None:
    assert refusal(declare(arena.player(), name)) == (422, "name_not_allowed")


def test_a_payout_to_another_name_goes_to_review_s17(arena: Arena) -> None:
    player, admin = arena.player(), arena.admin()
    declare(player, "Amina Wanjiru")
    pay_out(player, "PETER OTIENO")
    waiting = held(arena, player)
    assert not claim(waiting)
    assert state(arena, waiting) == "review"
    (seen,) = admin.get("/admin/identity-reviews")["items"]
    assert (seen["declared"], seen["mpesa_name"]) == ("Amina Wanjiru", "PETER OTIENO")
    assert seen["phone"] == phone_of(arena, player)

    decide(admin, seen["id"], approves=True)
    assert state(arena, waiting) == "held"
    assert claim(waiting)
    assert identity(player)["step"] == 1
    pay_out(player, "PETER OTIENO")
    assert identity(player)["mpesa"] == "cleared", "the same name is not asked about again"
    assert claim(held(arena, player))


def test_a_refused_name_gives_waiting_payouts_back_and_holds_the_next(arena: Arena) -> None:
    player, admin = arena.player(), arena.admin()
    declare(player, "Amina Wanjiru")
    pay_out(player, "PETER OTIENO")
    waiting = held(arena, player)
    assert not claim(waiting)
    before = Decimal(player.get("/payments/wallet")["available"])
    decide(admin, review_id(player, admin), approves=False)
    assert state(arena, waiting) == "released"
    assert Decimal(player.get("/payments/wallet")["available"]) == before + 100
    assert not claim(held(arena, player))


def test_nobody_decides_twice_or_without_the_right(arena: Arena) -> None:
    player, admin = arena.player(), arena.admin()
    referee = arena.player(role="referee", money=0)
    declare(player, "Amina Wanjiru")
    pay_out(player, "PETER OTIENO")
    review = review_id(player, admin)
    body = {"approves": True, "reason": "Shown by the certificate."}
    path = f"/admin/identity-reviews/{review}/decide"
    assert refusal(referee.post(path, body)) == (403, "not_allowed")
    assert refusal(player.post(path, body)) == (403, "not_allowed")
    decide(arena.player(role="support", money=0), review, approves=False)
    assert refusal(admin.post(path, body)) == (409, "review_moved_on")


def test_the_database_sends_nothing_to_another_name_whatever_the_app_does(arena: Arena) -> None:
    player = arena.player()
    declare(player, "Amina Wanjiru")
    pay_out(player, "PETER OTIENO")
    waiting = held(arena, player)
    with pytest.raises(psycopg2.errors.CheckViolation, match="under another name"):
        arena.sql(f"UPDATE withdrawals SET state = 'sending' WHERE id = {waiting}")


@pytest.mark.parametrize("order", ["callback first", "confirmation first"])
def test_the_confirmation_of_a_paid_prompt_proves_the_name(arena: Arena, order: str) -> None:
    from app.workers.tasks.identity import sweep_identity  # it reads the settings

    player = arena.player()
    declare(player, "Amina Wanjiru")
    deposit = player.post("/payments/deposits", {"amount": 100}).json()["id"]
    with transaction() as session:
        sent = push.claim_push(session, deposit_id=deposit, now=utc_now())
    assert sent is not None
    confirmation = PaybillConfirmation(
        receipt="NAMED00001",
        amount=Decimal(100),
        reference=sent.account_reference,
        shortcode="600123",
        typed=sent.account_reference,
        payer_name="AMINA WANJIRU",
    )
    proof = Evidence(source=Source.CALLBACK, code=PAID, amount=Decimal(100), receipt="NAMED00001")

    def confirm() -> None:
        with transaction() as session:
            intake.ingest_confirmation(session, confirmation, now=utc_now())

    if order == "confirmation first":
        confirm()
        assert identity(player)["step"] == 0, "a claim proves nothing before the money is here"
    with transaction() as session:
        deposit_evidence.apply_evidence(session, deposit, proof, now=utc_now())
    if order == "callback first":
        confirm()
    sweep_identity()
    assert (identity(player)["step"], identity(player)["mpesa"]) == (1, "same")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO identity_proofs (user_id, legal_name_id, step, mpesa_name_id)"
        " SELECT user_id, legal_name_id, 1, id FROM mpesa_names WHERE user_id = {0}",
        "INSERT INTO identity_reviews (user_id, mpesa_name_id, decision, decided_by, decided_at,"
        " reason) SELECT user_id, id, 'approved', {0}, now(), 'a good one' FROM mpesa_names",
        "TRUNCATE legal_names CASCADE",
    ],
)
def test_not_even_the_owner_of_the_tables_proves_what_nothing_shows(
    arena: Arena, statement: str
) -> None:
    player = arena.player()
    declare(player, "Amina Wanjiru")
    pay_out(player, "PETER OTIENO")
    with pytest.raises(psycopg2.Error):
        arena.sql(statement.format(player.id))
