"""Schemas of the live socket: its ticket, and its messages."""

from pydantic import BaseModel

from app.domain.live import LiveType
from app.schemas.base import Outbound


class SocketTicket(Outbound):
    """Opens `/ws` once, within `expires_in` seconds."""

    ticket: str
    expires_in: int


class LiveMessage(BaseModel):
    """One thing that changed; fetch it again. `id` resumes the stream after a break."""

    id: int
    type: LiveType
    topic: str
    data: dict[str, int | str]
