"""All answers to SMS have a budget a day: beyond it what is asked for is done, and not answered."""

import pytest

from app.core.database import transaction
from app.core.settings import get_settings
from app.services.platform import alerts
from tests.api.sms.conftest import Phones


@pytest.fixture(autouse=True)
def _five_a_day(phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFICATION_SMS_ANSWERS_DAILY_BUDGET", "5")
    get_settings.cache_clear()


def open_alerts() -> dict[str, int]:
    with transaction() as session:
        return alerts.count_open(session)


def test_staff_is_alerted_before_it_ends_and_then_no_number_is_answered(phones: Phones) -> None:
    numbers = [phones.number(phones.arena.player()) for _ in range(6)]
    for number in numbers[:3]:
        assert len(phones.write(number, "BAL")) == 1
    assert open_alerts() == {}
    for number in numbers[3:5]:
        assert len(phones.write(number, "BAL")) == 1
    assert open_alerts() == {"sms_answer_budget": 1}
    assert phones.write(numbers[5], "BAL") == []


def test_what_is_asked_for_is_done_without_an_answer(phones: Phones) -> None:
    one, two, match_id = phones.arena.paired()
    for _ in range(5):
        phones.write(phones.number(two), "BAL")
    assert phones.write(phones.number(one), f"OK {match_id % 10_000:04d}") == []
    assert one.match(match_id)["player1"]["ready"] is True


def test_it_begins_anew_each_day_and_counts_what_was_answered_only(phones: Phones) -> None:
    writer = phones.number(phones.arena.player())
    for _ in range(6):
        phones.write(writer, "BAL")
    phones.arena.sql("UPDATE sms_inbound SET answered_at = answered_at - interval '1 day'")
    assert len(phones.write(writer, "BAL")) == 1
    assert phones.arena.sql("SELECT count(*) FROM sms_inbound WHERE answered_at IS NULL") == [(1,)]
