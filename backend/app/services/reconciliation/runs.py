"""The daily comparison of our ledger, M-Pesa's rows and M-Pesa's balance.

It records what differs and raises an alert; it corrects nothing (scenario 64). Only
where both sides agree are clearing accounts brought back to zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.payments.paybill.pull_rows import PULL_REACH
from app.domain.reconciliation import comparison as rules
from app.domain.reconciliation.comparison import Break, BreakKind, Coverage
from app.domain.reconciliation.provider_rows import ProviderRow, RowKind, RowSource
from app.models.mpesa_request import MpesaRequest
from app.models.reconciliation import ReconciliationBreak, ReconciliationRun
from app.services.payments import inquiries
from app.services.platform import alerts
from app.services.reconciliation import clearing, ledger_checks, payout_rows, provider_rows

# M-Pesa answers within seconds, or after its trouble is over.
VERIFY_MATCH, LOOK_LATER = timedelta(seconds=5), timedelta(seconds=60)
SOON = timedelta(minutes=1)
CLAIM = timedelta(minutes=2)  # a worker that has not come back by then died
BEGINS_AT = timedelta(hours=3)  # in Nairobi, when the day before has settled
PAYABLE = ("Utility Account", "Working Account")  # what Charges Paid owes is Safaricom's matter
BALANCE_AGAIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Balance:
    """The balance that M-Pesa reported (KES), and its moment; `payable` without its charges."""

    total: Decimal | None
    payable: Decimal
    at: datetime


def start(session: Session, *, day: date, by: str, now: datetime) -> ReconciliationRun:
    """Start the comparison of a Nairobi day; the workers continue it at once."""
    run = ReconciliationRun(day=day, state="running", started_by=by, started_at=now, due_at=now)
    session.add(run)
    session.flush()
    return run


def start_daily(session: Session, *, now: datetime) -> bool:
    """Start yesterday's comparison if it is time; return whether it was started now."""
    yesterday = rules.day_of(now - BEGINS_AT) - timedelta(days=1)
    begun = session.scalars(
        select(ReconciliationRun.id)
        .where(ReconciliationRun.day == yesterday, ReconciliationRun.started_by == "system")
        .limit(1)
    )
    _, ends = rules.bounds_of(yesterday)
    if begun.first() is not None or not clearing.has_history(session, before=ends):
        return False
    start(session, day=yesterday, by="system", now=now)
    return True


