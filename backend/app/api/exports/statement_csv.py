"""A statement as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from app.core.clock import NAIROBI
from app.domain.language import Language
from app.domain.ledger.statement import Movement
from app.domain.ledger.statement_text import explain
from app.domain.money import show

MAX_ROWS = 20_000
COLUMNS = ("date (Nairobi)", "type", "description", "amount", "balance", "receipt", "match")

_BOM = "\ufeff"  # without it Excel takes UTF-8 for the code page of the computer
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(movements: Iterable[Movement], language: Language) -> bytes:
    """Write `movements`, one row each; columns have English names in any language."""
    out = io.StringIO(_BOM, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)  # its own dialect ends rows with CRLF and doubles quotes
    writer.writerow(COLUMNS)
    for movement in movements:
        writer.writerow(
            (
                f"{movement.created_at.astimezone(NAIROBI):%Y-%m-%d %H:%M:%S}",
                movement.type,
                plain(explain(movement, language)),
                show(movement.amount),
                show(movement.balance_after),
                plain(movement.receipt or ""),
                movement.match_id or "",
            )
        )
    return out.getvalue().encode()


def plain(text: str) -> str:
    """Quote text that a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
