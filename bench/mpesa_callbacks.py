"""The callbacks that M-Pesa sends when a prompt was paid."""

import json

from bench.bulk_rows import TOKEN
from bench.http_load import Request

HEADERS = {"Content-Type": "application/json;charset=UTF-8"}


def body(number: int) -> str:
    """Return the JSON for KES 100 with the receipt UKB and the number."""
    items = [
        {"Name": "Amount", "Value": 100.0},
        {"Name": "MpesaReceiptNumber", "Value": f"UKB{number:07d}"},
        {"Name": "Balance"},
        {"Name": "TransactionDate", "Value": 20261122102115},
        {"Name": "PhoneNumber", "Value": 254700000000 + number},
    ]
    callback = {
        "MerchantRequestID": f"29115-34620561-{number}",
        "CheckoutRequestID": f"ws_CO_22112026{number:014d}",
        "ResultCode": 0,
        "ResultDesc": "The service request is processed successfully.",
        "CallbackMetadata": {"Item": items},
    }
    return json.dumps({"Body": {"stkCallback": callback}})


def request(deposit_id: int) -> Request:
    """Return the request that reports a deposit of `make_deposits` as paid."""
    return {
        "method": "POST",
        "path": f"/hooks/d/{TOKEN}{deposit_id}/stk",
        "headers": HEADERS,
        "body": body(deposit_id),
    }
