"""Daraja's spelling of Pull Transactions: what came to our paybill in the last two days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.core.clock import NAIROBI
from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.mpesa.results import readable_receipt
from app.domain.payments.paybill.pull_rows import PullRow
from app.integrations.mpesa.decoding import as_amount, as_display, as_moment, as_text
from app.integrations.mpesa.errors import Unknown
from app.integrations.mpesa.wire import callback_url, our_fault

REGISTER = "/pulltransactions/v1/register"
QUERY = "/pulltransactions/v1/query"

_AHEAD = timedelta(hours=3)  # Nairobi is ahead of UTC
_SLACK = timedelta(minutes=2)
_FOUND = "1000"
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


def read_pull(body: dict[str, Any], *, until: datetime) -> list[PullRow]:
    """Read a page of payments before `until`. Raises Refused and Unknown.

    Whether the Z of a `trxDate` means UTC is not documented (daraja.md §2.8 and §11). Read
    so, a payment may seem to come after `until`; then all of them are Nairobi's local time.
    """
    code = as_text(body.get("ResponseCode")) or as_text(body.get("ResponseStatus"))
    if code == _NOTHING:
        return []
    if code is None:
        raise Unknown("an answer without ResponseCode")
    if code != _FOUND:
        raise our_fault(body, code=code)
    rows = [_row(item) for item in _flat(body.get("Response"))]
    if None in rows:
        # A row that cannot be read might be a player's money: better no answer than a part.
        raise Unknown("a row without receipt or amount")
    found = [row for row in rows if row is not None]
    if any(row.at is not None and row.at > until + _SLACK for row in found):
        return [replace(row, at=row.at and row.at - _AHEAD) for row in found]
    return found


def _flat(value: Any, *, depth: int = 4) -> Iterator[dict[str, Any]]:
    """Give each row, however many brackets are around it."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list) and depth:
        for item in value:
            yield from _flat(item, depth=depth - 1)


def _row(item: dict[str, Any]) -> PullRow | None:
    said = {name.lower(): value for name, value in item.items()}
    receipt = readable_receipt(as_text(said.get("transactionid")))
    amount = as_amount(said.get("amount"))
    if receipt is None or amount is None:
        return None
    kind = as_display(said.get("transactiontype"), longest=40)
    return PullRow(
        receipt=receipt,
        amount=amount,
        reference=as_display(said.get("billreference"), longest=40),
        kind=kind,
        is_reversal="reversal" in kind.lower(),
        at=_paid_at(said.get("trxdate")),
        payer=as_display(said.get("msisdn"), longest=64),
        sender=as_display(said.get("sender"), longest=60),
        organisation=as_display(said.get("organizationname"), longest=60),
    )


def _paid_at(value: Any) -> datetime | None:
    at = as_moment(value)
    is_utc = (as_text(value) or "").endswith("Z")
    return at + _AHEAD if at is not None and is_utc else at


def _moment(moment: datetime) -> str:
    return moment.astimezone(NAIROBI).strftime("%Y-%m-%d %H:%M:%S")
