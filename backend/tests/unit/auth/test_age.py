"""Eighteen is eighteen by the calendar of Nairobi."""

from datetime import date

import pytest

from app.domain.auth.age import years_old


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), 17),
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 23), date(2026, 11, 22), -1),
        (date(1900, 1, 1), date(2026, 1, 1), 126),
    ],
)
def test_a_year_is_added_on_the_birthday(born: date, today: date, years: int) -> None:
    assert years_old(born, today=today) == years
