"""What protects players: amounts by what is proved of them, and who checks documents."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PositiveInt, SecretStr
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup

Amount = Annotated[Decimal, Field(ge=0)]


class ProtectionSettings(SettingsGroup):
    """Figures that rules of the database read; the migrations write them there, once a release.

    Amounts in KES, in total over the life of an account; zero asks for the proof first.
    """

    model_config = SettingsConfigDict(env_prefix="PROTECTION_", env_ignore_empty=True)

    deposits_without_name: Amount = Decimal(50_000)
    deposits_without_document: Amount = Decimal(300_000)
    payouts_without_name: Amount = Decimal(20_000)
    payouts_without_document: Amount = Decimal(150_000)
    # Matches lost within an hour after which a raised stake is held up; 0: no guard.
    chase_losses: Annotated[int, Field(ge=0)] = 2


class IdentitySettings(SettingsGroup):
    """How we reach the provider that checks documents; without an address nobody is checked."""

    model_config = SettingsConfigDict(
        env_prefix="IDENTITY_", hide_input_in_errors=True, env_ignore_empty=True
    )

    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    callback_key: SecretStr = SecretStr("")  # signs what it posts to us; without it, we only ask
    timeout: float = 10.0
    claim_seconds: PositiveInt = 45  # a call that has not come back by then died
    poll_seconds: PositiveInt = 60  # how often an open check is asked about
    checks_a_day: PositiveInt = 3  # of one player: each costs money

    def flaw_in_production(self) -> str | None:
        """Return what production needs in place of these settings, if anything."""
        if not self.base_url:
            return None
        key, callbacks = (one.get_secret_value() for one in (self.api_key, self.callback_key))
        if not self.base_url.startswith("https://"):
            return "https in IDENTITY_BASE_URL: documents go there"
        if not key or "simulator" in key or "simulator" in callbacks:
            return "an account of the provider of identity checks, not its simulator"
        return None
