"""All names that players have played under, to find names that look alike."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.conduct.confusables import look_alike, skeleton
from app.models.player_name import PlayerName


@dataclass(frozen=True)
class Imitation:
    """Two accounts whose names look the same on a screen."""

    name: str
    other_user_id: int
    other_name: str


def record(session: Session, *, user_id: int, name: str) -> None:
    """Record a player's name, for ever; call it wherever a name is set."""
    session.execute(
        insert(PlayerName)
        .values(user_id=user_id, name=name, skeleton=skeleton(name))
        .on_conflict_do_nothing()
    )


def find_lookalikes(
    session: Session, *, name: str, except_user_id: int, before: datetime | None = None
) -> list[Imitation]:
    """Return other accounts that play or played under a name like `name`, but not the same.

    With `before` only those that had it earlier.
    """
    query = select(PlayerName.user_id, PlayerName.name).where(
        PlayerName.skeleton == skeleton(name), PlayerName.user_id != except_user_id
    )
    if before is not None:
        query = query.where(PlayerName.created_at < before)
    found = session.execute(query.order_by(PlayerName.created_at, PlayerName.user_id))
    return [
        Imitation(name=name, other_user_id=row.user_id, other_name=row.name)
        for row in found
        if look_alike(row.name, name)
    ]


def imitations(session: Session, *, user_id: int) -> list[Imitation]:
    """Return the accounts that the player's names imitate, for risk signals (cod-api.md §9).

    The first to have had such a name imitates nobody.
    """
    mine = session.execute(
        select(PlayerName.name, PlayerName.created_at)
        .where(PlayerName.user_id == user_id)
        .order_by(PlayerName.name)
    ).all()
    return [
        alike
        for name, since in mine
        for alike in find_lookalikes(session, name=name, except_user_id=user_id, before=since)
    ]
