"""How one subscriber, and M-Pesa towards that subscriber, behaves."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

B2cResult = Literal[
    "deliver",
    "drop",
    "duplicate",
    "delay",
    "before_response",
    "timeout_then_success",
    "timeout_then_failure",
    "timeout_only",
    "timeout_only_paid",
    "failure_then_success",
    "success_then_failure",
    "stuck",
]


class Profile(BaseModel):
    """The habits of one phone. All durations are simulated seconds (SIM_SPEED divides them)."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    # The person.
    first_name: str = "AMINA"
    middle_name: str = ""
    last_name: str = ""
    auto_approve: bool = True
    approve_after_seconds: float = Field(default=2.0, ge=0)
    pin: str = Field(default="1234", min_length=4, max_length=12)
    cancels: bool = False
    wrong_pin: bool = False
    times_out: bool = False

    # The phone's network and account.
    network: Literal["safaricom", "other"] = "safaricom"
    unreachable: bool = False
    insufficient: bool = False
    locked: bool = False
    result_code: str | None = None
    late_success: bool = False
    late_success_after_seconds: float = Field(default=5.0, ge=0)

    # The SIM card: when it was last swapped; None: more than three months ago.
    sim_swapped_hours_ago: float | None = Field(default=None, ge=0, le=2_000)
    sim_check_fails: bool = False

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

    # What happens when we pay this subscriber, and what the result claims.
    b2c_result_code: str | None = None
    b2c_moves_money: bool | None = None
    b2c_result: B2cResult = "deliver"
    b2c_copies: int = Field(default=2, ge=1, le=200)
    b2c_delay_seconds: float = Field(default=20.0, ge=0)
    b2c_stuck_status: Literal["Initiated", "Authorized", "Pending Authorized"] = (
        "Pending Authorized"
    )
    b2c_failed_status: Literal["Declined", "Cancelled", "Expired"] = "Declined"
    b2c_amount: float | None = None
    b2c_receiver: str | None = None
    result_shape: Literal["array", "object", "missing"] = "array"
    result_code_form: Literal["number", "string"] = "number"
    reference_shape: Literal["object", "array", "empty"] = "object"
    failure_id: Literal["generic", "real"] = "generic"

    # What Transaction Status says of anything this subscriber paid or got.
    status_claims: str | None = None
    status_not_found: bool = False
    status_silent: bool = False

    @property
    def full_name(self) -> str:
        """The name as M-Pesa prints it."""
        return " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
