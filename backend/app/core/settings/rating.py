"""The settings of ratings and leaderboards."""

from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup


class RatingSettings(SettingsGroup):
    """How ratings move, and how often leaderboards are built (seconds)."""

    model_config = SettingsConfigDict(env_prefix="RATING_", env_ignore_empty=True)

    # How quickly a player's volatility may change. Log the Brier score before touching it.
    tau: Annotated[float, Field(ge=0.2, le=1.2)] = 0.5
    # One period without a match. With lichess's 4.7 days a regular's deviation grows from 60 to 110
    # points in a year.
    period_days: PositiveFloat = 4.7
    board_seconds: PositiveInt = 60  # the boards of this week and this month
    board_all_seconds: PositiveInt = 300  # those of all time
