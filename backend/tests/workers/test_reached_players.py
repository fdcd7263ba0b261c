"""Silence counts only from when a reminder provably reached the silent player, whatever way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from app.core.clock import utc_now
from app.core.settings import get_settings
from app.workers.tasks.matches import sweep_matches
from app.workers.tasks.notifications import sweep_deliveries
from tests.api.conftest import evidence_folder
from tests.support.arena import Arena, Json, Player
from tests.support.pictures import photo
from tests.support.push_phone import Phone, push_service

__all__ = ["evidence_folder", "push_service"]

RunJobs = Callable[[str], list[str]]
PLAY, REMINDER, ANSWER, UNREACHED = 7_201, 601, 1_801, 7_201


@dataclass
class Wait:
    """A match that player 1 reports, with a picture, and player 2 says nothing about."""

    arena: Arena
    run_jobs: RunJobs
    one: Player
    two: Player
    match_id: int

    def report(self) -> None:
        files = [("pictures", ("board.jpg", photo(1), "image/jpeg"))]
        path = f"/matches/{self.match_id}/evidence"
        self.one.http.post(path, files=files).raise_for_status()
        self.one.report(self.match_id, "won").raise_for_status()

    def pass_time(self, *seconds: int) -> None:
        for wait in seconds:
            self.arena.let_time_pass(wait)
            sweep_matches()

    def seen(self) -> Json:
        """Return the match, after the jobs that arrivals have asked for."""
        self.run_jobs("play")
        return self.one.match(self.match_id)

    def reached_by(self) -> str | None:
        by: str | None = self.seen()["answer"]["reached_by"]
        return by

    def ending(self) -> tuple[str, str | None]:
        """Return status and reason when the time to answer is over."""
        self.pass_time(ANSWER)
        seen = self.seen()
        return seen["status"], seen["reason"]

    def times_told(self) -> list[str]:
        """Return the kinds of what the silent player was told, oldest first."""
        items = self.two.get("/notifications", limit=100)["items"]
        kinds = [item["type"] for item in items[::-1]]
        return [kind for kind in kinds if kind not in {"match_found", "opponent_ready"}]


@pytest.fixture
def wait(arena: Arena, run_jobs: RunJobs, evidence_folder: Path) -> Wait:
    return Wait(arena, run_jobs, *arena.playing())


def in_half_an_hour(due_at: str) -> bool:
    left = datetime.fromisoformat(due_at) - utc_now()
    return timedelta(minutes=29) < left <= timedelta(minutes=30)


def test_without_any_proof_the_match_waits_and_goes_to_a_referee(wait: Wait) -> None:
    wait.report()
    seen = wait.seen()
    assert seen["answer"] == {
        "seat": "player2",
        "reached_by": None,
        "reached_at": None,
        "referee_at": seen["due_at"],
    }
    assert wait.ending() == ("active", None)
    wait.pass_time(UNREACHED)
    seen = wait.two.match(wait.match_id)
    assert (seen["status"], seen["reason"]) == ("disputed", "unreached")
    assert seen["answer"]["reached_by"] is None
    assert wait.one.wallet() == wait.two.wallet() == ("400.00", "100.00")


def test_who_was_not_reached_is_told_again_a_few_times(wait: Wait) -> None:
    wait.report()
    seen = []
    for minutes in (9, 2, 10, 10, 58, 2, 50):  # until 9, 11, 21, 31, 89, 91 and 141 minutes after
        wait.pass_time(minutes * 60)
        seen.append(wait.times_told().count("match_unanswered"))
    assert seen == [0, 1, 2, 3, 3, 4, 4]
    assert wait.times_told().count("match_reminder") == 0


def test_who_was_reached_is_reminded_of_a_deadline_as_ever(wait: Wait) -> None:
    wait.report()
    wait.two.read_inbox()
    wait.pass_time(11 * 60, 10 * 60)
    assert wait.times_told() == ["match_reported", "match_reminder", "match_reminder"]


def test_reading_one_notification_starts_the_time_to_answer(wait: Wait) -> None:
    wait.report()
    wait.pass_time(REMINDER)
    (told, *_) = wait.two.get("/notifications")["items"]
    wait.two.post(f"/notifications/{told['id']}/read").raise_for_status()
    seen = wait.seen()
    assert (seen["answer"]["reached_by"], in_half_an_hour(seen["due_at"])) == ("app", True)
    assert wait.ending() == ("completed", "silence")
    assert wait.two.match(wait.match_id)["answer"]["reached_by"] == "app", "the proof stays"


def test_reading_what_was_there_before_the_report_proves_nothing(wait: Wait) -> None:
    wait.pass_time(PLAY)  # both are asked to report
    unread = wait.two.read_inbox()
    assert [item["type"] for item in unread] == ["match_reminder"]
    wait.report()
    assert (wait.reached_by(), wait.ending()) == (None, ("active", None))


def test_reading_about_an_earlier_game_proves_nothing(wait: Wait) -> None:
    for player in (wait.one, wait.two):
        player.report_more(wait.match_id, outcome="draw", replay=True)
    wait.two.read_inbox()
    wait.arena.sql("UPDATE matches SET started_at = started_at - interval '10 minutes'")
    wait.report()
    assert wait.reached_by() is None
    wait.two.read_inbox()
    assert wait.reached_by() == "app"


def test_what_the_reporter_reads_proves_nothing(wait: Wait) -> None:
    wait.report()
    wait.one.read_inbox()
    assert wait.reached_by() is None


def test_a_push_counts_when_the_browser_says_that_it_was_shown(
    push_service: httpx.Client, wait: Wait
) -> None:
    phone = Phone(push_service, wait.two)
    wait.report()
    wait.run_jobs("push")
    (shown,) = phone.shown
    assert wait.reached_by() is None, "only a push service has it"
    receive(wait.two, shown["message"]["receipt"])
    seen = wait.seen()
    assert (seen["answer"]["reached_by"], in_half_an_hour(seen["due_at"])) == ("push", True)
    assert wait.ending() == ("completed", "silence")


def test_no_other_receipt_proves_that_a_push_was_shown(
    push_service: httpx.Client, wait: Wait
) -> None:
    Phone(push_service, wait.two)
    mine = Phone(push_service, wait.one)
    wait.arena.sql("UPDATE matches SET due_at = now()")
    sweep_matches()  # both are asked to report
    wait.run_jobs("push")
    wait.report()
    wait.run_jobs("push")
    (shown,) = mine.shown
    for receipt in (str(uuid4()), shown["message"]["receipt"]):
        receive(wait.one, receipt)
    assert wait.reached_by() is None


@pytest.mark.parametrize(
    ("status", "by"), [("Success", "sms"), ("Sent", None), ("Failed", None), ("Rejected", None)]
)
def test_an_sms_counts_when_the_network_says_that_the_phone_has_it(
    sms_network: httpx.Client, wait: Wait, status: str, by: str | None
) -> None:
    message_id = sms_to_the_silent_one(sms_network, wait)
    assert wait.reached_by() is None, "the network has it, and not the phone"
    token = get_settings().sms.hook_token.get_secret_value()
    for secret, code in (("x" * 40, 404), (token, 200)):
        url = f"{wait.arena.url}/hooks/sms/{secret}/report"
        answer = httpx.post(url, data={"id": message_id, "status": status})
        assert answer.status_code == code
        assert wait.reached_by() == (by if code == 200 else None)
    if by:
        assert in_half_an_hour(wait.seen()["due_at"])
        assert wait.ending() == ("completed", "silence")
    else:
        assert wait.ending() == ("active", None)


def test_a_report_on_somebody_elses_sms_proves_nothing(
    sms_network: httpx.Client, wait: Wait
) -> None:
    sms_to_the_silent_one(sms_network, wait)
    token = get_settings().sms.hook_token.get_secret_value()
    form = {"id": "ATXid_0123456789abcdef", "status": "Success"}
    httpx.post(f"{wait.arena.url}/hooks/sms/{token}/report", data=form).raise_for_status()
    assert wait.reached_by() is None


def test_a_proof_whose_job_was_lost_is_found_by_the_next_reminder(wait: Wait) -> None:
    wait.report()
    wait.two.read_inbox()
    wait.pass_time(REMINDER)
    assert wait.one.match(wait.match_id)["answer"]["reached_by"] == "app"


def test_a_proof_after_the_referee_has_it_changes_nothing(wait: Wait) -> None:
    wait.report()
    wait.pass_time(ANSWER, UNREACHED)
    wait.two.read_inbox()
    seen = wait.seen()
    assert (seen["status"], seen["answer"]["reached_by"]) == ("disputed", None)
    assert wait.arena.sql("SELECT * FROM match_reached") == []


def test_a_proof_close_to_the_end_of_the_wait_does_not_prolong_it(wait: Wait) -> None:
    wait.report()
    latest = wait.seen()["due_at"]
    wait.pass_time(ANSWER)
    wait.arena.let_time_pass(UNREACHED - 600)
    wait.two.read_inbox()
    seen = wait.seen()
    assert (seen["answer"]["reached_by"], seen["due_at"] < latest) == ("app", True)
    assert seen["due_at"] == seen["answer"]["referee_at"]
    wait.pass_time(601)
    seen = wait.seen()
    assert (seen["status"], seen["reason"]) == ("disputed", "unreached")


def test_a_referee_reads_in_the_timeline_how_the_silent_one_was_reached(wait: Wait) -> None:
    wait.report()
    wait.two.read_inbox()
    wait.run_jobs("play")
    wait.two.post(f"/matches/{wait.match_id}/dispute", {"reason": "wrong_result"})
    (found,) = wait.arena.admin().get("/admin/disputes")["items"]
    (line,) = [line for line in found["timeline"] if line["actor"] == "system:notifications"]
    assert (line["note"], line["at"]) == (
        "player2 reached by app",
        found["match"]["answer"]["reached_at"],
    )


def receive(player: Player, receipt: str) -> None:
    """Say as a browser that it has shown the push with this secret."""
    player.http.post("/notifications/push-receipts", json={"receipt": receipt}).raise_for_status()


def sms_to_the_silent_one(network: httpx.Client, wait: Wait) -> str:
    """Let the report and the first reminder pass unread; return the id of the SMS that follows."""
    wait.report()
    wait.pass_time(REMINDER)
    wait.arena.sql(
        "UPDATE notification_deliveries SET due_at = now() - interval '1 second' WHERE user_id ="
        f" {wait.two.id} AND notification_id = (SELECT max(id) FROM notifications)"
    )
    sweep_deliveries()
    wait.run_jobs("sms")
    ((phone,),) = wait.arena.sql(f"SELECT phone FROM users WHERE id = {wait.two.id}")
    (sms,) = network.get(f"/phones/{phone}").json()["sms"]
    assert "said how your match ended" in sms["text"]
    return str(sms["message_id"])
