"""Evidence about a prompt, and what each of M-Pesa's result codes means."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.domain.payments.retry import Retry

PAID = "0"  # the only success there is; codes are text, never numbers (daraja.md §0.7)
STILL_PROCESSING = "4999"

# Daraja refuses a callback address that contains one of these, in any case (daraja.md §5.4).
FORBIDDEN_IN_URLS = ("mpesa", "m-pesa", "safaricom", "exe", "exec", "cmd", "sql", "query")
# In production these are filtered, or nobody's (daraja.md §5.4).
NOT_PUBLIC = ("localhost", "127.0.0.1", "ngrok", "mockbin", "requestbin", "example.com")
MINIMUM_SECRET = 22  # letters that carry 128 bits in base64

# No I, L, O and U: the payer reads the reference from a small screen, and maybe types it again.
REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 9

_RECEIPT = re.compile(r"[A-Za-z0-9]{4,20}")


class Source(StrEnum):
    """Where the evidence comes from."""

    CALLBACK = "callback"  # to the secret address of one deposit
    QUERY = "query"  # we asked M-Pesa ourselves
    PAYBILL = "c2b"  # the confirmation that every payment to our paybill causes
    STATUS = "status"  # we asked M-Pesa about a receipt (Transaction Status)
    PULL = "pull"  # M-Pesa's own list of what came to our paybill


class Failure(StrEnum):
    """Why no money came: stable codes, each with a sentence and a next step."""

    INSUFFICIENT_FUNDS = "insufficient_funds"
    AMOUNT_TOO_SMALL = "amount_too_small"
    AMOUNT_TOO_LARGE = "amount_too_large"
    DAILY_LIMIT = "daily_limit"
    SAME_AMOUNT_TOO_SOON = "same_amount_too_soon"
    BUSY = "busy"
    PHONE_BUSY = "phone_busy"
    PROMPT_EXPIRED = "prompt_expired"
    PROMPT_NOT_SENT = "prompt_not_sent"
    CANCELLED = "cancelled"
    PHONE_UNREACHABLE = "phone_unreachable"
    WRONG_PIN = "wrong_pin"
    PIN_LOCKED = "pin_locked"
    PHONE_NOT_SUPPORTED = "phone_not_supported"
    ACCOUNT_REFUSED = "account_refused"
    TEMPORARY_PROBLEM = "temporary_problem"
    NO_ANSWER = "nothing_heard"


class Outcome(StrEnum):
    """What a result code means for the money."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    WAITING = "waiting"
    UNHEARD_OF = "unheard_of"  # never credited, never refused: a person looks


# daraja.md §3.1, column "Retryable": it depends on the reason alone.
RETRIES: dict[Failure, Retry] = {
    Failure.INSUFFICIENT_FUNDS: Retry.CHANGED,
    Failure.AMOUNT_TOO_SMALL: Retry.CHANGED,
    Failure.AMOUNT_TOO_LARGE: Retry.CHANGED,
    Failure.DAILY_LIMIT: Retry.LATER,
    Failure.SAME_AMOUNT_TOO_SOON: Retry.LATER,
    Failure.BUSY: Retry.LATER,
    Failure.PHONE_BUSY: Retry.LATER,
    Failure.PROMPT_EXPIRED: Retry.NOW,
    Failure.PROMPT_NOT_SENT: Retry.NOW,
    Failure.CANCELLED: Retry.NOW,
    Failure.PHONE_UNREACHABLE: Retry.NOW,
    Failure.WRONG_PIN: Retry.NOW,
    Failure.PIN_LOCKED: Retry.NO,
    Failure.PHONE_NOT_SUPPORTED: Retry.NO,
    Failure.ACCOUNT_REFUSED: Retry.NO,
    Failure.TEMPORARY_PROBLEM: Retry.NO,
    Failure.NO_ANSWER: Retry.NO,
}


@dataclass(frozen=True)
class Meaning:
    """What a result code means; `ours_to_mend` when no player can do anything about it."""

    outcome: Outcome
    failure: Failure | None = None
    ours_to_mend: bool = False

    @property
    def retry(self) -> Retry:
        """What it takes before another try makes sense."""
        return Retry.NO if self.failure is None else RETRIES[self.failure]


def _not_paid(failure: Failure, *, ours_to_mend: bool = False) -> Meaning:
    return Meaning(Outcome.NOT_PAID, failure, ours_to_mend)


_OPERATORS_PROBLEM = _not_paid(Failure.TEMPORARY_PROBLEM, ours_to_mend=True)

