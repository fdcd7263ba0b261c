"""The queue: a player stakes, waits honestly, and is paired with somebody of his kind."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast, enqueue
from app.core.config import get_settings
from app.core.jobs import Job
from app.domain.errors import Conflict, Invalid
from app.domain.money import is_whole_shillings, show
from app.domain.pairing import Patience, Seeker, best_opponent, pair_all
from app.domain.problems import ProblemCode
from app.models.match import Match, MatchmakingQueue
from app.models.user import PlayerStats
from app.services import ledger, strikes
from app.services import match as matches

_NEIGHBOURS = 50  # candidates looked at when joining
_HISTORY = 50  # past matches that the expected wait is taken from
_ENOUGH_HISTORY = 5


@dataclass(frozen=True)
class Wish:
    """What a player wants to play, and for how much (KES)."""

    wager_amount: Decimal
    title: str
    mode: str
    platform: str
    accept_adjacent: bool


@dataclass(frozen=True)
class Terms:
    """What playing costs now: the fee as a fraction of the pot, and the stakes allowed (KES)."""

    fee_rate: Decimal
    minimum_wager: Decimal
    maximum_wager: Decimal


def terms() -> Terms:
    """Return the terms of a match that would be made now, from the settings."""
    settings = get_settings().match
    return Terms(
        fee_rate=settings.fee_rate,
        minimum_wager=settings.minimum_wager,
        maximum_wager=settings.maximum_wager,
    )


@dataclass(frozen=True)
class QueueView:
    """What we honestly know about a player's search; times in seconds, None if unknown."""

    status: str
    terms: Terms = field(default_factory=terms)
    match_id: int | None = None
    wager_amount: Decimal | None = None
    title: str | None = None
    mode: str | None = None
    platform: str | None = None
    queued_at: datetime | None = None
    waited_seconds: int | None = None
    waiting_players: int | None = None
    expected_wait_seconds: int | None = None


def patience() -> Patience:
    """Return how the rating window widens, from the settings."""
    settings = get_settings().matchmaking
    return Patience(widen_per_second=settings.widen_per_second, widest=settings.widest)


def join(session: Session, *, user_id: int, wish: Wish, now: datetime) -> QueueView:
    """Hold the stake, take a seat in the queue, and be paired at once if somebody fits.

    Raises Invalid for a stake outside the limits, Conflict for a player who is in the queue or in a
    match already, NotAllowed for who is suspended, and InsufficientBalance.
    """
    _check_stake(wish.wager_amount)
    strikes.refuse_suspended(session, user_id=user_id, now=now)
    window = get_settings().matchmaking.window
    rating = session.execute(
        select(PlayerStats.current_rank).where(PlayerStats.user_id == user_id)
    ).scalar_one()
    ticket_id = session.execute(
        insert(MatchmakingQueue)
        .values(
            user_id=user_id,
            wager_amount=wish.wager_amount,
            title=wish.title,
            mode=wish.mode,
            platform=wish.platform,
            accept_adjacent=wish.accept_adjacent,
            rating=rating,
            skill_range_min=rating - window,
            skill_range_max=rating + window,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[MatchmakingQueue.user_id])
        .returning(MatchmakingQueue.id)
    ).scalar_one_or_none()
    if ticket_id is None:
        raise Conflict(
            ProblemCode.ALREADY_IN_PLAY,
            "You are in the queue or in a match already. Finish that first.",
        )
    ledger.hold_stake(session, ticket_id=ticket_id, user_id=user_id, amount=wish.wager_amount)
    broadcast(session, [user_id], kind="wallet.changed", topic="wallet", data={})

    seeker = _seeker(session.get_one(MatchmakingQueue, ticket_id), now=now)
    opponent = _nearest(session, seeker, now=now)
    if opponent is not None:
        matches.open_between(session, first=opponent, second=seeker, now=now)
    else:
        # Two who join in the same instant do not see each other's uncommitted tickets.
        enqueue(session, Job.PAIR_PLAYERS)
        broadcast(session, [user_id], kind="queue.changed", topic="queue", data={})
    return state(session, user_id=user_id, now=now)


def _check_stake(amount: Decimal) -> None:
    limits = get_settings().match
    within = limits.minimum_wager <= amount <= limits.maximum_wager
    if not within or not is_whole_shillings(amount):
        raise Invalid(
            ProblemCode.AMOUNT_NOT_ALLOWED,
            f"A stake is whole shillings, from KES {limits.minimum_wager:,} to"
            f" KES {limits.maximum_wager:,}.",
            minimum=show(limits.minimum_wager),
            maximum=show(limits.maximum_wager),
        )


def _seeker(ticket: MatchmakingQueue, *, now: datetime) -> Seeker:
    return Seeker(
        ticket_id=ticket.id,
        user_id=ticket.user_id,
        wager_amount=ticket.wager_amount,
        title=ticket.title,
        mode=ticket.mode,
        platform=ticket.platform,
        rating=ticket.rating,
        lowest=ticket.skill_range_min,
        highest=ticket.skill_range_max,
        waited_seconds=(now - ticket.created_at).total_seconds(),
    )


