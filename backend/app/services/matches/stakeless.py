"""Matches of tournaments: opened and called off by their tournament, otherwise like any other.

Nothing is staked and nothing is paid, so there is neither a ticket nor an escrow.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
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
from app.models.tournament import Tournament
from app.services.matches import notifications, terms
from app.services.matches.deadlines import match_deadlines
from app.services.matches.settlement import settle
from app.services.ratings import ratings

_IN_PLAY = (MatchStatus.PENDING, MatchStatus.ACTIVE)


@dataclass(frozen=True)
class Pair:
    """Two players who are to meet, and what their match is called in the tournament."""

    player1_id: int
    player2_id: int
    tournament_key: str


def open_stakeless(
    session: Session,
    pairs: Sequence[Pair],
    *,
    title: str,
    mode: str,
    platform: str,
    tournament_id: int,
    ready_by: datetime,
    play_seconds: int | None = None,
    now: datetime,
) -> list[int]:
    """Make matches of a tournament, in as many statements as one; each calls its two players.

    All are to be ready before `ready_by`, and have `play_seconds` to play from then on, or what
    the settings say. Returns the ids of the matches; rules and names are fixed here, as in any
    other.
    """
    if not pairs:
        return []
    deadlines = replace(match_deadlines(), checkin=ready_by - now)
    if play_seconds is not None:
        deadlines = replace(deadlines, play=timedelta(seconds=play_seconds))
    seekers = _seekers(session, pairs, title=title, mode=mode, platform=platform, now=now)
    fixed = terms.fixed_without_stake(session, seekers, deadlines=deadlines)
    of_all = {
        "title": title,
        "mode": mode,
        "platform": platform,
        "origin": "tournament",
        "tournament_id": tournament_id,
        "created_at": now,
        "due_at": ready_by,
        **dict.fromkeys(("player1_waited", "player2_waited"), 0),
        **dict.fromkeys(("wager_amount", "fee_rate", "fee", "prize"), Decimal(0)),
    }
    rows = [of_all | vars(pair) | one for pair, one in zip(pairs, fixed, strict=True)]
    inserted = insert(Match).returning(Match.id, sort_by_parameter_order=True)
    match_ids = list(session.scalars(inserted, rows))
    for match_id, pair in zip(match_ids, pairs, strict=True):
        players = (pair.player1_id, pair.player2_id)
        notifications.hint(session, match_id, players, kind=LiveType.MATCH_FOUND)
    return match_ids


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


def on_hold(session: Session, matches: Collection[Match]) -> frozenset[int]:
    """Return which of these (ids) await their players without a deadline, in a paused event."""
    awaited = {one.id: one.tournament_id for one in matches if one.status == MatchStatus.PENDING}
    if not any(awaited.values()):
        return frozenset()
    paused = session.scalars(
        select(Tournament.id).where(
            Tournament.id.in_(awaited.values()), Tournament.paused_at.is_not(None)
        )
    ).all()
    return frozenset(match_id for match_id, event in awaited.items() if event in paused)


def match_in_play(session: Session, *, user_id: int) -> int | None:
    """Return the player's oldest match of a tournament to be ready for, or to play, if any."""
    return session.scalars(
        select(Match.id)
        .join(StakelessSeat, StakelessSeat.match_id == Match.id)
        .where(StakelessSeat.user_id == user_id, Match.status.in_(_IN_PLAY))
        .order_by(Match.id)
        .limit(1)
    ).one_or_none()


def _seekers(
    session: Session, pairs: Sequence[Pair], *, title: str, mode: str, platform: str, now: datetime
) -> list[tuple[Seeker, Seeker]]:
    user_ids = {one for pair in pairs for one in (pair.player1_id, pair.player2_id)}
    seekers = {
        user_id: Seeker(
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
        for user_id, rating in ratings.current(session, user_ids, now).items()
    }
    return [(seekers[pair.player1_id], seekers[pair.player2_id]) for pair in pairs]
