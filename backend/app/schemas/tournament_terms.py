"""What staff writes about a tournament: its terms, and what to do with it."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints, WithJsonSchema

from app.domain.matches.games import Mode, Platform, Title
from app.domain.tournaments.lifecycle import Absence, Seeding
from app.domain.tournaments.prizes import WHOLE
from app.domain.tournaments.terms import Terms
from app.domain.tournaments.vocabulary import Format
from app.schemas.base import Inbound, Shillings, example
from app.schemas.text import LINE, PROSE, at_least

Name = Annotated[str, Field(min_length=3, max_length=100, pattern=LINE)]
Description = Annotated[str, Field(max_length=1000, pattern=PROSE)]
Username = Annotated[str, Field(min_length=1, max_length=50, pattern=LINE)]
Percent = Annotated[float, Field(gt=0, le=100)]
Split = Annotated[
    list[Percent],
    Field(
        min_length=1,
        max_length=64,
        description="in percent, first place first: 100 in all, none above the one before it",
    ),
]


def _zero_is_free(value: Any) -> Any:
    return None if value in (0, "0", "0.00") and not isinstance(value, bool) else value


_Money = Annotated[
    Shillings | None,
    BeforeValidator(_zero_is_free),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 9_999_999_999.99},
                {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,2})?$"},
                {"type": "null"},
            ],
            "examples": [100],
        }
    ),
]
"""An amount (KES); 0 and null are nothing."""


class _Terms(Inbound):
    description: Description | None = None
    bronze: bool = False
    groups: Annotated[int, Field(ge=1, le=512)] = 1
    legs: Annotated[int, Field(ge=1, le=2)] = 1
    rounds: Annotated[int, Field(ge=1, le=10)] | None = None
    guarantee: _Money = None
    seeding: Seeding = Seeding.RATING
    absence: Absence = Absence.REFUND
    match_check_in_seconds: Annotated[int, Field(ge=60, le=3_600)] = 600
    match_seconds: Annotated[int, Field(ge=300, le=14_400)] = 2_700


class TournamentDraft(_Terms):
    """The terms of a tournament.

    An entry is free or costs whole shillings within the limits of stakes; the house keeps its part
    of it at the rate of matches. What the prize parts do not make up of the guarantee the sponsor
    pays. Check-in closes at the start.
    """

    model_config = example(
        name="Saturday cup",
        format="single_elimination",
        bronze=True,
        title="mw",
        mode="gunfight",
        platform="acti",
        entry_fee=100,
        prize_split=[70, 20, 10],
        min_participants=4,
        max_participants=32,
        check_in_opens_at="2036-01-05T16:30:00Z",
        start_date="2036-01-05T17:00:00Z",
    )

    name: Name
    format: Format
    title: Title = Title.MODERN_WARFARE
    mode: Mode = Mode.GUNFIGHT
    platform: Platform = Platform.ACTIVISION
    entry_fee: _Money = None
    prize_split: Split
    min_participants: Annotated[int, Field(ge=2, le=1_024)]
    max_participants: Annotated[int, Field(ge=2, le=1_024)]
    check_in_opens_at: AwareDatetime
    start_date: AwareDatetime

    def as_terms(self) -> Terms:
        """Return the terms as the rules know them."""
        return Terms(**_for_rules(self.model_dump()))


class TournamentEdit(_Terms):
    """Changes of a draft; what is left out stays.

    `manual_order` are names, the first seed first; it may be set until check-in closes, alone.
    """

    model_config = example(max_participants=64, prize_split=[60, 30, 10])

    name: Name | None = None
    format: Format | None = None
    title: Title | None = None
    mode: Mode | None = None
    platform: Platform | None = None
    entry_fee: _Money = None
    prize_split: Split | None = None
    min_participants: Annotated[int, Field(ge=2, le=1_024)] | None = None
    max_participants: Annotated[int, Field(ge=2, le=1_024)] | None = None
    check_in_opens_at: AwareDatetime | None = None
    start_date: AwareDatetime | None = None
    manual_order: Annotated[list[Username], Field(max_length=1_024)] | None = None

    def changes(self) -> dict[str, Any]:
        """Return what was sent, as the rules know it; names of `manual_order` stay names."""
        sent = self.model_dump(exclude_unset=True)
        kept = {
            name: value
            for name, value in sent.items()
            if value is not None or name in {"description", "rounds", "entry_fee", "guarantee"}
        }
        return _for_rules(kept)


Why = Annotated[
    str,
    StringConstraints(min_length=8, max_length=200, pattern=at_least(8)),
    Field(
        description="kept for ever; of a cancellation everybody reads it",
        examples=["The game's servers are away for the whole evening."],
    ),
]


class TournamentMove(Inbound):
    """The new moments; check-in closes at the start."""

    model_config = example(
        check_in_opens_at="2036-01-05T18:30:00Z",
        start_date="2036-01-05T19:00:00Z",
        reason="The game's servers are updated until eight.",
    )

    check_in_opens_at: AwareDatetime
    start_date: AwareDatetime
    reason: Why


class TournamentReason(Inbound):
    """Why something is done to a tournament or to somebody in it."""

    model_config = example(reason="The game's servers are away for the whole evening.")

    reason: Why


def _for_rules(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with amounts as numbers, and a split in basis points."""
    amounts = {
        name: values[name] or Decimal(0) for name in ("entry_fee", "guarantee") if name in values
    }
    parts = {}
    if "prize_split" in values:
        parts["prize_split"] = tuple(round(part * WHOLE / 100) for part in values["prize_split"])
    return values | amounts | parts
