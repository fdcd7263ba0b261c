"""The ticket that opens the live socket."""

from fastapi import APIRouter

from app.api.deps import CurrentPlayer, Identity
from app.core import rate_limit
from app.core.live.tickets import TICKET_SECONDS, new_ticket
from app.core.settings import get_settings
from app.schemas.live import SocketTicket

router = APIRouter(prefix="/ws", tags=["live"])


@router.post("/ticket")
def socket_ticket(player: CurrentPlayer, identity: Identity) -> SocketTicket:
    """Give a ticket for `/ws`: one use, thirty seconds. Send it as the socket's first message."""
    rule = get_settings().rate.tickets_per_account
    rate_limit.count(rule, "ticket", str(player.id))
    ticket = new_ticket(user_id=player.id, session_id=identity[1])
    return SocketTicket(ticket=ticket, expires_in=TICKET_SECONDS)
