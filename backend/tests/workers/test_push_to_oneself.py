"""A player sends a test to the browser they are signed in with, and is told what came of it."""

from typing import Any

import httpx
import pytest

from tests.support.arena import Arena, Player, refusal
from tests.support.push_phone import Phone, push_service
from tests.workers.test_push import RunJobs, amina, phone

__all__ = ["amina", "phone", "push_service"]

PATH = "/notifications/test"


def state(player: Player) -> Any:
    return player.get(PATH)["state"]


def send(player: Player) -> None:
    answer = player.http.post(PATH)
    assert (answer.status_code, answer.json()["state"]) == (202, "sending")


def say_shown(player: Player, receipt: str) -> None:
    path = f"{player.http.base_url}notifications/push-receipts"
    httpx.post(path, json={"receipt": receipt}).raise_for_status()


def test_it_is_taken_and_then_shown_by_the_browsers_own_word(
    amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    assert state(amina) == "none"
    send(amina)
    assert run_jobs("push") == ["push.send_test"]
    assert state(amina) == "taken"
    (shown,) = phone.shown
    assert (shown["ttl"], shown["urgency"]) == ("60", "high")
    assert phone.messages() == [("A test from WageWars", "Notifications reach this phone.")]
    say_shown(amina, shown["message"]["receipt"])
    assert state(amina) == "shown"
    assert amina.get("/notifications")["items"] == []


def test_it_goes_to_this_browser_only(
    arena: Arena, amina: Player, phone: Phone, push_service: httpx.Client, run_jobs: RunJobs
) -> None:
    elsewhere = arena.signed_in_again(amina)
    other_phone = Phone(push_service, elsewhere)
    send(elsewhere)
    run_jobs("push")
    kinds = [[one["message"]["kind"] for one in each.shown] for each in (phone, other_phone)]
    assert kinds == [["new_device"], ["test"]]
    assert (state(amina), state(elsewhere)) == ("none", "taken")


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        ({"status": 500}, "unavailable"),
        ({"status": 429, "retry_after": 60}, "unavailable"),
        ({"seconds": 1.0}, "unavailable"),
        ({"status": 403}, "refused"),
        ({"status": 400}, "refused"),
        ({"status": 418}, "refused"),
        ({"status": 410}, "none"),
    ],
)
def test_what_the_push_service_says_is_told(
    amina: Player, phone: Phone, run_jobs: RunJobs, behaviour: dict[str, Any], expected: str
) -> None:
    phone.behaves(**behaviour)
    send(amina)
    run_jobs("push")
    assert state(amina) == expected


def test_without_a_subscription_there_is_nothing_to_test(amina: Player) -> None:
    assert refusal(amina.http.post(PATH)) == (409, "push_not_subscribed")
    assert state(amina) == "none"


def test_what_no_worker_took_in_time_is_not_sent_any_more(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    send(amina)
    arena.sql("UPDATE push_subscriptions SET tested_at = now() - interval '61 seconds'")
    run_jobs("push")
    assert (phone.calls, state(amina)) == (0, "not_sent")


def test_it_is_sent_once_however_often_its_job_comes_and_anew_when_asked_again(
    amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    send(amina)
    send(amina)
    assert run_jobs("push") == ["push.send_test"] * 2
    assert len(phone.shown) == 1
    say_shown(amina, phone.shown[0]["message"]["receipt"])
    send(amina)
    run_jobs("push")
    say_shown(amina, phone.shown[0]["message"]["receipt"])  # that of the test before
    assert (len(phone.shown), state(amina)) == (2, "taken")


def test_who_gets_the_phone_next_sees_no_test_of_the_player_before(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    send(amina)
    phone.subscribe(amina)  # as the app does at each start
    baraka = arena.player(username="baraka")
    phone.subscribe(baraka)
    run_jobs("push")
    assert (phone.calls, state(baraka), state(amina)) == (0, "none", "none")


def test_after_ten_within_an_hour_it_is_too_often(amina: Player, phone: Phone) -> None:
    for _ in range(10):
        send(amina)
    assert amina.http.post(PATH).status_code == 429
