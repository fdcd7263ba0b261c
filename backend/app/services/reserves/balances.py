"""All players' money in one snapshot, compared with what the ledger owes them to the cent.

The parts come from rows (balances, matches, entries of tournaments), the sum from the ledger's
entries. Where the two differ, one of them is wrong and nothing is to be published.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.reconciliation.comparison import coverage_of
from app.domain.reserves.record import Figures
from app.services.ledger import reports
from app.services.reconciliation import clearing

# In a match each player has their own stake, in a tournament their own fee, as in their wallet.
_SHARES = text(
    """
WITH pots AS (
  SELECT user_id, sum(amount) AS amount FROM (
    SELECT player1_id AS user_id, wager_amount AS amount FROM matches
    WHERE status IN ('pending', 'active', 'disputed')
    UNION ALL
    SELECT player2_id, wager_amount FROM matches
    WHERE status IN ('pending', 'active', 'disputed')
    UNION ALL
    SELECT user_id, prize_part + house_part FROM tournament_entries WHERE state = 'held') part
  GROUP BY user_id
), owned AS (
  SELECT user_id,
    coalesce(sum(balance) FILTER (WHERE kind = 'user_wallet'), 0) AS available,
    coalesce(sum(balance) FILTER (WHERE kind = 'user_stake'), 0) AS staked,
    coalesce(sum(balance) FILTER (WHERE kind = 'user_withdraw_hold'), 0) AS withdrawing
  FROM accounts WHERE user_id IS NOT NULL GROUP BY user_id
)
SELECT u.id, u.username,
  ((o.available + o.staked + coalesce(p.amount, 0) + o.withdrawing) * 100)::bigint AS cents,
  ((o.staked + coalesce(p.amount, 0)) * 100)::bigint AS in_play,
  (o.withdrawing * 100)::bigint AS withdrawing
FROM owned o JOIN users u ON u.id = o.user_id LEFT JOIN pots p ON p.user_id = o.user_id
"""
)
_GUARANTEES = text(
    """
SELECT coalesce(sum(guarantee), 0) FROM tournaments
WHERE status NOT IN ('draft', 'paid', 'archived', 'cancelled')
"""
)
_SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
# One publisher at a time. LOCK takes no snapshot, so what is read after it is what stands then.
_ONE_AT_A_TIME = text("LOCK TABLE reserve_leaves IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True)
class Share:
    """One player's money (cents); `in_play` and `withdrawing` are parts of it."""

    user_id: int
    username: str
    cents: int
    in_play: int
    withdrawing: int


@dataclass(frozen=True)
class Books:
    """All shares of one snapshot, and their sums.

    `difference` (KES) is what the shares have more than the ledger owes, `drifted` the accounts
    whose balance is not the sum of their entries: both empty, or nothing is to be published.
    """

    shares: list[Share]
    figures: Figures
    difference: Decimal
    drifted: list[str]

    @property
    def are_right(self) -> bool:
        """Whether the shares are what the ledger owes."""
        return self.difference == 0 and not self.drifted


def begin_snapshot(session: Session) -> None:
    """Let the whole transaction see one state, alone; call it before anything else."""
    session.execute(_SNAPSHOT)
    session.execute(_ONE_AT_A_TIME)


def read(session: Session) -> Books:
    """Read everybody's money and the ledger's sums, after `begin_snapshot`."""
    shares = [
        Share(row.id, row.username, row.cents, row.in_play, row.withdrawing)
        for row in session.execute(_SHARES)
    ]
    by_kind = clearing.totals(session)
    coverage = coverage_of(by_kind)
    total = _kes(sum(share.cents for share in shares))
    set_aside = coverage.players_money - sum(
        (by_kind.get(kind, Decimal(0)) for kind in _OF_ONE_PLAYER), Decimal(0)
    )
    guarantees = Decimal(session.scalars(_GUARANTEES).one())
    figures = Figures(
        players=len(shares),
        total=total,
        in_play=_kes(sum(share.in_play for share in shares)),
        withdrawing=_kes(sum(share.withdrawing for share in shares)),
        set_aside=set_aside + guarantees,
        in_books=coverage.at_mpesa,
    )
    return Books(
        shares,
        figures,
        difference=total + figures.set_aside - coverage.players_money,
        drifted=reports.drifted_accounts(session),
    )


# Of `tournament_escrow` the guarantee belongs to nobody yet.
_OF_ONE_PLAYER = (
    "user_wallet",
    "user_stake",
    "user_withdraw_hold",
    "match_escrow",
    "tournament_escrow",
)


def _kes(cents: int) -> Decimal:
    return Decimal(cents) / 100
