"""Tax periods and reports on the wire."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from app.domain.payments.tax import TaxProfile
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, example
from app.schemas.platform import Reason

Rate = Annotated[str, Field(description="a fraction", examples=["0.05"])]


class TaxPeriodLine(Outbound):
    """A profile and since when it holds; it ends where the next one begins."""

    id: int
    profile: TaxProfile
    excise_on_deposit: Rate
    withholding_on_withdrawal: Rate
    effective_from: MomentOut
    in_force: Annotated[bool, Field(description="whether it holds now")]
    decided_by: Annotated[str | None, Field(examples=["referee"])]
    created_at: MomentOut


class TaxPeriods(Outbound):
    """All periods, the latest first."""

    items: list[TaxPeriodLine]


class TaxPeriodStart(Inbound):
    """Which profile begins, when, and why."""

    # Far ahead: whoever sends the example as it is must not begin a tax, nor be told that its day
    # has passed.
    model_config = example(
        profile="gambling",
        effective_from="2036-07-01T00:00:00+03:00",
        reason="The Finance Act holds from the first of July.",
    )

    profile: Annotated[TaxProfile, Field(examples=["gambling"])]
    effective_from: Annotated[
        AwareDatetime | None,
        Field(
            description="its approval unless given; midnight in Nairobi is `T00:00:00+03:00`",
            examples=["2036-07-01T00:00:00+03:00"],
        ),
    ] = None
    reason: Reason


class TaxTaken(Outbound):
    """KES of one tax: taken in, given back with payments that went back, and what is due."""

    collected: MoneyOut
    returned: MoneyOut
    due: MoneyOut


class TaxReportDay(Outbound):
    """One day in Nairobi on which any tax moved."""

    day: date
    excise: TaxTaken
    withholding: TaxTaken


class TaxReportPage(Outbound):
    """What belongs to the state: `opening` and the total of `due` make `closing`, to the cent."""

    first_day: date
    last_day: date
    days: list[TaxReportDay]
    excise: TaxTaken
    withholding: TaxTaken
    opening_excise: MoneyOut
    opening_withholding: MoneyOut
    closing_excise: MoneyOut
    closing_withholding: MoneyOut
