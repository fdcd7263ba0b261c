"""Rows of payments without ledger transactions, which the caller posts."""

from datetime import timedelta
from decimal import Decimal

import factory

from app.core.clock import utc_now
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal
from tests.support.factories.base import RowFactory

_IN_AN_HOUR = factory.LazyFunction(lambda: utc_now() + timedelta(hours=1))
_NOW = factory.LazyFunction(utc_now)
_SECRET = factory.Sequence(lambda n: n.to_bytes(32, "big"))


class DepositFactory(RowFactory):
    """A paid deposit; `amount` goes to the wallet, `tax` to the tax account."""

    class Meta:
        model = Deposit

    phone = "254711000001"
    state = "credited"
    holds_phone = False
    account_reference = factory.Sequence(lambda n: f"D{n:09d}")
    token_sha256 = _SECRET
    tax = Decimal(0)
    completed_at = _NOW


class WithdrawalFactory(RowFactory):
    """A held withdrawal; its parts must add up to `amount`."""

    class Meta:
        model = Withdrawal

    phone = "254711000001"
    fee = tax = change = Decimal(0)
    net = factory.LazyAttribute(lambda row: row.amount - row.fee - row.tax - row.change)
    tax_profile = "none"
    state = "held"
    originator_conversation_id = factory.Sequence(lambda n: f"W{n:015d}")
    token_sha256 = _SECRET
    due_at = _IN_AN_HOUR


class PaybillPaymentFactory(RowFactory):
    """A confirmed payment to the paybill."""

    class Meta:
        model = PaybillPayment

    receipt = factory.Sequence(lambda n: f"PB{n:08d}")
    reference = "U0001X"
    source = "test"
    tax = Decimal(0)
    verified_at = _NOW
    state = "credited"
    completed_at = _NOW


class RefundFactory(RowFactory):
    """A held refund."""

    class Meta:
        model = Refund

    tax_amount = Decimal(0)
    wallet_amount = factory.LazyAttribute(lambda row: row.amount - row.tax_amount)
    reason = "The player asked for it."
    state = "held"
    token_sha256 = _SECRET
    reference = factory.Sequence(lambda n: f"R{n:015d}")
    due_at = _IN_AN_HOUR
