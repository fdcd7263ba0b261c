"""A player's one ticket: created with a stake held, released with the stake back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.errors import Conflict, Invalid
from app.domain.ledger import movement_reasons
from app.domain.ledger.statement import MovementReason
from app.domain.live import LiveType
from app.domain.matches.games import PLATFORMS_OF, Title, is_on
from app.domain.matchmaking.pairing import Rules, Seeker, window_of
from app.domain.money import is_whole_shillings, show
from app.domain.notifications.kinds import Kind
from app.domain.problems import ProblemCode
from app.domain.ratings.glicko2 import PROVISIONAL_ABOVE
from app.models.match import MatchmakingQueue
from app.models.user import PlayerStats
from app.services.auth import game_names
from app.services.ledger import posting
from app.services.matchmaking import exclusions, wait_times
from app.services.notifications.notify import Notice, notify
from app.services.payments import pace, payout_holds
from app.services.protection import self_exclusion
from app.services.ratings import ratings


@dataclass(frozen=True)
class Back:
    """The old place of a player whose opponent was not ready: since when, and in which match."""

    joined_at: datetime
    match_id: int


@dataclass(frozen=True)
class QueueRequest:
    """What a player wants to play, and for how much (KES)."""

    wager_amount: Decimal
    title: str
    mode: str
    platform: str
    accept_adjacent: bool = False
    own_range: int | None = None


def rules() -> Rules:
    """Return who may meet whom, from the settings."""
    settings = get_settings().matchmaking
    return Rules(
        window=settings.window,
        widen_by=settings.widen_by,
        widen_every_seconds=settings.widen_every_seconds,
        widest=settings.widest,
        tiers=settings.tiers,
    )


def check_stake(amount: Decimal) -> None:
    """Raise Invalid for a stake (KES) that is outside the limits or not in whole shillings."""
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


def check_game(request: QueueRequest) -> None:
    """Raise Invalid for a title that does not exist on the platform."""
    if not is_on(request.title, request.platform):
        raise Invalid(
            ProblemCode.GAME_NOT_ON_PLATFORM,
            "This game does not exist on this platform. Choose another one.",
            platforms=sorted(PLATFORMS_OF[Title(request.title)]),
        )


def as_seeker(session: Session, *, user_id: int, request: QueueRequest) -> Seeker:
    """Return the player as they would begin to search; `ticket_id` is 0."""
    stats = session.execute(
        select(PlayerStats.rating, PlayerStats.deviation).where(PlayerStats.user_id == user_id)
    ).one()
    return Seeker(
        ticket_id=0,
        user_id=user_id,
        wager_amount=request.wager_amount,
        title=request.title,
        mode=request.mode,
        platform=request.platform,
        rating=round(stats.rating),
        deviation=stats.deviation,
        accept_adjacent=request.accept_adjacent,
        own_range=request.own_range,
        waited_seconds=0,
    )


def newcomer_maximum(session: Session, *, user_id: int) -> Decimal | None:
    """Return the highest stake (KES) of a player of whom little is known; None for all others.

    It is not known yet who would be a fair opponent, so neither side should lose much by it.
    """
    deviation = session.execute(
        select(PlayerStats.deviation).where(PlayerStats.user_id == user_id)
    ).scalar_one()
    return _newcomer_maximum() if deviation > PROVISIONAL_ABOVE else None


def _newcomer_maximum() -> Decimal:
    return Decimal(get_settings().matchmaking.newcomer_maximum)


def refuse_high_stake(seeker: Seeker) -> None:
    """Raise Invalid for a newcomer who would stake more than newcomers may."""
    maximum = _newcomer_maximum()
    if seeker.is_provisional and seeker.wager_amount > maximum:
        raise Invalid(
            ProblemCode.NEWCOMER_STAKE_TOO_HIGH,
            f"Until we know how well you play, you can stake up to KES {maximum:,} a match.",
            maximum=show(maximum),
        )


def create(
    session: Session,
    *,
    user_id: int,
    request: QueueRequest,
    now: datetime,
    back: Back | None = None,
    challenge_id: int | None = None,
    by_challenge: bool = False,
) -> MatchmakingQueue | None:
    """Hold the stake and create the player's one ticket; None if they have one already.

    Raises InsufficientBalance, after which the transaction can only be rolled back, Invalid for
    more than a newcomer may stake or a game that is not on the platform, and Conflict for who takes
    a break, has no name in the game, or stakes what another look at a match may take back.
    """
    seeker = as_seeker(session, user_id=user_id, request=request)
    if back is None:
        self_exclusion.refuse_excluded(session, user_id=user_id, now=now)
        check_game(request)
        game_names.require(session, user_id=user_id, platform=request.platform)
        refuse_high_stake(seeker)
    window = int(window_of(seeker, rules()))
    ticket_id = session.execute(
        insert(MatchmakingQueue)
        .values(
            user_id=user_id,
            wager_amount=request.wager_amount,
            title=request.title,
            mode=request.mode,
            platform=request.platform,
            accept_adjacent=request.accept_adjacent,
            own_range=request.own_range,
            rating=seeker.rating,
            deviation=seeker.deviation,
            skill_range_min=seeker.rating - window,
            skill_range_max=seeker.rating + window,
            challenge_id=challenge_id,
            from_match_id=back.match_id if back else None,
            created_at=back.joined_at if back else now,
            seen_at=now,
        )
        .on_conflict_do_nothing(index_elements=[MatchmakingQueue.user_id])
        .returning(MatchmakingQueue.id)
    ).scalar_one_or_none()
    if ticket_id is None:
        return None
    by_player = movement_reasons.by_player(user_id, challenge=by_challenge)
    posting.hold_stake(
        session,
        ticket_id=ticket_id,
        user_id=user_id,
        amount=request.wager_amount,
        actor=movement_reasons.REQUEUED if back else by_player,
    )
    _refuse_staking(session, user_id=user_id, is_new=back is None, now=now)
    # After the stake, as whoever corrects a result locks wallets before records.
    ratings.bring_up_to_date(session, user_id=user_id, now=now)
    broadcast(session, [user_id], kind=LiveType.WALLET_CHANGED, topic="wallet", data={})
    return session.get_one(MatchmakingQueue, ticket_id, populate_existing=True)


def _refuse_staking(session: Session, *, user_id: int, is_new: bool, now: datetime) -> None:
    """Refuse a stake that was just held: kept money, or one too many of the player's own."""
    payout_holds.refuse_staking(session, user_id=user_id, now=now)
    if is_new:
        pace.refuse_haste(session, pace.Movement.STAKE, user_id=user_id, now=now, is_counted=True)


