"""What a player reads about a withdrawal: one plain sentence for each state, in two languages."""

from decimal import Decimal

from app.domain.language import Language
from app.domain.payments.mpesa.payout_codes import PayoutFailure, meaning_of_payout
from app.domain.payments.payout_messages import payout_message
from app.domain.payments.states import WithdrawalState
from app.domain.phone import format_local

_S = WithdrawalState
_SENTENCES: dict[Language, dict[WithdrawalState, str]] = {
    Language.ENGLISH: {
        _S.AWAITING_CODE: "Enter the code from our SMS to send {net} to {phone}.",
        _S.HELD: "{net} waits to be sent to {phone}. Your money is set aside and safe.",
        _S.SENDING: "We are asking M-Pesa to send {net} to {phone}.",
        _S.SENT: "M-Pesa is sending {net} to {phone}.",
        _S.UNKNOWN: "We are asking M-Pesa what became of this withdrawal. Your money is safe.",
        _S.REVIEW: "We are checking this withdrawal by hand. Your money is set aside and safe.",
        _S.PAID: "{net} was sent to {phone}.",
        _S.RELEASED: "{amount} is back in your wallet.",
    },
    Language.SWAHILI: {
        _S.AWAITING_CODE: "Ingiza msimbo wa SMS yetu ili kutuma {net} kwa {phone}.",
        _S.HELD: "{net} zinasubiri kutumwa kwa {phone}. Pesa zako zimetengwa na ziko salama.",
        _S.SENDING: "Tunaiomba M-Pesa itume {net} kwa {phone}.",
        _S.SENT: "M-Pesa inatuma {net} kwa {phone}.",
        _S.UNKNOWN: "Tunaiuliza M-Pesa kuhusu malipo haya. Pesa zako ziko salama.",
        _S.REVIEW: "Tunakagua malipo haya wenyewe. Pesa zako zimetengwa na ziko salama.",
        _S.PAID: "{net} zimetumwa kwa {phone}.",
        _S.RELEASED: "{amount} zimerudi kwenye pochi yako.",
    },
}
_WAITS_FOR_US = frozenset({_S.SENT, _S.UNKNOWN})


def message_for(
    state: WithdrawalState,
    *,
    amount: Decimal,
    net: Decimal,
    phone: str,
    result_code: str | None = None,
    failure: PayoutFailure | None = None,
    language: Language = Language.ENGLISH,
) -> str:
    """Return the sentence that a player with a withdrawal in `state` reads.

    `amount` (KES) left the wallet, `net` (KES) reaches the number `phone` (2547…).
    """
    if failure is not None:
        return payout_message(failure, language).message
    if state in _WAITS_FOR_US and result_code and meaning_of_payout(result_code).pauses:
        return payout_message(PayoutFailure.DELAYED, language).message
    return _SENTENCES[language][state].format(
        amount=f"KES {amount:,.2f}", net=f"KES {net:,.0f}", phone=format_local(phone)
    )