def claim_due(session: Session, *, now: datetime) -> list[tuple[int, datetime]]:
    """Claim the comparisons that are due: their ids, and since when to pull for each."""
    runs = session.scalars(
        select(ReconciliationRun)
        .where(ReconciliationRun.state == "running", ReconciliationRun.due_at <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for run in runs:
        run.due_at = now + CLAIM
    return [(run.id, _pull_since(run.day, now)) for run in runs]


def postpone(session: Session, run_id: int, *, until: datetime) -> None:
    """Move the next step of a comparison that runs to `until`."""
    run = session.get_one(ReconciliationRun, run_id, with_for_update=True)
    if run.state == "running":
        run.due_at = until


def step(
    session: Session, *, run_id: int, pulled: Sequence[ProviderRow] | None, now: datetime
) -> ReconciliationRun:
    """Continue a comparison: store what M-Pesa listed until `now`, inquire for the rest, conclude.

    `pulled` is None when M-Pesa did not answer; it is asked again until patience ends.
    """
    run = session.execute(
        select(ReconciliationRun).where(ReconciliationRun.id == run_id).with_for_update()
    ).scalar_one()
    if run.state != "running":
        return run
    provider_rows.add(session, rows=pulled or (), now=now)
    provider_rows.add(session, rows=payout_rows.answered(session), now=now)
    provider_rows.post(session, now=now)
    missing = payout_rows.ask_for_missing(session, now=now)
    balance = _balance(session, run, now=now)
    is_late = now >= run.started_at + rules.PATIENCE
    is_ready = pulled is not None and missing == 0 and balance is not None
    if is_late or (is_ready and balance is not None and _is_settled(session, balance.at, now=now)):
        _conclude(session, run, balance, is_pulled=pulled is not None, now=now)
    else:
        run.due_at = now + (VERIFY_MATCH if now < run.started_at + SOON else LOOK_LATER)
    return run


def _is_settled(session: Session, at: datetime, *, now: datetime) -> bool:
    """Return whether nothing is under way that M-Pesa's balance of that moment may include."""
    if at > now or payout_rows.on_their_way(session, sent_before=at):
        return False
    young = provider_rows.unposted(session, since=now - rules.YOUNG)
    return all(row.kind is RowKind.OTHER for row in young)


def _conclude(
    session: Session,
    run: ReconciliationRun,
    balance: Balance | None,
    *,
    is_pulled: bool,
    now: datetime,
) -> None:
    begins, ends = rules.bounds_of(run.day)
    rows = provider_rows.between(session, since=begins, until=ends)
    unanswered = provider_rows.unposted(session, since=begins, until=ends)
    claims = clearing.between(session, since=begins, until=min(ends, now - rules.YOUNG))
    unmet = [claim for claim in claims if not claim.is_met]
    breaks = [
        *rules.breaks_of_rows(unanswered, clearing.about(session, rows=unanswered)),
        *rules.breaks_of_claims(unmet, rows),
        *_break_of_sources(run, rows, is_pulled=is_pulled),
        *_break_of_balance(session, run, balance, begins=begins, now=now),
    ]
    run.lines = len(rows)
    # A claim without its row is unexplained money; one whose row came on another
    # day is counted there.
    lost = [claim.amount for claim in unmet if not any(claim.is_about(row) for row in rows)]
    run.cents_seen = rules.cents(row.amount for row in rows) + rules.cents(lost)
    run.cents_explained = run.cents_seen - rules.cents([row.amount for row in unanswered] + lost)
    run.state = "broken" if breaks else "agreed"
    run.finished_at = now
    run.due_at = None
    _write(session, run, breaks, now=now)


def _break_of_sources(
    run: ReconciliationRun, rows: Sequence[ProviderRow], *, is_pulled: bool
) -> list[Break]:
    begins, _ = rules.bounds_of(run.day)
    has_statement = any(row.source is RowSource.STATEMENT for row in rows)
    too_old = begins < run.started_at - PULL_REACH
    if has_statement or (is_pulled and not too_old):
        return []
    sentence = (
        "Pull Transactions reaches back 48 hours only: upload the statement of that day."
        if too_old
        else "M-Pesa did not list our payments: upload the statement of that day."
    )
    return [Break(BreakKind.LINES_INCOMPLETE, sentence)]


def _break_of_balance(
    session: Session,
    run: ReconciliationRun,
    balance: Balance | None,
    *,
    begins: datetime,
    now: datetime,
) -> list[Break]:
    by_kind = clearing.totals(session)
    ledger_money = -by_kind.get("mpesa_float", Decimal(0))
    run.players_money = rules.coverage_of(by_kind).players_money
    if balance is None or balance.total is None:
        run.ledger_float = ledger_money
        return rules.break_of_balance(ledger_money, None)
    # What earlier days could not explain was reported then, and is not reported again.
    carried = sum((row.amount for row in provider_rows.unposted(session, until=begins)), Decimal(0))
    ours = _ledger_at(session, ledger_money + carried, at=balance.at)
    run.ledger_float, run.mpesa_balance = ours[0], balance.total
    # What can be paid out: charges have an account of their own there.
    payable_now = ledger_money - by_kind.get("mpesa_charges", Decimal(0)) + carried
    payable = _ledger_at(session, payable_now, at=balance.at, without=RowKind.CHARGE)
    missing = Decimal(0) if balance.payable in payable else balance.payable - payable[0]
    coverage = Coverage(
        at_mpesa=rules.coverage_of(by_kind).at_mpesa + carried + missing,
        players_money=run.players_money,
    )
    if coverage.is_short:
        ledger_checks.pause(session, coverage, subject=f"day:{run.day}", now=now)
    return [
        *rules.break_of_balance(run.ledger_float, run.mpesa_balance, tolerated=ours),
        *rules.break_of_coverage(coverage),
    ]


def _ledger_at(
    session: Session, now: Decimal, *, at: datetime, without: RowKind | None = None
) -> list[Decimal]:
    """Return what our ledger had at a moment, and at each other one within its blur.

    `now` is what it has at present (KES); rows since then are subtracted.
    """
    rows = [
        row
        for row in provider_rows.posted(session, since=at - rules.BLUR)
        if row.kind is not without
    ]
    before = now - sum((row.amount for row in rows), Decimal(0))
    moments = [(at - rules.BLUR, before)]
    for row in rows:
        moments.append((row.completed_at, moments[-1][1] + row.amount))
    then = [value for moment, value in moments if moment <= at]
    return [then[-1], *(value for moment, value in moments if moment <= at + rules.BLUR)]


def _write(session: Session, run: ReconciliationRun, breaks: list[Break], *, now: datetime) -> None:
    for one in breaks:
        session.add(
            ReconciliationBreak(
                run_id=run.id,
                kind=one.kind.value,
                receipt=one.receipt,
                ours=one.ours,
                theirs=one.theirs,
                difference=one.difference,
                sentence=one.sentence,
                created_at=now,
            )
        )
    if breaks:
        alerts.raise_alert(
            session,
            kind="books_differ",
            subject=f"day:{run.day}",
            now=now,
            run=run.id,
            breaks=len(breaks),
            first=breaks[0].sentence,
            difference=sum((one.difference for one in breaks), Decimal(0)),
        )


def _balance(session: Session, run: ReconciliationRun, *, now: datetime) -> Balance | None:
    """Return what M-Pesa answered about our balance since the run began; inquire if nothing did."""
    asked = session.scalars(
        select(MpesaRequest)
        .where(MpesaRequest.kind == "balance", MpesaRequest.created_at >= run.started_at)
        .order_by(MpesaRequest.id.desc())
    ).all()
    for one in asked:
        if one.state == "answered" and one.answer is not None and one.answered_at is not None:
            return _read(one.answer, one.answered_at)
    if not asked or (asked[0].state == "lost" and asked[0].created_at <= now - BALANCE_AGAIN):
        inquiries.create_balance(session, now=now)
    return None


def _read(answer: dict[str, Any], answered_at: datetime) -> Balance:
    total, at = answer.get("total"), answer.get("completed_at")
    accounts = answer.get("accounts") or {}
    return Balance(
        total=Decimal(total) if total is not None else None,
        payable=sum((Decimal(accounts.get(name) or 0) for name in PAYABLE), Decimal(0)),
        at=datetime.fromisoformat(at) if at else answered_at,
    )


def _pull_since(day: date, now: datetime) -> datetime:
    begins, _ = rules.bounds_of(day)
    return max(begins - timedelta(hours=1), now - PULL_REACH + timedelta(minutes=1))