# daraja.md §3.1. Whatever is not listed here is UNHEARD_OF.
RESULT_CODES: dict[str, Meaning] = {
    PAID: Meaning(Outcome.PAID),
    STILL_PROCESSING: Meaning(Outcome.WAITING),
    "1": _not_paid(Failure.INSUFFICIENT_FUNDS),
    "2": _not_paid(Failure.AMOUNT_TOO_SMALL),
    "3": _not_paid(Failure.AMOUNT_TOO_LARGE),
    "4": _not_paid(Failure.DAILY_LIMIT),
    "8": _OPERATORS_PROBLEM,  # our paybill may not hold more
    "17": _not_paid(Failure.SAME_AMOUNT_TOO_SOON),
    "26": _not_paid(Failure.BUSY),
    "1001": _not_paid(Failure.PHONE_BUSY),
    "1019": _not_paid(Failure.PROMPT_EXPIRED),
    "1025": _not_paid(Failure.PROMPT_NOT_SENT, ours_to_mend=True),
    "1031": _not_paid(Failure.PHONE_UNREACHABLE),
    "1032": _not_paid(Failure.CANCELLED),
    "1036": _not_paid(Failure.PHONE_UNREACHABLE),
    "1037": _not_paid(Failure.PHONE_UNREACHABLE),
    "2001": _not_paid(Failure.WRONG_PIN),
    "2002": _OPERATORS_PROBLEM,
    "2006": _not_paid(Failure.ACCOUNT_REFUSED),
    "2028": _OPERATORS_PROBLEM,
    "2029": _not_paid(Failure.ACCOUNT_REFUSED),
    "2040": _not_paid(Failure.PHONE_NOT_SUPPORTED),
    "8006": _not_paid(Failure.PIN_LOCKED),
    "9999": _not_paid(Failure.PROMPT_NOT_SENT),
    "SFC_IC0003": _OPERATORS_PROBLEM,
    "E3008": _not_paid(Failure.ACCOUNT_REFUSED, ours_to_mend=True),
}
_UNHEARD_OF = Meaning(Outcome.UNHEARD_OF)


def meaning_of(code: str) -> Meaning:
    """Return what the result code `code` means; an unlisted one is never coerced into another."""
    return RESULT_CODES.get(code, _UNHEARD_OF)


@dataclass(frozen=True)
class Evidence:
    """One statement about one payment; `amount` in KES, None where it was unreadable."""

    source: Source
    code: str
    amount: Decimal | None = None
    receipt: str | None = None
    checkout_request_id: str | None = None
    merchant_request_id: str | None = None
    paid_at: datetime | None = None

    @property
    def meaning(self) -> Meaning:
        """What the code means."""
        return meaning_of(self.code)


@dataclass(frozen=True)
class PaybillConfirmation:
    """Money (KES) that came to the paybill `shortcode` under a `reference` of the payer's.

    `reference` holds upper-case letters and digits only; `typed` is what the payer typed, fit to be
    shown. `payer` is a mask or a hash, never an identity (daraja.md §2.3).
    """

    receipt: str
    amount: Decimal | None
    reference: str
    shortcode: str
    typed: str = ""
    payer: str = ""
    payer_name: str = ""
    kind: str = ""
    paid_at: datetime | None = None
    transaction_id_of_ours: str = ""


@dataclass(frozen=True)
class PushAccepted:
    """M-Pesa queued a prompt: not a statement about money."""

    merchant_request_id: str
    checkout_request_id: str


@dataclass(frozen=True)
class Push:
    """A prompt to be sent: `amount` in whole KES, `token` makes the address of its callback."""

    deposit_id: int
    phone: str
    amount: int
    account_reference: str
    token: str


def readable_receipt(text: str | None) -> str | None:
    """Return a receipt as M-Pesa writes it, or None for what cannot be one.

    Its shape is undocumented (daraja.md §2.0), so nothing finer than letters and digits is asked.
    """
    word = (text or "").strip()
    return word.upper() if _RECEIPT.fullmatch(word) else None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def callback_address_flaws(base: str, *, secret: str, is_public: bool) -> list[str]:
    """Return why Daraja would refuse callback addresses under `base`; empty when it would not.

    `is_public` in production, where more is refused than in the sandbox.
    """
    parts = urlsplit(base)
    flaws = []
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        flaws.append("it is no http(s) address")
    if is_public and parts.scheme != "https":
        flaws.append("it is not https")
    host = parts.hostname or ""
    if is_public and (any(word in host for word in NOT_PUBLIC) or _is_address(host)):
        flaws.append("it is not public")
    text = f"{base}/hooks/d/{secret}".lower()
    flaws.extend(f"it contains {word!r}" for word in FORBIDDEN_IN_URLS if word in text)
    if len(secret) < MINIMUM_SECRET:
        flaws.append(f"the path secret has fewer than {MINIMUM_SECRET} letters")
    return flaws
