"""Daraja's spelling of reversals: a payment given back."""

from app.core.settings.mpesa import MpesaSettings
from app.domain.money import is_whole_shillings, show
from app.domain.payments.mpesa.results import readable_receipt
from app.domain.payments.reversals import ReversalEvidence, ReversalOrder
from app.integrations.mpesa.credential import Operator
from app.integrations.mpesa.decoding import as_amount, as_moment, as_text
from app.integrations.mpesa.envelope import Result, read_result
from app.integrations.mpesa.wire import callback_url

REVERSAL = "/mpesa/reversal/v1/request"

_ORGANISATION = "11"  # an old guide has 4 (daraja.md §2.7)


def reversal_body(
    settings: MpesaSettings, order: ReversalOrder, *, operator: Operator
) -> dict[str, str]:
    """Write a reversal of the whole payment. Raises CredentialTrouble."""
    whole = is_whole_shillings(order.amount)
    return {
        "Initiator": operator.name,
        "SecurityCredential": operator.credential(),
        "CommandID": "TransactionReversal",
        "TransactionID": order.receipt,
        "Amount": str(int(order.amount)) if whole else show(order.amount),
        "ReceiverParty": settings.shortcode,
        "RecieverIdentifierType": _ORGANISATION,  # misspelled, and required so
        "ResultURL": callback_url(settings, token=order.token, path="reversal/result"),
        "QueueTimeOutURL": callback_url(settings, token=order.token, path="reversal/timeout"),
        "Remarks": "WageWars refund",
        "Occasion": "Refund",
    }


def read_reversal_result(raw: bytes) -> ReversalEvidence | None:
    """Read the result of a reversal, or return None if it is none."""
    result = read_result(raw)
    return None if result is None else _evidence(result, is_timeout=False)


def read_reversal_timeout(raw: bytes) -> ReversalEvidence:
    """Read a notice that a reversal waited too long: it may still be carried out."""
    return _evidence(read_result(raw) or Result(code=""), is_timeout=True)


def _evidence(result: Result, *, is_timeout: bool) -> ReversalEvidence:
    parameters = result.parameters
    is_done = result.code == "0" and not is_timeout
    return ReversalEvidence(
        code=result.code,
        is_timeout=is_timeout,
        originator_conversation_id=result.originator_conversation_id,
        conversation_id=result.conversation_id,
        receipt=readable_receipt(result.transaction_id) if is_done else None,
        original_receipt=readable_receipt(as_text(parameters.one("OriginalTransactionID"))),
        amount=as_amount(parameters.one("Amount")),
        charge=as_amount(parameters.one("Charge")),
        completed_at=as_moment(parameters.one("TransCompletedTime")),
    )
