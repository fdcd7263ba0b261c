"""Daraja's responses to requests that a fault of /_sim/faults hits."""

from collections.abc import Callable

from fastapi import Response
from fastapi.responses import JSONResponse

from simulators.daraja.gateway.refusals import error_body
from simulators.fault_injection import broken_responses
from simulators.fault_injection.faults import Api, Fault
from simulators.simulation import Simulation

# status, error code, message
REFUSALS: dict[str, tuple[int, str, str]] = {
    "http_500": (500, "500.001.1001", "Internal Server Error"),
    "no_message": (500, "500.001.1001", ""),
    "still_processing": (500, "500.001.1001", "The transaction is being processed"),
    "error_in_200": (200, "500.001.1001", ""),
    "does_not_exist": (500, "500.001.1001", "The transaction does not Exist"),
    "merchant_does_not_exist": (500, "500.001.1001", "Merchant does not exist"),
    "wrong_credentials": (500, "500.001.1001", "[MerchantValidate] - Wrong credentials"),
    "subscriber_locked": (
        500,
        "500.001.1001",
        "Unable to lock subscriber, a transaction is already in process for the current subscriber",
    ),
    "spike_arrest": (500, "500.003.02", "Error Occurred: Spike Arrest Violation"),
    "system_busy": (500, "500.003.02", "System is busy. Please try again in few minutes."),
    "quota": (500, "500.003.03", "Quota Violation"),
    "bad_token_404.001.03": (404, "404.001.03", "Invalid Access Token"),
    "bad_token_400.003.01": (400, "400.003.01", "Invalid Access Token"),
    "bad_token_401.002.01": (
        401,
        "401.002.01",
        "Error Occurred - Invalid Access Token - wuRtR2Ax7Q0nnhBbYg9SNMjAkDqL",
    ),
    "bad_token_401.001": (401, "401.001", "Invalid Access Token"),
    "no_apiproduct": (
        401,
        "401.003.01",
        "Error Occurred: Invalid API call as no apiproduct match found",
    ),
}
# What the gateway (Apigee) says in words of its own: status, fault string, error code.
GATEWAY_FAULTS: dict[str, tuple[int, str, str]] = {
    "fault_spike_arrest": (
        429,
        "Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=5, period=1}",
        "policies.ratelimit.SpikeArrestViolation",
    ),
    "fault_spike_arrest_500": (
        500,
        "Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=5, period=1}",
        "policies.ratelimit.SpikeArrestViolation",
    ),
    "fault_quota": (
        429,
        "Rate limit quota violation. Quota limit  exceeded.",
        "policies.ratelimit.QuotaViolation",
    ),
    "fault_bad_token": (401, "Invalid access token", "oauth.v2.InvalidAccessToken"),
    "fault_token_expired": (
        401,
        "Access Token expired",
        "keymanagement.service.access_token_expired",
    ),
    "fault_timeout": (504, "Gateway Timeout", "messaging.adaptors.http.flow.GatewayTimeout"),
}
SPECIAL_REFUSALS = {
    "duplicate_originator": (500, "500.002.1001", "Duplicate OriginatorConversationID."),
}
CONNECTION_KINDS: dict[str, Callable[[Fault, Response, Simulation], Response]] = {
    "html_503": lambda _fault, _whole, _simulation: broken_responses.gateway_page(),
    "empty_400": lambda _fault, _whole, _simulation: Response(status_code=400),
    "truncated_json": lambda _fault, whole, _simulation: broken_responses.TruncatedResponse(whole),
    "reset_before": lambda _fault, _whole, _simulation: broken_responses.ClosedConnection(),
    "reset_after_processing": lambda _fault, _whole, _simulation: (
        broken_responses.ClosedConnection()
    ),
    "hang": lambda fault, _whole, simulation: broken_responses.ClosedConnection(
        hang_seconds=fault.seconds / simulation.clock.speed
    ),
    "hang_after_processing": lambda fault, _whole, simulation: broken_responses.ClosedConnection(
        hang_seconds=fault.seconds / simulation.clock.speed
    ),
}
PROCESSED_KINDS = {
    "truncated_json",
    "reset_after_processing",
    "hang_after_processing",
    "query_code",
    "response_code",
}
# What happens to the result, long after an answer that is whole.
RESULT_KINDS = {
    "result_code",
    "result_drop",
    "result_duplicate",
    "result_delay",
    "result_before_response",
    "queue_timeout",
}
STATUS_KINDS = {"not_found", "status_value", "wrong_transaction"}
PULL_KINDS = {"pull_empty", "pull_bad_row", "pull_found_as_nothing", "pull_other_key"}
UNNOTICED_KINDS = {*RESULT_KINDS, *STATUS_KINDS, *PULL_KINDS}
# What only one API can be made to say.
SPECIAL_KINDS = {
    "query": {"query_code"},
    "stkpush": {"response_code"},
    "b2c": {"response_code", "duplicate_originator", *RESULT_KINDS},
    "status": {"response_code", *RESULT_KINDS, *STATUS_KINDS},
    "balance": {"response_code", *RESULT_KINDS},
    "reversal": {"response_code", *RESULT_KINDS},
    "pull": PULL_KINDS,
}


def kinds_for(api: Api) -> set[str]:
    """Return the kinds of fault that an API of Daraja knows."""
    return {*REFUSALS, *GATEWAY_FAULTS, *CONNECTION_KINDS, *SPECIAL_KINDS.get(api, set())}


def is_processed(fault: Fault) -> bool:
    """Say whether the request takes effect although its answer is broken."""
    if fault.processed is not None:
        return fault.processed
    return fault.kind in PROCESSED_KINDS or fault.kind in UNNOTICED_KINDS


def answer(fault: Fault, whole: Response | None, simulation: Simulation) -> Response:
    """Return the broken answer in place of `whole` (None when nothing was processed)."""
    if whole is not None and fault.kind in UNNOTICED_KINDS:
        return whole
    if fault.kind in REFUSALS or fault.kind in SPECIAL_REFUSALS:
        status, code, message = (REFUSALS | SPECIAL_REFUSALS)[fault.kind]
        return JSONResponse(error_body(fault.code or code, message), status)
    if fault.kind in GATEWAY_FAULTS:
        status, text, code = GATEWAY_FAULTS[fault.kind]
        detail = {"errorcode": fault.code or code}
        return JSONResponse({"fault": {"faultstring": text, "detail": detail}}, status)
    if fault.kind == "response_code":
        return JSONResponse(
            {
                "ResponseCode": fault.code or "1",
                "ResponseDescription": "Rejected",
                "CustomerMessage": "Rejected",
            }
        )
    return CONNECTION_KINDS[fault.kind](fault, whole or JSONResponse({"requestId": ""}), simulation)
