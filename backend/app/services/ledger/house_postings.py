"""What the house's own money does in the ledger: capital, and wallets that two people correct.

The database checks each entry against the proposal that its key names (`house_entry_fault`), and
at COMMIT that the house has not paid more than it has (`house_money_fault`). All amounts in KES.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.money import show
from app.domain.problems import ProblemCode
from app.services.ledger import posting, transfers

CAPITAL = "house_capital:main"
ADJUSTMENTS = "wallet_adjustment:main"


def lock_money(session: Session, *, to_pay: Decimal) -> None:
    """Make sure that the house has what it is to pay, until this transaction ends.

    Raises Conflict if it has not. Taken before any wallet is locked, so that nobody who has a
    wallet waits for it.
    """
    has = Decimal(session.execute(text("SELECT lock_house_money()")).scalar_one())
    if has < to_pay:
        raise Conflict(
            ProblemCode.HOUSE_SHORT,
            f"The house has KES {max(has, Decimal(0)):,.2f} of its own: fees it has earned and"
            " capital that was paid in, less what it has paid. Pay capital in first.",
            available=show(max(has, Decimal(0))),
        )


def require_capital(session: Session, *, to_pay: Decimal) -> None:
    """Raise Conflict if less capital was paid in; the caller has locked the house's money."""
    capital = money(session).capital
    if capital < to_pay:
        raise Conflict(
            ProblemCode.HOUSE_SHORT,
            f"The house has KES {capital:,.2f} of capital. Fees are not taken out as capital.",
            available=show(capital),
        )


@dataclass(frozen=True)
class HouseMoney:
    """The house's own money (KES), by account; players' debts are taken off `available`."""

    available: Decimal
    fees: Decimal
    capital: Decimal
    adjustments: Decimal
    sponsor: Decimal


def money(session: Session) -> HouseMoney:
    """Return what the house has of its own as it stands, without a lock."""
    found = session.execute(
        text(
            "SELECT kind, sum(derived) FROM derived_balances WHERE kind IN"
            " ('platform_fee', 'house_capital', 'wallet_adjustment', 'sponsor') GROUP BY kind"
        )
    )
    parts = {row[0]: Decimal(row[1]) for row in found}
    available = session.execute(text("SELECT house_money()")).scalar_one()
    return HouseMoney(
        available=Decimal(available),
        fees=parts["platform_fee"],
        capital=parts["house_capital"],
        adjustments=parts["wallet_adjustment"],
        sponsor=parts["sponsor"],
    )


def pay_in(
    session: Session, *, proposal_id: int, amount: Decimal, receipt: str | None, actor: str
) -> None:
    """Book capital: out of suspense, or from the bank under a `receipt` of M-Pesa's."""
    source = posting.SUSPENSE if receipt is None else posting.CLEARING_IN
    transfers.post_between(
        session,
        key=f"capital:{proposal_id}:in",
        kind="capital_paid_in",
        legs=[(source, CAPITAL, amount)],
        actor=actor,
        receipt=receipt,
    )


def pay_out(session: Session, *, proposal_id: int, amount: Decimal, actor: str) -> None:
    """Book capital that leaves M-Pesa; raises InsufficientBalance for more than was paid in."""
    transfers.post_between(
        session,
        key=f"capital:{proposal_id}:out",
        kind="capital_paid_out",
        legs=[(CAPITAL, posting.CLEARING_OUT, amount)],
        actor=actor,
    )


def adjust(
    session: Session, *, proposal_id: int, user_id: int, amount: Decimal, actor: str
) -> None:
    """Give a wallet an amount of the house's, or take one if it is negative.

    Raises InsufficientBalance if the wallet has less.
    """
    wallet = f"user_wallet:{user_id}"
    leg = (ADJUSTMENTS, wallet, amount) if amount > 0 else (wallet, ADJUSTMENTS, -amount)
    transfers.post_between(
        session,
        key=f"adjustment:{proposal_id}:done",
        kind="wallet_adjustment",
        legs=[leg],
        actor=actor,
    )
