"""Whom a player does not want to meet: honoured by pairing and challenges from this moment on."""

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.errors import NotAllowed, NotFound
from app.domain.problems import ProblemCode
from app.models.matchmaking import Block
from app.models.user import User

_MOST = 500


def block(session: Session, *, user_id: int, username: str) -> None:
    """Never meet `username` again; raises NotFound. Twice is the same as once.

    Raises NotAllowed for oneself, and where somebody blocks so many that nobody would be left.
    """
    other = _named(session, username)
    mine = select(func.count()).select_from(Block).where(Block.blocker_id == user_id)
    if other == user_id or session.execute(mine).scalar_one() >= _MOST:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "You cannot block this player.")
    session.execute(
        insert(Block).values(blocker_id=user_id, blocked_id=other).on_conflict_do_nothing()
    )


def unblock(session: Session, *, user_id: int, username: str) -> None:
    """Be ready to meet `username` again; raises NotFound for a player who does not exist."""
    other = _named(session, username)
    session.execute(delete(Block).where(Block.blocker_id == user_id, Block.blocked_id == other))


def has_blocked(session: Session, *, user_id: int, other_id: int) -> bool:
    """Say whether a player blocks another."""
    found = select(Block.blocker_id).where(
        Block.blocker_id == user_id, Block.blocked_id == other_id
    )
    return session.scalars(found).one_or_none() is not None


def list_of(session: Session, *, user_id: int) -> list[str]:
    """Return the names of those whom a player blocks, by name."""
    found = session.scalars(
        select(User.username)
        .join(Block, Block.blocked_id == User.id)
        .where(Block.blocker_id == user_id)
        .order_by(func.lower(User.username))
    )
    return list(found)


def _named(session: Session, username: str) -> int:
    found = session.execute(
        select(User.id).where(func.lower(User.username) == username.lower())
    ).scalar_one_or_none()
    if found is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no player of that name.")
    return found
