"""The gateway of M-Pesa: tokens, paths, rate limits and closed connections."""

import httpx
import pytest

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves

PUSH = "/daraja/mpesa/stkpush/v1/processrequest"


def prompts(caller: Caller) -> int:
    return len(caller.phone()["prompts"])


@proves("gateway_no_header")
def test_a_call_without_a_token_is_refused(caller: Caller) -> None:
    answer = caller.http.post(PUSH, json={})
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "404.001.04")


@proves("gateway_get_on_post_api")
def test_a_get_on_a_post_api_is_refused(caller: Caller) -> None:
    answer = caller.http.get(PUSH)
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "404.001.04")


@proves("gateway_unknown_path")
def test_a_wrong_version_is_not_found(caller: Caller) -> None:
    answer = caller.post("/mpesa/stkpush/v9/processrequest", {})
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "404.001.01")


@proves("gateway_bad_json")
@pytest.mark.parametrize("raw", ["{not json", "", "[1]", '"text"'])
def test_a_body_that_is_no_json_object_is_refused(caller: Caller, raw: str) -> None:
    headers = {"Authorization": f"Bearer {caller.new_token()}", "Content-Type": "application/json"}
    answer = caller.http.post(PUSH, content=raw, headers=headers)
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "400.002.05")
    assert set(answer.json()) == {"requestId", "errorCode", "errorMessage"}


@proves("gateway_form_body")
def test_a_form_is_an_invalid_shortcode(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.new_token()}"}
    answer = caller.http.post(PUSH, data=caller.push_body(), headers=headers)
    assert answer.json()["errorMessage"] == "Bad Request - Invalid BusinessShortCode"


@proves("gateway_bad_token_spellings")
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("bad_token_404.001.03", 404),
        ("bad_token_400.003.01", 400),
        ("bad_token_401.002.01", 401),
        ("bad_token_401.001", 401),
    ],
)
def test_a_bad_token_has_many_spellings(caller: Caller, kind: str, status: int) -> None:
    caller.fault("stkpush", kind)
    answer = caller.push()
    assert answer.status_code == status
    assert answer.json()["errorCode"] == kind.removeprefix("bad_token_")
    assert prompts(caller) == 0


@proves("gateway_no_apiproduct", "gateway_spike_arrest")
@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("no_apiproduct", 401, "401.003.01"),
        ("spike_arrest", 500, "500.003.02"),
        ("system_busy", 500, "500.003.02"),
        ("quota", 500, "500.003.03"),
        ("http_500", 500, "500.001.1001"),
    ],
)
def test_a_refusal_of_the_gateway_processes_nothing(
    caller: Caller, kind: str, status: int, code: str
) -> None:
    caller.fault("stkpush", kind)
    answer = caller.push()
    assert (answer.status_code, answer.json()["errorCode"]) == (status, code)
    assert prompts(caller) == 0
    assert caller.push().status_code == 200


@proves("gateway_html_page")
@pytest.mark.parametrize("processed", [False, True])
def test_the_firewall_answers_in_html_whatever_happened_behind_it(
    caller: Caller, *, processed: bool
) -> None:
    caller.fault("stkpush", "html_503", processed=processed)
    answer = caller.push()
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert prompts(caller) == int(processed)


@proves("connection_reset")
@pytest.mark.parametrize(("kind", "pushed"), [("reset_before", 0), ("reset_after_processing", 1)])
def test_a_closed_connection_says_nothing_about_what_happened(
    caller: Caller, kind: str, pushed: int
) -> None:
    caller.fault("stkpush", kind)
    with pytest.raises(httpx.TransportError):
        caller.push()
    assert prompts(caller) == pushed


@proves("connection_hangs")
@pytest.mark.parametrize(("kind", "pushed"), [("hang", 0), ("hang_after_processing", 1)])
def test_silence_lasts_until_the_caller_gives_up(caller: Caller, kind: str, pushed: int) -> None:
    caller.fault("stkpush", kind)
    with pytest.raises(httpx.ReadTimeout):
        caller.post("/mpesa/stkpush/v1/processrequest", caller.push_body(), timeout=0.2)
    assert prompts(caller) == pushed


@proves("connection_truncated")
def test_half_a_body_is_no_json(caller: Caller) -> None:
    caller.fault("stkpush", "truncated_json")
    answer = caller.push()
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()
    assert prompts(caller) == 1


def test_faults_are_used_up_in_order_and_can_be_aimed_at_one_phone(caller: Caller) -> None:
    caller.fault("stkpush", "system_busy", msisdn="0799999999")
    caller.fault("stkpush", "http_500", times=2)
    assert [caller.push().status_code for _ in range(3)] == [500, 500, 200]
    waiting = caller.http.get("/_sim/faults").json()
    assert [(fault["kind"], fault["msisdn"]) for fault in waiting] == [
        ("system_busy", "254799999999")
    ]
    caller.http.delete("/_sim/faults")
    assert caller.http.get("/_sim/faults").json() == []


@pytest.mark.parametrize(
    ("api", "kind", "known"),
    [("sms", "earthquake", "blacklisted"), ("stkpush", "query_code", "response_code")],
)
def test_a_fault_that_its_api_does_not_know_is_refused_with_the_list(
    caller: Caller, api: str, kind: str, known: str
) -> None:
    answer = caller.http.post("/_sim/faults", json={"api": api, "kind": kind})
    assert answer.status_code == 422
    assert known in answer.text


@proves("gateway_fault", "gateway_fault_token")
@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("fault_spike_arrest", 429, "policies.ratelimit.SpikeArrestViolation"),
        ("fault_spike_arrest_500", 500, "policies.ratelimit.SpikeArrestViolation"),
        ("fault_quota", 429, "policies.ratelimit.QuotaViolation"),
        ("fault_bad_token", 401, "oauth.v2.InvalidAccessToken"),
        ("fault_token_expired", 401, "keymanagement.service.access_token_expired"),
        ("fault_timeout", 504, "messaging.adaptors.http.flow.GatewayTimeout"),
    ],
)
def test_the_gateway_has_faults_of_its_own(
    caller: Caller, kind: str, status: int, code: str
) -> None:
    caller.fault("stkpush", kind)
    answer = caller.push()
    assert answer.status_code == status
    assert answer.json()["fault"]["detail"] == {"errorcode": code}
    assert caller.phone()["prompts"] == [], "nothing was passed on"
