"""Terms that staff and series start from, so that only the moment is left to be chosen."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from app.domain.matches.games import Mode, Platform, Title
from app.domain.tournaments.lifecycle import Seeding
from app.domain.tournaments.terms import Terms
from app.domain.tournaments.vocabulary import Format


class TemplateName(StrEnum):
    """What there is to start from."""

    WEEKEND_CUP = "weekend_cup"
    LADDER_NIGHT = "ladder_night"
    SWISS_EVENING = "swiss_evening"
    LEAGUE = "league"


@dataclass(frozen=True)
class Template:
    """An entry costs `entry_fee` KES; check-in opens `check_in` before the start."""

    name: str
    description: str
    format: Format
    entry_fee: Decimal
    prize_split: tuple[int, ...]
    min_participants: int
    max_participants: int
    check_in: timedelta
    bronze: bool = False
    rounds: int | None = None


TEMPLATES: dict[TemplateName, Template] = {
    TemplateName.WEEKEND_CUP: Template(
        name="Weekend cup",
        description="Who loses is out; the two who lose a semi-final play for third place.",
        format=Format.SINGLE_ELIMINATION,
        bronze=True,
        entry_fee=Decimal(50),
        prize_split=(5_000, 3_000, 2_000),
        min_participants=4,
        max_participants=16,
        check_in=timedelta(minutes=30),
    ),
    TemplateName.LADDER_NIGHT: Template(
        name="Ladder night",
        description="Nobody is out before their second defeat.",
        format=Format.DOUBLE_ELIMINATION,
        entry_fee=Decimal(100),
        prize_split=(5_000, 2_500, 1_500, 1_000),
        min_participants=8,
        max_participants=32,
        check_in=timedelta(minutes=45),
    ),
    TemplateName.SWISS_EVENING: Template(
        name="Swiss evening",
        description="Four rounds for everybody, each against somebody with as many points.",
        format=Format.SWISS,
        rounds=4,
        entry_fee=Decimal(50),
        prize_split=(4_500, 2_500, 2_000, 1_000),
        min_participants=6,
        max_participants=16,
        check_in=timedelta(minutes=30),
    ),
    TemplateName.LEAGUE: Template(
        name="League of eight",
        description="Everybody meets everybody once.",
        format=Format.ROUND_ROBIN,
        entry_fee=Decimal(50),
        prize_split=(5_000, 3_000, 2_000),
        min_participants=4,
        max_participants=8,
        check_in=timedelta(minutes=30),
    ),
}


def terms_of(
    template: TemplateName,
    *,
    start_date: datetime,
    name: str | None = None,
    entry_fee: Decimal | None = None,
    guarantee: Decimal | None = None,
    series_id: int | None = None,
) -> Terms:
    """Return the terms of a template for a start; what is None is as the template has it.

    An event of a series is seeded by its points.
    """
    found = TEMPLATES[template]
    terms = Terms(
        name=name or found.name,
        description=found.description,
        format=found.format,
        bronze=found.bronze,
        rounds=found.rounds,
        title=Title.MODERN_WARFARE,
        mode=Mode.GUNFIGHT,
        platform=Platform.ACTIVISION,
        entry_fee=found.entry_fee if entry_fee is None else entry_fee,
        guarantee=guarantee or Decimal(0),
        prize_split=found.prize_split,
        min_participants=found.min_participants,
        max_participants=found.max_participants,
        check_in_opens_at=start_date - found.check_in,
        start_date=start_date,
        template=template.value,
    )
    if series_id is None:
        return terms
    return replace(terms, series_id=series_id, seeding=Seeding.POINTS)
