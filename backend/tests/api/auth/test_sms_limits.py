"""SMS cost money: whoever rents addresses in blocks gets no more of them than one household.

Rows of docs/security.md: S12.
"""

from collections.abc import Callable

import httpx
import pytest

from app.api.request_limits import network_of
from app.core.settings import get_settings

BrowserAt = Callable[[str], httpx.Client]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("unknown", "unknown"),
    ],
)
def test_neighbours_are_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.fixture
def few_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    monkeypatch.setenv("RATE_SMS_PER_NETWORK", "3 per hour")
    monkeypatch.setenv("LOGIN_FORGOT_SECONDS", "0")
    get_settings.cache_clear()


def test_a_network_asks_for_so_many_messages_an_hour(
    browser_at: BrowserAt, few_messages: None
) -> None:
    def ask(address: str, n: int) -> int:
        body = {"identifier": f"nobody{n}"}
        return browser_at(address).post("/auth/forgot-password", json=body).status_code

    assert [ask(f"127.0.5.{n}", n) for n in range(1, 6)] == [202] * 3 + [429] * 2
    assert ask("127.0.6.1", 6) == 202
