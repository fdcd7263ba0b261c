"""Taxes as admins decide and report them."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.api.contract.declare import also_as
from app.api.deps import SessionDep
from app.api.exports import tax_csv
from app.api.proposal_lines import line
from app.api.staff import ReadsTaxes, SetsTaxes
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.payments.tax import RATES, TaxProfile
from app.domain.platform.proposals import Action, Terms
from app.models.tax import TaxPeriod
from app.schemas.base import as_day
from app.schemas.proposal import ProposalLine
from app.schemas.tax import TaxPeriodLine, TaxPeriods, TaxPeriodStart, TaxReportPage
from app.services.payments import tax_periods, tax_reports
from app.services.proposals import proposals

router = APIRouter(prefix="/admin/tax", tags=["admin: tax"])

_Day = Annotated[date, Field(ge=date(2020, 1, 1), le=date(2999, 12, 30)), as_day]
FirstDay = Annotated[
    _Day | None,
    Query(alias="from", description="a day in Nairobi, included; the first of the month"),
]
LastDay = Annotated[
    _Day | None, Query(alias="to", description="a day in Nairobi, included; today unless given")
]


@router.get("/periods", summary="Which taxes hold from when")
def list_tax_periods(_: ReadsTaxes, session: SessionDep) -> TaxPeriods:
    """List the tax periods, the latest first. One holds until the next one begins.

    Each deposit and withdrawal keeps the profile that held when it was asked for.
    """
    rows = tax_periods.list_periods(session)
    now = utc_now()
    begun = [period.id for period, _ in rows if period.effective_from <= now]
    return TaxPeriods(
        items=[
            _line(period, username, in_force=period.id in begun[:1]) for period, username in rows
        ]
    )


@router.post("/periods", status_code=201, summary="Propose that a tax profile begins")
def begin_tax_period(
    body: TaxPeriodStart, admin: SetsTaxes, session: SessionDep, fresh: FreshFactor
) -> ProposalLine:
    """Propose that `none` or `gambling` holds from a moment on, or from its approval.

    Somebody else approves it under `/admin/proposals`, before it begins: never in the past. Periods
    cannot be changed or deleted. To take one back before it begins, let the old profile begin again
    a second after it.
    """
    fresh.require("tax_period.propose", f"{body.profile.value}:{body.effective_from}")
    terms = Terms(Action.TAX_PERIOD, profile=body.profile, effective_from=body.effective_from)
    return line(proposals.propose(session, terms, reason=body.reason, staff=admin, now=utc_now()))


@router.get(
    "/report",
    response_model=TaxReportPage,
    responses=also_as("text/csv"),
    summary="What belongs to the state",
)
def report_taxes(
    *,
    _: ReadsTaxes,
    session: SessionDep,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> TaxReportPage | Response:
    """Report the taxes of a period by day: taken in, given back, and what is due.

    It is counted from the ledger's tax accounts: `opening` and `due` make `closing`, and closing
    today is what the accounts hold.
    """
    found = tax_reports.report(session, first_day=first_day, last_day=last_day, now=utc_now())
    if form == "json":
        return TaxReportPage.model_validate(found)
    name = f"wagewars-tax-{found.first_day}-to-{found.last_day}.csv"
    return Response(
        tax_csv.render(found),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _line(period: TaxPeriod, username: str | None, *, in_force: bool) -> TaxPeriodLine:
    profile = TaxProfile(period.profile)
    rates = RATES[profile]
    return TaxPeriodLine(
        id=period.id,
        profile=profile,
        excise_on_deposit=str(rates.excise_on_deposit),
        withholding_on_withdrawal=str(rates.withholding_on_withdrawal),
        effective_from=period.effective_from,
        in_force=in_force,
        decided_by=username,
        created_at=period.created_at,
    )
