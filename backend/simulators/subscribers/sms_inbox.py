"""The SMS inboxes of all phones."""

import secrets
from dataclasses import dataclass

from simulators.core.clock import Clock
from simulators.core.store import Store


@dataclass(frozen=True, kw_only=True)
class SmsMessage:
    """One SMS as it arrived."""

    id: int
    message_id: str
    sender: str
    text: str
    at: float


class SmsInbox:
    """All inboxes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def deliver(self, msisdn: str, *, sender: str, text: str) -> str:
        """Put an SMS into an inbox and return its message id."""
        message_id = f"ATXid_{secrets.token_hex(16)}"
        self._store.run(
            "INSERT INTO sms_messages (message_id, msisdn, sender, text, at)"
            " VALUES (?, ?, ?, ?, ?)",
            message_id,
            msisdn,
            sender,
            text,
            self._clock.now(),
        )
        return message_id

    def of(self, msisdn: str, *, limit: int = 50) -> list[SmsMessage]:
        """Return an inbox, newest first."""
        rows = self._store.all(
            "SELECT id, message_id, sender, text, at FROM sms_messages WHERE msisdn = ?"
            " ORDER BY id DESC LIMIT ?",
            msisdn,
            limit,
        )
        return [SmsMessage(**dict(row)) for row in rows]
