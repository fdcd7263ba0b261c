"""The page of a match says how to answer by SMS, to those whose answer would count."""

from typing import Any

import pytest

from app.core.settings import get_settings
from tests.api.sms.conftest import Phones
from tests.support.arena import Arena, Player


def told(player: Player, match_id: int) -> Any:
    return player.match(match_id)["answer_by_sms"]


def test_the_digits_of_the_page_are_those_that_an_sms_takes(phones: Phones) -> None:
    one, two, match_id = phones.arena.paired()
    for player in (one, two):
        sms = told(player, match_id)
        assert sms == {"to": "22333", "code": f"{match_id % 10_000:04d}"}
        phones.write(phones.number(player), f"OK {sms['code']}")
    assert one.match(match_id)["status"] == "active"
    listed = one.get("/matches")["items"][0]
    assert listed["answer_by_sms"] == told(one, match_id)


def test_once_an_sms_would_change_nothing_there_are_none(phones: Phones) -> None:
    one, two, match_id = phones.arena.playing()
    assert told(one, match_id) is not None
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert told(one, match_id) is None
    one, two, disputed = phones.arena.disputing()
    assert told(one, disputed) is None


def test_nobody_else_is_told_nor_who_has_not_proved_their_number(phones: Phones) -> None:
    one, two, match_id = phones.arena.paired()
    assert told(phones.arena.admin(), match_id) is None
    phones.arena.sql(f"UPDATE users SET is_verified = false WHERE id = {one.id}")
    assert told(one, match_id) is None
    assert told(two, match_id) is not None


def test_without_a_short_code_nothing_is_said(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_SHORT_CODE", "")
    get_settings.cache_clear()
    one, _, match_id = arena.paired()
    assert told(one, match_id) is None
