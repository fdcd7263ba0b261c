"""The facts behind a player's risk: opponents, winnings, and where the money goes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.domain.conduct.risk_signals import RiskFacts, in_turns
from app.services.auth import known_names
from app.services.conduct import rings

_MONTH = timedelta(days=30)
_NEW_MATCHES = 2_000  # matches that are searched for recent ends; the daily score covers the rest

_PLAYED = """
  SELECT m.id, m.wager_amount AS stake, m.winner_id, m.reason, m.started_at, m.completed_at,
    CASE m.player1_id WHEN :user_id THEN m.player2_id ELSE m.player1_id END AS other
  FROM (SELECT * FROM matches WHERE player1_id = :user_id
        UNION ALL SELECT * FROM matches WHERE player2_id = :user_id) m
  WHERE (m.winner_id IS NOT NULL OR m.result = 'draw') AND m.completed_at > :since
    AND m.reason NOT IN ('not_ready', 'walked_away')
"""
_DECIDED = "winner_id IS NOT NULL"

_PLAY = text(f"""
WITH played AS ({_PLAYED})
SELECT count(*) FILTER (WHERE {_DECIDED}) AS matches,
  count(*) FILTER (WHERE NOT {_DECIDED}) AS drawn,
  count(*) FILTER (WHERE winner_id = :user_id) AS won,
  count(*) FILTER (WHERE reason = 'agreed'
    AND completed_at < started_at + interval '60 seconds') AS fast,
  coalesce(avg(stake) FILTER (WHERE winner_id = :user_id AND stake > 0), 0) AS stake_won,
  coalesce(avg(stake) FILTER (WHERE winner_id <> :user_id AND stake > 0), 0) AS stake_lost,
  count(*) FILTER (WHERE winner_id <> :user_id AND NOT EXISTS (
    SELECT FROM match_reports r WHERE r.match_id = played.id AND r.user_id = :user_id))
    AS silent_losses,
  (SELECT count(*) FROM (
      SELECT id FROM matches WHERE player1_id = :user_id AND created_at > :since
        AND 'collusion' = ANY (flags)
      UNION ALL SELECT id FROM matches WHERE player2_id = :user_id AND created_at > :since
        AND 'collusion' = ANY (flags)) odd) AS contradicted
FROM played
""")  # noqa: S608  # no part of it is from outside

_PARTNER = text(f"""
WITH played AS ({_PLAYED})
SELECT u.username, count(*) AS met,
  coalesce(array_agg(winner_id = :user_id ORDER BY completed_at, played.id)
    FILTER (WHERE {_DECIDED}), '{{}}') AS won_each,
  coalesce(array_agg(stake ORDER BY completed_at, played.id)
    FILTER (WHERE {_DECIDED}), '{{}}') AS stakes,
  count(*) FILTER (WHERE NOT {_DECIDED}) AS drawn,
  count(*) FILTER (WHERE completed_at > :today) AS met_today,
  count(*) FILTER (WHERE winner_id = :user_id) AS won
FROM played JOIN users u ON u.id = other GROUP BY u.id ORDER BY met DESC, u.id LIMIT 1
""")  # noqa: S608

# A player who met nobody else, never won, and lost four fifths of all their deposits to one player
# who asked for a withdrawal within a day of winning it.
_DUMPED = text(f"""
WITH played AS ({_PLAYED}), victims AS (
  SELECT other, sum(stake) AS lost, max(completed_at) AS lost_at FROM played
  WHERE {_DECIDED} GROUP BY other HAVING bool_and(winner_id = :user_id)
)
SELECT u.username, v.lost FROM victims v JOIN users u ON u.id = v.other
WHERE NOT EXISTS (SELECT FROM matches m WHERE m.player1_id = v.other AND m.player2_id <> :user_id)
  AND NOT EXISTS (SELECT FROM matches m WHERE m.player2_id = v.other AND m.player1_id <> :user_id)
  AND v.lost >= 0.8 * (SELECT coalesce(sum(d.amount), 0) FROM deposits d
                       WHERE d.user_id = v.other AND d.state = 'credited')
  AND EXISTS (SELECT FROM deposits d WHERE d.user_id = v.other AND d.state = 'credited')
  AND EXISTS (SELECT FROM withdrawals w WHERE w.user_id = :user_id AND w.state <> 'released'
              AND w.created_at BETWEEN v.lost_at AND v.lost_at + interval '1 day')
