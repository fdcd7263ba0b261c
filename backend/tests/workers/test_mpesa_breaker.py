"""Pushes, queries and the list count for M-Pesa's circuit breaker, and wait while it is open."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from redis import Redis

from app.core.database import transaction
from app.core.resilience.mpesa_circuit import breaker
from app.core.settings import get_settings
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import (
    Busy,
    CredentialTrouble,
    DuplicateRequest,
    MpesaError,
    NotSent,
    Refused,
    TokenTrouble,
    Unknown,
)
from app.models.deposit import Deposit
from app.models.user import User
from app.workers.mpesa_calls import call
from app.workers.tasks.deposits import query_deposit, send_stk_push
from app.workers.tasks.paybill import pull_transactions
from simulators.serving import serving
from simulators.settings import SimSettings
from tests.support.payments import make_deposit

_ERRORS = [
    (NotSent("ConnectError"), True),
    (Busy("spike arrest"), True),
    (TokenTrouble("HTTP 500"), True),
    (Unknown("ReadTimeout"), True),
    (Unknown("Internal Server Error", code="500.003.1001"), True),
    (Unknown("The transaction is being processed", code="500.001.1001"), False),
    (CredentialTrouble("no certificate"), False),
    (DuplicateRequest("duplicate", code="500.002.1001"), False),
    (Refused("no", code="400.002.02", failure="temporary_problem"), False),  # type: ignore[arg-type]
]


@pytest.fixture(autouse=True)
def _nobody_there(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No M-Pesa answers, unless a test starts one."""
    daraja.cache_clear()
    yield
    daraja.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def mpesa(monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A simulated Daraja that the workers call, by its control API."""
    with serving(SimSettings(speed=20)) as url, httpx.Client(base_url=url) as control:
        monkeypatch.setenv("MPESA_BASE_URL", f"{url}/daraja")
        get_settings.cache_clear()
        daraja.cache_clear()
        yield control
        daraja().close()


@pytest.mark.parametrize(("error", "is_failure"), _ERRORS, ids=str)
def test_only_calls_that_mpesa_does_not_answer_count(
    error: MpesaError, *, is_failure: bool
) -> None:
    def fail() -> None:
        raise error

    for _ in range(breaker.policy.threshold):
        with pytest.raises(type(error)):
            call(fail)

    assert breaker.is_open() is is_failure


def test_an_answer_closes_the_breaker() -> None:
    for _ in range(breaker.policy.threshold):
        breaker.failed()

    assert call(lambda: "yes") == "yes"

    assert not breaker.is_open()


def test_pushes_that_fail_open_the_breaker_and_then_wait(new_player: Callable[..., User]) -> None:
    deposits = [_new_deposit(new_player()) for _ in range(breaker.policy.threshold)]
    waiting = _new_deposit(new_player())

    for deposit_id in deposits:
        send_stk_push(deposit_id)

    assert breaker.is_open()
    breaker.may_call()  # somebody's probe
    send_stk_push(waiting)
    row = _row(waiting)
    assert (row.state, row.tries) == ("created", 0), "it is left to the sweep"


def test_queries_that_fail_open_the_breaker_and_then_wait(new_player: Callable[..., User]) -> None:
    deposits = [_prompted(new_player()) for _ in range(breaker.policy.threshold)]
    waiting = _prompted(new_player())

    for deposit_id in deposits:
        query_deposit(deposit_id)

    assert breaker.is_open()
    breaker.may_call()
    query_deposit(waiting)
    assert _row(waiting).queries == 0
    assert {_row(deposit_id).queries for deposit_id in deposits} == {1}


def test_a_push_that_is_answered_closes_the_breaker(
    new_player: Callable[..., User], mpesa: httpx.Client
) -> None:
    deposit_id = _new_deposit(new_player())
    for _ in range(breaker.policy.threshold):
        breaker.failed()

    send_stk_push(deposit_id)

    assert not breaker.is_open()
    assert _row(deposit_id).state == "prompted"


def test_a_prompt_that_is_still_open_is_no_outage(
    new_player: Callable[..., User], mpesa: httpx.Client
) -> None:
    deposit_id = _prompted(new_player())
    fault = {"api": "query", "kind": "still_processing", "times": breaker.policy.threshold}
    mpesa.post("/_sim/faults", json=fault).raise_for_status()

    for _ in range(breaker.policy.threshold):
        query_deposit(deposit_id)

    assert _row(deposit_id).queries == breaker.policy.threshold
    assert not breaker.is_open()


def test_a_list_that_is_read_closes_the_breaker(database: object, mpesa: httpx.Client) -> None:
    daraja().register_paybill()
    daraja().register_pull()
    for _ in range(breaker.policy.threshold):
        breaker.failed()

    pull_transactions()  # somebody's probe

    assert not breaker.is_open()


def _new_deposit(player: User) -> int:
    return make_deposit(player, state="created").id


def _prompted(player: User) -> int:
    number = player.id
    return make_deposit(player, state="prompted", checkout_request_id=f"ws_CO_{number}").id


def _row(deposit_id: int) -> Deposit:
    with transaction() as session:
        return session.get_one(Deposit, deposit_id)
