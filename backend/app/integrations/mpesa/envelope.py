"""The envelope in which M-Pesa answers later: `{"Result": {…}}`, in all the shapes it takes."""

from dataclasses import dataclass, field
from typing import Any

from app.integrations.mpesa.decoding import as_id, as_list, as_object, as_text, is_zero, read_object
from app.integrations.mpesa.errors import Unknown


@dataclass(frozen=True)
class Parameters:
    """Named values, of which M-Pesa sends some twice and some without a value."""

    values: dict[str, list[Any]] = field(default_factory=dict)

    def all(self, name: str) -> list[Any]:
        """Return every value of `name`, in the order they came."""
        return self.values.get(name, [])

    def one(self, name: str) -> Any:
        """Return the value of `name`; None when it is missing or occurs with two values."""
        found = self.all(name)
        return found[0] if found and all(value == found[0] for value in found) else None


@dataclass(frozen=True)
class Result:
    """What every answer has. The ids belong to our request, not to what it asked about."""

    code: str
    originator_conversation_id: str | None = None
    conversation_id: str | None = None
    transaction_id: str | None = None
    parameters: Parameters = field(default_factory=Parameters)


def read_result(raw: bytes) -> Result | None:
    """Read an answer, or return None if it is none."""
    result = as_object((read_object(raw) or {}).get("Result"))
    code = as_text(result.get("ResultCode"))
    if code is None:
        return None
    return Result(
        code=code[:40],
        originator_conversation_id=as_id(result.get("OriginatorConversationID")),
        conversation_id=as_id(result.get("ConversationID")),
        transaction_id=as_id(result.get("TransactionID")),
        parameters=_parameters(result.get("ResultParameters")),
    )


def read_ack(body: dict[str, Any]) -> tuple[str, str]:
    """Return M-Pesa's ConversationID and the OriginatorConversationID of an accepted request.

    Raises Unknown for anything but a yes with both: no other answer proves that nothing was done.
    """
    code = as_text(body.get("ResponseCode"))
    conversation_id = as_id(body.get("ConversationID"))
    originator_id = as_id(body.get("OriginatorConversationID"))
    if not is_zero(code):
        reason = as_text(body.get("ResponseDescription")) or "no description"
        raise Unknown(reason[:200], code=f"ResponseCode {code}")
    if conversation_id is None or originator_id is None:
        raise Unknown("an answer without M-Pesa's ids")
    return conversation_id, originator_id


def _parameters(value: Any) -> Parameters:
    values: dict[str, list[Any]] = {}
    for group in as_list(value):
        # One parameter comes without brackets, and a list may come without its wrapper.
        inner = as_object(group)
        for item in as_list(inner.get("ResultParameter", inner)):
            name, content = as_object(item).get("Key"), as_object(item).get("Value")
            if isinstance(name, str) and content is not None:
                values.setdefault(name, []).append(content)
    return Parameters(values)
