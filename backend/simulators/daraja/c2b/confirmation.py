"""The flat body that M-Pesa POSTs to a validation or confirmation URL."""

import hashlib
import json
from dataclasses import dataclass, replace

from simulators.core.clock import compact
from simulators.subscribers.profile import Profile

BUY_GOODS = "Buy Goods"  # a payment to a till


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One payment as M-Pesa reports it. `org_balance_cents` is None while it is only validated."""

    receipt: str
    at: float
    amount_cents: int
    shortcode: str
    reference: str
    msisdn: str
    payer: Profile
    org_balance_cents: int | None
    third_party_id: str = ""
    transaction_type: str = "Pay Bill"

    def at_till(self, till: str) -> "Notice":
        """Return how the payment of a till is reported: under its number, without a reference."""
        return replace(self, shortcode=till, reference="")


def privacy_of(version: str, choice: str) -> str:
    """Return how payers hide ("full", "hash", "mask"): as their version does, unless chosen."""
    if choice != "version":
        return choice
    return "hash" if version == "v1" else "mask"


def compose(notice: Notice, *, privacy: str) -> str:
    """Return the JSON text; `privacy` ("full", "hash", "mask") decides how the payer hides."""
    balance = notice.org_balance_cents
    return json.dumps(
        {
            "TransactionType": notice.transaction_type,
            "TransID": notice.receipt,
            "TransTime": compact(notice.at),
            "TransAmount": f"{notice.amount_cents / 100:.2f}",
            "BusinessShortCode": notice.shortcode,
            "BillRefNumber": notice.reference,
            "InvoiceNumber": "",
            "OrgAccountBalance": "" if balance is None else f"{balance / 100:.2f}",
            "ThirdPartyTransID": notice.third_party_id,
            "MSISDN": _payer(notice.msisdn, privacy),
            "FirstName": notice.payer.first_name,
            "MiddleName": notice.payer.middle_name,
            "LastName": notice.payer.last_name,
        }
    )


def _payer(msisdn: str, privacy: str) -> str:
    if privacy == "full":
        return msisdn
    if privacy == "hash":
        return hashlib.sha256(msisdn.encode()).hexdigest()
    return f"{msisdn[:4]} ***** {msisdn[-3:]}"
