"""Settings for all phones and APIs, changed through /_sim/switches."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulators.core.store import Store


class Switches(BaseModel):
    """Country-wide behaviour. All durations are simulated seconds (SIM_SPEED divides them)."""

    model_config = ConfigDict(extra="forbid")

    new_phones_auto_approve: bool = True
    new_phones_balance: int = 50_000
    newest_token_only: bool = True
    consumer_key: str | None = None
    consumer_secret: str | None = None
    prompt_seconds: float = 60.0
    unreachable_seconds: float = 26.0
    callback_seconds: float = 1.0
    query_noise: float = 0.2
    same_amount_window_seconds: float = 120.0
    c2b_register_once: bool = False
    c2b_twin: bool = False
    c2b_twin_seconds: float = 1.5

    # What M-Pesa allows a subscriber, in shillings.
    daily_limit: int = 500_000
    balance_cap: int = 500_000

    # Asynchronous results, and the sending of all callbacks.
    result_seconds: float = 2.0
    reversal_seconds: float | None = None
    hold_callbacks: bool = False

    # Payments from the M-Pesa menu.
    c2b_validation: bool = False
    c2b_validation_seconds: float = 8.0
    c2b_privacy: Literal["version", "full", "hash", "mask"] = "version"

    # What the documents leave open.
    check_credentials: bool = True
    duplicate_in_200: bool = False
    timeout_body: Literal["request", "envelope"] = "request"
    b2c_v1: bool = True
    status_not_found_seconds: float = 0.0
    status_not_found_code: str = "SFC_IC0003"
    status_repeats_debit_party: bool = False
    reversed_status: str = "Cancelled"
    reversal_parameters: bool = True
    pull_nested: bool = True
    pull_stuck_offset: bool = False
    pull_page_size: int = Field(default=100, ge=1)

    # SMS: where reports and what people write are posted, and how.
    sms_hooks_url: str | None = None
    sms_report_seconds: float = 2.0
    sms_report_status: str = "Success"
    sms_report_copies: int = Field(default=1, ge=0)
    sms_reports_disordered: bool = False
    sms_senders: list[str] = []

    # Who pays M-Pesa.
    paybill_tariff: Literal["none", "customer", "business"] = "none"
    b2c_tariff: bool = True


def read(store: Store) -> Switches:
    """Return the switches as they stand."""
    row = store.one("SELECT value FROM notes WHERE name = 'switches'")
    return Switches.model_validate_json(row["value"]) if row else Switches()


def write(store: Store, switches: Switches) -> None:
    """Keep the switches across restarts."""
    store.run(
        "INSERT OR REPLACE INTO notes (name, value) VALUES ('switches', ?)",
        switches.model_dump_json(),
    )
