"""Africa's Talking's spelling of what it posts to us: forms, read tolerantly."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from app.domain import phone as phones
from app.domain.notifications.delivery import Verdict

_MOST_FIELDS = 30
_LONGEST_TEXT = 200
_ID = re.compile(r"[\w.:-]{1,80}", re.ASCII)
# Sent, Submitted and Buffered are on the way. Of the last two its documents do not say whether
# they are final; no later word is known.
_VERDICTS = {
    "success": Verdict.DELIVERED,
    "failed": Verdict.FAILED,
    "rejected": Verdict.FAILED,
    "absentsubscriber": Verdict.FAILED,
    "expired": Verdict.FAILED,
}


class Report(NamedTuple):
    """The last word on one message."""

    message_id: str
    verdict: Verdict
    reason: str | None


def read_report(body: bytes) -> Report | None:
    """Read a delivery report; None if it is unreadable, or the message is still on its way."""
    fields = _fields(body)
    status = fields.get("status", "")
    verdict = _VERDICTS.get(status.lower())
    if verdict is None or not _ID.fullmatch(fields.get("id", "")):
        return None
    reason = re.sub(r"\W+", "_", fields.get("failureReason") or status, flags=re.ASCII)
    return Report(fields["id"], verdict, None if verdict is Verdict.DELIVERED else reason[:30])


class Message(NamedTuple):
    """An SMS to us, as its callback claims it; `phone` has 12 digits."""

    message_id: str
    phone: str
    text: str


def read_message(body: bytes) -> Message | None:
    """Read an SMS to us; None if it is unreadable, or from no Kenyan mobile."""
    fields = _fields(body)
    phone = phones.normalise(fields.get("from", ""))
    if phone is None or "text" not in fields or not _ID.fullmatch(fields.get("id", "")):
        return None
    return Message(fields["id"], phone, one_text(fields["text"]))


def one_text(text: str) -> str:
    """Return a text as we keep it: what no row can hold is replaced, and it is cut."""
    return re.sub("[\x00\ud800-\udfff]", "?", text)[:_LONGEST_TEXT]


def _fields(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:  # no UTF-8, or a flood of fields
        return {}
