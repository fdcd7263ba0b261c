"""What M-Pesa writes, byte for byte as it would come."""

import json
from typing import Any

from app.core.settings import get_settings

_DONE = "The service request is processed successfully."


def stk(code: int, *, amount: str = "", receipt: str = "") -> bytes:
    """Return the callback of a prompt; with money if there is a receipt."""
    body: dict[str, Any] = {"ResultCode": code, "ResultDesc": "as the code says"}
    if receipt:
        items = {"Amount": float(amount), "MpesaReceiptNumber": receipt}
        body["CallbackMetadata"] = {
            "Item": [{"Name": name, "Value": value} for name, value in items.items()]
        }
    return json.dumps({"Body": {"stkCallback": body}}).encode()


def c2b(*, receipt: str, amount: str, reference: str) -> bytes:
    """Return the confirmation of a payment to the paybill."""
    body = {
        "TransactionType": "Pay Bill",
        "TransID": receipt,
        "TransTime": "20261122102115",
        "TransAmount": amount,
        "BusinessShortCode": get_settings().mpesa.shortcode,
        "BillRefNumber": reference,
        "MSISDN": "2547 ***** 126",
        "FirstName": "AMINA",
    }
    return json.dumps(body).encode()


def result(
    code: int | str, *, transaction: str = "SKE0000000", ours: str = "", **parameters: Any
) -> bytes:
    """Return the result of a payout, an inquiry or a reversal; `ours` is the outer id."""
    body: dict[str, Any] = {
        "ResultType": 0,
        "ResultCode": code,
        "ResultDesc": _DONE,
        "ConversationID": "AG_20261122_2010364430d9bbdaf872",
        "TransactionID": transaction,
    }
    if ours:
        body["OriginatorConversationID"] = ours
    if parameters:
        items = [{"Key": key, "Value": value} for key, value in parameters.items()]
        body["ResultParameters"] = {"ResultParameter": items}
    return json.dumps({"Result": body}).encode()


def status(word: str, *, receipt: str, amount: str, payout: str = "", phone: str = "") -> bytes:
    """Return an answer about a payment to us, or about the `payout` to `phone` with our id."""
    ours, theirs = f"{get_settings().mpesa.shortcode} - WageWars", f"{phone} - AMINA"
    parties = {
        "DebitPartyName": ours if payout else theirs,
        "CreditPartyName": theirs if payout else ours,
    }
    more = {"OriginatorConversationID": payout} if payout else {}
    return result(0, TransactionStatus=word, ReceiptNo=receipt, Amount=amount, **parties, **more)


def not_found() -> bytes:
    """Return the answer about a transaction that M-Pesa does not know."""
    return result("SFC_IC0003")
