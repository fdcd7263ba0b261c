"""What a player reads about a deposit: one plain sentence for each state and each failure.

Failures have their messages in English and in Swahili.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.language import Language
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.states import DepositState


@dataclass(frozen=True)
class FailureMessage:
    """What happened, and what to do now."""

    message: str
    next_step: str


_TRY_AGAIN = "Try again."

FAILURE_MESSAGES: dict[Failure, FailureMessage] = {
    Failure.INSUFFICIENT_FUNDS: FailureMessage(
        "There is not enough money in your M-Pesa.", "Top up M-Pesa, or deposit a smaller amount."
    ),
    Failure.AMOUNT_TOO_SMALL: FailureMessage(
        "The amount is below what M-Pesa allows.", "Deposit a larger amount."
    ),
    Failure.AMOUNT_TOO_LARGE: FailureMessage(
        "The amount is above what M-Pesa allows for one payment.", "Deposit a smaller amount."
    ),
    Failure.DAILY_LIMIT: FailureMessage(
        "This would pass your daily M-Pesa limit.", "Deposit less, or try again tomorrow."
    ),
    Failure.SAME_AMOUNT_TOO_SOON: FailureMessage(
        "M-Pesa does not take the same amount twice within two minutes.",
        "Wait two minutes, or choose another amount.",
    ),
    Failure.BUSY: FailureMessage(
        "M-Pesa is very busy at the moment. Nothing was taken.", "Try again in a minute."
    ),
    Failure.PHONE_BUSY: FailureMessage(
        "Another M-Pesa prompt is still open on your phone.",
        "Finish or cancel that prompt, wait a minute, then try again.",
    ),
    Failure.PROMPT_EXPIRED: FailureMessage(
        "The M-Pesa prompt ran out before the PIN was entered.",
        "Try again and enter your PIN within a minute.",
    ),
    Failure.PROMPT_NOT_SENT: FailureMessage(
        "M-Pesa could not send the prompt to your phone. Nothing was taken.", _TRY_AGAIN
    ),
    Failure.CANCELLED: FailureMessage(
        "You cancelled the M-Pesa prompt.", "Try again whenever you like."
    ),
    Failure.PHONE_UNREACHABLE: FailureMessage(
        "M-Pesa could not reach your phone, or the prompt was not answered.",
        "Check that your phone is on and has network, then try again.",
    ),
    Failure.WRONG_PIN: FailureMessage(
        "The M-Pesa PIN was wrong.",
        "Try again with care: three wrong PINs in a row lock your M-Pesa.",
    ),
    Failure.PIN_LOCKED: FailureMessage(
        "Your M-Pesa PIN is locked.", "Call Safaricom on 100 or 200 to unlock it."
    ),
    Failure.PHONE_NOT_SUPPORTED: FailureMessage(
        "This phone number cannot pay by M-Pesa.", "Use a Safaricom number with M-Pesa."
    ),
    Failure.ACCOUNT_REFUSED: FailureMessage(
        "M-Pesa refused the payment because of the state of your M-Pesa account.",
        "Call Safaricom on 100 or 200, or write to our support.",
    ),
    Failure.TEMPORARY_PROBLEM: FailureMessage(
        "Deposits have a problem on our side. Nothing was taken.",
        "We have been notified. Try again later.",
    ),
    Failure.NO_ANSWER: FailureMessage(
        "M-Pesa reported no payment within a day.",
        "If money left your M-Pesa, write to our support with the M-Pesa SMS.",
    ),
}


_SWAHILI: dict[Failure, FailureMessage] = {
    Failure.INSUFFICIENT_FUNDS: FailureMessage(
        "Hakuna pesa za kutosha kwenye M-Pesa yako.", "Ongeza pesa M-Pesa, au weka kiasi kidogo."
    ),
    Failure.AMOUNT_TOO_SMALL: FailureMessage(
        "Kiasi ni chini ya kile M-Pesa inaruhusu.", "Weka kiasi kikubwa zaidi."
    ),
    Failure.AMOUNT_TOO_LARGE: FailureMessage(
        "Kiasi kinazidi kile M-Pesa inaruhusu kwa malipo moja.", "Weka kiasi kidogo zaidi."
    ),
    Failure.DAILY_LIMIT: FailureMessage(
        "Hii ingepita kikomo chako cha M-Pesa cha siku.", "Weka kiasi kidogo, au jaribu tena kesho."
    ),
    Failure.SAME_AMOUNT_TOO_SOON: FailureMessage(
        "M-Pesa haipokei kiasi kilekile mara mbili ndani ya dakika mbili.",
        "Subiri dakika mbili, au chagua kiasi kingine.",
    ),
    Failure.BUSY: FailureMessage(
        "M-Pesa ina shughuli nyingi sasa. Hakuna pesa zilizochukuliwa.",
        "Jaribu tena baada ya dakika moja.",
    ),
    Failure.PHONE_BUSY: FailureMessage(
        "Ombi lingine la M-Pesa bado liko wazi kwenye simu yako.",
        "Maliza au ghairi ombi hilo, subiri dakika moja, kisha jaribu tena.",
    ),
    Failure.PROMPT_EXPIRED: FailureMessage(
        "Muda wa ombi la M-Pesa uliisha kabla ya PIN kuingizwa.",
        "Jaribu tena na uingize PIN yako ndani ya dakika moja.",
    ),
    Failure.PROMPT_NOT_SENT: FailureMessage(
        "M-Pesa haikuweza kutuma ombi kwenye simu yako. Hakuna pesa zilizochukuliwa.",
        "Jaribu tena.",
    ),
    Failure.CANCELLED: FailureMessage(
        "Umeghairi ombi la M-Pesa.", "Jaribu tena wakati wowote upendao."
    ),
    Failure.PHONE_UNREACHABLE: FailureMessage(
        "M-Pesa haikuweza kufikia simu yako, au ombi halikujibiwa.",
        "Hakikisha simu yako imewashwa na ina mtandao, kisha jaribu tena.",
    ),
    Failure.WRONG_PIN: FailureMessage(
        "PIN ya M-Pesa haikuwa sahihi.",
        "Jaribu tena kwa uangalifu: PIN tatu zisizo sahihi mfululizo hufunga M-Pesa yako.",
    ),
    Failure.PIN_LOCKED: FailureMessage(
        "PIN yako ya M-Pesa imefungwa.", "Piga simu Safaricom 100 au 200 ili ifunguliwe."
    ),
    Failure.PHONE_NOT_SUPPORTED: FailureMessage(
        "Nambari hii ya simu haiwezi kulipa kwa M-Pesa.", "Tumia nambari ya Safaricom yenye M-Pesa."
    ),
    Failure.ACCOUNT_REFUSED: FailureMessage(
        "M-Pesa imekataa malipo kwa sababu ya hali ya akaunti yako ya M-Pesa.",
        "Piga simu Safaricom 100 au 200, au wasiliana nasi.",
    ),
    Failure.TEMPORARY_PROBLEM: FailureMessage(
        "Kuweka pesa kuna tatizo upande wetu. Hakuna pesa zilizochukuliwa.",
        "Tumearifiwa. Jaribu tena baadaye.",
    ),
    Failure.NO_ANSWER: FailureMessage(
        "M-Pesa haikutuarifu kuhusu malipo yoyote kwa siku nzima.",
        "Kama pesa zilitoka M-Pesa yako, wasiliana nasi ukiwa na SMS ya M-Pesa.",
    ),
}


def failure_message(failure: Failure, language: Language = Language.ENGLISH) -> FailureMessage:
    """Return why no money came and what to do now, in `language`."""
    return (_SWAHILI if language is Language.SWAHILI else FAILURE_MESSAGES)[failure]


def message_for(state: DepositState, *, amount: Decimal, failure: Failure | None) -> str:
    """Return the sentence that a player with a deposit of `amount` (KES) in `state` reads."""
    shillings = f"KES {amount:,.0f}"
    if failure is not None:
        return FAILURE_MESSAGES[failure].message
    return {
        DepositState.CREATED: f"We are asking M-Pesa to send a prompt for {shillings}.",
        DepositState.SENDING: f"We are asking M-Pesa to send a prompt for {shillings}.",
        DepositState.PROMPTED: f"Enter your M-Pesa PIN on your phone to pay {shillings}.",
        DepositState.UNKNOWN: "We are asking M-Pesa what became of this payment. If a prompt comes,"
        " you can pay it; it counts once.",
        DepositState.REVIEW: "We are checking this payment by hand. If money left your M-Pesa, it"
        " is safe with us.",
        DepositState.CREDITED: f"{shillings} is in your wallet.",
        DepositState.FAILED: "No money came.",
        DepositState.EXPIRED: FAILURE_MESSAGES[Failure.NO_ANSWER].message,
        DepositState.REVERSED: f"{shillings} went back to your M-Pesa.",
    }[state]
