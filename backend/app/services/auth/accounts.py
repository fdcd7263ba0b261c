"""Accounts: open, find, read, and check that a caller is signed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import Unit, cursor_of
from app.core.settings import get_settings
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.errors import Conflict, NotAllowed, NotSignedIn
from app.domain.language import Language
from app.domain.matches.games import Platform
from app.domain.platform.rights import is_staff
from app.domain.privacy.consent import TERMS_VERSION, Subject
from app.domain.problems import ProblemCode
from app.models.login import LoginSession
from app.models.user import PlayerStats, User
from app.services.auth import consents, excluded_numbers, game_accounts
from app.services.ledger import posting
from app.services.platform import switches

_USE_IS_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Overview:
    """A player's own account at a glance; the balance (KES) is what the wallet holds."""

    id: int
    username: str
    email: str | None
    phone: str
    is_verified: bool
    role: str
    cod_username: str | None
    wallet_balance: Decimal
    current_rank: int
    created_at: datetime
    language: str
    shown_as: str
    terms_due: bool


def open_account(
    session: Session,
    *,
    username: str,
    email: str,
    phone: str,
    password_hash: str,
    date_of_birth: date,
    cod_username: str | None,
    now: datetime,
    language: Language = Language.ENGLISH,
    terms_version: str = TERMS_VERSION,
) -> User:
    """Create a player with an empty record and their ledger accounts.

    They have accepted the terms of `terms_version`.

    Raises Conflict while registration is paused, when the username is taken or looks like
    another's, or the name in the game is held: unique indexes decide, so of fifty at once one
    succeeds. Phone and e-mail may be known; they belong to who proves the phone (`prove_phone`).
    """
    switches.require_registration(session)
    # Without a conflict there is no error, whose text would put the values into PostgreSQL's log.
    user_id = session.scalars(
        insert(User)
        .values(
            username=username,
            email=email,
            phone=phone,
            password_hash=password_hash,
            date_of_birth=date_of_birth,
            language=language,
        )
        .on_conflict_do_nothing()
        .returning(User.id)
    ).one_or_none()
    if user_id is None:
        raise Conflict(
            ProblemCode.USERNAME_TAKEN,
            "That username is taken, or looks like another player's. Choose another.",
        )
    session.add(PlayerStats(user_id=user_id))
    opened = session.get_one(User, user_id)
    consents.give(session, player=opened, subject=Subject.TERMS, version=terms_version)
    session.flush()
    posting.open_player_accounts(session, user_id=user_id)
    if cod_username:
        player = session.get_one(User, user_id)
        change_profile(session, player=player, cod_username=cod_username, now=now)
    return session.get_one(User, user_id)


def holder_of(session: Session, *, phone: str) -> int | None:
    """Return the id of the account that has proved this number, or None."""
    return session.execute(
        select(User.id).where(User.phone == phone, User.is_verified)
    ).scalar_one_or_none()


def prove_phone(session: Session, *, player: User, phone: str) -> None:
    """Let `phone` be the number of `player`, who has proved it; the first makes them verified.

    Then the e-mail address becomes theirs as well, unless another account has it: their own field
    is emptied. Raises Conflict when another account has proved the number, or has paid from it and
    takes a break.
    """
    for taken in sorted({phone, player.email or ""}):  # of two at once the second sees the first
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(taken, 0))))
    is_anothers = excluded_numbers.is_anothers(session, user_id=player.id, phone=phone)
    if is_anothers or holder_of(session, phone=phone) not in {None, player.id}:
        raise Conflict(
            ProblemCode.PHONE_TAKEN,
            "There is an account with this phone number. Sign in to it instead.",
        )
    if not player.is_verified and _email_is_held(session, player, player.email):
        player.email = None
    player.phone = phone
    player.is_verified = True
    session.flush()


