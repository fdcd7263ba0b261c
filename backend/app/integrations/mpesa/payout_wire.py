"""Daraja's spelling of payouts (B2C v3): the request, its answer, its result, its time-out."""

from typing import Any

from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.mpesa.results import Failure, readable_receipt
from app.domain.payments.payouts import Payout, PayoutAccepted, PayoutEvidence, PayoutSource
from app.integrations.mpesa.credential import Operator
from app.integrations.mpesa.decoding import as_amount, as_balance, as_display, as_moment, as_text
from app.integrations.mpesa.envelope import Result, read_ack, read_result
from app.integrations.mpesa.errors import DuplicateRequest, PayoutRefused, Refused, Unknown
from app.integrations.mpesa.wire import callback_url

# v1 has no OriginatorConversationID, so nothing would keep us from paying twice (daraja.md §2.4).
B2C = "/mpesa/b2c/v3/paymentrequest"

LONGEST_NAME = 120
_SUCCESS = "0"
_DUPLICATE = "1"
_OF_THE_PLAYER = {
    "partyb": PayoutFailure.NOT_ON_MPESA,
    "phonenumber": PayoutFailure.NOT_ON_MPESA,
    "amount": PayoutFailure.AMOUNT_TOO_LARGE,
}


def payout_body(settings: MpesaSettings, payout: Payout, *, operator: Operator) -> dict[str, str]:
    """Write a payout. Raises CredentialTrouble."""
    return {
        "OriginatorConversationID": payout.originator_conversation_id,
        "InitiatorName": operator.name,
        "SecurityCredential": operator.credential(),
        "CommandID": "BusinessPayment",
        "Amount": str(payout.amount),
        "PartyA": settings.payout_shortcode,
        "PartyB": payout.phone,
        "Remarks": "WageWars withdrawal",
        "QueueTimeOutURL": callback_url(settings, token=payout.token, path="b2c/timeout"),
        "ResultURL": callback_url(settings, token=payout.token, path="b2c/result"),
        "Occassion": "Withdrawal",
    }


def read_payout(body: dict[str, Any], *, payout: Payout) -> PayoutAccepted:
    """Read the answer to a payout. Raises DuplicateRequest, and Unknown for all but a yes."""
    reason = as_text(body.get("ResponseDescription")) or "no description"
    if as_text(body.get("ResponseCode")) == _DUPLICATE and "duplicate" in reason.lower():
        raise DuplicateRequest(reason[:200], code="ResponseCode 1")
    conversation_id, originator_id = read_ack(body)
    if originator_id != payout.originator_conversation_id:
        raise Unknown("an answer about another payout")
    return PayoutAccepted(conversation_id, originator_id)


def as_payout_refused(refused: Refused) -> PayoutRefused:
    """Return what an immediate refusal means for a payout: the player's number, or our setup."""
    field = refused.reason.lower().rpartition("invalid ")[2].strip()
    failure = _OF_THE_PLAYER.get(field)
    if failure is None and refused.failure is Failure.PHONE_NOT_SUPPORTED:
        failure = PayoutFailure.NOT_ON_MPESA
    if failure is not None:
        return PayoutRefused(refused, payout_failure=failure, pauses=False)
    return PayoutRefused(refused, payout_failure=PayoutFailure.DELAYED, pauses=refused.ours_to_mend)


def read_b2c_result(raw: bytes) -> PayoutEvidence | None:
    """Read the result of a payout, or return None if it is none."""
    result = read_result(raw)
    return None if result is None else _evidence(result, PayoutSource.RESULT)


def read_b2c_timeout(raw: bytes) -> PayoutEvidence:
    """Read a notice that a payout waited too long; its body is undocumented and proves nothing."""
    return _evidence(read_result(raw) or Result(code=""), PayoutSource.TIMEOUT)


def _evidence(result: Result, source: PayoutSource) -> PayoutEvidence:
    parameters = result.parameters
    # A failure may carry SKE0000000, as a hundred others do (daraja.md §2.0).
    is_paid = source is PayoutSource.RESULT and result.code == _SUCCESS
    receipt = as_text(parameters.one("TransactionReceipt")) or result.transaction_id
    return PayoutEvidence(
        source=source,
        code=result.code,
        originator_conversation_id=result.originator_conversation_id,
        conversation_id=result.conversation_id,
        amount=as_amount(parameters.one("TransactionAmount")),
        receipt=readable_receipt(receipt) if is_paid else None,
        receiver=as_display(parameters.one("ReceiverPartyPublicName"), longest=LONGEST_NAME)
        or None,
        completed_at=as_moment(parameters.one("TransactionCompletedDateTime")),
        utility_balance=as_balance(parameters.one("B2CUtilityAccountAvailableFunds")),
    )
