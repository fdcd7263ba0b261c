"""A tax report as CSV: one row each day, and their total."""

import csv
import io
from datetime import date

from app.domain.money import show
from app.services.payments.tax_reports import Taken, TaxReport

COLUMNS = (
    "day (Nairobi)",
    "excise collected",
    "excise returned",
    "excise due",
    "withholding collected",
    "withholding returned",
    "withholding due",
)


def render(report: TaxReport) -> bytes:
    """Write `report` down in KES, with a last row `total`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in report.days:
        writer.writerow(_row(one.day, one.excise, one.withholding))
    writer.writerow(_row("total", report.excise, report.withholding))
    return out.getvalue().encode()


def _row(name: date | str, *taxes: Taken) -> list[str]:
    amounts = (amount for tax in taxes for amount in (tax.collected, tax.returned, tax.due))
    return [str(name), *map(show, amounts)]
