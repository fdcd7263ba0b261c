"""Tokens: how they are had, refused and lost."""

import pytest

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves

GENERATE = "/daraja/oauth/v1/generate?grant_type=client_credentials"


@proves("oauth_token")
def test_a_key_and_a_secret_buy_a_token(caller: Caller) -> None:
    answer = caller.http.get(GENERATE, auth=("key", "secret"))
    assert answer.status_code == 200
    assert len(answer.json()["access_token"]) == 28
    assert answer.json()["expires_in"] == "3599"


@proves("oauth_wrong_credentials")
@pytest.mark.parametrize("pair", [("key", "wrong"), ("wrong", "secret"), ("", "")])
def test_wrong_credentials_are_answered_400_with_nothing(
    caller: Caller, pair: tuple[str, str]
) -> None:
    caller.switch(consumer_key="key", consumer_secret="secret")
    answer = caller.http.get(GENERATE, auth=pair)
    assert (answer.status_code, answer.content) == (400, b"")
    assert caller.http.get(GENERATE, auth=("key", "secret")).status_code == 200


@proves("oauth_wrong_credentials")
def test_credentials_can_be_declared_wrong_for_a_while(caller: Caller) -> None:
    caller.fault("oauth", "empty_400")
    answer = caller.http.get(GENERATE, auth=("key", "secret"))
    assert (answer.status_code, answer.content) == (400, b"")
    assert caller.http.get(GENERATE, auth=("key", "secret")).status_code == 200


@proves("oauth_not_basic")
def test_only_basic_authentication_is_taken(caller: Caller) -> None:
    answer = caller.http.get(GENERATE, headers={"Authorization": "Bearer x"})
    assert answer.status_code == 400
    assert answer.json()["errorCode"] == "400.008.01"


@proves("oauth_grant_type")
def test_only_client_credentials_are_granted(caller: Caller) -> None:
    answer = caller.http.get("/daraja/oauth/v1/generate?grant_type=magic", auth=("k", "s"))
    assert answer.json()["errorCode"] == "400.008.02"


@proves("oauth_newest_token_only", "gateway_bad_token")
def test_a_new_token_ends_the_one_before_it(caller: Caller) -> None:
    old = caller.new_token()
    new = caller.new_token()
    caller.token = old
    refused = caller.push()
    assert (refused.status_code, refused.json()["errorCode"]) == (404, "404.001.03")
    caller.token = new
    assert caller.push().status_code == 200


@proves("oauth_newest_token_only")
def test_older_tokens_can_be_allowed_to_live(caller: Caller) -> None:
    caller.switch(newest_token_only=False)
    old = caller.new_token()
    caller.new_token()
    caller.token = old
    assert caller.push().status_code == 200


@proves("oauth_token_expires")
def test_a_token_is_good_for_an_hour(caller: Caller) -> None:
    caller.new_token()
    caller.http.post("/_sim/clock", json={"advance_seconds": 3590})
    assert caller.query("x").status_code == 500
    caller.http.post("/_sim/clock", json={"advance_seconds": 20})
    assert caller.query("x").json()["errorCode"] == "404.001.03"
