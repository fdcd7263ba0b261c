"""Money moves at the pace of people: who sends fifty requests at once has five of them taken.

Rows of docs/security.md: S37, S63.
"""

from collections.abc import Iterator

import pytest

from app.core.settings import get_settings
from tests.support.arena import Arena, Player, at_once

_RULES = ("DEPOSITS", "PAYOUTS", "STAKES", "MONEY")


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The limits of production, which nobody reaches unless a test sets one."""
    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    for name in _RULES:
        monkeypatch.setenv(f"RATE_{name}_PER_PLAYER", "1000 per hour")
    for name in ("SMS_PER_ADDRESS", "SMS_PER_NETWORK"):
        monkeypatch.setenv(f"RATE_{name}", "1000 per hour")
    get_settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    get_settings.cache_clear()


def limit(pace: pytest.MonkeyPatch, name: str, rule: str) -> None:
    pace.setenv(f"RATE_{name}_PER_PLAYER", rule)
    get_settings.cache_clear()


def stake(player: Player) -> int:
    joined = player.post("/matchmaking/queue", {"wager_amount": 50})
    player.request("DELETE", "/matchmaking/queue")
    return joined.status_code


def test_so_many_stakes_an_hour_and_each_refusal_says_how_long(
    arena: Arena, pace: pytest.MonkeyPatch
) -> None:
    player = arena.player(money=1_000)
    limit(pace, "STAKES", "3 per hour")
    first = [stake(player) for _ in range(3)]
    assert set(first) <= {200, 201, 202}, first
    refused = player.post("/matchmaking/queue", {"wager_amount": 50})
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 3_500 < int(refused.headers["retry-after"]) <= 3_600
    assert refused.headers["ratelimit-policy"] == '"limit";q=3;w=3600'
    assert player.request("GET", "/payments/wallet").json()["available"] == "1000.00"
    assert stake(arena.player(money=100)) in {200, 201, 202}, "each player has their own"


@pytest.mark.parametrize(
    ("name", "path", "body"),
    [
        ("PAYOUTS", "/payments/withdrawals", {"amount": 20}),
        ("MONEY", "/payments/withdrawals", {"amount": 20}),
        ("MONEY", "/matchmaking/queue", {"wager_amount": 50}),
    ],
)
def test_of_fifty_at_once_no_more_are_taken_than_the_limit(
    arena: Arena,
    pace: pytest.MonkeyPatch,
    name: str,
    path: str,
    body: dict[str, int],
) -> None:
    player = arena.player(money=5_000)
    limit(pace, name, "2 per 10 minutes")
    answers = at_once(*[lambda: player.post(path, body) for _ in range(50)])
    taken = [answer for answer in answers if answer.is_success]
    assert 1 <= len(taken) <= 2
    assert {answer.status_code for answer in answers if not answer.is_success} <= {409, 429}


def test_deposits_payouts_and_stakes_count_together(arena: Arena, pace: pytest.MonkeyPatch) -> None:
    player = arena.player(money=1_000)
    limit(pace, "MONEY", "3 per 10 minutes")
    assert player.post("/payments/deposits", {"amount": 50}).status_code == 202
    assert player.post("/payments/withdrawals", {"amount": 20}).status_code == 202
    assert stake(player) in {200, 201, 202}
    assert player.post("/payments/deposits", {"amount": 50}).status_code == 429


def test_so_many_requests_of_a_player_a_minute_and_the_headers_say_so(
    arena: Arena, pace: pytest.MonkeyPatch
) -> None:
    player, other = arena.player(), arena.player()
    pace.setenv("RATE_OPERATIONS_PER_PLAYER", "5 per minute")
    get_settings.cache_clear()
    answers = [player.request("GET", "/payments/wallet") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["ratelimit-policy"] == '"limit";q=5;w=60'
    assert answers[-1].headers["ratelimit"].startswith('"limit";r=0;t=')
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert other.request("GET", "/payments/wallet").status_code == 200
