"""Settings from environment variables, read once; secrets have no default."""

import os
import re
from decimal import Decimal
from typing import Annotated, Literal, Self

import limits
from pydantic import AfterValidator, Field, PositiveInt, SecretStr, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from app.core.built_once import BuiltOnce
from app.core.redis_address import redis_address
from app.core.settings.bounds import beyond_bounds
from app.core.settings.cod import CodSettings
from app.core.settings.evidence import EvidenceSettings
from app.core.settings.files import SECRETS_FOLDER, SettingsGroup
from app.core.settings.keys import KeySettings
from app.core.settings.match import MatchSettings
from app.core.settings.matchmaking import MatchmakingSettings
from app.core.settings.mpesa import MpesaSettings
from app.core.settings.notification import NotificationSettings
from app.core.settings.passkey import PasskeySettings
from app.core.settings.production import flaws
from app.core.settings.protection import IdentitySettings, ProtectionSettings
from app.core.settings.push import PushSettings
from app.core.settings.rating import RatingSettings
from app.core.settings.sms import SmsSettings
from app.core.settings.staff import StaffSettings
from app.core.settings.telemetry import TelemetrySettings
from app.core.settings.tournament import TournamentSettings

Seconds = PositiveInt


def _is_rule(rule: str) -> str:
    limits.parse(rule)
    return rule


def _is_seed(key: SecretStr) -> SecretStr:
    if not re.fullmatch("[0-9a-f]{64}", key.get_secret_value()):
        raise ValueError("a signing key is 64 hexadecimal digits, as of `openssl rand -hex 32`")
    return key


Rule = Annotated[str, AfterValidator(_is_rule)]


class DepositSettings(SettingsGroup):
    """Limits (KES) and deadlines (seconds) of deposits."""

    model_config = SettingsConfigDict(env_prefix="DEPOSIT_", env_ignore_empty=True)

    minimum: Decimal = Decimal(10)
    maximum: Decimal = Decimal(250_000)  # Daraja's own limit for one STK push
    daily: Decimal = Decimal(500_000)  # a player, a day in Nairobi; M-Pesa's own daily limit
    wallet_maximum: Decimal = Decimal(500_000)  # what a wallet may hold after a deposit
    confirm_above: Decimal = Decimal(10_000)  # a callback alone is not believed from here on
    prompt_seconds: Seconds = 60  # M-Pesa shows the prompt for about so long (daraja.md, measured)
    exclusion_seconds: Seconds = 120  # one open prompt a phone: the guidance allows for a late end
    claim_seconds: Seconds = 45  # a call to M-Pesa that has not come back by then died
    first_query_seconds: Seconds = 20
    query_every_seconds: Seconds = 10
    retry_seconds: Seconds = 5  # after "busy", which proves that nothing was sent
    send_attempts: PositiveInt = 3
    give_up_seconds: Seconds = 86_400


class WithdrawalSettings(SettingsGroup):
    """Limits and fee (KES) and deadlines (seconds) of withdrawals."""

    model_config = SettingsConfigDict(env_prefix="WITHDRAWAL_", env_ignore_empty=True)

    minimum: Decimal = Decimal(10)  # of what reaches the phone: Daraja's limits for one B2C
    maximum: Decimal = Decimal(250_000)
    daily: Decimal = Decimal(500_000)  # a player, a day in Nairobi; M-Pesa's own daily limit
    fee: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    code_seconds: Seconds = 300  # to type the code of the SMS; then the money is back
    code_tries: PositiveInt = 5
    codes_an_hour: PositiveInt = 6  # SMS to one number
    codes_a_day: PositiveInt = 20
    cool_off_seconds: Seconds = 259_200  # after a reset password or a new number (trust.md S14)
    new_device_seconds: Seconds = 86_400  # no payout from a device that is newer than this
    sim_swap_check: bool = False  # needs Safaricom's contract (docs/decisions/0067)
    sim_swap_seconds: Seconds = 259_200  # no payout to a SIM card that is newer than this
    claim_seconds: Seconds = 45  # a call to M-Pesa that has not come back by then died
    retry_seconds: Seconds = 5  # after "busy", which proves that nothing was sent
    first_question_seconds: Seconds = 60  # without a result, the first inquiry
    question_seconds: Seconds = 300  # and then at most so far apart
    answer_seconds: Seconds = 60  # an inquiry without an answer is sent again
    give_up_seconds: Seconds = 86_400  # then staff decides (dual control)


