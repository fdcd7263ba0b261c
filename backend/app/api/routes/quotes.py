"""What a payment costs, and whether it may be made: asked before anybody says yes."""

from fastapi import APIRouter

from app.api.deps import SessionDep, VerifiedPlayer
from app.core.clock import utc_now
from app.domain.payments.quote_messages import NEXT_STEPS
from app.domain.payments.tax import RATES
from app.schemas.withdrawal import Quote, QuoteRefusal, QuoteRequest, show_rate
from app.services.payments import quotes

router = APIRouter(prefix="/payments", tags=["payments"])


@router.post("/quote")
def quote(body: QuoteRequest, player: VerifiedPlayer, session: SessionDep) -> Quote:
    """Tell what fee and tax a deposit or a withdrawal bears, what arrives, and what is allowed."""
    is_deposit = body.kind == "deposit"
    ask = quotes.quote_deposit if is_deposit else quotes.quote_withdrawal
    said = ask(session, player=player, amount=body.amount, now=utc_now())
    rates = RATES[said.parts.profile]
    rate = rates.excise_on_deposit if is_deposit else rates.withholding_on_withdrawal
    return Quote(
        kind=body.kind,
        amount=said.parts.amount,
        fee=said.parts.fee,
        tax=said.parts.tax,
        tax_rate=show_rate(rate),
        tax_profile=said.parts.profile,
        net=said.parts.net,
        change=said.parts.change,
        phone=player.phone,
        minimum=said.minimum,
        maximum=said.maximum,
        left_today=said.left_today,
        allowed=said.refusal is None,
        refusal=_refusal(said),
    )


def _refusal(said: quotes.Quote) -> QuoteRefusal | None:
    if said.refusal is None:
        return None
    code = said.refusal.code
    return QuoteRefusal(
        code=code, message=said.refusal.sentence, next_step=NEXT_STEPS.get(code, "")
    )
