"""The queue: join with a stake, leave, read its state, and rejoin after a lapsed match."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.after_commit import broadcast, enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.conduct.cooldown import Cooldown
from app.domain.errors import Conflict
from app.domain.ledger import movement_reasons
from app.domain.live import LiveType
from app.domain.problems import ProblemCode
from app.models.match import Match
from app.models.matchmaking import Challenge
from app.services.auth import staff_play
from app.services.conduct import cooldowns, strikes
from app.services.ledger import posting
from app.services.matches import stakeless
from app.services.matchmaking import (
    challenges,
    eligibility,
    pairing,
    previews,
    tickets,
    wait_times,
)
from app.services.matchmaking.previews import Widening
from app.services.matchmaking.tickets import QueueRequest
from app.services.matchmaking.wait_times import EndedSearch
from app.services.payments import payout_holds
from app.services.platform import switches
from app.services.protection import limits


@dataclass(frozen=True)
class Terms:
    """What playing costs now: the fee as a fraction of the pot, and the stakes allowed (KES)."""

    fee_rate: Decimal
    minimum_wager: Decimal
    maximum_wager: Decimal
    tiers: tuple[Decimal, ...]


def terms() -> Terms:
    """Return the terms of a match that would be made now, from the settings."""
    settings = get_settings()
    bounds = settings.match
    return Terms(
        fee_rate=bounds.fee_rate,
        minimum_wager=bounds.minimum_wager,
        maximum_wager=bounds.maximum_wager,
        tiers=tuple(
            tier
            for tier in settings.matchmaking.tiers
            if bounds.minimum_wager <= tier <= bounds.maximum_wager
        ),
    )


@dataclass(frozen=True)
class QueueView:
    """The state of a player's search; times in seconds, None if unknown.

    `newcomer_maximum` is the highest stake (KES) of a new player, None for all others.
    `from_match_id` is the match after which a search goes on, because the opponent was not ready.
    `ended` is the last search of a player who has none, if it ended without them.
    `unpaired_after_seconds` and `kept_seconds` say what becomes of a search without a sign of life.
    """

    status: str
    terms: Terms = field(default_factory=terms)
    unpaired_after_seconds: int = field(
        default_factory=lambda: get_settings().matchmaking.absent_seconds
    )
    kept_seconds: int = field(default_factory=lambda: get_settings().matchmaking.keep_seconds)
    cooldown: Cooldown | None = None
    match_id: int | None = None
    from_match_id: int | None = None
    ended: EndedSearch | None = None
    challenge_code: str | None = None
    wager_amount: Decimal | None = None
    title: str | None = None
    mode: str | None = None
    platform: str | None = None
    accept_adjacent: bool | None = None
    own_range: int | None = None
    newcomer_maximum: Decimal | None = None
    queued_at: datetime | None = None
    waited_seconds: int | None = None
    waiting_players: int | None = None
    expected_wait_seconds: int | None = None
    expected_wait_p90_seconds: int | None = None
    widening: Widening | None = None


def join(session: Session, *, user_id: int, request: QueueRequest, now: datetime) -> QueueView:
    """Hold the stake, create a ticket, and pair it at once if an opponent waits.

    Raises Invalid for a stake outside the limits, Conflict for a player who is in the queue or in a
    match already or who pauses, and InsufficientBalance.
    """
    switches.require_queue(session)
    staff_play.refuse(session, user_id=user_id)
    tickets.check_stake(request.wager_amount)
    strikes.refuse_suspended(session, user_id=user_id, now=now)
    cooldowns.refuse_pausing(session, user_id=user_id, now=now)
    eligibility.refuse_in_tournament(session, user_id=user_id)
    ticket = tickets.create(session, user_id=user_id, request=request, now=now)
    if ticket is None:
        raise tickets.already_in_play()
    if not pairing.pair_at_once(session, ticket, now=now):
        # Two who join in the same instant do not see each other's uncommitted tickets.
        enqueue(session, Job.PAIR_PLAYERS)
        broadcast(session, [user_id], kind=LiveType.QUEUE_CHANGED, topic="queue", data={})
    return state(session, user_id=user_id, now=now)


def leave(session: Session, *, user_id: int, now: datetime) -> QueueView:
    """Release the ticket and return the stake; nothing happens without a ticket.

    An open challenge is withdrawn. Raises Conflict when an opponent has been found meanwhile.
    """
    found = tickets.find(session, user_id=user_id)
    if found is not None and found.challenge_id is not None and found.match_id is None:
        challenges.withdraw(session, challenge_id=found.challenge_id, user_id=user_id, now=now)
        return state(session, user_id=user_id, now=now)
    found_id = None if found is None else found.id
    ticket = tickets.lock(session, user_id=user_id)
    if ticket is None or ticket.id != found_id:
        # Another request of theirs has made a new one meanwhile, which may be a challenge's.
        return state(session, user_id=user_id, now=now)
    if ticket.match_id is not None:
        raise Conflict(
            ProblemCode.MATCH_MOVED_ON,
            "An opponent has just been found.",
            match_id=ticket.match_id,
        )
    tickets.release(session, ticket, actor=movement_reasons.by_player(user_id), now=now)
    return state(session, user_id=user_id, now=now)


def state(session: Session, *, user_id: int, now: datetime) -> QueueView:
    """Return whether a player is searching, for how long, and what to expect.

    Who has a match of a tournament to play is `matched` with it, also if they search besides.
    """
    cooldown = cooldowns.current(session, user_id=user_id, now=now)
    ticket = tickets.find(session, user_id=user_id)
    maximum = tickets.newcomer_maximum(session, user_id=user_id)
    if ticket is None or ticket.match_id is None:
        called = stakeless.match_in_play(session, user_id=user_id)
        if called is not None:
            return QueueView(
                status="matched", cooldown=cooldown, match_id=called, newcomer_maximum=maximum
            )
    if ticket is None:
        ended = wait_times.find_ended(session, user_id=user_id, now=now)
        return QueueView(status="idle", cooldown=cooldown, newcomer_maximum=maximum, ended=ended)
    code, widening = None, None
    if ticket.match_id is not None:
        status = "matched"
    elif ticket.challenge_id is not None:
        status = "challenging"
        code = session.get_one(Challenge, ticket.challenge_id).code
    else:
        status = "searching"
        widening = previews.widening(session, ticket=ticket, now=now)
    expected = widening.expected if widening else None
    return QueueView(
        status=status,
        cooldown=cooldown,
        match_id=ticket.match_id,
        from_match_id=ticket.from_match_id,
        challenge_code=code,
        wager_amount=ticket.wager_amount,
        title=ticket.title,
        mode=ticket.mode,
        platform=ticket.platform,
        accept_adjacent=ticket.accept_adjacent,
        own_range=ticket.own_range,
        newcomer_maximum=maximum,
        queued_at=ticket.created_at,
        waited_seconds=max(0, int((now - ticket.created_at).total_seconds())),
        waiting_players=previews.waiting_for(session, ticket=ticket, now=now) if widening else None,
        expected_wait_seconds=expected.p50 if expected else None,
        expected_wait_p90_seconds=expected.p90 if expected else None,
        widening=widening,
    )


def requeue(session: Session, user_id: int, match_id: int, *, now: datetime) -> bool:
    """Put a player who was ready back into the queue, after the other let the match lapse.

    With their old place, their own stake (held again) and what else they accept. False, and
    nothing happens, if they have another ticket, cannot pay any more, would pass a limit of theirs,
    pause, may not play, play a match of a tournament, or if the match did not come from the queue.
    """
    match = session.get_one(Match, match_id)
    mine = match.tickets.get(match.seat_of(user_id))
    is_elsewhere = stakeless.match_in_play(session, user_id=user_id) is not None
    if mine is None or match.origin != "queue" or is_elsewhere:
        return False
    cooldown = cooldowns.current(session, user_id=user_id, now=now)
    if cooldown is not None and cooldown.until is not None:
        return False
    request = QueueRequest(
        wager_amount=Decimal(mine["wager_amount"]),
        title=match.title,
        mode=match.mode,
        platform=match.platform,
        accept_adjacent=mine["accept_adjacent"],
        own_range=mine.get("own_range"),
    )
    available = posting.lock_player_money(session, user_id=user_id).available
    # With the wallet locked, no exclusion begins after this.
    if not eligibility.all_may_stake(session, [user_id], now=now):
        return False
    kept = payout_holds.kept_of_matches(session, user_id=user_id, now=now)
    stake = request.wager_amount
    beyond = limits.refusal(session, user_id=user_id, kinds=limits.STAKING, amount=stake, now=now)
    if beyond or available - kept < stake:
        return False
    back = tickets.Back(datetime.fromisoformat(mine["joined_at"]), match_id)
    if tickets.create(session, user_id=user_id, request=request, now=now, back=back) is None:
        return False
    enqueue(session, Job.PAIR_PLAYERS)
    broadcast(session, [user_id], kind=LiveType.QUEUE_CHANGED, topic="queue", data={})
    return True
