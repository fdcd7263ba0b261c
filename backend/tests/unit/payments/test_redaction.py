"""What M-Pesa sends back of our own requests holds secrets: they are not stored."""

import json

import pytest

from app.domain.payments.mpesa.redaction import mask_phones, without_secrets

REQUEST = {
    "OriginatorConversationID": "a1b2",
    "InitiatorName": "wagewars-api",
    "SecurityCredential": "Zm9v+/bar==",
    "Amount": "300",
    "PartyA": "600123",
    "PartyB": "254711000126",
    "QueueTimeOutURL": "https://pay.example/hooks/d/0123456789abcdef0123/b2c/timeout",
    "ResultURL": "https://pay.example/hooks/d/0123456789abcdef0123/b2c/result",
}
SECRETS = ("Zm9v", "0123456789abcdef0123", "254711000126")


@pytest.mark.parametrize("indent", [None, 2])
def test_a_request_of_ours_loses_its_secrets_and_keeps_the_rest(indent: int | None) -> None:
    kept = json.loads(without_secrets(json.dumps(REQUEST, indent=indent).encode()))

    assert set(kept) == set(REQUEST)
    assert kept["OriginatorConversationID"] == "a1b2"
    assert (kept["SecurityCredential"], kept["PartyB"]) == ("[removed]", "2547*****126")


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"Request": {"Body": REQUEST}}),
        json.dumps(REQUEST).replace("SecurityCredential", "securitycredential"),
        json.dumps(REQUEST)[:-40],  # cut off
        json.dumps(REQUEST).replace("==", '\\"=='),
        "\xff" + json.dumps(REQUEST),
    ],
)
def test_no_shape_of_it_keeps_a_secret(body: str) -> None:
    kept = without_secrets(body.encode("latin-1"))

    assert not [secret for secret in SECRETS if secret.encode() in kept]


@pytest.mark.parametrize(
    "body",
    [
        b'{"Body":{"stkCallback":{"ResultCode":0,"Item":[{"Value":254711000126}]}}}',
        b'{"Result":{"ReferenceData":{"ReferenceItem":{"Key":"QueueTimeoutURL","Value":"https://x"}}}}',
        b"\xff not even text",
        b"",
    ],
)
def test_any_other_message_is_kept_byte_for_byte(body: bytes) -> None:
    assert without_secrets(body) is body


def test_phones_are_shown_by_their_ends() -> None:
    assert mask_phones("254711000126, 20261122102115, 1254711000126") == (
        "2547*****126, 20261122102115, 1254711000126"
    )
    shown = mask_phones("ws_CO_221120261402110441712345678")
    assert (shown[:20], "712345678" in shown) == ("ws_CO_22112026140211", False)
