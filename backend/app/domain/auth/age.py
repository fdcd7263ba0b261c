"""How old a player is, by the calendar of Nairobi."""

from datetime import date

OLDEST_YEARS = 120


def years_old(born: date, *, today: date) -> int:
    """Return the full years lived on `today`; negative for somebody who is not born yet.

    Who was born on 29 February has his birthday on 1 March in other years.
    """
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (0 if had_birthday else 1)
