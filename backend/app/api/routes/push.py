"""Web Push: our key, and the browser that shows a player's notifications."""

from uuid import UUID

from fastapi import APIRouter

from app.api.contract.declare import refuses
from app.api.deps import ClientAddress, CurrentPlayer, Identity, SessionDep
from app.api.request_limits import count_request
from app.core import rate_limit, vapid
from app.core.clock import utc_now
from app.core.settings import get_settings
from app.core.vapid_format import decode
from app.domain.errors import Conflict
from app.schemas.push import PushReceipt, PushShown, PushSubscriptionRequest, PushTest, VapidKey
from app.services.notifications import push_receipts, push_tests, subscriptions
from app.services.notifications.subscriptions import Browser

router = APIRouter(prefix="/notifications", tags=["inbox"])


@router.get("/vapid-key")
def get_vapid_key(_: CurrentPlayer) -> VapidKey:
    """Get the key that a browser subscribes to pushes with."""
    newest = vapid.ring()[0]
    return VapidKey(public_key=newest.public)


@router.post("/push-subscriptions", status_code=204, responses=refuses(Conflict))
def subscribe_to_pushes(
    body: PushSubscriptionRequest, _: CurrentPlayer, identity: Identity, session: SessionDep
) -> None:
    """Let this browser show your notifications until you sign out; again at each start."""
    user_id, session_id = identity
    browser = Browser(
        endpoint=body.endpoint,
        p256dh=decode(body.keys.p256dh),
        auth=decode(body.keys.auth),
        server_key=body.server_key,
    )
    subscriptions.subscribe(session, browser, user_id=user_id, session_id=session_id, now=utc_now())


@router.delete("/push-subscriptions", status_code=204)
def unsubscribe_from_pushes(_: CurrentPlayer, identity: Identity, session: SessionDep) -> None:
    """Send this browser no more notifications."""
    session_id = identity[1]
    subscriptions.unsubscribe(session, session_ids=[session_id])


@router.post("/push-receipts")
def receive_push(body: PushReceipt, address: ClientAddress, session: SessionDep) -> PushShown:
    """Say that a push was shown, so that no SMS tells the same; its secret is in the push."""
    count_request("receipt", address)
    is_over = push_receipts.mark_shown(session, receipt=UUID(body.receipt), now=utc_now())
    return PushShown(is_over=is_over)


@router.post("/test", status_code=202, responses=refuses(Conflict))
def send_push_test(_: CurrentPlayer, identity: Identity, session: SessionDep) -> PushTest:
    """Send a test to the browser that you are signed in with; `GET` says what came of it."""
    user_id, session_id = identity
    rate_limit.count(get_settings().rate.push_tests_per_account, "push-test", str(user_id))
    test = push_tests.start(session, session_id=session_id, now=utc_now())
    return PushTest.model_validate(test)


@router.get("/test")
def get_push_test(_: CurrentPlayer, identity: Identity, session: SessionDep) -> PushTest:
    """Get what came of the last test: taken, shown by your browser's own word, or why not."""
    test = push_tests.find(session, session_id=identity[1], now=utc_now())
    return PushTest.model_validate(test)
