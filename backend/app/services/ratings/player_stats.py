"""A player's record, what others may see of it, and how their rating moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.errors import NotFound
from app.domain.matches.decision import Reason
from app.domain.problems import ProblemCode
from app.domain.ratings import weights
from app.domain.ratings.glicko2 import Rating, idle, is_provisional, on_leaderboards
from app.models.match import Match
from app.models.matchmaking import Challenge
from app.models.rating import RatingChange
from app.models.user import PlayerStats, User
from app.services.auth import accounts

_DAY = 86_400


@dataclass(frozen=True)
class Standing:
    """How strong a player is as far as we know, in whole points; provisional up to some matches."""

    current_rank: int
    deviation: int
    provisional: bool
    on_leaderboards: bool


@dataclass(frozen=True)
class Counts:
    """What everybody may see of a record; streaks are runs of victories."""

    total_matches: int
    wins: int
    losses: int
    draws: int
    current_streak: int
    best_streak: int


@dataclass(frozen=True)
class Record(Standing, Counts):
    """A player's own record; money in KES."""

    total_wagered: Decimal
    total_winnings: Decimal
    net_winnings: Decimal


@dataclass(frozen=True)
class PublicRecord(Standing, Counts):
    """A record without its money."""


@dataclass(frozen=True)
class DisputeRecord:
    """How often a referee had to decide a player's matches, and for whom they did."""

    decided: int
    won: int
    lost: int


@dataclass(frozen=True)
class Profile:
    """What other players see."""

    username: str
    cod_username: str | None
    is_simulated: bool
    member_since: datetime
    stats: PublicRecord
    disputes: DisputeRecord


@dataclass(frozen=True)
class Change:
    """What one match did to a player's rating, in whole points.

    `reversed_at` is when a ruling took it back.
    """

    id: int
    match_id: int
    opponent: str
    outcome: str
    before: int
    after: int
    deviation: int
    provisional: bool
    played_at: datetime
    reversed_at: datetime | None

    @property
    def change(self) -> int:
        """Points won, or lost when negative; as shown, so that before + change = after."""
        return self.after - self.before


def rating_of(row: PlayerStats, *, now: datetime | None = None) -> Rating:
    """Return a rating as last rated, or as of `now`, with the uncertainty that idle time adds."""
    rating = Rating(row.rating, row.deviation, row.volatility)
    if now is None or row.rated_at is None:
        return rating
    days = (now - row.rated_at).total_seconds() / _DAY
    return idle(rating, days / get_settings().rating.period_days)


def record(session: Session, *, user_id: int, now: datetime) -> Record:
    """Return a player's own record; matches count as soon as they are rated, void ones never."""
    row = _row_of(session, user_id)
    return Record(
        **vars(_counts(row)),
        **vars(_standing(row, now=now)),
        total_wagered=row.total_wagered,
        total_winnings=row.total_winnings,
        net_winnings=row.net_winnings,
    )


def profile(session: Session, *, username: str, viewer: User, now: datetime) -> Profile:
    """Return what others see of the player `username`; raises NotFound.

    Results under a name need its player's consent. Who has played them, or is asked to, knows the
    name already, and sees whom they met.
    """
    player = accounts.find(session, name=LoginName(NameKind.USERNAME, username.lower()))
    if player is None or not (player.shows_name or _knows(session, viewer, player)):
        raise NotFound(ProblemCode.NOT_FOUND, "There is no player of that name.")
    row = _row_of(session, player.id)
    return Profile(
        username=player.username,
        cod_username=player.cod_username,
        is_simulated=player.is_simulated,
        member_since=player.created_at,
        stats=PublicRecord(**vars(_counts(row)), **vars(_standing(row, now=now))),
        disputes=_disputes_of(session, player.id),
    )


def _knows(session: Session, viewer: User, player: User) -> bool:
    """Return whether two have met in a match or a challenge, or the viewer is they themselves."""
    both = (viewer.id, player.id)
    met = select(Match.id).where(Match.player1_id.in_(both), Match.player2_id.in_(both))
    asked = select(Challenge.id).where(
        Challenge.challenger_id == player.id,
        or_(Challenge.opponent_id == viewer.id, Challenge.opponent_id.is_(None)),
        Challenge.state == "open",
    )
    return viewer.id == player.id or any(
        session.scalar(found.limit(1)) is not None for found in (met, asked)
    )


def _row_of(session: Session, user_id: int) -> PlayerStats:
    return session.scalars(select(PlayerStats).where(PlayerStats.user_id == user_id)).one()


def _counts(row: PlayerStats) -> Counts:
    return Counts(
        total_matches=row.total_matches,
        wins=row.wins,
        losses=row.losses,
        draws=row.draws,
        current_streak=row.current_streak,
        best_streak=row.best_streak,
    )


