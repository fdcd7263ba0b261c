"""What each proposal checks when it is made, and does when it is approved."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.errors import Conflict, Invalid
from app.domain.live import LiveType
from app.domain.money import show
from app.domain.payments.states import PaybillState
from app.domain.platform.proposals import (
    MOST_ADJUSTMENT,
    MOST_CAPITAL,
    Action,
    Terms,
    code_fits,
)
from app.domain.problems import ProblemCode
from app.models.staff_proposal import StaffProposal
from app.models.user import User
from app.services.conduct import risk
from app.services.ledger import house_postings, posting, receipts
from app.services.payments import postings, suspense, tax_periods
from app.services.payments.transitions import lock_paybill, transition_to
from app.services.platform import switches
from app.services.platform.switches import SwitchName

_MOST = {
    Action.CAPITAL_IN: MOST_CAPITAL,
    Action.CAPITAL_OUT: MOST_CAPITAL,
    Action.WALLET_ADJUSTMENT: MOST_ADJUSTMENT,
}


def check(session: Session, terms: Terms, *, now: datetime) -> None:
    """Refuse what could not be approved as things stand.

    Raises Invalid for an amount or a code that cannot be, and Conflict for a receipt that stands
    for other money, a switch that is on, and a house or a wallet that has too little.
    """
    most = _MOST.get(terms.action)
    if most is not None and terms.amount is not None and abs(terms.amount) > most:
        raise Invalid(
            ProblemCode.AMOUNT_NOT_ALLOWED,
            f"One proposal moves KES {most:,} at most.",
            maximum=show(most),
        )
    match terms.action:
        case Action.CAPITAL_IN:
            _require_free(session, terms)
        case Action.CAPITAL_OUT | Action.WALLET_ADJUSTMENT:
            _check_adjustment(session, terms)
            prepare(session, terms)
        case Action.TAX_PERIOD:
            tax_periods.require_possible(
                session, effective_from=terms.effective_from or now, now=now
            )
        case Action.WITHDRAWALS_ON:
            if switches.is_on(session, name=SwitchName.WITHDRAWALS):
                raise Conflict(ProblemCode.NOT_POSSIBLE, "Withdrawals are not paused.")
        case Action.RISK_CLEAR:
            risk.view(session, user_id=terms.user_id or 0)


def prepare(session: Session, terms: Terms) -> None:
    """Lock the house's money before any wallet; raises Conflict if it has too little."""
    pays = terms.action is Action.CAPITAL_OUT or terms.action is Action.WALLET_ADJUSTMENT
    if pays and terms.amount is not None and terms.amount > 0:
        house_postings.lock_money(session, to_pay=terms.amount)
    if terms.action is Action.CAPITAL_OUT:
        house_postings.require_capital(session, to_pay=_amount(terms))


def carry_out(
    session: Session, row: StaffProposal, terms: Terms, *, staff: User, now: datetime
) -> None:
    """Do what was approved, in the transaction of the approval."""
    actor = f"admin:{staff.id}"
    match terms.action:
        case Action.CAPITAL_IN:
            _take_capital_in(session, row, terms, actor=actor, now=now)
        case Action.CAPITAL_OUT:
            house_postings.pay_out(session, proposal_id=row.id, amount=_amount(terms), actor=actor)
        case Action.WALLET_ADJUSTMENT:
            _adjust(session, row, terms, actor=actor)
        case Action.TAX_PERIOD:
            assert terms.profile is not None, "the row says so"
            tax_periods.start(
                session,
                profile=terms.profile,
                effective_from=terms.effective_from,
                admin_id=staff.id,
                now=now,
            )
        case Action.RISK_CLEAR:
            assert terms.user_id is not None, "the row says so"
            risk.clear(session, user_id=terms.user_id, admin=staff, now=now)
        case Action.WITHDRAWALS_ON:
            switches.turn(
                session,
                name=SwitchName.WITHDRAWALS,
                is_on=True,
                reason=row.reason,
                by=f"user:{row.proposed_by}",
                now=now,
            )


