"""Movements between accounts that are named by their codes."""

from decimal import Decimal

from sqlalchemy.orm import Session

from app.services.ledger import posting
from app.services.ledger.posting import Leg


def post_between(
    session: Session,
    *,
    key: str,
    kind: str,
    legs: list[tuple[str, str, Decimal]],
    actor: str,
    receipt: str | None = None,
) -> None:
    """Post those of the legs (debit code, credit code, KES) that are not zero, as `post` does.

    Nothing is posted if all are: a free tournament has entries without a fee.
    """
    moved = [leg for leg in legs if leg[2] > 0]
    if not moved:
        return
    ids = posting.accounts_of(session, codes=sorted({code for leg in moved for code in leg[:2]}))
    posting.post(
        session,
        key=key,
        kind=kind,
        legs=[
            Leg(debit=ids[debit], credit=ids[credit], amount=part) for debit, credit, part in moved
        ],
        actor=actor,
        receipt=receipt,
    )
