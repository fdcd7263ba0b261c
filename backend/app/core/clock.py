"""The one place that knows what time it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NAIROBI = ZoneInfo("Africa/Nairobi")  # Daraja speaks local time, UTC+3 without summer time


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # this is the door that the rule points to
