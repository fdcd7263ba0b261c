"""The names that players have or had in the game, and since when, to find names that look alike.

Who had a name first imitates nobody. Only names that were held together count, and against a player
only those of players who have played: a stranger cannot plant a name to hurt who bears one like it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.conduct.confusables import look_alike, same_but_for_number, skeleton
from app.models.cod import GameAccount
from app.models.match import Match
from app.models.player_name import PlayerName

MOST_OLD_NAMES = 20  # of one player; the oldest go first


@dataclass(frozen=True)
class Imitation:
    """Two accounts whose names look the same on a screen."""

    name: str
    other_user_id: int
    other_name: str


def record(session: Session, *, user_id: int, name: str, now: datetime) -> None:
    """Record that a player has a name from now on; the services of game accounts call it."""
    begun = {"created_at": now, "left_at": None}
    session.execute(
        insert(PlayerName)
        .values(user_id=user_id, name=name, skeleton=skeleton(name), **begun)
        .on_conflict_do_update(
            index_elements=["user_id", "name"], set_=begun, where=PlayerName.left_at.is_not(None)
        )
    )


def leave(session: Session, *, user_id: int, now: datetime) -> None:
    """Note which of a player's names are on no platform any more, and forget very old ones."""
    borne = exists().where(
        GameAccount.user_id == PlayerName.user_id, GameAccount.username == PlayerName.name
    )
    session.execute(
        update(PlayerName)
        .where(PlayerName.user_id == user_id, PlayerName.left_at.is_(None), ~borne)
        .values(left_at=now)
        .execution_options(synchronize_session=False)
    )
    old = (
        select(PlayerName.name)
        .where(PlayerName.user_id == user_id, PlayerName.left_at.is_not(None))
        .order_by(PlayerName.left_at.desc(), PlayerName.name)
        .offset(MOST_OLD_NAMES)
    )
    session.execute(
        delete(PlayerName)
        .where(PlayerName.user_id == user_id, PlayerName.name.in_(old))
        .execution_options(synchronize_session=False)
    )


def find_lookalikes(session: Session, *, name: str, except_user_id: int) -> list[Imitation]:
    """Return other accounts that have a name now that looks like `name`, but is not the same."""
    query = (
        select(PlayerName.user_id, PlayerName.name)
        .where(PlayerName.skeleton == skeleton(name), PlayerName.user_id != except_user_id)
        .where(PlayerName.left_at.is_(None))
        .order_by(PlayerName.created_at, PlayerName.user_id)
    )
    return _alike(session, name, query)


def first_of(
    session: Session, *, one: tuple[int, str], other: tuple[int, str]
) -> tuple[int, str] | None:
    """Return which of two players (id and name) had their name first; None if it is not known."""
    since = {}
    for user_id, name in (one, other):
        since[user_id] = session.scalar(
            select(PlayerName.created_at).where(
                PlayerName.user_id == user_id, PlayerName.name == name
            )
        )
    mine, theirs = since[one[0]], since[other[0]]
    if mine is None or theirs is None or mine == theirs:
        return None
    return one if mine < theirs else other


def imitations(session: Session, *, user_id: int) -> list[Imitation]:
    """Return the accounts that the player's names imitate, for risk signals (cod-api.md §9).

    The other one had the name first, still had it when the player took theirs, and has played. Two
    names that differ in the number after # alone are a coincidence, and who has proven that a name
    is theirs imitates nobody by it.
    """
    is_proven = exists().where(
        GameAccount.user_id == PlayerName.user_id,
        GameAccount.username == PlayerName.name,
        GameAccount.proven_at.is_not(None),
    )
    mine = session.execute(
        select(PlayerName.name, PlayerName.created_at)
        .where(PlayerName.user_id == user_id, ~is_proven)
        .order_by(PlayerName.name)
    ).all()
    has_played = exists().where(
        or_(Match.player1_id == PlayerName.user_id, Match.player2_id == PlayerName.user_id),
        Match.started_at.is_not(None),
    )
    return [
        alike
        for name, since in mine
        for alike in _alike(
            session,
            name,
            select(PlayerName.user_id, PlayerName.name)
            .where(PlayerName.skeleton == skeleton(name), PlayerName.user_id != user_id)
            .where(PlayerName.created_at < since, has_played)
            .where(or_(PlayerName.left_at.is_(None), PlayerName.left_at > since))
            .order_by(PlayerName.created_at, PlayerName.user_id),
        )
        if not same_but_for_number(alike.other_name, name)
    ]


def _alike(session: Session, name: str, query: Any) -> list[Imitation]:
    return [
        Imitation(name=name, other_user_id=row.user_id, other_name=row.name)
        for row in session.execute(query)
        if look_alike(row.name, name)
    ]
