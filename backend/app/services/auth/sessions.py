"""Sign in and out: one session per device, with refresh tokens that are exchanged at each use.

A session of staff has none: it ends after a break, and after half a day (`accounts.signed_in`).
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import close_sockets
from app.core.database import Unit, cursor_of
from app.core.security import fingerprint
from app.core.settings import get_settings
from app.domain.auth import purposes
from app.domain.errors import NotFound, NotSignedIn
from app.domain.platform.rights import is_staff
from app.domain.problems import ProblemCode
from app.models.login import LoginSession, RefreshToken
from app.models.user import User
from app.services.auth import sms_outbox
from app.services.auth.session_tokens import (
    SessionTokens,
    access_token_only,
    new_tokens,
    staff_tokens,
)
from app.services.notifications import subscriptions

_ENDED = """
SELECT s.id FROM login_sessions s JOIN users u ON u.id = s.user_id
WHERE s.id = ANY(%s::bigint[])
  AND (s.ended_at IS NOT NULL OR s.expires_at <= now() OR NOT u.is_active)
"""


def ended_among(session: Unit, *, session_ids: list[int]) -> list[int]:
    """Return which of these sessions are over, or belong to a suspended player; one statement."""
    cursor = cursor_of(session)
    # One text, since a list of thousands of numbers would be adapted one by one.
    cursor.execute(_ENDED, ("{" + ",".join(map(str, session_ids)) + "}",))
    return [row[0] for row in cursor.fetchall()]


def refresh(
    session: Session, *, token: str, now: datetime, device: bytes | None = None
) -> SessionTokens:
    """Exchange a refresh token for new tokens, once; the session's other tokens become void.

    Two tabs may send the same token within `grace_seconds`. After that a used token can only be a
    copy: the whole session ends, for the thief and for the owner, who signs in again (RFC 9700
    §4.14.2). Raises NotSignedIn; for a copied token the end of the session is committed.
    """
    settings = get_settings().login
    refused = NotSignedIn(ProblemCode.SESSION_ENDED, "You were signed out. Please sign in again.")
    login = _lock_session_of(session, token=token)
    if login is None or login.ended_at is not None:
        raise refused
    user = session.get_one(User, login.user_id)
    # Staff has no refresh tokens: this one is from before they were appointed.
    idle_until = login.last_used_at + timedelta(seconds=settings.idle_seconds)
    if not user.is_active or is_staff(user.role) or min(login.expires_at, idle_until) <= now:
        raise refused

    used = session.get_one(RefreshToken, fingerprint(token))
    grace = timedelta(seconds=settings.grace_seconds)
    if used.used_at is not None and now - used.used_at > grace:
        _end(session, login, because="token_reused", now=now)
        sms_outbox.tell(session, user=user, notice=purposes.Notice.TOKEN_REUSED, now=now)
        raise NotSignedIn(
            ProblemCode.SESSION_ENDED,
            "This sign-in was used from two places, so we ended it. Please sign in again.",
            commits=True,
        )
    # Tabs of one browser get tokens of their own within the grace. From now on only one chain of
    # tokens is valid, or a thief's could go on beside the owner's unnoticed.
    session.execute(
        update(RefreshToken)
        .where(RefreshToken.session_id == login.id, RefreshToken.used_at.is_(None))
        .values(used_at=now)
    )
    login.last_used_at = now
    login.device_sha256 = device or login.device_sha256
    return new_tokens(session, login, now=now)


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session of a refresh token, used or not; its access tokens are refused from now."""
    login = _lock_session_of(session, token=token)
    if login is not None:
        _end(session, login, because="signed_out", now=now)


def devices(session: Session, *, user_id: int, now: datetime) -> list[LoginSession]:
    """Return where the player is signed in, the latest used first."""
    idle_since = now - timedelta(seconds=get_settings().login.idle_seconds)
    found = session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            LoginSession.last_used_at > idle_since,
        )
        .order_by(LoginSession.last_used_at.desc(), LoginSession.id.desc())
        .limit(100)
    )
    return list(found)


def end_session(session: Session, *, user_id: int, session_id: int, now: datetime) -> None:
    """Sign one device of the player out; raises NotFound if it is not theirs."""
    login = session.scalars(
        select(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.user_id == user_id)
        .with_for_update()
    ).one_or_none()
    if login is None:
        raise NotFound(ProblemCode.NOT_FOUND, "You are not signed in there.")
    _end(session, login, because="signed_out", now=now)


def end_one(session: Session, *, session_id: int, because: str, now: datetime) -> None:
    """End a session, whosever it is."""
    login = session.get(LoginSession, session_id, with_for_update=True)
    if login is not None:
        _end(session, login, because=because, now=now)


def tokens_of(session: Session, *, session_id: int, now: datetime) -> SessionTokens:
    """Return an access token for a session that the console has begun, without a refresh token.

    Raises NotSignedIn if it has ended meanwhile.
    """
    login = session.get_one(LoginSession, session_id)
    if login.ended_at is not None or login.expires_at <= now:
        raise NotSignedIn(ProblemCode.SESSION_ENDED, "You were signed out. Please sign in again.")
    if is_staff(session.get_one(User, login.user_id).role):
        return staff_tokens(login, now=now)
    return access_token_only(login, now=now)


def end_all(
    session: Session, *, user_id: int, because: str, now: datetime, but: int | None = None
) -> None:
    """Sign every device of the player out, but the session `but`."""
    found = session.scalars(
        update(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.id != (but or 0),
        )
        .values(ended_at=now, ended_because=because)
        .returning(LoginSession.id)
    )
    _let_go(session, list(found))


def delete_old_tokens(session: Session, *, now: datetime) -> None:
    """Delete the refresh tokens of sessions that are over; they can reveal no theft any more."""
    ended = select(LoginSession.id).where(
        (LoginSession.expires_at < now) | (LoginSession.ended_at < now - timedelta(days=1))
    )
    session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(ended)))


def _lock_session_of(session: Session, *, token: str) -> LoginSession | None:
    """Lock the session of a token before its tokens are read, so that two tabs take turns."""
    owner = select(RefreshToken.session_id).where(RefreshToken.token_sha256 == fingerprint(token))
    session_id = session.execute(owner).scalar_one_or_none()
    if session_id is None:
        return None
    return session.scalars(
        select(LoginSession).where(LoginSession.id == session_id).with_for_update()
    ).one()


def _end(session: Session, login: LoginSession, *, because: str, now: datetime) -> None:
    if login.ended_at is None:
        login.ended_at = now
        login.ended_because = because
        _let_go(session, [login.id])


def _let_go(session: Session, ended: list[int]) -> None:
    """End what reaches the devices of sessions that have ended: sockets and pushes."""
    subscriptions.unsubscribe(session, session_ids=ended)
    close_sockets(session, ended)
