"""A notification leaves by SMS at most once, while it is of use, and by day if it can wait."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.notifications.delivery import Outcome
from app.domain.notifications.kinds import Kind
from app.models.user import User
from app.services.notifications import outbox
from app.services.notifications.notify import Notice, notify
from app.services.platform import alerts
from app.workers.tasks.notifications import send_notification, sweep_deliveries
from tests.support.arena import at_once

PHONE = "254712000001"
VARIABLES: dict[Kind, dict[str, str | int]] = {
    Kind.DEPOSIT_REVERSED: {"amount": "500.00"},
    Kind.PAYOUTS_FROZEN: {},
}
TEXT = (
    "WageWars: M-Pesa took back your payment of KES 500, so it left your wallet. Read more in the"
    " app."
)

RunJobs = Callable[[str], list[str]]


@pytest.fixture
def player(new_player: Callable[..., User], sms_network: httpx.Client) -> User:
    return new_player(phone=PHONE)


@pytest.fixture
def tell(player: User) -> Callable[..., int | None]:
    """`tell()` notifies the player; it returns the id of the SMS's delivery, if there is one."""

    def do(kind: Kind = Kind.DEPOSIT_REVERSED, event: str = "a") -> int | None:
        notice = Notice(player.id, kind, subject="payouts", event=event, variables=VARIABLES[kind])
        with transaction() as session:
            notify(session, [notice], now=utc_now())
        with transaction() as session:
            found = outbox.find_due(session, now=utc_now() + timedelta(days=1))
        return max(found) if found else None

    return do


@pytest.fixture
def wait(owner: Connection) -> Callable[[], None]:
    """`wait()` lets the time come of everything that waits."""

    def do() -> None:
        with owner, owner.cursor() as cursor:
            cursor.execute(
                "UPDATE notification_deliveries SET due_at = now() - interval '1 second'"
                " WHERE state IN ('queued', 'sending')"
            )

    return do


@pytest.fixture
def states(owner: Connection) -> Callable[[], list[tuple[Any, ...]]]:
    """`states()` are the state, attempts and reason of all deliveries, in order."""

    def read() -> list[tuple[Any, ...]]:
        with owner, owner.cursor() as cursor:
            cursor.execute(
                "SELECT state, attempts, reason FROM notification_deliveries ORDER BY id"
            )
            return cursor.fetchall()

    return read


def inbox(sms_network: httpx.Client) -> list[str]:
    return [message["text"] for message in sms_network.get(f"/phones/{PHONE}").json()["sms"]]


def fault(sms_network: httpx.Client, kind: str, **more: Any) -> None:
    sms_network.post("/faults", json={"api": "sms", "kind": kind, **more}).raise_for_status()


def sweep(wait: Callable[[], None], run_jobs: RunJobs) -> None:
    wait()
    sweep_deliveries()
    run_jobs("sms")


Tell = Callable[..., int]
Wait = Callable[[], None]
States = Callable[[], list[tuple[Any, ...]]]


def test_it_waits_for_the_player_to_read_it_and_is_then_sent_once(
    tell: Tell, wait: Wait, states: States, run_jobs: RunJobs, sms_network: httpx.Client
) -> None:
    tell()
    sweep_deliveries()
    assert run_jobs("sms") == []
    for _ in range(3):
        sweep(wait, run_jobs)
    assert inbox(sms_network) == [TEXT]
    assert states() == [("sent", 1, None)]


def test_what_was_read_in_the_app_costs_no_sms(
    tell: Tell,
    wait: Wait,
    states: States,
    run_jobs: RunJobs,
    sms_network: httpx.Client,
    owner: Connection,
) -> None:
    tell()
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE notifications SET read_at = now()")
    sweep(wait, run_jobs)
    assert inbox(sms_network) == []
    assert states() == [("skipped", 0, "read")]


def test_the_same_event_again_sends_nothing_again(
    tell: Tell, wait: Wait, states: States, run_jobs: RunJobs, sms_network: httpx.Client
) -> None:
    tell()
    sweep(wait, run_jobs)
    tell()
    sweep(wait, run_jobs)
    assert len(states()) == len(inbox(sms_network)) == 1


