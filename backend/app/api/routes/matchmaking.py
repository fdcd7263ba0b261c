"""Routes of the queue: preview, join with a stake, read, leave."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.api.deps import CurrentPlayer, IdempotencyKey, SessionDep, VerifiedPlayer
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.schemas.matchmaking import Offer, Queue, QueueEntry
from app.services.matchmaking import presence, previews, queue
from app.services.matchmaking.tickets import QueueRequest

router = APIRouter(prefix="/matchmaking", tags=["matchmaking"])


@router.post("/queue", status_code=201, response_model=Queue)
def join_queue(
    body: QueueEntry, player: VerifiedPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Stake and search. Answers `matched` when an opponent was waiting already."""

    def join() -> Queue:
        request = QueueRequest(**body.model_dump())
        seen = queue.join(session, user_id=player.id, request=request, now=utc_now())
        return Queue.model_validate(seen)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent="POST /matchmaking/queue",
        body=body,
        status=201,
        act=join,
    )


@router.get("/queue")
def queue_state(player: CurrentPlayer, session: SessionDep) -> Queue:
    """Say honestly whether the player is searching, for how long, and what to expect.

    Each call counts as presence. Who neither calls nor has a live socket is not paired after a
    minute, and their ticket is released after ten.
    """
    now = utc_now()
    presence.record_poll(session, user_id=player.id, now=now)
    return Queue.model_validate(queue.state(session, user_id=player.id, now=now))


@router.delete("/queue")
def leave_queue(player: CurrentPlayer, session: SessionDep) -> Queue:
    """Stop searching; the stake is back in the wallet when this answers."""
    return Queue.model_validate(queue.leave(session, user_id=player.id, now=utc_now()))


@router.post("/offer")
def offer(body: QueueEntry, player: CurrentPlayer, session: SessionDep) -> Offer:
    """Say what joining would mean: chances, break-even after the fee, and waits. Holds nothing."""
    request = QueueRequest(**body.model_dump())
    seen = previews.before_joining(session, user_id=player.id, request=request, now=utc_now())
    return Offer.model_validate(seen)
