"""The SMS that M-Pesa sends to its customers."""

from simulators.core.clock import in_nairobi
from simulators.daraja.stk.prompts import Prompt
from simulators.subscribers.phones import Phone


def about(prompt: Prompt, phone: Phone, *, business: str) -> str | None:
    """Return the SMS for a finished prompt; M-Pesa is silent about most failures."""
    if prompt.result_code == "1":
        return (
            f"Failed. You do not have enough money in your M-PESA account to pay "
            f"Ksh{prompt.amount:,.2f}. {_balance(phone)}"
        )
    if prompt.receipt is None or prompt.resolved_at is None:
        return None
    return paid(
        receipt=prompt.receipt,
        amount_cents=prompt.amount * 100,
        reference=prompt.account_reference,
        paid_at=prompt.resolved_at,
        phone=phone,
        business=business,
    )


def paid(
    *,
    receipt: str,
    amount_cents: int,
    reference: str,
    paid_at: float,
    phone: Phone,
    business: str,
) -> str:
    """Return the confirmation of a payment to a paybill."""
    when = in_nairobi(paid_at)
    clock = when.strftime("%I:%M %p").lstrip("0")
    return (
        f"{receipt} Confirmed. Ksh{amount_cents / 100:,.2f} sent to {business} for account "
        f"{reference} on {when.day}/{when.month}/{when:%y} at {clock}. {_balance(phone)}"
    )


def received(
    *, receipt: str, amount_cents: int, received_at: float, phone: Phone, business: str
) -> str:
    """Return the SMS to a customer whom a business has paid."""
    when = in_nairobi(received_at)
    clock = when.strftime("%I:%M %p").lstrip("0")
    return (
        f"{receipt} Confirmed. You have received Ksh{amount_cents / 100:,.2f} from {business} on "
        f"{when.day}/{when.month}/{when:%y} at {clock}. {_balance(phone)}"
    )


def reversed_payment(
    *, receipt: str, original_receipt: str, amount_cents: int, phone: Phone
) -> str:
    """Return what M-Pesa writes to a payer whose payment was reversed."""
    return (
        f"{receipt} Confirmed. Reversal of transaction {original_receipt} has been successfully "
        f"reversed and Ksh{amount_cents / 100:,.2f} is credited to your M-PESA account. "
        f"{_balance(phone)}"
    )


def _balance(phone: Phone) -> str:
    return f"New M-PESA balance is Ksh{phone.balance_cents / 100:,.2f}."
