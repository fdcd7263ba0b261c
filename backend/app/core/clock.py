"""The one place that knows what time it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NAIROBI = ZoneInfo("Africa/Nairobi")  # Daraja speaks local time, UTC+3 without summer time


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # this is the door that the rule points to


def day_in_nairobi(moment: datetime) -> datetime:
    """Return when the day of `moment` began in Nairobi: limits and reports count from midnight."""
    return moment.astimezone(NAIROBI).replace(hour=0, minute=0, second=0, microsecond=0)
