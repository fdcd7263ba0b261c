"""Value types that every schema shares: money, times and how strictly requests are checked."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from app.domain.money import show


class Inbound(BaseModel):
    """A body from outside: unknown fields are refused, so that a typo is not silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Outbound(BaseModel):
    """A body of ours, readable from a row's attributes."""

    model_config = ConfigDict(from_attributes=True)


def _with_z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


MoneyOut = Annotated[
    Decimal,
    PlainSerializer(show, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d\d$", "examples": ["150.00"]}),
]
"""KES with two decimals, as a string: `"150.00"`."""

MomentOut = Annotated[
    datetime,
    PlainSerializer(_with_z, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment in UTC, ISO 8601 with `Z`."""
