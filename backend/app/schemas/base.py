"""Value types that every schema shares: money, times and how strictly requests are checked."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import override

from app.domain.money import show
from app.schemas import strict


class _FromOutside(BaseModel):
    """What comes from outside: unknown fields are refused, so that a typo is not silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class InboundQuery(_FromOutside):
    """A query from outside."""

    @classmethod
    @override
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Let every field take the one spelling of its type, whoever adds it."""
        return strict.strict_text(handler(source))


class Inbound(_FromOutside):
    """A body from outside: no type is taken for another."""

    @classmethod
    @override
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Let no field take `0` for false or `"5"` for 5, whoever adds it."""
        return strict.strict_json(handler(source))


def example(**fields: Any) -> ConfigDict:
    """Return the `model_config` of a body with an example, as its readers see it."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Outbound(BaseModel):
    """A body of ours, readable from a row's attributes."""

    model_config = ConfigDict(from_attributes=True)


def _with_z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Documented:
    """Describes a value that is passed on as it is, by the type that it has in the contract."""

    shape: Any

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON schema of the type that readers see."""
        return handler(TypeAdapter(self.shape).core_schema)


_Scalar = str | int | float | bool | None
Facts = Annotated[
    dict[str, Any], Documented(dict[str, _Scalar | list[_Scalar] | dict[str, _Scalar]])
]
"""What was noted about something, for people: names and plain values."""

_AMOUNT = r"^(?=.*[1-9])[0-9]{1,10}(\.[0-9]{1,2})?$"


def _written_plainly(value: object) -> object:
    """Refuse what Decimal would take and people never mean: "1e3", " 1_000", true."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch(_AMOUNT, value)):
        raise ValueError("write the amount in plain digits")
    return value


Shillings = Annotated[
    Decimal,
    BeforeValidator(_written_plainly),
    Field(gt=0, max_digits=12, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 9_999_999_999.99},
                {"type": "string", "pattern": _AMOUNT},
            ],
            "examples": [500],
        }
    ),
]
"""An amount from outside (KES): a number or plain digits, with two decimals at most."""


# For a parameter of a path or a query. They stand behind its bounds, or pydantic would write `ge`
# into the contract: `Annotated[int, Field(ge=1), in_digits, Query()]`.
in_digits = strict.DIGITS.validator()
as_day = strict.DAY.validator()

Flag = Annotated[bool, strict.FLAG.validator()]
"""`true` or `false` in a query."""

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
