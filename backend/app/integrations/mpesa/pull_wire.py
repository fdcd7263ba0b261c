"""Daraja's spelling of Pull Transactions: what came to our paybill in the last two days."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.core.clock import NAIROBI
from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.mpesa.results import readable_receipt
from app.domain.payments.paybill.pull_rows import PullRow, UnreadRow
from app.integrations.mpesa.decoding import as_amount, as_display, as_moment, as_text
from app.integrations.mpesa.errors import Unknown
from app.integrations.mpesa.wire import callback_url, our_fault

REGISTER = "/pulltransactions/v1/register"
QUERY = "/pulltransactions/v1/query"

_AHEAD = timedelta(hours=3)  # Nairobi is ahead of UTC
_SLACK = timedelta(minutes=2)
_FOUND = "1000"
_ROWS = ("Response", "Transaction")  # both have been seen
_NOTHING = "1001"  # for a registration: it exists already


def register_pull_body(settings: MpesaSettings) -> dict[str, str]:
    """Write the registration, which is needed once."""
    token = settings.c2b_token.get_secret_value()
    return {
        "ShortCode": settings.shortcode,
        "RequestType": "Pull",
        "NominatedNumber": settings.pull_nominated_number,
        "CallBackURL": callback_url(settings, token=token, path="c2b/confirmation"),
    }


def read_pull_registered(body: dict[str, Any]) -> bool:
    """Return whether the registration is new; False when it existed. Raises Refused, Unknown."""
    code = as_text(body.get("ResponseStatus")) or as_text(body.get("ResponseCode"))
    if code is None:
        raise Unknown("an answer without ResponseStatus")
    if code not in {_FOUND, _NOTHING}:
        raise our_fault(body, code=code)
    return code == _FOUND


def pull_body(
    settings: MpesaSettings, *, since: datetime, until: datetime, offset: int
) -> dict[str, str]:
    """Write a query for the payments between two moments, from row `offset` on."""
    return {
        "ShortCode": settings.shortcode,
        "StartDate": _moment(since),
        "EndDate": _moment(until),
        "OffSetValue": str(offset),
    }


def read_pull(body: dict[str, Any], *, until: datetime) -> list[PullRow | UnreadRow]:
    """Read a page of payments before `until`. Raises Refused and Unknown.

    Rows count whatever the code says: 1001 has come with some (frappe-mpsa-payments 115). Without
    rows it means "none", but not where the message says that we are not registered for the list.
    Whether the Z of a `trxDate` means UTC is not documented (daraja.md §2.8 and §11). Read
    so, a payment may seem to come after `until`; then all of them are Nairobi's local time.
    """
    code = as_text(body.get("ResponseCode")) or as_text(body.get("ResponseStatus"))
    if code is None:
        raise Unknown("an answer without ResponseCode")
    rows = [_row(item) for item in _flat([body.get(name) for name in _ROWS])]
    if not rows:
        _check_nothing(body, code)
    elif code not in {_FOUND, _NOTHING}:
        raise our_fault(body, code=code)
    moments = [row.at for row in rows if isinstance(row, PullRow) and row.at is not None]
    if any(at > until + _SLACK for at in moments):
        return [_in_nairobi(row) for row in rows]
    return rows


def _check_nothing(body: dict[str, Any], code: str) -> None:
    """Raise unless an answer without rows means that there are none."""
    text = as_text(body.get("ResponseMessage")) or as_text(body.get("ResponseDescription")) or ""
    if code not in {_FOUND, _NOTHING} or "regist" in text.lower():
        raise our_fault(body, code=code)
    if code == _FOUND and not any(name in body for name in _ROWS):
        raise Unknown("an answer without rows")


def _in_nairobi(row: PullRow | UnreadRow) -> PullRow | UnreadRow:
    if isinstance(row, UnreadRow) or row.at is None:
        return row
    return replace(row, at=row.at - _AHEAD)


def _flat(value: Any, *, depth: int = 4) -> Iterator[dict[str, Any]]:
    """Give each row, however many brackets are around it."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list) and depth:
        for item in value:
            yield from _flat(item, depth=depth - 1)


def _row(item: dict[str, Any]) -> PullRow | UnreadRow:
    fields = {name.lower(): value for name, value in item.items()}
    receipt = readable_receipt(as_text(fields.get("transactionid")))
    amount = as_amount(fields.get("amount"))
    reference = as_display(fields.get("billreference"), longest=40)
    kind = as_display(fields.get("transactiontype"), longest=40)
    is_reversal = "reversal" in kind.lower()
    if receipt is None or amount is None:
        digest = hashlib.sha256(repr(sorted(fields.items())).encode(errors="replace")).hexdigest()
        return UnreadRow(receipt or f"?{digest[:16]}", reference, is_reversal)
    return PullRow(
        receipt=receipt,
        amount=amount,
        reference=reference,
        kind=kind,
        is_reversal=is_reversal,
        at=_paid_at(fields.get("trxdate")),
        payer=as_display(fields.get("msisdn"), longest=64),
        sender=as_display(fields.get("sender"), longest=60),
        organisation=as_display(fields.get("organizationname"), longest=60),
    )


def _paid_at(value: Any) -> datetime | None:
    at = as_moment(value)
    is_utc = (as_text(value) or "").endswith("Z")
    return at + _AHEAD if at is not None and is_utc else at


def _moment(moment: datetime) -> str:
    return moment.astimezone(NAIROBI).strftime("%Y-%m-%d %H:%M:%S")
