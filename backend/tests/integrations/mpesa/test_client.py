"""The client against a simulated Daraja on a real socket.

Rows of docs/security.md: S55.
"""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from redis import Redis
from starlette.types import Receive, Scope, Send

from app.core.redis import get_redis
from app.core.settings import get_settings
from app.domain.payments.mpesa.results import Failure, Push
from app.integrations.mpesa import wire
from app.integrations.mpesa.client import Daraja
from app.integrations.mpesa.errors import Busy, NotSent, Refused, TokenTrouble, Unknown
from tests.support.web import serve

PUSH = "/mpesa/stkpush"
OAUTH = "/oauth/v1/generate"


def _push(number: int = 1, **changes: Any) -> Push:
    return Push(
        **{
            "deposit_id": number,
            "phone": f"2547110000{number:02d}",
            "amount": 500,
            "account_reference": "D123456789",
            "token": "5e" * 32,
            **changes,
        }
    )


def _count(world: httpx.Client, path: str) -> int:
    return len(world.get("/_sim/requests", params={"path": path}).json())


def _fault(world: httpx.Client, api: str, kind: str, **more: Any) -> None:
    world.post("/_sim/faults", json={"api": api, "kind": kind, **more}).raise_for_status()


def test_a_push_brings_mpesas_ids(world: httpx.Client, new_daraja: Callable[..., Daraja]) -> None:
    accepted = new_daraja().stk_push(_push())

    prompt = world.get("/_sim/phones/254711000001").json()["prompts"][0]
    assert accepted.checkout_request_id == prompt["checkout_request_id"]
    assert prompt["account_reference"] == "D123456789"


def test_the_password_is_made_of_one_moment_in_nairobi() -> None:
    body = wire.push_body(
        get_settings().mpesa, _push(), now=datetime(2026, 11, 22, 22, 30, 1, tzinfo=UTC)
    )

    assert body["Timestamp"] == "20261123013001"
    plain = base64.b64decode(body["Password"]).decode()
    assert plain == "600123wagewars-simulator-passkey20261123013001"
    assert 1 <= len(body["TransactionDesc"]) <= 13
    assert body["CallBackURL"].endswith(f"/hooks/d/{'5e' * 32}/stk")
    assert all(isinstance(value, str) for value in body.values())


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("hang", Unknown),
        ("hang_after_processing", Unknown),
        ("reset_before", Unknown),
        ("reset_after_processing", Unknown),
        ("truncated_json", Unknown),
        ("html_503", Unknown),
        ("http_500", Unknown),
        ("spike_arrest", Busy),
        ("quota", Busy),
        ("merchant_does_not_exist", Refused),
        ("response_code", Refused),
    ],
)
def test_a_push_is_sent_once_whatever_happens(
    world: httpx.Client, new_daraja: Callable[..., Daraja], kind: str, error: type[Exception]
) -> None:
    _fault(world, "stkpush", kind, seconds=200)

    with pytest.raises(error):
        new_daraja().stk_push(_push())

    assert _count(world, PUSH) == 1


def test_a_refused_connection_means_not_sent(new_daraja: Callable[..., Daraja]) -> None:
    daraja = new_daraja()
    daraja.access_token()
    elsewhere = new_daraja(MPESA_BASE_URL="http://127.0.0.1:1/daraja")

    with pytest.raises(NotSent):
        elsewhere.stk_push(_push())


