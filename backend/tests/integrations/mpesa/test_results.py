"""Safaricom's own published answers, and every other shape in which they were seen."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.inquiries import StatusVerdict, TransactionStatus
from app.domain.payments.mpesa.payout_codes import PayoutOutcome
from app.domain.payments.reversals import ReversalOutcome
from app.integrations.mpesa import inquiry_wire, payout_wire, reversal_wire

PAID: dict[str, Any] = {
    "ResultType": 0,
    "ResultCode": 0,
    "ResultDesc": "The service request is processed successfully.",
    "OriginatorConversationID": "wd-01JD",
    "ConversationID": "AG_20240706_2010364430d9bbdaf872",
    "TransactionID": "SG632NMUAB",
    "ResultParameters": {
        "ResultParameter": [
            {"Key": "TransactionAmount", "Value": 10},
            {"Key": "TransactionReceipt", "Value": "SG632NMUAB"},
            {"Key": "ReceiverPartyPublicName", "Value": "254705912645 - JANE DOE"},
            {"Key": "TransactionCompletedDateTime", "Value": "06.07.2024 22:48:52"},
            {"Key": "B2CUtilityAccountAvailableFunds", "Value": 8959269.60},
            {"Key": "B2CWorkingAccountAvailableFunds", "Value": 1199371.00},
            {"Key": "B2CRecipientIsRegisteredCustomer", "Value": "Y"},
            {"Key": "B2CChargesPaidAccountAvailableFunds", "Value": -1980.00},
        ]
    },
    "ReferenceData": {
        "ReferenceItem": {
            "Key": "QueueTimeoutURL",
            "Value": "https://internalsandbox.safaricom.co.ke/mpesa/b2cresults/v1/submit",
        }
    },
}

STATUS = b"""{"Result": {"ResultType": 0, "ResultCode": 0,
  "ResultDesc": "The service request is processed successfully.",
  "OriginatorConversationID": "3213-416199-2", "ConversationID": "AG_20180223_0000493344ae97d86f75",
  "TransactionID": "MBN0000000",
  "ResultParameters": {"ResultParameter": [
    {"Key": "DebitPartyName", "Value": "600310 - ACME"},
    {"Key": "%s", "Value": "254708374149 - John Doe"},
    {"Key": "OriginatorConversationID", "Value": "3211-416020-3"},
    {"Key": "InitiatedTime", "Value": "20180223054112"},
    {"Key": "DebitAccountType", "Value": "Utility Account"},
    {"Key": "DebitPartyCharges", "Value": "Fee For B2C Payment|KES|22.40"},
    {"Key": "TransactionReason"},
    {"Key": "ReasonType", "Value": "Business Payment to Customer via API"},
    {"Key": "TransactionStatus", "Value": "Completed"},
    {"Key": "FinalisedTime", "Value": "20180223054112"},
    {"Key": "Amount", "Value": "300"},
    {"Key": "ConversationID", "Value": "AG_20180223_000041b09c22e613d6c9"},
    {"Key": "ReceiptNo", "Value": "MBN31H462N"}]},
  "ReferenceData": {"ReferenceItem": {"Key": "Occasion"}}}}"""

BALANCE = (
    "Working Account|KES|700000.00|700000.00|0.00|0.00&Float Account|KES|0.00|0.00|0.00|0.00"
    "&Utility Account|KES|228037.00|228037.00|0.00|0.00&Charges Paid Account|KES|-1540.00"
    "|-1540.00|0.00|0.00&Organization Settlement Account|KES|0.00|0.00|0.00|0.00"
)


def paid(**changes: Any) -> bytes:
    result = {name: value for name, value in (PAID | changes).items() if value is not ...}
    return json.dumps({"Result": result}).encode()


def parameters(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"Key": name, "Value": value} for name, value in pairs]


def test_safaricoms_published_payout_is_read() -> None:
    said = payout_wire.read_b2c_result(paid())

    assert said is not None
    assert said.meaning.outcome is PayoutOutcome.PAID
    assert (said.receipt, said.amount) == ("SG632NMUAB", Decimal(10))
    assert said.originator_conversation_id == "wd-01JD"
    assert said.conversation_id == "AG_20240706_2010364430d9bbdaf872"
    assert said.receiver_is("254705912645") is True
    assert said.utility_balance == Decimal("8959269.6")
    assert said.completed_at is not None
    assert said.completed_at.isoformat() == "2024-07-06T22:48:52+03:00"


@pytest.mark.parametrize("code", [0, "0", " 0 ", 0.0])
@pytest.mark.parametrize(
    "shape",
    [
        {"ResultParameter": list(reversed(PAID["ResultParameters"]["ResultParameter"]))},
        [PAID["ResultParameters"]],
        PAID["ResultParameters"]["ResultParameter"],
    ],
)
@pytest.mark.parametrize("reference", [{}, [], "", None, {"ReferenceItem": []}, ...])
def test_58_success_is_success_in_every_shape(code: Any, shape: Any, reference: Any) -> None:
    said = payout_wire.read_b2c_result(
        paid(ResultCode=code, ResultParameters=shape, ReferenceData=reference)
    )

    assert said == payout_wire.read_b2c_result(paid())


@pytest.mark.parametrize("shape", [..., None, {}, "", [], {"ResultParameter": None}])
def test_58_success_without_parameters_keeps_its_receipt(shape: Any) -> None:
    said = payout_wire.read_b2c_result(paid(ResultParameters=shape))

    assert said is not None
    assert (said.code, said.receipt, said.amount) == ("0", "SG632NMUAB", None)


def test_58_one_parameter_comes_without_brackets() -> None:
    only = {"ResultParameter": {"Key": "TransactionAmount", "Value": "10.00"}}

    said = payout_wire.read_b2c_result(paid(ResultParameters=only))

    assert said is not None
    assert said.amount == Decimal(10)


def test_an_amount_that_stands_there_twice_is_not_believed() -> None:
    twice = parameters(("TransactionAmount", 10), ("TransactionAmount", 1000))

    said = payout_wire.read_b2c_result(paid(ResultParameters={"ResultParameter": twice}))

    assert said is not None
    assert said.amount is None


@pytest.mark.parametrize("code", [2040, "2040", "SFC_IC0003", 1, "7777"])
def test_57_a_failure_has_no_receipt_for_its_id_is_everybodys(code: Any) -> None:
    said = payout_wire.read_b2c_result(
        paid(ResultCode=code, TransactionID="SKE0000000", ResultParameters=...)
    )

    assert said is not None
    assert (said.code, said.receipt) == (str(code), None)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"{}", paid(), paid(ResultCode=1)])
def test_every_timeout_notice_is_a_notice(raw: bytes) -> None:
    said = payout_wire.read_b2c_timeout(raw)

    assert said.meaning.outcome is PayoutOutcome.ASK
    assert said.receipt is None
    assert inquiry_wire.read_query_timeout(raw).verdict is StatusVerdict.NO_ANSWER
    assert reversal_wire.read_reversal_timeout(raw).outcome is ReversalOutcome.ASK


@pytest.mark.parametrize("name", [b"CreditPartyName", b"DebitPartyName"])
def test_safaricoms_published_status_is_read(name: bytes) -> None:
    """Its sample says DebitPartyName where it means CreditPartyName."""
    said = inquiry_wire.read_status_result(STATUS % name)

    assert said is not None
    assert said.verdict is StatusVerdict.COMPLETED
    assert (said.receipt, said.amount) == ("MBN31H462N", Decimal(300))
    assert said.question_id == "3213-416199-2"
    assert said.originator_conversation_id == "3211-416020-3"
    assert said.conversation_id == "AG_20180223_000041b09c22e613d6c9"
    assert (said.debit_party, said.credit_party) == ("600310 - ACME", "254708374149 - John Doe")
    assert said.receiver_is("254708374149") is True
    assert said.credits(frozenset({"600310"})) is False
    assert said.charge == Decimal("22.40")


def test_60_the_question_may_work_and_the_payout_be_declined() -> None:
    said = inquiry_wire.read_status_result(
        (STATUS % b"CreditPartyName").replace(b'"Completed"', b'" declined "')
    )

    assert said is not None
    assert said.status is TransactionStatus.DECLINED
    assert said.verdict is StatusVerdict.FAILED


def test_an_unknown_status_proves_nothing() -> None:
    raw = (STATUS % b"CreditPartyName").replace(b'"Completed"', b'"Perhaps"')

    said = inquiry_wire.read_status_result(raw)

    assert said is not None
    assert (said.verdict, said.status_text) == (StatusVerdict.NO_ANSWER, "Perhaps")


def test_safaricoms_published_balance_is_read() -> None:
    result = {
        "ResultType": "0",
        "ResultCode": "0",
        "OriginatorConversationID": "16917-22577599-3",
        "ConversationID": "AG_20200206_00005e091a8ec6b9eac5",
        "TransactionID": "OA90000000",
        "ResultParameters": {
            "ResultParameter": parameters(
                ("AccountBalance", BALANCE), ("BOCompletedTime", 20200109125710)
            )
        },
    }

    said = inquiry_wire.read_balance_result(json.dumps({"Result": result}).encode())

    assert said is not None
    assert said.utility == Decimal(228_037)
    assert said.players_money == Decimal(928_037)
    assert said.balance_of("Charges Paid Account") == Decimal(-1540)
    assert said.balance_of("Organization Settlement Account") == 0
    assert said.balance_of("Nobody's Account") is None
    assert said.question_id == "16917-22577599-3"


def test_safaricoms_published_failure_of_a_balance_is_read() -> None:
    raw = b"""{"Result": {"ResultType": 0, "ResultCode": 2001,
      "ResultDesc": "The initiator information is invalid.", "OriginatorConversationID": "1-2-3",
      "ConversationID": "AG_20200625_0000", "TransactionID": "OFP0000000", "ResultParameters":
      {"ResultParameter": {"Key": "BOCompletedTime", "Value": 20200625232427}}}}"""

    said = inquiry_wire.read_balance_result(raw)

    assert said is not None
    assert (said.accounts, said.players_money) == ((), None)
    assert said.meaning.pauses


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Utility Account",
        "Utility Account|USD|5.00|5.00",
        "Utility Account|KES|much|5.00",
        "&|&",
    ],
)
def test_a_balance_that_cannot_be_read_is_no_balance(text: str) -> None:
    result = {
        "ResultCode": 0,
        "ResultParameters": {"ResultParameter": parameters(("AccountBalance", text))},
    }

    said = inquiry_wire.read_balance_result(json.dumps({"Result": result}).encode())

    assert said is not None
    assert said.utility is None


def test_safaricoms_published_reversal_is_read() -> None:
    raw = b"""{"Result": {"ResultType": 0, "ResultCode": 0, "ResultDesc": "done",
      "OriginatorConversationID": "8521-4298025-1", "ConversationID": "AG_20211114_7010",
      "TransactionID": "SKE52PAWR9", "ResultParameters": {"ResultParameter": [
      {"Key": "DebitAccountBalance", "Value": "Utility Account|KES|7722179.62|7722179.62"},
      {"Key": "Amount", "Value": 1.00}, {"Key": "TransCompletedTime", "Value": 20211114132711},
      {"Key": "OriginalTransactionID", "Value": "SKC82PACB8"}, {"Key": "Charge", "Value": 0.00},
      {"Key": "CreditPartyPublicName", "Value": "254705912645 - NICHOLAS"},
      {"Key": "DebitPartyPublicName", "Value": "600992 - ACME"}]}}}"""

    said = reversal_wire.read_reversal_result(raw)

    assert said is not None
    assert said.outcome is ReversalOutcome.DONE
    assert (said.receipt, said.original_receipt) == ("SKE52PAWR9", "SKC82PACB8")
    assert (said.amount, said.charge) == (Decimal(1), Decimal(0))


def test_a_reversal_without_parameters_is_done_all_the_same() -> None:
    said = reversal_wire.read_reversal_result(paid(ResultParameters=...))

    assert said is not None
    assert (said.outcome, said.receipt) == (ReversalOutcome.DONE, "SG632NMUAB")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("R000002", ReversalOutcome.NOT_DONE), ("R000001", ReversalOutcome.ALREADY)],
)
def test_safaricoms_published_failures_of_a_reversal_are_read(
    code: str, outcome: ReversalOutcome
) -> None:
    raw = paid(ResultCode=code, TransactionID="SKE0000000", ResultParameters=...)

    said = reversal_wire.read_reversal_result(raw)

    assert said is not None
    assert (said.outcome, said.receipt) == (outcome, None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, json_values, json_values)
def test_no_json_crashes_the_readers(code: Any, shape: Any, value: Any) -> None:
    for inside in (shape, {"ResultParameter": shape}, parameters(("TransactionStatus", value))):
        result = {"ResultCode": code, "OriginatorConversationID": value, "ResultParameters": inside}
        for body in ({"Result": result}, {"Result": shape}, shape):
            _read_all(json.dumps(body).encode())


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_readers(raw: bytes) -> None:
    _read_all(raw)


def _read_all(raw: bytes) -> None:
    said = payout_wire.read_b2c_result(raw)
    payout_wire.read_b2c_timeout(raw)
    status = inquiry_wire.read_status_result(raw)
    inquiry_wire.read_query_timeout(raw)
    inquiry_wire.read_balance_result(raw)
    reversal_wire.read_reversal_result(raw)
    reversal_wire.read_reversal_timeout(raw)
    assert said is None or said.meaning.outcome is not PayoutOutcome.PAID or said.code == "0"
    assert status is None or status.verdict is not StatusVerdict.COMPLETED
