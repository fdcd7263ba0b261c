"""The API and the simulators on real sockets, and browsers that talk to them."""

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from redis import Redis
from starlette.types import ASGIApp

from app.core import rate_limit
from app.core.settings import get_settings
from app.domain.privacy.consent import TERMS_VERSION
from app.integrations.sms import get_sms_client
from devstack import staff_codes
from tests.support.databases import Database

PASSWORD = "Mambo-vipi-254"


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """Serve `app` on a free port in a thread; yield its base URL."""
    # Named TCP, or asyncio lets Nagle's algorithm hold each answer's body back for some 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        log_config=None,
        ws="websockets-sansio",
        ws_max_size=4_096,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True
    )
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        threading.Event().wait(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@pytest.fixture(scope="session")
def api_url() -> Iterator[str]:
    """The base URL of the API that this test process serves."""
    from app.api.live import hub  # tests without it need not build it
    from app.main import create_app

    # Its thread outlives each test, and would read the settings while the next one changes them.
    hub._record_presence = lambda user_ids: None
    hub.RECHECK_SECONDS = 86_400
    with serve(create_app()) as url:
        yield url


@pytest.fixture(scope="session")
def simulators_url() -> Iterator[str]:
    """The base URL of the simulators that this test process serves."""
    from simulators.application import create_app
    from simulators.settings import SimSettings

    with serve(create_app(SimSettings(speed=50))) as url:
        yield url


@pytest.fixture
def new_browser(api_url: str, database: Database) -> Iterator[Callable[[], httpx.Client]]:
    """`new_browser()` is an HTTP client with cookies, not signed in; paths are below /api/v1."""
    rate_limit.clear()
    with ExitStack() as stack:
        yield lambda: stack.enter_context(httpx.Client(base_url=f"{api_url}/api/v1", timeout=30))


@pytest.fixture
def browser(new_browser: Callable[[], httpx.Client]) -> httpx.Client:
    """An HTTP client with cookies, not signed in; paths are below /api/v1."""
    return new_browser()


@pytest.fixture
def sms_network(
    simulators_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[httpx.Client]:
    """The SMS network, empty and without faults; a client of its control API `/_sim`."""
    monkeypatch.setenv("SMS_BASE_URL", f"{simulators_url}/sms")
    get_settings.cache_clear()
    get_sms_client.cache_clear()
    with httpx.Client(base_url=f"{simulators_url}/_sim") as control:
        control.post("/reset").raise_for_status()
        yield control
    get_sms_client().close()
    get_sms_client.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def run_jobs(redis: Redis) -> Callable[[str], list[str]]:
    """`run_jobs("sms")` runs the jobs of a queue, as a worker would; it returns their names."""
    from app.workers.celery_app import celery_app  # it reads the settings

    celery_app.loader.import_default_modules()

    def do(message: dict[str, Any]) -> str:
        job = str(message["headers"]["task"])
        args, kwargs, _ = json.loads(base64.b64decode(message["body"]))
        celery_app.tasks[job](*args, **kwargs)
        return job

    def run(queue: str) -> list[str]:
        done = []
        while (raw := redis.rpop(queue)) is not None:
            done.append(do(json.loads(str(raw))))
        return done

    return run


def registration(**fields: Any) -> dict[str, Any]:
    """Return a valid registration, with `fields` changed."""
    return {
        "username": "wanjiku",
        "email": "wanjiku@players.wagewars.example",
        "phone": "0712 345 678",
        "password": PASSWORD,
        "date_of_birth": "1999-02-14",
        "terms_version": TERMS_VERSION,
        **fields,
    }


def sign_in(browser: httpx.Client, name: str, password: str = PASSWORD) -> httpx.Response:
    """Sign in, staff with a code; after a success the client sends the access token."""
    form = {"username": name, "password": password}
    answer = staff_codes.sign_in(lambda data: browser.post("/auth/login", data=data), form)
    if answer.is_success:
        browser.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return answer
