"""Three players, eight payments in, two out, two refunds: and every message about them."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.inquiries import InquiryAccepted
from app.domain.payments.mpesa.results import PAID, Evidence, PushAccepted, Source
from app.domain.payments.paybill.account_number import account_code
from app.domain.payments.paybill.pull_rows import PullRow
from app.domain.payments.payouts import PayoutAccepted
from app.domain.payments.states import WithdrawalState
from app.models.mpesa_callback import MpesaCallback
from app.models.mpesa_request import MpesaRequest
from app.models.paybill import PaybillPayment
from app.models.user import User
from app.services.payments.callbacks import inbox
from app.services.payments.deposits import batch, push
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.deposits import requests as deposit_requests
from app.services.payments.refunds import requests as refund_requests
from app.services.payments.transitions import transition_to
from app.services.payments.withdrawals import outcomes
from app.services.payments.withdrawals import payout as withdrawal_payouts
from app.services.payments.withdrawals import requests as withdrawal_requests
from app.services.reconciliation import pull
from app.workers.tasks.deposits import _READERS
from tests.properties import messages

Apply = Callable[[Session, datetime], bool]


@dataclass(frozen=True)
class Event:
    """One message; `apply` is False while M-Pesa cannot have sent it, because we never asked."""

    name: str
    apply: Apply


class Scenario:
    """The state before M-Pesa speaks, written once, and the log of what it says."""

    def __init__(self, players: list[User]) -> None:
        self.amina, self.brian, self.chebet = players
        self.parts: list[list[Event]] = []
        self._references: dict[int, str] = {}
        self._burst: list[tuple[int, bytes]] = []
        for add_events in (self._prompts, self._menu, self._out):
            self.parts.append([])
            add_events()

    @property
    def events(self) -> list[Event]:
        """The whole log, in the order in which it happened."""
        return [event for part in self.parts for event in part]

    def _prompts(self) -> None:
        paid = self._prompt(self.amina, 500)
        self._stk("paid, by callback", paid, messages.stk(0, amount="500", receipt="UKM1AAAAA1"))
        self._query("paid, by query", paid, PAID)
        self._c2b("paid, its twin", "UKM1AAAAA1", "500.00", self._reference(paid))
        self._row("paid, in the list", "UKM1AAAAA1", 500, self._reference(paid))

        late = self._prompt(self.amina, 300)
        self._stk("failed at first", late, messages.stk(1037))
        self._stk("a late PIN", late, messages.stk(0, amount="300", receipt="UKM1AAAAA2"))

        large = self._prompt(self.brian, 20_000)
        self._stk("large", large, messages.stk(0, amount="20000", receipt="UKM1AAAAA3"))
        self._query("large, confirmed", large, PAID)
        self._row("large, in the list", "UKM1AAAAA3", 20_000, self._reference(large))

        cancelled = self._prompt(self.chebet, 400)
        self._stk("cancelled", cancelled, messages.stk(1032))
        self._query("cancelled, by query", cancelled, "1032")

        taken = self._prompt(self.brian, 250)
        self._stk("taken", taken, messages.stk(0, amount="250", receipt="UKM1AAAAA5"))
        self._row("taken, in the list", "UKM1AAAAA5", 250, self._reference(taken))
        self._row("taken back", "UKM1RRRRR5", 250, "UKM1AAAAA5", is_reversal=True)
        self._add("all prompts at once", self._all_prompts_at_once)

    def _menu(self) -> None:
        amina, brian, chebet = (
            account_code(player.id) for player in (self.amina, self.brian, self.chebet)
        )
        self._c2b("menu", "UKM1BBBBB1", "150.00", amina)
        self._status("menu, asked", "UKM1BBBBB1", "150")
        self._row("menu, in the list", "UKM1BBBBB1", 150, amina)
        self._c2b("nobody's", "UKM1BBBBB2", "75.00", "AMINA")
        self._status("nobody's, asked", "UKM1BBBBB2", "75")
        self._row("nobody's, in the list", "UKM1BBBBB2", 75, "AMINA")
        self._c2b("never paid", "FORGED0001", "9000.00", brian)
        self._answer("never paid, asked", "FORGED0001", messages.not_found())
        self._row("lost", "UKM1BBBBB4", 60, chebet)
        self._row("lost, taken back", "UKM1RRRRB4", 60, "UKM1BBBBB4", is_reversal=True)
        self._c2b("lost, late", "UKM1BBBBB4", "60.00", chebet)

    def _out(self) -> None:
        self._payouts()
        self._refunds()

    def _payouts(self) -> None:
        paid = self._payout(self.amina, 200)
        done = messages.result(
            0,
            transaction="UKM1WWWWW1",
            ours=paid[1],
            TransactionAmount=200,
            TransactionReceipt="UKM1WWWWW1",
        )
        notice = messages.result("1", ours=paid[1])
        self._callback("paid out", "b2c", done, withdrawal_id=paid[0])
        self._callback("paid out, in a queue", "b2c_timeout", notice, withdrawal_id=paid[0])
        completed = messages.status(
            "Completed", receipt="UKM1WWWWW1", amount="200", payout=paid[1], phone=self.amina.phone
        )
        self._callback("paid out, asked", "status", completed, request_id=paid[2])

        declined = self._payout(self.brian, 100)
        failure = messages.result("2040", ours=declined[1])
        self._callback("not paid out", "b2c", failure, withdrawal_id=declined[0])
        answer = messages.status(
            "Declined",
            receipt="UKM1WWWWW2",
            amount="100",
            payout=declined[1],
            phone=self.brian.phone,
        )
        self._callback("not paid out, asked", "status", answer, request_id=declined[2])

    def _refunds(self) -> None:
        done = self._refund(self.amina, 120, "UKM1FFFFF1")
        result = messages.result(
            0, transaction="UKM1RRRRF1", OriginalTransactionID="UKM1FFFFF1", Amount=120
        )
        self._callback("given back", "reversal", result, refund_id=done)
        self._row("given back, in the list", "UKM1RRRRF1", 120, "UKM1FFFFF1", is_reversal=True)
        refused = self._refund(self.chebet, 80, "UKM1FFFFF2")
        failure = messages.result("R000002")
        self._callback("not given back", "reversal", failure, refund_id=refused)

    # What was before.

    def _prompt(self, player: User, amount: int) -> int:
        now = utc_now()
        with transaction() as session:
            deposit = deposit_requests.request(
                session, player=player, amount=Decimal(amount), now=now
            )
            deposit.holds_phone = False  # several prompts at once make the scenario short
            push.claim_push(session, deposit_id=deposit.id, now=now)
            accepted = PushAccepted(f"merchant-{deposit.id}", f"ws_CO_{deposit.id}")
            push.record_push(session, deposit_id=deposit.id, accepted=accepted, now=now)
            deposit.holds_phone = False
            self._references = {
                **getattr(self, "_references", {}),
                deposit.id: deposit.account_reference,
            }
            return deposit.id

    def _reference(self, deposit_id: int) -> str:
        return self._references[deposit_id]

    def _payout(self, player: User, amount: int) -> tuple[int, str, int]:
        now = utc_now() - timedelta(minutes=5)
        with transaction() as session:
            row = withdrawal_requests.request(
                session, player=session.merge(player), amount=Decimal(amount), now=now
            )
            transition_to(session, row, WithdrawalState.HELD, source="test", now=now, due_at=now)
            payout = withdrawal_payouts.claim(session, withdrawal_id=row.id, now=now)
            assert payout is not None
            ours = payout.originator_conversation_id
            accepted = PayoutAccepted("AG_20261122_2010364430d9bbdaf872", ours)
            withdrawal_payouts.record_accepted(
                session, withdrawal_id=row.id, accepted=accepted, now=now
            )
            outcomes.inquire(session, row, now=now)
            asked = session.scalars(
                select(MpesaRequest.id).where(MpesaRequest.subject_id == row.id)
            ).one()
            return row.id, ours, asked

    def _refund(self, player: User, amount: int, receipt: str) -> int:
        now = utc_now()
        with transaction() as session:
            row = PullRow(receipt, Decimal(amount), account_code(player.id), "Pay Bill", at=now)
            pull.apply_row(session, row, now=now)
            payment = session.scalars(
                select(PaybillPayment.id).where(PaybillPayment.receipt == receipt)
            ).one()
            refund = refund_requests.request(
                session, paybill_payment_id=payment, reason="a test", actor="test", now=now
            )
            refund_requests.claim(session, refund_id=refund.id, now=now)
            refund_requests.record_accepted(
                session,
                refund_id=refund.id,
                asked=InquiryAccepted("AG_1", f"{refund.id}-1"),
                now=now,
            )
            return refund.id

    # What M-Pesa says.

    def _add(self, name: str, apply: Apply) -> None:
        self.parts[-1].append(Event(name, apply))

    def _callback(self, name: str, kind: str, body: bytes, **about: int) -> None:
        def apply(session: Session, now: datetime) -> bool:
            callback = MpesaCallback(kind=kind, body=body, **about)
            statement = _READERS[kind](body)
            assert statement is not None, name
            inbox.apply_statement(session, callback, statement=statement, now=now)
            return True

        self._add(name, apply)

    def _stk(self, name: str, deposit_id: int, body: bytes) -> None:
        self._callback(name, "stk", body, deposit_id=deposit_id)
        self._burst.append((deposit_id, body))

    def _all_prompts_at_once(self, session: Session, now: datetime) -> bool:
        """A burst: plain ones are credited together, and the rest one by one."""
        said = [(deposit_id, _READERS["stk"](body)) for deposit_id, body in self._burst]
        known = [(number, one) for number, one in said if isinstance(one, Evidence)]
        session.flush()
        with contextlib.suppress(batch.NotPlain), session.begin_nested():
            batch.credit_batch(session, known, now=now)
        session.expire_all()  # it writes past the session, which the next message would not share
        for number, one in known:
            deposit_evidence.apply_evidence(session, number, one, now=now)
        return True

    def _c2b(self, name: str, receipt: str, amount: str, reference: str) -> None:
        body = messages.c2b(receipt=receipt, amount=amount, reference=reference)
        self._callback(name, "c2b", body)

    def _query(self, name: str, deposit_id: int, code: str) -> None:
        def apply(session: Session, now: datetime) -> bool:
            said = Evidence(Source.QUERY, code, checkout_request_id=f"ws_CO_{deposit_id}")
            deposit_evidence.apply_evidence(session, deposit_id, said, now=now)
            return True

        self._add(name, apply)

    def _row(
        self, name: str, receipt: str, amount: int, reference: str, *, is_reversal: bool = False
    ) -> None:
        kind = "c2b-reversal" if is_reversal else "c2b-pay-bill-debit"

        def apply(session: Session, now: datetime) -> bool:
            row = PullRow(receipt, Decimal(amount), reference, kind, is_reversal, at=now)
            pull.store(session, [row], now=now)
            pull.apply_row(session, row, now=now)
            return True

        self._add(name, apply)

    def _status(self, name: str, receipt: str, amount: str) -> None:
        body = messages.status("Completed", receipt=receipt, amount=amount)
        self._answer(name, receipt, body)

    def _answer(self, name: str, receipt: str, body: bytes) -> None:
        """An answer comes after its question, which comes after the payment is known."""

        def apply(session: Session, now: datetime) -> bool:
            asked = session.scalars(
                select(MpesaRequest.id)
                .where(MpesaRequest.asked_receipt == receipt, MpesaRequest.subject == "paybill")
                .limit(1)
            ).one_or_none()
            if asked is None:
                return False
            callback = MpesaCallback(kind="status", body=body, request_id=asked)
            statement = _READERS["status"](body)
            inbox.apply_statement(session, callback, statement=statement, now=now)
            return True

        self._add(name, apply)
