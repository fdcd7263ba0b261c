"""/version1/messaging: an SMS to one or several phones, and what people wrote to us."""

from typing import Annotated

from fastapi import APIRouter, Form, Header, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from simulators import switches
from simulators.deps import SimulationDep
from simulators.fault_injection import broken_responses
from simulators.fault_injection.faults import Fault
from simulators.simulation import Simulation
from simulators.subscribers.phones import NotAPhoneNumber, normalise

router = APIRouter(prefix="/sms")

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_OF_TWO = frozenset("^{}\\[~]|€")
SHILLINGS_PER_SMS = 0.8
DEFAULT_SENDER = "AFRICASTKNG"

# Status codes of one recipient other than Success (101).
RECIPIENT_FAILURES = {
    "risk_hold": (401, "RiskHold"),
    "invalid_sender": (402, "InvalidSenderId"),
    "invalid_phone": (403, "InvalidPhoneNumber"),
    "unsupported_number": (404, "UnsupportedNumberType"),
    "insufficient_balance": (405, "InsufficientBalance"),
    "blacklisted": (406, "UserInBlacklist"),
    "could_not_route": (407, "CouldNotRoute"),
    "internal_error": (500, "InternalServerError"),
    "gateway_error": (501, "GatewayError"),
    "rejected": (502, "RejectedByGateway"),
}
CONNECTION_KINDS = {
    "http_500",
    "html_503",
    "unauthorized",
    "truncated_json",
    "reset_before",
    "reset_after_processing",
    "hang",
    "hang_after_processing",
}
KINDS = {*RECIPIENT_FAILURES, *CONNECTION_KINDS, "lost", "unknown_sender"}
PROCESSED_KINDS = {"truncated_json", "reset_after_processing", "hang_after_processing"}


class Sms(BaseModel):
    """The form as Africa's Talking reads it; fields that it knows and we do not are ignored."""

    username: str = ""
    to: str = ""
    message: str = ""
    sender: str = Field(default="", alias="from")


@router.post("/version1/messaging")
async def send(
    simulation: SimulationDep,
    sms: Annotated[Sms, Form()],
    api_key: Annotated[str, Header(alias="apiKey")] = "",
) -> Response:
    """Deliver to each number of the comma-separated `to` and answer 201 with one row for each."""
    numbers = [number.strip() for number in sms.to.split(",") if number.strip()]
    fault = simulation.faults.take("sms", msisdn=numbers[0].removeprefix("+") if numbers else None)
    if not sms.username or not api_key or (fault and fault.kind == "unauthorized"):
        return PlainTextResponse("The supplied authentication is invalid", 401)
    if not numbers or not sms.message:
        missing = "message" if numbers else "to"
        return PlainTextResponse(f"Must have {missing} specified", 400)
    registry = switches.read(simulation.store).sms_senders
    if (fault and fault.kind == "unknown_sender") or (registry and sms.sender not in registry):
        return JSONResponse({"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}})
    breaks = fault is not None and fault.kind in CONNECTION_KINDS
    if fault is not None and breaks and not _is_processed(fault):
        return _broken(fault, _sent([]), simulation)
    whole = _sent([_deliver(number, sms, fault, simulation) for number in numbers])
    return _broken(fault, whole, simulation) if fault is not None and breaks else whole


@router.get("/version1/messaging")
async def fetch(
    simulation: SimulationDep,
    username: str = "",
    last_received_id: Annotated[int, Query(alias="lastReceivedId")] = 0,
    api_key: Annotated[str, Header(alias="apiKey")] = "",
) -> Response:
    """Return what people wrote to us after the message `lastReceivedId`, oldest first."""
    fault = simulation.faults.take("sms_inbox")
    if not username or not api_key or (fault and fault.kind == "unauthorized"):
        return PlainTextResponse("The supplied authentication is invalid", 401)
    if fault is not None:
        return _broken(fault, Response(), simulation)
    messages = [
        {
            "id": written.id,
            "from": f"+{written.msisdn}",
            "to": written.code,
            "text": written.text,
            "linkId": "",
            "date": written.date,
        }
        for written in simulation.sms_both_ways.after(last_received_id)
    ]
    return JSONResponse({"SMSMessageData": {"Messages": messages}})


def segments(text: str) -> int:
    """Return as how many messages a text is sent and paid: 160 of GSM-7 fit into one, or 70."""
    is_basic = all(letter in _GSM7 or letter in _GSM7_OF_TWO for letter in text)
    room = len(text) + sum(is_basic and letter in _GSM7_OF_TWO for letter in text)
    one, part = (160, 153) if is_basic else (70, 67)
    return 1 if room <= one else -(-room // part)


def _deliver(
    number: str, sms: Sms, fault: Fault | None, simulation: Simulation
) -> dict[str, str | int]:
    """Put the SMS into one inbox and return the recipient's row."""
    failure = RECIPIENT_FAILURES.get(fault.kind) if fault else None
    try:
        msisdn = normalise(number)
    except NotAPhoneNumber:
        failure = RECIPIENT_FAILURES["invalid_phone"]
        msisdn = ""
    if failure is not None:
        code, status = failure
        return {
            "statusCode": code,
            "number": number,
            "status": status,
            "cost": "0",
            "messageId": "None",
        }
    simulation.phones.get(msisdn)
    if fault is not None and fault.kind == "lost":
        message_id = "ATXid_lost"
    else:
        message_id = simulation.sms_inbox.deliver(
            msisdn, sender=sms.sender or DEFAULT_SENDER, text=sms.message
        )
        simulation.sms_both_ways.report(message_id, msisdn)
    return {
        "statusCode": 101,
        "number": f"+{msisdn}",
        "status": "Success",
        "cost": f"KES {SHILLINGS_PER_SMS * segments(sms.message):.4f}",
        "messageId": message_id,
    }


def _sent(rows: list[dict[str, str | int]]) -> JSONResponse:
    good = [str(row["cost"]).removeprefix("KES ") for row in rows if row["statusCode"] == 101]
    summary = f"Sent to {len(good)}/{len(rows)} Total Cost: KES {sum(map(float, good)):.4f}"
    return JSONResponse({"SMSMessageData": {"Message": summary, "Recipients": rows}}, 201)


def _broken(fault: Fault, whole: Response, simulation: Simulation) -> Response:
    if fault.kind == "html_503":
        return broken_responses.gateway_page()
    if fault.kind == "http_500":
        return PlainTextResponse("Internal Server Error", 500)
    if fault.kind == "truncated_json":
        return broken_responses.TruncatedResponse(whole)
    hangs = fault.kind.startswith("hang")
    return broken_responses.ClosedConnection(
        hang_seconds=fault.seconds / simulation.clock.speed if hangs else 0
    )


def _is_processed(fault: Fault) -> bool:
    return fault.kind in PROCESSED_KINDS if fault.processed is None else fault.processed