def test_of_eight_workers_with_the_same_job_one_sends(
    tell: Tell, states: States, sms_network: httpx.Client
) -> None:
    delivery_id = tell()
    at_once(*(lambda: send_notification(delivery_id) for _ in range(8)))
    assert inbox(sms_network) == [TEXT]
    assert states() == [("sent", 1, None)]


def test_two_sweeps_at_once_enqueue_it_once(
    tell: Tell, wait: Wait, run_jobs: RunJobs, sms_network: httpx.Client
) -> None:
    tell()
    wait()
    at_once(sweep_deliveries, sweep_deliveries)
    assert run_jobs("sms") == ["sms.send_notification"]


def test_a_lost_job_is_enqueued_again(
    tell: Tell, wait: Wait, run_jobs: RunJobs, redis: Any, sms_network: httpx.Client
) -> None:
    tell()
    wait()
    sweep_deliveries()
    redis.flushdb()
    sweep(wait, run_jobs)
    assert inbox(sms_network) == [TEXT]


@pytest.mark.parametrize("kind", ["could_not_route", "gateway_error", "internal_error"])
def test_what_was_provably_not_taken_is_tried_again(
    tell: Tell, wait: Wait, states: States, run_jobs: RunJobs, sms_network: httpx.Client, kind: str
) -> None:
    tell()
    fault(sms_network, kind, times=2)
    for _ in range(3):
        sweep(wait, run_jobs)
    assert inbox(sms_network) == [TEXT]
    assert [(state, attempts) for state, attempts, _ in states()] == [("sent", 3)]


@pytest.mark.parametrize(
    ("kind", "messages"),
    [("reset_after_processing", 1), ("truncated_json", 1), ("http_500", 0)],
)
def test_what_may_have_been_taken_is_not_sent_again(
    tell: Tell,
    wait: Wait,
    states: States,
    run_jobs: RunJobs,
    sms_network: httpx.Client,
    kind: str,
    messages: int,
) -> None:
    tell()
    fault(sms_network, kind)
    for _ in range(3):
        sweep(wait, run_jobs)
    assert len(inbox(sms_network)) == messages
    assert [(state, attempts) for state, attempts, _ in states()] == [("unclear", 1)]


@pytest.mark.parametrize("kind", ["blacklisted", "unsupported_number"])
def test_a_number_that_gets_nothing_is_left_alone(
    tell: Tell, wait: Wait, states: States, run_jobs: RunJobs, sms_network: httpx.Client, kind: str
) -> None:
    tell()
    fault(sms_network, kind)
    for _ in range(2):
        sweep(wait, run_jobs)
    assert [(state, attempts) for state, attempts, _ in states()] == [("failed", 1)]


@pytest.mark.parametrize("kind", ["unauthorized", "insufficient_balance", "invalid_sender"])
def test_staff_is_alerted_when_no_sms_leaves(
    tell: Tell, wait: Wait, run_jobs: RunJobs, sms_network: httpx.Client, kind: str
) -> None:
    tell()
    fault(sms_network, kind, times=2)
    for _ in range(2):
        sweep(wait, run_jobs)
    with transaction() as session:
        assert alerts.count_open(session) == {"sms_refuses_us": 1}
    sweep(wait, run_jobs)
    assert inbox(sms_network) == [TEXT], "and it is sent once that is mended"


def test_a_worker_that_comes_back_late_says_what_it_knows(
    tell: Tell, wait: Wait, states: States, run_jobs: RunJobs, player: User
) -> None:
    delivery_id = tell()
    with transaction() as session:
        sms = outbox.claim(session, delivery_id=delivery_id, now=utc_now())
    assert sms is not None
    sweep(wait, run_jobs)
    assert states() == [("unclear", 1, "worker_lost")]
    for outcome in (Outcome.SENT, Outcome.NOT_TAKEN):
        with transaction() as session:
            outbox.record(
                session, delivery_id=delivery_id, attempt=1, outcome=outcome, now=utc_now()
            )
    assert states() == [("sent", 1, None)]


def test_news_that_is_old_is_not_sent(
    tell: Tell,
    wait: Wait,
    states: States,
    run_jobs: RunJobs,
    sms_network: httpx.Client,
    owner: Connection,
) -> None:
    tell()
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE notification_deliveries SET expires_at = now()")
    sweep(wait, run_jobs)
    assert inbox(sms_network) == []
    assert states() == [("skipped", 0, "expired")]


