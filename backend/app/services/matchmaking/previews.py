"""What a player should know before they stake: chances, the fee's share, and the wait."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import NotFound
from app.domain.matchmaking import preview
from app.domain.matchmaking.pairing import (
    Seeker,
    may_meet,
    steps_waited,
    tier_above,
    tier_below,
    window_of,
)
from app.domain.money import split_pot
from app.domain.problems import ProblemCode
from app.domain.ratings.glicko2 import Rating, win_band
from app.models.match import Match, MatchmakingQueue
from app.models.user import PlayerStats
from app.services.auth import game_names
from app.services.matchmaking import presence, tickets, wait_times
from app.services.matchmaking.tickets import QueueRequest
from app.services.matchmaking.wait_times import ExpectedWait

_MAX_CANDIDATES = 500  # waiting players that are looked at


@dataclass(frozen=True)
class Widening:
    """What time and other stakes bring: opponents who could be met, and waits (seconds).

    `window` is how many points an opponent may be away now; `in_seconds` when that widens, None if
    it is open as far as it goes. `lower_stake` (KES) is what accepting the next tier would add.
    """

    window: int
    opponents_now: int
    in_seconds: int | None
    opponents_then: int
    lower_stake: Decimal | None
    opponents_with_lower: int
    expected: ExpectedWait | None
    expected_with_lower: ExpectedWait | None


@dataclass(frozen=True)
class MatchPreview:
    """The honest offer card: chances 0..1, money in KES.

    Whoever wins more often than `break_even` gains in the long run; the gain at the lowest, likely
    and highest chance is what one match brings on average. `basis` says whose ratings the chances
    are from: the `opponent`, those `waiting`, or anybody in the `window`.
    """

    wager_amount: Decimal
    prize: Decimal
    fee: Decimal
    break_even: float
    chance: float
    lowest_chance: float
    highest_chance: float
    gain: Decimal
    lowest_gain: Decimal
    highest_gain: Decimal
    basis: str
    is_provisional: bool
    widening: Widening | None = None


def before_joining(
    session: Session, *, user_id: int, request: QueueRequest, now: datetime
) -> MatchPreview:
    """Return what a player could expect who would join now; raises what `join` would."""
    tickets.check_stake(request.wager_amount)
    tickets.check_game(request)
    game_names.require(session, user_id=user_id, platform=request.platform)
    me = tickets.as_seeker(session, user_id=user_id, request=request)
    tickets.refuse_high_stake(me)
    candidates = _candidates(session, me, now=now)
    likely = [other for other in candidates if _could_meet(me, other)]
    band = preview.band_of(
        _rating(me), [_rating(other) for other in likely], window=window_of(me, tickets.rules())
    )
    return _preview(
        request.wager_amount,
        fee_rate=get_settings().match.fee_rate,
        band=band,
        basis="waiting" if likely else "window",
        is_provisional=me.is_provisional,
        widening=_widening(session, me, candidates, now=now),
    )


def of_match(session: Session, *, match_id: int, user_id: int) -> MatchPreview:
    """Return the offer card of a found match, for one of its players; raises NotFound.

    Nothing is staked in a match of a tournament, so there is no offer either.
    """
    match = session.get(Match, match_id)
    if match is None or user_id not in (match.player1_id, match.player2_id) or match.is_stakeless:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours for money.")
    stats = {
        row.user_id: Rating(row.rating, row.deviation)
        for row in session.execute(
            select(PlayerStats.user_id, PlayerStats.rating, PlayerStats.deviation).where(
                PlayerStats.user_id.in_((match.player1_id, match.player2_id))
            )
        )
    }
    is_first = user_id == match.player1_id
    me, other = stats.pop(user_id), stats.popitem()[1]
    low, high = win_band(me, other)
    chance = (low + high) / 2 if match.win_chance is None else match.win_chance
    chance = chance if is_first or match.win_chance is None else 1 - chance
    return _preview(
        match.wager_amount,
        fee_rate=match.fee_rate,
        band=preview.Band(low=min(low, chance), chance=chance, high=max(high, chance)),
        basis="opponent",
        is_provisional=preview.is_uncertain(me, other),
    )


def widening(session: Session, *, ticket: MatchmakingQueue, now: datetime) -> Widening:
    """Return what waiting on, or another stake, would bring to who searches."""
    (me,) = tickets.seekers(session, [ticket], now=now)
    return _widening(session, me, _candidates(session, me, now=now), now=now)


def waiting_for(session: Session, *, ticket: MatchmakingQueue, now: datetime) -> int:
    """Return how many others wait for the same stake and game, whatever their rating."""
    return session.execute(
        select(func.count())
        .select_from(MatchmakingQueue)
        .where(
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.challenge_id.is_(None),
            presence.is_here(session, now=now),
            MatchmakingQueue.wager_amount == ticket.wager_amount,
            MatchmakingQueue.title == ticket.title,
            MatchmakingQueue.mode == ticket.mode,
            MatchmakingQueue.platform == ticket.platform,
            MatchmakingQueue.id != ticket.id,
        )
    ).scalar_one()


def _candidates(session: Session, me: Seeker, *, now: datetime) -> list[Seeker]:
    rules = tickets.rules()
    stakes = (
        me.wager_amount,
        tier_below(me.wager_amount, rules),
        tier_above(me.wager_amount, rules),
    )
    waiting = session.scalars(
        select(MatchmakingQueue)
        .where(
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.challenge_id.is_(None),
            presence.is_here(session, now=now),
            MatchmakingQueue.wager_amount.in_([stake for stake in stakes if stake]),
            MatchmakingQueue.title == me.title,
            MatchmakingQueue.mode == me.mode,
            MatchmakingQueue.platform == me.platform,
            MatchmakingQueue.user_id != me.user_id,
        )
        .order_by(func.abs(MatchmakingQueue.rating - me.rating))
        .limit(_MAX_CANDIDATES)
    ).all()
    found = tickets.seekers(session, waiting, now=now, also=me.user_id)
    return [one for one in found if me.user_id not in one.avoids]


def _could_meet(me: Seeker, other: Seeker, *, later: int = 0) -> bool:
    """Say whether two could be paired, now or so many seconds `later`."""
    me, other = (
        replace(one, waited_seconds=max(0.0, one.waited_seconds) + later) for one in (me, other)
    )
    return may_meet(me, other, tickets.rules())


def _widening(session: Session, me: Seeker, candidates: list[Seeker], *, now: datetime) -> Widening:
    rules = tickets.rules()
    step = rules.widen_every_seconds
    is_open = window_of(me, rules) == window_of(
        replace(me, waited_seconds=me.waited_seconds + step), rules
    )
    lower = tier_below(me.wager_amount, rules)
    willing = replace(me, accept_adjacent=True)
    wait = partial(
        wait_times.expected_wait,
        session,
        game=wait_times.Game(me.title, me.mode, me.platform),
        tiers=rules.tiers,
        now=now,
    )
    return Widening(
        window=int(window_of(me, rules)),
        opponents_now=sum(_could_meet(me, other) for other in candidates),
        in_seconds=None
        if is_open
        else int((steps_waited(me, rules) + 1) * step - max(0.0, me.waited_seconds)),
        opponents_then=sum(_could_meet(me, other, later=step) for other in candidates),
        lower_stake=lower,
        opponents_with_lower=sum(_could_meet(willing, other) for other in candidates),
        expected=wait(stakes=[me.wager_amount]),
        expected_with_lower=wait(stakes=[me.wager_amount, lower]) if lower else None,
    )


def _rating(seeker: Seeker) -> Rating:
    return Rating(seeker.rating, seeker.deviation)


def _preview(
    wager_amount: Decimal,
    *,
    fee_rate: Decimal,
    band: preview.Band,
    basis: str,
    is_provisional: bool,
    widening: Widening | None = None,
) -> MatchPreview:
    share = split_pot(wager_amount, fee_rate=fee_rate)
    low, likely, high = (
        preview.expected_gain(chance, stake=wager_amount, prize=share.prize)
        for chance in (band.low, band.chance, band.high)
    )
    return MatchPreview(
        wager_amount=wager_amount,
        prize=share.prize,
        fee=share.fee,
        break_even=preview.break_even(stake=wager_amount, prize=share.prize),
        chance=band.chance,
        lowest_chance=band.low,
        highest_chance=band.high,
        gain=likely,
        lowest_gain=low,
        highest_gain=high,
        basis=basis,
        is_provisional=is_provisional,
        widening=widening,
    )