def test_wrong_keys_are_trouble_with_the_token(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    world.put("/_sim/switches", json={"consumer_key": "another"})

    with pytest.raises(TokenTrouble):
        new_daraja().stk_push(_push())

    assert _count(world, PUSH) == 0
    assert _count(world, OAUTH) == 1


def test_a_token_that_mpesa_never_takes_is_given_up(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    _fault(world, "stkpush", "bad_token_404.001.03", times=9)

    with pytest.raises(TokenTrouble):
        new_daraja().stk_push(_push())

    assert _count(world, PUSH) == 2
    assert _count(world, OAUTH) == 2


def test_an_app_without_the_product_fetches_no_new_token(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    _fault(world, "stkpush", "no_apiproduct")

    with pytest.raises(Refused) as caught:
        new_daraja().stk_push(_push())

    assert caught.value.ours_to_mend
    assert caught.value.failure is Failure.TEMPORARY_PROBLEM
    assert _count(world, OAUTH) == 1


def test_scenario_25_many_workers_mint_one_token(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    processes = [new_daraja() for _ in range(4)]

    with ThreadPoolExecutor(12) as threads:
        pushes = [threads.submit(processes[n % 4].stk_push, _push(n)) for n in range(12)]
        ids = {push.result().checkout_request_id for push in pushes}

    assert len(ids) == 12
    assert _count(world, OAUTH) == 1


def test_scenario_25_a_dead_token_is_replaced_by_one_worker_for_all(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    processes = [new_daraja() for _ in range(4)]
    dead = processes[0].access_token()
    world.post("/_sim/clock", json={"advance_seconds": 4_000}).raise_for_status()

    with ThreadPoolExecutor(8) as threads:
        pushes = [threads.submit(processes[n % 4].stk_push, _push(n)) for n in range(8)]
        for push in pushes:
            push.result()

    assert _count(world, OAUTH) == 2
    assert processes[0].access_token() != dead


def test_a_slow_worker_does_not_drop_a_newer_token(
    redis: Redis, new_daraja: Callable[..., Daraja]
) -> None:
    daraja = new_daraja()
    fresh = daraja.access_token()

    daraja.drop_token("an older one")

    assert daraja.access_token() == fresh


def test_a_token_is_thrown_away_before_it_dies(
    redis: Redis, new_daraja: Callable[..., Daraja]
) -> None:
    new_daraja().access_token()

    keys = list(redis.scan_iter("daraja:token:*"))
    assert len(keys) == 1
    assert 3_200 <= int(str(redis.ttl(keys[0]))) <= 3_299


def test_without_redis_a_process_has_a_token_of_its_own(
    world: httpx.Client, new_daraja: Callable[..., Daraja], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    get_settings.cache_clear()
    get_redis.cache_clear()
    try:
        daraja = new_daraja()
        daraja.stk_push(_push(1))
        daraja.stk_push(_push(2))
        assert _count(world, OAUTH) == 1
        _fault(world, "stkpush", "bad_token_401.001")
        daraja.stk_push(_push(3))
        assert _count(world, OAUTH) == 2
    finally:
        get_redis().close()
        get_redis.cache_clear()


def test_a_query_returns_what_became_of_a_prompt(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    world.put("/_sim/switches", json={"query_noise": 0})
    world.put("/_sim/phones/254711000001", json={"auto_approve": False})
    daraja = new_daraja()
    checkout_id = daraja.stk_push(_push()).checkout_request_id

    assert daraja.stk_query(checkout_id).code == "4999"
    prompt = world.get("/_sim/phones/254711000001").json()["prompts"][0]["id"]
    world.post(f"/_sim/phones/254711000001/prompts/{prompt}", json={"pin": "1234"})
    assert daraja.stk_query(checkout_id).code == "0"


@pytest.mark.parametrize("kind", ["still_processing", "error_in_200", "no_message", "html_503"])
def test_a_query_that_is_not_answered_raises(
    world: httpx.Client, new_daraja: Callable[..., Daraja], kind: str
) -> None:
    world.put("/_sim/switches", json={"query_noise": 0})
    daraja = new_daraja()
    checkout_id = daraja.stk_push(_push()).checkout_request_id
    _fault(world, "query", kind)

    with pytest.raises(Unknown):
        daraja.stk_query(checkout_id)


def test_an_unknown_prompt_is_not_a_failed_one(
    world: httpx.Client, new_daraja: Callable[..., Daraja]
) -> None:
    world.put("/_sim/switches", json={"query_noise": 0})

    with pytest.raises(Unknown):
        new_daraja().stk_query("ws_CO_nobody")


def test_an_answer_without_an_end_is_not_read_to_the_end(new_daraja: Callable[..., Daraja]) -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        is_token = scope["path"] == OAUTH
        body = b'{"access_token":"a","expires_in":"3599"}' if is_token else b" " * 1_000_000
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1 if is_token else 1_000):
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body"})

    with serve(endless) as url, pytest.raises(Unknown):
        new_daraja(MPESA_BASE_URL=url).stk_push(_push())
