"""Random lives of one player's money on a real PostgreSQL, from a seed.

The services post what really happens; nothing is remembered here but what could happen next.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.decision import Reason, Result
from app.domain.money import to_cents
from app.domain.platform.proposals import Action, AdjustmentCode, Terms
from app.domain.tournaments.lifecycle import ParticipantStatus, TournamentStatus
from app.models.deposit import Deposit
from app.models.dispute import Appeal
from app.models.match import Match, MatchmakingQueue
from app.models.reconciliation import MpesaRow
from app.models.refund import Refund
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.disputes import disputes
from app.services.ledger import posting
from app.services.matches.settlement import overturn
from app.services.payments import postings
from tests.database.ledger.lost_prizes import collect, lose_prize
from tests.support.factories.base import writing
from tests.support.factories.payments import (
    DepositFactory,
    PaybillPaymentFactory,
    RefundFactory,
    WithdrawalFactory,
)
from tests.support.house import agree, pay_capital_in
from tests.support.players import make_match, make_player, make_ticket
from tests.support.tournaments import (
    cancel,
    enter,
    in_order,
    make_tournament,
    mark,
    pay,
    refund,
    walk,
)

_RATES = (Decimal(0), Decimal("0.05"))
_receipts = (f"S{number:09d}" for number in count(1))


@dataclass
class Life:
    """A player with their open payments and tickets."""

    random: Random
    player: User
    rival: User
    deposits: list[Deposit] = field(default_factory=list)
    tickets: list[MatchmakingQueue] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    released: list[Withdrawal | Refund] = field(default_factory=list)
    entries: list[tuple[int, int]] = field(default_factory=list)  # of open tournaments, which

    @property
    def wallet(self) -> Decimal:
        """Return what the wallet holds by its account."""
        with transaction() as session:
            return posting.balances(session, user_id=self.player.id).available

    def step(self) -> None:
        """Do one of the things that are possible now."""
        actions: list[Callable[[], None]] = [self.deposit, self.pay_by_paybill, self.put_right]
        if self.tickets:
            actions.append(self.leave)
        elif self.wallet >= 20:
            actions += [self.queue, self.play, self.play, self.dispute]
        if self.wallet >= 30:
            actions += [self.withdraw, self.withdraw]
        if self.wallet >= 100:
            actions.append(self.enter)
        for row, doing in (
            (self.deposits, [self.refund, self.lose_deposit]),
            (self.withdrawals, [self.pay_out, self.pay_out, self.release]),
            (self.refunds, [self.finish_refund, self.release_refund]),
            (self.released, [self.pay_late]),
            (self.entries, [self.get_fee_back, self.win_tournament]),
        ):
            actions += doing if row else []
        self.random.choice(actions)()

    def deposit(self) -> None:
        """M-Pesa pays; sometimes its receipt comes later than the money."""
        amount = Decimal(self.random.randint(1, 3_000))
        tax = to_cents(self.random.choice(_RATES) * amount)
        receipt = next(_receipts)
        with writing() as session:
            row = DepositFactory.create(
                user_id=self.player.id, amount=amount, tax=tax, mpesa_reference=receipt
            )
            posting.credit_deposit(
                session,
                deposit_id=row.id,
                user_id=self.player.id,
                amount=amount,
                tax=tax,
                receipt=self.random.choice([receipt, None]),
                actor="test",
            )
            self._repay(session, f"deposit:{row.id}")
        self.deposits.append(row)

    def pay_by_paybill(self) -> None:
        """Somebody pays under the player's account number, or under a wrong one at first."""
        amount = Decimal(self.random.randint(1, 3_000))
        tax = to_cents(self.random.choice(_RATES) * amount)
        with writing() as session:
            row = PaybillPaymentFactory.create(
                user_id=self.player.id, amount=amount, tax=tax, receipt=next(_receipts)
            )
            if self.random.random() < 0.5:
                postings.credit_paybill(session, row, actor="test")
            else:
                postings.suspend_paybill(session, row, actor="test")
                postings.claim_suspended(session, row, actor="test")
            self._repay(session, f"paybill:{row.id}")

    def put_right(self) -> None:
        """Two of staff give the wallet something of the house's, or take something from it."""
        pay_capital_in(20_000)  # what players owe is lent by the house
        gives = self.wallet < 7 or self.random.random() < 0.5
        agree(
            Terms(
                Action.WALLET_ADJUSTMENT,
                user_id=self.player.id,
                amount=Decimal(self.random.randint(1, 500)) if gives else Decimal("-6.50"),
                code=AdjustmentCode.GOODWILL if gives else AdjustmentCode.CREDITED_TWICE,
            )
        )

    def queue(self) -> None:
        """The player waits for an opponent."""
        self.tickets.append(make_ticket(self.player, wager=self._stake()))

    def leave(self) -> None:
        """The player leaves the queue."""
        ticket = self.tickets.pop()
        with transaction() as session:
            session.delete(session.get_one(MatchmakingQueue, ticket.id))
            posting.release_stake(
                session,
                ticket_id=ticket.id,
                user_id=self.player.id,
                amount=ticket.wager_amount,
                actor="test",
            )

    def play(self) -> None:
        """The player plays a match to its end."""
        match = make_match(self.player, self.rival, wager=self._stake(), active=True)
        with transaction() as session:
            posting.settle_match(
                session,
                match_id=match.id,
                result=self.random.choice(["player1", "player2", "draw", "void"]),
                reason="agreed",
                actor="test",
                note=None,
            )

    def dispute(self) -> None:
        """The reports contradict; a referee rules, and perhaps another overturns it."""
        match_id = make_match(self.player, self.rival, wager=self._stake(), active=True).id
        first, then = self.random.sample(["player1", "player2", "split", "draw", "void"], 2)
        with transaction() as session:
            match = session.get_one(Match, match_id)
            reason = Reason.REPORTS_CONTRADICT
            disputes.open_dispute(session, match, reason=reason, opened_by=None, now=utc_now())
        with transaction() as session:
            posting.settle_match(
                session, match_id=match_id, result=first, reason="ruled", actor="test", note="Why."
            )
        if self.random.random() < 0.5:
            now = utc_now()
            with transaction() as session:
                session.add(
                    Appeal(
                        match_id=match_id,
                        user_id=self.player.id,
                        statement="Look again.",
                        opened_at=now,
                        rule_by=now,
                        decision="overturned",
                        result=then,
                        reason="Why not.",
                        decided_by=self.rival.id,
                        decided_at=now,
                    )
                )
                session.flush()
                overturn(
                    session,
                    match_id=match_id,
                    player_ids=(self.player.id, self.rival.id),
                    result=Result(then),
                    actor="test",
                    note="Why not.",
                )

    def enter(self) -> None:
        """The player enters a tournament."""
        cup = make_tournament()
        self.entries.append((cup, enter(cup, self.player)))

    def get_fee_back(self) -> None:
        """They leave it, did not check in, or it is cancelled."""
        cup, entry = self.entries.pop()
        status = self.random.choice([None, ParticipantStatus.LEFT, ParticipantStatus.ABSENT])
        if status is None:
            cancel(cup, actor=self.random.choice(["system", "admin:1"]))
            return
        mark(cup, self.player, status)
        left = status is ParticipantStatus.LEFT
        refund(entry, actor=f"user:{self.player.id}" if left else "system")

    def win_tournament(self) -> None:
        """They win it, their rival comes second, and one of the two turns out to have cheated."""
        cup, _ = self.entries.pop()
        enter(cup, self.rival)
        walk(cup, TournamentStatus.FINALISING)
        pay(cup, in_order({self.player.id: Decimal(150), self.rival.id: Decimal(30)}))
        if self.random.random() < 0.5:
            taken = Decimal(10)
            lose_prize(cup, self.rival, self.player, amount=Decimal(30), taken=taken)
            return
        taken = Decimal(self.random.randint(1, 149))
        clawback = lose_prize(cup, self.player, self.rival, amount=Decimal(150), taken=taken)
        if left := min(self.wallet, 150 - taken):
            collect(clawback, self.player, amount=left)

    def withdraw(self) -> None:
        """The player requests a withdrawal."""
        gross = to_cents(self.wallet * Decimal(self.random.randint(60, 100)) / 100)
        fee = Decimal(self.random.choice([0, 5]))
        tax = to_cents(self.random.choice(_RATES) * (gross - fee))
        net = Decimal(int(gross - fee - tax))
        if net < 10:
            return
        with writing() as session:
            row = WithdrawalFactory.create(
                user_id=self.player.id,
                amount=gross,
                fee=fee,
                tax=tax,
                net=net,
                change=gross - fee - tax - net,
            )
            postings.hold_withdrawal(session, row)
        self.withdrawals.append(row)

    def pay_out(self) -> None:
        """M-Pesa pays a withdrawal."""
        receipt = next(_receipts)
        with transaction() as session:
            row = session.merge(self.withdrawals.pop())
            row.state = "sending"
            session.flush()
            row.state, row.mpesa_reference = "paid", receipt
            _finish(row)
            postings.pay_withdrawal(session, row, receipt=receipt, actor="test")

    def release(self) -> None:
        """A withdrawal was proven not paid."""
        with transaction() as session:
            row = session.merge(self.withdrawals.pop())
            row.state, row.failure = "released", "busy"
            _finish(row)
            postings.release_withdrawal(session, row, actor="test")
        self.released.append(row)

    def refund(self) -> None:
        """A deposit is to go back."""
        deposit = self.deposits.pop()
        assert deposit.mpesa_reference
        if self.wallet < deposit.amount - deposit.tax:
            return
        with writing() as session:
            row = RefundFactory.create(
                deposit_id=deposit.id,
                user_id=self.player.id,
                original_receipt=deposit.mpesa_reference,
                amount=deposit.amount,
                tax_amount=deposit.tax,
            )
            postings.hold_refund(session, row, actor="test")
        self.refunds.append(row)

    def finish_refund(self) -> None:
        """M-Pesa has taken it back."""
        with transaction() as session:
            row = session.merge(self.refunds.pop())
            row.state = "sending"
            session.flush()
            row.state, row.mpesa_reference = "done", next(_receipts)
            _finish(row)
            postings.book_refund(session, row, receipt=row.mpesa_reference, actor="test")
            session.get_one(Deposit, row.deposit_id).state = "reversed"

    def release_refund(self) -> None:
        """M-Pesa would not take it back."""
        with transaction() as session:
            row = session.merge(self.refunds.pop())
            row.state = "released"
            _finish(row)
            postings.release_refund(session, row, actor="test")
        self.released.append(row)

    def pay_late(self) -> None:
        """M-Pesa did it after all, although the money had been given back."""
        receipt = next(_receipts)
        with transaction() as session:
            row = session.merge(self.released.pop())
            row.mpesa_reference = receipt
            if isinstance(row, Withdrawal):
                row.state, row.failure = "paid", None
                postings.pay_released_withdrawal(session, row, receipt=receipt, actor="test")
            else:
                row.state = "done"
                postings.book_released_refund(session, row, receipt=receipt, actor="test")
                session.get_one(Deposit, row.deposit_id).state = "reversed"

    def lose_deposit(self) -> None:
        """M-Pesa takes a deposit back by itself, whatever has become of the money."""
        deposit = self.deposits.pop()
        receipt = next(_receipts)
        with transaction() as session:
            session.add(
                MpesaRow(
                    receipt=receipt,
                    kind="reversal",
                    amount=-deposit.amount,
                    original_receipt=deposit.mpesa_reference,
                    source="pull",
                    completed_at=utc_now(),
                )
            )
            session.flush()
            postings.reverse_deposit(
                session,
                receipt=receipt,
                user_id=self.player.id,
                amount=deposit.amount,
                tax=deposit.tax,
                actor="test",
            )
            session.merge(deposit).state = "reversed"

    def _repay(self, session: Session, occasion: str) -> None:
        postings.repay_debt(session, user_id=self.player.id, occasion=occasion, actor="test")

    def _stake(self) -> Decimal:
        return Decimal(self.random.randint(20, min(200, int(self.wallet))))


def _finish(row: Withdrawal | Refund) -> None:
    now: datetime = utc_now()
    row.completed_at, row.due_at = now, None


def life(seed: int) -> Life:
    """Live through some ten to thirty events, on the database that the settings name."""
    random = Random(seed)
    lived = Life(random, make_player(), make_player(money=10_000))
    for _ in range(random.randint(10, 30)):
        lived.step()
    return lived
