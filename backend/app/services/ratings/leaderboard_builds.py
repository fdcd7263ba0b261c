"""Building leaderboards: each edition is written as a whole, and replaces the last.

A million players cannot be ranked while somebody waits, so a round writes them down as numbered
lists. Readers see the previous edition until the new one commits.
"""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.clock import month_in_nairobi, week_in_nairobi
from app.core.settings import get_settings
from app.domain.ratings.boards import Board, Period
from app.domain.ratings.glicko2 import LEADERBOARDS_UP_TO, SCALE
from app.models.leaderboard import Leaderboard, Standing
from app.models.rating import RatingChange
from app.models.risk import PlayerRisk, SuspectedPair

# A change that was written before an edition may have been committed after it.
_MAY_HAVE_MISSED = timedelta(minutes=2)
_FRESH_FOR = timedelta(days=1)  # growing uncertainty removes idle players
# A board that takes long is built less often: a tenth of one core at most.
_REST = 10


def begins_at(period: Period, now: datetime) -> datetime | None:
    """Return when the period of `now` began in Nairobi; None for all time."""
    if period is Period.ALL:
        return None
    return week_in_nairobi(now) if period is Period.WEEK else month_in_nairobi(now)


def due(session: Session, *, now: datetime) -> list[tuple[Board, Period]]:
    """Return the boards to build now: those that are due, or whose period has ended."""
    known = {(row.board, row.period): row for row in session.scalars(select(Leaderboard))}
    found = []
    for period in Period:
        for board in Board:
            row = known.get((board, period))
            if row is None or row.due_at <= now or row.starts_at != begins_at(period, now):
                found.append((board, period))
    return found


