"""What production does not start with: each weakened setting, and what it needs in its place.

A limit is checked against a bound, so that a test's or a demo's value cannot slip in with a copied
`.env`. What depends on a provider is checked where its settings are (`mpesa`, `cod`, `evidence`);
the rights of the database's login on the first connection (`core/database_login`).
"""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from math import inf
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

import limits
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from app.core.settings.cod import CodSettings
from app.core.settings.evidence import EvidenceSettings
from app.core.settings.keys import KeySettings, is_guessable
from app.core.settings.push import PushSettings

DAY = 86_400
# Group, setting, least, most. Defaults lie within.
_BOUNDS: tuple[tuple[str, str, float, float], ...] = (
    ("login", "bcrypt_rounds", 12, 15),
    ("login", "access_seconds", 1, 3_600),
    ("login", "refresh_seconds", 1, 90 * DAY),
    ("login", "idle_seconds", 1, 30 * DAY),
    ("login", "grace_seconds", 1, 60),
    ("login", "code_seconds", 1, 900),
    ("login", "code_tries", 1, 10),
    ("login", "codes_an_hour", 1, 10),
    ("login", "codes_a_day", 1, 30),
    ("login", "minimum_age_years", 18, inf),
    ("withdrawal", "code_seconds", 1, 900),
    ("withdrawal", "code_tries", 1, 10),
    ("withdrawal", "codes_an_hour", 1, 20),
    ("withdrawal", "codes_a_day", 1, 60),
    ("withdrawal", "cool_off_seconds", DAY, inf),
    ("deposit", "confirm_above", 0, 50_000),
    ("match", "dual_control_min_pot", 0, 50_000),
    ("match", "auto_confirm_maximum", 0, 5_000),
    ("match", "appeal_seconds", 3_600, inf),
    ("match", "hold_seconds", 3_600, inf),
    ("matchmaking", "rematch_seconds", 600, inf),
    ("matchmaking", "meetings_a_day", 1, 10),
    ("matchmaking", "newcomer_maximum", 1, 5_000),
)
_MOST_BODY_SECONDS = 120
_MOST_TIMES_THE_RATE = 5  # of the default rate, for a large event
_LEVELS = frozenset({"INFO", "WARNING", "ERROR"})  # DEBUG of a library shows what it sends
_MIN_REDIS_PASSWORD = 16
_SAFE_SSL = frozenset({"require", "verify-ca", "verify-full"})
_POWERFUL_LOGINS = frozenset({"postgres", "root", "wagewars"})  # the last owns the tables
# Names that only we use. Not REDIS_: orchestrators set such names for a service called redis.
_PREFIXES = (
    *("COD_API_", "CORS_", "DATABASE_", "DEPOSIT_", "EVIDENCE_", "KEYS_", "LOGIN_", "MATCHMAKING_"),
    *("MATCH_", "METRICS_", "MPESA_", "NOTIFICATION_", "PAYBILL_", "PUSH_", "RATE_", "RATING_"),
    *("RECEIPT_", "REFUND_", "SECRET_", "SMS_", "SPOOL_", "WITHDRAWAL_"),
)


class _Sms(Protocol):
    base_url: str
    username: str
    api_key: SecretStr
    hook_token: SecretStr


class SettingsToCheck(Protocol):
    """What is checked of the settings, which import this module."""

    secret_key: SecretStr
    receipt_signing_key: SecretStr
    metrics_token: SecretStr
    database_url: str
    redis_url: str
    public_web_url: str
    cors_origins: list[str]
    log_level: str
    demo_players: int
    body_seconds: int
    keys: KeySettings
    cod: CodSettings
    evidence: EvidenceSettings
    push: PushSettings

    @property
    def sms(self) -> _Sms:
        """How we reach the SMS network."""

    @property
    def rate(self) -> BaseSettings:
        """The rate limits."""


def flaws(
    settings: SettingsToCheck, settings_class: type[BaseSettings], environment: Mapping[str, str]
) -> list[str]:
    """Return what production needs in place of `settings`; empty if it may start."""
    return [
        *_of_keys(settings),
        *_of_servers(settings),
        *_of_addresses(settings),
        *_of_bounds(settings),
        *_of_rates(settings),
        *_of_environment(settings_class, environment),
    ]


def _of_keys(settings: SettingsToCheck) -> Iterator[str]:
    secret, receipts = settings.secret_key, settings.receipt_signing_key
    if is_guessable(secret.get_secret_value()):
        yield "a random SECRET_KEY, for instance from `openssl rand -base64 48`"
    if is_guessable(receipts.get_secret_value()) or receipts == secret:
        yield "a random RECEIPT_SIGNING_KEY: `openssl rand -hex 32`"
    for name in settings.keys.guessable():
        yield f"random keys in {name}, for instance from `openssl rand -base64 48`"
    hook = settings.sms.hook_token.get_secret_value()
    if hook and is_guessable(hook):
        yield "a random SMS_HOOK_TOKEN, for instance from `openssl rand -hex 32`, or none"
    token = settings.metrics_token.get_secret_value()
    if token and is_guessable(token):
        yield "a random METRICS_TOKEN, or none"


