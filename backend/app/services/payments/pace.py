"""How fast a player moves money: so many deposits, payouts and stakes an hour, and in ten seconds.

Counted in the tables, not in Redis, after the player's row or wallet was locked: of fifty requests
at once each sees those before it. Programs that move money are slowed down, people are not (rules
in `RateSettings`; outside production they are as wide as the limits of addresses, for there
programs play). Source: docs/reference/trust.md S37, ASVS 5.0 V2.4.
"""

from datetime import datetime, timedelta
from enum import Enum
from math import ceil

import limits
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import rate_limit
from app.core.settings import get_settings
from app.domain.errors import TooSoon


class Movement(Enum):
    """What a player does with their money, and the newest of it in the tables."""

    DEPOSIT = "SELECT created_at FROM deposits WHERE user_id = :user_id ORDER BY id DESC LIMIT :n"
    PAYOUT = "SELECT created_at FROM withdrawals WHERE user_id = :user_id ORDER BY id DESC LIMIT :n"
    # Not what we held anew for a player whose opponent was not ready.
    STAKE = """
        SELECT t.created_at FROM entries e JOIN transactions t ON t.id = e.transaction_id
        WHERE e.debit_account_id = (SELECT id FROM accounts WHERE code = :wallet)
          AND t.type IN ('wager_hold', 'tournament_entry') AND t.actor LIKE 'user:%'
        ORDER BY e.id DESC LIMIT :n
    """


_ALL = tuple(Movement)


def refuse_haste(
    session: Session,
    movement: Movement,
    *,
    user_id: int,
    now: datetime,
    is_counted: bool = False,
) -> None:
    """Raise TooSoon if a player moves money faster than people do.

    The caller has locked the player's row or wallet. `is_counted`: the tables hold it already.
    """
    rates = get_settings().rate
    by_kind = {
        Movement.DEPOSIT: rates.deposits_per_player,
        Movement.PAYOUT: rates.payouts_per_player,
        Movement.STAKE: rates.stakes_per_player,
    }[movement]
    for kinds, rule in (((movement,), by_kind), (_ALL, rates.money_per_player)):
        item = limits.parse(rule)
        most = item.amount * rate_limit.address_factor() + int(is_counted)
        span = timedelta(seconds=item.get_expiry())
        oldest = _newest(session, kinds, user_id=user_id, nth=most)
        if oldest is not None and oldest + span > now:
            wait = ceil((oldest + span - now).total_seconds())
            raise TooSoon(
                "You have moved money many times in a short while. Please wait a little.",
                retry_after=max(wait, 1),
                quota=(item.amount, item.get_expiry()),
            )


def _newest(
    session: Session, kinds: tuple[Movement, ...], *, user_id: int, nth: int
) -> datetime | None:
    """Return when the `nth` newest movement of these kinds was; None if there are fewer."""
    each = " UNION ALL ".join(f"({kind.value})" for kind in kinds)
    found: datetime | None = session.execute(
        text(
            f"SELECT created_at FROM ({each}) moved ORDER BY created_at DESC"  # noqa: S608
            " OFFSET :before LIMIT 1"
        ),
        {"user_id": user_id, "wallet": f"user_wallet:{user_id}", "n": nth, "before": nth - 1},
    ).scalar()
    return found
