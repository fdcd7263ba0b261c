"""The rating in the ticket of a player who waits: it is a copy, by which opponents are found.

Whatever moves a rating refreshes the ticket, and so does each sweep of the queue, so that nobody is
paired by what they were before their last match.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

# Who waits is found by the rating in the ticket, which an index needs.
_TICKET_RATINGS = text("""
UPDATE matchmaking_queue q SET rating = p.rating, deviation = p.deviation,
  skill_range_min = q.skill_range_min + p.rating - q.rating,
  skill_range_max = q.skill_range_max + p.rating - q.rating
FROM (
  SELECT q.id, round(p.rating)::bigint AS rating, p.deviation
  FROM matchmaking_queue q JOIN player_stats p ON p.user_id = q.user_id
  WHERE q.match_id IS NULL AND (CAST(:user_id AS bigint) IS NULL OR q.user_id = :user_id)
    AND (q.rating, q.deviation) IS DISTINCT FROM (round(p.rating)::bigint, p.deviation)
  FOR UPDATE OF q SKIP LOCKED) p
WHERE q.id = p.id
""")


def refresh(session: Session, *, user_id: int | None = None) -> None:
    """Write the ratings of now into the tickets of those who wait, or of one of them.

    Nothing waits here for a locked ticket: tickets are locked before wallets, and wallets before
    records, never the other way round. What is left out is found by the next sweep.
    """
    session.execute(_TICKET_RATINGS, {"user_id": user_id})


# The record stays locked, so that no rating slips in before the new ticket is there to be found.
_NEW_TICKET = text("""
WITH p AS MATERIALIZED (
  SELECT user_id, round(rating)::bigint AS rating, deviation FROM player_stats
  WHERE user_id = :user_id FOR SHARE
)
UPDATE matchmaking_queue q SET rating = p.rating, deviation = p.deviation,
  skill_range_min = q.skill_range_min + p.rating - q.rating,
  skill_range_max = q.skill_range_max + p.rating - q.rating
FROM p
WHERE q.user_id = p.user_id AND q.match_id IS NULL
""")


def lock_and_copy(session: Session, *, user_id: int) -> None:
    """Lock a player's record until the transaction ends, and copy its rating into their ticket.

    For who has just taken a ticket in this transaction: nobody else sees it yet.
    """
    session.execute(_NEW_TICKET, {"user_id": user_id})