def build(session: Session, *, board: Board, period: Period, now: datetime) -> bool:
    """Build one board; False if nothing has changed, or another worker is building it."""
    session.execute(
        insert(Leaderboard).values(board=board, period=period, due_at=now).on_conflict_do_nothing()
    )
    row = session.scalars(
        select(Leaderboard)
        .where(Leaderboard.board == board, Leaderboard.period == period)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return False
    begins = begins_at(period, now)
    settings = get_settings().rating
    seconds = settings.board_all_seconds if period is Period.ALL else settings.board_seconds
    row.as_of, row.due_at = now, now + timedelta(seconds=seconds)
    if row.starts_at == begins and not _has_changed_since(session, row.built_at, now=now):
        return False

    began = time.monotonic()
    old, row.edition = row.edition, session.scalars(text(_NEW_EDITION)).one()
    row.players = _write(session, row.edition, board=board, begins=begins, now=now)
    session.execute(delete(Standing).where(Standing.edition == old))
    row.starts_at, row.built_at = begins, now
    rest = timedelta(seconds=_REST * (time.monotonic() - began))
    row.due_at = max(row.due_at, now + rest)
    return True


def postpone(session: Session, *, board: Board, period: Period, until: datetime) -> None:
    """Move the next build of one board to `until`, after a build failed."""
    session.execute(
        update(Leaderboard)
        .where(Leaderboard.board == board, Leaderboard.period == period)
        .values(due_at=until)
    )


def _has_changed_since(session: Session, built_at: datetime | None, *, now: datetime) -> bool:
    if built_at is None or built_at < now - _FRESH_FOR:
        return True
    last_rated = select(RatingChange.created_at).order_by(RatingChange.id.desc()).limit(1)
    last_reversed = select(func.max(RatingChange.reversed_at))
    last_frozen = select(func.max(PlayerRisk.scored_at)).where(PlayerRisk.frozen)
    last_found = select(func.max(SuspectedPair.found_at))
    last_cleared = select(func.max(SuspectedPair.cleared_at))
    asked = (last_rated, last_reversed, last_frozen, last_found, last_cleared)
    moments = [session.scalar(one) for one in asked]
    return any(moment and moment > built_at - _MAY_HAVE_MISSED for moment in moments)


_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_NEW_EDITION = "SELECT nextval('leaderboard_edition')"
_BUILD_LIMITS = "SET LOCAL statement_timeout = '120s'; SET LOCAL work_mem = '64MB'"

_WRITE = """
WITH {suspected}
INSERT INTO standings (edition, position, rank, user_id, value)
SELECT :edition, row_number() OVER (ORDER BY r.value DESC, r.user_id),
       rank() OVER (ORDER BY r.value DESC), r.user_id, r.value
FROM ({ranked}) r JOIN users u ON u.id = r.user_id AND u.is_active
WHERE NOT EXISTS (SELECT FROM player_risks k WHERE k.user_id = r.user_id AND k.frozen)
"""
# What is under suspicion stands on no board: the matches of two whose play looks arranged.
_SUSPECTED = """
suspected AS MATERIALIZED (
  SELECT c.* FROM (
    SELECT one_id AS user_id, two_id AS opponent_id FROM suspected_pairs WHERE cleared_at IS NULL
    UNION ALL SELECT two_id, one_id FROM suspected_pairs WHERE cleared_at IS NULL
  ) p JOIN rating_changes c USING (user_id, opponent_id) WHERE c.reversed_at IS NULL
), suspects AS MATERIALIZED (
  SELECT user_id, round(sum(rating_after - rating_before))::bigint AS points,
    sum(CASE WHEN weight = 1 THEN net ELSE least(net, 0) END) AS winnings
  FROM suspected GROUP BY user_id
)
"""
# As sure as `on_leaderboards` asks for, with the uncertainty that idle time adds (`glicko2`). What
# suspected matches did to a rating is taken off as a ruling would: as a difference.
_RATED = """
SELECT p.user_id, p.current_rank - coalesce(x.points, 0) AS value
FROM player_stats p LEFT JOIN suspects x USING (user_id)
WHERE p.total_matches > 0 AND p.deviation <= :widest
  AND p.deviation ^ 2 + (p.volatility * :scale) ^ 2
    * greatest(extract(epoch FROM :now - p.rated_at), 0) / :period_seconds <= :widest ^ 2
"""
_COUNTED = """
FROM rating_changes c WHERE reversed_at IS NULL AND played_at >= :begins
AND NOT EXISTS (SELECT FROM suspected s WHERE s.match_id = c.match_id AND s.user_id = c.user_id)
"""
_ACTIVE = f"AND p.user_id IN (SELECT user_id {_COUNTED})"
# Every match that was not won begins a new run; the victories after it are its length.
_STREAKS = f"""
SELECT user_id, max(length) AS value FROM (
  SELECT user_id, run, count(*) FILTER (WHERE won) AS length FROM (
    SELECT user_id, outcome = 'won' AND weight = 1 AS won, count(*) FILTER (WHERE outcome <> 'won')
      OVER (PARTITION BY user_id ORDER BY played_at, match_id) AS run
    {_COUNTED} {{of}}) played
  GROUP BY user_id, run) runs
GROUP BY user_id HAVING max(length) > 0
"""  # noqa: S608  # no part of it is from outside
_OF_SUSPECTS = "AND c.user_id IN (SELECT user_id FROM suspects)"
_RANKED_EVER = {
    Board.RATING: _RATED,
    Board.WINNINGS: """
SELECT p.user_id, p.board_winnings - coalesce(x.winnings, 0) AS value
FROM player_stats p LEFT JOIN suspects x USING (user_id)
WHERE p.board_winnings - coalesce(x.winnings, 0) > 0
""",
    Board.STREAK: f"""
SELECT user_id, best_streak AS value FROM player_stats
WHERE best_streak > 0 AND user_id NOT IN (SELECT user_id FROM suspects)
UNION ALL {_STREAKS.format(of=_OF_SUSPECTS)}
""",  # noqa: S608
}
_RANKED_SINCE = {
    Board.RATING: _RATED + _ACTIVE,
    # As `domain.ratings.weights.on_boards` says.
    Board.WINNINGS: f"""
SELECT user_id, sum(CASE WHEN weight = 1 THEN net ELSE least(net, 0) END) AS value
{_COUNTED} GROUP BY user_id
HAVING sum(CASE WHEN weight = 1 THEN net ELSE least(net, 0) END) > 0
""",
    Board.STREAK: _STREAKS.format(of=""),
}


def _write(
    session: Session, edition: int, *, board: Board, begins: datetime | None, now: datetime
) -> int:
    """Write all rows of an edition; return how many."""
    session.execute(text(_BUILD_LIMITS))
    ranked = (_RANKED_EVER if begins is None else _RANKED_SINCE)[board]
    facts = {
        "edition": edition,
        "begins": begins or _EVER,
        "now": now,
        "widest": LEADERBOARDS_UP_TO,
        "scale": SCALE,
        "period_seconds": get_settings().rating.period_days * 86_400,
    }
    session.execute(text(_WRITE.format(suspected=_SUSPECTED, ranked=ranked)), facts)
    last = select(func.coalesce(func.max(Standing.position), 0)).where(Standing.edition == edition)
    return session.scalars(last).one()
