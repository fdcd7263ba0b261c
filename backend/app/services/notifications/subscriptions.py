"""Subscriptions of browsers to pushes: each belongs to one sign-in, and ends with it."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import case, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core import vapid
from app.core.settings import get_settings
from app.domain.errors import Conflict, Invalid, NotSignedIn
from app.domain.notifications.push_services import origin_of
from app.domain.problems import ProblemCode
from app.models.login import LoginSession
from app.models.push import PushSubscription

_DELETE_ENDED = text("""
DELETE FROM push_subscriptions p USING login_sessions s, users u
 WHERE s.id = p.session_id AND u.id = p.user_id
   AND (s.ended_at IS NOT NULL OR s.expires_at <= :now OR NOT u.is_active)
""")


@dataclass(frozen=True)
class Browser:
    """A browser as it describes itself; `server_key` is the key of ours that it subscribed with."""

    endpoint: str
    p256dh: bytes
    auth: bytes
    server_key: str


def subscribe(
    session: Session, browser: Browser, *, user_id: int, session_id: int, now: datetime
) -> None:
    """Bind a browser to a sign-in, in place of the one it had; who had the browser loses it.

    Raises Invalid for a push service or key that cannot be, Conflict for an old key of ours.
    """
    if origin_of(browser.endpoint, local=get_settings().push.local_service) is None:
        raise Invalid(
            ProblemCode.PUSH_SERVICE_UNKNOWN,
            "We do not know the service by which this browser gets notifications.",
        )
    _refuse_no_point(browser.p256dh)
    key = vapid.find(public=browser.server_key)
    if key is None:
        raise Conflict(
            ProblemCode.PUSH_KEY_OUTDATED, "Our key has changed: subscribe again with the new one."
        )
    _lock_sign_in(session, session_id)
    session.execute(
        delete(PushSubscription).where(
            PushSubscription.session_id == session_id,
            PushSubscription.endpoint != browser.endpoint,
        )
    )
    values = {
        "session_id": session_id,
        "user_id": user_id,
        "p256dh": browser.p256dh,
        "auth": browser.auth,
        "key_id": key.id,
        "failures": 0,
        "created_at": now,
    }
    written = insert(PushSubscription).values(endpoint=browser.endpoint, **values)
    # The test of who had the browser before is nobody else's.
    own_test = case(
        (PushSubscription.session_id == session_id, PushSubscription.test_receipt), else_=None
    )
    session.execute(
        written.on_conflict_do_update(
            index_elements=["endpoint"], set_={**values, "test_receipt": own_test}
        )
    )


def unsubscribe(session: Session, *, session_ids: list[int]) -> None:
    """Forget the browsers of sign-ins; twice is the same as once."""
    if session_ids:
        session.execute(
            delete(PushSubscription).where(PushSubscription.session_id.in_(session_ids))
        )


def delete_ended(session: Session, *, now: datetime) -> None:
    """Delete the subscriptions of sign-ins that are over. Nothing was sent to them since."""
    session.execute(_DELETE_ENDED, {"now": now})


def _lock_sign_in(session: Session, session_id: int) -> None:
    """Lock the sign-in, so that what ends it sees this subscription."""
    found = session.execute(
        select(LoginSession.id)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NotSignedIn(ProblemCode.SESSION_ENDED, "You were signed out. Please sign in again.")


def _refuse_no_point(p256dh: bytes) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except ValueError as error:
        raise Invalid(ProblemCode.INVALID_REQUEST, "p256dh is no point of P-256.") from error
