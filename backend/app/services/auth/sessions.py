"""Sign in and out: one session per device, with refresh tokens that are exchanged at each use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import close_sockets
from app.core.clock import NAIROBI
from app.core.database import Unit, cursor_of
from app.core.security import fingerprint, new_access_token, new_token
from app.core.settings import get_settings
from app.domain.auth import purposes
from app.domain.auth.login_name import LoginName
from app.domain.errors import NotFound, NotSignedIn
from app.domain.notifications.kinds import Kind
from app.domain.problems import ProblemCode
from app.models.login import LoginSession, RefreshToken
from app.models.user import User
from app.services.auth import accounts, new_devices, sms_outbox
from app.services.notifications import subscriptions
from app.services.notifications.notify import Notice, notify

_ENDED = """
SELECT s.id FROM login_sessions s JOIN users u ON u.id = s.user_id
WHERE s.id = ANY(%s::bigint[])
  AND (s.ended_at IS NOT NULL OR s.expires_at <= now() OR NOT u.is_active)
"""

WRONG_CREDENTIALS = "We know no player with this name and password."


@dataclass(frozen=True)
class Credentials:
    """The hash to compare a password with; without one no password is right."""

    user_id: int | None
    password_hash: str | None


@dataclass(frozen=True)
class SessionTokens:
    """The tokens of one session; `refresh_token` goes into the cookie and nowhere else."""

    session_id: int
    access_token: str
    refresh_token: str


def credentials(session: Session, *, name: LoginName) -> Credentials:
    """Return what to compare the password of `name` with: no hash if unknown or suspended."""
    user = accounts.find(session, name=name)
    if user is None:
        return Credentials(user_id=None, password_hash=None)
    return Credentials(
        user_id=user.id, password_hash=user.password_hash if user.is_active else None
    )


def sign_in(
    session: Session,
    *,
    known: Credentials,
    user_agent: str,
    now: datetime,
    device: bytes | None = None,
    is_known: bool = True,
    mark: bytes | None = None,
) -> SessionTokens | None:
    """Open a session for the owner of `known`, whose password was right.

    Returns None for a suspended account, and if the password was changed since `known` was read.
    The row is locked, so that a reset sees every session that the old password has opened. Unless
    the browser `is_known`, a player who has signed in before is told of a new device, and no payout
    is asked for from it for a while. `mark` is the hash of what the browser is called.
    """
    user = session.scalars(
        select(User)
        .where(
            User.id == known.user_id,
            User.password_hash == known.password_hash,
            User.is_active,
        )
        .with_for_update(read=True)
    ).one_or_none()
    if user is None:
        return None
    is_new = not is_known and new_devices.has_signed_in(session, user_id=user.id)
    if is_new:
        sms_outbox.tell(session, user=user, notice=purposes.Notice.NEW_DEVICE, now=now)
    until = new_devices.payouts_after(session, user.id, is_new=is_new, mark=mark, now=now)
    login = LoginSession(
        user_id=user.id,
        user_agent=user_agent,
        device_sha256=device,
        created_at=now,
        last_used_at=now,
        expires_at=now + _lifetime(user),
        mark_sha256=mark,
        payouts_after=until,
    )
    session.add(login)
    session.flush()
    return _new_tokens(session, login=login, now=now)


def tell_of_guesses(session: Session, *, known: Credentials, now: datetime) -> None:
    """Tell the player of `known`, if there is one, of many wrong passwords; once a day.

    In the app and by push only: strangers cause it, and must not make us pay for SMS. A suspended
    player, who has no hash here, is not told.
    """
    if known.user_id is None or known.password_hash is None:
        return
    told = Notice(
        user_id=known.user_id,
        kind=Kind.MANY_GUESSES,
        subject="account",
        event=f"guesses:{now.astimezone(NAIROBI):%Y-%m-%d}",
        variables={"at": now.isoformat()},
    )
    notify(session, [told], now=now)


def replace_hash(session: Session, *, known: Credentials, password_hash: str) -> None:
    """Store another hash of the same password, unless the password was changed meanwhile."""
    session.execute(
        update(User)
        .where(User.id == known.user_id, User.password_hash == known.password_hash)
        .values(password_hash=password_hash)
    )


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
    ends_at = min(login.expires_at, login.created_at + _lifetime(user))
    if not user.is_active or ends_at <= now or login.last_used_at + _longest_pause(user) <= now:
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
    return _new_tokens(session, login=login, now=now)


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


def _lifetime(user: User) -> timedelta:
    """Return how long after its sign-in a session ends, used or not."""
    settings = get_settings().login
    is_staff = user.role != "player"
    return timedelta(
        seconds=settings.admin_refresh_seconds if is_staff else settings.refresh_seconds
    )


def _longest_pause(user: User) -> timedelta:
    """Return how long after its last refresh a session ends.

    An access token is used without our noticing, so staff has its time on top of their break.
    """
    settings = get_settings().login
    if user.role != "player":
        return timedelta(seconds=settings.admin_idle_seconds + settings.access_seconds)
    return timedelta(seconds=settings.idle_seconds)


def _end(session: Session, login: LoginSession, *, because: str, now: datetime) -> None:
    if login.ended_at is None:
        login.ended_at = now
        login.ended_because = because
        _let_go(session, [login.id])


def _let_go(session: Session, ended: list[int]) -> None:
    """End what reaches the devices of sessions that have ended: sockets and pushes."""
    subscriptions.unsubscribe(session, session_ids=ended)
    close_sockets(session, ended)


def _new_tokens(session: Session, *, login: LoginSession, now: datetime) -> SessionTokens:
    token = new_token()
    session.add(RefreshToken(token_sha256=fingerprint(token), session_id=login.id, created_at=now))
    session.flush()
    return SessionTokens(
        session_id=login.id,
        access_token=new_access_token(login.user_id, session_id=login.id, now=now),
        refresh_token=token,
    )
