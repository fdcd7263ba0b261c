"""Safaricom's JSON in all its spellings."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.integrations.mpesa import decoding, envelope, paybill_wire, wire

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        ("0", "0"),
        (Decimal("0.0"), "0"),
        (" 1032 ", "1032"),
        ("SFC_IC0003", "SFC_IC0003"),
        (Decimal("0.5"), "0.5"),
        (Decimal("1E+999999"), "1E+999999"),
        (False, None),
        (True, None),
        (None, None),
        ("", None),
        ([], None),
        ({}, None),
        (10**40, None),
    ],
)
def test_a_scalar_is_read_as_text(value: Any, text: str | None) -> None:
    assert decoding.as_text(value) == text


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (1000, "1000"),
        (Decimal("1000.00"), "1000"),
        ("1000.00", "1000"),
        (" 300 ", "300"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1000.50"), "1000.5"),
        (-1000, None),
        ("1e3", None),
        ("1,000", None),
        ("NaN", None),
        ("٣", None),
        (True, None),
        (10**40, None),
        (Decimal("1E+999999"), None),
        ({"Amount": 1}, None),
        (None, None),
    ],
)
def test_an_amount_is_read_or_not_at_all(value: Any, amount: str | None) -> None:
    found = decoding.as_amount(value)

    assert found == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    "value",
    [20191219102115, "20191219102115", "19.12.2019 10:21:15", "2019-12-19T10:21:15"],
)
def test_every_date_is_nairobi_time(value: Any) -> None:
    moment = decoding.as_moment(value)

    assert moment is not None
    assert moment.isoformat() == "2019-12-19T10:21:15+03:00"


@pytest.mark.parametrize("value", ["", "yesterday", None, 7, True, "20191319102115"])
def test_text_that_is_no_date_is_none(value: Any) -> None:
    assert decoding.as_moment(value) is None


def test_items_are_found_by_name_and_without_a_value_left_out() -> None:
    items = [{"Name": "Balance"}, {"Name": "B", "Value": 2}, {"Name": "A", "Value": 1}, 7, {}]

    assert decoding.by_name(items) == {"A": 1, "B": 2}
    assert decoding.by_name({"Name": "A", "Value": 1}) == {"A": 1}


def test_an_item_that_stands_twice_with_two_values_is_not_believed() -> None:
    items = [{"Name": "Amount", "Value": 1}, {"Name": "Amount", "Value": 1000}]

    assert decoding.by_name(items) == {}


@pytest.mark.parametrize("raw", [b"", b"[]", b"7", b"{", b"\xff\xfe", b"[" * 60_000, b"<html>"])
def test_a_body_that_is_no_object_is_none(raw: bytes) -> None:
    assert decoding.read_object(raw) is None


def test_safaricoms_published_success_is_read() -> None:
    raw = b"""{"Body": {"stkCallback": {"MerchantRequestID": "29115-34620561-1",
      "CheckoutRequestID": "ws_CO_191220191020363925", "ResultCode": 0,
      "ResultDesc": "The service request is processed successfully.",
      "CallbackMetadata": {"Item": [{"Name": "Amount", "Value": 1.00},
        {"Name": "MpesaReceiptNumber", "Value": "NLJ7RT61SV"}, {"Name": "Balance"},
        {"Name": "TransactionDate", "Value": 20191219102115},
        {"Name": "PhoneNumber", "Value": 254708374149}]}}}}"""

    evidence = wire.read_stk_callback(raw)

    assert evidence is not None
    assert (evidence.code, evidence.receipt) == ("0", "NLJ7RT61SV")
    assert evidence.amount == Decimal(1)
    assert evidence.checkout_request_id == "ws_CO_191220191020363925"


def test_safaricoms_published_failure_is_read() -> None:
    raw = b"""{"Body": {"stkCallback": {"MerchantRequestID": "f1e2-4b95-a71d-b30d3cdbb7a7942864",
      "CheckoutRequestID": "ws_CO_21072024125243250722943992", "ResultCode": 1032,
      "ResultDesc": "Request cancelled by user"}}}"""

    evidence = wire.read_stk_callback(raw)

    assert evidence is not None
    assert (evidence.code, evidence.amount, evidence.receipt) == ("1032", None, None)


def test_a_paybill_reference_may_be_typed_badly() -> None:
    raw = b"""{"TransID": "RKL51ZDR4F", "TransAmount": "5.00", "BusinessShortCode": "600966",
      "BillRefNumber": " d7k2-q9 abc "}"""

    said = paybill_wire.read_paybill_confirmation(raw)

    assert said is not None
    assert (said.reference, said.amount) == ("D7K2Q9ABC", Decimal(5))


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_readers(raw: bytes) -> None:
    wire.read_stk_callback(raw)
    paybill_wire.read_paybill_confirmation(raw)


@given(json_values, json_values, json_values)
def test_no_json_crashes_the_readers(code: Any, metadata: Any, item: Any) -> None:
    result = {"ResultCode": code, "CheckoutRequestID": item, "CallbackMetadata": metadata}
    for body in (
        {"Body": {"stkCallback": result}},
        {"Body": {"stkCallback": result | {"CallbackMetadata": {"Item": item}}}},
        {"Body": metadata},
        {"TransID": code, "TransAmount": metadata, "BillRefNumber": item},
    ):
        raw = json.dumps(body).encode()
        evidence = wire.read_stk_callback(raw)
        paybill_wire.read_paybill_confirmation(raw)
        if evidence is not None and evidence.code == "0":
            assert code in (0, "0") or str(code).strip() == "0"
            assert code is not False


@pytest.mark.parametrize("number", ["1e-999999999", "1e-100000000", "1e999999999", "-1e-999999999"])
def test_a_number_with_a_huge_exponent_is_no_amount_and_is_never_written_out(number: str) -> None:
    """Written out, 1e-999999999 is a billion zeros: 2 GB and 18 seconds of a worker."""
    items = f'[{{"Name": "Amount", "Value": {number}}}]'
    raw = f'{{"Body":{{"stkCallback":{{"ResultCode":0,"CallbackMetadata":{{"Item":{items}}}}}}}}}'

    said = wire.read_stk_callback(raw.encode())

    assert said is not None
    assert said.amount is None
    value = Decimal(number)
    for decode in (decoding.as_text, decoding.as_balance, decoding.as_id, decoding.as_moment):
        assert len(str(decode(value))) < 40


@pytest.mark.parametrize(
    "raw",
    [b'{"a": "JOS\xc9"}', b'{"a": "x\ny"}', b'{"a": "\x00"}', '{"a": "É"}'.encode("utf-16")],
)
def test_odd_bytes_within_a_text_spoil_no_object(raw: bytes) -> None:
    assert set(decoding.read_object(raw) or {}) == {"a"}


@pytest.mark.parametrize("code", ["0", 0, "00000000", Decimal("0.0")])
def test_a_response_code_of_zeros_is_a_yes(code: Any) -> None:
    ids = {"MerchantRequestID": "2654-4b64", "CheckoutRequestID": "ws_CO_1"}
    assert wire.read_push({"ResponseCode": code, **ids}).checkout_request_id == "ws_CO_1"
    ids = {"ConversationID": "AG_1", "OriginatorConversationID": "a1b2"}
    assert envelope.read_ack({"ResponseCode": code, **ids}) == ("AG_1", "a1b2")


@pytest.mark.parametrize("code", ["1", "", None, "0x0", "000 000", False])
def test_anything_else_is_none(code: Any) -> None:
    assert not decoding.is_zero(code)
