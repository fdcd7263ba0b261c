"""Sign in: a name and a password, and for staff a second factor, begin a session on a device."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.core.settings import get_settings
from app.domain.auth import purposes
from app.domain.auth.login_name import LoginName
from app.domain.auth.passkeys import Ceremony, Site
from app.domain.notifications.kinds import Kind
from app.domain.platform.rights import is_staff
from app.models.login import LoginSession
from app.models.user import User
from app.services.auth import accounts, new_devices, sms_outbox
from app.services.auth.factor import checks
from app.services.auth.passkeys import challenges, own, signatures
from app.services.auth.session_tokens import SessionTokens, new_tokens, staff_tokens
from app.services.notifications.notify import Notice, notify

WRONG_CREDENTIALS = "We know no player with this name and password."


@dataclass(frozen=True)
class Credentials:
    """The hash to compare a password with; without one no password is right."""

    user_id: int | None
    password_hash: str | None


def credentials(session: Session, *, name: LoginName) -> Credentials:
    """Return what to compare the password of `name` with: no hash if unknown or suspended."""
    user = accounts.find(session, name=name)
    if user is None:
        return Credentials(user_id=None, password_hash=None)
    return Credentials(
        user_id=user.id, password_hash=user.password_hash if user.is_active else None
    )


@dataclass(frozen=True)
class Device:
    """The browser that signs in: what it calls itself, and the accounts that it has signed in to.

    `app_device` is the SHA-256 of what the app calls its device, if it does; `marks` by account,
    and `fresh_mark` for one that it signs in to first, those of what its cookie calls it.
    """

    user_agent: str
    app_device: bytes | None
    marks: dict[int, bytes]
    fresh_mark: bytes


def sign_in(
    session: Session,
    *,
    known: Credentials,
    device: Device,
    now: datetime,
    code: str | None = None,
) -> SessionTokens | None:
    """Open a session for the owner of `known`, whose password was right.

    Returns None for a suspended account, and if the password was changed since `known` was read.
    The row is locked, so that a reset sees every session that the old password has opened. Unless
    the browser is known, a player who has signed in before is told of a new device, and no payout
    is asked for from it for a while.

    Staff shows the `code` of their second factor as well, and is refused as
    `checks.check_sign_in` says; who has none yet gets a session that is no staff session.
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
    factor_at = _check_factor(session, user, code=code, now=now) if is_staff(user.role) else None
    return _begin(session, user, device=device, factor_at=factor_at, now=now)


def sign_in_by_passkey(
    session: Session, *, credential: dict[str, Any], site: Site, device: Device, now: datetime
) -> tuple[SessionTokens, int]:
    """Open a session for whoever's passkey signed the challenge of a sign-in; return whose it is.

    The device has verified its owner, so this shows two factors. Raises Invalid, in the same words
    for an answer that is wrong, an account that is shut, and a passkey of the other site: what
    players have opens nothing of staff's.
    """
    passkey = signatures.check(session, credential, site=site, ceremony=Ceremony.SIGN_IN, now=now)
    user = session.scalars(
        select(User).where(User.id == passkey.user_id, User.is_active).with_for_update(read=True)
    ).one_or_none()
    if user is None or own.site_of(user) is not site:
        raise challenges.wrong()
    return _begin(session, user, device=device, factor_at=now, now=now), user.id


def _begin(
    session: Session, user: User, *, device: Device, factor_at: datetime | None, now: datetime
) -> SessionTokens:
    mark = device.marks.get(user.id, device.fresh_mark)
    is_new = user.id not in device.marks and new_devices.has_signed_in(session, user_id=user.id)
    if is_new:
        sms_outbox.tell(session, user=user, notice=purposes.Notice.NEW_DEVICE, now=now)
    until = new_devices.payouts_after(session, user.id, is_new=is_new, mark=mark, now=now)
    login = LoginSession(
        user_id=user.id,
        user_agent=device.user_agent,
        device_sha256=device.app_device,
        created_at=now,
        last_used_at=now,
        expires_at=now + _lifetime(user),
        factor_at=factor_at,
        mark_sha256=mark,
        payouts_after=until,
    )
    session.add(login)
    session.flush()
    if is_staff(user.role):
        return staff_tokens(login, now=now)
    return new_tokens(session, login, now=now)


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


def _check_factor(
    session: Session, user: User, *, code: str | None, now: datetime
) -> datetime | None:
    """Return when the second factor was shown: now, or None for who has none yet."""
    factor = checks.active(session, user_id=user.id)
    if factor is None:
        return None
    if checks.check_sign_in(session, factor, code=code, now=now):
        sms_outbox.tell(session, user=user, notice=purposes.Notice.FACTOR_CHANGED, now=now)
    return now


def _lifetime(user: User) -> timedelta:
    """Return how long after its sign-in a session ends; one of staff unless it is used."""
    settings = get_settings().login
    seconds = settings.admin_idle_seconds if is_staff(user.role) else settings.refresh_seconds
    return timedelta(seconds=seconds)
