"""What notifications by SMS may cost, when they may come, and how long the inbox keeps them."""

from typing import Annotated

from pydantic import Field, PositiveInt
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup

Hour = Annotated[int, Field(ge=0, le=23)]


class NotificationSettings(SettingsGroup):
    """Budgets (SMS a day in Nairobi), quiet hours (there, too) and times (seconds, days)."""

    model_config = SettingsConfigDict(env_prefix="NOTIFICATION_", env_ignore_empty=True)

    sms_a_day: PositiveInt = 10  # to one player
    sms_daily_budget: PositiveInt = 3_000  # to all players; an alert at four fifths of it
    sms_answers_a_day: PositiveInt = 40  # to SMS from one number
    sms_answers_daily_budget: PositiveInt = 3_000  # to all; an alert at four fifths of it
    sms_claim_seconds: PositiveInt = 30  # an SMS that was not handed over by then may have been
    quiet_from: Hour = 21  # what is no match and no money waits from then on ...
    quiet_until: Hour = 7  # ... until then
    kept_days: PositiveInt = 90
