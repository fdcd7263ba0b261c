"""Ending a match: its escrow is paid out, once, and both players hear of it."""

from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.verdict import Reason, Result
from app.services import ledger


def settle(
    session: Session,
    *,
    match_id: int,
    player_ids: tuple[int, int],
    result: Result,
    reason: Reason,
    actor: str,
    note: str | None = None,
) -> bool:
    """Pay the pot of a match out by `result`; False if somebody had ended it before.

    Winner: pot minus fee. Draw and void: both stakes in full, no fee.
    """
    settled = ledger.settle_match(
        session, match_id=match_id, result=result, reason=reason, actor=actor, note=note
    )
    if settled:
        to = list(player_ids)
        kind = "match.cancelled" if result is Result.VOID else "match.settled"
        broadcast(session, to, kind=kind, topic=f"match:{match_id}", data={"match_id": match_id})
        broadcast(session, to, kind="wallet.changed", topic="wallet", data={})
    return settled
