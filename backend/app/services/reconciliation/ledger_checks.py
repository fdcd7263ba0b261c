"""What is looked at all the time: sums, caches, money held for what is over, and coverage.

A ledger that does not add up, or less at M-Pesa than belongs to players, stops all withdrawals at
once and raises an alert. Deposits and matches go on (trust.md §1.8).
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.reconciliation.comparison import CLEARING_LIMIT, Coverage, coverage_of
from app.services.ledger import reports
from app.services.platform import alerts, switches
from app.services.platform.switches import SwitchName
from app.services.reconciliation import clearing

logger = logging.getLogger(__name__)

_OLDEST_LOOKED_AT = timedelta(days=14)

# Money that is still set aside for something that is over.
_LEFT_BEHIND = text(
    """
SELECT a.code FROM accounts a JOIN matches m ON m.id = a.match_id
WHERE a.kind = 'match_escrow' AND a.balance <> 0 AND m.status IN ('completed', 'cancelled')
UNION ALL
SELECT a.code FROM accounts a JOIN tournaments n ON n.id = a.tournament_id
WHERE a.balance <> 0 AND n.status IN ('paid', 'archived', 'cancelled')
UNION ALL
SELECT a.code FROM accounts a
LEFT JOIN (SELECT user_id, sum(amount) AS amount FROM (
    SELECT user_id, amount FROM withdrawals WHERE state NOT IN ('paid', 'released')
    UNION ALL
    SELECT user_id, wallet_amount FROM refunds
    WHERE state NOT IN ('done', 'released') AND user_id IS NOT NULL) open GROUP BY user_id) due
  ON due.user_id = a.user_id
WHERE a.kind = 'user_withdraw_hold' AND a.balance <> coalesce(due.amount, 0)
ORDER BY 1 LIMIT 20
"""
)


@dataclass(frozen=True)
class LedgerState:
    """What a check found: the sum of all accounts (0 if all is well), and what M-Pesa owes us."""

    total: Decimal
    drifted: int  # accounts whose cached balance is not the sum of their entries
    coverage: Coverage


def check(session: Session, *, now: datetime) -> LedgerState:
    """Check the sums, pause withdrawals where money is at risk, and raise alerts."""
    by_kind = clearing.totals(session)
    total, drifted = _check_sum(session, by_kind, now=now)
    coverage = coverage_of(by_kind)
    if coverage.is_short:
        pause(session, coverage, subject="ledger", now=now)
    _check_what_is_over(session, now=now)
    return LedgerState(total, drifted, coverage)


def check_clearing(session: Session, *, now: datetime) -> timedelta:
    """Raise an alert for payments of which M-Pesa has listed nothing for two days.

    Returns how long the oldest payment waits that M-Pesa has not listed yet.
    """
    unmet = [
        claim
        for claim in clearing.between(session, since=now - _OLDEST_LOOKED_AT, until=now)
        if not claim.is_met
    ]
    late = [claim for claim in unmet if claim.created_at < now - CLEARING_LIMIT]
    if late:
        alerts.raise_alert(
            session,
            kind="clearing_is_old",
            subject="clearing",
            now=now,
            count=len(late),
            amount=sum((abs(claim.amount) for claim in late), Decimal(0)),
            first=late[0].key,
        )
    return now - min((claim.created_at for claim in unmet), default=now)


def pause(session: Session, coverage: Coverage, *, subject: str, now: datetime) -> None:
    """Stop withdrawals because there is too little at M-Pesa for what belongs to players."""
    facts = {"at_mpesa": coverage.at_mpesa, "players_money": coverage.players_money}
    _stop(session, "there is too little money at M-Pesa", now=now)
    alerts.raise_alert(session, kind="money_is_short", subject=subject, now=now, **facts)


def _check_sum(
    session: Session, by_kind: dict[str, Decimal], *, now: datetime
) -> tuple[Decimal, int]:
    total = sum(by_kind.values(), Decimal(0))
    drifted = reports.drifted_accounts(session)
    if total == 0 and not drifted:
        return total, 0
    # On-call is notified by the first two words; the codes name accounts, not people.
    logger.error("ledger broken: sum %s, drifted %s", total, drifted)
    _stop(session, "the ledger does not add up", now=now)
    alerts.raise_alert(
        session, kind="ledger_broken", subject="ledger", now=now, sum=total, drifted=drifted[:20]
    )
    return total, len(drifted)


def _check_what_is_over(session: Session, *, now: datetime) -> None:
    codes = [row.code for row in session.execute(_LEFT_BEHIND)]
    if codes:
        alerts.raise_alert(
            session, kind="money_left_behind", subject="ledger", now=now, accounts=codes
        )


def _stop(session: Session, reason: str, *, now: datetime) -> None:
    switches.turn(
        session, name=SwitchName.WITHDRAWALS, is_on=False, reason=reason, by="system", now=now
    )
