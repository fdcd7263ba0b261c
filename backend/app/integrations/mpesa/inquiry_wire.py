"""Daraja's spelling of inquiries: Transaction Status and Account Balance."""

from decimal import Decimal
from typing import Any

from app.core.settings.mpesa import MpesaSettings
from app.domain.payments.inquiries import (
    AccountBalance,
    BalanceInquiry,
    BalanceReport,
    InquiryAccepted,
    StatusEvidence,
    StatusInquiry,
    TransactionStatus,
)
from app.domain.payments.mpesa.results import readable_receipt
from app.integrations.mpesa.credential import Operator
from app.integrations.mpesa.decoding import (
    as_amount,
    as_balance,
    as_display,
    as_id,
    as_moment,
    as_text,
)
from app.integrations.mpesa.envelope import Parameters, Result, read_ack, read_result
from app.integrations.mpesa.wire import callback_url

STATUS = "/mpesa/transactionstatus/v1/query"
BALANCE = "/mpesa/accountbalance/v1/query"

LONGEST_NAME = 120
_SHORTCODE = "4"  # the kind of identifier that PartyA is
_STATUSES = {status.value.lower(): status for status in TransactionStatus}


def status_body(
    settings: MpesaSettings, inquiry: StatusInquiry, *, operator: Operator
) -> dict[str, str]:
    """Write a inquiry about one transaction. Raises CredentialTrouble."""
    about = {
        "TransactionID": inquiry.receipt,
        "OriginalConversationID": inquiry.originator_conversation_id,
    }
    return {
        "Initiator": operator.name,
        "SecurityCredential": operator.credential(),
        "CommandID": "TransactionStatusQuery",
        **{name: value for name, value in about.items() if value is not None},
        "PartyA": settings.payout_shortcode if inquiry.about_payout else settings.shortcode,
        "IdentifierType": _SHORTCODE,
        "ResultURL": callback_url(settings, token=inquiry.token, path="status/result"),
        "QueueTimeOutURL": callback_url(settings, token=inquiry.token, path="status/timeout"),
        "Remarks": "WageWars status",
        "Occasion": "Status",
    }


def balance_body(
    settings: MpesaSettings, inquiry: BalanceInquiry, *, operator: Operator
) -> dict[str, str]:
    """Write a inquiry about one shortcode's accounts. Raises CredentialTrouble."""
    return {
        "Initiator": operator.name,
        "SecurityCredential": operator.credential(),
        "CommandID": "AccountBalance",
        "PartyA": inquiry.shortcode,
        "IdentifierType": _SHORTCODE,
        "Remarks": "WageWars balance",
        "QueueTimeOutURL": callback_url(settings, token=inquiry.token, path="balance/timeout"),
        "ResultURL": callback_url(settings, token=inquiry.token, path="balance/result"),
    }


def read_asked(body: dict[str, Any]) -> InquiryAccepted:
    """Read the answer to a inquiry or an order. Raises Unknown for all but a yes."""
    return InquiryAccepted(*read_ack(body))


def read_status_result(raw: bytes) -> StatusEvidence | None:
    """Read what M-Pesa says about one transaction, or return None if it says nothing readable.

    The outer ids and the outer TransactionID belong to our inquiry (daraja.md §2.5).
    """
    result = read_result(raw)
    if result is None:
        return None
    parameters = result.parameters
    text = as_display(parameters.one("TransactionStatus"), longest=40)
    debit, credit = _parties(parameters)
    return StatusEvidence(
        code=result.code,
        question_id=result.originator_conversation_id,
        status=_STATUSES.get(text.lower()),
        status_text=text,
        receipt=readable_receipt(as_text(parameters.one("ReceiptNo"))),
        amount=as_amount(parameters.one("Amount")),
        originator_conversation_id=as_id(parameters.one("OriginatorConversationID")),
        conversation_id=as_id(parameters.one("ConversationID")),
        debit_party=debit,
        credit_party=credit,
        parties=tuple(_names(parameters, "DebitPartyName") + _names(parameters, "CreditPartyName")),
        reason=as_display(parameters.one("ReasonType"), longest=LONGEST_NAME) or None,
        charge=_charge(parameters.one("DebitPartyCharges")),
        initiated_at=as_moment(parameters.one("InitiatedTime")),
        finalised_at=as_moment(parameters.one("FinalisedTime")),
    )


def read_query_timeout(raw: bytes) -> StatusEvidence:
    """Read a notice that a inquiry waited too long: nothing is known, ask again."""
    result = read_result(raw) or Result(code="")
    return StatusEvidence(
        code=result.code, question_id=result.originator_conversation_id, is_timeout=True
    )


def read_balance_result(raw: bytes) -> BalanceReport | None:
    """Read what is there, or return None if it is no answer."""
    result = read_result(raw)
    if result is None:
        return None
    is_answer = result.code == "0"
    text = as_text(result.parameters.one("AccountBalance")) if is_answer else None
    return BalanceReport(
        code=result.code,
        question_id=result.originator_conversation_id,
        accounts=tuple(filter(None, map(_account, (text or "").split("&")))),
        completed_at=as_moment(result.parameters.one("BOCompletedTime")),
    )


def _account(text: str) -> AccountBalance | None:
    # `Name|KES|current|available|reserved|uncleared`; the last two are undocumented.
    fields = [field.strip() for field in text.split("|")]
    if len(fields) < 3 or fields[1] != "KES":
        return None
    current = as_balance(fields[2])
    available = as_balance(fields[3]) if len(fields) > 3 else current
    if current is None or available is None:
        return None
    return AccountBalance(as_display(fields[0], longest=60), current, available)


def _charge(value: Any) -> Decimal | None:
    """Return what M-Pesa took from us, out of `Fee For B2C Payment|KES|22.40`."""
    fields = (as_text(value) or "").split("|")
    return as_amount(fields[-1]) if len(fields) == 3 and fields[1].strip() == "KES" else None


def _parties(parameters: Parameters) -> tuple[str | None, str | None]:
    """Return who paid and who got: Safaricom's sample says DebitPartyName for both."""
    debits, credits = _names(parameters, "DebitPartyName"), _names(parameters, "CreditPartyName")
    if not credits and len(debits) == 2:
        return debits[0], debits[1]
    return (
        debits[0] if len(debits) == 1 else None,
        credits[0] if len(credits) == 1 else None,
    )


def _names(parameters: Parameters, name: str) -> list[str]:
    shown = (as_display(value, longest=LONGEST_NAME) for value in parameters.all(name))
    return list(dict.fromkeys(filter(None, shown)))
