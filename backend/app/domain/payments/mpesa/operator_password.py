"""The password of our API operator at Safaricom, which dies after 90 days (daraja.md §4)."""

from datetime import date, timedelta

GOOD_FOR = timedelta(days=90)
REMIND_FROM = timedelta(days=76)  # two weeks are enough to find two people with the rights


def last_day(set_on: date) -> date:
    """Return the last day on which a password set on `set_on` is good."""
    return set_on + GOOD_FOR


def needs_change(set_on: date, *, today: date) -> bool:
    """Return whether to remind people: from day 76 on, and after the end as well."""
    return today >= set_on + REMIND_FROM
