"""The statement that one downloads from M-Pesa's portal, read with patience.

Text above the table, other orders and names of columns, thousands with commas, signs in either
column, three date forms, semicolons and tabs: all of that occurs. A row that cannot be read is
counted, never estimated.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

from app.domain.money import to_cents
from app.domain.payments.mpesa.results import readable_receipt
from app.domain.reconciliation.provider_rows import ProviderRow, RowKind, RowSource, kind_of

_RECEIPT = ("receipt no.", "receipt no", "receipt", "receipt number", "transaction id")
_COMPLETED = ("completion time", "completed", "completed time", "date", "transaction date")
_DETAILS = ("details", "description", "transaction details")
_STATUS = ("transaction status", "status")
_PAID_IN = ("paid in", "paid_in", "credit", "money in")
_WITHDRAWN = ("withdrawn", "paid out", "paid_out", "debit", "money out")
_LINKED = ("linked transaction id", "linked transaction", "original receipt")
_ACCOUNT = ("a/c no.", "a/c no", "account no", "account number", "reference")
_REASON = ("reason type", "transaction type", "type")
_DATES = (
    "%Y-%m-%d %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d%H%M%S",
    "%d-%m-%Y %H:%M",
    "%d/%m/%Y %H:%M",
)
_ACC = re.compile(r"\bacc(?:ount)?\.?\s*[:#]?\s*([A-Za-z0-9-]{1,40})", re.IGNORECASE)
_OF = re.compile(r"\bof\s+([A-Z0-9]{8,12})\b")
_NAIROBI = timezone(timedelta(hours=3))
_DONE = {"", "completed", "complete"}
MOST_ROWS = 200_000


@dataclass(frozen=True)
class PortalStatement:
    """The content of a file: readable rows, and how many rows could not be read."""

    rows: tuple[ProviderRow, ...]
    unreadable: int


class NoStatement(ValueError):
    """The file has no table with receipts, times and amounts."""


def read_statement(text: str) -> PortalStatement:
    """Read a statement; its times are Nairobi's local time. Raises NoStatement."""
    rows = _rows(text.removeprefix("\ufeff"))
    columns = _find_header(rows)
    parsed: list[ProviderRow] = []
    unreadable = 0
    for row in rows:
        cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
        if not any(cells.values()) or cells.get("status", "").lower() not in _DONE:
            continue
        one = _parse(cells)
        if one is None:
            unreadable += 1
        else:
            parsed.append(one)
    return PortalStatement(tuple(parsed), unreadable)


def _rows(text: str) -> Iterator[list[str]]:
    delimiter = max(",;\t", key=text[:5_000].count)
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
        if number >= MOST_ROWS:
            msg = f"more than {MOST_ROWS} rows"
            raise NoStatement(msg)
        yield row


def _find_header(rows: Iterator[list[str]]) -> dict[str, int]:
    wanted = {
        "receipt": _RECEIPT,
        "completed": _COMPLETED,
        "details": _DETAILS,
        "status": _STATUS,
        "paid_in": _PAID_IN,
        "withdrawn": _WITHDRAWN,
        "linked": _LINKED,
        "account": _ACCOUNT,
        "reason": _REASON,
    }
    try:
        for row in rows:
            names = [cell.strip().lower() for cell in row]
            found = {
                name: names.index(alias)
                for name, aliases in wanted.items()
                for alias in reversed(aliases)
                if alias in names
            }
            if {"receipt", "completed"} <= found.keys() and {"paid_in", "withdrawn"} & found.keys():
                return found
    except csv.Error as error:
        raise NoStatement(str(error)) from error
    msg = "no row names a receipt, a completion time and amounts"
    raise NoStatement(msg)


def _parse(cells: dict[str, str]) -> ProviderRow | None:
    receipt = readable_receipt(cells.get("receipt"))
    completed_at = _moment(cells.get("completed", ""))
    amount = _amount(cells)
    if receipt is None or completed_at is None or amount is None:
        return None
    details = cells.get("details", "")
    kind = kind_of(details, reason=cells.get("reason", ""), amount=amount)
    reference = cells.get("account") or _first(_ACC, details)
    return ProviderRow(
        receipt=receipt,
        kind=kind,
        amount=amount,
        completed_at=completed_at,
        source=RowSource.STATEMENT,
        original_receipt=_original(cells, details) if kind is RowKind.REVERSAL else None,
        reference=reference[:40] if reference else None,
        details=details[:200],
    )


def _original(cells: dict[str, str], details: str) -> str | None:
    return readable_receipt(cells.get("linked")) or readable_receipt(_first(_OF, details))


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group(1) if found else None


def _amount(cells: dict[str, str]) -> Decimal | None:
    """Return what came in minus what went out; None when neither or both are there."""
    paid_in, withdrawn = _money(cells.get("paid_in", "")), _money(cells.get("withdrawn", ""))
    if paid_in is None or withdrawn is None or (paid_in != 0) == (withdrawn != 0):
        return None
    return abs(paid_in) - abs(withdrawn)


def _money(text: str) -> Decimal | None:
    bare = text.upper().replace("KES", "").replace("KSH", "").replace(",", "").strip(" .")
    try:
        amount = Decimal(bare or "0")
    except InvalidOperation:
        return None
    is_sane = amount.is_finite() and abs(amount) < 10**9
    return amount if is_sane and amount == to_cents(amount) else None


def _moment(text: str) -> datetime | None:
    for form in _DATES:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=_NAIROBI)
        except ValueError:
            continue
    return None
