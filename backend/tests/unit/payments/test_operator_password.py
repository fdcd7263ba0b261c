"""Staff are reminded to change the operator's password before it expires and payouts stop."""

from datetime import date, timedelta

import pytest

from app.domain.payments.mpesa.operator_password import last_day, needs_change

SET_ON = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("day", "reminds"), [(0, False), (75, False), (76, True), (90, True), (120, True)]
)
def test_reminders_begin_on_day_76(*, day: int, reminds: bool) -> None:
    assert needs_change(SET_ON, today=SET_ON + timedelta(days=day)) is reminds


def test_it_is_good_for_ninety_days() -> None:
    assert last_day(SET_ON) == date(2026, 11, 30)
