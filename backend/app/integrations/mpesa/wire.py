"""Daraja's spelling: the bodies we send, the answers and callbacks we get."""

import base64
from datetime import datetime
from typing import Any

from app.core.clock import NAIROBI
from app.core.config import MpesaSettings
from app.domain.mpesa import (
    Evidence,
    Failure,
    PaybillConfirmation,
    Push,
    PushAccepted,
    Source,
    readable_receipt,
)
from app.integrations.mpesa.decoding import (
    as_amount,
    as_list,
    as_moment,
    as_object,
    as_text,
    by_name,
    read_object,
)
from app.integrations.mpesa.errors import Refused, Unknown

STK_PUSH = "/mpesa/stkpush/v1/processrequest"
STK_QUERY = "/mpesa/stkpushquery/v1/query"
OAUTH = "/oauth/v1/generate"

# Left out, it is refused as "Invalid Remarks"; more than 13 letters are too many (daraja.md §2.1).
DESCRIPTION = "WageWars"


def password(settings: MpesaSettings, *, now: datetime) -> dict[str, str]:
    """Return the password and the timestamp it was made from: one reading of the clock, Nairobi."""
    timestamp = now.astimezone(NAIROBI).strftime("%Y%m%d%H%M%S")
    plain = settings.shortcode + settings.passkey.get_secret_value() + timestamp
    return {
        "BusinessShortCode": settings.shortcode,
        "Password": base64.b64encode(plain.encode()).decode(),
        "Timestamp": timestamp,
    }


def callback_url(settings: MpesaSettings, *, token: str) -> str:
    """Return where the result of one prompt is to be sent."""
    return f"{settings.callback_base_url.rstrip('/')}/hooks/d/{token}/stk"


def push_body(settings: MpesaSettings, push: Push, *, now: datetime) -> dict[str, str]:
    """Write an STK push; all numbers as strings, which every version of Daraja takes."""
    return {
        **password(settings, now=now),
        "TransactionType": "CustomerPayBillOnline",
        "Amount": str(push.amount),
        "PartyA": push.phone,
        "PartyB": settings.shortcode,
        "PhoneNumber": push.phone,
        "CallBackURL": callback_url(settings, token=push.token),
        "AccountReference": push.account_reference,
        "TransactionDesc": DESCRIPTION,
    }


def query_body(
    settings: MpesaSettings, *, checkout_request_id: str, now: datetime
) -> dict[str, str]:
    """Write a question about one prompt."""
    return {**password(settings, now=now), "CheckoutRequestID": checkout_request_id}


def read_push(body: dict[str, Any]) -> PushAccepted:
    """Read the answer to a push. Raises Refused, and Unknown for a yes without M-Pesa's ids."""
    code = as_text(body.get("ResponseCode"))
    checkout_id = as_text(body.get("CheckoutRequestID"))
    merchant_id = as_text(body.get("MerchantRequestID"))
    if code is not None and code != "0":
        reason = as_text(body.get("ResponseDescription")) or "no description"
        raise Refused(
            reason,
            code=f"ResponseCode {code}",
            failure=Failure.TEMPORARY_PROBLEM,
            ours_to_mend=True,
        )
    if code is None or not _is_id(checkout_id) or not _is_id(merchant_id):
        raise Unknown("an answer without M-Pesa's ids")
    return PushAccepted(
        merchant_request_id=merchant_id or "", checkout_request_id=checkout_id or ""
    )


def read_query(body: dict[str, Any], *, checkout_request_id: str) -> Evidence:
    """Read what M-Pesa says about a prompt. Raises Unknown when it says nothing."""
    code = as_text(body.get("ResultCode"))
    if code is None:
        raise Unknown("an answer without ResultCode")
    # Whatever id it echoes: the answer to our question about this id must be about this id.
    said = as_text(body.get("CheckoutRequestID")) or checkout_request_id
    if said != checkout_request_id:
        raise Unknown("an answer about another prompt")
    return Evidence(source=Source.QUERY, code=code, checkout_request_id=checkout_request_id)


def read_stk_callback(raw: bytes) -> Evidence | None:
    """Read the callback of a prompt, or return None if it is none."""
    body = as_object((read_object(raw) or {}).get("Body"))
    result = as_object(body.get("stkCallback"))
    code = as_text(result.get("ResultCode"))
    if code is None:
        return None
    checkout_id = as_text(result.get("CheckoutRequestID"))
    merchant_id = as_text(result.get("MerchantRequestID"))
    items: dict[str, Any] = {}
    for metadata in as_list(result.get("CallbackMetadata")):
        items |= by_name(as_object(metadata).get("Item"))
    return Evidence(
        source=Source.CALLBACK,
        code=code[:40],
        amount=as_amount(items.get("Amount")),
        receipt=readable_receipt(as_text(items.get("MpesaReceiptNumber"))),
        checkout_request_id=checkout_id if _is_id(checkout_id) else None,
        merchant_request_id=merchant_id if _is_id(merchant_id) else None,
        paid_at=as_moment(items.get("TransactionDate")),
    )


def read_paybill_confirmation(raw: bytes) -> PaybillConfirmation | None:
    """Read the confirmation of a payment to our paybill, or return None if it is none."""
    body = read_object(raw) or {}
    receipt = readable_receipt(as_text(body.get("TransID")))
    if receipt is None:
        return None
    # The payer may have typed it: case, spaces and dashes are no part of a reference.
    reference = (as_text(body.get("BillRefNumber")) or "").upper()
    return PaybillConfirmation(
        receipt=receipt,
        amount=as_amount(body.get("TransAmount")),
        reference="".join(letter for letter in reference if letter.isalnum())[:20],
        shortcode=as_text(body.get("BusinessShortCode")) or "",
    )


def _is_id(text: str | None) -> bool:
    return text is not None and len(text) <= 80 and text.isprintable()
