"""Each answer of Daraja means accepted, refused, not sent or unknown."""

import json

import pytest

from app.domain.payments.mpesa.results import Failure
from app.integrations.mpesa import wire
from app.integrations.mpesa.errors import Busy, MpesaError, Refused, Unknown
from app.integrations.mpesa.refusals import BadToken, read_answer

IDS = {"MerchantRequestID": "2654-4b64", "CheckoutRequestID": "ws_CO_1"}


@pytest.mark.parametrize(
    ("status", "code", "message", "error"),
    [
        (404, "404.001.03", "Invalid Access Token", BadToken),
        (400, "400.003.01", "Invalid Access Token", BadToken),
        (401, "401.002.01", "Error Occurred - Invalid Access Token - x", BadToken),
        (401, "401.001", "Invalid Access Token", BadToken),
        (401, "401.003.01", "Invalid API call as no apiproduct match found", Refused),
        (400, "400.002.02", "Bad Request - Invalid Remarks", Refused),
        (400, "400.002.05", "Invalid Request Payload", Refused),
        (404, "404.001.01", "Resource not found", Refused),
        (404, "404.001.04", "Invalid Authentication Header", Refused),
        (405, "405.001", "Method Not Allowed", Refused),
        (403, "403.001", "subscription unavailable", Refused),
        (500, "500.003.02", "Error Occurred: Spike Arrest Violation", Busy),
        (429, "500.003.02", "Error Occurred: Spike Arrest Violation", Busy),
        (500, "500.003.03", "Quota Violation", Busy),
        (500, "500.001.1001", "Merchant does not exist", Refused),
        (500, "500.001.1001", "[MerchantValidate] - Wrong credentials", Refused),
        (500, "500.001.1001", "Unable to lock subscriber, a transaction is already…", Refused),
        (500, "500.001.1001", "The transaction is being processed", Unknown),
        (200, "500.001.1001", "", Unknown),
        (500, "500.001.1001", "The transaction does not Exist", Unknown),
        (500, "500.002.1001", "Service is under maintenance", Unknown),
        (500, "500.003.1001", "Internal Server Error", Unknown),
        (200, "999.999", "new", Unknown),
    ],
)
def test_an_error_code_is_an_error_whatever_the_status(
    status: int, code: str, message: str, error: type[MpesaError]
) -> None:
    raw = json.dumps({"requestId": "1", "errorCode": code, "errorMessage": message}).encode()

    with pytest.raises(MpesaError) as caught:
        read_answer(status, raw)

    assert type(caught.value) is error
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("status", "raw"),
    [
        (503, b"<html>Incapsula</html>"),
        (403, b"<html>Incapsula</html>"),
        (200, b""),
        (200, b'{"ResponseCode": "0", "Mer'),
        (200, b"[]"),
        (400, b""),
        (500, b"{}"),
        (302, b"{}"),
    ],
)
def test_an_unreadable_answer_proves_nothing(status: int, raw: bytes) -> None:
    with pytest.raises(Unknown):
        read_answer(status, raw)


@pytest.mark.parametrize(
    ("message", "failure", "ours"),
    [
        ("Bad Request - Invalid PhoneNumber", Failure.PHONE_NOT_SUPPORTED, False),
        ("Bad Request - Invalid Amount", Failure.AMOUNT_TOO_LARGE, False),
        ("Bad Request - Invalid CallBackURL", Failure.TEMPORARY_PROBLEM, True),
    ],
)
def test_a_refused_field_shows_whose_fault_it_is(
    message: str, failure: Failure, ours: bool
) -> None:
    raw = json.dumps({"errorCode": "400.002.02", "errorMessage": message}).encode()

    with pytest.raises(Refused) as caught:
        read_answer(400, raw)

    assert (caught.value.failure, caught.value.ours_to_mend) == (failure, ours)


@pytest.mark.parametrize("code", ["0", 0])
def test_a_push_is_accepted_with_both_ids(code: object) -> None:
    accepted = wire.read_push({"ResponseCode": code, **IDS})

    assert accepted.checkout_request_id == "ws_CO_1"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ResponseCode": "0"},
        {"ResponseCode": "0", "CheckoutRequestID": "ws_CO_1"},
        {"ResponseCode": "0", **IDS, "CheckoutRequestID": ""},
        IDS,
    ],
)
def test_a_yes_without_ids_proves_nothing(body: dict[str, str]) -> None:
    with pytest.raises(Unknown):
        wire.read_push(body)


def test_another_response_code_is_a_refusal() -> None:
    with pytest.raises(Refused):
        wire.read_push({"ResponseCode": "1", "ResponseDescription": "Rejected", **IDS})


@pytest.mark.parametrize("body", [{}, {"ResultCode": ""}, {"ResultCode": "0", **IDS}])
def test_a_query_about_another_prompt_or_without_a_code_is_unknown(body: dict[str, str]) -> None:
    with pytest.raises(Unknown):
        wire.read_query(body, checkout_request_id="ws_CO_2")


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, "policies.ratelimit.SpikeArrestViolation", Busy),
        (500, "policies.ratelimit.SpikeArrestViolation", Busy),
        (500, "policies.ratelimit.QuotaViolation", Busy),
        (429, "something.new", Busy),
        (429, None, Busy),
        (401, "oauth.v2.InvalidAccessToken", BadToken),
        (401, "oauth.v2.AccessTokenExpired", BadToken),
        (401, "keymanagement.service.invalid_access_token", BadToken),
        (401, "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound", Refused),
        (504, "messaging.adaptors.http.flow.GatewayTimeout", Unknown),
        (500, "something.new", Unknown),
        (500, None, Unknown),
    ],
)
def test_the_gateway_refuses_in_words_of_its_own(
    status: int, code: str | None, error: type[MpesaError]
) -> None:
    fault = {"faultstring": "Spike arrest violation…", "detail": {"errorcode": code}}

    with pytest.raises(MpesaError) as caught:
        read_answer(status, json.dumps({"fault": fault}).encode())

    assert type(caught.value) is error


@pytest.mark.parametrize("fault", ["", None, [], "text", {"detail": "text"}])
def test_a_fault_in_an_odd_shape_proves_nothing(fault: object) -> None:
    with pytest.raises(Unknown):
        read_answer(500, json.dumps({"fault": fault}).encode())


def test_too_many_requests_were_not_processed_whatever_the_body() -> None:
    with pytest.raises(Busy):
        read_answer(429, b'{"message": "slow down"}')