def _standing(row: PlayerStats, *, now: datetime) -> Standing:
    rating = rating_of(row, now=now)
    return Standing(
        current_rank=row.current_rank,
        deviation=round(rating.deviation),
        provisional=is_provisional(rating),
        on_leaderboards=on_leaderboards(rating),
    )


def _disputes_of(session: Session, user_id: int) -> DisputeRecord:
    decided, won, drawn = session.execute(
        select(
            func.count(),
            func.count().filter(Match.winner_id == user_id),
            func.count().filter(Match.winner_id.is_(None)),
        )
        .where(or_(Match.player1_id == user_id, Match.player2_id == user_id))
        .where(Match.reason.in_((Reason.RULED, Reason.OVERTURNED)))
    ).one()
    return DisputeRecord(decided=decided, won=won, lost=decided - won - drawn)


def history(session: Session, *, user_id: int, before: int | None, rows: int) -> list[Change]:
    """Return up to `rows` changes of a rating older than change `before`, newest first."""
    query = _changes().where(RatingChange.user_id == user_id).limit(rows)
    if before is not None:
        query = query.where(RatingChange.id < before)
    return [_shown(change, opponent) for change, opponent in session.execute(query)]


def changes_by_match(
    session: Session, *, user_id: int, match_ids: Sequence[int]
) -> dict[int, Change]:
    """Return what counts of a player's changes by several matches, by match id."""
    found = session.execute(
        _changes().where(
            RatingChange.match_id.in_(match_ids),
            RatingChange.user_id == user_id,
            RatingChange.reversed_at.is_(None),
        )
    )
    return {change.match_id: _shown(change, opponent) for change, opponent in found}


def _changes() -> Select[RatingChange, str]:
    return (
        select(RatingChange, User.username)
        .join(User, User.id == RatingChange.opponent_id)
        .order_by(RatingChange.id.desc())
    )


def _shown(change: RatingChange, opponent: str) -> Change:
    after = Rating(change.rating_after, change.deviation_after, change.volatility_after)
    return Change(
        id=change.id,
        match_id=change.match_id,
        opponent=opponent,
        outcome=change.outcome,
        before=round(change.rating_before),
        after=round(change.rating_after),
        deviation=round(after.deviation),
        provisional=is_provisional(after),
        played_at=change.played_at,
        reversed_at=change.reversed_at,
    )


def count(session: Session, row: PlayerStats, change: RatingChange) -> None:
    """Add a change that has just been written to the record of its player, whose row is locked."""
    _add(row, change, sign=1)
    later = session.execute(
        select(RatingChange.id)
        .where(RatingChange.user_id == row.user_id, RatingChange.reversed_at.is_(None))
        .where(RatingChange.played_at > change.played_at)
        .limit(1)
    )
    if later.first() is not None:
        _recount_streaks(session, row)
    else:
        counts = change.outcome == "won" and change.weight == 1
        row.current_streak = row.current_streak + counts if change.outcome == "won" else 0
        row.best_streak = max(row.best_streak, row.current_streak)


def discount(session: Session, row: PlayerStats, change: RatingChange) -> None:
    """Take a change that has just been reversed out of the record of its player."""
    _add(row, change, sign=-1)
    _recount_streaks(session, row)


def _add(row: PlayerStats, change: RatingChange, *, sign: int) -> None:
    row.total_matches += sign
    row.wins += sign * (change.outcome == "won")
    row.losses += sign * (change.outcome == "lost")
    row.draws += sign * (change.outcome == "draw")
    row.total_wagered += sign * change.stake
    row.net_winnings += sign * change.net
    row.board_winnings += sign * weights.on_boards(change.net, weight=change.weight)
    if change.outcome == "won":
        row.total_winnings += sign * (change.stake + change.net)


# Every match that was not won begins a new run; the victories after it are its length, each over
# somebody else than within the week before.
_STREAKS = """
WITH played AS (
  SELECT outcome = 'won' AND weight = 1 AS won,
         count(*) FILTER (WHERE outcome <> 'won') OVER (ORDER BY played_at, match_id) AS run
  FROM rating_changes WHERE user_id = :user_id AND reversed_at IS NULL
), runs AS (
  SELECT run, count(*) FILTER (WHERE won) AS length FROM played GROUP BY run
)
SELECT coalesce(max(length), 0), coalesce((array_agg(length ORDER BY run DESC))[1], 0) FROM runs
"""


def _recount_streaks(session: Session, row: PlayerStats) -> None:
    best, current = session.execute(text(_STREAKS), {"user_id": row.user_id}).one()
    row.best_streak, row.current_streak = best, current
