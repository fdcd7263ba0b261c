"""What M-Pesa sends about payments to our paybill: typed by anyone, so never trusted."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.paybill.validation import PaybillRefusal
from app.integrations.mpesa import decoding, paybill_wire

PUBLISHED: dict[str, Any] = {
    "TransactionType": "Pay Bill",
    "TransID": "RKL51ZDR4F",
    "TransTime": "20231121121325",
    "TransAmount": "5.00",
    "BusinessShortCode": "600966",
    "BillRefNumber": "U7K2Q9",
    "InvoiceNumber": "",
    "OrgAccountBalance": "25.00",
    "ThirdPartyTransID": "",
    "MSISDN": "2547 ***** 126",
    "FirstName": "NICHOLAS",
    "MiddleName": "",
    "LastName": "",
}
# Right-to-left override, zero width space, bell, line break and tags.
HOSTILE = "\u202eevil\u200b\x07\n<script>alert(1)</script>\u2066"


def said(**changes: Any) -> Any:
    return paybill_wire.read_paybill_confirmation(json.dumps(PUBLISHED | changes).encode())


def test_safaricoms_published_confirmation_is_read() -> None:
    found = said()

    assert (found.receipt, found.amount, found.shortcode) == ("RKL51ZDR4F", Decimal(5), "600966")
    assert (found.reference, found.typed) == ("U7K2Q9", "U7K2Q9")
    assert (found.payer, found.payer_name) == ("2547 ***** 126", "NICHOLAS")
    assert found.kind == "Pay Bill"
    assert found.paid_at.isoformat() == "2023-11-21T12:13:25+03:00"
    assert paybill_wire.read_paybill_validation(json.dumps(PUBLISHED).encode()) == found


@pytest.mark.parametrize("amount", ["10", 10, 10.0, "10.00"])
def test_an_amount_in_any_spelling(amount: Any) -> None:
    assert said(TransAmount=amount).amount == Decimal(10)


def test_a_tills_confirmation_has_no_reference() -> None:
    found = said(TransactionType="Buy Goods", BillRefNumber=None, BusinessShortCode=600966)

    assert (found.reference, found.typed, found.shortcode) == ("", "", "600966")


def test_a_first_version_hashes_the_number() -> None:
    digest = "bbff37cea44ac0b2d964ee0dfb8d2df8513dc7ba1b36129a929fc3fbd6dd4af4"

    assert said(MSISDN=digest).payer == digest


def test_38_hostile_text_is_bounded_and_fit_to_be_shown() -> None:
    found = said(BillRefNumber=HOSTILE * 400, FirstName=HOSTILE, LastName="x" * 10_000)

    assert found.typed.startswith("evil <script>")
    assert len(found.typed) <= 40
    assert len(found.reference) <= 20
    assert len(found.payer_name) <= 40
    assert found.payer_name.startswith("evil")
    for text in (found.typed, found.payer_name):
        assert text.isprintable()


@given(st.text(max_size=300))
def test_38_whatever_is_typed_is_printable_and_bounded(typed: str) -> None:
    shown = decoding.as_display(typed, longest=40)

    assert shown.isprintable()
    assert len(shown) <= 40
    assert decoding.as_display(shown, longest=40) == shown


def test_an_honest_name_stays_as_it_is() -> None:
    assert decoding.as_display("  Wanjikũ  O'Nyango-Müller ", longest=40) == (
        "Wanjikũ O'Nyango-Müller"
    )


def test_33_a_refusal_names_its_code_as_a_string() -> None:
    assert json.loads(paybill_wire.validation_answer(PaybillRefusal.ACCOUNT)) == {
        "ResultCode": "C2B00012",
        "ResultDesc": "Rejected",
    }
    assert json.loads(paybill_wire.validation_answer(None))["ResultCode"] == "0"


BROKEN = (
    '{"TransactionType": "Pay Bill", "TransID":"RKL51ZDR4F", "TransTime":"20231121121325",'
    ' "TransAmount":"1,500.00", "BusinessShortCode":600966, "BillRefNumber":"%s",'
    ' "FirstName":"%s"}'
)


@pytest.mark.parametrize("name", ["JOS\xc9", "JOHN\nDOE", "JOHN\tDOE", "JO\x00HN"])
def test_odd_bytes_in_a_name_hide_nothing_else(name: str) -> None:
    found = paybill_wire.read_paybill_confirmation((BROKEN % ("U7K2Q9", name)).encode("latin-1"))

    assert found is not None
    assert (found.receipt, found.amount, found.typed) == ("RKL51ZDR4F", Decimal(1500), "U7K2Q9")
    assert found.payer_name.isprintable()


def test_of_what_is_no_json_only_mpesas_own_facts_are_read() -> None:
    found = paybill_wire.read_paybill_confirmation((BROKEN % ("U7K2Q9", 'JOHN "THE" DOE')).encode())

    assert found is not None
    assert (found.receipt, found.amount, found.shortcode) == ("RKL51ZDR4F", Decimal(1500), "600966")
    assert (found.typed, found.reference) == ("", "")


def test_what_is_said_twice_in_no_json_is_not_believed() -> None:
    """A payer types the end of a text and a fact of their own."""
    typed = 'x", "TransAmount":"9", "y": "" z'
    found = paybill_wire.read_paybill_confirmation((BROKEN % (typed, "A")).encode())

    assert found is not None
    assert found.amount is None


@pytest.mark.parametrize("amount", ["1,50.00", "1,5000", ",500", "1.500,00", "15,00,000"])
def test_a_comma_elsewhere_is_no_amount(amount: str) -> None:
    assert said(TransAmount=amount).amount is None
