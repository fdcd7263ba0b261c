"""What a payment costs, and whether it may be made: before the player confirms it."""

from fastapi import APIRouter

from app.api.deps import Identity, SessionDep, VerifiedPlayer
from app.core.clock import utc_now
from app.domain.payments.quote_messages import NEXT_STEPS
from app.domain.payments.tax import RATES
from app.schemas.withdrawal import Quote, QuoteRefusal, QuoteRequest, show_rate
from app.services.payments import quotes

router = APIRouter(prefix="/payments", tags=["payments"])


@router.post("/quote")
def quote(
    body: QuoteRequest, player: VerifiedPlayer, identity: Identity, session: SessionDep
) -> Quote:
    """Return fee and tax of a deposit or a withdrawal, what arrives, and what is allowed."""
    is_deposit = body.kind == "deposit"
    if is_deposit:
        found = quotes.quote_deposit(session, player=player, amount=body.amount, now=utc_now())
    else:
        found = quotes.quote_withdrawal(
            session, player=player, amount=body.amount, now=utc_now(), session_id=identity[1]
        )
    rates = RATES[found.parts.profile]
    rate = rates.excise_on_deposit if is_deposit else rates.withholding_on_withdrawal
    return Quote(
        kind=body.kind,
        amount=found.parts.amount,
        fee=found.parts.fee,
        tax=found.parts.tax,
        tax_rate=show_rate(rate),
        tax_profile=found.parts.profile,
        net=found.parts.net,
        change=found.parts.change,
        phone=player.phone,
        minimum=found.minimum,
        maximum=found.maximum,
        left_today=found.left_today,
        allowed=found.refusal is None,
        refusal=_refusal(found),
    )


def _refusal(found: quotes.Quote) -> QuoteRefusal | None:
    if found.refusal is None:
        return None
    code = found.refusal.code
    return QuoteRefusal(
        code=code, message=found.refusal.sentence, next_step=NEXT_STEPS.get(code, "")
    )
