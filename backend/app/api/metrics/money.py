"""Metrics of money: callbacks, what lies at M-Pesa, and what the last look at the ledger found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from prometheus_client.core import Metric

from app.api.metrics.families import by, gauge, percentiles
from app.core.settings import get_settings
from app.core.telemetry import ledger_figures
from app.domain.payments.mpesa.operator_password import last_day
from app.services.platform.money_figures import MoneyFigures

_LEDGER = {
    "sum": ("wagewars_ledger_sum_kes", "Sum of all accounts of the ledger: 0, or it is broken"),
    "drifted": (
        "wagewars_ledger_drifted_accounts",
        "Accounts whose cached balance is not the sum of their entries",
    ),
    "checked_at": (
        "wagewars_ledger_checked_timestamp_seconds",
        "When a worker last looked at the ledger",
    ),
    "at_mpesa": ("wagewars_at_mpesa_kes", "What our ledger has at M-Pesa"),
    "players_money": ("wagewars_players_money_kes", "What belongs to players"),
    "clearing_oldest": (
        "wagewars_clearing_oldest_seconds",
        "Age of the oldest payment that M-Pesa has not listed yet, within 14 days",
    ),
    "reserves_published_at": (
        "wagewars_reserves_published_timestamp_seconds",
        "When the last proof of reserves was published",
    ),
}


def families(figures: MoneyFigures) -> Iterator[Metric]:
    """Yield each metric under its name; times are in seconds, money is in KES."""
    yield gauge(
        "wagewars_callbacks_waiting",
        "Callbacks of M-Pesa in the table that are not applied",
        figures.callbacks,
    )
    yield gauge(
        "wagewars_callbacks_oldest_seconds", "Age of the oldest of them", figures.oldest_callback
    )
    yield percentiles(
        "wagewars_callback_lag_seconds",
        "From a callback's arrival to its application, of the last hour",
        figures.callback_lag,
    )
    known = figures.at_mpesa
    accounts = {} if known is None else known.accounts
    yield by(
        "account",
        "wagewars_mpesa_balance_kes",
        "What M-Pesa last said is in our accounts",
        {name[:40]: float(amount) for name, amount in accounts.items()},
    )
    yield gauge(
        "wagewars_mpesa_balance_timestamp_seconds",
        "When M-Pesa said so",
        None if known is None else known.at.timestamp(),
    )
    set_on = get_settings().mpesa.initiator_password_set_on
    yield gauge(
        "wagewars_operator_password_expires_timestamp_seconds",
        "When our operator's password at M-Pesa expires, and withdrawals stop",
        None if set_on is None else datetime.combine(last_day(set_on), time(), UTC).timestamp(),
    )


def ledger_families() -> Iterator[Metric]:
    """Yield what the last look at the ledger found; raises RedisError."""
    stored = ledger_figures.read()
    for fact, (name, meaning) in _LEDGER.items():
        yield gauge(name, meaning, stored.get(fact))
