"""The flat body that M-Pesa POSTs to a registered confirmation URL."""

import hashlib
import json
import sqlite3

from simulators.clock import compact

FIRST_NAME = "AMINA"


def compose(receipt: sqlite3.Row, *, version: str, org_balance_cents: int) -> str:
    """Return the JSON text for one receipt; `version` ("v1", "v2") decides how the payer hides."""
    return json.dumps(
        {
            "TransactionType": "Pay Bill",
            "TransID": receipt["receipt"],
            "TransTime": compact(receipt["at"]),
            "TransAmount": f"{receipt['amount_cents'] / 100:.2f}",
            "BusinessShortCode": receipt["shortcode"],
            "BillRefNumber": receipt["reference"],
            "InvoiceNumber": "",
            "OrgAccountBalance": f"{org_balance_cents / 100:.2f}",
            "ThirdPartyTransID": "",
            "MSISDN": _payer(receipt["msisdn"], version),
            "FirstName": FIRST_NAME,
            "MiddleName": "",
            "LastName": "",
        }
    )


def _payer(msisdn: str, version: str) -> str:
    if version == "v1":
        return hashlib.sha256(msisdn.encode()).hexdigest()
    return f"{msisdn[:4]} ***** {msisdn[-3:]}"
