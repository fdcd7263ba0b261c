"""Reconciliation on the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.domain.reconciliation.comparison import BreakKind
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, example


class ReconciliationStart(Inbound):
    """Which Nairobi day to compare; today is allowed, as far as it has come."""

    model_config = example(day="2026-11-30")

    day: date


class ReconciliationRun(Outbound):
    """One comparison of our ledger, M-Pesa's rows and M-Pesa's balance.

    `ledger_float` and `mpesa_balance` are what
    is at M-Pesa by our ledger and by M-Pesa, at the moment of its answer.
    """

    id: int
    day: date
    state: Literal["running", "agreed", "broken", "failed"]
    started_by: str
    started_at: MomentOut
    finished_at: MomentOut | None
    ledger_float: MoneyOut | None
    mpesa_balance: MoneyOut | None
    players_money: MoneyOut | None
    lines: int
    cents_seen: int
    cents_explained: int
    explained_percent: Annotated[str, Field(examples=["100.000"])]


class ReconciliationBreak(Outbound):
    """One difference; `difference` is what M-Pesa has more than we."""

    id: int
    kind: BreakKind
    receipt: str | None
    ours: MoneyOut | None
    theirs: MoneyOut | None
    difference: MoneyOut
    sentence: str


class ReconciliationReport(Outbound):
    """A comparison with all its differences; none is what we want."""

    run: ReconciliationRun
    breaks: list[ReconciliationBreak]


class ReconciliationList(Outbound):
    """The newest comparisons first."""

    items: list[ReconciliationRun]


class StatementUpload(Outbound):
    """What a statement brought: its rows, the new ones, those our ledger answered, the days."""

    rows: int
    new: int
    posted: int
    unreadable: int
    days: list[date]
