"""What payments do to the ledger: one function for each movement between M-Pesa and a player.

The database checks each entry against the row that it moves money for (`payment_entry_is_legal`),
so a posting that the row does not allow is refused. All amounts in KES.
"""

from decimal import Decimal

from sqlalchemy.orm import Session

from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal
from app.services.ledger import posting, transfers


def hold_withdrawal(session: Session, withdrawal: Withdrawal) -> None:
    """Set the money of a withdrawal aside; raises InsufficientBalance."""
    transfers.post_between(
        session,
        key=f"withdrawal:{withdrawal.id}:hold",
        kind="withdrawal_hold",
        actor=f"user:{withdrawal.user_id}",
        legs=[(_wallet(withdrawal), _hold(withdrawal), withdrawal.amount)],
    )


def pay_withdrawal(session: Session, withdrawal: Withdrawal, *, receipt: str, actor: str) -> None:
    """Book a payout that M-Pesa has made: net to M-Pesa, tax and fee to us, cents back."""
    hold = _hold(withdrawal)
    transfers.post_between(
        session,
        key=f"withdrawal:{withdrawal.id}:paid",
        kind="withdrawal",
        actor=actor,
        receipt=receipt,
        legs=[
            (hold, posting.CLEARING_OUT, withdrawal.net),
            (hold, posting.WITHHOLDING, withdrawal.tax),
            (hold, posting.PLATFORM_FEE, withdrawal.fee),
            (hold, _wallet(withdrawal), withdrawal.change),
        ],
    )
    repay_debt(
        session, user_id=withdrawal.user_id, occasion=f"withdrawal:{withdrawal.id}", actor=actor
    )


def release_withdrawal(session: Session, withdrawal: Withdrawal, *, actor: str) -> None:
    """Give the money of a withdrawal back, because it was proven that none left."""
    transfers.post_between(
        session,
        key=f"withdrawal:{withdrawal.id}:release",
        kind="withdrawal_release",
        actor=actor,
        legs=[(_hold(withdrawal), _wallet(withdrawal), withdrawal.amount)],
    )
    repay_debt(
        session, user_id=withdrawal.user_id, occasion=f"withdrawal:{withdrawal.id}", actor=actor
    )


def pay_released_withdrawal(
    session: Session, withdrawal: Withdrawal, *, receipt: str, actor: str
) -> Decimal:
    """Book a payout that M-Pesa made although we had released it; return the debt it leaves.

    Taken from the wallet as far as that reaches; the rest is what the player owes.
    """
    legs, debt = _taken_from_player(
        session,
        user_id=withdrawal.user_id,
        parts=[
            (posting.CLEARING_OUT, withdrawal.net),
            (posting.WITHHOLDING, withdrawal.tax),
            (posting.PLATFORM_FEE, withdrawal.fee),
        ],
    )
    transfers.post_between(
        session,
        key=f"withdrawal:{withdrawal.id}:late",
        kind="withdrawal_late",
        actor=actor,
        receipt=receipt,
        legs=legs,
    )
    return debt


def credit_paybill(session: Session, payment: PaybillPayment, *, actor: str) -> None:
    """Credit a proven payment to the player whose account number was typed."""
    wallet = f"user_wallet:{payment.user_id}"
    transfers.post_between(
        session,
        key=f"paybill:{payment.id}:credit",
        kind="paybill_deposit",
        actor=actor,
        receipt=payment.receipt,
        legs=[
            (posting.CLEARING_IN, wallet, payment.amount - payment.tax),
            (posting.CLEARING_IN, posting.EXCISE, payment.tax),
        ],
    )
    repay_debt(session, user_id=payment.user_id, occasion=f"paybill:{payment.id}", actor=actor)


def suspend_paybill(session: Session, payment: PaybillPayment, *, actor: str) -> None:
    """Book a proven payment whose owner is not known to suspense."""
    transfers.post_between(
        session,
        key=f"paybill:{payment.id}:suspense",
        kind="suspense",
        actor=actor,
        receipt=payment.receipt,
        legs=[(posting.CLEARING_IN, posting.SUSPENSE, payment.amount)],
    )


def claim_suspended(session: Session, payment: PaybillPayment, *, actor: str) -> None:
    """Credit money out of suspense to the player whose it turned out to be."""
    wallet = f"user_wallet:{payment.user_id}"
    transfers.post_between(
        session,
        key=f"paybill:{payment.id}:claim",
        kind="suspense_claim",
        actor=actor,
        legs=[
            (posting.SUSPENSE, wallet, payment.amount - payment.tax),
            (posting.SUSPENSE, posting.EXCISE, payment.tax),
        ],
    )
    repay_debt(session, user_id=payment.user_id, occasion=f"paybill:{payment.id}", actor=actor)


