"""A player in a break who changes their number opens no second account with the old one."""

import re
from collections.abc import Callable

import httpx
import pytest

from tests.support.arena import Arena, Player, refusal

OLD, NEW = "254712345678", "254722345678"


@pytest.fixture
def verify(
    run_jobs: Callable[[str], list[str]], sms_network: httpx.Client
) -> Callable[[Player], httpx.Response]:
    """`verify(player)` has a code sent to the old number, and types it as the player."""

    def act(player: Player) -> httpx.Response:
        player.post("/auth/resend-code").raise_for_status()
        run_jobs("sms")
        newest = sms_network.get(f"/phones/{OLD}").json()["sms"][0]["text"]
        found = re.search(r"\b\d{6}\b", newest)
        assert found, newest
        return player.post("/auth/verify-phone", {"code": found.group()})

    return act


def moved(arena: Arena) -> Player:
    """A player who has deposited from the old number, and has another one now."""
    player = arena.player(phone=OLD)
    player.post("/payments/deposits", {"amount": 100}).raise_for_status()
    arena.sql(
        f"UPDATE users SET phone = '{NEW}',"
        f" payouts_after = now() + interval '3 days' WHERE id = {player.id}"
    )
    return player


def test_the_old_number_of_an_excluded_player_opens_no_other_account(
    arena: Arena, verify: Callable[[Player], httpx.Response]
) -> None:
    player = moved(arena)
    player.post("/users/me/self-exclusion", {"months": 6}).raise_for_status()
    second = arena.player(phone=OLD, money=0, is_verified=False)
    assert refusal(verify(second)) == (409, "phone_taken")
    assert refusal(second.join(50)) == (403, "phone_not_verified")


def test_the_old_number_of_anybody_else_does(
    arena: Arena, verify: Callable[[Player], httpx.Response]
) -> None:
    moved(arena)
    second = arena.player(phone=OLD, money=0, is_verified=False)
    assert verify(second).json()["is_verified"] is True