def _nearest(session: Session, seeker: Seeker, *, now: datetime) -> Seeker | None:
    """Lock the waiting tickets of the same terms that nobody else is pairing; pick the best."""
    candidates = session.scalars(
        select(MatchmakingQueue)
        .where(
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.wager_amount == seeker.wager_amount,
            MatchmakingQueue.title == seeker.title,
            MatchmakingQueue.mode == seeker.mode,
            MatchmakingQueue.platform == seeker.platform,
            MatchmakingQueue.user_id != seeker.user_id,
        )
        .order_by(MatchmakingQueue.created_at)
        .limit(_NEIGHBOURS)
        .with_for_update(skip_locked=True)
    )
    return best_opponent(seeker, [_seeker(ticket, now=now) for ticket in candidates], patience())


def leave(session: Session, *, user_id: int, now: datetime) -> QueueView:
    """Give the seat up and take the stake back; an idle player stays idle.

    Raises Conflict when an opponent has been found meanwhile.
    """
    ticket = session.execute(
        select(MatchmakingQueue).where(MatchmakingQueue.user_id == user_id).with_for_update()
    ).scalar_one_or_none()
    if ticket is None:
        return QueueView(status="idle")
    if ticket.match_id is not None:
        raise Conflict(
            ProblemCode.MATCH_MOVED_ON,
            "An opponent has just been found.",
            match_id=ticket.match_id,
        )
    session.execute(delete(MatchmakingQueue).where(MatchmakingQueue.id == ticket.id))
    ledger.release_stake(
        session,
        ticket_id=ticket.id,
        user_id=user_id,
        amount=ticket.wager_amount,
        actor=f"user:{user_id}",
    )
    broadcast(session, [user_id], kind="wallet.changed", topic="wallet", data={})
    broadcast(session, [user_id], kind="queue.changed", topic="queue", data={})
    return state(session, user_id=user_id, now=now)


def state(session: Session, *, user_id: int, now: datetime) -> QueueView:
    """Tell a player whether he is searching, for how long, and what to expect."""
    ticket = session.execute(
        select(MatchmakingQueue)
        .where(MatchmakingQueue.user_id == user_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if ticket is None:
        return QueueView(status="idle")
    searching = ticket.match_id is None
    return QueueView(
        status="searching" if searching else "matched",
        match_id=ticket.match_id,
        wager_amount=ticket.wager_amount,
        title=ticket.title,
        mode=ticket.mode,
        platform=ticket.platform,
        queued_at=ticket.created_at,
        waited_seconds=max(0, int((now - ticket.created_at).total_seconds())),
        waiting_players=_others_waiting(session, ticket) if searching else None,
        expected_wait_seconds=_expected_wait(session, ticket) if searching else None,
    )


def _others_waiting(session: Session, ticket: MatchmakingQueue) -> int:
    return session.execute(
        select(func.count())
        .select_from(MatchmakingQueue)
        .where(
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.wager_amount == ticket.wager_amount,
            MatchmakingQueue.title == ticket.title,
            MatchmakingQueue.mode == ticket.mode,
            MatchmakingQueue.platform == ticket.platform,
            MatchmakingQueue.id != ticket.id,
        )
    ).scalar_one()


def _expected_wait(session: Session, ticket: MatchmakingQueue) -> int | None:
    """Return the median wait (seconds) of who was paired last on these terms; None if too few.

    The one who waited counts, not the one who joined later and found him.
    """
    recent = (
        select(func.greatest(Match.player1_waited, Match.player2_waited).label("waited"))
        .where(
            Match.wager_amount == ticket.wager_amount,
            Match.title == ticket.title,
            Match.mode == ticket.mode,
            Match.platform == ticket.platform,
        )
        .order_by(Match.id.desc())
        .limit(_HISTORY)
        .subquery()
    )
    count, median = session.execute(
        select(func.count(), func.percentile_cont(0.5).within_group(recent.c.waited))
    ).one()
    return round(median) if count >= _ENOUGH_HISTORY else None


def find_pairs(session: Session, *, now: datetime, rows: int) -> list[tuple[int, int]]:
    """Return pairs of ticket ids that could play now, without locking anything."""
    waiting = session.scalars(
        select(MatchmakingQueue)
        .where(MatchmakingQueue.match_id.is_(None))
        .order_by(MatchmakingQueue.created_at)
        .limit(rows)
    )
    pairs = pair_all([_seeker(ticket, now=now) for ticket in waiting], patience())
    return [(one.ticket_id, other.ticket_id) for one, other in pairs]


def open_pair(session: Session, *, ticket_ids: tuple[int, int], now: datetime) -> int | None:
    """Make the match of one found pair; None if either has left or was paired meanwhile."""
    tickets = list(
        session.scalars(
            select(MatchmakingQueue)
            .where(MatchmakingQueue.id.in_(ticket_ids), MatchmakingQueue.match_id.is_(None))
            .order_by(MatchmakingQueue.id)
            .with_for_update(skip_locked=True)
        )
    )
    if len(tickets) != 2:
        return None
    first, second = (_seeker(ticket, now=now) for ticket in tickets)
    return matches.open_between(session, first=first, second=second, now=now)
