"""Ratings: each match moves two of them once, and a ruling that flips it takes that back.

A match that a referee split is in both records (it was played, and its money moved), as a draw
whose halves are less than the stakes; but it moves no rating. A split says that nobody knows who
was better, and half a point for the weaker player would be a claim about exactly that. One that
never began, and that a tournament gave to who was there, is in no record at all.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.live import LiveType
from app.domain.matches.decision import Result
from app.domain.matches.stakeless import WALKOVERS
from app.domain.money import half_of_prize
from app.domain.ratings import weights
from app.domain.ratings.glicko2 import Game, Rating, rate, undo
from app.models.match import Match
from app.models.rating import RatingChange
from app.models.user import PlayerStats
from app.services.ratings import player_stats, ticket_ratings

# Events get their ids before they are committed, so an older one may show up after a younger. No
# transaction of ours lives as long as this (statements end after 15 s, pauses after 30 s).
_SETTLED_AFTER = timedelta(minutes=2)

# What player 1 made of it; of player 2 it is one minus that. A void match never happened.
_SCORES = {Result.PLAYER1: 1.0, Result.DRAW: 0.5, Result.SPLIT: 0.5, Result.PLAYER2: 0.0}
_OUTCOMES = {1.0: "won", 0.5: "draw", 0.0: "lost"}


def current(
    session: Session, user_ids: Collection[int], now: datetime | None = None
) -> dict[int, Rating]:
    """Return players' ratings as last rated, or as of `now`, with the uncertainty of idle time."""
    rows = session.scalars(select(PlayerStats).where(PlayerStats.user_id.in_(user_ids)))
    return {row.user_id: player_stats.rating_of(row, now=now) for row in rows}


def rate_finished(session: Session, match_id: int, *, now: datetime) -> bool:
    """Rate a finished match for the first time; what a ruling has reversed is left to rulings."""
    _lock_players(session, match_id)
    known = session.execute(
        select(RatingChange.id).where(RatingChange.match_id == match_id).limit(1)
    )
    return known.first() is None and rate_match(session, match_id, now)


def rate_match(
    session: Session, match_id: int, now: datetime, *, result: Result | None = None
) -> bool:
    """Rate both players of a finished match; False if that stands, or there is nothing to rate.

    Both are rated as they were on the day of the match, whenever this runs: `now` only says when
    the record was written. `result` is for a ruling that the match itself does not show.
    """
    rows = _lock_players(session, match_id)
    if rows is None or _live_changes(session, match_id):
        return False
    # Read after the lock: a ruling that flips the result holds the same locks until it is done.
    match = session.get_one(Match, match_id, populate_existing=True)
    if match.result is None or match.completed_at is None or match.reason in WALKOVERS:
        return False
    result, played_at = result or Result(match.result), match.completed_at
    score = _SCORES.get(result)
    if score is None:
        return False
    one, two = (player_stats.rating_of(row, now=played_at) for row in rows)
    weight = weights.weight_of(_met_before(session, match, played_at=played_at))
    for row, before, other, opponent, points in (
        (rows[0], one, two, rows[1], score),
        (rows[1], two, one, rows[0], 1.0 - score),
    ):
        is_rated = result is not Result.SPLIT
        after = _after(before, other, points=points, weight=weight) if is_rated else before
        change = _new_change(match, row, result=result, opponent=opponent, points=points)
        change.weight = weight
        change.rating_before, change.deviation_before = before.rating, before.deviation
        change.volatility_before = before.volatility
        change.rating_after, change.deviation_after = after.rating, after.deviation
        change.volatility_after = after.volatility
        session.add(change)
        session.flush()
        if is_rated:
            rated_at = max(played_at, row.rated_at or played_at)
            _store(session, row, after, rated_at=rated_at, now=now)
        player_stats.count(session, row, change)
    session.flush()
    _notify(session, match)
    return True


def _after(before: Rating, other: Rating, *, points: float, weight: float) -> Rating:
    after = rate(before, [Game(other, points, weight)], tau=get_settings().rating.tau)
    return weights.after_draw(before, after) if points == _SCORES[Result.DRAW] else after


def _met_before(session: Session, match: Match, *, played_at: datetime) -> int:
    """Return how many matches of the same two were rated that ended within the period before."""
    return session.execute(
        select(func.count())
        .select_from(RatingChange)
        .where(
            RatingChange.user_id == match.player1_id,
            RatingChange.opponent_id == match.player2_id,
            RatingChange.played_at > played_at - weights.PERIOD,
            RatingChange.played_at <= played_at,
            RatingChange.match_id != match.id,
            RatingChange.reversed_at.is_(None),
        )
    ).scalar_one()


def reverse(session: Session, match_id: int, now: datetime) -> bool:
    """Take back what a match did to two ratings and records; False if nothing stood.

    It goes back as a difference, so that everything played since then stays. After that the match
    can be rated again by `rate_match`.
    """
    rows = _lock_players(session, match_id)
    if rows is None:
        return False
    changes = {change.user_id: change for change in _live_changes(session, match_id)}
    if not changes:
        return False
    for row in rows:
        change = changes[row.user_id]
        change.reversed_at = now
        session.flush()
        undone = undo(
            player_stats.rating_of(row),
            before=Rating(change.rating_before, change.deviation_before, change.volatility_before),
            after=Rating(change.rating_after, change.deviation_after, change.volatility_after),
        )
        _store(session, row, undone, rated_at=row.rated_at, now=now)
        player_stats.discount(session, row, change)
    session.flush()
    _notify(session, session.get_one(Match, match_id))
    return True


