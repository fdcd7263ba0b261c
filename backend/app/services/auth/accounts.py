"""Accounts: open, find, read, and check that a caller is signed in."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.database import Unit, cursor_of
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.errors import Conflict, NotAllowed, NotSignedIn
from app.domain.matches.games import Platform
from app.domain.problems import ProblemCode
from app.models.login import LoginSession
from app.models.user import PlayerStats, User
from app.services.auth import game_accounts
from app.services.ledger import posting


@dataclass(frozen=True)
class Overview:
    """A player's own account at a glance; the balance (KES) is what the wallet holds."""

    id: int
    username: str
    email: str
    phone: str
    is_verified: bool
    role: str
    cod_username: str | None
    wallet_balance: Decimal
    current_rank: int
    created_at: datetime


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
) -> User:
    """Create a player with an empty record and their ledger accounts.

    Raises Conflict when the username, the e-mail address or the phone is taken, or the name in the
    game: a unique index decides, so of fifty at once one succeeds. After that the transaction can
    only be rolled back.
    """
    # Without a conflict there is no error, whose text would put the values into PostgreSQL's log.
    user = session.scalars(
        insert(User)
        .values(
            username=username,
            email=email,
            phone=phone,
            password_hash=password_hash,
            date_of_birth=date_of_birth,
        )
        .on_conflict_do_nothing()
        .returning(User)
    ).one_or_none()
    if user is None:
        raise _taken(session, email=email, phone=phone)
    session.add(PlayerStats(user_id=user.id))
    session.flush()
    posting.open_player_accounts(session, user_id=user.id)
    if cod_username:
        change_profile(session, player=user, cod_username=cod_username, now=now)
    return user


def _taken(session: Session, *, email: str, phone: str) -> Conflict:
    """Say which of the three belongs to somebody; whoever was first has committed by now."""
    if find(session, name=LoginName(NameKind.PHONE, phone)):
        return Conflict(
            ProblemCode.PHONE_TAKEN, "There is an account with this phone number. Sign in instead."
        )
    if find(session, name=LoginName(NameKind.EMAIL, email.lower())):
        return Conflict(
            ProblemCode.EMAIL_TAKEN,
            "There is an account with this e-mail address. Sign in instead.",
        )
    return Conflict(ProblemCode.USERNAME_TAKEN, "That username is taken. Choose another.")


def find(session: Session, *, name: LoginName) -> User | None:
    """Return the player with this username, e-mail address or phone, or None."""
    column = {
        NameKind.USERNAME: func.lower(User.username),
        NameKind.EMAIL: func.lower(User.email),
        NameKind.PHONE: User.phone,
    }[name.kind]
    return session.scalars(select(User).where(column == name.value)).one_or_none()


def signed_in(session: Session, *, user_id: int, session_id: int) -> User:
    """Return the account behind an access token, as it is now.

    Raises NotSignedIn when the account or its sign-in has ended, and NotAllowed when the
    account is suspended: a token alone proves only what was true when it was issued.
    """
    row = session.execute(
        select(User, LoginSession.ended_at)
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
    return player


def _signed_out() -> NotSignedIn:
    return NotSignedIn(ProblemCode.SESSION_ENDED, "You were signed out. Please sign in again.")


def _suspended() -> NotAllowed:
    return NotAllowed(ProblemCode.ACCOUNT_SUSPENDED, "This account is suspended.")


# Open apps request this again and again, so it is one statement.
_ME = f"""
SELECT u.id, u.username, u.email, u.phone, u.is_verified, u.role, u.cod_username,
       {posting.AVAILABLE} AS wallet_balance, p.current_rank, u.created_at,
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
    )


def rank(session: Session, *, user_id: int) -> int:
    """Return a player's displayed rating; it starts at 1000."""
    return session.scalars(
        select(PlayerStats.current_rank).where(PlayerStats.user_id == user_id)
    ).one()


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
