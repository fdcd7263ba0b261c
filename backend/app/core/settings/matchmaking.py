"""How opponents are found, and what missing a match costs: as far as that may differ."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, NonNegativeInt, PositiveInt, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from app.core.settings.files import SettingsGroup


def _parts(given: object) -> object:
    return given.split(",") if isinstance(given, str) else given


class MatchmakingSettings(SettingsGroup):
    """Who may meet whom, how that widens with waiting, and what not coming costs."""

    model_config = SettingsConfigDict(env_prefix="MATCHMAKING_", env_ignore_empty=True)

    window: PositiveInt = 100  # the brief's 900..1100 around 1000
    widen_by: PositiveInt = 50  # points, each time that ...
    widen_every_seconds: PositiveInt = 15
    widest: PositiveInt = 500
    tiers: Annotated[tuple[Decimal, ...], NoDecode, BeforeValidator(_parts)] = tuple(
        map(Decimal, (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000))
    )
    rematch_seconds: NonNegativeInt = 1_800  # until the same two may meet again
    meetings_a_day: PositiveInt = 3  # of the same two
    absent_seconds: PositiveInt = 60  # without a sign of life, then nobody is paired with them
    keep_seconds: PositiveInt = 600  # a phone that is dark keeps its ticket for so long
    cooldown_seconds: Annotated[tuple[NonNegativeInt, ...], NoDecode, BeforeValidator(_parts)] = (
        0,  # the first match that one misses is a warning
        600,
        1_800,
    )
    cooldown_forgotten_seconds: PositiveInt = 3_600
    newcomer_maximum: PositiveInt = 500  # KES, while little is known of how well one plays
    challenge_seconds: PositiveInt = 3_600  # an open challenge; then its stake is back
    unanswered_challenges: PositiveInt = 5  # of one player to another in an hour
    challenge_hints: PositiveInt = 20  # to one player in an hour, whoever challenges them

    @field_validator("tiers", "cooldown_seconds")
    @classmethod
    def _climbs(cls, steps: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if not steps or list(steps) != sorted(set(steps)):
            msg = "must be numbers that rise, separated by commas"
            raise ValueError(msg)
        return steps
