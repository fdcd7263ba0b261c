"""Daraja's spelling of payments to our paybill (C2B): addresses, validations, confirmations."""

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.mpesa.results import PaybillConfirmation, readable_receipt
from app.domain.payments.paybill.validation import PaybillRefusal
from app.integrations.mpesa.decoding import (
    as_amount,
    as_display,
    as_moment,
    as_text,
    is_zero,
    read_object,
)
from app.integrations.mpesa.errors import Unknown
from app.integrations.mpesa.wire import callback_url, our_fault

LONGEST_REFERENCE = 20
LONGEST_SHOWN = 40


def register_path(settings: MpesaSettings) -> str:
    """Return the path of the version that the Daraja app has; the other one is refused."""
    return f"/mpesa/c2b/{settings.c2b_version}/registerurl"


def register_body(settings: MpesaSettings) -> dict[str, str]:
    """Write the addresses for payments to our paybill."""
    token = settings.c2b_token.get_secret_value()
    return {
        "ShortCode": settings.shortcode,
        "ResponseType": settings.c2b_response_type,
        "ConfirmationURL": callback_url(settings, token=token, path="c2b/confirmation"),
        "ValidationURL": callback_url(settings, token=token, path="c2b/validation"),
    }


def read_registered(body: dict[str, Any]) -> None:
    """Read the answer to a registration. Raises Refused and Unknown."""
    code = as_text(body.get("ResponseCode"))
    if code is None:
        raise Unknown("an answer without ResponseCode")
    if not is_zero(code):
        raise our_fault(body, code=code)


def read_paybill_confirmation(raw: bytes) -> PaybillConfirmation | None:
    """Read the confirmation of a payment to our paybill, or return None if it is none.

    Of one that is no JSON (a name with quotes in it) the facts are read that M-Pesa wrote, and
    none that the payer typed: what is left of an account number might be another player's.
    """
    body = read_object(raw) or _facts_of_broken(raw)
    receipt = readable_receipt(as_text(body.get("TransID")))
    if receipt is None:
        return None
    names = (as_display(body.get(f"{which}Name"), longest=60) for which in _NAMES)
    return PaybillConfirmation(
        receipt=receipt,
        amount=_claimed_amount(body.get("TransAmount")),
        reference=_reference(body.get("BillRefNumber")),
        shortcode=as_display(body.get("BusinessShortCode"), longest=20),
        typed=as_display(body.get("BillRefNumber"), longest=LONGEST_SHOWN),
        payer=as_display(body.get("MSISDN"), longest=64),
        payer_name=" ".join(filter(None, names))[:LONGEST_SHOWN].strip(),
        kind=as_display(body.get("TransactionType"), longest=LONGEST_SHOWN),
        paid_at=as_moment(body.get("TransTime")),
        transaction_id_of_ours=as_display(body.get("ThirdPartyTransID"), longest=LONGEST_SHOWN),
    )


def read_paybill_validation(raw: bytes) -> PaybillConfirmation | None:
    """Read a validation request: the same body, before the money moves."""
    return read_paybill_confirmation(raw)


def validation_answer(refusal: PaybillRefusal | None) -> bytes:
    """Write our answer; the code is a string here, and anything but "0" refuses the payment."""
    answer = ("0", "Accepted") if refusal is None else (refusal.value, "Rejected")
    return json.dumps({"ResultCode": answer[0], "ResultDesc": answer[1]}).encode()


_NAMES = ("First", "Middle", "Last")
_FACTS = re.compile(
    rb'"(TransID|TransAmount|TransTime|BusinessShortCode|TransactionType)"\s*:\s*'
    rb'"?([A-Za-z0-9., ]{1,40})"?\s*[,}]'
)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", re.ASCII)


def _facts_of_broken(raw: bytes) -> dict[str, Any]:
    """Return the facts of a body that is no JSON; none of those that it has twice."""
    found = [(name.decode(), value.decode()) for name, value in _FACTS.findall(raw)]
    names = Counter(name for name, _ in found)
    return {name: value for name, value in found if names[name] == 1}


def _claimed_amount(value: Any) -> Decimal | None:
    """Return KES, from "1,500.00" too: a claim, for which M-Pesa is asked."""
    text = value.strip() if isinstance(value, str) else ""
    return as_amount(text.replace(",", "") if _THOUSANDS.fullmatch(text) else value)


def _reference(typed: Any) -> str:
    # The payer typed it: case, spaces and dashes are no part of a reference.
    letters = (as_text(typed) or "")[:400].upper()
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST_REFERENCE]
