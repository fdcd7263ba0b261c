"""Daraja's spelling: the bodies we send, the answers and callbacks we get."""

import base64
from datetime import datetime
from typing import Any

from app.core.clock import NAIROBI
from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.mpesa.results import (
    Evidence,
    Failure,
    Push,
    PushAccepted,
    Source,
    readable_receipt,
)
from app.integrations.mpesa.decoding import (
    as_amount,
    as_id,
    as_list,
    as_moment,
    as_object,
    as_text,
    by_name,
    is_zero,
    read_object,
)
from app.integrations.mpesa.errors import Refused, Unknown

STK_PUSH = "/mpesa/stkpush/v1/processrequest"
STK_QUERY = "/mpesa/stkpushquery/v1/query"
OAUTH = "/oauth/v1/generate"

# Left out, it is refused as "Invalid Remarks"; more than 13 letters are too many (daraja.md §2.1).
DESCRIPTION = "WageWars"


def password(settings: MpesaSettings, *, now: datetime) -> dict[str, str]:
    """Return the password and the timestamp it was made from: one moment, in Nairobi."""
    timestamp = now.astimezone(NAIROBI).strftime("%Y%m%d%H%M%S")
    plain = settings.shortcode + settings.passkey.get_secret_value() + timestamp
    return {
        "BusinessShortCode": settings.shortcode,
        "Password": base64.b64encode(plain.encode()).decode(),
        "Timestamp": timestamp,
    }


def callback_url(settings: MpesaSettings, *, token: str, path: str = "stk") -> str:
    """Return where callbacks of one kind about one request go, by default of a prompt."""
    return f"{settings.callback_base_url.rstrip('/')}/hooks/d/{token}/{path}"


def push_body(settings: MpesaSettings, push: Push, *, now: datetime) -> dict[str, str]:
    """Write an STK push; all numbers as strings, which every version of Daraja takes."""
    return {
        **password(settings, now=now),
        "TransactionType": "CustomerBuyGoodsOnline" if settings.till else "CustomerPayBillOnline",
        "Amount": str(push.amount),
        "PartyA": push.phone,
        "PartyB": settings.till or settings.shortcode,
        "PhoneNumber": push.phone,
        "CallBackURL": callback_url(settings, token=push.token),
        "AccountReference": push.account_reference,
        "TransactionDesc": DESCRIPTION,
    }


def query_body(
    settings: MpesaSettings, *, checkout_request_id: str, now: datetime
) -> dict[str, str]:
    """Write an inquiry about one prompt."""
    return {**password(settings, now=now), "CheckoutRequestID": checkout_request_id}


def read_push(body: dict[str, Any]) -> PushAccepted:
    """Read the answer to a push. Raises Refused, and Unknown for a yes without M-Pesa's ids."""
    code = as_text(body.get("ResponseCode"))
    checkout_id = as_id(body.get("CheckoutRequestID"))
    merchant_id = as_id(body.get("MerchantRequestID"))
    if code is not None and not is_zero(code):
        raise our_fault(body, code=code)
    if code is None or checkout_id is None or merchant_id is None:
        raise Unknown("an answer without M-Pesa's ids")
    return PushAccepted(merchant_request_id=merchant_id, checkout_request_id=checkout_id)


def our_fault(body: dict[str, Any], *, code: str) -> Refused:
    """Return the refusal that a good-looking answer with `code` instead of "0" is."""
    reason = as_text(body.get("ResponseDescription")) or as_text(body.get("ResponseMessage"))
    return Refused(
        (reason or "no description")[:200],
        code=f"ResponseCode {code}",
        failure=Failure.TEMPORARY_PROBLEM,
        ours_to_mend=True,
    )


def read_query(body: dict[str, Any], *, checkout_request_id: str) -> Evidence:
    """Read the answer about a prompt. Raises Unknown when it has no result."""
    code = as_text(body.get("ResultCode"))
    if code is None:
        raise Unknown("an answer without ResultCode")
    # Whatever id it echoes: the answer to our inquiry about this id must be about this id.
    echoed = as_text(body.get("CheckoutRequestID")) or checkout_request_id
    if echoed != checkout_request_id:
        raise Unknown("an answer about another prompt")
    return Evidence(source=Source.QUERY, code=code, checkout_request_id=checkout_request_id)


def read_stk_callback(raw: bytes) -> Evidence | None:
    """Read the callback of a prompt, or return None if it is none."""
    body = as_object((read_object(raw) or {}).get("Body"))
    result = as_object(body.get("stkCallback"))
    code = as_text(result.get("ResultCode"))
    if code is None:
        return None
    items: dict[str, Any] = {}
    for metadata in as_list(result.get("CallbackMetadata")):
        items |= by_name(as_object(metadata).get("Item"))
    return Evidence(
        source=Source.CALLBACK,
        code=code[:40],
        amount=as_amount(items.get("Amount")),
        receipt=readable_receipt(as_text(items.get("MpesaReceiptNumber"))),
        checkout_request_id=as_id(result.get("CheckoutRequestID")),
        merchant_request_id=as_id(result.get("MerchantRequestID")),
        paid_at=as_moment(items.get("TransactionDate")),
    )
