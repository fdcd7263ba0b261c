"""Reconciliation: where all agree clearing returns to zero, where not an alert is raised."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import select, text

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import fingerprint
from app.domain.payments.inquiries import (
    AccountBalance,
    BalanceReport,
    StatusEvidence,
    TransactionStatus,
)
from app.domain.payments.mpesa.results import PAID, Evidence, Source
from app.domain.payments.reversals import ProviderReversal
from app.domain.reconciliation.comparison import (
    CLEARING_LIMIT,
    PATIENCE,
    YOUNG,
    Coverage,
    coverage_of,
    day_of,
)
from app.domain.reconciliation.provider_rows import ProviderRow, RowKind, RowSource
from app.models.mpesa_request import MpesaRequest
from app.models.platform import Alarm
from app.models.reconciliation import MpesaRow, ReconciliationBreak, ReconciliationRun
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.payments import inquiries, postings, provider_reversals
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.deposits import push
from app.services.payments.deposits import requests as deposit_requests
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.reconciliation import clearing, ledger_checks, provider_rows, runs
from tests.support.players import make_ticket

pytestmark = pytest.mark.usefixtures("celery", "ledger_balances")

Players = Callable[..., User]


class Day:
    """One day of ours: what happened, and M-Pesa's view of it."""

    def __init__(self, player: User) -> None:
        self.player = player
        self.now = utc_now()
        self.rows: list[ProviderRow] = []
        self.balance = Decimal(0)  # of all accounts together
        self.charges = Decimal(0)
        self._number = 0

    def receipt(self) -> str:
        self._number += 1
        return f"UKM{self._number:07d}"

    def deposit(self, amount: int, *, has_receipt: bool = True) -> str:
        """Credit a deposit; return the key of its row."""
        found = self.receipt() if has_receipt else None
        with transaction() as session:
            mine = session.get_one(User, self.player.id)
            one = deposit_requests.request(
                session, player=mine, amount=Decimal(amount), now=self.now
            )
            push.claim_push(session, deposit_id=one.id, now=self.now)
            source = Source.CALLBACK if found else Source.QUERY
            evidence = Evidence(
                source=source, code=PAID, amount=(found and Decimal(amount)) or None, receipt=found
            )
            deposit_evidence.apply_evidence(session, one.id, evidence, now=self.now)
            return found or one.account_reference

    def payout(self, net: int) -> str:
        """Pay out a withdrawal whose result M-Pesa has sent; return its receipt."""
        receipt = self.receipt()
        with transaction() as session:
            row = Withdrawal(
                user_id=self.player.id,
                phone=self.player.phone,
                amount=Decimal(net),
                fee=Decimal(0),
                tax=Decimal(0),
                net=Decimal(net),
                change=Decimal(0),
                tax_profile="none",
                state="awaiting_code",
                originator_conversation_id=f"W{receipt}",
                token_sha256=fingerprint(receipt),
                created_at=self.now,
                due_at=self.now,
            )
            session.add(row)
            session.flush()
            postings.hold_withdrawal(session, row)
            for state in ("held", "sending", "sent"):
                row.state = state
                session.flush()
            row.sent_at = self.now
            postings.pay_withdrawal(session, row, receipt=receipt, actor="test")
            row.mpesa_reference, row.completed_at, row.due_at = receipt, self.now, None
            row.state = "paid"
        return receipt

    def shows(self, receipt: str, amount: int | str, kind: str = "collection", **more: Any) -> None:
        """Add a row to M-Pesa's list and change its balance."""
        row = ProviderRow(
            receipt=receipt,
            kind=RowKind(kind),
            amount=Decimal(amount),
            completed_at=more.pop("at", self.now),
            source=more.pop("source", RowSource.PULL),
            **more,
        )
        self.rows.append(row)
        self.balance += row.amount

    def take_back(self, original_receipt: str, amount: int) -> None:
        """Let M-Pesa list a reversal of its own, and book it."""
        self.shows("UKMREVERSE", -amount, "reversal", original_receipt=original_receipt)
        reversal = ProviderReversal("UKMREVERSE", original_receipt, Decimal(amount))
        with transaction() as session:
            provider_rows.add(session, rows=self.rows[-1:], now=self.now)
            assert provider_reversals.apply(session, reversal, now=self.now)

    def start(self) -> int:
        with transaction() as session:
            run = runs.start(session, day=day_of(self.now), by="system", now=self.now)
            return run.id

    def step(self, run_id: int, **more: Any) -> str:
        with transaction() as session:
            pulled = more.get("pulled", [row for row in self.rows if row.source == "pull"])
            now = more.get("now", self.now)
            return runs.step(session, run_id=run_id, pulled=pulled, now=now).state

    def answer_balance(self, *, balance: Decimal | None = None) -> None:
        with transaction() as session:
            (request_id,) = session.scalars(
                select(MpesaRequest.id).where(MpesaRequest.kind == "balance")
            ).all()
            amounts: dict[str, Decimal] = {
                "Utility Account": (balance or self.balance) + self.charges,
                "Charges Paid Account": -self.charges,
            }
            accounts = tuple(AccountBalance(name, it, it) for name, it in amounts.items())
            report = BalanceReport(code="0", accounts=accounts, completed_at=self.now)
            inquiries.record_balance(session, request_id=request_id, report=report, now=self.now)

    def answer_payouts(self, *, charge: int = 5) -> None:
        with transaction() as session:
            for one in session.scalars(select(MpesaRequest).where(MpesaRequest.kind == "status")):
                found = session.get(Withdrawal, one.subject_id)
                assert found is not None
                evidence = StatusEvidence(
                    code="0",
                    status=TransactionStatus.COMPLETED,
                    receipt=found.mpesa_reference,
                    amount=found.net,
                    charge=Decimal(charge),
                    finalised_at=self.now,
                )
                inquiries.record_answer(session, request_id=one.id, evidence=evidence, now=self.now)
                self.balance -= found.net + charge
                self.charges += charge

    def compare(self, *, balance: Decimal | None = None) -> ReconciliationRun:
        """Run the whole comparison and return it."""
        run_id = self.start()
        self.step(run_id)
        self.answer_payouts()
        self.answer_balance(balance=balance)
        # A young row may still be missing: the comparison waits, then reports it.
        self.step(run_id)
        self.step(run_id, now=self.now + PATIENCE)
        with transaction() as session:
            run = session.get(ReconciliationRun, run_id)
            assert run is not None
            return run


