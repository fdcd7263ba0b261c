"""Numbers from which a player paid who takes a break now: no other account plays with them.

Otherwise they would change their number, and open another account with the old one. A number that
the network gave to somebody else meanwhile has to wait, or to be told to our staff.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

# From the few who take a break now to their payments: payments are not indexed by number.
_PAID_FROM = text("""
SELECT EXISTS (
  SELECT FROM player_exclusions x
   WHERE x.ends_at > clock_timestamp() AND x.user_id <> :user_id
     AND (EXISTS (SELECT FROM deposits d WHERE d.user_id = x.user_id AND d.phone = :phone)
       OR EXISTS (SELECT FROM withdrawals w WHERE w.user_id = x.user_id AND w.phone = :phone)))
""")


def is_anothers(session: Session, *, user_id: int, phone: str) -> bool:
    """Say whether a player other than `user_id`, who takes a break, has paid from this number."""
    return bool(session.execute(_PAID_FROM, {"user_id": user_id, "phone": phone}).scalar_one())
