"""A call that was answered rings no other phone, and is taken away where it came too late."""

from typing import Any

import httpx

from tests.support.arena import Arena, Player
from tests.support.push_phone import Phone, push_service
from tests.workers.test_push import RunJobs, states

__all__ = ["push_service"]


def is_over(player: Player, push: dict[str, Any]) -> bool:
    """Say as the browser does that it has shown a push; return whether it is still wanted."""
    answer = httpx.post(
        f"{player.http.base_url}notifications/push-receipts",
        json={"receipt": push["message"]["receipt"]},
    )
    return bool(answer.raise_for_status().json()["is_over"])


def pair(one: Player, other: Player) -> int:
    assert one.join(100).json()["status"] == "searching"
    return int(other.join(100).json()["match_id"])


def test_a_late_push_about_a_match_that_is_answered_is_taken_away(
    arena: Arena, push_service: httpx.Client, run_jobs: RunJobs
) -> None:
    amina, baraka = arena.player(), arena.player()
    phones = [Phone(push_service, player) for player in (amina, baraka)]
    match_id = pair(amina, baraka)
    run_jobs("push")
    (found, found_too) = (phone.shown[-1] for phone in phones)
    assert found["message"]["kind"] == "match_found"
    assert not is_over(amina, found)
    amina.http.post(f"/matches/{match_id}/ready").raise_for_status()
    assert is_over(amina, found)
    assert not is_over(baraka, found_too)
    baraka.http.post(f"/matches/{match_id}/cancel").raise_for_status()
    assert is_over(baraka, found_too)


def test_a_call_to_what_is_over_is_not_sent(
    arena: Arena, push_service: httpx.Client, run_jobs: RunJobs
) -> None:
    amina, baraka = arena.player(), arena.player()
    phone = Phone(push_service, amina)
    match_id = pair(amina, baraka)
    baraka.http.post(f"/matches/{match_id}/cancel").raise_for_status()
    run_jobs("push")
    assert "match_found" not in [one["message"]["kind"] for one in phone.shown]
    assert ("skipped", 0, "over") in states(arena)


def test_a_challenge_that_was_withdrawn_does_not_ring(
    arena: Arena, push_service: httpx.Client, run_jobs: RunJobs
) -> None:
    amina, baraka = arena.player(), arena.player()
    phone = Phone(push_service, baraka)
    body = {"wager_amount": 50, "opponent": baraka.username}
    code = amina.post("/matches/challenges", body).json()["code"]
    run_jobs("push")
    (received,) = [one for one in phone.shown if one["message"]["kind"] == "challenge_received"]
    assert not is_over(baraka, received)
    amina.http.delete(f"/matches/challenges/{code}").raise_for_status()
    assert is_over(baraka, received)