ORDER BY v.lost DESC LIMIT 1
""")  # noqa: S608

_MONEY = text("""
SELECT
  (SELECT coalesce(sum(amount), 0) FROM deposits
    WHERE user_id = :user_id AND state = 'credited') AS deposited,
  (SELECT coalesce(sum(amount), 0) FROM withdrawals
    WHERE user_id = :user_id AND state <> 'released') AS withdrawn,
  (SELECT coalesce(sum(wager_amount), 0) FROM matches
    WHERE player1_id = :user_id AND winner_id IS NOT NULL)
  + (SELECT coalesce(sum(wager_amount), 0) FROM matches
    WHERE player2_id = :user_id AND winner_id IS NOT NULL) AS wagered,
  (SELECT count(DISTINCT u.id) FROM users u
    WHERE u.id <> :user_id AND u.is_verified AND u.phone IN (
    SELECT phone FROM deposits WHERE user_id = :user_id
    UNION SELECT phone FROM withdrawals WHERE user_id = :user_id)) AS number_sharers,
  (SELECT count(*) FROM strikes WHERE user_id = :user_id AND lifted_at IS NULL
    AND lapses_at > :now) AS strikes,
  (SELECT count(*) FROM disputes d JOIN matches m ON m.id = d.match_id
    WHERE m.status = 'completed' AND :user_id IN (m.player1_id, m.player2_id)) AS disputes,
  (SELECT count(*) FROM disputes d JOIN matches m ON m.id = d.match_id
    WHERE m.winner_id <> :user_id AND :user_id IN (m.player1_id, m.player2_id)
      AND NOT EXISTS (SELECT FROM strikes s WHERE s.match_id = m.id AND s.user_id = :user_id
                      AND s.lifted_at IS NULL AND s.lapses_at > :now)) AS disputes_lost,
  (SELECT count(DISTINCT phone) FROM deposits
    WHERE user_id = :user_id AND state = 'credited') AS numbers,
  (SELECT count(DISTINCT s.user_id) FROM dispute_statements s JOIN matches m ON m.id = s.match_id
    WHERE s.reason_code = 'cheating' AND s.user_id <> :user_id
      AND :user_id IN (m.player1_id, m.player2_id)) AS accusers,
  (SELECT count(DISTINCT e.match_id) FROM match_evidence e JOIN (
      SELECT id, 'player1' AS seat FROM matches WHERE player1_id = :user_id
      UNION ALL SELECT id, 'player2' FROM matches WHERE player2_id = :user_id) m
    ON m.id = e.match_id AND jsonb_exists(e.payload -> 'closed', m.seat)
    WHERE e.created_at > :since) AS closed
""")

_PICTURES = text("""
SELECT count(*) FILTER (WHERE 'evidence_reuse' = ANY (flags)) AS reused_pictures,
  count(*) FILTER (WHERE 'time_mismatch' = ANY (flags)) AS mistimed_pictures
FROM match_pictures
WHERE user_id = :user_id AND state <> 'dropped' AND state <> 'storing' AND match_id IN (
  SELECT id FROM matches WHERE player1_id = :user_id
  UNION ALL SELECT id FROM matches WHERE player2_id = :user_id)
""")

_DUE = text("""
WITH fresh AS (
  SELECT player1_id, player2_id, completed_at FROM matches ORDER BY id DESC LIMIT :matches
), ended AS (
  SELECT player1_id AS user_id, completed_at FROM fresh WHERE completed_at IS NOT NULL
  UNION ALL SELECT player2_id, completed_at FROM fresh WHERE completed_at IS NOT NULL
)
SELECT e.user_id FROM ended e LEFT JOIN player_risks r USING (user_id)
 WHERE r.scored_at IS NULL OR r.scored_at < e.completed_at
UNION
SELECT w.user_id FROM withdrawals w LEFT JOIN player_risks r USING (user_id)
 WHERE w.state = 'awaiting_code' AND (r.scored_at IS NULL OR r.scored_at < w.created_at)
UNION
SELECT user_id FROM (SELECT user_id FROM player_risks WHERE scored_at < :yesterday
                     ORDER BY scored_at LIMIT :rows) stale
LIMIT :rows
""")


def gather(session: Session, *, user_id: int, now: datetime) -> RiskFacts:
    """Collect the facts about a player from matches, payments, disputes and pictures."""
    facts = {
        "user_id": user_id,
        "since": now - _MONTH,
        "today": now - timedelta(days=1),
        "now": now,
    }
    play = _first(session.execute(_PLAY, facts).all())
    partner = _first(session.execute(_PARTNER, facts).all())
    dumped = _first(session.execute(_DUMPED, facts).all())
    money = session.execute(_MONEY, facts).one()
    pictures = session.execute(_PICTURES, facts).one()
    # Its documented name.
    found: dict[str, Any] = {**money._mapping, **pictures._mapping}  # noqa: SLF001
    found["look_alike_names"] = len(known_names.imitations(session, user_id=user_id))
    if pairs := rings.open_pairs(session, user_id=user_id):
        found["ring"] = [pair.explanation for pair in pairs]
        found["ring_evidence"] = pairs[0].evidence
    if play is not None:
        found |= dict(play._mapping)  # noqa: SLF001
    if partner is not None:
        found |= {
            "partner": partner.username,
            "partner_matches": partner.met,
            "partner_matches_today": partner.met_today,
            "partner_drawn": partner.drawn,
            "partner_won": partner.won,
            "partner_in_turns": in_turns(list(zip(partner.won_each, partner.stakes, strict=True))),
        }
    if dumped is not None:
        found |= {"dumped_by": dumped.username, "dumped": dumped.lost}
    return RiskFacts(**found)


def due(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return up to `rows` players with a finished match or a new withdrawal since their last score.

    A withdrawal is scored before its code is typed; everybody else at least once a day.
    """
    asked = {"matches": _NEW_MATCHES, "yesterday": now - timedelta(days=1), "rows": rows}
    return list(session.scalars(_DUE, asked))


def _first(rows: Any) -> Row[Any] | None:
    found: Row[Any] | None = rows[0] if rows else None
    return found
