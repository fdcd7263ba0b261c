"""A player's inbox: list it, count what is unread, mark it read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.core.settings import get_settings
from app.domain.errors import NotFound
from app.domain.language import Language
from app.domain.notifications.kinds import Channel, Group, Kind, policy_of
from app.domain.notifications.links import page_of
from app.domain.notifications.rendering import render
from app.domain.problems import ProblemCode
from app.models.notification import Notification
from app.models.user import User
from app.services.notifications import arrivals, preferences

MOST_UNREAD = 100  # counting stops here: a phone shows "99+"
_MAY_WAIT = timedelta(days=1)  # no match waits longer for somebody to read what they are told


@dataclass(frozen=True)
class InboxItem:
    """A notification as its player reads it; `link` is a page of the app."""

    id: int
    type: Kind
    group: Group
    title: str
    message: str
    link: str
    is_read: bool
    created_at: datetime


def list_newest(
    session: Session, *, player: User, before: int | None, rows: int
) -> list[InboxItem]:
    """Return up to `rows` notifications of a player, newest first, those older than `before`."""
    wanted = select(Notification).where(Notification.user_id == player.id)
    if before is not None:
        wanted = wanted.where(Notification.id < before)
    found = session.scalars(wanted.order_by(Notification.id.desc()).limit(rows))
    silent = preferences.switched_off(session, user_id=player.id, channel=Channel.IN_APP)
    return [_shown(row, player, silent) for row in found]


def count_unread(session: Session, *, user_id: int) -> int:
    """Return how many notifications a player has not read, up to `MOST_UNREAD`."""
    silent = preferences.switched_off(session, user_id=user_id, channel=Channel.IN_APP)
    unread = (
        select(Notification.id)
        .where(
            Notification.user_id == user_id,
            Notification.read_at.is_(None),
            Notification.kind.not_in(silent),
        )
        .limit(MOST_UNREAD)
        .subquery()
    )
    return session.execute(select(func.count()).select_from(unread)).scalar_one()


def mark_read(session: Session, *, player: User, notification_id: int, now: datetime) -> InboxItem:
    """Mark one notification as read and return it; twice is the same as once. Raises NotFound."""
    row = session.scalars(
        select(Notification).where(
            Notification.user_id == player.id, Notification.id == notification_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such notification of yours.")
    if row.read_at is None:
        row.read_at = now
        session.flush()
        arrivals.wake_matches(session, [(row.kind, row.subject)])
    return _shown(row, player, frozenset())


def mark_all_read(session: Session, *, user_id: int, up_to: int | None, now: datetime) -> None:
    """Mark a player's notifications as read, up to the id that they have seen."""
    unread = update(Notification).where(
        Notification.user_id == user_id, Notification.read_at.is_(None)
    )
    if up_to is not None:
        unread = unread.where(Notification.id <= up_to)
    read = session.execute(
        unread.values(read_at=now).returning(
            Notification.kind, Notification.subject, Notification.created_at
        )
    )
    arrivals.wake_matches(
        session, [(row.kind, row.subject) for row in read if row.created_at > now - _MAY_WAIT]
    )


def mark_acted(
    session: Session, *, user_id: int, subject: str, kinds: Iterable[Kind], now: datetime
) -> None:
    """Mark what a player has just acted on as read, so that no SMS asks them to do it."""
    session.execute(
        update(Notification)
        .where(
            Notification.user_id == user_id,
            Notification.subject == subject,
            Notification.kind.in_(list(kinds)),
            Notification.read_at.is_(None),
        )
        .values(read_at=now)
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Delete notifications past their time, and their deliveries."""
    kept = timedelta(days=get_settings().notification.kept_days)
    session.execute(delete(Notification).where(Notification.created_at < now - kept))


def _shown(row: Notification, player: User, silent: frozenset[Kind]) -> InboxItem:
    kind = Kind(row.kind)
    texts = render(kind, row.variables, language=Language(player.language), zone=NAIROBI)
    return InboxItem(
        id=row.id,
        type=kind,
        group=policy_of(kind).group,
        title=texts.title,
        message=texts.message,
        link=page_of(row.subject),
        is_read=row.read_at is not None or kind in silent,
        created_at=row.created_at,
    )
