"""How, and how reliably, the result of one asynchronous request is delivered."""

from typing import Literal

from pydantic import BaseModel

from simulators.fault_injection.faults import Fault
from simulators.subscribers.profile import B2cResult, Profile

FAILURE = "17"
LATER_SECONDS = 20.0
FAULTS: dict[str, B2cResult] = {
    "result_drop": "drop",
    "result_duplicate": "duplicate",
    "result_delay": "delay",
    "result_before_response": "before_response",
}
TIMEOUTS: dict[str, B2cResult] = {
    "success": "timeout_then_success",
    "failure": "timeout_then_failure",
    "silence": "timeout_only",
}


class ResultPlan(BaseModel):
    """Stored with the request when it is accepted; what happens later follows it."""

    result: B2cResult = "deliver"
    copies: int = 2
    later_seconds: float = LATER_SECONDS
    code: str | None = None
    moves_money: bool | None = None
    stuck_status: str = "Pending Authorized"
    # Of one status query only.
    claim: Literal["not_found", "status_value", "wrong_transaction"] | None = None
    claim_code: str | None = None


def of_payee(profile: Profile) -> ResultPlan:
    """Return how payouts to a subscriber go."""
    return ResultPlan(
        result=profile.b2c_result,
        copies=profile.b2c_copies,
        later_seconds=profile.b2c_delay_seconds,
        code=profile.b2c_result_code,
        moves_money=profile.b2c_moves_money,
        stuck_status=profile.b2c_stuck_status,
    )


def with_fault(usual: ResultPlan, fault: Fault | None) -> ResultPlan:
    """Return the plan with the changes that a fault asks for."""
    if fault is None:
        return usual
    changes: dict[str, object] = {}
    if fault.kind == "result_code":
        changes = {"code": fault.code or FAILURE}
    elif fault.kind == "queue_timeout":
        changes = {"result": TIMEOUTS[fault.then or "success"], "later_seconds": fault.seconds}
        if fault.then == "failure":
            changes["code"] = fault.code
    elif fault.kind in FAULTS:
        changes = {"result": FAULTS[fault.kind], "later_seconds": fault.seconds}
        if fault.kind == "result_duplicate":
            changes["copies"] = int(fault.code or usual.copies)
    elif fault.kind in {"not_found", "status_value", "wrong_transaction"}:
        changes = {"claim": fault.kind, "claim_code": fault.code}
    return usual.model_copy(update=changes)
