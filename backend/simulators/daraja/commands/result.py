"""The Result envelope that M-Pesa POSTs to a ResultURL, in all the shapes it was seen in."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from simulators.daraja import result_codes
from simulators.daraja.commands.commands import Command

# json.dumps cannot write 10.00, which is what Safaricom sends; the quotes are cut off afterwards.
BARE = "@bare@"

Parameter = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a decoder has to put up with."""

    parameters: Literal["array", "object", "missing"] = "array"
    reference: Literal["object", "array", "empty"] = "object"
    code_form: Literal["number", "string"] = "number"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result code of a request, and the parameters of its result (None: none)."""

    code: str
    transaction_id: str
    parameters: list[Parameter] | None = None
    reference: Parameter | None = None
    shape: Shape = Shape()


def decimal(cents: int) -> str:
    """Return an amount that will be a JSON number with two decimals."""
    return f"{BARE}{cents / 100:.2f}{BARE}"


def compose(command: Command, outcome: Outcome) -> str:
    """Return the JSON text. The outer ids are always those of the request itself."""
    text_code = outcome.shape.code_form == "string"
    result: dict[str, Any] = {
        "ResultType": "0" if text_code else 0,
        "ResultCode": outcome.code if text_code else result_codes.as_json_value(outcome.code),
        "ResultDesc": result_codes.async_text(outcome.code),
        "OriginatorConversationID": command.originator_conversation_id,
        "ConversationID": command.conversation_id,
        "TransactionID": outcome.transaction_id,
    }
    if outcome.parameters and outcome.shape.parameters != "missing":
        whole = outcome.shape.parameters == "array"
        result["ResultParameters"] = {
            "ResultParameter": outcome.parameters if whole else outcome.parameters[0]
        }
    result["ReferenceData"] = _reference(command.api, outcome)
    return _unquote({"Result": result})


def compose_timeout_envelope(command: Command, *, transaction_id: str) -> str:
    """Return the notice to a QueueTimeOutURL as we once imagined it."""
    return _unquote(
        {
            "Result": {
                "ResultType": 1,
                "ResultCode": 1,
                "ResultDesc": "The request timed out in the queue.",
                "OriginatorConversationID": command.originator_conversation_id,
                "ConversationID": command.conversation_id,
                "TransactionID": transaction_id,
            }
        }
    )


def _reference(api: str, outcome: Outcome) -> dict[str, Any]:
    address = f"https://internalsandbox.safaricom.co.ke/mpesa/{api}results/v1/submit"
    item = outcome.reference or {"Key": "QueueTimeoutURL", "Value": address}
    if outcome.shape.reference == "empty":
        return {}
    return {"ReferenceItem": [item] if outcome.shape.reference == "array" else item}


def _unquote(body: dict[str, Any]) -> str:
    return json.dumps(body).replace(f'"{BARE}', "").replace(f'{BARE}"', "")
