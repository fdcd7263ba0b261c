"""Strikes for false claims: a warning, a week without play, a ban; each lapses in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import NotAllowed
from app.domain.matches.disputes import Penalty, next_penalty
from app.domain.notifications.kinds import Kind
from app.domain.problems import ProblemCode
from app.models.dispute import Strike
from app.services.notifications.notify import Notice, notify
from app.services.platform import alerts

_MESSAGES = {
    Penalty.WARNING: "A referee found that you claimed what was not so. That is a warning: your"
    " report alone does not end a match any more, even if the other one stays silent.",
    Penalty.SUSPENSION: "A referee found a second false claim of yours. You cannot play for a"
    " while; your money is yours and can be withdrawn.",
    Penalty.BAN: "A referee found a third false claim of yours. You cannot play here any more;"
    " your money is yours, and our staff reviews your account.",
}
_NO_STRIKES = "You have no strikes."


@dataclass(frozen=True)
class StrikeStatus:
    """How a player stands: strikes that count, what follows, and until when (None: for good)."""

    strikes: list[Strike]
    penalty: Penalty | None
    may_play: bool
    suspended_until: datetime | None
    auto_confirm: bool
    words: str


def give(session: Session, *, user_id: int, match_id: int, admin_id: int, now: datetime) -> Penalty:
    """Put a false claim on record; one for each player in each match. Returns what it costs."""
    before = _live(session, user_id, now=now)
    known = [strike for strike in before if strike.match_id == match_id]
    if known:
        return Penalty(known[0].kind)
    lifted = session.scalars(
        select(Strike).where(Strike.match_id == match_id, Strike.user_id == user_id)
    ).one_or_none()
    if lifted is not None:  # an appeal lifted it, and says the same again
        lifted.lifted_at = None
        session.flush()
        return Penalty(lifted.kind)
    settings = get_settings().match
    penalty = next_penalty(len(before))
    until = now + timedelta(seconds=settings.suspension_seconds)
    session.add(
        Strike(
            user_id=user_id,
            match_id=match_id,
            kind=penalty,
            admin_id=admin_id,
            created_at=now,
            lapses_at=now + timedelta(seconds=settings.strike_seconds),
            suspended_until=until if penalty is Penalty.SUSPENSION else None,
        )
    )
    session.flush()
    notice = Notice(user_id, Kind.STRIKE_GIVEN, subject="conduct", event=f"strike:{match_id}")
    notify(session, [notice], now=now)
    if penalty is Penalty.BAN:
        alerts.raise_alert(
            session, kind="player_banned", subject=f"user:{user_id}", now=now, match=match_id
        )
    return penalty


def lift(session: Session, *, match_id: int, now: datetime) -> None:
    """Take back the strikes of a ruling that was overturned."""
    session.execute(
        update(Strike)
        .where(Strike.match_id == match_id, Strike.lifted_at.is_(None))
        .values(lifted_at=now)
    )


def status_of(session: Session, *, user_id: int, now: datetime) -> StrikeStatus:
    """Return a player's strikes and what follows, with a sentence for them."""
    live = _live(session, user_id, now=now)
    if not live:
        return StrikeStatus(
            [], None, may_play=True, suspended_until=None, auto_confirm=True, words=_NO_STRIKES
        )
    penalty = next_penalty(len(live) - 1)
    until = max((s.suspended_until for s in live if s.suspended_until), default=None)
    suspended = until is not None and until > now
    return StrikeStatus(
        strikes=live,
        penalty=penalty,
        may_play=penalty is not Penalty.BAN and not suspended,
        suspended_until=until if suspended else None,
        auto_confirm=False,
        words=_MESSAGES[penalty],
    )


def refuse_suspended(session: Session, *, user_id: int, now: datetime) -> None:
    """Raise NotAllowed if false claims suspend this player at present."""
    seen = status_of(session, user_id=user_id, now=now)
    if not seen.may_play:
        until = seen.suspended_until
        raise NotAllowed(
            ProblemCode.SUSPENDED_FROM_PLAY,
            seen.words,
            suspended_until=until.isoformat() if until else None,
        )


def _live(session: Session, user_id: int, *, now: datetime) -> list[Strike]:
    return list(
        session.scalars(
            select(Strike)
            .where(Strike.user_id == user_id, Strike.lifted_at.is_(None), Strike.lapses_at > now)
            .order_by(Strike.id)
        )
    )
