"""Schemas of the live socket: its ticket, and its messages."""

from enum import StrEnum

from pydantic import BaseModel

from app.schemas.base import Outbound


class SocketTicket(Outbound):
    """Opens `/ws` once, within `expires_in` seconds."""

    ticket: str
    expires_in: int


class LiveType(StrEnum):
    """The types of messages on the socket."""

    MATCH_FOUND = "match.found"
    MATCH_READY = "match.ready"
    MATCH_REPORTED = "match.reported"
    MATCH_PROVISIONAL = "match.provisional"
    MATCH_REMINDER = "match.reminder"
    MATCH_REPLAY = "match.replay"
    MATCH_EVIDENCE = "match.evidence"
    MATCH_SETTLED = "match.settled"
    MATCH_DISPUTED = "match.disputed"
    MATCH_CANCELLED = "match.cancelled"
    WALLET_CHANGED = "wallet.changed"
    DEPOSIT_CHANGED = "deposit.changed"
    WITHDRAWAL_CHANGED = "withdrawal.changed"
    QUEUE_CHANGED = "queue.changed"
    RATING_CHANGED = "rating.changed"
    CHALLENGE_CHANGED = "challenge.changed"


class LiveMessage(BaseModel):
    """One thing that changed; fetch it again. `id` resumes the stream after a break."""

    id: int
    type: LiveType
    topic: str
    data: dict[str, int | str]