def nairobi(hour: int, day: int = 2) -> datetime:
    return datetime(2030, 12, day, hour, tzinfo=ZoneInfo("Africa/Nairobi")).astimezone(UTC)


def claim_at(moment: datetime, delivery_id: int, owner: Connection) -> outbox.Sms | None:
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE notification_deliveries SET expires_at = '2031-01-01'")
    with transaction() as session:
        return outbox.claim(session, delivery_id=delivery_id, now=moment)


def test_what_can_wait_waits_for_the_morning_in_nairobi(
    tell: Tell, owner: Connection, states: States
) -> None:
    delivery_id = tell(Kind.PAYOUTS_FROZEN)
    for hour, day in ((21, 2), (23, 2), (3, 3)):
        assert claim_at(nairobi(hour, day), delivery_id, owner) is None
        assert states() == [("queued", 0, None)]
        with owner, owner.cursor() as cursor:
            cursor.execute("SELECT due_at FROM notification_deliveries")
            assert cursor.fetchall() == [(nairobi(7, 3),)]
    assert claim_at(nairobi(7, 3), delivery_id, owner) is not None


def test_money_does_not_wait_for_the_morning(tell: Tell, owner: Connection) -> None:
    assert claim_at(nairobi(3), tell(), owner) is not None


def test_the_budget_of_a_player_ends_and_begins_anew_at_midnight_in_nairobi(
    tell: Tell, owner: Connection, states: States, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFICATION_SMS_A_DAY", "2")
    get_settings.cache_clear()
    sent = [claim_at(nairobi(12), tell(event=str(n)), owner) is not None for n in range(3)]
    assert sent == [True, True, False]
    assert states()[-1] == ("skipped", 0, "budget")
    assert claim_at(nairobi(23), tell(event="late"), owner) is None
    assert claim_at(nairobi(0, day=3), tell(event="next day"), owner) is not None


def test_the_budget_of_the_house_alerts_staff_before_it_ends(
    tell: Tell, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFICATION_SMS_DAILY_BUDGET", "5")
    get_settings.cache_clear()
    for number, raised in enumerate(({}, {}, {}, {"notification_budget": 1})):
        assert claim_at(nairobi(12), tell(event=str(number)), owner) is not None
        with transaction() as session:
            assert alerts.count_open(session) == raised
    assert claim_at(nairobi(12), tell(event="fifth"), owner) is not None
    assert claim_at(nairobi(12), tell(event="sixth"), owner) is None


def test_who_has_not_proved_a_number_gets_no_sms(
    new_player: Callable[..., User], owner: Connection
) -> None:
    stranger = new_player(is_verified=False)
    notice = Notice(stranger.id, Kind.PAYOUTS_FROZEN, subject="payouts", event="a")
    with transaction() as session:
        notify(session, [notice], now=utc_now())
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notification_deliveries")
        assert cursor.fetchall() == [(0,)]


def test_the_sms_is_in_the_language_of_the_player(
    tell: Tell, owner: Connection, player: User
) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE users SET language = 'sw'")
    sms = claim_at(nairobi(12), tell(Kind.PAYOUTS_FROZEN), owner)
    assert sms is not None
    assert sms.text.startswith("WageWars: mtu anaangalia akaunti yako")
    assert sms.phone == PHONE


def test_one_bad_row_stops_no_other(
    tell: Tell, wait: Wait, run_jobs: RunJobs, owner: Connection, sms_network: httpx.Client
) -> None:
    tell(event="bad")
    tell(event="good")
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no'; END $$;"
            "CREATE TRIGGER fail BEFORE UPDATE ON notification_deliveries FOR EACH ROW"
            " WHEN (OLD.id = (1)) EXECUTE FUNCTION fail();"
            "UPDATE notification_deliveries SET due_at = now() WHERE id > 1"
        )
        cursor.execute("ALTER TABLE notification_deliveries DISABLE TRIGGER fail")
        cursor.execute("UPDATE notification_deliveries SET due_at = now() - interval '1 second'")
        cursor.execute("ALTER TABLE notification_deliveries ENABLE TRIGGER fail")
    sweep_deliveries()
    run_jobs("sms")
    assert inbox(sms_network) == [TEXT]
    with transaction() as session:
        assert alerts.count_open(session) == {"sweep_failed": 1}
