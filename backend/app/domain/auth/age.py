"""A player's age in full years."""

from datetime import date

MAX_AGE_YEARS = 120


def years_old(born: date, *, today: date) -> int:
    """Return the full years lived on `today`, the date in Nairobi; negative for a future date.

    A birthday on 29 February counts on 1 March in other years.
    """
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (0 if had_birthday else 1)
