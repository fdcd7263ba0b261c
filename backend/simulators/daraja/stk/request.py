"""What an STK push must look like, in the order in which Daraja complains."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from simulators.daraja.gateway.refusals import Refusal, bad_request, server_error
from simulators.settings import SimSettings

Body = dict[str, Any]

MAX_AMOUNT = 250_000
FORBIDDEN_IN_URLS = ("mpesa", "m-pesa", "safaricom", "exe", "cmd", "sql", "query")
TRANSACTION_TYPES = ("CustomerPayBillOnline", "CustomerBuyGoodsOnline")


@dataclass(frozen=True, kw_only=True)
class StkRequest:
    """An STK push that passed all checks. `amount` is in whole shillings."""

    shortcode: str
    msisdn: str
    amount: int
    account_reference: str
    description: str
    transaction_type: str
    callback_url: str


def text_of(body: Body, field: str) -> str:
    """Return a field as text: Safaricom takes numbers and strings alike. Missing is ""."""
    value = body.get(field)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def read_push(body: Body, *, settings: SimSettings) -> StkRequest:
    """Check a push and return it. Raises Refusal, always for the first thing that is wrong."""
    for field, complaint, is_fine in PUSH_RULES:
        if not is_fine(text_of(body, field)):
            raise bad_request(complaint)
    check_password(body, settings=settings)
    return StkRequest(
        shortcode=text_of(body, "BusinessShortCode"),
        msisdn=text_of(body, "PhoneNumber"),
        amount=int(text_of(body, "Amount")),
        account_reference=text_of(body, "AccountReference"),
        description=text_of(body, "TransactionDesc"),
        transaction_type=text_of(body, "TransactionType"),
        callback_url=text_of(body, "CallBackURL"),
    )


def check_password(body: Body, *, settings: SimSettings) -> None:
    """Check the shortcode and the password made from it, in whatever zone. Raises Refusal."""
    shortcode, timestamp = text_of(body, "BusinessShortCode"), text_of(body, "Timestamp")
    if shortcode != settings.shortcode:
        raise server_error("Merchant does not exist")
    plain = shortcode + settings.passkey + timestamp
    right = base64.b64encode(plain.encode()).decode()
    if text_of(body, "Password") != right:
        raise _wrong_credentials()


def is_shortcode(text: str) -> bool:
    """Say whether this is a number of five to seven digits."""
    return re.fullmatch(r"\d{5,7}", text) is not None


def is_timestamp(text: str) -> bool:
    """Say whether this is YYYYMMDDHHmmss."""
    return (
        re.fullmatch(r"20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d|2[0-3])([0-5]\d){2}", text)
        is not None
    )


def is_callback_url(text: str) -> bool:
    """Say whether Daraja would take this address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return False
    return not any(word in text.lower() for word in FORBIDDEN_IN_URLS)


def _is_amount(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,7}", text) is not None and 1 <= int(text) <= MAX_AMOUNT


def _is_msisdn(text: str) -> bool:
    return re.fullmatch(r"254[17]\d{8}", text) is not None


def _is_reference(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9]{1,15}", text) is not None


def _is_description(text: str) -> bool:
    return bool(text.strip())


def _is_transaction_type(text: str) -> bool:
    return text in TRANSACTION_TYPES


def _wrong_credentials() -> Refusal:
    return server_error("[MerchantValidate] - Wrong credentials")


# Field on the wire, the name that the complaint gives it, what is fine.
PUSH_RULES: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("BusinessShortCode", "BusinessShortCode", is_shortcode),
    ("Password", "Password", bool),
    ("Timestamp", "Timestamp", is_timestamp),
    ("TransactionType", "TransactionType", _is_transaction_type),
    ("Amount", "Amount", _is_amount),
    ("PartyA", "PartyA", _is_msisdn),
    ("PartyB", "PartyB", is_shortcode),
    ("PhoneNumber", "PhoneNumber", _is_msisdn),
    ("CallBackURL", "CallBackURL", is_callback_url),
    ("AccountReference", "AccountReference", _is_reference),
    ("TransactionDesc", "Remarks", _is_description),
)
