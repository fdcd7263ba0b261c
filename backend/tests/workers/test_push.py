"""A push reaches the browser of who is signed in, encrypted for it, and says when it was shown.

Rows of docs/security.md: S55.
"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.notifications.kinds import Kind
from app.services.notifications.notify import Notice, notify
from app.workers.tasks.notifications import sweep_deliveries
from tests.support.arena import Arena, Player
from tests.support.push_phone import Phone, push_service

__all__ = ["push_service"]

RunJobs = Callable[[str], list[str]]


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


@pytest.fixture
def phone(push_service: httpx.Client, amina: Player) -> Phone:
    return Phone(push_service, amina)


def tell(player: Player, kind: Kind = Kind.MATCH_REMINDER, event: str = "a") -> None:
    variables: dict[Kind, dict[str, str | int]] = {
        Kind.MATCH_REMINDER: {"opponent": "baraka", "until": "2026-11-30T17:30:00+00:00"},
        Kind.OPPONENT_READY: {"opponent": "baraka"},
        Kind.CHALLENGE_EXPIRED: {"amount": "100.00"},
        Kind.DEPOSIT_REVERSED: {"amount": "500.00"},
    }
    subject = "payouts" if kind is Kind.DEPOSIT_REVERSED else "match:12"
    notice = Notice(player.id, kind, subject=subject, event=event, variables=variables[kind])
    with transaction() as session:
        notify(session, [notice], now=utc_now())


def again(arena: Arena, run_jobs: RunJobs) -> None:
    """Let the time come of what waits."""
    arena.sql(
        "UPDATE notification_deliveries SET due_at = now() - interval '1 second'"
        " WHERE state IN ('queued', 'sending') AND channel = 'push'"
    )
    sweep_deliveries()
    run_jobs("push")


def states(arena: Arena) -> list[tuple[Any, ...]]:
    return arena.sql(
        "SELECT state, attempts, reason FROM notification_deliveries WHERE channel = 'push'"
        " ORDER BY id"
    )


def browsers(arena: Arena) -> int:
    return len(arena.sql("SELECT id FROM push_subscriptions"))


def test_the_browser_reads_what_only_it_can_read(
    amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    tell(amina, Kind.OPPONENT_READY)
    assert run_jobs("push") == ["push.send"]
    (shown,) = phone.shown
    receipt = shown["message"].pop("receipt")
    assert shown["message"] == {
        "id": amina.get("/notifications")["items"][0]["id"],
        "kind": "opponent_ready",
        "title": "Your opponent is ready",
        "body": "baraka is ready to play. Go to your match.",
        "tag": "match:12",
        "url": "/matches/12",
        "actions": [
            {"action": "ready", "title": "Ready"},
            {"action": "open", "title": "Open"},
        ],
        "badge": 1,
    }
    assert len(receipt) == 36
    assert 290 <= int(shown["ttl"]) <= 300
    assert (shown["urgency"], len(shown["topic"])) == ("high", 32)


def test_a_locked_screen_shows_no_amounts(amina: Player, phone: Phone, run_jobs: RunJobs) -> None:
    tell(amina, Kind.CHALLENGE_EXPIRED)
    run_jobs("push")
    assert phone.messages() == [("Nobody took your challenge", "Open WageWars to see it.")]


def test_it_is_sent_once_however_often_its_job_comes(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    tell(amina)
    tell(amina)
    for _ in range(3):
        again(arena, run_jobs)
    assert len(phone.shown) == 1
    assert states(arena) == [("sent", 1, None)]


def test_a_push_whose_worker_died_is_sent_again(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    tell(amina)
    arena.sql("UPDATE notification_deliveries SET state = 'sending', attempts = 1")
    again(arena, run_jobs)
    assert len(phone.shown) == 1
    assert states(arena) == [("sent", 2, None)]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_at_once(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs, status: int
) -> None:
    phone.behaves(status=status)
    tell(amina)
    run_jobs("push")
    assert states(arena) == [("failed", 1, f"HTTP {status}")]
    assert browsers(arena) == 0


def test_an_error_of_theirs_is_tried_again_and_a_wait_is_kept(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    phone.behaves(status=500)
    tell(amina)
    run_jobs("push")
    phone.behaves(seconds=1.0)
    again(arena, run_jobs)
    phone.behaves(status=429, retry_after=60)
    again(arena, run_jobs)
    phone.behaves()
    again(arena, run_jobs)
    assert states(arena) == [("queued", 4, "paused")]
    assert phone.calls == 3
    assert browsers(arena) == 1


@pytest.mark.parametrize("status", [400, 413])
def test_what_is_never_taken_is_not_sent_again(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs, status: int
) -> None:
    phone.behaves(status=status)
    tell(amina)
    for _ in range(2):
        again(arena, run_jobs)
    assert (phone.calls, states(arena)) == (1, [("failed", 1, f"HTTP {status}")])


def test_a_refused_key_is_our_fault_and_costs_no_browser(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    phone.behaves(status=403)
    tell(amina)
    run_jobs("push")
    assert states(arena) == [("queued", 1, "HTTP 403")]
    assert browsers(arena) == 1
    assert arena.sql("SELECT kind FROM alarms") == [("push_refuses_us",)]


@pytest.mark.parametrize("status", [302, 307])
def test_no_redirect_is_followed(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs, status: int
) -> None:
    phone.behaves(status=status)
    tell(amina)
    run_jobs("push")
    assert (phone.calls, states(arena)) == (1, [("failed", 1, f"HTTP {status}")])


def test_a_browser_that_refuses_five_in_a_row_is_given_up(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    phone.behaves(status=418)
    for event in "abcde":
        assert browsers(arena) == 1
        tell(amina, event=event)
        run_jobs("push")
    assert browsers(arena) == 0


def test_two_players_on_one_phone_get_each_their_own(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    baraka = arena.player(username="baraka")
    tell(amina)  # it waits while the phone changes hands
    phone.subscribe(baraka)
    tell(amina, event="b")
    tell(baraka, Kind.OPPONENT_READY)
    run_jobs("push")
    assert [title for title, _ in phone.messages()] == ["Your opponent is ready"]


@pytest.mark.parametrize(
    "ending",
    [
        "UPDATE login_sessions SET ended_at = now()",
        "UPDATE login_sessions SET expires_at = now() - interval '1 second'",
        "UPDATE users SET is_active = false",
        "UPDATE notifications SET read_at = now()",
        "UPDATE notification_deliveries SET expires_at = now()",
        "DELETE FROM push_subscriptions",
    ],
)
def test_what_waits_is_not_sent_when_it_is_not_wanted_any_more(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs, ending: str
) -> None:
    tell(amina)
    arena.sql(ending)
    run_jobs("push")
    assert phone.calls == 0
    assert [state for state, *_ in states(arena)] == ["skipped"]


def test_a_kind_that_was_switched_off_meanwhile_is_not_sent(
    amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    tell(amina, Kind.CHALLENGE_EXPIRED)
    change = {"type": "challenge_expired", "channel": "push", "is_on": False}
    amina.http.put("/notifications/preferences", json={"items": [change]}).raise_for_status()
    run_jobs("push")
    assert phone.shown == []


def test_the_end_of_a_match_is_pushed_to_both(
    arena: Arena, push_service: httpx.Client, run_jobs: RunJobs
) -> None:
    one, other, match_id = arena.playing()
    phones = [Phone(push_service, player) for player in (one, other)]
    one.report(match_id, "won")
    other.report(match_id, "lost")
    for _ in range(2):
        again(arena, run_jobs)
    ends = [[title for title, _ in phone.messages()][-1] for phone in phones]
    assert ends == ["You won", "You lost"]


def test_an_sms_is_saved_when_the_browser_says_that_it_has_shown_the_push(
    arena: Arena, amina: Player, phone: Phone, sms_network: httpx.Client, run_jobs: RunJobs
) -> None:
    for event in ("told by both", "shown"):
        tell(amina, Kind.DEPOSIT_REVERSED, event=event)
    run_jobs("push")
    receipt = phone.shown[1]["message"]["receipt"]
    for secret in (receipt, receipt, "3b0d7c52-1d0b-4a7e-9c86-0d6a1a3f5b11"):
        answer = httpx.post(
            f"{amina.http.base_url}notifications/push-receipts", json={"receipt": secret}
        )
        assert (answer.status_code, answer.json()) == (200, {"is_over": False})
    arena.sql("UPDATE notification_deliveries SET due_at = now() WHERE channel = 'sms'")
    sweep_deliveries()
    run_jobs("sms")
    assert arena.sql(
        "SELECT state, reason FROM notification_deliveries WHERE channel = 'sms' ORDER BY id"
    ) == [("sent", None), ("skipped", "shown")]
