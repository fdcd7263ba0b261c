"""Daraja's error bodies: which of them prove that nothing was done, and which prove nothing."""

from typing import Any

from app.domain.payments.mpesa.results import Failure
from app.integrations.mpesa.decoding import as_object, as_text, read_object
from app.integrations.mpesa.errors import (
    AlreadyRegistered,
    Busy,
    DuplicateRequest,
    MpesaError,
    Refused,
    TokenTrouble,
    Unknown,
)

# Five products, five spellings; 401.003.01 is *not* among them (daraja.md §1).
BAD_TOKEN = frozenset({"404.001.03", "400.003.01", "401.002.01", "401.001"})
NO_SUCH_PRODUCT = "401.003.01"
DUPLICATE = "500.002.1001"  # another page has the same code for "under maintenance"
_RATE_LIMITED = frozenset({"500.003.02", "500.003.03"})
_TOO_MANY = 429

# The gateway before M-Pesa (Apigee) answers in words of its own, `{"fault": {"detail":
# {"errorcode": …}}}`, with a status that each of its policies may have set to another one. It
# refuses before anything is passed on.
_GATEWAY_TOO_MANY = "policies.ratelimit."  # SpikeArrestViolation, QuotaViolation
_GATEWAY_BAD_TOKEN = frozenset(
    {
        "oauth.v2.invalidaccesstoken",
        "oauth.v2.accesstokenexpired",
        "oauth.v2.failedtoresolveaccesstoken",
        "keymanagement.service.invalid_access_token",
        "keymanagement.service.access_token_expired",
    }
)
_GATEWAY_NO_PRODUCT = "noapiproductmatchfound"

# 500.001.1001 means nothing by itself: a part of its message, and what it then means.
_TEXTS: tuple[tuple[str, Failure, bool], ...] = (
    ("merchant does not exist", Failure.TEMPORARY_PROBLEM, True),
    ("merchant not allowed", Failure.TEMPORARY_PROBLEM, True),
    ("wrong credentials", Failure.TEMPORARY_PROBLEM, True),
    ("unable to lock subscriber", Failure.PHONE_BUSY, False),
    ("missing iccid", Failure.PHONE_NOT_SUPPORTED, False),
)
_FIELDS = {
    "phonenumber": Failure.PHONE_NOT_SUPPORTED,
    "partya": Failure.PHONE_NOT_SUPPORTED,
    "amount": Failure.AMOUNT_TOO_LARGE,
}


class BadToken(TokenTrouble):
    """M-Pesa does not know our token (any more)."""


def read_answer(status: int, raw: bytes) -> dict[str, Any]:
    """Return a good answer's body; raises the MpesaError of the answer otherwise.

    A body with errorCode is an error whatever the status is: Daraja sends some with 200.
    """
    body = read_object(raw)
    if body is None:
        if status == _TOO_MANY:
            raise Busy("too many requests")
        raise Unknown(f"HTTP {status} without JSON")
    if "fault" in body:
        raise _gateway_error(status, as_object(body["fault"]))
    code = as_text(body.get("errorCode"))
    if code is not None:
        raise _error(code, as_text(body.get("errorMessage")) or "")
    if status == _TOO_MANY:
        raise Busy("too many requests")
    if not 200 <= status < 300:
        raise Unknown(f"HTTP {status} without errorCode")
    return body


def _gateway_error(status: int, fault: dict[str, Any]) -> MpesaError:
    code = as_text(as_object(fault.get("detail")).get("errorcode")) or ""
    message = (as_text(fault.get("faultstring")) or "no message")[:200]
    known = code.lower()
    if known in _GATEWAY_BAD_TOKEN:
        return BadToken("the access token is not known", code=code)
    if status == _TOO_MANY or known.startswith(_GATEWAY_TOO_MANY):
        return Busy(message, code=code)
    if known.endswith(_GATEWAY_NO_PRODUCT):
        return _refused_field(NO_SUCH_PRODUCT, message)
    return Unknown(message, code=code or f"HTTP {status}")


def _error(code: str, message: str) -> MpesaError:
    if code in BAD_TOKEN:
        return BadToken("the access token is not known", code=code)
    if code in _RATE_LIMITED:
        return Busy(message, code=code)
    text = message.lower()
    if _is_there_already(code, text):
        there = DuplicateRequest if code == DUPLICATE else AlreadyRegistered
        return there(message, code=code)
    for part, failure, ours_to_mend in _TEXTS:
        if part in text:
            return Refused(message, code=code, failure=failure, ours_to_mend=ours_to_mend)
    # 4xx codes are checks of the request: wrong field, wrong path, wrong product.
    if code.startswith("4"):
        return _refused_field(code, message)
    return Unknown(message or "no message", code=code)


def _is_there_already(code: str, text: str) -> bool:
    if code == DUPLICATE:
        return "duplicate" in text
    return "already registered" in text or "duplicate notification info" in text


def _refused_field(code: str, message: str) -> Refused:
    field = message.lower().rpartition("invalid ")[2].strip()
    failure = _FIELDS.get(field)
    if failure is not None:
        return Refused(message, code=code, failure=failure)
    return Refused(message, code=code, failure=Failure.TEMPORARY_PROBLEM, ours_to_mend=True)
