"""The settings of Call of Duty's API, which may be off, slow or gone at any time."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import NoDecode, SettingsConfigDict

from app.core.settings.files import SettingsGroup


class CodSettings(SettingsGroup):
    """How Activision is called, how often, and when (seconds); off by default.

    In production it stays off until there is a licence (cod-api.md §0).
    """

    model_config = SettingsConfigDict(
        env_prefix="COD_API_", hide_input_in_errors=True, env_ignore_empty=True
    )

    enabled: bool = False
    base_url: str = "https://my.callofduty.com/api/papi-client"
    key: SecretStr = SecretStr("")  # the cookie of an account, as good as its password
    uno_lookup: Literal["id", "uno"] = "id"  # programs differ in how they ask by id
    timeout: PositiveFloat = 10.0
    calls_per_hour: PositiveInt = 120  # 60 % of the 200 that others report
    min_spacing: Annotated[float, Field(ge=0)] = 1.5  # between two calls
    titles: Annotated[str, NoDecode] = "mw,cw,vg"  # with commas between
    retry_seconds: Annotated[float, Field(ge=0)] = 1.0  # before the second try, then four times it

    poll_scale: PositiveFloat = 1.0  # stretches the schedule of lookups (tests shrink it)
    start_seconds: PositiveInt = 1_200  # without a report: first lookup after both were ready
    reread_seconds: Annotated[float, Field(ge=0)] = 180.0  # a game is read twice, so far apart
    lease_seconds: PositiveInt = 60  # a lookup that has not ended by then died
    high_stake: Decimal = Decimal(1_000)  # KES; such matches are looked for before small ones
    max_private_profile_hits: PositiveInt = 20  # agreed private matches without a trace, then ...
    private_rest_days: PositiveInt = 7  # ... private matches are not looked up so long

    @property
    def known_titles(self) -> frozenset[str]:
        """The titles that we ask about."""
        return frozenset(part.strip() for part in self.titles.split(",") if part.strip())

    def flaw_in_production(self) -> str | None:
        """Say what real players' data may not be asked with; None if all is well."""
        if not self.enabled:
            return None
        if not self.base_url.startswith("https://"):
            return "https in COD_API_BASE_URL: its cookie is a password"
        key = self.key.get_secret_value()
        return None if key and "simulator" not in key else "a COD_API_KEY where COD_API_ENABLED"
