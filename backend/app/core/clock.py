"""The current time, and days in Nairobi."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

NAIROBI = ZoneInfo("Africa/Nairobi")  # Daraja speaks local time, UTC+3 without summer time


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # the one place where it is allowed


def week_in_nairobi(moment: datetime) -> datetime:
    """Return when the week of `moment` began in Nairobi: on Monday at midnight."""
    day = day_in_nairobi(moment)
    return day - timedelta(days=day.weekday())


def month_in_nairobi(moment: datetime) -> datetime:
    """Return when the month of `moment` began in Nairobi."""
    return day_in_nairobi(moment).replace(day=1)


def day_in_nairobi(moment: datetime) -> datetime:
    """Return when the day of `moment` began in Nairobi: limits and reports count from midnight."""
    return moment.astimezone(NAIROBI).replace(hour=0, minute=0, second=0, microsecond=0)
