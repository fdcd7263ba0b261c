"""Signing in and out: a session for each device, whose refresh tokens succeed one another."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import hang_up
from app.core.security import fingerprint, new_access_token, new_secret_word
from app.core.settings import get_settings
from app.domain.auth import passwords
from app.domain.auth.login_name import LoginName
from app.domain.errors import Conflict, Invalid, NotFound, NotSignedIn, Refusal, TooSoon
from app.domain.problems import ProblemCode
from app.models.login import LoginSession, RefreshToken
from app.models.user import User
from app.services.auth import accounts
from app.services.auth import otp as sms_codes
from app.services.auth.otp import Purpose, Verdict

WRONG_CREDENTIALS = "We know no player with this name and password."


@dataclass(frozen=True)
class Credentials:
    """What a password is to be compared with; no hash means that none will fit."""

    user_id: int | None
    password_hash: str | None


@dataclass(frozen=True)
class SignedIn:
    """The keys to one session: `refresh_token` goes into the cookie and nowhere else."""

    session_id: int
    access_token: str
    refresh_token: str


def credentials(session: Session, *, name: LoginName) -> Credentials:
    """Return what the password of `name` must fit; unknown and suspended look the same."""
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
) -> SignedIn | None:
    """Open a session for who has shown the right password; None for a suspended account.

    None too if the password was changed since `known` was read: the row is locked against that, so
    that a reset finds every session that the old password has opened.
    """
    user_id = session.execute(
        select(User.id)
        .where(
            User.id == known.user_id,
            User.password_hash == known.password_hash,
            User.is_active,
        )
        .with_for_update(read=True)
    ).scalar_one_or_none()
    if user_id is None:
        return None
    login = LoginSession(
        user_id=user_id,
        user_agent=user_agent,
        device_sha256=device,
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(seconds=get_settings().login.refresh_seconds),
    )
    session.add(login)
    session.flush()
    return _new_keys(session, login=login, now=now)


def refresh(
    session: Session, *, token: str, now: datetime, device: bytes | None = None
) -> SignedIn | Refusal:
    """Exchange a refresh token for new keys, once; its like are void with it.

    Two tabs may show the same token within some seconds. Later it can only be a copy: then the
    whole session ends, for the thief and for the owner, who signs in again. The refusal is returned
    and not raised, because that ending must be committed.
    """
    settings = get_settings().login
    refused = NotSignedIn(ProblemCode.SESSION_ENDED, "You were signed out. Please sign in again.")
    login = _lock_session_of(session, token=token)
    if login is None or login.ended_at is not None:
        return refused
    idle_since = now - timedelta(seconds=settings.idle_seconds)
    if login.expires_at <= now or login.last_used_at <= idle_since:
        return refused
    if not _is_active(session, user_id=login.user_id):
        return refused

    shown = session.get_one(RefreshToken, fingerprint(token))
    grace = timedelta(seconds=settings.grace_seconds)
    if shown.used_at is not None and now - shown.used_at > grace:
        _end(session, login, because="token_reused", now=now)
        return NotSignedIn(
            ProblemCode.SESSION_ENDED,
            "This sign-in was used from two places, so we ended it. Please sign in again.",
        )
    # Tabs of one browser got tokens of their own within the grace; from now on only one line goes
    # on, or a thief's branch could live beside the owner's unnoticed.
    session.execute(
        update(RefreshToken)
        .where(RefreshToken.session_id == login.id, RefreshToken.used_at.is_(None))
        .values(used_at=now)
    )
    login.last_used_at = now
    login.device_sha256 = device or login.device_sha256
    return _new_keys(session, login=login, now=now)


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session of a refresh token, used or not: its access tokens are refused from now."""
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
    """Sign one device of the player out; raises NotFound when it is not his."""
    login = session.scalars(
        select(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.user_id == user_id)
        .with_for_update()
    ).one_or_none()
    if login is None:
        raise NotFound(ProblemCode.NOT_FOUND, "You are not signed in there.")
    _end(session, login, because="signed_out", now=now)


