"""The settings of tournaments."""

from pydantic import PositiveInt
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup


class TournamentSettings(SettingsGroup):
    """Limits of tournaments; entry fees have those of stakes."""

    model_config = SettingsConfigDict(env_prefix="TOURNAMENT_", env_ignore_empty=True)

    leaves_a_week: PositiveInt = 5  # seats that one player may give back within seven days
    finalising_seconds: PositiveInt = 600  # after the last match, before prizes are paid