class PaybillSettings(SettingsGroup):
    """Deadlines (seconds) of payments to our paybill, and of M-Pesa's list of them."""

    model_config = SettingsConfigDict(env_prefix="PAYBILL_", env_ignore_empty=True)

    question_seconds: Seconds = 60  # between two inquiries, then up to five times as long
    not_found_tries: PositiveInt = 3  # so often M-Pesa must not know a receipt ...
    not_found_seconds: Seconds = 600  # ... and for so long, until the payment is refused
    give_up_seconds: Seconds = 86_400  # then staff decides
    pull_seconds: Seconds = 180  # how often M-Pesa's list is read
    pull_overlap_seconds: Seconds = 3_600  # how far each reading goes back before the last one
    pull_whole_seconds: Seconds = 3_600  # how often all of its 48 hours are read
    pull_alert_seconds: Seconds = 1_800  # without a reading that succeeded, people are told
    validation_seconds: Annotated[float, Field(gt=0, lt=8)] = 3.0  # then the payment is accepted


class RefundSettings(SettingsGroup):
    """Deadlines (seconds) of refunds."""

    model_config = SettingsConfigDict(env_prefix="REFUND_", env_ignore_empty=True)

    claim_seconds: Seconds = 45  # a call to M-Pesa that has not come back by then died
    retry_seconds: Seconds = 30  # after "busy", which proves that nothing was sent
    question_seconds: Seconds = 60  # without a result, an inquiry; then up to five times as long
    give_up_seconds: Seconds = 86_400  # then staff decides (dual control)


class LoginSettings(SettingsGroup):
    """Durations (seconds), costs and limits of accounts."""

    model_config = SettingsConfigDict(env_prefix="LOGIN_", env_ignore_empty=True)

    bcrypt_rounds: Annotated[int, Field(ge=4, le=15)] = 12
    access_seconds: Seconds = 600
    refresh_seconds: Seconds = 30 * 86_400
    idle_seconds: Seconds = 14 * 86_400
    admin_refresh_seconds: Seconds = 12 * 3_600  # staff signs in anew each day ...
    admin_idle_seconds: Seconds = 900  # ... and after a break
    grace_seconds: Seconds = 10  # two tabs may use the same refresh token
    code_seconds: Seconds = 300
    code_tries: PositiveInt = 5
    resend_seconds: Seconds = 60
    codes_an_hour: PositiveInt = 3  # SMS to one number: each costs money (trust.md S12)
    codes_a_day: PositiveInt = 8
    sms_daily_budget: PositiveInt = 5_000  # messages that strangers may make us pay for
    sms_claim_seconds: Seconds = 20  # an SMS that was not handed over by then is sent again
    sms_retry_seconds: Seconds = 5
    forgot_seconds: Annotated[float, Field(ge=0, le=5)] = 0.5  # one time for every answer
    hashing_queue: PositiveInt = 200  # passwords that may wait to be hashed; one more gets "busy"
    hashing_share: PositiveInt = 40  # of them by one account on devices that it knows
    minimum_age_years: PositiveInt = 18


class RateSettings(SettingsGroup):
    """Rate limits, in the notation of the library `limits`.

    Limits per address are generous, for a school or a mobile network behind one address. Outside
    production all players come from 127.0.0.1, so there they are `address_factor` times as wide.
    Limits per account and per number are the same everywhere.
    """

    model_config = SettingsConfigDict(env_prefix="RATE_", env_ignore_empty=True)

    login_per_account: Rule = "10 per 15 minutes"  # failures from one address, or known device
    login_per_account_a_day: Rule = "100 per day"  # failures from all devices we do not know
    forgot_per_account: Rule = "5 per hour"
    login_per_address: Rule = "60 per minute"
    register_per_address: Rule = "30 per hour"
    refresh_per_address: Rule = "300 per minute"
    sms_per_address: Rule = "20 per hour"  # asking for a code; registering asks for one too
    sms_per_network: Rule = "60 per hour"  # of 256 neighbours (IPv6: a /48)
    code_per_address: Rule = "300 per hour"  # trying a code
    receipts_per_address: Rule = "600 per minute"  # of pushes that were shown
    policy_reports_per_address: Rule = "60 per minute"  # of what our content policy stopped
    push_tests_per_account: Rule = "10 per hour"
    files_per_account: Rule = "10 per minute"  # statements as CSV or PDF, which take work
    exports_per_account: Rule = "6 per day"  # all of a player's data
    evidence_per_account: Rule = "30 per 10 minutes"  # uploads of pictures, which take more
    emails_per_account: Rule = "5 per day"  # other addresses to sign in with
    profiles_per_account: Rule = "120 per minute"  # other players' profiles
    deposits_per_player: Rule = "20 per hour"  # this and the next three count in the database
    payouts_per_player: Rule = "10 per hour"
    stakes_per_player: Rule = "60 per hour"
    money_per_player: Rule = "5 per 10 seconds"  # of the three together
    operations_per_player: Rule = "600 per minute"  # all that a player asks of the API
    tickets_per_account: Rule = "60 per minute"  # for the live socket
    sockets_per_address: PositiveInt = 500  # open at one process
    game_names_per_account: Rule = "20 per day"  # setting a name in the game, checks and claims
    address_factor: PositiveInt | None = None  # unless given: 1 in production, 1000 elsewhere


