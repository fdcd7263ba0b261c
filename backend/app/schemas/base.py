"""Value types that every schema shares: money, times and how strictly requests are checked."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

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


_PLAIN_NUMBER = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)


def _plain(value: object) -> object:
    """Refuse what Decimal would take and people never mean: "1e3", " 1_000", true."""
    if isinstance(value, bool) or (isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value)):
        raise ValueError("write the amount in plain digits")
    return value


Shillings = Annotated[
    Decimal,
    Field(gt=0, max_digits=12, decimal_places=2, examples=[500]),
    BeforeValidator(_plain),
]
"""What a player asks to move (KES): ASCII digits, with cents after a point at most."""
