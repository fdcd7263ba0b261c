"""What tournaments do to the ledger: entry fees, guarantees, prizes, and the sponsor's money.

The database checks each entry against the row that it moves money for (`tournament_entry_fault`),
and at COMMIT that the row is in the state that the posting means. All amounts in KES.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import cursor_of
from app.services.ledger import posting, transfers

SPONSOR = "sponsor:main"


@dataclass(frozen=True)
class Fee:
    """What one entry cost its player (KES)."""

    entry_id: int
    user_id: int
    amount: Decimal


def open_escrow(session: Session, *, tournament_id: int) -> None:
    """Open the escrow of a tournament, unless it is open already."""
    session.execute(
        text(
            "INSERT INTO accounts (code, kind, tournament_id, floor)"
            " VALUES (:code, 'tournament_escrow', :id, 0) ON CONFLICT (code) DO NOTHING"
        ),
        {"code": _escrow(tournament_id), "id": tournament_id},
    )


def hold_fee(session: Session, fee: Fee, *, tournament_id: int) -> None:
    """Take an entry fee out of the wallet; raises InsufficientBalance."""
    transfers.post_between(
        session,
        key=f"entry:{fee.entry_id}:hold",
        kind="tournament_entry",
        legs=[(f"user_wallet:{fee.user_id}", _escrow(tournament_id), fee.amount)],
        actor=f"user:{fee.user_id}",
    )


def refund_fees(session: Session, fees: Sequence[Fee], *, tournament_id: int, actor: str) -> None:
    """Give entry fees back, all of them in one statement; each must not have gone back before."""
    wallets = [f"user_wallet:{fee.user_id}" for fee in fees]
    ids = posting.accounts_of(session, codes=[_escrow(tournament_id), *wallets])
    keys = [f"entry:{fee.entry_id}:refund" for fee in fees]
    cursor_of(session).execute(
        "SELECT ledger_post_batch('tournament_refund', %s, %s::text[], %s::text[], %s::text[],"
        " %s::bigint[], %s::bigint[], %s::numeric[])",
        (
            actor,
            keys,
            [None] * len(fees),
            keys,
            [ids[_escrow(tournament_id)]] * len(fees),
            [ids[wallet] for wallet in wallets],
            [fee.amount for fee in fees],
        ),
    )


def reserve_guarantee(session: Session, *, tournament_id: int, amount: Decimal, actor: str) -> None:
    """Move a guarantee from the sponsor into the escrow; raises InsufficientBalance."""
    transfers.post_between(
        session,
        key=f"tournament:{tournament_id}:guarantee",
        kind="tournament_guarantee",
        legs=[(SPONSOR, _escrow(tournament_id), amount)],
        actor=actor,
    )


def release_guarantee(session: Session, *, tournament_id: int, amount: Decimal, actor: str) -> None:
    """Give the sponsor the guarantee of a cancelled tournament back."""
    transfers.post_between(
        session,
        key=f"tournament:{tournament_id}:release",
        kind="tournament_release",
        legs=[(_escrow(tournament_id), SPONSOR, amount)],
        actor=actor,
    )


def pay_prizes(
    session: Session,
    *,
    tournament_id: int,
    prizes: Mapping[int, Decimal],
    house: Decimal,
    unused: Decimal,
    actor: str,
) -> None:
    """Empty the escrow in one transaction: prizes by user id, the house's parts, and to the sponsor
    what was `unused` of the guarantee.
    """
    escrow = _escrow(tournament_id)
    transfers.post_between(
        session,
        key=f"tournament:{tournament_id}:prizes",
        kind="tournament_prizes",
        legs=[
            *((escrow, f"user_wallet:{user_id}", prizes[user_id]) for user_id in sorted(prizes)),
            (escrow, posting.PLATFORM_FEE, house),
            (escrow, SPONSOR, unused),
        ],
        actor=actor,
    )


def fund_sponsor(session: Session, *, funding_id: int, amount: Decimal, actor: str) -> None:
    """Move money of the house to the sponsor."""
    transfers.post_between(
        session,
        key=f"sponsor:{funding_id}:funding",
        kind="sponsor_funding",
        legs=[(posting.PLATFORM_FEE, SPONSOR, amount)],
        actor=actor,
    )


def sponsor_balance(session: Session) -> Decimal:
    """Return what the sponsor can still promise (KES)."""
    found = session.execute(
        text("SELECT balance FROM accounts WHERE code = :code"), {"code": SPONSOR}
    )
    return Decimal(found.scalar_one())


def _escrow(tournament_id: int) -> str:
    return f"tournament_escrow:{tournament_id}"
