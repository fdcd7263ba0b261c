"""Browsers that call from other addresses."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

Browsers = Callable[[], httpx.Client]
BrowserAt = Callable[[str], httpx.Client]


@pytest.fixture
def browser_at(new_browser: Browsers, api_url: str) -> Iterator[BrowserAt]:
    """`browser_at("127.0.0.7")` is a browser that calls from that address."""
    with ExitStack() as stack:
        yield lambda address: stack.enter_context(
            httpx.Client(
                base_url=f"{api_url}/api/v1",
                transport=httpx.HTTPTransport(local_address=address),
                timeout=30,
            )
        )