def _of_servers(settings: SettingsToCheck) -> Iterator[str]:
    database = urlsplit(settings.database_url)
    if database.username in _POWERFUL_LOGINS:
        yield "the app's login in DATABASE_URL, not a superuser's or the owner's"
    modes = parse_qs(database.query).get("sslmode", [""])
    if not _is_this_machine(database) and not set(modes) <= _SAFE_SSL:
        yield "sslmode=verify-full in DATABASE_URL (or verify-ca, or require)"
    if len(urlsplit(settings.redis_url).password or "") < _MIN_REDIS_PASSWORD:
        yield f"a password of {_MIN_REDIS_PASSWORD} letters or more in REDIS_URL"
    if settings.body_seconds > _MOST_BODY_SECONDS:
        yield f"BODY_SECONDS of {_MOST_BODY_SECONDS} at most"
    if settings.log_level.upper() not in _LEVELS:
        yield f"LOG_LEVEL of {', '.join(sorted(_LEVELS))}"
    if settings.demo_players:
        yield "DEMO_PLAYERS of 0: simulated players are for a demo"


def _of_addresses(settings: SettingsToCheck) -> Iterator[str]:
    if not is_public_https(settings.public_web_url):
        yield "a public https address in PUBLIC_WEB_URL: sign-in cookies travel on nothing else"
    if not all(map(_is_exact_origin, settings.cors_origins)):
        yield "exact https origins in CORS_ORIGINS, never *"
    sms = settings.sms
    if not is_public_https(sms.base_url):
        yield "https in SMS_BASE_URL: the codes in it open accounts"
    is_play = "sandbox" in sms.base_url.lower() or sms.username.lower() == "sandbox"
    if is_play or "simulator" in sms.api_key.get_secret_value():
        yield "an account of the SMS network, not its sandbox"
    for flaw in (settings.cod.flaw_in_production(), settings.push.flaw_in_production()):
        if flaw is not None:
            yield flaw
    if not settings.evidence.is_fit_for_production:
        yield "EVIDENCE_STORE=s3 over https, or EVIDENCE_LOCAL_IN_PRODUCTION"


def _of_bounds(settings: SettingsToCheck) -> Iterator[str]:
    for group_name, name, least, most in _BOUNDS:
        group: BaseSettings = getattr(settings, group_name)
        if not least <= float(getattr(group, name)) <= most:
            full_name = f"{group.model_config.get('env_prefix')}{name}".upper()
            yield f"{full_name} of {least:g} or more, and of {most:g} at most"


def _of_rates(settings: SettingsToCheck) -> Iterator[str]:
    rate = settings.rate
    if (getattr(rate, "address_factor", None) or 1) > _MOST_TIMES_THE_RATE:
        yield f"RATE_ADDRESS_FACTOR of {_MOST_TIMES_THE_RATE} at most"
    for name, field in type(rate).model_fields.items():
        value = getattr(rate, name)
        if isinstance(value, str) and _a_second(value) > _MOST_TIMES_THE_RATE * _a_second(
            field.default
        ):
            yield f"RATE_{name.upper()} of {_MOST_TIMES_THE_RATE} times the default at most"


def _a_second(rule: str) -> float:
    item = limits.parse(rule)
    return item.amount / item.get_expiry()


def _of_environment(
    settings_class: type[BaseSettings], environment: Mapping[str, str]
) -> Iterator[str]:
    known = set(_names(settings_class))
    for name in sorted(map(str.upper, environment)):
        if name.startswith(_PREFIXES) and name not in known:
            yield f"no {name}: there is no such setting"
    if "*" in environment.get("FORWARDED_ALLOW_IPS", ""):
        yield "the exact addresses of our proxies in FORWARDED_ALLOW_IPS, never *"


def _names(settings_class: type[BaseSettings]) -> Iterable[str]:
    """Return the settings as the environment spells them."""
    prefix = str(settings_class.model_config.get("env_prefix", ""))
    for name, field in settings_class.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            yield from _names(kind)
        else:
            yield (prefix + name).upper()


def is_public_https(address: str) -> bool:
    """Return whether `address` is https at a name that the whole internet may ask for."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and not parts.username and not parts.query
    return is_plain and "." in host.strip(".") and not _is_private_name(host)


def _is_exact_origin(origin: str) -> bool:
    return is_public_https(origin) and "*" not in origin and origin.count("/") == 2


def _is_private_name(host: str) -> bool:
    return _is_address(host) or host.endswith((".localhost", ".local", ".internal", ".lan"))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_this_machine(parts: SplitResult) -> bool:
    return parts.hostname in {None, "localhost", "127.0.0.1", "::1"}
