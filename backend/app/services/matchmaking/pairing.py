"""Pairing: at once when a player joins, or by the sweep over everybody who waits."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session, aliased

from app.domain.matchmaking.bulk_pairing import pair_long_queue
from app.domain.matchmaking.pairing import best_opponent, may_meet, tier_below, window_of
from app.models.match import MatchmakingQueue
from app.services.matches import lifecycle
from app.services.matchmaking import eligibility, presence, tickets
from app.services.ratings import ticket_ratings

_TRIES = 3  # opponents whom somebody else may be pairing at this moment


def pair_at_once(session: Session, ticket: MatchmakingQueue, *, now: datetime) -> bool:
    """Open a match with the best opponent who waits and whom nobody else is pairing."""
    here = presence.is_here(session, now=now)
    waiting = _neighbours(session, ticket, here=here, now=now)
    me, *others = tickets.seekers(session, [ticket, *waiting], now=now)
    for _ in range(_TRIES):
        opponent = best_opponent(me, others, tickets.rules())
        if opponent is None:
            return False
        both = (opponent.user_id, me.user_id)
        if _lock_waiting(session, (opponent.ticket_id,), here=here) and eligibility.all_may_stake(
            session, both, now=now
        ):
            lifecycle.open_between(session, first=opponent, second=me, now=now)
            return True
        others.remove(opponent)
    return False


def _neighbours(
    session: Session, ticket: MatchmakingQueue, *, here: ColumnElement[bool], now: datetime
) -> list[MatchmakingQueue]:
    """Return the nearest ratings that wait for the same game, for this stake or the tier below.

    Who staked more than the newcomer is left to the sweep: part of their stake would go back to a
    wallet, which is locked before tickets are, never after.
    """
    rules = tickets.rules()
    (me,) = tickets.seekers(session, [ticket], now=now)
    lower = tier_below(me.wager_amount, rules) if me.accept_adjacent else None
    reach = int(window_of(me, rules))
    queue = MatchmakingQueue

    def side(stake: Decimal, where: ColumnElement[bool], order: ColumnElement[int]) -> Select[int]:
        nearest = (
            select(queue.id)
            .where(
                queue.match_id.is_(None),
                queue.challenge_id.is_(None),
                here,
                queue.title == me.title,
                queue.mode == me.mode,
                queue.platform == me.platform,
                queue.wager_amount == stake,
                queue.user_id != me.user_id,
                where,
            )
            .order_by(order)
            .limit(rules.neighbours)
        )
        return select(nearest.subquery().c.id)

    sides = [
        side(stake, where, order)
        for stake in (me.wager_amount, lower)
        if stake is not None
        for where, order in (
            (queue.rating.between(me.rating, me.rating + reach), queue.rating.asc()),
            (queue.rating.between(me.rating - reach, me.rating - 1), queue.rating.desc()),
        )
    ]
    near = aliased(queue)
    return list(session.scalars(select(near).where(near.id.in_(union_all(*sides)))))


def _lock_waiting(
    session: Session, ticket_ids: tuple[int, ...], *, here: ColumnElement[bool]
) -> list[MatchmakingQueue]:
    """Lock those of these tickets that still wait and that nobody else is pairing."""
    return list(
        session.scalars(
            select(MatchmakingQueue)
            .where(
                MatchmakingQueue.id.in_(ticket_ids),
                MatchmakingQueue.match_id.is_(None),
                MatchmakingQueue.challenge_id.is_(None),
                here,
            )
            .order_by(MatchmakingQueue.id)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def find_pairs(session: Session, *, now: datetime, rows: int) -> list[tuple[int, int]]:
    """Return pairs of ticket ids that could play now, by the ratings of now; no ticket is taken."""
    ticket_ratings.refresh(session)
    waiting = session.scalars(
        select(MatchmakingQueue)
        .where(
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.challenge_id.is_(None),
            presence.is_here(session, now=now),
        )
        .order_by(MatchmakingQueue.created_at)
        .limit(rows)
    )
    pairs = pair_long_queue(tickets.seekers(session, waiting, now=now), tickets.rules())
    return [(one.ticket_id, other.ticket_id) for one, other in pairs]


def open_pair(session: Session, *, ticket_ids: tuple[int, int], now: datetime) -> int | None:
    """Make the match of one found pair; None if they may not meet any more.

    Either may have left, gone away, been paired, been suspended, or blocked the other meanwhile.
    """
    waiting = _lock_waiting(session, ticket_ids, here=presence.is_here(session, now=now))
    if len(waiting) != 2:
        return None
    first, second = tickets.seekers(session, waiting, now=now)
    if not may_meet(first, second, tickets.rules()):
        return None
    if not eligibility.all_may_stake(session, (first.user_id, second.user_id), now=now):
        return None
    return lifecycle.open_between(session, first=first, second=second, now=now)
