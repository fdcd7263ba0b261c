"""What we keep about a player, on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.base import MomentOut, Outbound


class PersonalRows(Outbound):
    """A player's rows of one table; their fields are the table's columns."""

    about: str
    rows: list[dict[str, Any]]


class WithheldData(Outbound):
    """A column, or without one a whole table, that is kept but not given, and the reason."""

    table: str
    column: str | None
    why: str


class PersonalData(Outbound):
    """All that we keep about a player: read at one moment, rows oldest first."""

    schema_version: Literal[1]
    made_at: MomentOut
    units: dict[str, str]
    people: Annotated[dict[str, str], Field(description="usernames by the ids that rows name")]
    tables: dict[str, PersonalRows]
    withheld: list[WithheldData]
