"""Africa's Talking's spelling of a message and of what became of it."""

from decimal import Decimal, InvalidOperation
from typing import Any

# statusCode of a recipient: 100 processed, 101 sent, 102 queued.
_TAKEN = frozenset({100, 101, 102})
# Will not do tomorrow either: risk hold, invalid phone, unsupported type, blacklisted, do not
# disturb. The rest (routes, gateways) may pass.
_HOPELESS = frozenset({401, 403, 404, 406, 409})
# Ours to mend: the sender id, our balance there.
_OURS = frozenset({402, 405})


class Unreadable(Exception):
    """The answer is not what Africa's Talking documents."""


def form(*, username: str, sender_id: str, phone: str, text: str) -> dict[str, str]:
    """Return the fields of `POST /version1/messaging`; `phone` is the 12-digit form."""
    fields = {"username": username, "to": f"+{phone}", "message": text}
    if sender_id:
        fields["from"] = sender_id
    return fields


def status_of(body: Any) -> int:
    """Return the one recipient's statusCode; raises Unreadable.

    Tolerant in what does not matter: unknown members, numbers written as strings.
    """
    try:
        return int(body["SMSMessageData"]["Recipients"][0]["statusCode"])
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise Unreadable from error


def message_id_of(body: Any) -> str | None:
    """Return how the network calls a message that it has taken; reports on it say so, too."""
    found = body["SMSMessageData"]["Recipients"][0].get("messageId")
    return str(found)[:80] if found and found != "None" else None


def cost_of(body: Any) -> Decimal | None:
    """Return what a message cost in KES; None if the answer does not say."""
    currency, _, amount = str(body["SMSMessageData"]["Recipients"][0].get("cost")).partition(" ")
    try:
        cost = Decimal(amount)
    except InvalidOperation:
        return None
    return cost if currency == "KES" and cost.is_finite() and 0 <= cost < 1_000 else None


def whole_refusal(body: Any) -> str | None:
    """Return why a request was refused as a whole, such as `InvalidSenderId`; None if it was not.

    Then nobody got anything, and the list of recipients is empty.
    """
    try:
        data = body["SMSMessageData"]
        says = data["Message"] if data["Recipients"] == [] else None
    except (KeyError, TypeError):
        return None
    return str(says)[:80] if says else None


def is_ours(status: int) -> bool:
    """Return whether a refusal is about our account there, so that every message meets it."""
    return status in _OURS


def is_taken(status: int) -> bool:
    """Return whether the network has the message now."""
    return status in _TAKEN


def is_hopeless(status: int) -> bool:
    """Return whether trying again is of no use."""
    return status in _HOPELESS


def written_in(body: Any, message_id: str) -> tuple[str, str] | None:
    """Return sender (as spelt) and text of the message `message_id` in a list of them, or None.

    Raises Unreadable.
    """
    try:
        rows = [row for row in body["SMSMessageData"]["Messages"] if str(row["id"]) == message_id]
        return (str(rows[0]["from"]), str(rows[0]["text"])) if rows else None
    except (KeyError, TypeError) as error:
        raise Unreadable from error


def id_before(message_id: str) -> str:
    """Return after which id the network lists messages so that `message_id` comes first."""
    return (
        str(max(int(message_id) - 1, 0)) if message_id.isascii() and message_id.isdigit() else "0"
    )