def hold_refund(session: Session, refund: Refund, *, actor: str) -> None:
    """Set aside what a refund takes from a wallet; raises InsufficientBalance when it was spent."""
    if refund.user_id is None:
        return
    transfers.post_between(
        session,
        key=f"refund:{refund.id}:hold",
        kind="refund_hold",
        actor=actor,
        legs=[(_wallet(refund), _hold(refund), refund.wallet_amount)],
    )


def book_refund(session: Session, refund: Refund, *, receipt: str | None, actor: str) -> None:
    """Book money that M-Pesa has given back to its payer."""
    if refund.user_id is None:
        legs = [(posting.SUSPENSE, posting.CLEARING_IN, refund.amount)]
    else:
        legs = [
            (_hold(refund), posting.CLEARING_IN, refund.wallet_amount),
            (posting.EXCISE, posting.CLEARING_IN, refund.tax_amount),
        ]
    transfers.post_between(
        session,
        key=f"refund:{refund.id}:done",
        kind="refund",
        actor=actor,
        receipt=receipt,
        legs=legs,
    )


def release_refund(session: Session, refund: Refund, *, actor: str) -> None:
    """Give the wallet its money back, because M-Pesa refused the reversal."""
    if refund.user_id is None:
        return
    transfers.post_between(
        session,
        key=f"refund:{refund.id}:release",
        kind="refund_release",
        actor=actor,
        legs=[(_hold(refund), _wallet(refund), refund.wallet_amount)],
    )
    repay_debt(session, user_id=refund.user_id, occasion=f"refund:{refund.id}", actor=actor)


def book_released_refund(
    session: Session, refund: Refund, *, receipt: str | None, actor: str
) -> Decimal:
    """Book a reversal that M-Pesa made although we had released it; return the debt it leaves."""
    assert refund.user_id is not None, "money in suspense is never released"
    legs, debt = _taken_from_player(
        session,
        user_id=refund.user_id,
        parts=[(posting.CLEARING_IN, refund.wallet_amount)],
    )
    legs.append((posting.EXCISE, posting.CLEARING_IN, refund.tax_amount))
    transfers.post_between(
        session,
        key=f"refund:{refund.id}:late",
        kind="refund",
        actor=actor,
        receipt=receipt,
        legs=legs,
    )
    return debt


def reverse_deposit(
    session: Session, *, receipt: str, user_id: int, amount: Decimal, tax: Decimal, actor: str
) -> Decimal:
    """Book that M-Pesa reversed a credited payment of `amount` by itself; return the debt left.

    `receipt` is the reversal's own. The excise of `tax` comes back from the tax account.
    """
    legs, debt = _taken_from_player(
        session, user_id=user_id, parts=[(posting.CLEARING_IN, amount - tax)]
    )
    legs.append((posting.EXCISE, posting.CLEARING_IN, tax))
    transfers.post_between(
        session,
        key=f"reversal:{receipt}",
        kind="deposit_reversed",
        actor=actor,
        receipt=receipt,
        legs=legs,
    )
    return debt


def reverse_suspended(session: Session, *, receipt: str, amount: Decimal, actor: str) -> None:
    """Book that M-Pesa reversed a payment that was in suspense."""
    transfers.post_between(
        session,
        key=f"reversal:{receipt}",
        kind="deposit_reversed",
        actor=actor,
        receipt=receipt,
        legs=[(posting.SUSPENSE, posting.CLEARING_IN, amount)],
    )


def repay_debt(session: Session, *, user_id: int | None, occasion: str, actor: str) -> None:
    """Take what the player owes out of new money, as far as it reaches, whichever came first.

    `occasion` names the payment that brought it, for instance `deposit:7`: once for each.
    """
    if user_id is None or not posting.is_in_debt(session, user_id=user_id):
        return
    money = posting.lock_player_money(session, user_id=user_id)
    amount = min(money.owed, money.available)
    legs = [(f"user_wallet:{user_id}", f"user_receivable:{user_id}", amount)]
    if amount > 0:
        key = f"repaid:{occasion}"
        transfers.post_between(session, key=key, kind="receivable_repaid", actor=actor, legs=legs)


def _taken_from_player(
    session: Session, *, user_id: int, parts: list[tuple[str, Decimal]]
) -> tuple[list[tuple[str, str, Decimal]], Decimal]:
    """Return the legs that take `parts` from a wallet while it lasts, and the debt that is left."""
    left = posting.lock_player_money(session, user_id=user_id).available
    legs: list[tuple[str, str, Decimal]] = []
    debt = Decimal(0)
    for account, amount in parts:
        from_wallet = min(left, amount)
        left -= from_wallet
        debt += amount - from_wallet
        legs.append((f"user_wallet:{user_id}", account, from_wallet))
        legs.append((f"user_receivable:{user_id}", account, amount - from_wallet))
    return legs, debt


def _wallet(row: Withdrawal | Refund) -> str:
    return f"user_wallet:{row.user_id}"


def _hold(row: Withdrawal | Refund) -> str:
    return f"user_withdraw_hold:{row.user_id}"
