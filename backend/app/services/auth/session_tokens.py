"""The tokens of a session: players' are exchanged at each refresh, staff's last as long as it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.security import fingerprint, new_access_token, new_token
from app.core.settings import get_settings
from app.models.login import LoginSession, RefreshToken


@dataclass(frozen=True)
class SessionTokens:
    """The tokens of one session; `refresh_token` goes into the cookie and nowhere else.

    Staff has none: their access token lasts as long as the session, which ends without use.
    """

    session_id: int
    access_token: str
    refresh_token: str | None
    expires_in: int


def new_tokens(session: Session, login: LoginSession, *, now: datetime) -> SessionTokens:
    """Give a session of a player its next tokens."""
    token = new_token()
    session.add(RefreshToken(token_sha256=fingerprint(token), session_id=login.id, created_at=now))
    session.flush()
    access = new_access_token(login.user_id, session_id=login.id, now=now)
    return SessionTokens(login.id, access, token, expires_in=get_settings().login.access_seconds)


def staff_tokens(login: LoginSession, *, now: datetime) -> SessionTokens:
    """Return a token for as long as the session may last; `accounts.signed_in` ends it earlier."""
    seconds = get_settings().login.admin_refresh_seconds
    access = new_access_token(login.user_id, session_id=login.id, now=now, seconds=seconds)
    return SessionTokens(login.id, access, refresh_token=None, expires_in=seconds)


def access_token_only(login: LoginSession, *, now: datetime) -> SessionTokens:
    """Return a token of a player's session that cannot be renewed."""
    access = new_access_token(login.user_id, session_id=login.id, now=now)
    seconds = get_settings().login.access_seconds
    return SessionTokens(login.id, access, refresh_token=None, expires_in=seconds)
