"""Matches of tournaments: opened and called off by their tournament, otherwise like any other.

Nothing is staked and nothing is paid, so there is neither a ticket nor an escrow.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Exists, exists, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.live import LiveType
from app.domain.matches.decision import Reason, Result
from app.domain.matches.states import MatchStatus
from app.domain.matchmaking.pairing import Seeker
from app.models.dispute import Dispute
from app.models.match import Match, StakelessSeat
from app.services.matches import notifications, terms
from app.services.matches.deadlines import match_deadlines
from app.services.matches.settlement import settle
from app.services.ratings import ratings

_IN_PLAY = (MatchStatus.PENDING, MatchStatus.ACTIVE)


def open_stakeless(
    session: Session,
    *,
    player1_id: int,
    player2_id: int,
    title: str,
    mode: str,
    platform: str,
    tournament_id: int,
    tournament_key: str,
    ready_by: datetime,
    play_seconds: int | None = None,
    now: datetime,
) -> int:
    """Make a match of a tournament, where it is called `tournament_key`; it calls both players.

    Both are to be ready before `ready_by`, and have `play_seconds` to play from then on, or what
    the settings say. Returns the id of the match; rules and names are fixed here, as in any other.
    """
    deadlines = replace(match_deadlines(), checkin=ready_by - now)
    if play_seconds is not None:
        deadlines = replace(deadlines, play=timedelta(seconds=play_seconds))
    first, second = (
        _seeker(session, user_id, title=title, mode=mode, platform=platform, now=now)
        for user_id in (player1_id, player2_id)
    )
    match_id = session.execute(
        insert(Match)
        .values(
            player1_id=player1_id,
            player2_id=player2_id,
            player1_waited=0,
            player2_waited=0,
            wager_amount=Decimal(0),
            fee_rate=Decimal(0),
            fee=Decimal(0),
            prize=Decimal(0),
            title=title,
            mode=mode,
            platform=platform,
            origin="tournament",
            tournament_id=tournament_id,
            tournament_key=tournament_key,
            **terms.fixed_without_stake(session, first=first, second=second, deadlines=deadlines),
            created_at=now,
            due_at=ready_by,
        )
        .returning(Match.id)
    ).scalar_one()
    players = (player1_id, player2_id)
    notifications.hint(session, match_id, players, kind=LiveType.MATCH_FOUND)
    return match_id


def call_off(session: Session, match_id: int, *, actor: str, reason: str, now: datetime) -> bool:
    """End a live match of a tournament without a result; False if it was over before.

    The tournament was cancelled or changed, or does without one of the two. `reason` is what both
    players read; `actor` is recorded, for instance `admin:7` or `system:tournament`.
    """
    match = session.execute(
        select(Match)
        .where(Match.id == match_id, Match.tournament_id.is_not(None))
        .with_for_update(key_share=True)
    ).scalar_one()
    was_live = settle(
        session,
        match_id=match_id,
        player_ids=match.player_ids,
        result=Result.VOID,
        reason=Reason.CALLED_OFF,
        actor=actor,
        note=reason,
        tournament_id=match.tournament_id,
    )
    if was_live:
        session.execute(
            update(Dispute)
            .where(Dispute.match_id == match_id, Dispute.closed_at.is_(None))
            .values(closed_at=now, claimed_by=None, claimed_until=None)
        )
    return was_live


def has_match_in_play(user_id: InstrumentedAttribute[int]) -> Exists:
    """Return SQL for whether a player has a match of a tournament to be ready for, or to play."""
    return exists().where(
        StakelessSeat.user_id == user_id,
        StakelessSeat.match_id == Match.id,
        Match.status.in_(_IN_PLAY),
    )


def match_in_play(session: Session, *, user_id: int) -> int | None:
    """Return the player's oldest match of a tournament to be ready for, or to play, if any."""
    return session.scalars(
        select(Match.id)
        .join(StakelessSeat, StakelessSeat.match_id == Match.id)
        .where(StakelessSeat.user_id == user_id, Match.status.in_(_IN_PLAY))
        .order_by(Match.id)
        .limit(1)
    ).one_or_none()


def _seeker(
    session: Session, user_id: int, *, title: str, mode: str, platform: str, now: datetime
) -> Seeker:
    rating = ratings.current(session, user_id, now)
    return Seeker(
        ticket_id=0,
        user_id=user_id,
        wager_amount=Decimal(0),
        title=title,
        mode=mode,
        platform=platform,
        rating=round(rating.rating),
        waited_seconds=0,
        deviation=rating.deviation,
    )
