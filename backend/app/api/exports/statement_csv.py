"""A statement as CSV (RFC 4180), which spreadsheets open without doing anything of their own."""

import csv
import io
from collections.abc import Iterable

from app.core.clock import NAIROBI
from app.domain.language import Language
from app.domain.ledger.statement import Movement
from app.domain.ledger.statement_text import explain
from app.domain.money import show

MOST_LINES = 20_000
COLUMNS = ("date (Nairobi)", "type", "description", "amount", "balance", "receipt", "match")

_BOM = "\ufeff"  # without it Excel takes UTF-8 for the code page of the computer
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(movements: Iterable[Movement], language: Language) -> bytes:
    """Write `movements` down, one row each; columns keep their English names in any language."""
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


def plain(words: str) -> str:
    """Keep a spreadsheet from taking words for a formula (OWASP, CSV injection)."""
    return f"'{words}" if words.startswith(_FORMULA) else words