@pytest.fixture
def ours(new_player: Players) -> Day:
    return Day(new_player())


def breaks() -> list[ReconciliationBreak]:
    with transaction() as session:
        return list(session.scalars(select(ReconciliationBreak).order_by(ReconciliationBreak.id)))


def count_alerts(kind: str) -> int:
    with transaction() as session:
        return len(session.scalars(select(Alarm).where(Alarm.kind == kind)).all())


def open_clearing() -> tuple[int, int]:
    with transaction() as session:
        by_kind = clearing.totals(session)
    return int(by_kind["mpesa_clearing_in"]), int(by_kind["mpesa_clearing_out"])


def withdrawals_are_on() -> bool:
    with transaction() as session:
        return switches.is_on(session, name=SwitchName.WITHDRAWALS)


def transactions() -> int:
    with transaction() as session:
        return int(session.execute(text("SELECT count(*) FROM transactions")).scalar_one())


def test_agreement_brings_clearing_back_to_zero(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    ours.shows(ours.deposit(1200), 1200)
    ours.payout(300)

    run = ours.compare()

    assert [one.sentence for one in breaks()] == []
    assert run.state == "agreed"
    assert open_clearing() == (0, 0)
    assert run.ledger_float == run.mpesa_balance == Decimal(1395)  # 1700 - 300 - 5
    assert run.cents_seen == run.cents_explained == 200_500
    assert count_alerts("books_differ") == 0
    assert withdrawals_are_on()


@pytest.mark.parametrize("wrong", ["0.01", "-0.01", "250", "-100.50"])
def test_64_a_balance_that_differs_is_reported_to_the_cent_and_nothing_is_edited(
    ours: Day, wrong: str
) -> None:
    ours.shows(ours.deposit(500), 500)
    ours.shows(ours.deposit(700), 700)
    with transaction() as session:
        provider_rows.add(session, rows=ours.rows, now=ours.now)
        provider_rows.post(session, now=ours.now)
    before = transactions()

    run = ours.compare(balance=ours.balance + Decimal(wrong))

    found = {one.kind: one.difference for one in breaks()}
    assert run.state == "broken"
    assert found["balance_differs"] == Decimal(wrong)
    assert transactions() == before
    assert count_alerts("books_differ") == 1
    # Less than belongs to players is another matter.
    assert withdrawals_are_on() == (Decimal(wrong) > 0)


def test_64_unexpected_money_is_not_booked(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    ours.shows("UKMSTRANGE", 900)

    run = ours.compare()

    assert {(one.kind, one.receipt, one.difference) for one in breaks()} == {
        ("not_in_our_books", "UKMSTRANGE", Decimal(900)),
        ("balance_differs", None, Decimal(900)),
    }
    assert run.cents_seen - run.cents_explained == 90_000
    assert open_clearing() == (0, 0)


def test_64_an_amount_that_differs_is_not_booked(ours: Day) -> None:
    ours.shows(ours.deposit(500), 499)

    ours.compare()

    found = next(one for one in breaks() if one.kind == "amount_differs")
    assert (found.ours, found.theirs) == (Decimal(500), Decimal(499))
    assert found.difference == Decimal(-1)
    assert open_clearing() == (-500, 0)


def test_a_deposit_that_mpesa_does_not_list_is_reported(ours: Day) -> None:
    receipt = ours.deposit(500)
    ours.now += 2 * YOUNG

    ours.compare(balance=Decimal(500))

    found = next(one for one in breaks() if one.kind == "not_in_theirs")
    assert (found.receipt, found.difference) == (receipt, Decimal(-500))


def test_a_deposit_without_a_receipt_is_found_by_its_reference(ours: Day) -> None:
    reference = ours.deposit(500, has_receipt=False)
    ours.shows("UKM1NEWNEW", 500, reference=reference)

    run = ours.compare()

    assert (run.state, open_clearing()) == ("agreed", (0, 0))


def test_one_reference_paid_twice_is_booked_once(ours: Day) -> None:
    reference = ours.deposit(500, has_receipt=False)
    ours.shows("UKM1NEWNEW", 500, reference=reference)
    ours.shows("UKM2NEWNEW", 500, reference=reference)

    ours.compare()

    assert open_clearing() == (0, 0)
    assert {one.receipt for one in breaks() if one.receipt} == {"UKM2NEWNEW"}


def test_a_reversed_payment_has_its_row_too(ours: Day) -> None:
    receipt = ours.deposit(500)
    ours.shows(receipt, 500)
    ours.take_back(receipt, 500)

    run = ours.compare()

    assert (run.state, open_clearing()) == ("agreed", (0, 0))
    assert run.mpesa_balance == Decimal(0)


def test_a_row_that_changes_raises_an_alert_and_the_first_stays(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    changed = ProviderRow(
        ours.rows[0].receipt, RowKind.COLLECTION, Decimal(5), ours.now, RowSource.PULL
    )
    with transaction() as session:
        provider_rows.add(session, rows=ours.rows, now=ours.now)
        provider_rows.add(session, rows=[changed], now=ours.now)

    with transaction() as session:
        assert session.scalars(select(MpesaRow.amount)).all() == [Decimal(500)]
    assert count_alerts("mpesa_contradicts_itself") == 1


def test_payouts_are_inquired_about_and_awaited(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    ours.payout(100)
    run_id = ours.start()

    assert ours.step(run_id) == "running"
    ours.charges = Decimal(5)
    ours.answer_balance(balance=Decimal(395))
    assert ours.step(run_id) == "running"
    ours.answer_payouts()
    assert ours.step(run_id) == "agreed"


def test_without_an_answer_the_comparison_ends_all_the_same(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    run_id = ours.start()

    assert ours.step(run_id, pulled=None) == "running"
    assert ours.step(run_id, pulled=None, now=ours.now + PATIENCE) == "broken"

    assert {one.kind for one in breaks()} == {"no_balance", "lines_incomplete", "not_in_theirs"}


def test_a_row_of_the_same_second_is_no_difference(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    late = ours.deposit(200)
    ours.shows(late, 200, at=ours.now + timedelta(seconds=1))

    assert ours.compare(balance=Decimal(700)).state == "agreed"


def test_a_row_that_the_balance_does_not_include_yet_is_no_shortage(ours: Day) -> None:
    """It was credited in the second of the balance, and is not in it."""
    ours.shows(ours.deposit(500), 500)
    ours.shows(ours.deposit(200), 200)

    run = ours.compare(balance=Decimal(500))

    assert ([one.sentence for one in breaks()], run.state) == ([], "agreed")
    assert withdrawals_are_on()


def test_old_days_need_the_portals_statement(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    ours.compare()
    with transaction() as session:
        old = runs.start(
            session, day=day_of(ours.now) - timedelta(days=5), by="system", now=ours.now
        ).id

    ours.step(old)

    ours_breaks = [one for one in breaks() if one.run_id == old]
    assert "lines_incomplete" in {one.kind for one in ours_breaks}


def test_too_little_at_mpesa_stops_withdrawals(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)

    ours.compare(balance=Decimal(100))

    assert not withdrawals_are_on()
    assert count_alerts("money_is_short") == 1
    found = next(one for one in breaks() if one.kind == "money_is_short")
    assert (found.ours, found.theirs) == (Decimal(500), Decimal(100))


def test_charges_are_safaricoms_and_stop_nothing(ours: Day) -> None:
    ours.shows(ours.deposit(500), 500)
    ours.shows("UKMCHARGE1", -20, "charge")
    with transaction() as session:
        provider_rows.add(session, rows=ours.rows, now=ours.now)
        provider_rows.post(session, now=ours.now)
        ledger_checks.check(session, now=ours.now)

    assert withdrawals_are_on()


def test_a_players_debt_is_not_cover(ours: Day) -> None:
    """A deposit was staked and then taken back by M-Pesa: what may be won is not covered."""
    receipt = ours.deposit(500)
    make_ticket(ours.player, wager=500)
    ours.take_back(receipt, 500)
    with transaction() as session:
        ledger_checks.check(session, now=ours.now)
        by_kind = clearing.totals(session)

    assert coverage_of(by_kind) == Coverage(at_mpesa=Decimal(0), players_money=Decimal(500))
    assert not withdrawals_are_on()


def test_a_balanced_ledger_stops_nothing(ours: Day) -> None:
    ours.deposit(500)
    with transaction() as session:
        ledger_checks.check(session, now=ours.now)
        assert session.scalars(select(Alarm)).all() == []
    assert withdrawals_are_on()


def test_clearing_open_for_two_days_raises_an_alert(ours: Day) -> None:
    ours.deposit(500)
    with transaction() as session:
        ledger_checks.check_clearing(session, now=ours.now + CLEARING_LIMIT - timedelta(hours=1))
    assert count_alerts("clearing_is_old") == 0
    with transaction() as session:
        ledger_checks.check_clearing(session, now=ours.now + CLEARING_LIMIT + timedelta(minutes=1))
    assert count_alerts("clearing_is_old") == 1


def test_yesterday_is_compared_once_and_only_if_anything_ever_moved(ours: Day) -> None:
    tomorrow = ours.now + timedelta(days=1, hours=4)
    with transaction() as session:
        assert not runs.start_daily(session, now=tomorrow)
    ours.deposit(500)
    with transaction() as session:
        assert runs.start_daily(session, now=tomorrow)
        assert not runs.start_daily(session, now=tomorrow)


def test_a_drifted_wallet_stops_withdrawals(ours: Day, owner: Connection) -> None:
    ours.deposit(500)
    with owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts SET balance = balance + 1 WHERE code = %s",
            (f"user_wallet:{ours.player.id}",),
        )
    try:
        with transaction() as session:
            ledger_checks.check(session, now=ours.now)
        assert not withdrawals_are_on()
        assert count_alerts("ledger_broken") == 1
    finally:
        with owner, owner.cursor() as cursor:
            cursor.execute("UPDATE accounts SET balance = balance - 1 WHERE balance = 501")