class Settings(SettingsGroup):
    """All settings; secrets have no default, so a process without them does not start."""

    # Errors must not contain the secrets themselves: start-up errors end up in logs.
    model_config = SettingsConfigDict(
        extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    secrets_folder: str = SECRETS_FOLDER  # of files named as settings in lower case
    environment: Literal["development", "test", "production"]
    database_url: str
    database_pool: PositiveInt = 8
    redis_url: Annotated[str, AfterValidator(redis_address)]
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    receipt_signing_key: Annotated[SecretStr, AfterValidator(_is_seed)]
    metrics_token: SecretStr = SecretStr("")  # what Prometheus shows at /metrics
    public_web_url: str = "http://localhost:3000"
    # Shown in /.well-known/security.txt (RFC 9116); empty: there is none.
    security_contact: Annotated[
        str, Field(max_length=200, pattern=r"^(https://[!-~]+|mailto:[!-~]+@[!-~]+)?$")
    ] = ""
    cors_origins: Annotated[list[str], NoDecode] = Field(default=[])
    threads: PositiveInt = 6
    body_seconds: Seconds = 30  # for the body of a request, and a second more for each 4 KB
    log_level: str = "INFO"
    demo_players: Annotated[int, Field(ge=0, le=24)] = 0  # simulated ones, whom app.seed creates
    spool_folder: str = ".data/spool"  # where callbacks wait while PostgreSQL is away
    spool_megabytes: PositiveInt = 256
    heartbeat_path: str = ""  # what worker and beat touch while they work; empty: nothing

    keys: KeySettings = Field(default_factory=KeySettings)
    login: LoginSettings = Field(default_factory=LoginSettings)
    passkey: PasskeySettings = Field(default_factory=PasskeySettings)
    staff: StaffSettings = Field(default_factory=StaffSettings)
    rate: RateSettings = Field(default_factory=RateSettings)
    mpesa: MpesaSettings = Field(default_factory=MpesaSettings)
    sms: SmsSettings = Field(default_factory=SmsSettings)
    deposit: DepositSettings = Field(default_factory=DepositSettings)
    withdrawal: WithdrawalSettings = Field(default_factory=WithdrawalSettings)
    paybill: PaybillSettings = Field(default_factory=PaybillSettings)
    refund: RefundSettings = Field(default_factory=RefundSettings)
    match: MatchSettings = Field(default_factory=MatchSettings)
    matchmaking: MatchmakingSettings = Field(default_factory=MatchmakingSettings)
    notification: NotificationSettings = Field(default_factory=NotificationSettings)
    protection: ProtectionSettings = Field(default_factory=ProtectionSettings)
    identity: IdentitySettings = Field(default_factory=IdentitySettings)
    push: PushSettings = Field(default_factory=PushSettings)
    rating: RatingSettings = Field(default_factory=RatingSettings)
    tournament: TournamentSettings = Field(default_factory=TournamentSettings)
    cod: CodSettings = Field(default_factory=CodSettings)
    evidence: EvidenceSettings = Field(default_factory=EvidenceSettings)
    telemetry: TelemetrySettings = Field(default_factory=TelemetrySettings)

    @property
    def sqlalchemy_url(self) -> str:
        """Return `database_url` for psycopg2, the driver that we use."""
        _, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg2://{rest}"

    @property
    def is_production(self) -> bool:
        """Return whether this is production."""
        return self.environment == "production"

    @model_validator(mode="before")
    @classmethod
    def _split_origins(cls, data: dict[str, object]) -> dict[str, object]:
        origins = data.get("cors_origins")
        if isinstance(origins, str):
            data["cors_origins"] = [part.strip() for part in origins.split(",") if part.strip()]
        return data

    @model_validator(mode="after")
    def _refuse_play_money_in_production(self) -> Self:
        if self.is_production and (
            self.mpesa.environment != "production"
            or not self.mpesa.base_url.startswith("https://")
            or not self.mpesa.callback_base_url.startswith("https://")
        ):
            msg = "production needs MPESA_ENVIRONMENT=production and https on both M-Pesa URLs"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _refuse_insecure_production(self) -> Self:
        if self.is_production:
            found = self.flaws()
            if found:
                raise ValueError(f"production needs {'; '.join(found)}")
        return self

    def flaws(self) -> list[str]:
        """Return what production needs in place of these settings; empty if it may start."""
        names = os.environ  # noqa: TID251  # to find misspelt ones
        return [*flaws(self, Settings, names), *beyond_bounds(self)]


@BuiltOnce
def get_settings() -> Settings:
    """Return the settings of this process, read from the environment once."""
    return Settings()