def already_in_play() -> Conflict:
    """Build the refusal of a second ticket."""
    return Conflict(
        ProblemCode.ALREADY_IN_PLAY,
        "You are in the queue or in a match already. Finish that first.",
    )


def release(session: Session, ticket: MatchmakingQueue, *, actor: str, now: datetime) -> None:
    """Delete a locked ticket that waits, and return its stake to the wallet.

    `actor` says who did it or why (`domain.ledger.movement_reasons`).
    """
    if ticket.challenge_id is None:
        reason = movement_reasons.of_release(actor, user_id=ticket.user_id)
        wait_times.record_abandoned(session, ticket, reason=reason, now=now)
        if reason is not MovementReason.LEFT:
            _tell_of_end(session, ticket, now=now)
    session.execute(delete(MatchmakingQueue).where(MatchmakingQueue.id == ticket.id))
    session.expunge(ticket)
    posting.release_stake(
        session,
        ticket_id=ticket.id,
        user_id=ticket.user_id,
        amount=ticket.wager_amount,
        actor=actor,
    )
    for kind, topic in ((LiveType.WALLET_CHANGED, "wallet"), (LiveType.QUEUE_CHANGED, "queue")):
        broadcast(session, [ticket.user_id], kind=kind, topic=topic, data={})


def _tell_of_end(session: Session, ticket: MatchmakingQueue, *, now: datetime) -> None:
    notice = Notice(
        user_id=ticket.user_id,
        kind=Kind.SEARCH_ENDED,
        subject="search",
        event=str(ticket.id),
        variables={"amount": show(ticket.wager_amount)},
    )
    notify(session, [notice], now=now)


def find(session: Session, *, user_id: int) -> MatchmakingQueue | None:
    """Return a player's ticket, freshly read, if they have one."""
    return session.execute(
        select(MatchmakingQueue)
        .where(MatchmakingQueue.user_id == user_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def lock(session: Session, *, user_id: int) -> MatchmakingQueue | None:
    """Return a player's ticket, locked, if they have one."""
    return session.execute(
        select(MatchmakingQueue)
        .where(MatchmakingQueue.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def seekers(
    session: Session,
    tickets: Iterable[MatchmakingQueue],
    *,
    now: datetime,
    also: int | None = None,
) -> list[Seeker]:
    """Return the players of tickets, each with whom they must not meet of them, and of `also`."""
    waiting: Sequence[MatchmakingQueue] = list(tickets)
    user_ids = [one.user_id for one in waiting] + ([also] if also else [])
    if len(user_ids) > 1:
        excluded = exclusions.find_exclusions(session, user_ids=user_ids, now=now)
    else:
        excluded = exclusions.Exclusions(apart={}, met={})
    nobody: frozenset[int] = frozenset()
    return [
        Seeker(
            ticket_id=one.id,
            user_id=one.user_id,
            wager_amount=one.wager_amount,
            title=one.title,
            mode=one.mode,
            platform=one.platform,
            rating=one.rating,
            deviation=one.deviation,
            accept_adjacent=one.accept_adjacent,
            own_range=one.own_range,
            waited_seconds=(now - one.created_at).total_seconds(),
            avoids=excluded.apart.get(one.user_id, nobody),
            met=excluded.met.get(one.user_id, nobody),
        )
        for one in waiting
    ]