def stands(session: Session, terms: Terms, *, now: datetime) -> dict[str, str | int | bool | None]:
    """Return what an action is about as it stands, for the audit: before it, and after."""
    match terms.action:
        case Action.CAPITAL_IN | Action.CAPITAL_OUT:
            return {"capital": show(house_postings.money(session).capital)}
        case Action.TAX_PERIOD:
            moment = terms.effective_from or now
            return {"profile": tax_periods.profile_at(session, moment=moment).value}
        case Action.WITHDRAWALS_ON:
            return {"is_on": switches.is_on(session, name=SwitchName.WITHDRAWALS)}
        case Action.WALLET_ADJUSTMENT:
            assert terms.user_id is not None, "the row says so"
            money = posting.balances(session, user_id=terms.user_id)
            return {"available": show(money.available), "owed": show(money.owed)}
        case Action.RISK_CLEAR:
            seen = risk.view(session, user_id=terms.user_id or 0)
            return {"points": seen.score, "frozen": seen.frozen}


def require_unused(session: Session, *, receipt: str) -> None:
    """Raise Conflict if a receipt of M-Pesa's stands for other money; it stays ours till COMMIT."""
    receipts.lock(session, receipt=receipt)
    if receipts.is_used(session, receipt=receipt):
        raise Conflict(
            ProblemCode.RULING_MOVED_ON, f"Receipt {receipt} stands for other money already."
        )


def _take_capital_in(
    session: Session, row: StaffProposal, terms: Terms, *, actor: str, now: datetime
) -> None:
    """Book capital out of the payment to the paybill that brought it, or as the bank's."""
    assert terms.receipt is not None, "the row says so"
    is_known = _require_free(session, terms)
    payment = lock_paybill(session, receipt=terms.receipt) if is_known else None
    house_postings.pay_in(
        session,
        proposal_id=row.id,
        amount=_amount(terms),
        receipt=None if payment else terms.receipt,
        actor=actor,
    )
    if payment is not None:
        transition_to(session, payment, PaybillState.CAPITAL, source=actor, now=now)


def _require_free(session: Session, terms: Terms) -> bool:
    """Return whether M-Pesa told us of this receipt's payment, which is of nobody else then.

    Raises Conflict if it is not free or of another amount, or the receipt is of other money.
    """
    receipt = terms.receipt or ""
    receipts.lock(session, receipt=receipt)
    payment = lock_paybill(session, receipt=receipt)
    if payment is None:
        require_unused(session, receipt=receipt)
        return False
    if payment.amount != terms.amount or not suspense.is_free(session, payment):
        raise Conflict(
            ProblemCode.RULING_MOVED_ON,
            f"The payment {receipt} is of KES {payment.amount:,.2f} and {payment.state}: capital is"
            " taken out of suspense, all of it.",
        )
    return True


def _check_adjustment(session: Session, terms: Terms) -> None:
    if terms.code is None or terms.user_id is None:
        return
    amount = _amount(terms)
    if not code_fits(terms.code, amount):
        raise Invalid(
            ProblemCode.INVALID_REQUEST, "Money is not given or not taken for this reason."
        )
    available = posting.balances(session, user_id=terms.user_id).available
    if -amount > available:
        raise Conflict(
            ProblemCode.INSUFFICIENT_BALANCE,
            f"Their wallet holds KES {available:,.2f}: no more can be taken.",
        )


def _adjust(session: Session, row: StaffProposal, terms: Terms, *, actor: str) -> None:
    assert terms.user_id is not None, "the row says so"
    house_postings.adjust(
        session, proposal_id=row.id, user_id=terms.user_id, amount=_amount(terms), actor=actor
    )
    if _amount(terms) > 0:
        postings.repay_debt(
            session, user_id=terms.user_id, occasion=f"adjustment:{row.id}", actor=actor
        )
    broadcast(session, [terms.user_id], kind=LiveType.WALLET_CHANGED, topic="wallet", data={})


def _amount(terms: Terms) -> Decimal:
    assert terms.amount is not None, "the row says so"
    return terms.amount
