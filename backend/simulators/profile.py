"""How one subscriber, and M-Pesa towards that subscriber, behaves."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Profile(BaseModel):
    """The habits of one phone. All durations are simulated seconds (SIM_SPEED divides them)."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    # The person.
    auto_approve: bool = True
    approve_after_seconds: float = Field(default=2.0, ge=0)
    pin: str = Field(default="1234", min_length=4, max_length=12)
    cancels: bool = False
    wrong_pin: bool = False
    times_out: bool = False

    # The line.
    network: Literal["safaricom", "other"] = "safaricom"
    unreachable: bool = False
    insufficient: bool = False
    locked: bool = False
    result_code: str | None = None
    late_success: bool = False
    late_success_after_seconds: float = Field(default=5.0, ge=0)

    # The callback.
    callbacks: Literal["deliver", "drop", "duplicate", "delay", "before_response"] = "deliver"
    callback_copies: int = Field(default=2, ge=1, le=200)
    callback_delay_seconds: float = Field(default=20.0, ge=0)
    callback_amount: float | None = None
    amount_form: Literal["decimals", "integer", "string"] = "decimals"
    phone_form: Literal["number", "string", "masked", "hashed", "absent"] = "number"
    balance_form: Literal["no_value", "absent", "java"] = "no_value"
    reorder_items: bool = False
    omit_metadata: bool = False
    c2b_twin: bool | None = None

    # What the status query claims, whatever really happened.
    query_code: str | None = None
