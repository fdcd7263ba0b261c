"""Between which least and most each number among the settings lies in production.

Unless a row here says otherwise: between a tenth of its default and ten times that. So every
number is bound, a new one too.
"""

from collections.abc import Iterator
from decimal import Decimal

from pydantic_settings import BaseSettings

_DAY = 86_400
_TIMES = 10
# By group ("" for settings without one): setting, least, most. Defaults lie within.
_BOUNDS: dict[str, dict[str, tuple[float, float]]] = {
    "": {
        "database_pool": (1, 50),
        "threads": (1, 64),
        "body_seconds": (5, 120),
        "demo_players": (0, 0),  # simulated players are for a demo
        "spool_megabytes": (64, 10_240),
    },
    "login": {
        "bcrypt_rounds": (12, 15),
        "access_seconds": (60, 3_600),
        "refresh_seconds": (3_600, 90 * _DAY),
        "idle_seconds": (3_600, 30 * _DAY),
        "admin_refresh_seconds": (900, _DAY),
        "admin_idle_seconds": (60, 3_600),
        "grace_seconds": (1, 60),
        "code_seconds": (60, 900),
        "code_tries": (1, 10),
        "resend_seconds": (30, 600),
        "codes_an_hour": (1, 10),
        "codes_a_day": (1, 30),
        "forgot_seconds": (0.3, 5),
        "minimum_age_years": (18, 25),
    },
    "staff": {
        "drift_steps": (1, 1),  # more only helps who guesses
        "tries": (1, 10),
        "tries_seconds": (300, _DAY),
        "fresh_seconds": (30, 300),
        "pending_seconds": (60, 3_600),
        "invitation_seconds": (3_600, 3 * _DAY),
    },
    "withdrawal": {
        "maximum": (10, 250_000),  # Daraja's limit for one
        "daily": (10, 500_000),  # M-Pesa's
        "fee": (0, 500),
        "code_seconds": (60, 900),
        "code_tries": (1, 10),
        "codes_an_hour": (1, 20),
        "codes_a_day": (1, 60),
        "cool_off_seconds": (_DAY, 30 * _DAY),
        "new_device_seconds": (3_600, 7 * _DAY),
        "sim_swap_seconds": (_DAY, 30 * _DAY),
    },
    "deposit": {
        "maximum": (10, 250_000),
        "daily": (10, 500_000),
        "wallet_maximum": (10, 500_000),
        "confirm_above": (0, 50_000),
    },
    "paybill": {"validation_seconds": (0.5, 7.5), "not_found_tries": (2, 30)},
    "match": {
        "fee_rate": (0, 0.3),
        "maximum_wager": (20, 70_000),
        "dual_control_min_pot": (0, 50_000),
        "auto_confirm_maximum": (0, 5_000),
        "appeal_seconds": (3_600, 14 * _DAY),
        "hold_seconds": (3_600, 14 * _DAY),
        "replays": (0, 10),
    },
    "matchmaking": {
        "tiers": (1, 70_000),
        "cooldown_seconds": (0, _DAY),
        "rematch_seconds": (600, 7 * _DAY),
        "meetings_a_day": (1, 10),
        "newcomer_maximum": (1, 5_000),
    },
    "notification": {"quiet_from": (0, 23), "quiet_until": (0, 23)},
    "protection": {
        "deposits_without_name": (0, 500_000),
        "deposits_without_document": (0, 5_000_000),
        "payouts_without_name": (0, 500_000),
        "payouts_without_document": (0, 5_000_000),
        "chase_losses": (1, 5),
    },
    "identity": {"checks_a_day": (1, 20)},
    "rating": {"tau": (0.2, 1.2)},
    "cod": {
        "calls_per_hour": (1, 200),  # what others report as the most
        "min_spacing": (0.5, 60),
        "poll_scale": (0.5, 10),
        "reread_seconds": (60, 1_800),
    },
    "evidence": {"retention_days": (30, 1_825)},
    "telemetry": {"otel_traces_sampler_arg": (0, 1)},
}


def beyond_bounds(settings: BaseSettings, group: str = "") -> Iterator[str]:
    """Yield, for each number that is too small or too large, within which bounds it may be."""
    prefix = str(settings.model_config.get("env_prefix", ""))
    rows = _BOUNDS.get(group, {})
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, BaseSettings):
            yield from beyond_bounds(value, name)
            continue
        numbers = _numbers(value)
        if name not in rows and not _numbers(field.default):
            continue
        least, most = rows.get(name) or _around(field.default)
        if not all(least <= number <= most for number in numbers):
            full_name = f"{prefix}{name}".upper()
            yield f"{full_name} of {least:.10g} or more, and of {most:.10g} at most"


def _numbers(value: object) -> tuple[float, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return tuple(
        float(one)
        for one in values
        if isinstance(one, int | float | Decimal) and not isinstance(one, bool)
    )


def _around(default: object) -> tuple[float, float]:
    (number,) = _numbers(default)
    least = number / _TIMES
    return (max(1.0, least) if isinstance(default, int) else least), number * _TIMES
