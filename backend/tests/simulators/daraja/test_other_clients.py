"""What other Daraja clients send is valid input: their shapes, with our paybill in them.

Recorded from the sources of mpesakit 2.2.0, daraja-v3 0.2.1, python-daraja 1.2.4, django-daraja
1.3.0 and Safaricom's own node and PHP libraries.
"""

from typing import Any

import pytest

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves

URLS = {
    "QueueTimeOutURL": "https://example.com/timeout",
    "ResultURL": "https://example.com/result",
}


def stk_pushes(caller: Caller) -> dict[str, dict[str, Any]]:
    number, base = int(caller.msisdn), caller.push_body()
    return {
        "mpesakit": {
            **base,
            "BusinessShortCode": 600123,
            "Amount": 10,
            "PartyA": caller.msisdn,
            "PartyB": "600123",
        },
        "daraja-v3": {**base, "Amount": 10, "PartyA": caller.msisdn, "PartyB": "600123"},
        "python-daraja": {
            **base,
            "BusinessShortCode": 600123,
            "Timestamp": int(base["Timestamp"]),
            "Amount": 10,
            "PartyA": number,
            "PartyB": 600123,
            "PhoneNumber": number,
        },
    }


def payouts(caller: Caller) -> dict[str, tuple[str, dict[str, Any]]]:
    shared = {
        "InitiatorName": "wagewars-api",
        "SecurityCredential": caller.credential(),
        "CommandID": "BusinessPayment",
        "Remarks": "Payment",
        **URLS,
    }
    number = int(caller.msisdn)
    return {
        "mpesakit": (
            "v3",
            {
                **shared,
                "OriginatorConversationID": "12345-67890-1",
                "Amount": 1000,
                "PartyA": 600123,
                "PartyB": number,
                "Occasion": None,
            },
        ),
        "daraja-v3": (
            "v3",
            {
                **shared,
                "OriginatorConversationID": "b2c-1795380000",
                "Amount": 1000,
                "PartyA": "600123",
                "PartyB": caller.msisdn,
                "Occasion": "",
            },
        ),
        "django-daraja": (
            "v1",
            {
                **shared,
                "Amount": 1000,
                "PartyA": "600123",
                "PartyB": caller.msisdn,
                "Occassion": "Bonus",
            },
        ),
        "node and PHP": (
            "v1",
            {
                **shared,
                "CommandID": "SalaryPayment",
                "Amount": "1000",
                "PartyA": "600123",
                "PartyB": caller.msisdn,
                "Occasion": "Bonus",
                "extra": {"nested": True},
            },
        ),
    }


def questions(caller: Caller, receipt: str) -> dict[str, tuple[str, dict[str, Any]]]:
    shared = {
        "Initiator": "wagewars-api",
        "SecurityCredential": caller.credential(),
        "Remarks": "Check",
        **URLS,
    }
    status = {**shared, "CommandID": "TransactionStatusQuery"}
    balance = {**shared, "CommandID": "AccountBalance"}
    reversal = {
        **shared,
        "CommandID": "TransactionReversal",
        "TransactionID": receipt,
        "Amount": 100,
        "Remarks": "Wrong payment",
    }
    status_path = "/mpesa/transactionstatus/v1/query"
    balance_path = "/mpesa/accountbalance/v1/query"
    reversal_path = "/mpesa/reversal/v1/request"
    return {
        "status by mpesakit": (
            status_path,
            {
                **status,
                "TransactionID": receipt,
                "PartyA": 600123,
                "IdentifierType": 4,
                "Occasion": None,
                "OriginalConversationID": None,
            },
        ),
        "status by the portal": (
            status_path,
            {
                **status,
                "TransactionID": receipt,
                "OriginatorConversationID": "7071-4170-a0e5-8345632bad442144258",
                "PartyA": "600123",
                "IdentifierType": "4",
                "Occasion": "OK",
            },
        ),
        "status by node": (
            status_path,
            {
                **status,
                "TransactionID": receipt,
                "PartyA": "600123",
                "IdentifierType": "1",
                "Occasion": "x",
            },
        ),
        "balance by mpesakit": (balance_path, {**balance, "PartyA": 600123, "IdentifierType": 4}),
        "balance by daraja-v3": (
            balance_path,
            {**balance, "PartyA": "600123", "IdentifierType": "4", "Remarks": "Balance query"},
        ),
        "reversal by mpesakit": (
            reversal_path,
            {
                **reversal,
                "ReceiverParty": 600123,
                "RecieverIdentifierType": "11",
                "Occasion": None,
            },
        ),
        "reversal by PHP": (
            reversal_path,
            {
                **reversal,
                "Amount": "100",
                "ReceiverParty": "600123",
                "RecieverIdentifierType": 4,
                "Occasion": "",
            },
        ),
    }


@proves("push_numbers_or_strings")
@pytest.mark.parametrize("client", ["mpesakit", "daraja-v3", "python-daraja"])
def test_their_pushes_are_accepted(caller: Caller, client: str) -> None:
    body = stk_pushes(caller)[client]
    answer = caller.post("/mpesa/stkpush/v1/processrequest", body)
    assert answer.json()["ResponseCode"] == "0", answer.text


@proves("async_numbers_or_strings")
@pytest.mark.parametrize("client", ["mpesakit", "daraja-v3", "django-daraja", "node and PHP"])
def test_their_payouts_are_accepted(caller: Caller, client: str) -> None:
    version, body = payouts(caller)[client]
    answer = caller.post(f"/mpesa/b2c/{version}/paymentrequest", body)
    assert answer.json()["ResponseCode"] == "0", answer.text


@proves("async_numbers_or_strings")
@pytest.mark.parametrize(
    "question",
    [
        "status by mpesakit",
        "status by the portal",
        "status by node",
        "balance by mpesakit",
        "balance by daraja-v3",
        "reversal by mpesakit",
        "reversal by PHP",
    ],
)
def test_their_queries_are_accepted(caller: Caller, question: str) -> None:
    path, body = questions(caller, caller.paid_in(100))[question]
    answer = caller.post(path, body)
    assert answer.json()["ResponseCode"] == "0", answer.text


@proves("c2b_register")
@pytest.mark.parametrize("shortcode", [600123, "600123"])
def test_their_registrations_are_accepted(caller: Caller, shortcode: int | str) -> None:
    body = {
        "ShortCode": shortcode,
        "ResponseType": "Completed",
        "ConfirmationURL": "https://example.com/confirmation",
        "ValidationURL": "https://example.com/validation",
    }
    answer = caller.post("/mpesa/c2b/v1/registerurl", body)
    assert answer.json()["ResponseCode"] == "0", answer.text


@proves("async_credentials_unchecked")
def test_credentials_made_elsewhere_can_be_let_through(caller: Caller) -> None:
    caller.fund(1_000)
    caller.switch(check_credentials=False)
    # mpesakit appends the time to the password before it encrypts.
    credential = caller.credential("Simulator#202620261122101500")
    caller.pay_out(InitiatorName="testapi", SecurityCredential=credential)
    assert caller.callback().result["ResultCode"] == 0