def verify_phone(session: Session, *, player: User, digits: str, now: datetime) -> Refusal | None:
    """Take the digits as proof that the phone is the player's; the refusal is to be committed."""
    if player.is_verified:
        return Conflict(ProblemCode.PHONE_ALREADY_VERIFIED, "Your phone is verified already.")
    verdict = sms_codes.verify(
        session, user=player, purpose=Purpose.VERIFY_PHONE, digits=digits, now=now
    )
    match verdict:
        case Verdict.FITS:
            player.is_verified = True
            return None
        case Verdict.WRONG:
            return Invalid(ProblemCode.CODE_WRONG, "That is not the code from the SMS.")
        case Verdict.ENDED:
            return Invalid(ProblemCode.CODE_EXPIRED, "This code has ended. Ask for a new one.")


def resend_code(session: Session, *, player: User, now: datetime) -> None:
    """Send the player a new code for his phone; raises TooSoon."""
    if player.is_verified:
        raise Conflict(ProblemCode.PHONE_ALREADY_VERIFIED, "Your phone is verified already.")
    sms_codes.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=now)


def forgot_password(session: Session, *, name: LoginName, now: datetime) -> None:
    """Send a code to the phone of `name`, if there is such a player; nobody is told which."""
    user = accounts.find(session, name=name)
    if user is None or not user.is_active:
        return
    try:
        sms_codes.issue(session, user=user, purpose=Purpose.RESET_PASSWORD, now=now)
    except TooSoon:
        return  # the code that is under way will do, and "too soon" would say that we know him


def reset_password(
    session: Session,
    *,
    name: LoginName,
    digits: str,
    password: str,
    password_hash: str,
    now: datetime,
) -> int | Refusal:
    """Set a new password by the digits from the SMS and sign out every device.

    Returns the player's id, or a refusal that is to be committed; it is the same one for unknown
    names, so that nobody learns who plays here. Raises Invalid, with the digits still good, when
    the password is the player's own name or number.
    """
    refused = Invalid(ProblemCode.CODE_WRONG, "This code is wrong or has ended.")
    user = accounts.find(session, name=name)
    if user is None or not user.is_active:
        return refused
    verdict = sms_codes.verify(
        session, user=user, purpose=Purpose.RESET_PASSWORD, digits=digits, now=now
    )
    if verdict is not Verdict.FITS:
        return refused
    weak = passwords.weakness(password, username=user.username, email=user.email, phone=user.phone)
    if weak:
        raise Invalid(ProblemCode.PASSWORD_WEAK, weak)
    user.password_hash = password_hash
    # Whoever took over a phone gets no money out before its owner notices.
    user.payouts_after = now + timedelta(seconds=get_settings().withdrawal.cool_off_seconds)
    # First the row, then its sessions: whoever signs in with the old password right now is either
    # seen below or finds the row changed.
    session.flush()
    ended = session.scalars(
        update(LoginSession)
        .where(LoginSession.user_id == user.id, LoginSession.ended_at.is_(None))
        .values(ended_at=now, ended_because="password_reset")
        .returning(LoginSession.id)
    )
    hang_up(session, list(ended))
    return user.id


def forget_old_tokens(session: Session, *, now: datetime) -> None:
    """Forget the refresh tokens of sessions that are over: they warn of thieves no more."""
    over = select(LoginSession.id).where(
        (LoginSession.expires_at < now) | (LoginSession.ended_at < now - timedelta(days=1))
    )
    session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(over)))


def _lock_session_of(session: Session, *, token: str) -> LoginSession | None:
    """Lock the session first and read its tokens after, so that two tabs take turns."""
    owner = select(RefreshToken.session_id).where(RefreshToken.token_sha256 == fingerprint(token))
    session_id = session.execute(owner).scalar_one_or_none()
    if session_id is None:
        return None
    return session.scalars(
        select(LoginSession).where(LoginSession.id == session_id).with_for_update()
    ).one()


def _is_active(session: Session, *, user_id: int) -> bool:
    return session.execute(select(User.is_active).where(User.id == user_id)).scalar_one()


def _end(session: Session, login: LoginSession, *, because: str, now: datetime) -> None:
    if login.ended_at is None:
        login.ended_at = now
        login.ended_because = because
        hang_up(session, [login.id])


def _new_keys(session: Session, *, login: LoginSession, now: datetime) -> SignedIn:
    word = new_secret_word()
    session.add(RefreshToken(token_sha256=fingerprint(word), session_id=login.id, created_at=now))
    session.flush()
    return SignedIn(
        session_id=login.id,
        access_token=new_access_token(login.user_id, session_id=login.id, now=now),
        refresh_token=word,
    )
