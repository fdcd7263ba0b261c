"""The body that M-Pesa POSTs to the CallBackURL of an STK push."""

import hashlib
import json
from typing import Any

from simulators.core.clock import compact
from simulators.daraja import result_codes
from simulators.daraja.stk.prompts import Prompt
from simulators.subscribers.profile import Profile

# json.dumps cannot write 500.00, which is what Safaricom sends; the quotes are cut off afterwards.
BARE = "@bare@"


def compose(prompt: Prompt, *, profile: Profile, code: str, receipt: str | None) -> str:
    """Return the JSON text. Only a success has metadata, in the shape the profile asks for."""
    callback: dict[str, Any] = {
        "MerchantRequestID": prompt.merchant_request_id,
        "CheckoutRequestID": prompt.checkout_request_id,
        "ResultCode": result_codes.as_json_value(code),
        "ResultDesc": result_codes.callback_text(code),
    }
    if code == result_codes.PAID and not profile.omit_metadata:
        callback["CallbackMetadata"] = {"Item": _items(prompt, profile, receipt)}
    text = json.dumps({"Body": {"stkCallback": callback}})
    return text.replace(f'"{BARE}', "").replace(f'{BARE}"', "")


def _items(prompt: Prompt, profile: Profile, receipt: str | None) -> list[dict[str, Any]]:
    amount = prompt.amount if profile.callback_amount is None else profile.callback_amount
    paid_at = prompt.resolved_at or prompt.created_at
    items: list[dict[str, Any]] = [
        {"Name": "Amount", "Value": _amount(amount, profile)},
        {"Name": "MpesaReceiptNumber", "Value": receipt},
        *_balance(profile),
        {"Name": "TransactionDate", "Value": int(compact(paid_at))},
        *_phone(prompt.msisdn, profile),
    ]
    return list(reversed(items)) if profile.reorder_items else items


def _amount(amount: float, profile: Profile) -> int | str:
    if profile.amount_form == "integer":
        return int(amount)
    return f"{amount:.2f}" if profile.amount_form == "string" else f"{BARE}{amount:.2f}{BARE}"


def _balance(profile: Profile) -> list[dict[str, Any]]:
    if profile.balance_form == "absent":
        return []
    if profile.balance_form == "no_value":
        return [{"Name": "Balance"}]
    java = "{Amount={CurrencyCode=KES, MinimumAmount=0, BasicAmount=0.00}}"
    return [{"Name": "Balance", "Value": java}]


def _phone(msisdn: str, profile: Profile) -> list[dict[str, Any]]:
    forms: dict[str, int | str] = {
        "number": int(msisdn),
        "string": msisdn,
        "masked": f"0{msisdn[3:9]}***",
        "hashed": hashlib.sha256(msisdn.encode()).hexdigest(),
    }
    if profile.phone_form == "absent":
        return []
    return [{"Name": "PhoneNumber", "Value": forms[profile.phone_form]}]