def rate_again(
    session: Session, match_id: int, now: datetime, *, result: Result | None = None
) -> bool:
    """Rate a match by `result`, or by what it shows, whatever was rated before; False if void."""
    reverse(session, match_id, now)
    return rate_match(session, match_id, now, result=result)


def _lock_players(session: Session, match_id: int) -> tuple[PlayerStats, PlayerStats] | None:
    """Lock the records of both players, in ascending id; return them in seat order."""
    seats = session.execute(
        select(Match.player1_id, Match.player2_id).where(Match.id == match_id)
    ).one_or_none()
    if seats is None:
        return None
    rows = session.scalars(
        select(PlayerStats)
        .where(PlayerStats.user_id.in_(tuple(seats)))
        .order_by(PlayerStats.user_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    by_id = {row.user_id: row for row in rows}
    return by_id[seats.player1_id], by_id[seats.player2_id]


def _live_changes(session: Session, match_id: int) -> list[RatingChange]:
    found = session.scalars(
        select(RatingChange)
        .where(RatingChange.match_id == match_id, RatingChange.reversed_at.is_(None))
        .execution_options(populate_existing=True)
    )
    return list(found)


def _new_change(
    match: Match, row: PlayerStats, *, result: Result, opponent: PlayerStats, points: float
) -> RatingChange:
    outcome, stake = _OUTCOMES[points], match.wager_amount
    drawn = half_of_prize(match.prize) - stake if result is Result.SPLIT else 0 * stake
    net = {"won": match.prize - stake, "draw": drawn, "lost": -stake}[outcome]
    return RatingChange(
        match_id=match.id,
        user_id=row.user_id,
        opponent_id=opponent.user_id,
        outcome=outcome,
        stake=stake,
        net=net,
        played_at=match.completed_at,
    )


def _store(
    session: Session,
    row: PlayerStats,
    rating: Rating,
    *,
    rated_at: datetime | None,
    now: datetime,
) -> None:
    """Write a rating to its player's record, and to the ticket with which they wait, if they do."""
    row.rating, row.deviation, row.volatility = rating.rating, rating.deviation, rating.volatility
    row.current_rank = round(rating.rating)
    row.rated_at, row.updated_at = rated_at, now
    session.flush()
    ticket_ratings.refresh(session, user_id=row.user_id)


def bring_up_to_date(session: Session, *, user_id: int, now: datetime) -> None:
    """Let a new ticket have the rating of this moment, the player's last matches included.

    Call it once the ticket is there. A match is rated up to a second after its end, and who joins
    sooner would be paired by what they were before it. The record stays locked until this
    transaction ends, so that no rating slips in between unseen by the ticket.
    """
    for match_id in session.scalars(_LAST_UNRATED, {"user_id": user_id}).all():
        rate_finished(session, match_id, now=now)
    ticket_ratings.lock_and_copy(session, user_id=user_id)


# The last few on each side suffice: what ended long after it began is rated by the sweep.
_LAST_UNRATED = text("""
SELECT m.id FROM (
  (SELECT * FROM matches WHERE player1_id = :user_id ORDER BY id DESC LIMIT 3)
  UNION ALL (SELECT * FROM matches WHERE player2_id = :user_id ORDER BY id DESC LIMIT 3)) m
WHERE m.status = 'completed' AND m.result IN ('player1', 'player2', 'draw', 'split')
  AND m.reason NOT IN ('not_ready', 'walked_away')
  AND NOT EXISTS (SELECT FROM rating_changes c WHERE c.match_id = m.id)
ORDER BY m.completed_at, m.id
""")


def _notify(session: Session, match: Match) -> None:
    broadcast(
        session,
        [match.player1_id, match.player2_id],
        kind=LiveType.RATING_CHANGED,
        topic=f"match:{match.id}",
        data={"match_id": match.id},
    )


# Matches are found by the events that the database writes when they end, which are numbered as
# they come: settling pays nothing for being found, neither an index nor a message.
_UNRATED = """
SELECT e.match_id
FROM match_events e JOIN matches m ON m.id = e.match_id
WHERE e.id > (SELECT seen_event_id FROM rating_progress) AND e.status = 'completed'
  AND m.result IN ('player1', 'player2', 'draw', 'split')
  AND m.reason NOT IN ('not_ready', 'walked_away')
  AND NOT EXISTS (
    SELECT FROM rating_changes c WHERE c.match_id = e.match_id)
ORDER BY e.id LIMIT :rows
"""
_ADVANCE = """
UPDATE rating_progress SET seen_event_id = found.id
FROM (
  SELECT least(
    (SELECT e.id FROM match_events e WHERE e.created_at < :settled ORDER BY e.id DESC LIMIT 1),
    (SELECT e.id - 1
     FROM match_events e JOIN matches m ON m.id = e.match_id
     WHERE e.id > (SELECT seen_event_id FROM rating_progress) AND e.status = 'completed'
       AND m.result IN ('player1', 'player2', 'draw', 'split')
       AND m.reason NOT IN ('not_ready', 'walked_away')
       AND NOT EXISTS (
         SELECT FROM rating_changes c WHERE c.match_id = e.match_id)
     ORDER BY e.id LIMIT 1)) AS id
) found
WHERE found.id > seen_event_id
"""


def unrated(session: Session, *, rows: int) -> list[int]:
    """Return up to `rows` finished matches that have not been rated, the oldest end first."""
    return list(session.scalars(text(_UNRATED), {"rows": rows}))


def note_progress(session: Session, *, now: datetime) -> None:
    """Remember how far everything has been rated, so that the next sweep starts there."""
    session.execute(text(_ADVANCE), {"settled": now - _SETTLED_AFTER})
