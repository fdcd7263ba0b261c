"""Hold what a match gave in the wallets, as long as another look at it may take it back."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.models.match import Match

# An objection that came in the last second may be committed a moment later.
_A_MOMENT = timedelta(minutes=1)

_HOLD = text("""
INSERT INTO payout_holds (user_id, match_id, amount, until, reason)
SELECT side.user_id, m.id, side.amount, :until, :reason
  FROM matches m
    CROSS JOIN match_shares(m.result, m.wager_amount, m.prize, m.fee) share
    CROSS JOIN LATERAL (VALUES (m.player1_id, share.of_one), (m.player2_id, share.of_two))
      side (user_id, amount)
 WHERE m.id = :match_id AND side.amount > 0
    ON CONFLICT DO NOTHING
""")


def hold_shares(session: Session, match: Match, *, until: datetime, reason: str) -> None:
    """Keep what a finished match gave to each player (KES) from leaving their wallet `until` then.

    Once for each reason. An open appeal prolongs it, and a decided one ends it (`payout_holds`).
    """
    session.execute(
        _HOLD, {"match_id": match.id, "until": until + _A_MOMENT, "reason": str(reason)}
    )
