"""What we owe the state: taken in and given back by day in Nairobi, out of the ledger itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.services.ledger import reports as ledger_reports
from app.services.ledger.reports import TaxDay

MOST_DAYS = 366
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Taken:
    """KES of one tax: `collected`, `returned` (with a payment that went back), and what is left."""

    collected: Decimal
    returned: Decimal

    @property
    def due(self) -> Decimal:
        """What belongs to the state."""
        return self.collected - self.returned


@dataclass(frozen=True)
class ReportDay:
    """One day with any tax."""

    day: date
    excise: Taken
    withholding: Taken


@dataclass(frozen=True)
class TaxReport:
    """A period, its days, their total, and the tax accounts (KES) before and after it.

    `opening + total.due == closing`, and the closing of a report up to today is what the ledger
    holds on the two tax accounts.
    """

    first_day: date
    last_day: date
    days: list[ReportDay]
    excise: Taken
    withholding: Taken
    opening_excise: Decimal
    opening_withholding: Decimal

    @property
    def closing_excise(self) -> Decimal:
        """What the excise account holds at the end of the last day."""
        return self.opening_excise + self.excise.due

    @property
    def closing_withholding(self) -> Decimal:
        """What the withholding account holds at the end of the last day."""
        return self.opening_withholding + self.withholding.due


def report(
    session: Session, *, first_day: date | None, last_day: date | None, now: datetime
) -> TaxReport:
    """Report the days from `first_day` to `last_day` in Nairobi, both included.

    Unless given: the month of the last day so far, and today. Raises Invalid for a period that is
    longer than a year or ends before it begins.
    """
    last = last_day or now.astimezone(NAIROBI).date()
    first = first_day or last.replace(day=1)
    if first > last or last - first >= timedelta(days=MOST_DAYS):
        raise Invalid(
            ProblemCode.INVALID_REQUEST,
            "A report has a first day, a last day that is not before it, and at most a year.",
        )
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=NAIROBI)
    moved = ledger_reports.tax_days(session, until=end)
    before = [one for one in moved if one.day < first]
    inside = [one for one in moved if one.day >= first]
    return TaxReport(
        first_day=first,
        last_day=last,
        days=[_day(day, inside) for day in sorted({one.day for one in inside})],
        excise=_taken("tax_excise", inside),
        withholding=_taken("tax_withholding", inside),
        opening_excise=_taken("tax_excise", before).due,
        opening_withholding=_taken("tax_withholding", before).due,
    )


def _day(day: date, moved: list[TaxDay]) -> ReportDay:
    that_day = [one for one in moved if one.day == day]
    return ReportDay(day, _taken("tax_excise", that_day), _taken("tax_withholding", that_day))


def _taken(account: str, moved: list[TaxDay]) -> Taken:
    mine = [one for one in moved if one.account == account]
    return Taken(
        collected=sum((one.collected for one in mine), _ZERO),
        returned=sum((one.returned for one in mine), _ZERO),
    )
