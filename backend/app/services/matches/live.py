"""Which matches live: found without an index on deadlines, which each settlement would write."""

from sqlalchemy import CompoundSelect, select, union_all

from app.models.dispute import Dispute
from app.models.match import MatchmakingQueue, StakelessSeat


def live_ids() -> CompoundSelect[int]:
    """Return the query of the ids of all live matches, some of them twice.

    A match has the tickets of both players until it is disputed; from then on its dispute says that
    it lives, also while it is played again. One without a stake has seats in their place.
    """
    return union_all(
        select(MatchmakingQueue.match_id).where(MatchmakingQueue.match_id.is_not(None)),
        select(Dispute.match_id).where(Dispute.match_is_live),
        select(StakelessSeat.match_id),
    )
