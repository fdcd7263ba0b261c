"""How long players play, what it cost them, and how often they are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.domain.protection.chasing import PAUSE_RULE
from app.models.protection import ChaseWarning, PlaySession, RealityCheck
from app.models.user import User
from app.services.protection import self_exclusion

SHORTEST_MINUTES = 15
_NET = text("""
  SELECT coalesce(sum(CASE WHEN m.player1_id = :user_id THEN share.of_one ELSE share.of_two END
                      - m.wager_amount), 0)
  FROM matches m CROSS JOIN match_shares(m.result, m.wager_amount, m.prize, m.fee) share
  WHERE (m.player1_id = :user_id OR m.player2_id = :user_id)
    AND m.status = 'completed' AND m.completed_at > :since
""")
_LOST = text("SELECT lost FROM loss_chasing(:user_id, 0)")
_RULE = text("SELECT rule FROM loss_chasing(:user_id, 0)")
_SILENCE = timedelta(minutes=29)  # the database ends a session after 30


@dataclass(frozen=True)
class PlayTime:
    """A session: its times, the net result (KES) of matches that ended in it, and the interval."""

    started_at: datetime
    last_seen_at: datetime
    net: Decimal
    minutes: int


def touch(session: Session, *, user_id: int, now: datetime) -> PlayTime:
    """Count the time since the player was last here, or begin a session after half an hour."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    open_one = select(PlaySession.id).where(
        PlaySession.user_id == user_id, PlaySession.last_seen_at > now - _SILENCE
    )
    found = session.scalars(open_one.order_by(PlaySession.id.desc()).limit(1)).one_or_none()
    times = (PlaySession.started_at, PlaySession.last_seen_at)
    change = (
        insert(PlaySession).values(user_id=user_id).returning(*times)
        if found is None
        else update(PlaySession)
        .where(PlaySession.id == found)
        .values(last_seen_at=now)
        .returning(*times)
    )
    row = session.execute(change).one()
    return PlayTime(
        row.started_at,
        row.last_seen_at,
        _net(session, user_id=user_id, since=row.started_at),
        interval(session, user_id=user_id),
    )


def interval(session: Session, *, user_id: int) -> int:
    """Return after how many minutes a player is told; the shortest unless they chose another."""
    chosen = session.get(RealityCheck, user_id)
    return SHORTEST_MINUTES if chosen is None else chosen.minutes


def set_interval(session: Session, *, user_id: int, minutes: int, now: datetime) -> None:
    """Set after how many minutes a player is told; the database knows which there are."""
    row = upsert(RealityCheck).values(user_id=user_id, minutes=minutes)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[RealityCheck.user_id], set_={"minutes": minutes, "changed_at": now}
        )
    )
    session.expire_all()


def read_warning(session: Session, *, user_id: int) -> None:
    """Record that a player has read the warning about their losses; Conflict without any."""
    found = session.execute(_LOST, {"user_id": user_id}).scalar_one()
    if not found:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "There is no warning for you to read.")
    session.execute(insert(ChaseWarning).values(user_id=user_id))


def find_pauses_due(session: Session, *, now: datetime, rows: int = 100) -> list[int]:
    """Return the players who read a warning within the hour, went on and lost, and do not pause."""
    readers = select(ChaseWarning.user_id).where(ChaseWarning.read_at > now - timedelta(hours=1))
    found = []
    for user_id in session.scalars(readers.distinct().limit(rows)).all():
        rule = session.execute(_RULE, {"user_id": user_id}).scalar_one()
        is_due = rule == PAUSE_RULE
        if is_due and not self_exclusion.is_any_excluded(session, [user_id], now=now):
            found.append(user_id)
    return found


def _net(session: Session, *, user_id: int, since: datetime) -> Decimal:
    """Return winnings less stakes (KES) of the player's matches that ended since."""
    net: Decimal = session.execute(_NET, {"user_id": user_id, "since": since}).scalar_one()
    return net
