"""What the network says became of an SMS is noted once, whatever its reports look like."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.notifications.delivery import Outcome, Verdict
from app.domain.notifications.kinds import Kind
from app.models.user import User
from app.services.notifications import delivery_reports, outbox
from app.services.notifications.notify import Notice, notify
from app.workers.tasks.notifications import send_notification

PHONE = "254712000001"

Post = Callable[..., httpx.Response]
Rows = Callable[[], tuple[Any, ...]]


@pytest.fixture
def message_id(new_player: Callable[..., User], sms_network: httpx.Client) -> str:
    """The id of an SMS that was sent, as the network calls it; it posts no reports itself."""
    player = new_player(phone=PHONE)
    with transaction() as session:
        notify(session, [Notice(player.id, Kind.PAYOUTS_RELEASED, "payouts", "a")], now=utc_now())
    later = utc_now() + timedelta(hours=12)
    with transaction() as session:
        (delivery_id,) = outbox.find_due(session, now=later)
    send_notification(delivery_id)
    (sms,) = sms_network.get(f"/phones/{PHONE}").json()["sms"]
    return str(sms["message_id"])


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFICATION_QUIET_FROM", "0")
    monkeypatch.setenv("NOTIFICATION_QUIET_UNTIL", "0")
    get_settings.cache_clear()


@pytest.fixture
def post(api_url: str) -> Post:
    """`post(id=…, status=…)` posts a report as the network does."""

    def do(token: str | None = None, **fields: str) -> httpx.Response:
        secret = get_settings().sms.hook_token.get_secret_value() if token is None else token
        return httpx.post(f"{api_url}/hooks/sms/{secret}/report", data=fields)

    return do


@pytest.fixture
def row(owner: Connection) -> Rows:
    def read() -> tuple[Any, ...]:
        with owner, owner.cursor() as cursor:
            cursor.execute(
                "SELECT state, reason, delivered_at IS NOT NULL, cost FROM notification_deliveries"
            )
            (found,) = cursor.fetchall()
            return tuple(found)

    return read


def test_id_and_cost_are_kept(message_id: str, row: Rows) -> None:
    assert message_id.startswith("ATXid_")
    assert [str(value) for value in row()] == ["sent", "None", "False", "0.8000"]


def test_a_delivered_message_is_delivered_for_good(message_id: str, post: Post, row: Rows) -> None:
    for status in ("Sent", "Success", "Success", "Failed", "Sent", "Rejected"):
        assert post(id=message_id, status=status).status_code == 200
    assert row()[:3] == ("sent", None, True)


def test_a_failed_message_stays_failed_and_says_why(message_id: str, post: Post, row: Rows) -> None:
    post(id=message_id, status="Failed", failureReason="UserIsInactive")
    post(id=message_id, status="Success")
    assert row()[:3] == ("failed", "UserIsInactive", False)


@pytest.mark.parametrize("status", ["Submitted", "Buffered", "", "NoSuchStatus"])
def test_what_is_no_last_word_changes_nothing(
    message_id: str, post: Post, row: Rows, status: str
) -> None:
    assert post(id=message_id, status=status).status_code == 200
    assert row()[:3] == ("sent", None, False)


def test_a_report_that_overtakes_our_own_note_is_not_lost(
    new_player: Callable[..., User], sms_network: httpx.Client, row: Rows, owner: Connection
) -> None:
    player = new_player(phone=PHONE)
    with transaction() as session:
        notify(session, [Notice(player.id, Kind.PAYOUTS_RELEASED, "payouts", "a")], now=utc_now())
        delivery_reports.record(
            session, provider_id="ATXid_1", verdict=Verdict.DELIVERED, reason=None, now=utc_now()
        )
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE notification_deliveries SET state = 'sending', attempts = 1")
        cursor.execute("SELECT id FROM notification_deliveries")
        ((delivery_id,),) = cursor.fetchall()
    with transaction() as session:
        outbox.record(
            session,
            delivery_id=delivery_id,
            attempt=1,
            outcome=Outcome.SENT,
            provider_id="ATXid_1",
            now=utc_now(),
        )
    assert row()[:3] == ("sent", None, True)


def test_an_unknown_message_is_answered_as_any_other(post: Post, sms_network: httpx.Client) -> None:
    assert post(id="ATXid_nobodys", status="Success").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "test-sms-hook-token-0123456789abcdeg", "a" * 200])
def test_a_wrong_secret_finds_nothing(message_id: str, post: Post, row: Rows, token: str) -> None:
    assert post(token, id=message_id, status="Success").status_code == 404
    assert row()[:3] == ("sent", None, False)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 200), (b"\xff\xfe=1", 200), (b"&" * 2_000, 200), (b"id=" + b"x" * 8_190, 413)],
)
def test_what_is_no_report_is_no_crash(
    api_url: str, sms_network: httpx.Client, body: bytes, status: int
) -> None:
    token = get_settings().sms.hook_token.get_secret_value()
    answer = httpx.post(f"{api_url}/hooks/sms/{token}/report", content=body)
    assert answer.status_code == status
