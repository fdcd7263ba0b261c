"""What production does not start with: each weakened setting, and what it needs in its place.

Numbers have bounds (`bounds`), so that a test's or a demo's value cannot slip in with a copied
`.env`, and names must be known (`names`). What depends on a provider is checked where its settings
are (`mpesa`, `cod`, `evidence`); the rights of the database's login on the first connection
(`core/database_login`).
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

import limits
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from app.core.settings.cod import CodSettings
from app.core.settings.evidence import EvidenceSettings
from app.core.settings.keys import KeySettings, is_guessable
from app.core.settings.names import unknown_names
from app.core.settings.passkey import PasskeySettings, is_within, site_of
from app.core.settings.protection import IdentitySettings
from app.core.settings.push import PushSettings
from app.core.settings.staff import StaffSettings

_MOST_TIMES_THE_RATE = 5  # of the default rate, for a large event
_LEVELS = frozenset({"INFO", "WARNING", "ERROR"})  # DEBUG of a library shows what it sends
_MIN_REDIS_PASSWORD = 16
_SAFE_SSL = frozenset({"require", "verify-ca", "verify-full"})
_POWERFUL_LOGINS = frozenset({"postgres", "root", "wagewars"})  # the last owns the tables


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
    keys: KeySettings
    cod: CodSettings
    evidence: EvidenceSettings
    push: PushSettings
    passkey: PasskeySettings
    staff: StaffSettings
    identity: IdentitySettings

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
        *_of_passkeys(settings),
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
    if settings.log_level.upper() not in _LEVELS:
        yield f"LOG_LEVEL of {', '.join(sorted(_LEVELS))}"


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
    groups = (settings.cod, settings.push, settings.identity)
    for flaw in (group.flaw_in_production() for group in groups):
        if flaw is not None:
            yield flaw
    if not settings.evidence.is_fit_for_production:
        yield "EVIDENCE_STORE=s3 over https, or EVIDENCE_LOCAL_IN_PRODUCTION"


def _of_passkeys(settings: SettingsToCheck) -> Iterator[str]:
    players = site_of(settings.passkey.rp_id, settings.public_web_url)
    if not is_within(players, settings.public_web_url):
        yield "PASSKEY_RP_ID: the host of PUBLIC_WEB_URL, or the domain above it"
    console = settings.staff.console_origin
    if console and not is_public_https(console):
        yield "a public https address in STAFF_CONSOLE_ORIGIN"
    staff = site_of(settings.staff.passkey_rp_id, console)
    if console and (staff == players or not is_within(staff, console)):
        yield "STAFF_PASSKEY_RP_ID: the host of STAFF_CONSOLE_ORIGIN, and not that of players"


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
    yield from unknown_names(settings_class, environment)
    if "*" in environment.get("FORWARDED_ALLOW_IPS", ""):
        yield "the exact addresses of our proxies in FORWARDED_ALLOW_IPS, never *"


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
