"""/_sim/c2b: paying into the paybill without a prompt."""

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from simulators.daraja import customer_sms
from simulators.deps import WorldDep
from simulators.phones import NotAPhoneNumber, normalise

router = APIRouter()


class PaybillPayment(BaseModel):
    """Somebody pays from the M-Pesa menu. `amount` in shillings."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    msisdn: str
    amount: float = Field(gt=0)
    bill_ref: str = ""
    shortcode: str | None = None
    delay_seconds: float = Field(default=0.0, ge=0)


@router.post("/c2b", status_code=201)
async def pay_paybill(payment: PaybillPayment, world: WorldDep) -> dict[str, Any]:
    """Move the money and, when a URL is registered, send the confirmation."""
    try:
        msisdn = normalise(payment.msisdn)
    except NotAPhoneNumber as error:
        raise HTTPException(422, "msisdn is not a Kenyan mobile number") from error
    cents = round(payment.amount * 100)
    if world.phones.get(msisdn).balance_cents < cents:
        raise HTTPException(409, "The phone has too little money")
    with world.store.transaction():
        receipt = world.books.collect(
            msisdn=msisdn,
            shortcode=payment.shortcode or world.settings.shortcode,
            amount_cents=cents,
            reference=payment.bill_ref,
            kind="c2b",
        )
        text = customer_sms.paid(
            receipt=receipt,
            amount_cents=cents,
            reference=payment.bill_ref,
            paid_at=world.clock.now(),
            phone=world.phones.get(msisdn),
            business=world.settings.business_name,
        )
        world.texts.deliver(msisdn, sender="MPESA", text=text)
        delivery_id = world.announcements.c2b_confirmation(
            receipt, delay_seconds=payment.delay_seconds
        )
    return {"receipt": receipt, "callback_id": delivery_id}
