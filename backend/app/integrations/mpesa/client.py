"""The verbs of Daraja that we use. Money is asked for once: no call repeats itself on its own.

What may be called again after which error (daraja.md §11): STK push after NotSent only; a payout
after NotSent, or with the same id once its status was asked; a reversal after NotSent only;
inquiries always.
"""

from datetime import datetime

from app.core.clock import utc_now
from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.inquiries import BalanceInquiry, InquiryAccepted, StatusInquiry
from app.domain.payments.mpesa.results import Evidence, Push, PushAccepted
from app.domain.payments.paybill.pull_rows import PulledList, PullRow, UnreadRow
from app.domain.payments.paybill.validation import Registered
from app.domain.payments.payouts import Payout, PayoutAccepted
from app.domain.payments.reversals import ReversalOrder
from app.integrations.mpesa import (
    inquiry_wire,
    paybill_wire,
    payout_wire,
    pull_wire,
    reversal_wire,
    sim_wire,
    wire,
)
from app.integrations.mpesa.credential import Operator
from app.integrations.mpesa.errors import AlreadyRegistered, Refused
from app.integrations.mpesa.pull import pull_all
from app.integrations.mpesa.transport import Transport


class Daraja:
    """The client of Daraja. Safe to share between threads."""

    def __init__(self, settings: MpesaSettings) -> None:
        self._settings = settings
        self._transport = Transport(settings)
        self._operator = Operator(settings)

    def stk_push(self, push: Push) -> PushAccepted:
        """Put a prompt on the payer's phone. Raises Refused, NotSent (and Busy) or Unknown."""
        body = wire.push_body(self._settings, push, now=utc_now())
        return wire.read_push(self._transport.send(wire.STK_PUSH, body))

    def stk_query(self, checkout_request_id: str) -> Evidence:
        """Query what became of a prompt. Raises Refused, NotSent or Unknown without an answer."""
        body = wire.query_body(
            self._settings, checkout_request_id=checkout_request_id, now=utc_now()
        )
        answer = self._transport.send(wire.STK_QUERY, body)
        return wire.read_query(answer, checkout_request_id=checkout_request_id)

    def b2c(self, payout: Payout) -> PayoutAccepted:
        """Have money sent to a player. Raises PayoutRefused, NotSent, Unknown or DuplicateRequest.

        DuplicateRequest means that M-Pesa has it already: ask its status, hold the money.
        """
        body = payout_wire.payout_body(self._settings, payout, operator=self._operator)
        try:
            answer = self._transport.send(payout_wire.B2C, body)
        except Refused as refused:
            raise payout_wire.as_payout_refused(refused) from refused
        return payout_wire.read_payout(answer, payout=payout)

    def last_sim_swap(self, phone: str) -> datetime:
        """Return when the number's SIM card was last swapped. Raises Refused, NotSent, Unknown."""
        body = sim_wire.swap_body(phone)
        return sim_wire.read_swap(self._transport.send(sim_wire.SIM_SWAP, body))

    def send_status_inquiry(self, inquiry: StatusInquiry) -> InquiryAccepted:
        """Ask what became of a transaction; answered later. Raises Refused, NotSent or Unknown."""
        body = inquiry_wire.status_body(self._settings, inquiry, operator=self._operator)
        return inquiry_wire.read_asked(self._transport.send(inquiry_wire.STATUS, body))

    def send_balance_inquiry(self, inquiry: BalanceInquiry) -> InquiryAccepted:
        """Ask what is in our accounts; answered later. Raises Refused, NotSent or Unknown."""
        body = inquiry_wire.balance_body(self._settings, inquiry, operator=self._operator)
        return inquiry_wire.read_asked(self._transport.send(inquiry_wire.BALANCE, body))

    def reverse(self, order: ReversalOrder) -> InquiryAccepted:
        """Order a reversal; its result comes later. Raises Refused, NotSent or Unknown."""
        body = reversal_wire.reversal_body(self._settings, order, operator=self._operator)
        return inquiry_wire.read_asked(self._transport.send(reversal_wire.REVERSAL, body))

    def pull(self, *, since: datetime, until: datetime) -> PulledList:
        """Return what came to our paybill between two moments, each receipt once, oldest first.

        M-Pesa gives the last 48 hours only. Raises Refused, NotSent or Unknown; never a part.
        """
        return pull_all(self._pull_page, since=since, until=until)

    def register_paybill(self) -> Registered:
        """Register our addresses for paybill payments. Raises Refused, NotSent or Unknown."""
        path = paybill_wire.register_path(self._settings)
        try:
            answer = self._transport.send(path, paybill_wire.register_body(self._settings))
        except AlreadyRegistered:
            return Registered.ALREADY
        paybill_wire.read_registered(answer)
        return Registered.NEW

    def register_pull(self) -> Registered:
        """Ask for Pull Transactions, which is needed once. Raises Refused, NotSent or Unknown."""
        body = pull_wire.register_pull_body(self._settings)
        answer = self._transport.send(pull_wire.REGISTER, body)
        return Registered.NEW if pull_wire.read_pull_registered(answer) else Registered.ALREADY

    def access_token(self) -> str:
        """Return the token that all our calls share; raises TokenTrouble."""
        return self._transport.token.get()

    def drop_token(self, token: str) -> None:
        """Forget a token that M-Pesa did not take, but not one that came after it."""
        self._transport.token.drop(token)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _pull_page(
        self, since: datetime, until: datetime, offset: int
    ) -> list[PullRow | UnreadRow]:
        body = pull_wire.pull_body(self._settings, since=since, until=until, offset=offset)
        answer = self._transport.send(pull_wire.QUERY, body, verb=self._settings.pull_verb)
        return pull_wire.read_pull(answer, until=until)
