"""Ledger operations for many deposits or players at once, each in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.database import cursor_of
from app.services.ledger import posting


@dataclass(frozen=True)
class Credit:
    """A proven deposit to be credited to a wallet: `amount` KES less the `tax` that is in it."""

    deposit_id: int
    user_id: int
    amount: Decimal
    tax: Decimal
    receipt: str


def credit_deposits(session: Session, proven: list[Credit], *, actor: str) -> None:
    """Credit many proven deposits, each once, in one statement: all of them or none.

    Raises one of psycopg2's errors when the ledger refuses one of them; after that the database
    transaction can only be rolled back.
    """
    codes = [f"user_wallet:{one.user_id}" for one in proven]
    accounts = _accounts_of(session, codes=[posting.CLEARING_IN, posting.EXCISE, *codes])
    clearing, excise = accounts[posting.CLEARING_IN], accounts[posting.EXCISE]
    keys, legs = [], []
    for one in proven:
        key = f"deposit:{one.deposit_id}:credit"
        keys.append(key)
        wallet = accounts[f"user_wallet:{one.user_id}"]
        legs.append((key, clearing, wallet, one.amount - one.tax))
        if one.tax > 0:
            legs.append((key, clearing, excise, one.tax))
    cursor_of(session).execute(
        "SELECT ledger_post_batch('deposit', %s, %s::text[], %s::text[], %s::text[], %s::bigint[],"
        " %s::bigint[], %s::numeric[])",
        (actor, keys, [one.receipt for one in proven], *map(list, zip(*legs, strict=True))),
    )


def _accounts_of(session: Session, *, codes: list[str]) -> dict[str, int]:
    # An array, where `posting.accounts_of` has a list: two hundred names in it are slow to plan.
    cursor = cursor_of(session)
    cursor.execute("SELECT code, id FROM accounts WHERE code = ANY(%s::text[])", (codes,))
    return dict(cursor.fetchall())


def find_debtors(session: Session, *, user_ids: Collection[int]) -> set[int]:
    """Return which of these players owe us anything, without locking their accounts."""
    cursor = cursor_of(session)
    cursor.execute(
        "SELECT user_id FROM accounts"
        " WHERE user_id = ANY(%s::bigint[]) AND kind = 'user_receivable' AND balance < 0",
        (list(user_ids),),
    )
    return {row[0] for row in cursor}
