"""What a player reads when a withdrawal does not arrive, in English and in Swahili."""

from app.domain.language import Language
from app.domain.payments.deposits.messages import FailureMessage
from app.domain.payments.mpesa.payout_codes import PayoutFailure

_ENGLISH: dict[PayoutFailure, FailureMessage] = {
    PayoutFailure.AMOUNT_TOO_SMALL: FailureMessage(
        "The amount is below what M-Pesa pays out. The money is back in your wallet.",
        "Withdraw a larger amount.",
    ),
    PayoutFailure.AMOUNT_TOO_LARGE: FailureMessage(
        "The amount is above what M-Pesa pays out at once. The money is back in your wallet.",
        "Withdraw a smaller amount.",
    ),
    PayoutFailure.DAILY_LIMIT: FailureMessage(
        "This would pass your daily M-Pesa limit. The money is back in your wallet.",
        "Withdraw less, or try again tomorrow.",
    ),
    PayoutFailure.PHONE_IS_FULL: FailureMessage(
        "Your M-Pesa cannot hold that much. The money is back in your wallet.",
        "Make room in your M-Pesa, or withdraw a smaller amount.",
    ),
    PayoutFailure.NOT_ON_MPESA: FailureMessage(
        "Your number is not registered with M-Pesa. The money is back in your wallet.",
        "Register your number with M-Pesa, or change your number in your profile.",
    ),
    PayoutFailure.DELAYED: FailureMessage(
        "Withdrawals are delayed by a problem on our side. Your money is safe.",
        "We have been notified. You need not do anything.",
    ),
    PayoutFailure.BEING_CHECKED: FailureMessage(
        "We are asking M-Pesa what became of this withdrawal. Your money is safe.",
        "You need not do anything. Please do not withdraw it a second time.",
    ),
    PayoutFailure.DECLINED: FailureMessage(
        "M-Pesa declined this withdrawal. The money is back in your wallet.",
        "Try again, or write to our support if it happens twice.",
    ),
    PayoutFailure.TEMPORARY_PROBLEM: FailureMessage(
        "Withdrawals have a problem on our side. The money is back in your wallet.",
        "We have been notified. Try again later.",
    ),
    PayoutFailure.CODE_NOT_TYPED: FailureMessage(
        "The code from our SMS was not entered in time. The money is back in your wallet.",
        "Start again and enter the code within five minutes.",
    ),
    PayoutFailure.CANCELLED_BY_PLAYER: FailureMessage(
        "You cancelled this withdrawal. The money is back in your wallet.",
        "Withdraw again whenever you like.",
    ),
    PayoutFailure.SIM_IS_NEW: FailureMessage(
        "Your number got a new SIM card lately, so we sent nothing. The money is back in your"
        " wallet.",
        "Withdraw three days after the change. Not you? Call Safaricom, then our support.",
    ),
    PayoutFailure.RETURNED_BY_SUPPORT: FailureMessage(
        "Our support returned this withdrawal. The money is back in your wallet.",
        "Write to our support if you want to know why.",
    ),
}

_SWAHILI: dict[PayoutFailure, FailureMessage] = {
    PayoutFailure.AMOUNT_TOO_SMALL: FailureMessage(
        "Kiasi ni chini ya kile M-Pesa hulipa. Pesa zimerudi kwenye pochi yako.",
        "Toa kiasi kikubwa zaidi.",
    ),
    PayoutFailure.AMOUNT_TOO_LARGE: FailureMessage(
        "Kiasi kinazidi kile M-Pesa hulipa kwa mara moja. Pesa zimerudi kwenye pochi yako.",
        "Toa kiasi kidogo zaidi.",
    ),
    PayoutFailure.DAILY_LIMIT: FailureMessage(
        "Hii ingepita kikomo chako cha M-Pesa cha siku. Pesa zimerudi kwenye pochi yako.",
        "Toa kiasi kidogo, au jaribu tena kesho.",
    ),
    PayoutFailure.PHONE_IS_FULL: FailureMessage(
        "M-Pesa yako haiwezi kuwa na kiasi hicho. Pesa zimerudi kwenye pochi yako.",
        "Punguza salio la M-Pesa yako, au toa kiasi kidogo zaidi.",
    ),
    PayoutFailure.NOT_ON_MPESA: FailureMessage(
        "Nambari yako haijasajiliwa na M-Pesa. Pesa zimerudi kwenye pochi yako.",
        "Sajili laini yako kwa M-Pesa, au badilisha nambari kwenye wasifu wako.",
    ),
    PayoutFailure.DELAYED: FailureMessage(
        "Kutoa pesa kumecheleweshwa na tatizo upande wetu. Pesa zako ziko salama.",
        "Tumearifiwa. Huhitaji kufanya chochote.",
    ),
    PayoutFailure.BEING_CHECKED: FailureMessage(
        "Tunaiuliza M-Pesa kuhusu malipo haya. Pesa zako ziko salama.",
        "Huhitaji kufanya chochote. Tafadhali usitoe tena pesa hizo.",
    ),
    PayoutFailure.DECLINED: FailureMessage(
        "M-Pesa imekataa malipo haya. Pesa zimerudi kwenye pochi yako.",
        "Jaribu tena, au wasiliana nasi likitokea mara mbili.",
    ),
    PayoutFailure.TEMPORARY_PROBLEM: FailureMessage(
        "Kutoa pesa kuna tatizo upande wetu. Pesa zimerudi kwenye pochi yako.",
        "Tumearifiwa. Jaribu tena baadaye.",
    ),
    PayoutFailure.CODE_NOT_TYPED: FailureMessage(
        "Msimbo wa SMS yetu haukuingizwa kwa wakati. Pesa zimerudi kwenye pochi yako.",
        "Anza tena na uingize msimbo ndani ya dakika tano.",
    ),
    PayoutFailure.CANCELLED_BY_PLAYER: FailureMessage(
        "Umeghairi kutoa pesa hizi. Pesa zimerudi kwenye pochi yako.",
        "Toa tena wakati wowote upendao.",
    ),
    PayoutFailure.SIM_IS_NEW: FailureMessage(
        "Nambari yako ilipata laini mpya hivi karibuni, kwa hivyo hatukutuma chochote. Pesa"
        " zimerudi kwenye pochi yako.",
        "Toa pesa siku tatu baada ya mabadiliko. Si wewe? Piga simu Safaricom, kisha kwetu.",
    ),
    PayoutFailure.RETURNED_BY_SUPPORT: FailureMessage(
        "Wahudumu wetu wamerudisha malipo haya. Pesa zimerudi kwenye pochi yako.",
        "Wasiliana nasi ukitaka kujua sababu.",
    ),
}

PAYOUT_MESSAGES: dict[Language, dict[PayoutFailure, FailureMessage]] = {
    Language.ENGLISH: _ENGLISH,
    Language.SWAHILI: _SWAHILI,
}


def payout_message(failure: PayoutFailure, language: Language = Language.ENGLISH) -> FailureMessage:
    """Return what happened to a withdrawal and what to do now, in `language`."""
    return PAYOUT_MESSAGES[language][failure]