def take_email(session: Session, *, player: User, email: str) -> bool:
    """Let `email` be the verified player's; return False if another verified one has it."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(email, 0))))
    if _email_is_held(session, player, email):
        return False
    player.email = email
    session.flush()
    return True


def _email_is_held(session: Session, player: User, email: str | None) -> bool:
    held = select(User.id).where(
        func.lower(User.email) == func.lower(email), User.is_verified, User.id != player.id
    )
    return session.execute(held).first() is not None


def find(session: Session, *, name: LoginName) -> User | None:
    """Return the player with this username, e-mail address or phone, or None.

    A number or address is its verified holder's. Before anybody has proved it, the one account that
    names it is found by it; two or more are found by their usernames only.
    """
    column = {
        NameKind.USERNAME: func.lower(User.username),
        NameKind.EMAIL: func.lower(User.email),
        NameKind.PHONE: User.phone,
    }[name.kind]
    found = session.scalars(
        select(User).where(column == name.value).order_by(User.is_verified.desc()).limit(2)
    ).all()
    if found and (found[0].is_verified or len(found) == 1):
        return found[0]
    return None


def signed_in(session: Session, *, user_id: int, session_id: int) -> User:
    """Return the account behind an access token, as it is now.

    Raises NotSignedIn when the account or its sign-in has ended, and NotAllowed when the
    account is suspended: a token alone proves only what was true when it was issued. A session of
    staff goes on by being used.
    """
    row = session.execute(
        select(User, LoginSession.ended_at, LoginSession.last_used_at)
        .join(LoginSession, LoginSession.user_id == User.id)
        .where(
            User.id == user_id,
            LoginSession.id == session_id,
            LoginSession.expires_at > func.now(),
        )
    ).one_or_none()
    if row is None or row.ended_at is not None:
        raise _signed_out()
    player: User = row[0]
    if not player.is_active:
        raise _suspended()
    if is_staff(player.role):
        _go_on(session, session_id=session_id, last_used_at=row.last_used_at)
    return player


def _go_on(session: Session, *, session_id: int, last_used_at: datetime) -> None:
    """Let a session of staff end a break after now, and never later than half a day after it began.

    Written once a minute, so that a break is at most a minute shorter than the setting says.
    """
    now = utc_now()
    if now - last_used_at < _USE_IS_NOTED_EVERY:
        return
    settings = get_settings().login
    last = LoginSession.created_at + timedelta(seconds=settings.admin_refresh_seconds)
    session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id)
        .values(
            last_used_at=now,
            expires_at=func.least(last, now + timedelta(seconds=settings.admin_idle_seconds)),
        )
        .execution_options(synchronize_session=False)
    )


def _signed_out() -> NotSignedIn:
    return NotSignedIn(ProblemCode.SESSION_ENDED, "You were signed out. Please sign in again.")


def _suspended() -> NotAllowed:
    return NotAllowed(ProblemCode.ACCOUNT_SUSPENDED, "This account is suspended.")


# Open apps request this again and again, so it is one statement.
_ME = f"""
SELECT u.id, u.username, u.email, u.phone, u.is_verified, u.role, u.cod_username,
       {posting.AVAILABLE} AS wallet_balance, p.current_rank, u.created_at,
       u.language, CASE WHEN u.shows_name THEN u.username ELSE u.handle END AS shown_as,
       u.terms_version <> '{TERMS_VERSION}' AS terms_due,
       u.is_active, s.ended_at IS NULL AS is_signed_in
FROM users u
  JOIN login_sessions s ON s.user_id = u.id
  JOIN player_stats p ON p.user_id = u.id
WHERE u.id = %s AND s.id = %s AND s.expires_at > now()
"""  # noqa: S608  # a constant of ours


def me(session: Unit, *, user_id: int, session_id: int) -> Overview:
    """Return the account behind an access token, at a glance; one statement.

    Raises as `signed_in` does.
    """
    cursor = cursor_of(session)
    cursor.execute(_ME, (user_id, session_id))
    row = cursor.fetchone()
    if row is None or not row[-1]:
        raise _signed_out()
    if not row[-2]:
        raise _suspended()
    return Overview(*row[:-2])


def overview(session: Session, *, player: User) -> Overview:
    """Return a player's own account with the wallet's balance and the rank."""
    return Overview(
        id=player.id,
        username=player.username,
        email=player.email,
        phone=player.phone,
        is_verified=player.is_verified,
        role=player.role,
        cod_username=player.cod_username,
        wallet_balance=posting.balances(session, user_id=player.id).available,
        current_rank=rank(session, user_id=player.id),
        created_at=player.created_at,
        language=player.language,
        shown_as=player.shown_name,
        terms_due=player.terms_version != TERMS_VERSION,
    )


def rank(session: Session, *, user_id: int) -> int:
    """Return a player's displayed rating; it starts at 1000."""
    return session.scalars(
        select(PlayerStats.current_rank).where(PlayerStats.user_id == user_id)
    ).one()


def change_language(session: Session, *, player: User, language: Language) -> None:
    """Set the language of what a player is told."""
    player.language = language
    session.flush()


def change_profile(
    session: Session, *, player: User, cod_username: str | None, now: datetime
) -> None:
    """Set a player's name on Activision, which is their game account there; None removes it.

    Raises Conflict as `game_accounts.set_username` does.
    """
    if cod_username is None:
        game_accounts.remove(session, user_id=player.id, platform=Platform.ACTIVISION, now=now)
    elif cod_username != player.cod_username:
        game_accounts.set_username(
            session,
            user_id=player.id,
            platform=Platform.ACTIVISION,
            username=cod_username,
            now=now,
        )
    session.refresh(player, ["cod_username"])  # a trigger has written it
