"""/_sim/c2b: paying into the paybill without a prompt."""

from typing import Any, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from simulators.daraja.c2b.confirmation import BUY_GOODS
from simulators.daraja.c2b.menu import InsufficientFunds, MenuPayment
from simulators.deps import SimulationDep
from simulators.subscribers.phones import NotAPhoneNumber, normalise

router = APIRouter()


class PaybillPayment(BaseModel):
    """Somebody pays from the M-Pesa menu. `amount` in shillings."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    msisdn: str
    amount: float = Field(gt=0)
    bill_ref: str = ""
    shortcode: str | None = None
    transaction_type: str = "Pay Bill"
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    confirmation: Literal["deliver", "drop", "duplicate", "delay"] = "deliver"
    copies: int = Field(default=2, ge=1, le=200)
    delay_seconds: float | None = Field(default=None, ge=0)
    wants_validation: bool | None = Field(default=None, alias="validate")


@router.post("/c2b", status_code=201)
async def pay_paybill(payment: PaybillPayment, simulation: SimulationDep) -> dict[str, Any]:
    """Ask the business if it wants that, move the money and, where registered, confirm it."""
    try:
        msisdn = normalise(payment.msisdn)
    except NotAPhoneNumber as error:
        raise HTTPException(422, "msisdn is not a Kenyan mobile number") from error
    if payment.shortcode == simulation.settings.till:
        # Its money is the organisation's, as all else; the payer types no account number.
        payment.shortcode, payment.bill_ref = None, ""
        payment.transaction_type = BUY_GOODS
    usual_delay = 20.0 if payment.confirmation == "delay" else 0.0
    fields = payment.model_dump(
        include={
            "transaction_type",
            "first_name",
            "middle_name",
            "last_name",
            "confirmation",
            "copies",
        }
    )
    try:
        outcome = await simulation.menu.pay(
            MenuPayment(
                msisdn=msisdn,
                shortcode=payment.shortcode or simulation.settings.shortcode,
                amount_cents=round(payment.amount * 100),
                reference=payment.bill_ref,
                delay_seconds=usual_delay
                if payment.delay_seconds is None
                else payment.delay_seconds,
                validate=payment.wants_validation,
                **fields,
            )
        )
    except InsufficientFunds as error:
        raise HTTPException(409, "The phone has too little money") from error
    asked = outcome.validation
    return {
        "receipt": outcome.receipt,
        "callback_id": outcome.callback_id,
        "accepted": outcome.receipt is not None,
        "validation": {"status": asked.status, "body": asked.body} if asked else None,
    }
